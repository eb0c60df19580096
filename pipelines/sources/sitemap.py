"""Sitemaps, also of news, and indexes of them: the pages that they list, the newest first.

Takes the settings of a source; gives a page for each address.  Of a sitemap that is cut off, what stands before the cut
is taken.  Entities are never expanded, and nothing but the sitemaps is fetched.
"""

import io
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urljoin

from lxml import etree

from pipelines.sources.asking import MAX_BYTES, changed, declares_entities, page, refusal, short_hash, text, two_letters
from pipelines.sources.source import WebSource
from pipelines.sources.types import FetchError, Found, Memory, Refusal, Web

MAX_SITEMAPS = 50  # of one index, in one poll
MAX_DEPTH = 3
MAX_RATIO = 100
SMALL = 1_000_000


class SitemapSource(WebSource):
    """Sitemaps; a location is an address."""


@dataclass(slots=True)
class Entry:
    """One address in a sitemap or an index, with what is said of it."""

    url: str | None = None
    changed: str | None = None
    title: str | None = None
    published: str | None = None
    outlet: str | None = None
    language: str | None = None


@dataclass(slots=True)
class Sitemap:
    """What one file holds."""

    is_index: bool
    entries: list[Entry]
    is_damaged: bool = False


_OF_A_PICTURE = re.compile("sitemap-(image|video)")
_FIELDS = {
    "loc": "url",
    "lastmod": "changed",
    "title": "title",
    "publication_date": "published",
    "name": "outlet",
    "language": "language",
}


def read(source: SitemapSource, web: Web, memory: Memory) -> Iterator[Found]:
    """The pages in the sitemaps that have changed."""
    for location in source.location:
        yield from _read(source, web, memory, location, MAX_DEPTH)


def _read(source: SitemapSource, web: Web, memory: Memory, url: str, depth: int) -> Iterator[Found]:
    try:
        answer, note = changed(web, source, url, memory)
        if answer is None:
            return
        sitemap = parse_sitemap(unpacked(answer.content))
    except FetchError as error:
        yield refusal(source, url, error)
        return
    entries = sorted(sitemap.entries, key=lambda entry: entry.changed or entry.published or "", reverse=True)
    most = MAX_SITEMAPS if sitemap.is_index else source.max_items
    for entry in entries[:most]:
        place = urljoin(answer.url, entry.url)
        if not sitemap.is_index:
            yield _page(source, place, entry, "bozo" if sitemap.is_damaged else None)
        elif depth > 1:
            yield from _read(source, web, memory, place, depth - 1)
        else:
            yield refusal(source, place, FetchError("not_a_feed", f"an index more than {MAX_DEPTH} indexes deep"))
    if len(entries) > most:
        detail = f"{len(entries):,} entries; the newest {most:,} are read"
        yield Refusal(url, "too_many_items", detail, len(answer.content), source_name=source.name)
    if not sitemap.is_index:
        note()  # an index is asked for again, since a sitemap in it may change without it


def _page(source: SitemapSource, url: str, entry: Entry, flags: str | None) -> Found:
    try:
        return page(
            source,
            "sitemap",
            url,
            short_hash(url, entry.changed),
            outlet=entry.outlet,
            published=entry.published,
            title=entry.title,
            language=two_letters(entry.language),
            flags=flags,
        )
    except FetchError as error:
        return refusal(source, url, error)


def parse_sitemap(content: bytes) -> Sitemap:
    """What is in a sitemap or an index.  Raises FetchError where it is neither."""
    if declares_entities(content):
        raise FetchError("xml_entities", "it declares entities")
    sitemap = Sitemap(False, [])
    entry = Entry()
    root = None
    events = etree.iterparse(
        io.BytesIO(content),
        events=("start", "end"),
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        for event, element in events:
            name = etree.QName(element)
            if event == "start":
                if root is None:
                    root = name.localname
                    sitemap.is_index = root == "sitemapindex"
                continue
            field = None if _OF_A_PICTURE.search(name.namespace or "") else _FIELDS.get(name.localname)
            if field:
                setattr(entry, field, getattr(entry, field) or text(element.text))
            elif name.localname in ("url", "sitemap"):
                if entry.url:
                    sitemap.entries.append(entry)
                entry = Entry()
                element.clear()
                while element.getprevious() is not None:  # of what is read, nothing is held
                    del element.getparent()[0]
    except etree.XMLSyntaxError as error:
        if not sitemap.entries:
            raise FetchError("not_a_feed", f"no sitemap: {error}") from error
        sitemap.is_damaged = True
    if root not in ("urlset", "sitemapindex"):
        raise FetchError("not_a_feed", f"no sitemap, but <{root}>")
    return sitemap


def unpacked(content: bytes) -> bytes:
    """The content of a sitemap that is a gzip file of its own, and of any other as it is.  Raises FetchError."""
    if content[:2] != b"\x1f\x8b":
        return content
    unpack = zlib.decompressobj(wbits=31)
    try:
        whole = unpack.decompress(content, min(MAX_BYTES, max(SMALL, MAX_RATIO * len(content))))
    except zlib.error as error:
        raise FetchError("not_a_feed", f"no gzip file: {error}") from error
    if unpack.unconsumed_tail:
        raise FetchError("expands_too_far", f"more than {MAX_RATIO} bytes out of each byte")
    return whole
