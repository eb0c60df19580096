"""What a web page's mark-up says of the article: JSON-LD, then OpenGraph and other meta tags, then <time>.

Takes the page as text; gives PageMetadata.  A description is only kept as such: whether it stands in the text is the
caller's to see.  Never looks at the running text, never reads more than 1 MB of JSON-LD.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from selectolax.lexbor import LexborHTMLParser

from pipelines.articles.characters import normalise
from pipelines.articles.dates import Moment, parse_machine

MAX_JSON = 1_000_000
# fmt: off
_ARTICLE_TYPES = frozenset((
    "Article", "NewsArticle", "ReportageNewsArticle", "AnalysisNewsArticle", "OpinionNewsArticle",
    "BackgroundNewsArticle", "BlogPosting", "Report",
))
# fmt: on
_DATE_TAGS = (
    "article:published_time",
    "og:published_time",
    "datepublished",
    "date",
    "dc.date",
    "dc.date.issued",
    "dcterms.created",
    "pubdate",
    "publishdate",
    "publish-date",
    "parsely-pub-date",
    "sailthru.date",
    "article.published",
)


@dataclass(slots=True)
class PageMetadata:
    """None where the page does not say."""

    title: str | None = None
    description: str | None = None
    byline: str | None = None
    outlet: str | None = None
    url: str | None = None
    published: tuple[Moment, str] | None = None
    captions: frozenset[str] = frozenset()  # as the page has them
    standfirsts: frozenset[str] = frozenset()  # texts of elements that are marked as such


def read_metadata(html: str) -> PageMetadata:
    """Read the mark-up; nothing in it makes this fail."""
    page = LexborHTMLParser(html)
    item = next(_articles(page), {})
    tags = _meta_tags(page)
    outlet = _name(item.get("publisher")) or _text(tags.get("og:site_name"))
    title = _text(item.get("headline")) or _text(tags.get("og:title")) or _shown_title(page)
    return PageMetadata(
        title=_without_outlet(title, outlet),
        description=_text(tags.get("og:description"))
        or _text(tags.get("description"))
        or _text(item.get("description")),
        byline=_names(item.get("author")) or _author(tags),
        outlet=outlet,
        url=_url(page, tags),
        published=_published(item, tags, page),
        captions=frozenset(text for node in page.css("figcaption") if (text := _text(node.text(separator=" ")))),
        standfirsts=frozenset(
            text
            for node in page.css(
                "h2, [class*=standfirst], [class*=subtitle], [class*=subhead], [class*=dek], [class*=summary]"
            )
            if (text := _text(node.text(separator=" "))) and len(text) < 1000
        ),
    )


def _articles(page: LexborHTMLParser) -> Iterator[dict[str, Any]]:
    """JSON-LD objects that describe an article, in the page's order."""
    for node in page.css('script[type="application/ld+json"]'):
        source = node.text()
        if len(source) > MAX_JSON:
            continue
        try:
            data = json.loads(source, strict=False)
        except (ValueError, RecursionError):
            continue
        waiting = [data]
        while waiting:
            item = waiting.pop(0)
            if isinstance(item, list):
                waiting = item[:100] + waiting
            elif isinstance(item, dict):
                types = item.get("@type")
                if _ARTICLE_TYPES.intersection(
                    t for t in (types if isinstance(types, list) else [types]) if isinstance(t, str)
                ):
                    yield item
                elif isinstance(item.get("@graph"), list):
                    waiting = item["@graph"][:100] + waiting


def _meta_tags(page: LexborHTMLParser) -> dict[str, str]:
    """The first content of each name, in lower case."""
    tags: dict[str, str] = {}
    for node in page.css("meta"):
        attributes = node.attributes
        name = attributes.get("property") or attributes.get("name") or attributes.get("itemprop")
        content = attributes.get("content")
        if name and content:
            tags.setdefault(name.lower(), content)
    return tags


def _published(item: dict[str, Any], tags: dict[str, str], page: LexborHTMLParser) -> tuple[Moment, str] | None:
    said: list[object] = [item.get("datePublished"), *(tags.get(name) for name in _DATE_TAGS)]
    times = page.css("article time[datetime], time[datetime][pubdate], time[datetime][itemprop=datePublished]")
    said += [node.attributes.get("datetime") for node in times[:1]]
    for text in said:
        if isinstance(text, str) and (moment := parse_machine(text)):
            return moment, text.strip()
    return None


def _url(page: LexborHTMLParser, tags: dict[str, str]) -> str | None:
    node = page.css_first('link[rel="canonical"]')
    for url in (node.attributes.get("href") if node else None, tags.get("og:url")):
        if url and url.strip().startswith(("http://", "https://")) and len(url) <= 2048:
            return normalise(url).strip()
    return None


def _author(tags: dict[str, str]) -> str | None:
    name = _text(tags.get("author")) or _text(tags.get("article:author"))
    return name if name and "://" not in name else None


def _names(value: object) -> str | None:
    """Names of persons and organisations in JSON-LD, joined by commas."""
    names = [_name(item) for item in (value if isinstance(value, list) else [value])]
    return ", ".join(dict.fromkeys(name for name in names if name)) or None


def _name(value: object) -> str | None:
    if isinstance(value, list):
        value = value[0] if value else None
    return _text(value.get("name") if isinstance(value, dict) else value)


def _text(value: object) -> str | None:
    if not isinstance(value, str):
        return None
    return " ".join(normalise(value).split()) or None


def _first(page: LexborHTMLParser, selector: str) -> str | None:
    node = page.css_first(selector)
    return _text(node.text(separator=" ")) if node else None


def _shown_title(page: LexborHTMLParser) -> str | None:
    """The heading, if the window's title has it too: the only <h1> may as well be the outlet's logo."""
    window = _first(page, "title")
    heading = _first(page, "h1")
    return heading if heading and (not window or heading in window) else window


def _without_outlet(title: str | None, outlet: str | None) -> str | None:
    """Without the outlet's name that many pages append to their titles."""
    if title and outlet:
        for dash in (" | ", " - ", " – ", " — ", " :: "):
            title = title.removesuffix(dash + outlet)
    return title
