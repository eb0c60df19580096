"""Who to whom: events from each party to each other one, counted and scored.  What is mutual goes both ways."""

import pyarrow as pa

from dashboard.queries.dyad import LEVELS
from dashboard.queries.overview import EVENTS
from published.filters import Filters, counted
from published.table import Cursor, Row, row, table

# Events with their ends, those inside one party left out; and the parties that are drawn.
_POINTED = """
{events},
directed as (select {source} as source, {target} as target, is_symmetric, goldstein from happened),
pointed as (
    select * from directed where source <> target
    union all
    select target, source, is_symmetric, goldstein from directed where source <> target and is_symmetric
),
drawn as (
    select source as party, count(*) as n from (
        select source, target from directed union all select target, source from directed
    )
    where source <> target and (len($among) = 0 or source in $among)
    group by source order by n desc, party limit $most
)
"""


def _pointed(filters: Filters, level: str, among: tuple[str, ...], most: int) -> tuple[str, dict[str, object]]:
    where, values = counted(filters)
    source, target = LEVELS[level]
    sql = _POINTED.format(events=EVENTS.format(where=where), source=source, target=target)
    return sql, values | {"among": list(among), "most": most}


def cells(con: Cursor, filters: Filters, level: str, among: tuple[str, ...] = (), most: int = 12) -> pa.Table:
    """Pairs with an event, of the `most` active parties (of `among` if given), the fullest cell first.

    source, target, source_name, target_name, n_events, n_joint (events that are in the cell of the other direction
    too), goldstein (the mean; none where no event has a value).
    """
    sql, values = _pointed(filters, level, among, most)
    return table(
        con,
        f"""
        {sql}
        select
            source, target, coalesce(one.label, source) as source_name, coalesce(other.label, target) as target_name,
            count(*) as n_events, count(*) filter (is_symmetric) as n_joint, avg(goldstein) as goldstein
        from pointed
        left join parties as one on one.party = source
        left join parties as other on other.party = target
        where source in (select party from drawn) and target in (select party from drawn)
        group by all order by n_events desc, source, target
        """,
        values,
    )


def coverage(con: Cursor, filters: Filters, level: str, among: tuple[str, ...] = (), most: int = 12) -> Row:
    """Events in all, those inside one party, and those between two parties that are drawn."""
    sql, values = _pointed(filters, level, among, most)
    return row(
        con,
        f"""
        {sql}
        select
            count(*) as events,
            count(*) filter (source = target) as inside,
            count(*) filter (
                source <> target
                and source in (select party from drawn) and target in (select party from drawn)
            ) as drawn
        from directed
        """,
        values,
    )
