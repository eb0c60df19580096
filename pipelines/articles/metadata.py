"""What a web page's mark-up says of the article: JSON-LD, then OpenGraph and other meta tags, then <time>.

Takes the parsed page; gives PageMetadata.  A description is only kept as such: whether it stands in the text is the
caller's to see.  Never looks at the running text, never reads more than 1 MB of JSON-LD.
"""

import json
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from selectolax.lexbor import LexborHTMLParser

from pipelines.articles.characters import normalise
from pipelines.articles.dates import Moment, parse_machine

MAX_JSON = 1_000_000  # characters, over all of a page
MAX_ITEMS = 1_000
MAX_NAME = 200  # characters; a longer one is none
# fmt: off
_ARTICLE_TYPES = frozenset((
    "Article", "NewsArticle", "ReportageNewsArticle", "AnalysisNewsArticle", "OpinionNewsArticle",
    "BackgroundNewsArticle", "BlogPosting", "LiveBlogPosting", "Report",
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
    canonical: str | None = None  # as the page says it
    is_free: bool | None = None  # whether everybody may read all of it
    is_live: bool = False  # a running report of many posts
    n_words: int | None = None  # of the whole article, also where only a part is shown
    n_times: int = 0  # times that the page marks up
    published: tuple[Moment, str] | None = None
    captions: frozenset[str] = frozenset()  # as the page has them
    standfirsts: frozenset[str] = frozenset()  # texts of elements that are marked as such


def read_metadata(page: LexborHTMLParser, date_order: str | None = None) -> PageMetadata:
    """Read the mark-up; nothing in it makes this fail."""
    item = next(_articles(page), {})
    tags = _meta_tags(page)
    outlet = _name(item.get("publisher")) or _text(tags.get("og:site_name"))
    title = _text(item.get("headline")) or _text(tags.get("og:title")) or _shown_title(page)
    times = page.css("time")
    return PageMetadata(
        title=_without_outlet(title, outlet),
        description=_text(tags.get("og:description"))
        or _text(tags.get("description"))
        or _text(item.get("description")),
        byline=_names(item.get("author")) or _author(tags),
        outlet=outlet,
        canonical=_canonical(page, tags),
        is_free=_is_free(item, tags),
        is_live="LiveBlogPosting" in _types(item),
        n_words=_number(item.get("wordCount")),
        n_times=len(times),
        published=_published(item, tags, page if times else None, date_order),
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
    n_characters = 0
    for node in page.css('script[type="application/ld+json"]'):
        source = node.text()
        n_characters += len(source)
        if n_characters > MAX_JSON:
            return
        try:
            data = json.loads(source, strict=False)
        except (ValueError, RecursionError):
            continue
        waiting = deque([data])
        for _ in range(MAX_ITEMS):
            if not waiting:
                break
            item = waiting.popleft()
            if isinstance(item, list):
                waiting.extendleft(reversed(item[:MAX_ITEMS]))
            elif isinstance(item, dict):
                if _ARTICLE_TYPES & _types(item):
                    yield item
                elif isinstance(item.get("@graph"), list):
                    waiting.extendleft(reversed(item["@graph"][:MAX_ITEMS]))


def _types(item: dict[str, Any]) -> set[str]:
    said = item.get("@type")
    return {name for name in (said if isinstance(said, list) else [said]) if isinstance(name, str)}


def _is_free(item: dict[str, Any], tags: dict[str, str]) -> bool | None:
    """What the page says on who may read it: of the whole, or of a part that a reader has to pay for."""
    parts = item.get("hasPart")
    parts = parts if isinstance(parts, list) else [parts]
    said = [item.get("isAccessibleForFree")]
    said += [part.get("isAccessibleForFree") for part in parts if isinstance(part, dict)]
    told = {str(value).lower().rpartition("/")[2] for value in said if value is not None}
    if told & {"false", "no", "0"} or tags.get("article:content_tier", "").lower() in ("locked", "metered"):
        return False
    return True if told & {"true", "yes", "1"} else None


def _number(value: object) -> int | None:
    text = str(value)
    return int(text) if text.isdecimal() and len(text) < 7 else None


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


def _published(
    item: dict[str, Any], tags: dict[str, str], page: LexborHTMLParser | None, date_order: str | None
) -> tuple[Moment, str] | None:
    said: list[object] = [item.get("datePublished"), *(tags.get(name) for name in _DATE_TAGS)]
    if page:
        times = page.css("article time[datetime], time[datetime][pubdate], time[datetime][itemprop=datePublished]")
        said += [node.attributes.get("datetime") for node in times[:1]]
    for text in said:
        if isinstance(text, str) and (moment := parse_machine(text, date_order)):
            return moment, normalise(text).strip()
    return None


def _canonical(page: LexborHTMLParser, tags: dict[str, str]) -> str | None:
    node = page.css_first('link[rel="canonical"]')
    url = (node.attributes.get("href") if node else None) or tags.get("og:url")
    return normalise(url).strip() if url else None


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
    name = _text(value.get("name") if isinstance(value, dict) else value)
    return name if name and len(name) <= MAX_NAME else None


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
