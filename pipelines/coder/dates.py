"""When an event happened: the date expressions of a sentence, resolved against the publication date.

Takes a sentence's text, the publication date if known, and gives spans with closed intervals of days.  Where no
anchor resolves an expression (`in March` with no publication date), the interval is empty and the words are kept.  It
never invents a date.
"""

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from pipelines.coder.types import EventDate

MONTHS = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
]
SHORT = {m[:3]: i for i, m in enumerate(MONTHS, 1)} | {"sept": 9}
DAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
NUMBERS = {
    w: i
    for i, w in enumerate(
        ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"], 1
    )
}
NUMBERS |= {"a": 1, "an": 1, "couple of": 2}
SEASONS = {"spring": (3, 5), "summer": (6, 8), "autumn": (9, 11), "fall": (9, 11)}

_MONTH = rf"(?P<month>{'|'.join(MONTHS)}|(?:jan|feb|mar|apr|jun|jul|aug|sept|sep|oct|nov|dec)\b\.?)"
_DAY = r"(?P<day>[0-3]?\d)(?:st|nd|rd|th)?"
_YEAR = r"(?P<year>1[89]\d\d|20\d\d)"
_NUMBER = rf"(?P<number>\d+|{'|'.join(NUMBERS)})"
_UNIT = r"(?P<unit>day|week|month|year)s?"

