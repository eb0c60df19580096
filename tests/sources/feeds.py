"""Feeds as publishers write them, made for tests."""

from collections.abc import Sequence
from html import escape


def rss_item(link: str | None = None, **said: str) -> str:
    """An item; a colon in a name is written as two underscores."""
    fields = {"link": link, **said}
    inner = "".join(
        f"<{name.replace('__', ':')}>{escape(value)}</{name.replace('__', ':')}>"
        for name, value in fields.items()
        if value is not None
    )
    return f"<item>{inner}</item>"


def rss(items: Sequence[str], title: str = "The Lantern: World") -> str:
    """An RSS 2.0 feed."""
    spaces = 'xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"'
    head = f"<title>{escape(title)}</title><link>https://lantern.example/</link><language>en-gb</language>"
    channel = f"<channel>{head}{''.join(items)}</channel>"
    return f'<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" {spaces}>{channel}</rss>'


def atom_entry(link: str, title: str = "A title", **said: str) -> str:
    """An entry."""
    inner = "".join(f"<{name}>{escape(value)}</{name}>" for name, value in said.items())
    return f'<entry><title>{escape(title)}</title><link href="{escape(link)}"/>{inner}</entry>'


def atom(entries: Sequence[str]) -> str:
    """An Atom feed."""
    return f'<feed xmlns="http://www.w3.org/2005/Atom"><title>The Lantern</title><id>x</id>{"".join(entries)}</feed>'
