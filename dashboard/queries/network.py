"""Network: the ties between parties, whatever the direction, and who stands between others as a third party."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

import pyarrow as pa

from dashboard.queries.dyad import LEVELS
from published.filters import Filters, condition, counted
from published.ledger import happened, relation_ids
from published.table import Cursor, Row, row, rows, table

MOST_PARTIES, MOST_TIES = 25, 60
BROKERS = 15


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is drawn: the `most` active parties (`around` one of them if given), ties of `least` events or more."""

    level: str = "party"
    around: str | None = None
    least: int = 1
    most: int | None = MOST_PARTIES


# Every tie, and those that are drawn.
_TIES = """
{happened},
directed as (
    select {source} as source, {target} as target, is_symmetric, quad_class, count(*) as n
    from happened where {source} <> {target} group by all
),
met as (
    select
        least(source, target) as party, greatest(source, target) as other_party,
        source < target as is_first, is_symmetric, quad_class, n
    from directed
),
every_tie as (
    select
        party, other_party,
        cast(sum(n) as integer) as n_events,
        cast(coalesce(sum(n) filter (is_symmetric), 0) as integer) as n_symmetric,
        cast(coalesce(sum(n) filter (is_first and not is_symmetric), 0) as integer) as n_from_party,
        cast(coalesce(sum(n) filter (not is_first and not is_symmetric), 0) as integer) as n_from_other_party,
        cast(coalesce(sum(n) filter (quad_class like '%cooperation'), 0) as integer) as n_cooperative,
        cast(coalesce(sum(n) filter (quad_class like '%conflict'), 0) as integer) as n_conflictual
    from met group by party, other_party
),
strong as (select * from every_tie where n_events >= $least),
drawn_parties as (
    select party from (
        select party, other_party, n_events from strong union all select other_party, party, n_events from strong
    )
    where $around is null or party = $around or other_party = $around
    group by party order by sum(n_events) desc, party <> coalesce($around, ''), party limit $most
)
"""


def in_year(filters: Filters, year: int | None) -> Filters:
    """The filters, narrowed to events of that year."""
    if year is None:
        return filters
    first, last = date(year, 1, 1), date(year, 12, 31)
    return replace(
        filters, date_from=max(filters.date_from or first, first), date_to=min(filters.date_to or last, last)
    )


def years(con: Cursor, filters: Filters) -> list[int]:
    """Years in which dated events begin and of which the filters leave a day, the newest first."""
    where, values = counted(filters)
    sql = f"select distinct year(event_date_start) as year from ledger where {where} and event_date_start is not null"
    first = filters.date_from.year if filters.date_from else date.min.year
    last = filters.date_to.year if filters.date_to else date.max.year
    return sorted(
        (int(found["year"]) for found in rows(con, sql, values) if first <= found["year"] <= last), reverse=True
    )


def _ties(filters: Filters, wanted: Wanted) -> tuple[str, dict[str, object]]:
    sql, values = happened(filters)
    source, target = LEVELS[wanted.level]
    sql = _TIES.format(happened=sql, source=source, target=target)
    return sql, values | {"around": wanted.around, "least": wanted.least, "most": wanted.most}


def ties(con: Cursor, filters: Filters, wanted: Wanted, limit: int | None = MOST_TIES) -> pa.Table:
    """Ties between two drawn parties, those of the one in the middle and then the strongest first.

    Columns, the two of a tie in the order of their ids:
    party, other_party, party_name, other_party_name, n_events, n_symmetric, n_from_party,
    n_from_other_party, n_cooperative, n_conflictual, balance (cooperation less conflict as a share of both).
    """
    sql, values = _ties(filters, wanted)
    return table(
        con,
        f"""
        {sql}
        select
            strong.party, other_party, coalesce(one.label, strong.party) as party_name,
            coalesce(other.label, other_party) as other_party_name, n_events, n_symmetric, n_from_party,
            n_from_other_party, n_cooperative, n_conflictual,
            (n_cooperative - n_conflictual) / nullif(n_cooperative + n_conflictual, 0) as balance
        from strong
        left join parties as one on one.party = strong.party
        left join parties as other on other.party = other_party
        where strong.party in (from drawn_parties) and other_party in (from drawn_parties)
        order by
            coalesce($around in (strong.party, other_party), false) desc, n_events desc, strong.party, other_party
        limit $limit
        """,
        values | {"limit": limit},
    )