_FORMS: tuple[tuple[str, str], ...] = (
    ("explicit", rf"\b{_MONTH}\s+{_DAY}\b(?!\s*(?:percent|people|killed|,\d{{3}}))(?:,?\s+{_YEAR}\b)?"),
    ("explicit", rf"\b{_DAY}\s+(?:of\s+)?{_MONTH}\b(?:,?\s+{_YEAR}\b)?"),
    ("iso", r"\b(?P<iso>(?:19|20)\d\d-[01]\d-[0-3]\d)\b"),
    ("month_year", rf"\b{_MONTH}(?:\s+of)?,?\s+{_YEAR}\b"),
    ("ago", rf"\b{_NUMBER}\s+{_UNIT}\s+(?:ago|earlier)\b"),
    (
        "weekday",
        rf"\b(?P<which>last|next|this|on|late|early)?\s*(?P<weekday>{'|'.join(d.capitalize() for d in DAYS)})\b",
    ),
    ("unit", r"\b(?P<which>this|last|next|the past|the last|the previous)\s+(?P<unit>week|month|year|weekend)\b"),
    (
        "vague",
        r"\b(?:in|over|for|during)\s+(?:the\s+)?(?:past|last|recent|many|several|previous)\s+"
        r"(?:few\s+|several\s+)?(?:days|weeks|months|years|decades)\b",
    ),
    ("vague", r"\b(?:days|weeks|months|years|decades)\s+(?:earlier|before|ago|later)\b(?!\s+\w+ed\b)"),
    (
        "vague",
        r"\b(?:for|over)\s+(?:days|weeks|months|years|decades|a long time)\b|\bin the past\b(?!\s+(?:week|month|year))",
    ),
    ("unit", r"\b(?P<which>over)\s+the\s+(?P<unit>weekend)\b"),
    ("word", r"\b(?P<word>yesterday|today|tonight|overnight|tomorrow)\b"),
    ("season", r"\b(?P<which>last|this|next)\s+(?P<season>spring|summer|autumn|fall)\b"),
    ("range", r"\b(?:between|from)\s+(?P<from>(?:19|20)\d\d)\s+(?:and|to|until)\s+(?P<to>(?:19|20)\d\d)\b"),
    ("decade", r"\b(?:the\s+)(?:early\s+|late\s+|mid-)?(?P<decade>(?:19|20)\d0)[’']?s\b"),
    (
        "year",
        rf"\b(?:in|since|during|until|by|of|early|late|mid-|around|before|after)\s+(?:early\s+|late\s+|mid-)?{_YEAR}\b",
    ),
    (
        "event_year",
        rf"\b(?:since|after|following|during|in)\s+(?:[\w’']+\s+){{0,5}}?(?:the|its|their|a)\s+{_YEAR}\s+(?=[A-Za-z])",
    ),
    (
        "month",
        rf"\b(?P<which>in|since|last|this|next|early|late|by|until|from|during|mid-)\s+(?:early\s+|late\s+|mid-)?{_MONTH}(?!\w)",
    ),
)
_YEARS = ("18", "19", "20")
_SPANS = ("day", "week", "month", "year", "decade")
_NEEDS = {  # of each kind of form some parts of words, one of which it has: most texts have none
    "explicit": tuple(SHORT),
    "iso": _YEARS,
    "month_year": tuple(SHORT),
    "ago": ("ago", "earlier"),
    "weekday": ("day",),
    "unit": _SPANS,
    "vague": (*_SPANS, "a long time", "in the past"),
    "word": ("yesterday", "today", "tonight", "overnight", "tomorrow"),
    "season": tuple(SEASONS),
    "range": _YEARS,
    "decade": _YEARS,
    "year": _YEARS,
    "event_year": _YEARS,
    "month": tuple(SHORT),
}
_COMPILED = [(name, re.compile(form, re.IGNORECASE if name != "weekday" else 0), _NEEDS[name]) for name, form in _FORMS]
_QUICK = re.compile(
    rf"\d{{4}}|{'|'.join(d for d in DAYS)}|{'|'.join(MONTHS)}|\b(?:jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)\b"
    r"|ago\b|earlier\b|this |last |next |past |previous |yesterday|today|tonight|overnight|tomorrow|weekend"
    r"|recent |(?:days|weeks|months|years|decades)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Expression:
    """A date expression at start..end of the sentence."""

    start: int
    end: int
    when: EventDate


@lru_cache(maxsize=256)  # several relations of a sentence ask
def expressions(text: str, published: date | None, ahead_from: int | None = None) -> tuple[Expression, ...]:
    """All date expressions of `text`, in order, none overlapping.

    From the offset `ahead_from` on, days and months lie ahead of the publication date (`will meet on Friday`).
    """
    if not _QUICK.search(text):
        return ()
    found: list[Expression] = []
    has = text.lower().__contains__
    for name, form, needs in _COMPILED:
        for match in form.finditer(text) if any(map(has, needs)) else ():
            if all(match.end() <= e.start or match.start() >= e.end for e in found):
                ahead = ahead_from is not None and match.start() >= ahead_from
                try:
                    span = _resolve(name, match, published, ahead)
                except (OverflowError, ValueError):  # before year 1 or after 9999
                    span = None
                since = re.search(
                    r"\bsince\s+(?:[\w’']+\s+){0,6}$", text[: match.start()] + match.group()[:6], re.IGNORECASE
                )
                since = since or re.match(r"since\b", match.group(), re.IGNORECASE)
                found.append(
                    Expression(match.start(), match.end(), _event_date(span, match.group(), bool(since), published))
                )
    return tuple(sorted(found, key=lambda e: e.start))


def _event_date(span: tuple[date, date, str] | None, text: str, since: bool, published: date | None) -> EventDate:
    if span is None:
        return EventDate(None, None, None, None, text.strip())
    start, end, precision = span
    if since and published and published >= start:
        return EventDate(start, published, "years" if published.year > start.year else precision, "text", text.strip())
    return EventDate(start, end, precision, "text", text.strip())


def _resolve(name: str, match: re.Match[str], published: date | None, ahead: bool) -> tuple[date, date, str] | None:
    part = match.groupdict()
    if name in ("explicit", "iso"):
        return _explicit(part, published, ahead)
    if name == "month_year":
        return _month(int(part["year"]), _month_number(part["month"]))
    if name in ("year", "event_year"):
        return _years(int(part["year"]), int(part["year"]))
    if name == "decade":
        return _years(int(part["decade"]), int(part["decade"]) + 9)
    if name == "range":
        first, last = sorted((int(part["from"]), int(part["to"])))
        return _years(first, last)
    if published is None or name == "vague":
        return None
    if name == "month":
        number = _month_number(part["month"])
        if ahead or part["which"].lower() in ("next", "by", "until"):
            return _month(published.year + (number < published.month), number)
        return _month(published.year - (number > published.month), number)
    if name == "weekday":
        return _weekday(part, published, ahead)
    if name == "ago":
        return _ago(part, published)
    if name == "season":
        first, last = SEASONS[part["season"].lower()]
        year = (
            published.year + {"this": 0, "last": -1 if published.month <= last else 0, "next": 1}[part["which"].lower()]
        )
        return date(year, first, 1), date(year, last, monthrange(year, last)[1]), "season"
    if name == "word":
        shift = {"yesterday": -1, "tomorrow": 1}.get(part["word"].lower(), 0)
        return _day(published + timedelta(days=shift))
    return _unit(part["which"].lower(), part["unit"].lower(), published)


def _explicit(part: dict[str, str], published: date | None, ahead: bool) -> tuple[date, date, str] | None:
    try:
        if part.get("iso"):
            return _day(date.fromisoformat(part["iso"]))
        month, day = _month_number(part["month"]), int(part["day"])
        if part["year"]:
            return _day(date(int(part["year"]), month, day))
        if published is None:
            return None
        here = date(published.year, month, day)
        if ahead:
            return _day(here if here >= published else date(published.year + 1, month, day))
        return _day(here if here <= published + timedelta(days=1) else date(published.year - 1, month, day))
    except ValueError:  # 31 June
        return None


def _weekday(part: dict[str, str], published: date, ahead: bool) -> tuple[date, date, str]:
    number = DAYS.index(part["weekday"].lower())
    back = (published.weekday() - number) % 7
    if part["which"] == "next" or (ahead and part["which"] != "last"):
        return _day(published + timedelta(days=(7 - back) if back or part["which"] == "next" else 0))
    return _day(published - timedelta(days=back or (7 if part["which"] == "last" else 0)))


def _ago(part: dict[str, str], published: date) -> tuple[date, date, str] | None:
    words = part["number"].lower()
    number = int(words) if words.isdigit() else NUMBERS[words]
    if part["unit"] == "day" and number < 4000:
        return _day(published - timedelta(days=number))
    if part["unit"] == "week" and number < 600:
        middle = published - timedelta(weeks=number)
        return middle - timedelta(days=middle.weekday()), middle + timedelta(days=6 - middle.weekday()), "week"
    if part["unit"] == "month" and number < 1200:
        months = published.year * 12 + published.month - 1 - number
        return _month(months // 12, months % 12 + 1)
    if part["unit"] == "year" and number < 300:
        return _years(published.year - number, published.year - number)
    return None


def _unit(which: str, unit: str, published: date) -> tuple[date, date, str]:
    shift = {"this": 0, "over": 0, "next": 1}.get(which, -1)
    monday = published - timedelta(days=published.weekday())
    if unit == "week":
        start = monday + timedelta(weeks=shift)
        return start, min(start + timedelta(days=6), published) if shift == 0 else start + timedelta(days=6), "week"
    if unit == "weekend":
        saturday = monday + timedelta(days=5) + timedelta(weeks=shift if shift > 0 else 0)
        if shift <= 0 and saturday > published:
            saturday -= timedelta(weeks=1)
        return saturday, saturday + timedelta(days=1), "week"
    if unit == "month":
        months = published.year * 12 + published.month - 1 + shift
        return _month(months // 12, months % 12 + 1)
    return _years(published.year + shift, published.year + shift)


def _month_number(word: str) -> int:
    word = word.lower().rstrip(".")
    return SHORT["sept"] if word == "sept" else SHORT[word[:3]]


def _day(day: date) -> tuple[date, date, str]:
    return day, day, "day"


def _month(year: int, month: int) -> tuple[date, date, str]:
    return date(year, month, 1), date(year, month, monthrange(year, month)[1]), "month"


def _years(first: int, last: int) -> tuple[date, date, str]:
    return date(first, 1, 1), date(last, 12, 31), "year" if first == last else "years"


def nearest(found: list[Expression], start: int, end: int, breaks: list[int]) -> EventDate | None:
    """The expression that dates a trigger at start..end: the nearest with the fewest `breaks` (offsets) between."""

    def cost(expression: Expression) -> tuple[int, bool, int]:
        low, high = sorted((expression.start, start))
        crossed = sum(low < place < high for place in breaks)
        far = abs(expression.start - end) if expression.start >= end else abs(start - expression.end)
        return crossed, expression.when.start is None, far

    within: Iterator[Expression] = iter(found)
    best = min(within, key=cost, default=None)
    if best is None or (cost(best)[0] > 0 and best.start > 0):
        return None
    return best.when
