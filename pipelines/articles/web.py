"""HTML pages: is a text one, and which of its text is the article.

trafilatura finds the main text; resiliparse does where trafilatura finds none, and on pages over its parser's limits.
Both work on the page as given: nothing is fetched.  Run in worker processes only: lxml crashes under threads.
"""

import logging
import re
from html import unescape

import htmldate
import trafilatura
from resiliparse.extract.html2text import extract_plain_text
from selectolax.lexbor import LexborHTMLParser

from pipelines.articles.characters import fold, normalise
from pipelines.articles.dates import parse
from pipelines.articles.headers import header
from pipelines.articles.metadata import PageMetadata, read_metadata
from pipelines.articles.plain import take_apart
from pipelines.articles.sentences import is_terminated
from pipelines.articles.types import Draft, Marks

for _noisy in ("trafilatura", "htmldate"):  # they log every page that they find odd; we count those ourselves
    logging.getLogger(_noisy).setLevel(logging.CRITICAL)

MAX_DEPTH = 2_000  # no parser survives more
LIBXML_DEPTH = 240  # deeper pages come out empty
MAX_BYLINE = 120  # a longer line is a paragraph
MAX_HEAD = 40  # elements from the heading on
MAX_TAGS = 20_000  # trafilatura takes minutes over more

_IS_HTML = re.compile(r"<!doctype html|<html[\s>]|<head[\s>]|<body[\s>]", re.IGNORECASE)
_BLOCK_TAG = re.compile(r"</?(?:p|div|article|section|h[1-6]|ul|li|table)(?:\s[^<>]*)?/?>", re.IGNORECASE)
_INLINE_TAG = re.compile(r"</?(?:a|b|i|u|em|strong|span|font|su[bp]|p|div)(?:\s[^<>]{0,2000})?/?>", re.IGNORECASE)
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_ENTITY = re.compile(r"&(?:amp|quot|apos|nbsp|[lr][sd]quo|[mn]dash|hellip|#\d{2,5}|#x[\da-f]{2,5});", re.IGNORECASE)
_TAG = re.compile(r"<(/?)([a-z][a-z0-9]*)", re.IGNORECASE)
# fmt: off
_NOT_NESTING = frozenset((
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track",
    "wbr", "p", "li", "td", "th", "tr", "dd", "dt", "option", "thead", "tbody", "tfoot", "colgroup",
))
# fmt: on
_HEAVY_START = re.compile(r"<(script|style|svg|template)\b([^<>]*)>", re.IGNORECASE)
_PARAGRAPH_END = re.compile(r"\n(?!- )")  # items of one list stay together
_DATA_URI = re.compile(r"data:[\w/+.-]{1,60};base64,[A-Za-z0-9+/=]{200,}")


class TooDeepError(ValueError):
    """A page nested deeper than any parser survives."""


def is_html(text: str) -> bool:
    """Whether a text is a page, by what is in it."""
    beginning = text[:4096]
    return bool(_IS_HTML.search(beginning)) or len(_BLOCK_TAG.findall(beginning)) >= 3


def without_inline_tags(text: str) -> str:
    """Plain text without the few tags and entities that copying leaves in it."""
    text = _INLINE_TAG.sub("", _BREAK.sub("\n", text))
    return unescape(text) if _ENTITY.search(text) else text


def take_page_apart(html: str) -> tuple[Draft, PageMetadata]:
    """The article of a page, and what the mark-up says.  The draft has no body where no article is found.

    Raises TooDeepError.
    """
    html = _without_heavy_parts(html)
    depth, n_tags = _depth(html)
    if depth > MAX_DEPTH:
        raise TooDeepError(f"tags nested {depth} deep")
    page = read_metadata(html)
    text = None
    if depth <= LIBXML_DEPTH and n_tags <= MAX_TAGS:
        text = trafilatura.extract(html, include_comments=False)
    if not text:
        text = extract_plain_text(
            html, main_content=True, comments=False, post_meta=False, list_bullets=False, alt_texts=False
        )
    marks = Marks(page.title, frozenset(map(fold, page.standfirsts)), frozenset(map(fold, page.captions)))
    draft = take_apart(_PARAGRAPH_END.sub("\n\n", normalise(text or "")), marks)
    # a description is often written for search engines; it is the article's own where the page shows it
    if page.description and fold(page.description) in marks.standfirsts.difference(map(fold, draft.body)):
        draft.standfirst = draft.standfirst or page.description
    if not any(map(is_terminated, draft.body)):
        draft.body = []  # links and buttons alone are no article
    if page.published:
        draft.published = (*page.published, "html_metadata")
    draft.byline = page.byline or draft.byline or _shown_byline(html)
    draft.source = page.outlet or draft.source
    if not draft.published:
        _date_from_page(draft, html)
    return draft, page


def _shown_byline(html: str) -> str | None:
    """Who wrote it, as a short line between the heading and the first paragraph says: `By Jane Roe`."""
    nodes = LexborHTMLParser(html).css("h1, p, div, span, address, a, li")
    heading = next((place for place, node in enumerate(nodes) if node.tag == "h1"), len(nodes))
    for node in nodes[heading + 1 : heading + MAX_HEAD]:
        text = " ".join(node.text(separator=" ").split())
        if node.tag == "p" and is_terminated(text):
            return None
        if len(text) <= MAX_BYLINE and (found := header(text)) and found.byline:
            return found.byline
    return None


def _date_from_page(draft: Draft, html: str) -> None:
    """The date that htmldate finds in the page; its extensive search is off, since that invents dates."""
    try:
        said = htmldate.find_date(html, original_date=True, extensive_search=False)
    except Exception:  # a third party's parser on any bytes: no date is the answer
        return
    moment = parse(said) if said else None
    if moment and said:
        draft.published = (moment, said, "html_text")


def _without_heavy_parts(html: str) -> str:
    """Without scripts (JSON-LD stays), styles, drawings and embedded data: they choke the parsers."""
    kept, position = [], 0
    while match := _HEAVY_START.search(html, position):
        end = re.compile(f"</{match[1]}", re.IGNORECASE).search(html, match.end())
        if not end:
            break  # unclosed: the parsers know best
        keep = "ld+json" in match[2].lower()
        kept.append(html[position : end.start() if keep else match.end()])
        position = end.start()
    return _DATA_URI.sub("data:,", "".join(kept) + html[position:])


def _depth(html: str) -> tuple[int, int]:
    """The deepest nesting of tags that must be closed, and the number of opening tags."""
    depth = deepest = n = 0
    for closing, name in _TAG.findall(html):
        if not closing:
            n += 1
        if name.lower() not in _NOT_NESTING:
            depth = max(0, depth - 1) if closing else depth + 1
            deepest = max(deepest, depth)
    return deepest, n
