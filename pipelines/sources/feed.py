"""RSS, Atom and JSON feeds: the pages that their items link to, or what the feed itself has of them.

Takes the settings of a source; gives a page for each item, or a document where the feed has the text.  Whatever parses
of a damaged feed is taken, with the flag `bozo`.
"""

import contextlib
import html
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Any
from urllib.parse import urljoin

import feedparser
from w3lib.html import remove_tags

from pipelines.sources import json_feed
from pipelines.sources.asking import declares_entities, each_changed, page, refusal, short_hash, text, two_letters
from pipelines.sources.source import WebSource
from pipelines.sources.types import Answer, Document, FetchError, Found, Memory, Page, Refusal, Web

_END_OF_ITEM = re.compile(rb"</(?:[\w.-]+:)?(?:item|entry)\s*>", re.I)
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_HARMLESS = (feedparser.CharacterEncodingOverride, feedparser.NonXMLContentType)


class FeedSource(WebSource):
    """Feeds; a location is an address."""

    full_text: bool = False  # the feed has whole articles: take them from there, and fetch no pages


@dataclass(frozen=True, slots=True)
class Item:
    """One item of a feed of whatever sort."""

    id: str | None = None
    link: str | None = None
    changed: str | None = None  # when it was changed, where that is said apart from when it was published
    published: str | None = None
    title: str | None = None
    byline: str | None = None
    outlet: str | None = None
    language: str | None = None
    content: str | None = None  # the whole text, as HTML
    summary: str | None = None


def read(source: FeedSource, web: Web, memory: Memory) -> Iterator[Found]:
    """What is in the feeds that have changed."""
    for found in each_changed(web, source, memory):
        if isinstance(found, Refusal):
            yield found
            continue
        location, answer, note = found
        try:
            yield from read_feed(source, location, answer)
            note()
        except FetchError as error:
            yield refusal(source, location, error)


def read_feed(source: FeedSource, location: str, answer: Answer) -> Iterator[Found]:
    """What is in one feed.  Raises FetchError where it is none."""
    if declares_entities(answer.content):
        raise FetchError("xml_entities", "it declares entities")
    items, n_items, flags = parse_feed(answer, source.max_items)
    if items is None:
        raise FetchError("not_a_feed", _looks_like(answer.content))
    known = set()
    for item in items:
        key = _key(item)
        if key not in known:
            known.add(key)
            yield _found(source, location, item, key, flags)
    if n_items > len(items):
        detail = f"{n_items:,} items; the first {len(items):,} are read"
        yield Refusal(location, "too_many_items", detail, len(answer.content), source_name=source.name)


def parse_feed(answer: Answer, most: int) -> tuple[list[Item] | None, int, str | None]:
    """At most so many items (None: this is no feed), how many there are, and flags."""
    if answer.content.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"{":
        entries = json_feed.items(answer.content)
        if entries is None:
            return None, 0, None
        return [_whole(Item(**entry), answer.url) for entry in entries[:most]], len(entries), None
    ends = [match.end() for match in _END_OF_ITEM.finditer(answer.content)]
    content = answer.content[: ends[most - 1]] if len(ends) > most else answer.content  # parsing is what costs time
    headers = {"content-location": answer.url}
    if answer.charset:
        headers["content-type"] = f"application/xml; charset={answer.charset}"
    parsed = feedparser.parse(
        io.BytesIO(content), response_headers=headers, resolve_relative_uris=False, sanitize_html=False
    )
    if not parsed.get("version") and not parsed.entries:
        return None, 0, None
    is_damaged = parsed.bozo and content is answer.content and not isinstance(parsed.bozo_exception, _HARMLESS)
    language = parsed.feed.get("language")
    items = [_whole(_item(entry, language), answer.url) for entry in parsed.entries[:most]]
    return items, max(len(ends), len(parsed.entries)), "bozo" if is_damaged else None


def _item(entry: Any, language: str | None) -> Item:
    changed = entry["updated"] if "updated" in entry else None  # noqa: SIM401 - get() would give `published` instead
    whole = [part.get("value") for part in entry.get("content", []) if part.get("value")]
    return Item(
        id=text(entry.get("id")),
        link=entry.get("link"),
        changed=text(changed),
        published=text(entry.get("published")) or text(changed),
        title=_without_tags(entry.get("title")),
        byline=_without_tags(entry.get("author")),
        outlet=text(entry.source.get("title")) if "source" in entry else None,
        language=language,
        content=max(whole, key=len, default=None),
        summary=entry.get("summary"),
    )


def _whole(item: Item, base: str) -> Item:
    """With a link that leads somewhere also outside of the feed."""
    link = _CONTROL.sub("", item.link or "").strip()
    with contextlib.suppress(ValueError):  # who fetches it will say what is wrong with it
        link = link and urljoin(base, link)
    return replace(item, link=link or None)


def _found(source: FeedSource, location: str, item: Item, key: str, flags: str | None) -> Found:
    body = item.content or item.summary
    if body and (source.full_text or item.link is None):
        return _document(source, location, item, body, flags)
    try:
        if item.link is None:
            raise FetchError("bad_url", "an item with neither link nor text")
        return _page(source, item.link, item, key, flags)
    except FetchError as error:
        return refusal(source, f"{location}#{_place(item)}", error)


def _page(source: FeedSource, link: str, item: Item, key: str, flags: str | None) -> Page:
    return page(
        source,
        "feed",
        link,
        key,
        outlet=item.outlet,
        published=item.published,
        title=item.title,
        byline=item.byline,
        language=two_letters(item.language),
        flags=flags,
    )


def _document(source: FeedSource, location: str, item: Item, body: str, flags: str | None) -> Document:
    whole = body if "<" in body else "".join(f"<p>{html.escape(line)}</p>" for line in body.splitlines() if line)
    content = f"<html><body><article>{whole}</article></body></html>".encode("utf-8", "replace")
    return Document(
        f"{location}#{_place(item)}",
        content,
        sha256(content).hexdigest(),
        given_url=item.link,
        given_source=source.outlet or item.outlet,
        given_published=item.published,
        source_name=source.name,
        given_by="feed",
        given_title=item.title,
        given_byline=item.byline,
        given_language=source.language or two_letters(item.language),
        given_charset="utf-8",
        date_order=source.date_order,
        wishes=source.wishes,
        flags=flags,
    )


def _key(item: Item) -> str:
    """What tells an item from others, and from what it was before."""
    return short_hash(_place(item), item.changed)


def _place(item: Item) -> str:
    """What tells an item from the others of its feed; an id alone may be another story's tomorrow."""
    if item.id or item.link:
        return short_hash(item.id, item.link)[:16]
    return short_hash(item.title, item.published, item.summary)[:16]


def _without_tags(value: object) -> str | None:
    line = text(value)
    return text(html.unescape(remove_tags(line))) if line else None


def _looks_like(content: bytes) -> str:
    head = content[:2_000].lower()
    return "a web page" if b"<html" in head or b"<!doctype html" in head else "neither RSS, Atom nor JSON Feed"
