"""Recognises the lines of an article that are no running text: date, byline, outlet, read time, caption, dateline.

Each function takes one line and gives what it says, or None.  Names of outlets come from seeds/outlets.csv.
"""

import re
from dataclasses import dataclass
from typing import NamedTuple

from pipelines.articles.characters import fold
from pipelines.articles.dates import Moment, parse, parse_month_day
from pipelines.articles.residue import reason
from pipelines.articles.seeds import outlets

MAX_CAPTION_WORDS = 70

_PIECES = re.compile(
    r"\s+[|·•]\s+|\s*\|\s*|\s+[–—]\s+|\s+-\s+|[;,]?\s+(?=(?:last\s+)?(?:updated|modified)\b)", re.IGNORECASE
)
_LABEL = re.compile(
    r"(?P<label>(?:first\s+)?published(?:\s+(?:on|at))?|posted(?:\s+on)?|date|issued(?:\s+on)?|on|"
    r"(?:last\s+)?(?:updated|modified)(?:\s+(?:on|at))?)\s*:?\s+(?P<rest>.*)",
    re.IGNORECASE,
)
_READ_TIME = re.compile(
    r"(?P<a>\d{1,3})\s*[- ]?min(?:ute)?s?\.?\s+read|"
    r"(?:estimated\s+)?read(?:ing)?\s+time:?\s*(?P<b>\d{1,3})\s*min(?:ute)?s?",
    re.IGNORECASE,
)
_BYLINE = re.compile(r"(?:by|written by|reported by|story by|author|authors)\s*:?\s+(?P<names>\S.*)", re.IGNORECASE)
_CLOCK = re.compile(r"\d{1,2}[:.]\d\d\s*(?:[ap]\.?m\.?|hrs)?(?:\s+[A-Z]{2,4})?", re.IGNORECASE)
_SOURCE = re.compile(r"(?:source|via|publisher|agency)\s*:\s*(?P<name>\S.*)", re.IGNORECASE)
_NO_OUTLET = re.compile(
    r"\band\b|&|\b(?:correspondent|editor|reporter|writer|analyst|columnist|chief|staff|fellow|professor)s?\b|^in\b",
    re.IGNORECASE,
)
_DOMAIN = re.compile(r"(?:[\w-]+\.)+[a-z]{2,6}", re.IGNORECASE)
# fmt: off
_SMALL_WORDS = frozenset((
    "and", "&", "in", "at", "of", "the", "de", "la", "du", "van", "von", "der", "bin", "ibn", "al", "el",
    "with", "for", "da", "di", "dos",
))
# fmt: on
_CREDIT_AT_END = re.compile(r"(?P<text>.*\S)\s*(?:\[(?P<square>[^\[\]]{2,80})\]|\((?P<round>[^()]{2,80})\))\.?")
_CREDIT_LABEL = re.compile(
    r"(?P<text>.*?)\s*[(\[]?\b(?:photo(?:graph)?|picture|image|file photo)"
    r"(?:\s+(?:credit|by|courtesy(?:\s+of)?))?\s*:\s*"
    r"(?P<credit>[^:.]{2,80})[)\]]?\.?",
    re.IGNORECASE,
)
_CAPTION_LABEL = re.compile(r"(?:photo(?:graph)?|picture|image|file photo|caption)\s*:\s*(?P<text>.*\S)", re.IGNORECASE)
_BRACKETED = re.compile(r"\[(?P<text>[^\[\]]{10,400}?)\s*[/|]\s*(?P<credit>[^\[\]/|]{2,60})\]")
_DATELINE = re.compile(
    r"(?P<head>[^\W\d_][^():\n]{1,70}?)?\s*(?:\((?P<agency>[^()]{2,40})\))?\s*(?P<dash>--+|[-–—:])\s+(?=\S)"
)
_TITLE_END = re.compile(r"(?P<title>.+\S)\s+[|–—-]\s+(?P<outlet>[^|–—]{2,60})")
_PLACE = re.compile(r"[^\W\d_][\w.'’-]*(?:[ /-][^\W\d_][\w.'’-]*){0,4}")


