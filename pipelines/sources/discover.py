"""What lies at an address that a person gives, a feed, a sitemap, or a page that names its feed; or at a path."""

from pathlib import Path
from typing import NamedTuple
from urllib.parse import urljoin

from selectolax.lexbor import LexborHTMLParser

from pipelines.sources.archive import LISTS
from pipelines.sources.asking import MAX_BYTES, declares_entities
from pipelines.sources.feed import parse_feed
from pipelines.sources.files import ARCHIVES, TEXTS, kind
from pipelines.sources.sitemap import parse_sitemap, unpacked
from pipelines.sources.types import Asked, FetchError, Web

_FEEDS = ("application/rss+xml", "application/atom+xml", "application/feed+json")


class Place(NamedTuple):
    """A kind of source, and where it is."""

    kind: str
    location: str


def look_at_path(path: Path) -> Place | None:
    """What kind of source a folder or a file is, by its name; None where it is none that is read."""
    suffix = kind(path.name)
    if path.is_dir() or suffix in (*TEXTS, ".zip"):
        return Place("folder", str(path))
    if suffix in ARCHIVES or path.name.lower().endswith(LISTS):
        return Place("warc", str(path))
    return Place("table", str(path)) if suffix else None


def look_at(url: str, web: Web, allow_private: bool) -> Place:
    """What is there.  Raises FetchError where nothing can be read, or what is there is none of it."""
    answer = web.get(url, Asked(MAX_BYTES, allow_private))
    if declares_entities(answer.content):
        raise FetchError("xml_entities", "it declares entities")
    if parse_feed(answer, 1)[0] is not None:
        return Place("feed", url)
    try:
        parse_sitemap(unpacked(answer.content))
        return Place("sitemap", url)
    except FetchError:
        pass
    for link in LexborHTMLParser(answer.content.decode("utf-8", "replace")).css("link[rel~=alternate][href]"):
        if (link.attributes.get("type") or "").lower() in _FEEDS:
            return Place("feed", urljoin(answer.url, link.attributes["href"]))
    raise FetchError("not_a_feed", "neither a feed nor a sitemap, nor a page that names its feed")
