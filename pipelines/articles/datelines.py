"""Recognises the dateline before the first words of a report (place, date, agency) and the sign-off after the last."""

import re
from typing import NamedTuple

from pipelines.articles.characters import fold
from pipelines.articles.dates import parse, parse_month_day
from pipelines.articles.names import is_agency, is_name, spelled
from pipelines.articles.seeds import outlets

_DATELINE = re.compile(
    r"(?P<head>[^\W\d_][^():\n]{1,70}?)?\s*(?:\((?P<agency>[^()]{2,40})\))?\s*(?P<dash>--+|[-–—:])\s+(?=\S)"
)
_LATER_DATE = re.compile(r"(?P<date>[^:\n]{4,30}):\s+(?=\S)")
_SIGN_OFF = re.compile(r"[.!?][\"'”’]?\s+(?:\(|[-–—]{1,2}\s*)(?P<agency>[^().–—]{2,40}?)\)?$")
_PEOPLE = re.compile(
    r"[.!?][\"'”’]?\s+\((?:additional |with )?(?:reporting|writing|editing)\b[^()]{1,300}\)$", re.IGNORECASE
)
_PLACE = re.compile(r"[^\W\d_][\w.'’-]*(?:[ /-][^\W\d_][\w.'’-]*){0,4}")


class Dateline(NamedTuple):
    """Place, date and agency before the first words of an article; `length` code points in all."""

    place: str | None
    agency: str | None
    date: str | None
    length: int


def dateline(paragraph: str) -> Dateline | None:
    """The dateline that a paragraph begins with.

    `CAIRO, July 20 (AFP) - `, `TEHRAN (Reuters) — `, `Tehran, IRNA – `, `CAIRO - 20 July 2023: `, `AMMAN: `.
    """
    match = _DATELINE.match(paragraph)
    if not match or not (match["head"] or match["agency"]):
        return None
    agency, date, length = match["agency"], None, match.end()
    if agency is not None and not is_name(agency):
        return None
    parts = [part.strip() for part in (match["head"] or "").split(",") if part.strip()]
    for first in range(len(parts)):
        said = ", ".join(parts[first:])
        if _is_date(said):
            parts, date = parts[:first], said
            break
    if (later := _LATER_DATE.match(paragraph, length)) and not date and _is_date(later["date"]):
        date, length = later["date"], later.end()
    if parts and not agency and match["dash"] != ":" and is_agency(parts[-1]):
        agency = parts.pop()
    if not parts:
        return Dateline(None, spelled(agency), date, length) if agency and is_agency(agency) else None
    place = ", ".join(parts)
    if fold(place) in outlets().labels or not all(_PLACE.fullmatch(part) for part in parts) or not is_name(place):
        return None
    if not (date or agency) and not (parts[0].isupper() and len(parts[0]) > 2 and len(parts[0].split()) <= 3):
        return None
    return Dateline(place, spelled(agency) if agency else None, date, length)


def sign_off(paragraph: str) -> str | None:
    """The agency's name after the last words, `... he said. (Reuters)`; empty where only its people are named."""
    if _PEOPLE.search(paragraph):
        return ""
    match = _SIGN_OFF.search(paragraph)
    return spelled(match["agency"]) if match and is_agency(match["agency"]) else None


def _is_date(text: str) -> bool:
    return bool(parse(text) or parse_month_day(text, 2000))  # a leap year, so that 29 February is a day
