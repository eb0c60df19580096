"""JSON Feed, version 1 and 1.1.  Takes bytes; gives the items in the words of feed.Item, whatever else is in them."""

import json
from typing import Any

from pipelines.sources.asking import text

_VERSION = "https://jsonfeed.org/version/"


def items(content: bytes) -> list[dict[str, str | None]] | None:
    """The items in their order; None where this is no JSON Feed."""
    try:
        feed = json.loads(content)
    except (ValueError, RecursionError):
        return None
    if not isinstance(feed, dict) or not str(feed.get("version", "")).startswith(_VERSION):
        return None
    found = feed.get("items")
    return [_item(entry, feed) for entry in found if isinstance(entry, dict)] if isinstance(found, list) else []


def _item(entry: dict[str, Any], feed: dict[str, Any]) -> dict[str, str | None]:
    authors = entry.get("authors") or feed.get("authors") or [entry.get("author")]
    names = [text(author.get("name")) for author in authors if isinstance(author, dict)] if _is_list(authors) else []
    return {
        "id": text(entry.get("id")),
        "link": _string(entry.get("url")) or _string(entry.get("external_url")),
        "changed": text(entry.get("date_modified")),
        "published": text(entry.get("date_published")) or text(entry.get("date_modified")),
        "title": text(entry.get("title")),
        "byline": ", ".join(filter(None, names)) or None,
        "language": text(entry.get("language")) or text(feed.get("language")),
        "content": _string(entry.get("content_html")) or _string(entry.get("content_text")),
        "summary": _string(entry.get("summary")),
    }


def _is_list(value: object) -> bool:
    return isinstance(value, list)


def _string(value: object) -> str | None:
    return value if isinstance(value, str) else None
