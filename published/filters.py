"""What the reader asked to see: the filters, and the SQL condition they stand for."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

HAPPENED = "actual"
UNNAMED_OUTLET = "(not named)"
# How long a date interval may be for an event to be drawn in a bar of that grain.
GRAINS: dict[str, int] = {"week": 7, "month": 31, "year": 366}
# How far back from the newest event a chart reaches unless the reader chose dates.
WINDOWS: dict[str, int] = {"week": 2 * 366, "month": 4 * 366, "year": 100 * 366}

# The order in which relations of one event tell what it was, the best evidence first, as for the table `events`.
BEST_FIRST = """
list_position(['actual', 'alleged', 'attempted', 'planned', 'requested', 'potential'], status),
event_days nulls last, confidence desc, published_at nulls last, relation_id
"""

# What counts once: an event, an event in one story, an event in one report.
COUNTS = ("events", "stories", "reports")


@dataclass(frozen=True, slots=True)
class Filters:
    """The global filters; empty means all.  `statuses` empty: lists show every status, counts only what happened.

    `count` is one of COUNTS and leaves nothing out.
    """

    date_from: date | None = None
    date_to: date | None = None
    countries: tuple[str, ...] = ()
    actors: tuple[str, ...] = ()
    classes: tuple[str, ...] = ()
    outlets: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    min_confidence: float = 0.0
    count: str = "events"

    @property
    def narrow(self) -> bool:
        """Whether they leave anything out."""
        return self != Filters(count=self.count)

    @property
    def counted(self) -> tuple[str, ...]:
        """The statuses that counts, means and charts include."""
        return self.statuses or (HAPPENED,)

    @property
    def of_counts(self) -> "Filters":
        """The same for a list of what counts: beneath a number stands nothing that is not in it."""
        return replace(self, statuses=self.counted)


@dataclass(frozen=True, slots=True)
class Period:
    """One bar of a chart in time: the week, month or year that begins on `start`."""

    grain: str
    start: date

    @classmethod
    def parse(cls, text: str | None) -> "Period | None":
        """Read `week:2023-07-17`; None for anything else, since it comes from the address line."""
        grain, _, day = (text or "").partition(":")
        try:
            return cls(grain, date.fromisoformat(day)) if grain in GRAINS else None
        except ValueError:
            return None

    def __str__(self) -> str:
        return f"{self.grain}:{self.start.isoformat()}"

    @property
    def words(self) -> str:
        """The period as a reader would say it."""
        if self.grain == "week":
            end = self.start + timedelta(days=6)
            return f"the week of {self.start.day} {self.start:%B %Y} to {end.day} {end:%B %Y}"
        return f"{self.start:%B %Y}" if self.grain == "month" else f"{self.start:%Y}"


def condition(filters: Filters) -> tuple[str, dict[str, Any]]:
    """The SQL condition over `facts` or the ledger and its named parameters."""
    parts = ["confidence >= $min_confidence"]
    values: dict[str, Any] = {"min_confidence": filters.min_confidence}
    if filters.date_from:
        parts.append("event_date_end >= $date_from")
        values["date_from"] = filters.date_from
    if filters.date_to:
        parts.append("event_date_start <= $date_to")
        values["date_to"] = filters.date_to
    if filters.countries:
        parts.append("(source_country in $countries or target_country in $countries)")
        values["countries"] = list(filters.countries)
    if filters.actors:
        parts.append("(source_actor_id in $actors or target_actor_id in $actors)")
        values["actors"] = list(filters.actors)
    if filters.classes:
        parts.append("quad_class in $classes")
        values["classes"] = list(filters.classes)
    if filters.outlets:
        parts.append("coalesce(outlet, $unnamed) in $outlets")
        values |= {"outlets": list(filters.outlets), "unnamed": UNNAMED_OUTLET}
    if filters.statuses:
        parts.append("status in $statuses")
        values["statuses"] = list(filters.statuses)
    return " and ".join(parts), values


def counted(filters: Filters) -> tuple[str, dict[str, Any]]:
    """As `condition`, for counts and charts: only statuses that count."""
    where, values = condition(filters)
    return f"{where} and status in $counted", values | {"counted": list(filters.counted)}
