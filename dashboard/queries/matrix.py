"""Who to whom: events from each party to each other one, counted and scored.  What is mutual goes both ways."""

import pyarrow as pa

from dashboard.queries.dyad import LEVELS
from published.filters import Filters
from published.ledger import happened
from published.table import Cursor, Row, row, table

# Events by their ends, those inside one party left out of what is pointed; and the parties that are drawn.
_POINTED = """
{happened},
directed as (
    select
        {source} as source, {target} as target, is_symmetric, count(*) as n,
        count(goldstein) as n_goldstein, sum(goldstein) as goldstein
    from happened group by all
),
ends as (
    select source as party, sum(n) as n from directed where source <> target group by all
    union all
    select target, sum(n) from directed where source <> target group by all
),
drawn as (
    select party from ends where len($among) = 0 or party in $among
    group by party order by sum(n) desc, party limit $most
),
among_drawn as (
    from directed where source <> target
    and source in (select party from drawn) and target in (select party from drawn)
)
"""


def _pointed(filters: Filters, level: str, among: tuple[str, ...], most: int) -> tuple[str, dict[str, object]]:
    sql, values = happened(filters)
    source, target = LEVELS[level]
    sql = _POINTED.format(happened=sql, source=source, target=target)
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
        {sql},
        pointed as (
            from among_drawn
            union all by name
            select source as target, target as source, is_symmetric, n, n_goldstein, goldstein
            from among_drawn where is_symmetric
        )
        select
            source, target, coalesce(one.label, source) as source_name, coalesce(other.label, target) as target_name,
            cast(sum(n) as bigint) as n_events,
            cast(coalesce(sum(n) filter (is_symmetric), 0) as bigint) as n_joint,
            sum(goldstein) / nullif(sum(n_goldstein), 0) as goldstein
        from pointed
        left join parties as one on one.party = source
        left join parties as other on other.party = target
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
            cast(coalesce(sum(n), 0) as bigint) as events,
            cast(coalesce(sum(n) filter (source = target), 0) as bigint) as inside,
            cast(coalesce((select sum(n) from among_drawn), 0) as bigint) as drawn
        from directed
        """,
        values,
    )