def every(con: Cursor, filters: Filters, level: str) -> pa.Table:
    """All ties, in the columns of `ties`."""
    return ties(con, filters, Wanted(level, most=None), limit=None)


def coverage(con: Cursor, filters: Filters, level: str) -> Row:
    """What there is, drawn or not: ties, parties with a tie, and events between two parties."""
    sql, values = _ties(filters, Wanted(level))
    return row(
        con,
        f"""
        {sql}
        select
            count(*) as ties, cast(coalesce(sum(n_events), 0) as integer) as events,
            (
                select count(*) from (select party from every_tie union select other_party from every_tie)
            ) as parties
        from every_tie
        """,
        values,
    )


_PARTS = """
with told as (
    select event_id, story_id, quad_class, source_actor_id, target_actor_id, unnest(third_parties) as third
    from facts where {where} and len(third_parties) > 0
)
"""


def brokers(con: Cursor, filters: Filters, limit: int | None = BROKERS) -> pa.Table:
    """Third parties by role, the busiest first.

    actor_id, actor, role (mediator, host or venue), n_events, n_pairs (pairs of actors among them), n_stories,
    n_cooperative, n_conflictual.
    """
    where, values = counted(filters)
    return table(
        con,
        f"""
        {_PARTS.format(where=where)}
        select
            third.actor_id as actor_id, any_value(third.actor) as actor, third.role as role,
            count(distinct event_id) as n_events,
            count(distinct least(source_actor_id, target_actor_id) || ' ' || greatest(source_actor_id, target_actor_id))
                as n_pairs,
            count(distinct story_id) as n_stories,
            count(distinct event_id) filter (quad_class like '%cooperation') as n_cooperative,
            count(distinct event_id) filter (quad_class like '%conflict') as n_conflictual
        from told group by third.actor_id, third.role
        order by n_events desc, n_pairs desc, actor_id, role limit $limit
        """,
        values | {"limit": limit},
    )


def n_brokers(con: Cursor, filters: Filters) -> int:
    """How many rows all brokers are."""
    where, values = counted(filters)
    sql = f"{_PARTS.format(where=where)} select count(distinct (third.actor_id, third.role)) as n from told"
    return int(row(con, sql, values)["n"])


_NAMED = "len(list_filter(third_parties, lambda third: third.actor_id = $actor_id and third.role = $role)) > 0"


def n_brokered(con: Cursor, filters: Filters, actor_id: str, role: str) -> int:
    """How many relations name this third party in this role."""
    where, values = condition(filters)
    sql = f"select count(*) as n from facts where {where} and {_NAMED}"
    return int(row(con, sql, values | {"actor_id": actor_id, "role": role})["n"])


def brokered(con: Cursor, filters: Filters, actor_id: str, role: str, limit: int) -> list[str]:
    """Ids of some of them, the newest first, undated last."""
    where, values = condition(filters)
    sql = f"""
    select row_no from facts where {where} and {_NAMED}
    order by event_date_start desc nulls last, published_at desc nulls last, confidence desc, row_no limit $limit
    """
    return relation_ids(con, sql, values | {"actor_id": actor_id, "role": role, "limit": limit})


def ends(data: pa.Table) -> dict[str, str]:
    """Id -> name of every party of these ties, the most active first."""
    sums: dict[str, int] = {}
    names: dict[str, str] = {}
    both: Sequence[tuple[str, str]] = (("party", "party_name"), ("other_party", "other_party_name"))
    for tie in data.to_pylist():
        for party, name in both:
            sums[tie[party]] = sums.get(tie[party], 0) + tie["n_events"]
            names[tie[party]] = tie[name]
    return {party: names[party] for party in sorted(sums, key=lambda party: (-sums[party], party))}
