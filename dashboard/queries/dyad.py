"""Dyad: how two parties treat each other, by direction and time.  Parties are countries, organisations or actors."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import pyarrow as pa

from dashboard.queries import overview
from published.filters import GRAINS, Filters, Period, condition
from published.ledger import happened, relation_ids
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
        """The SQL condition over the ledger, and its values."""
        source, target = LEVELS[self.level]
        return f"(({source} = $a and {target} = $b) or ({source} = $b and {target} = $a))", {"a": self.a, "b": self.b}

    def direction(self) -> str:
        """The SQL expression for the direction."""
        source, target = LEVELS[self.level]
        return _DIRECTION.format(source=source, target=target)


def told(filters: Filters, level: str, ends: str) -> tuple[str, dict[str, Any]]:
    """The `happened` of some ends, a condition over the ledger, as matrix and network count them.

    Reports of one event may name a state or its government; among single actors it counts for those alone that its best
    evidence names.  As parties both are the state.
    """
    return happened(filters, ends) if level == "party" else happened(filters, of=ends)


def partners(con: Cursor, filters: Filters, level: str, a: str | None = None) -> dict[str, str]:
    """Who can be chosen (with `a`: as A's partner), the most frequent first: id -> name.

    Without `a` the first two of the most frequent pair come first, so that the default is never an empty page.
    """
    source, target = LEVELS[level]
    where, values = condition(filters)
    sql, more = happened(filters, f"($a is null or {source} = $a or {target} = $a)")
    sql = f"""
    {sql},
    directed as (select {source} as source, {target} as target, count(*) as n from happened group by all),
    paired as (
        select least(source, target) as a, greatest(source, target) as b, sum(n) as n from directed group by all
    ),
    met as (select a as party, b as partner, n from paired union all select b, a, n from paired where a <> b),
    counted as (
        select party, max(n) filter (party <> partner) as n_most, sum(n) as n_events
        from met where $a is null or partner = $a group by party
    ),
    listed as (
        select {source} as party, count(*) as n from ledger where {where} and ($a is null or {target} = $a) group by all
        union all
        select {target}, count(*) from ledger
        where {where} and {source} <> {target} and ($a is null or {source} = $a) group by all
    )
    select party, coalesce(label, party) as label
    from (select party, sum(n) as n from listed group by party)
    left join counted using (party)
    left join parties using (party)
    order by n_most desc nulls last, n_events desc nulls last, n desc, party limit {LIMIT}
    """
    return {found["party"]: found["label"] for found in rows(con, sql, values | more | {"a": a})}


def totals(con: Cursor, filters: Filters, dyad: Dyad) -> Row:
    """Relations, events, stories, cooperative and conflictual events, undated relations of the pair."""
    where, values = condition(filters)
    pair, ends = dyad.condition()
    sql, more = told(filters, dyad.level, pair)
    sql = f"""
    {sql}, chosen as (from ledger where {where} and {pair})
    select relations, undated, stories, events, cooperative, conflictual
    from (
        select
            count(*) as relations, count(*) filter (event_date_start is null) as undated, different(story_no) as stories
        from chosen
    ), (
        select
            count(*) as events,
            count(*) filter (quad_class like '%cooperation') as cooperative,
            count(*) filter (quad_class like '%conflict') as conflictual
        from happened
    )
    """
    return row(con, sql, values | more | ends)


def over_time(con: Cursor, filters: Filters, dyad: Dyad, grain: str, since: date | None) -> pa.Table:
    """Events per direction, period and class: direction, period, quad_class, n_events."""
    pair, ends = dyad.condition()
    sql, values = told(filters, dyad.level, pair)
    sql = f"""
    {sql}
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
    pair, ends = dyad.condition()
    sql, values = told(filters, dyad.level, pair)
    sql = f"""
    {sql}
    select
        cast(date_trunc('{grain}', event_date_start) as date) as period,
        avg(goldstein) as goldstein, count(*) as n_events
    from happened
    where event_days <= $days and ($since is null or event_date_start >= $since)
    group by all having count(*) >= $at_least order by period
    """
    return table(con, sql, values | ends | {"days": GRAINS[grain], "since": since, "at_least": at_least})


def not_drawn(con: Cursor, filters: Filters, dyad: Dyad, grain: str, since: date | None) -> Row:
    """The pair's events that a chart of this grain leaves out: undated, coarse, older (as `overview.not_drawn`)."""
    pair, ends = dyad.condition()
    sql, values = told(filters, dyad.level, pair)
    return overview.not_drawn_of(con, sql, values | ends, grain, since)


@dataclass(frozen=True, slots=True)
class Part:
    """What of a pair is listed: all of it, some directions, one bar's events."""

    directions: tuple[str, ...] = ()
    period: Period | None = None


def _part(filters: Filters, dyad: Dyad, part: Part) -> tuple[str, dict[str, Any]]:
    where, values = condition(filters)
    pair, ends = dyad.condition()
    where, values = f"{where} and {pair}", values | ends
    if part.period:
        where += f"""
        and cast(date_trunc('{part.period.grain}', event_date_start) as date) = $period
        and event_days <= $days and status in $counted
        """
        values |= {"period": part.period.start, "days": GRAINS[part.period.grain], "counted": list(filters.counted)}
    if part.directions:
        where += f" and {dyad.direction()} in $directions"
        values["directions"] = list(part.directions)
    return where, values


def n_relations(con: Cursor, filters: Filters, dyad: Dyad, part: Part) -> int:
    """How many relations of the pair are listed."""
    where, values = _part(filters, dyad, part)
    return int(row(con, f"select count(*) as n from ledger where {where}", values)["n"])


def relations(
    con: Cursor, filters: Filters, dyad: Dyad, part: Part, limit: int | None = None, offset: int = 0
) -> list[str]:
    """Ids of the pair's relations, newest first, undated last."""
    where, values = _part(filters, dyad, part)
    chosen = f"""
    select row_no from ledger where {where}
    order by event_date_start desc nulls last, published_at desc nulls last, confidence desc, row_no
    limit $limit offset $offset
    """
    return relation_ids(con, chosen, values | {"limit": limit, "offset": offset})
