"""Takes apart text as people copy it from web pages: title, standfirst, date, byline, captions, body.

Takes normalised text; gives a Draft.  Every line is judged by itself, so an article goes on after a widget within.
"""

import re
from itertools import pairwise

from pipelines.articles.captions import caption
from pipelines.articles.characters import fold
from pipelines.articles.datelines import dateline, sign_off
from pipelines.articles.headers import Header, header
from pipelines.articles.names import is_name, is_outlet, spelled, without_outlet
from pipelines.articles.residue import reason, without_residue
from pipelines.articles.seeds import abbreviations
from pipelines.articles.sentences import is_terminated, split
from pipelines.articles.types import Draft, Marks

HEAD = 2  # text lines after which an unlabelled line no longer speaks for the whole article
MAX_HEAD = 6  # text lines between the title and the last header line: standfirst, names, words about pictures
MIN_STANDFIRST_WORDS = 5
MAX_MASTHEAD_WORDS = 4
MAX_TITLE = 250
MAX_STANDFIRST_WORDS = 70
MAX_WRAP = 100
MAX_LABEL_WORDS = 8

_SPEAKER = re.compile(r"[A-Z][A-Z .,'’-]{1,40}:\s")  # a transcript names its speakers as some datelines name a place
_CUT_MARK = re.compile(r"\s*\[\+?\d+ chars\]$")


def take_apart(text: str, marks: Marks | None = None) -> Draft:
    """Take an article apart, with the help of what a web page's mark-up says."""
    marks = marks or Marks()
    blocks = [[line.strip() for line in block.split("\n") if line.strip()] for block in re.split(r"\n\s*\n", text)]
    kept, dropped = without_residue(_unwrap([block for block in blocks if block]))
    lines = [line for block in kept for line in block]
    draft = Draft(title=marks.title, dropped=dropped)
    headers: list[tuple[int, Header]] = []  # with the number of text lines before each
    texts: list[str] = []
    n_sentences = 0  # among the text lines so far
    for line in lines:
        if found := header(line, n_sentences <= 1, marks.date_order):
            headers.append((len(texts), found))
        elif fold(line) in marks.captions:
            draft.captions.append(line)
        elif (pictured := caption(line)) and not (line is lines[-1] and sign_off(line)):
            draft.captions += [pictured[0]] if pictured[0] else []
        else:
            texts.append(_CUT_MARK.sub(" …", line))
            n_sentences += is_terminated(texts[-1])
    if not marks.title and _opens_with_masthead(texts, headers, blocks):
        draft.source = spelled(texts.pop(0))
        headers = [(max(before - 1, 0), found) for before, found in headers]
    if texts and (fold(texts[0]) == fold(marks.title) if marks.title else len(texts) > 1 and _is_title(texts[0])):
        own_title = texts.pop(0)
        draft.title, named = (marks.title, None) if marks.title else without_outlet(own_title)
        draft.source = draft.source or named
        headers = [(before - 1, found) for before, found in headers]
    # mark-up may say the title once more, beside the one that is shown
    texts[:HEAD] = [line for line in texts[:HEAD] if fold(line) != fold(draft.title or "")]
    head = _head(texts, headers)
    _read_headers(draft, headers, head)
    for line in texts[:head]:
        _introduce(draft, line)
    texts = texts[head:]
    if not draft.standfirst and _is_standfirst(draft, texts, marks):
        draft.standfirst = texts.pop(0)
    draft.body = _without_labels(texts)
    if draft.body:
        _read_dateline(draft)
        draft.source = draft.source or sign_off(draft.body[-1]) or None
    return draft


def is_cut(draft: Draft) -> bool:
    """Whether the last body paragraph stops in mid-sentence."""
    return bool(draft.body) and not is_terminated(draft.body[-1]) and sign_off(draft.body[-1]) is None


def _unwrap(blocks: list[list[str]]) -> list[list[str]]:
    """Join lines that were broken to fit a width: each was filled as far as the next line's first word allowed."""
    width = max((len(line) for block in blocks for line in block), default=0)
    pairs = [(line, following) for block in blocks for line, following in pairwise(block)]
    filled = [len(line) + 1 + len(following.split(" ", 1)[0]) > width for line, following in pairs]
    if not 40 <= width <= MAX_WRAP or len(filled) < 3 or sum(filled) < 0.7 * len(filled):
        return blocks
    joined = []
    for block in blocks:
        lines = block[:1]
        for line, following in pairwise(block):
            if len(line) + 1 + len(following.split(" ", 1)[0]) > width:
                lines[-1] += " " + following
            else:
                lines.append(following)
        joined.append(lines)
    return joined


