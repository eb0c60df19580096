"""Overview: how much there is, what happened when, who deals with whom, which kinds of event dominate."""

from datetime import date, timedelta

import pyarrow as pa

from dashboard.queries.rejected import how_many
from published.filters import BEST_FIRST, GRAINS, WINDOWS, Filters, condition, counted
from published.table import Cursor, Row, row, table

# One row per event that counts, as the best evidence among its relations tells it.
EVENTS = f"""
with happened as (
    select
        event_id, goldstein, quad_class, plover_type, event_date_start, event_days, source_party, target_party,
        source_actor_id, target_actor_id, is_symmetric
    from facts
    where {{where}}
    qualify row_number() over (partition by event_id order by {BEST_FIRST}) = 1
)
"""

NOT_DRAWN = f"""
{EVENTS}
select
    count(*) filter (event_date_start is null) as undated,
    count(*) filter (event_days > $days) as coarse,
    count(*) filter (event_days <= $days and event_date_start < $since) as older
from happened
"""


def totals(con: Cursor, filters: Filters) -> Row:
    """What the filters leave: relations, events, stories, articles, undated, pairs."""
    where, values = condition(filters)
    sql = f"""
    select
        count(*) as relations,
        count(distinct event_id) filter (status in $counted) as events,
        count(distinct story_id) as stories,
        count(distinct article_id) as articles,
        count(*) filter (event_date_start is null) as undated,
        count(distinct least(source_party, target_party) || '|' || greatest(source_party, target_party)) as pairs
    from facts where {where}
    """
    return row(con, sql, values | {"counted": list(filters.counted)})


def holdings(con: Cursor) -> Row:
    """What the file holds whatever the filters: articles, stories, undated, outlets, first and last publication."""
    return row(
        con,
        f"""
        select
            count(*) as articles,
            count(distinct story_id) as stories,
            count(*) filter (published_at is null) as undated,
            count(distinct source) as outlets,
            min(published_at) as first_published,
            max(published_at) as last_published,
            (select count(*) from relations) as relations,
            (select {how_many(con)} from rejected_documents) as rejected
        from articles
        """,
    )


def window(con: Cursor, filters: Filters, grain: str) -> date | None:
    """The first day that a chart reaches back to; None where no event is dated or the reader chose the start."""
    if filters.date_from:
        return None
    where, values = counted(filters)
    sql = f"select max(event_date_start) as newest from facts where {where} and event_days <= $days"
    newest = row(con, sql, values | {"days": GRAINS[grain]})["newest"]
    return newest - timedelta(days=WINDOWS[grain]) if newest else None


def over_time(con: Cursor, filters: Filters, grain: str, since: date | None) -> pa.Table:
    """Events per period and class: period, quad_class, n_events."""
    where, values = counted(filters)
    sql = f"""
    {EVENTS.format(where=where)}
    select cast(date_trunc('{grain}', event_date_start) as date) as period, quad_class, count(*) as n_events
    from happened
    where quad_class is not null and event_days <= $days and ($since is null or event_date_start >= $since)
    group by all order by period, quad_class
    """
    return table(con, sql, values | {"days": GRAINS[grain], "since": since})


def not_drawn(con: Cursor, filters: Filters, grain: str, since: date | None) -> Row:
    """Events that a chart leaves out: undated, coarse (dated less exactly than a bar), older (before it begins)."""
    where, values = counted(filters)
    return row(con, NOT_DRAWN.format(where=where), values | {"days": GRAINS[grain], "since": since})


def pairs(con: Cursor, filters: Filters, limit: int = 10) -> pa.Table:
    """The most active pairs, whatever the direction: a, b (parties), a_name, b_name, quad_class, n_events, n_pair."""
    where, values = counted(filters)
    sql = f"""
    {EVENTS.format(where=where)},
    paired as (
        select least(source_party, target_party) as a, greatest(source_party, target_party) as b, quad_class
        from happened where source_party <> target_party and quad_class is not null
    ),
    top as (select a, b, count(*) as n_pair from paired group by all order by n_pair desc, a, b limit $limit)
    select
        a, b, coalesce(name_a.label, a) as a_name, coalesce(name_b.label, b) as b_name,
        paired.quad_class, count(*) as n_events, top.n_pair
    from paired join top using (a, b)
    left join parties as name_a on name_a.party = a
    left join parties as name_b on name_b.party = b
    group by all order by n_pair desc, a, b, quad_class
    """
    return table(con, sql, values | {"limit": limit})


def kinds(con: Cursor, filters: Filters, limit: int = 10) -> pa.Table:
    """The most frequent PLOVER types: plover_type, quad_class, n_events, n_type."""
    where, values = counted(filters)
    sql = f"""
    {EVENTS.format(where=where)},
    typed as (
        select coalesce(plover_type, 'no type') as plover_type, quad_class from happened where quad_class is not null
    ),
    top as (
        select plover_type, count(*) as n_type from typed
        group by all order by n_type desc, plover_type limit $limit
    )
    select plover_type, quad_class, count(*) as n_events, n_type
    from typed join top using (plover_type)
    group by all order by n_type desc, plover_type, quad_class
    """
    return table(con, sql, values | {"limit": limit})


def newest(con: Cursor, filters: Filters, limit: int) -> list[str]:
    """Ids of the relations published last, undated reports at the end."""
    where, values = condition(filters)
    sql = f"""
    select relation_id from facts where {where}
    order by published_at desc nulls last, event_date_start desc nulls last, confidence desc, relation_id limit $limit
    """
    return [str(found) for found in table(con, sql, values | {"limit": limit})["relation_id"].to_pylist()]
