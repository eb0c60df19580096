"""HTML pages: is a text one, and which of its text is the article.

trafilatura finds the main text; resiliparse does where trafilatura finds none, and on pages over its parser's limits.
Both work on the page as given: nothing is fetched.  Run in worker processes only: lxml crashes under threads, and no
limit of ours holds every page.
"""

import logging
import re
from html import unescape
from typing import NamedTuple

import htmldate
import trafilatura
from resiliparse.extract.html2text import extract_plain_text
from selectolax.lexbor import LexborHTMLParser

from pipelines.articles.access import reasons_in
from pipelines.articles.characters import fold, normalise
from pipelines.articles.dates import Moment, parse
from pipelines.articles.headers import header
from pipelines.articles.metadata import MAX_JSON, PageMetadata, read_metadata
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
_TABLE_TAG = re.compile(r"<(/?)(?:table|thead|tbody|tfoot|tr|td|th)\b", re.IGNORECASE)
_SLASHED = re.compile(r"\b(\d\d?)([/.-])(\d\d?)\2((?:19|20)\d\d)\b")
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


class WebPage(NamedTuple):
    """What a page holds, read safely."""

    text: str  # the main text, a paragraph between blank lines
    said: PageMetadata
    tree: LexborHTMLParser
    reasons: frozenset[str]  # why it may be no article that can be read
    html: str | None  # for `date_in_page`; None where the page is too much for its parser


class TakenApart(NamedTuple):
    """A page taken apart; the draft has no body where no article is found."""

    draft: Draft
    page: PageMetadata
    lines: list[str]  # all that was found as its text
    reasons: frozenset[str]
    html: str | None


def read_page(html: str, date_order: str | None = None) -> WebPage:
    """The main text of a page and what its mark-up says.

    Raises TooDeepError.
    """
    html = _without_heavy_parts(html)
    depth, n_tags = _depth(html)
    if depth > MAX_DEPTH:
        raise TooDeepError(f"tags nested {depth} deep")
    tree = LexborHTMLParser(html)
    is_modest = depth <= LIBXML_DEPTH and n_tags <= MAX_TAGS
    text = (_main_text(html) if is_modest else None) or extract_plain_text(
        html, main_content=True, comments=False, post_meta=False, list_bullets=False, alt_texts=False
    )
    text = _PARAGRAPH_END.sub("\n\n", normalise(text or ""))
    return WebPage(text, read_metadata(tree, date_order), tree, reasons_in(html), html if is_modest else None)


def take_page_apart(html: str, given_title: str | None = None, date_order: str | None = None) -> TakenApart:
    """The article of a page, and what the mark-up says; a given title goes before the page's own.

    Raises TooDeepError.
    """
    text, page, tree, reasons, readable = read_page(html, date_order)
    page.title = given_title or page.title
    marks = Marks(page.title, frozenset(map(fold, page.standfirsts)), frozenset(map(fold, page.captions)), date_order)
    draft = take_apart(text, marks)
    # a description is often written for search engines; it is the article's own where the page shows it
    if page.description and fold(page.description) in marks.standfirsts.difference(map(fold, draft.body)):
        draft.standfirst = draft.standfirst or page.description
    if not any(map(is_terminated, draft.body)):
        draft.body = []  # links and buttons alone are no article
    draft.byline = page.byline or draft.byline or _shown_byline(tree)
    draft.source = page.outlet or draft.source
    return TakenApart(draft, page, text.split("\n"), draft.dropped | reasons, readable)


def date_in_page(html: str, date_order: str | None = None) -> tuple[Moment, str] | None:
    """The date that htmldate finds in the page; its extensive search is off, since that invents dates.

    It takes one of the two readings of 07/08/2023; here such a date is read in the order of the source or not at all.
    """
    try:
        said = htmldate.find_date(html, original_date=True, extensive_search=False)
    except Exception:  # a third party's parser on any bytes: no date is the answer
        return None
    moment = parse(said) if said else None
    if not (moment and said):
        return None
    if moment.at.day <= 12 and said not in html:
        for found in _SLASHED.finditer(html):
            if {int(found[1]), int(found[3])} == {moment.at.day, moment.at.month} and int(found[4]) == moment.at.year:
                meant = parse(found[0], date_order)
                return (meant, found[0]) if meant else None
    return moment, said


def _main_text(html: str) -> str | None:
    """What trafilatura takes for the article; a table that holds the heading, or all the text, is a layout."""
    heading = html.find("<h1")
    if html.count("<table", 0, max(heading, 0)) > html.count("</table", 0, max(heading, 0)):
        html = _TABLE_TAG.sub(r"<\1div", html)
    text = trafilatura.extract(html, include_comments=False)
    if text and sum(len(line) for line in text.split("\n") if line.startswith("|")) > len(text) / 2:
        text = trafilatura.extract(_TABLE_TAG.sub(r"<\1div", html), include_comments=False) or text
    return text


def _shown_byline(page: LexborHTMLParser) -> str | None:
    """Who wrote it, as a short line between the heading and the first paragraph says: `By Jane Roe`."""
    nodes = page.css("h1, p, div, span, address, a, li")
    heading = next((place for place, node in enumerate(nodes) if node.tag == "h1"), len(nodes))
    for node in nodes[heading + 1 : heading + MAX_HEAD]:
        text = " ".join(node.text(separator=" ").split())
        if node.tag == "p" and is_terminated(text):
            return None
        if len(text) <= MAX_BYLINE and (found := header(text)) and found.byline:
            return found.byline
    return None


def _without_heavy_parts(html: str) -> str:
    """Without scripts (JSON-LD of a usual size stays), styles, drawings and embedded data: they choke the parsers."""
    kept, position = [], 0
    while match := _HEAVY_START.search(html, position):
        end = re.compile(f"</{match[1]}", re.IGNORECASE).search(html, match.end())
        if not end:
            break  # unclosed: the parsers know best
        keep = "ld+json" in match[2].lower() and end.start() - match.end() <= MAX_JSON
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
