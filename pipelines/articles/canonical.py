"""Which address an article is known by: the one its page calls canonical, in the form without tracking parameters.

Takes what the page and the source say; gives an address, or None.  Never fetches it, and never believes that an article
lies at a home page, as pages say that copy their head from it.
"""

from typing import NamedTuple
from urllib.parse import urlsplit

from pipelines.sources.addresses import known_as
from pipelines.sources.types import Document

MAX_LENGTH = 2_048
SAID_BY_USER = ("manifest", "record")  # who knows the document better than the document


class Addresses(NamedTuple):
    """Addresses of one document, in the form by which they are known."""

    url: str | None  # by which the article is known
    canonical: str | None  # what the page says, where that could be it


def addresses(document: Document, said: str | None, ignored: frozenset[str] = frozenset()) -> Addresses:
    """The address of a document whose page calls `said` canonical; `ignored` are canonical addresses that lie."""
    own = as_known(document.given_url) or as_known(document.uri)
    canonical = as_known(said)
    if canonical is None or is_home(canonical) or canonical in ignored:
        canonical = None
    if document.given_by in SAID_BY_USER and document.given_url:
        return Addresses(own, None)
    return Addresses(canonical or own, canonical)


def as_known(url: str | None) -> str | None:
    """The form by which an http or https address is known; None for anything else."""
    if not url or len(url) > MAX_LENGTH or not url.strip().lower().startswith(("http://", "https://")):
        return None
    try:
        known = known_as(url)
        return known if urlsplit(known).hostname and len(known) <= MAX_LENGTH else None
    except ValueError:
        return None


def is_home(url: str) -> bool:
    """Whether an address is that of a whole site."""
    parts = urlsplit(url)
    return parts.path in ("", "/", "/index.html", "/index.php") and not parts.query