@dataclass(frozen=True, slots=True)
class Header:
    """What a header line says; None where it does not."""

    published: tuple[Moment, str] | None = None  # with the words that say it
    is_labelled: bool = False  # the line itself says that this is the publication date
    byline: str | None = None
    source: str | None = None
    read_minutes: int | None = None


class Dateline(NamedTuple):
    """Place, date and agency before the first words of an article; `length` code points in all."""

    place: str | None
    agency: str | None
    date: str | None
    length: int


def header(line: str, is_head: bool = True) -> Header | None:
    """What a line of nothing but date, byline, outlet and read time says.

    In the head of an article, any name beside a date is taken for the outlet's; further down, only one that must be.
    """
    if len(line) > 200:
        return None
    whole = _piece(line)
    if whole:
        return whole
    pieces = [piece for piece in _PIECES.split(line) if piece]
    if len(pieces) < 2:
        name, _, rest = line.partition(",")  # Outlet, 19 July 2023
        pieces = [name, rest]
        if not parse(rest):
            return None
    read = [_piece(piece) for piece in pieces]
    if not any(read):
        return None
    found = [item for item in read if item]
    names = [piece for piece, item in zip(pieces, read, strict=True) if not item]
    says_more = any(item.published or item.byline or item.read_minutes for item in found)
    if any(not (is_outlet(name) or reason(name) or (is_head and says_more and _may_be_outlet(name))) for name in names):
        return None
    # an unknown single word may as well be a place
    named = next((name for name in names if not reason(name) and (" " in name or is_outlet(name))), None)
    return Header(
        published=next((item.published for item in found if item.published), None),
        is_labelled=any(item.is_labelled for item in found),
        byline=next((item.byline for item in found if item.byline), None),
        source=next((item.source for item in found if item.source), None) or (spelled(named) if named else None),
        read_minutes=next((item.read_minutes for item in found if item.read_minutes), None),
    )


def _piece(text: str) -> Header | None:
    """A header line's part between separators."""
    text = text.strip(" ,;|/")
    if moment := parse(text):
        # a bare year or month is too little to be sure that it is a date line
        return Header(published=(moment, text)) if moment.precision in ("day", "minute") else None
    if match := _READ_TIME.fullmatch(text):
        return Header(read_minutes=int(match["a"] or match["b"]))
    if match := _LABEL.fullmatch(text):
        moment = parse(match["rest"])
        if moment:
            is_update = re.search("updated|modified", match["label"], re.IGNORECASE)
            return Header() if is_update else Header(published=(moment, text), is_labelled=True)
    if _CLOCK.fullmatch(text):
        return Header()
    if match := _SOURCE.fullmatch(text):
        return Header(source=spelled(match["name"])) if _is_name(match["name"]) else None
    if match := _BYLINE.fullmatch(text):
        return _byline(match["names"])
    if fold(text) in outlets().pictures:
        return Header()
    if is_agency(text) or fold(text) in outlets().outlets:
        return Header(source=spelled(text))
    return None


def _may_be_outlet(name: str) -> bool:
    """Whether an unknown name beside a date may be the outlet's; longer ones are headlines."""
    return _is_name(name) and len(name.split()) <= 4


def _byline(names: str) -> Header | None:
    """`X`, `X and Y`, `X, Outlet`, `X, chief correspondent`."""
    people, _, rest = names.partition(",")
    if not _is_name(people) or (names.endswith(".") and not re.search(r"\b[A-Z]\.$", names)):
        return None
    rest = rest.strip()
    if len(rest.split()) > 8:
        return None
    # a name after the only comma is the outlet's, unless it is an office or the last of several people
    if is_outlet(rest) or ("," not in rest and _is_name(rest) and not _NO_OUTLET.search(rest)):
        return Header(byline=people.strip(), source=spelled(rest))
    return Header(byline=names.strip(), source=spelled(people) if is_outlet(people) else None)


