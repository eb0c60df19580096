"""Reads English publication dates that fill a whole string.

Gives UTC instants with a precision.  Never invents: an ambiguous date (07/08/2023, unless the caller knows the order in
which the source writes them), a relative one, a bare day or a date inside a sentence is None; a time without a zone is
left out, since it names no instant.
"""

import re
from datetime import UTC, datetime, timedelta, timezone
from email.utils import parsedate_to_datetime
from typing import NamedTuple

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan", "february feb", "march mar", "april apr", "may", "june jun", "july jul",
            "august aug", "september sept sep", "october oct", "november nov", "december dec",
        ),
        start=1,
    )
    for name in names.split()
}  # fmt: skip
_ZONES = {"z": 0, "gmt": 0, "utc": 0, "bst": 60, "cet": 60, "cest": 120, "eet": 120, "eest": 180, "msk": 180} | {
    "est": -300, "edt": -240, "cst": -360, "cdt": -300, "mst": -420, "mdt": -360, "pst": -480, "pdt": -420
}  # fmt: skip
_WEEKDAY = r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?\.?,?\s+)?"
_MONTH = rf"(?P<month>{'|'.join(sorted(_MONTHS, key=len, reverse=True))})\.?"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_YEAR = r"(?P<year>(?:19|20)\d\d)"
_TIME = (
    r"(?P<hour>\d{1,2})(?:[:.h](?P<minute>\d\d)(?::\d\d(?:\.\d+)?)?)?\s*(?P<half>[ap]\.?m\.?)?"
    r"(?:\s*\(?(?P<zone>[a-z]{1,4}|(?:gmt|utc)?\s*[+-]\d\d?:?(?:\d\d)?)\)?)?"
)
_AFTER = rf"(?:(?:,|\s+at|\s+-|\s+\||t)?\s*(?:{_TIME})(?:\s*hrs)?)?"
_BEFORE = rf"(?:(?:{_TIME.replace('?P<', '?P<b')}),?\s+)?"
_FORMS = tuple(
    re.compile(form, re.IGNORECASE)
    for form in (
        rf"{_BEFORE}{_WEEKDAY}{_DAY}(?:\s+of)?[\s-]+{_MONTH},?[\s-]+{_YEAR}{_AFTER}",
        rf"{_BEFORE}{_WEEKDAY}{_MONTH}\s+{_DAY},?\s+{_YEAR}{_AFTER}",
        rf"(?P<year>(?:19|20)\d\d)([-/.])(?P<month>\d\d?)\2(?P<day>\d\d?){_AFTER}",
        rf"{_MONTH},?\s+{_YEAR}",
        _YEAR,
    )
)
_SLASHED = re.compile(
    rf"{_WEEKDAY}(?P<first>\d\d?)([-/.])(?P<second>\d\d?)\2(?P<year>(?:19|20)\d\d){_AFTER}", re.IGNORECASE
)
_MONTH_DAY = re.compile(
    rf"(?:{_WEEKDAY}{_MONTH}\s+{_DAY}|{_WEEKDAY}{_DAY}\s+{_MONTH})".replace("?P<month>", "?P<m>", 1).replace(
        "?P<day>", "?P<d>", 1
    ),
    re.IGNORECASE,
)

_HAS_YEAR = re.compile(r"(?:19|20)\d\d")

MAX_LENGTH = 80


class Moment(NamedTuple):
    """When, in UTC, as the start of the year, month, day or minute that `precision` names."""

    at: datetime
    precision: str  # year, month, day, minute


def parse(text: str, order: str | None = None) -> Moment | None:
    """The date that the whole of `text` states, or None; `order` (dmy, mdy) says how 07/08/2023 is meant."""
    text = " ".join(text.split()).strip(" ,.")
    if len(text) > MAX_LENGTH or not _HAS_YEAR.search(text):
        return None
    for form in _FORMS:
        if match := form.fullmatch(text):
            return _moment(match.groupdict())
    if match := _SLASHED.fullmatch(text):
        first, second = int(match["first"]), int(match["second"])
        both = {"dmy": (first, second), "mdy": (second, first)}
        readings = {name: (d, m) for name, (d, m) in both.items() if 1 <= m <= 12 and 1 <= d <= 31}
        if order in readings or len(set(readings.values())) == 1:
            day, month = readings.get(order or "") or next(iter(readings.values()))
            return _moment(match.groupdict() | {"day": str(day), "month": str(month)})
    return None


def parse_machine(text: str, order: str | None = None) -> Moment | None:
    """Like `parse`, for what machines write: also ISO 8601 in full and RFC 5322."""
    text = text.strip()[:MAX_LENGTH]
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        try:
            at = parsedate_to_datetime(text)
        except (ValueError, IndexError, TypeError, OverflowError):
            return parse(text, order)
    try:
        if at.tzinfo is not None:
            return Moment(at.astimezone(UTC).replace(second=0, microsecond=0), "minute")
    except (OverflowError, ValueError):
        return None
    return Moment(datetime(at.year, at.month, at.day, tzinfo=UTC), "day")


def parse_month_day(text: str, year: int) -> Moment | None:
    """A day and a month, as datelines have them, in a year known from elsewhere."""
    match = _MONTH_DAY.fullmatch(" ".join(text.split()).strip(" ,."))
    if not match:
        return None
    groups = match.groupdict()
    return _moment({"year": str(year), "month": groups["month"] or groups["m"], "day": groups["day"] or groups["d"]})


def _moment(groups: dict[str, str | None]) -> Moment | None:
    year, month, day = int(groups["year"] or 0), groups.get("month"), groups.get("day")
    month_number = int(month) if month and month.isdigit() else _MONTHS.get((month or "").lower(), 1)
    try:
        at = datetime(year, month_number, int(day or 1), tzinfo=UTC)
    except ValueError:
        return None
    if not day:
        return Moment(at, "month" if month else "year")
    instant = _instant(at, groups, "") or _instant(at, groups, "b")
    return Moment(instant, "minute") if instant else Moment(at, "day")


def _instant(day: datetime, groups: dict[str, str | None], prefix: str) -> datetime | None:
    """The time of day, if minutes and zone are given and make sense."""
    hour, minute, half, zone = (groups.get(prefix + name) for name in ("hour", "minute", "half", "zone"))
    offset = _offset(zone) if zone else None
    if hour is None or minute is None or offset is None:
        return None
    hours = int(hour) % 12 + (12 if half[0] in "pP" else 0) if half else int(hour)
    try:
        return day.replace(hour=hours, minute=int(minute), tzinfo=timezone(timedelta(minutes=offset))).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _offset(zone: str) -> int | None:
    """Minutes east of UTC."""
    zone = re.sub(r"\s", "", zone.lower())
    if zone in _ZONES:
        return _ZONES[zone]
    match = re.fullmatch(r"(?:gmt|utc)?([+-])(\d\d?):?(\d\d)?", zone)
    return None if not match else (-1 if match[1] == "-" else 1) * (int(match[2]) * 60 + int(match[3] or 0))
