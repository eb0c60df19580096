"""Dyad: how two parties treat each other, by direction and time.  Parties are countries, organisations or actors."""

from dataclasses import dataclass
from datetime import date

import pyarrow as pa

from dashboard.queries.overview import EVENTS, NOT_DRAWN
from published.filters import GRAINS, Filters, Period, condition, counted
from published.table import Cursor, Row, row, rows, table

LIMIT = 500
LEVELS: dict[str, tuple[str, str]] = {
    "party": ("source_party", "target_party"),
    "actor": ("source_actor_id", "target_actor_id"),
}
# The three ways in which a relation of A and B can point.
_DIRECTION = """
case when is_symmetric then 'joint' when {source} = $a and {target} = $b then 'forward' else 'backward' end
"""


@dataclass(frozen=True, slots=True)
class Dyad:
    """Two parties; `level` says whether they are countries and organisations (party) or single actors (actor)."""

    level: str
    a: str
    b: str

    def condition(self) -> tuple[str, dict[str, str]]:
        """The SQL condition over `facts` or `happened`, and its values."""
        source, target = LEVELS[self.level]
        return f"(({source} = $a and {target} = $b) or ({source} = $b and {target} = $a))", {"a": self.a, "b": self.b}

    def direction(self) -> str:
        """The SQL expression for the direction."""
        source, target = LEVELS[self.level]
        return _DIRECTION.format(source=source, target=target)


def partners(con: Cursor, filters: Filters, level: str, a: str | None = None) -> dict[str, str]:
    """Who can be chosen (with `a`: as A's partner), the most frequent first: id -> name.

    Without `a` the first two of the most frequent pair come first, so that the default is never an empty page.
    """
    source, target = LEVELS[level]
    where, values = condition(filters)
    sql = f"""
    with ends as (
        select {source} as party, {target} as partner, event_id, status from facts where {where}
        union all
        select {target}, {source}, event_id, status from facts where {where} and {source} <> {target}
    ),
    counts as (
        select party, partner, count(*) as n, count(distinct event_id) filter (status in $counted) as n_events
        from ends group by all
    )
    select party, any_value(coalesce(label, party)) as label
    from counts left join parties using (party)
    where $a is null or partner = $a
    group by party
    order by max(n_events) filter (party <> partner) desc nulls last, sum(n_events) desc, sum(n) desc, party
    limit {LIMIT}
    """
    return {
        found["party"]: found["label"] for found in rows(con, sql, values | {"a": a, "counted": list(filters.counted)})
    }


def totals(con: Cursor, filters: Filters, dyad: Dyad) -> Row:
    """Relations, events, stories, cooperative and conflictual events, undated relations of the pair."""
    where, values = condition(filters)
    pair, ends = dyad.condition()
    sql = f"""
    select
        count(*) as relations,
        count(distinct event_id) filter (status in $counted) as events,
        count(distinct story_id) as stories,
        count(distinct event_id) filter (status in $counted and quad_class like '%cooperation') as cooperative,
        count(distinct event_id) filter (status in $counted and quad_class like '%conflict') as conflictual,
        count(*) filter (event_date_start is null) as undated
    from facts where {where} and {pair}
    """
    return row(con, sql, values | ends | {"counted": list(filters.counted)})


def over_time(con: Cursor, filters: Filters, dyad: Dyad, grain: str, since: date | None) -> pa.Table:
    """Events per direction, period and class: direction, period, quad_class, n_events."""
    where, values = counted(filters)
    pair, ends = dyad.condition()
    sql = f"""
    {EVENTS.format(where=f"{where} and {pair}")}
    select
        {dyad.direction()} as direction,
        cast(date_trunc('{grain}', event_date_start) as date) as period, quad_class, count(*) as n_events
    from happened
    where quad_class is not null and event_days <= $days and ($since is null or event_date_start >= $since)
    group by all order by direction, period, quad_class
    """
    return table(con, sql, values | ends | {"days": GRAINS[grain], "since": since})


def scores(con: Cursor, filters: Filters, dyad: Dyad, grain: str, since: date | None, at_least: int = 3) -> pa.Table:
    """Mean Goldstein value of periods with enough events: period, goldstein, n_events."""
    where, values = counted(filters)
    pair, ends = dyad.condition()
    sql = f"""
    {EVENTS.format(where=f"{where} and {pair}")}
    select
        cast(date_trunc('{grain}', event_date_start) as date) as period,
        avg(goldstein) as goldstein, count(*) as n_events
    from happened
    where event_days <= $days and ($since is null or event_date_start >= $since)
    group by period having count(*) >= $at_least order by period
    """
    return table(con, sql, values | ends | {"days": GRAINS[grain], "since": since, "at_least": at_least})


def not_drawn(con: Cursor, filters: Filters, dyad: Dyad, grain: str, since: date | None) -> Row:
    """The pair's events that a chart of this grain leaves out: undated, coarse, older (as `overview.not_drawn`)."""
    where, values = counted(filters)
    pair, ends = dyad.condition()
    sql = NOT_DRAWN.format(where=f"{where} and {pair}")
    return row(con, sql, values | ends | {"days": GRAINS[grain], "since": since})


def relation_ids(
    con: Cursor, filters: Filters, dyad: Dyad, period: Period | None = None, direction: str | None = None
) -> list[str]:
    """Ids of the pair's relations, newest first, undated last; `period` and `direction` narrow to one bar's events."""
    where, values = condition(filters)
    pair, ends = dyad.condition()
    if period:
        where += f"""
        and cast(date_trunc('{period.grain}', event_date_start) as date) = $period
        and event_days <= $days and status in $counted
        """
        values |= {"period": period.start, "days": GRAINS[period.grain], "counted": list(filters.counted)}
    if direction:
        where += f" and {dyad.direction()} = $direction"
        values["direction"] = direction
    sql = f"""
    select relation_id from facts where {where} and {pair}
    order by event_date_start desc nulls last, published_at desc nulls last, confidence desc, relation_id
    """
    return [found["relation_id"] for found in rows(con, sql, values | ends)]
