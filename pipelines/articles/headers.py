"""Recognises header lines: date, byline, outlet, read time, alone or side by side.  Never looks at other lines."""

import re
from dataclasses import dataclass

from pipelines.articles.characters import fold
from pipelines.articles.dates import Moment, parse
from pipelines.articles.names import is_agency, is_name, is_outlet, spelled
from pipelines.articles.residue import reason
from pipelines.articles.seeds import outlets

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
_SOURCE = re.compile(
    r"(?:source|via|publisher|agency)\s*:\s*(?P<name>\S.*?)(?:\s+(?:and|&)\s+(?:news\s+)?agencies)?", re.IGNORECASE
)
_DATED_BYLINES = (  # as blogs have them
    re.compile(
        r"(?P<date>.{6,40}?),?\s+by\s+(?P<names>.{2,60}?)(?:\s+(?:in\s+.*|leave a .*|\d+ comments?))?", re.IGNORECASE
    ),
    re.compile(
        r"by\s+(?P<names>.{2,60}?),?\s+(?:on\s+)?(?P<date>[A-Z]\w{2,8}\.? \d.{4,20}?)(?:\s+in\s+.*)?", re.IGNORECASE
    ),
)
_STAFF = re.compile(
    r"(?P<outlet>\S.*?)\s+(?:staff|web desk|news desk|newsroom|correspondents?)"
    r"(?:\s+(?:writers?|reporters?|(?:&|and)\s+agencies))?",
    re.IGNORECASE,
)
_NO_OUTLET = re.compile(
    r"\band\b|&|\b(?:correspondent|editor|reporter|writer|analyst|columnist|chief|staff|fellow|professor)s?\b|^in\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Header:
    """What a header line says; None where it does not."""

    published: tuple[Moment, str] | None = None  # with the words that say it
    is_labelled: bool = False  # the line itself says what it gives: `Published: ...`, `Source: ...`
    byline: str | None = None
    source: str | None = None
    read_minutes: int | None = None


def is_clock(line: str) -> bool:
    """Whether a line is a time of day and nothing else, as posts of a running report have it."""
    return len(line) <= 30 and bool(_CLOCK.fullmatch(line.strip()))


def header(line: str, is_head: bool = True, date_order: str | None = None) -> Header | None:
    """What a line of nothing but date, byline, outlet and read time says.

    In the head of an article, any name beside a date is taken for the outlet's; further down, only one that must be.
    """
    if len(line) > 200:
        return None
    whole = _piece(line, date_order)
    if whole:
        return whole
    pieces = [piece for piece in _PIECES.split(line) if piece]
    if len(pieces) < 2:
        name, _, rest = line.partition(",")  # Outlet, 19 July 2023
        pieces = [name, rest]
        if not parse(rest, date_order):
            return None
    read = [_piece(piece, date_order) for piece in pieces]
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


def _piece(text: str, date_order: str | None) -> Header | None:
    """A header line's part between separators."""
    text = text.strip(" ,;|/")
    if moment := parse(text, date_order):
        # a bare year or month is too little to be sure that it is a date line
        return Header(published=(moment, text)) if moment.precision in ("day", "minute") else None
    if match := _READ_TIME.fullmatch(text):
        return Header(read_minutes=int(match["a"] or match["b"]))
    if match := _LABEL.fullmatch(text):
        moment = parse(match["rest"], date_order)
        if moment:
            is_update = re.search("updated|modified", match["label"], re.IGNORECASE)
            return Header() if is_update else Header(published=(moment, text), is_labelled=True)
    if _CLOCK.fullmatch(text):
        return Header()
    if match := _SOURCE.fullmatch(text):
        return Header(source=spelled(match["name"]), is_labelled=True) if is_name(match["name"]) else None
    for form in _DATED_BYLINES if "by" in text.lower() else ():
        if (
            (match := form.fullmatch(text))
            and (moment := parse(match["date"], date_order))
            and (is_name(match["names"]) or " " not in match["names"])
        ):
            return Header(published=(moment, match["date"]), byline=match["names"])
    if match := _BYLINE.fullmatch(text):
        return _byline(match["names"])
    if (match := _STAFF.fullmatch(text)) and is_outlet(match["outlet"]):
        return Header(byline=text, source=spelled(match["outlet"]))
    first, _, rest = text.partition(",")
    if rest and fold(first) in outlets().outlets and is_name(rest):  # BBC News, Cairo
        return Header(source=spelled(first))
    if fold(text) in outlets().pictures:
        return Header()
    if is_agency(text) or fold(text) in outlets().outlets:
        return Header(source=spelled(text))
    return None


def _may_be_outlet(name: str) -> bool:
    """Whether an unknown name beside a date may be the outlet's; longer ones are headlines."""
    return is_name(name) and len(name.split()) <= 4


def _byline(names: str) -> Header | None:
    """`X`, `X and Y`, `X, Outlet`, `X, chief correspondent`."""
    people, _, rest = names.partition(",")
    if not is_name(people) or (names.endswith(".") and not re.search(r"\b[A-Z]\.$", names)):
        return None
    rest = rest.strip()
    if len(rest.split()) > 8:
        return None
    # a name after the only comma is the outlet's, unless it is an office or the last of several people
    if is_outlet(rest) or ("," not in rest and is_name(rest) and not _NO_OUTLET.search(rest)):
        return Header(byline=people.strip(), source=spelled(rest))
    return Header(byline=names.strip(), source=spelled(people) if is_outlet(people) else None)
