"""What lies at an address that a person gives, a feed, a sitemap, or a page that names its feed; or at a path."""

from pathlib import Path
from typing import NamedTuple
from urllib.parse import urljoin

from selectolax.lexbor import LexborHTMLParser

from pipelines.sources.archive import LISTS
from pipelines.sources.asking import MAX_BYTES, declares_entities
from pipelines.sources.columns import LayoutError, find_layout
from pipelines.sources.feed import parse_feed
from pipelines.sources.files import ARCHIVES, TEXTS, kind
from pipelines.sources.sitemap import parse_sitemap, unpacked
from pipelines.sources.types import Asked, FetchError, Web

SAMPLE = 4_096  # bytes
_FEEDS = ("application/rss+xml", "application/atom+xml", "application/feed+json")


class Place(NamedTuple):
    """A kind of source, and where it is."""

    kind: str
    location: str


def look_at_path(path: Path) -> Place | None:
    """What kind of source a folder or a file is, by its name, and a list of addresses by what is in it.

    None where it is none that is read.
    """
    suffix = kind(path.name)
    if suffix in (".txt", ".csv") and path.is_file() and _lists_addresses(path):
        return Place("urls", str(path))
    if path.is_dir() or suffix in (*TEXTS, ".zip"):
        return Place("folder", str(path))
    if suffix in ARCHIVES or path.name.lower().endswith(LISTS):
        return Place("warc", str(path))
    return Place("table", str(path)) if suffix else None


def _lists_addresses(path: Path) -> bool:
    """Whether a file has an address on each line, or a column of them and none of articles."""
    with path.open("rb") as file:
        head = file.read(SAMPLE).decode("utf-8-sig", "ignore")
    lines = [line.strip() for line in head.splitlines() if line.strip() and not line.startswith("#")]
    if not lines or "url" not in lines[0].split(","):
        return bool(lines) and all(line.startswith(("http://", "https://")) for line in lines[: max(1, len(lines) - 1)])
    try:
        find_layout(lines[0].split(","))
    except LayoutError:
        return True
    return False


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