def caption(line: str) -> tuple[str, str] | None:
    """(caption, credit) if the line describes a picture; the caption is empty where the line is a credit alone."""
    if len(line) > 600:
        return None
    if (match := _CREDIT_LABEL.fullmatch(line)) and _is_credit(match["credit"]):
        text = match["text"].strip(" [(")
        label = _CAPTION_LABEL.fullmatch(text)
        return label["text"] if label else text, match["credit"].strip()
    if match := _CAPTION_LABEL.fullmatch(line):
        return caption(match["text"]) or (match["text"], "")
    if match := _BRACKETED.fullmatch(line):
        return match["text"], match["credit"]
    match = _CREDIT_AT_END.fullmatch(line)
    if not match:
        return None
    credit = match["square"] or match["round"]
    if len(match["text"].split()) > MAX_CAPTION_WORDS:
        return None
    known = any(
        is_agency(part) or fold(part) in outlets().pictures for part in re.split(r"\s*[/,|]\s*|\s+via\s+", credit)
    ) or re.search(r"\b(?:Photo|Image)s?\b", credit)
    # square brackets also hold an editor's insertions; those are lower case
    if known or (match["square"] and _is_name(credit) and not credit.islower() and len(credit.split()) <= 4):
        return match["text"], credit
    return None


def dateline(paragraph: str) -> Dateline | None:
    """The dateline that a paragraph begins with: `CAIRO, July 20 (AFP) - `, `TEHRAN (Reuters) — `, `AMMAN: `."""
    match = _DATELINE.match(paragraph)
    if not match or not (match["head"] or match["agency"]):
        return None
    agency = match["agency"]
    if agency is not None and not _is_name(agency):
        return None
    parts = [part.strip() for part in (match["head"] or "").split(",")]
    date = None
    for first in range(1, len(parts)):
        said = ", ".join(parts[first:])
        if parse(said) or parse_month_day(said, 2000):  # a leap year, so that 29 February is a day
            parts, date = parts[:first], said
            break
    place = ", ".join(parts)
    if not place:
        return Dateline(None, spelled(agency), None, match.end()) if agency and is_agency(agency) else None
    if is_agency(place) and not date and not agency:
        return Dateline(None, spelled(place), None, match.end()) if match["dash"] != ":" else None
    if fold(place) in outlets().labels or not all(_PLACE.fullmatch(part) for part in parts) or not _is_name(place):
        return None
    is_bare = not (date or agency)
    if is_bare and not (parts[0].isupper() and len(parts[0]) > 2 and len(parts[0].split()) <= 3):
        return None
    return Dateline(place, spelled(agency) if agency else None, date, match.end())


def is_outlet(name: str) -> bool:
    """Whether a name is an outlet's or an agency's: a known one, one with an outlet's word in it, or a domain."""
    name, known = name.strip(), outlets()
    words = fold(name).split()
    return bool(
        name
        and _is_name(name)
        and (
            fold(name) in known.agencies
            or fold(name) in known.outlets
            or any(word in known.words for word in words)
            or _DOMAIN.fullmatch(name)
        )
    )


def _is_credit(text: str) -> bool:
    """A photographer, an agency, or both: `Dan Roe/Reuters`."""
    return all(_is_name(part) for part in re.split(r"\s*[/,|]\s*", text.strip()))


def without_outlet(title: str) -> tuple[str, str | None]:
    """A title without the outlet's name that its page appends (`Title | Outlet`), and that name."""
    match = _TITLE_END.fullmatch(title)
    if match and is_outlet(match["outlet"]) and len(match["title"].split()) > 2:
        return match["title"], spelled(match["outlet"])
    return title, None


def is_agency(name: str) -> bool:
    """Whether a name is a known agency's."""
    return fold(name) in outlets().agencies


def spelled(name: str) -> str:
    """The name as its owner writes it, where it is known."""
    name = name.strip(" .,;")
    known = outlets()
    return known.agencies.get(fold(name)) or known.outlets.get(fold(name)) or name


def _is_name(text: str) -> bool:
    """Up to 8 words, capitalised but for the small ones."""
    words = text.split()
    return 0 < len(words) <= 8 and all(
        word[0].isupper() or word.lower() in _SMALL_WORDS or _DOMAIN.fullmatch(word) for word in words
    )