def _opens_with_masthead(texts: list[str], headers: list[tuple[int, Header]], blocks: list[list[str]]) -> bool:
    """Whether an outlet's name stands above the headline, as on a page copied whole with its links and buttons."""
    if len(texts) < 3 or not (is_name(texts[0]) and len(texts[0].split()) <= MAX_MASTHEAD_WORDS):
        return False
    is_page = any(map(reason, [line for block in blocks for line in block][:MAX_HEAD]))
    is_headline = _is_title(texts[1]) and not is_terminated(texts[1]) and len(texts[1].split()) >= MIN_STANDFIRST_WORDS
    heads = [before for before, found in headers if found.published or found.byline]
    return is_headline and (is_page or is_outlet(texts[0])) and bool(heads) and 2 <= heads[0] <= 3


def _is_title(line: str) -> bool:
    if len(line) > MAX_TITLE or line.endswith((":", ",", ";")) or dateline(line) or len(split(line)) > 2:
        return False
    return not line.endswith(".") or line.split()[-1] in abbreviations("may_end")


def _head(texts: list[str], headers: list[tuple[int, Header]]) -> int:
    """How many text lines after the title stand before the last date, byline or read time of the head.

    With two sentences or a dateline before it, such a line belongs to something else on the page.
    """
    start = next((number for number, line in enumerate(texts[:MAX_HEAD]) if dateline(line)), MAX_HEAD)
    ends = {before for before, found in headers if found.published or found.byline or found.read_minutes}
    ends = {end for end in ends if 0 < end <= start and sum(map(is_terminated, texts[:end])) <= 1}
    return max((end for end in ends if any(map(is_terminated, texts[end:]))), default=0)


def _introduce(draft: Draft, line: str) -> None:
    """A text line of the head: somebody's name, the standfirst, or words about a picture."""
    if _is_person(line):
        draft.byline = draft.byline or line
    elif not draft.standfirst and (is_terminated(line) or len(line.split()) >= MIN_STANDFIRST_WORDS):
        draft.standfirst = line
    else:
        draft.captions.append(line)


def _is_standfirst(draft: Draft, texts: list[str], marks: Marks) -> bool:
    """Whether the first line introduces the article: the page marks it so, or the dateline comes after it."""
    if len(texts) < 2 or not draft.title or len(texts[0].split()) > MAX_STANDFIRST_WORDS or dateline(texts[0]):
        return False
    return fold(texts[0]) in marks.standfirsts or dateline(texts[1]) is not None


def _is_person(line: str) -> bool:
    """Whether a line that stands alone in the head is just somebody's name."""
    return 2 <= len(line.split()) <= 6 and is_name(line) and all(c.isalpha() or c in " .'’-" for c in line)


def _read_headers(draft: Draft, headers: list[tuple[int, Header]], head: int) -> None:
    """The first of each kind counts; a bare date further down belongs to something else on the page."""
    for before, found in headers:
        draft.byline = draft.byline or found.byline
        draft.read_minutes = draft.read_minutes or found.read_minutes
        if before <= max(head, HEAD) or found.is_labelled:
            draft.source = draft.source or found.source
        if found.published and not draft.published and (before <= max(head, HEAD) or found.is_labelled):
            draft.published = (*found.published, "header_line")


def _without_labels(texts: list[str]) -> list[str]:
    """Without the short lines at the end that are no sentences: they are buttons and links of the page.

    A sentence that was cut off is longer, or breaks off at a word that something must follow.
    """
    end = len(texts)
    while end > 1 and not is_terminated(texts[end - 1]) and len(texts[end - 1].split()) <= MAX_LABEL_WORDS:
        if texts[end - 1].split()[-1] in abbreviations("unfinished") or texts[end - 1].endswith(("…", "...")):
            break
        end -= 1
    return texts[:end] if any(map(is_terminated, texts[:end])) else texts


def _read_dateline(draft: Draft) -> None:
    found = dateline(draft.body[0])
    if found and len(draft.body[0]) > found.length and sum(map(bool, map(_SPEAKER.match, draft.body))) < 2:
        draft.dateline_length = found.length
        draft.dateline_place, draft.dateline_date = found.place, found.date
        draft.source = draft.source or found.agency
