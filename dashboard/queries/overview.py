"""Overview: how much there is, what happened when, who deals with whom, which kinds of event dominate."""

from datetime import date, timedelta
from typing import Any

import pyarrow as pa

from dashboard.queries.rejected import how_many
from published.filters import GRAINS, WINDOWS, Filters, condition, counted
from published.ledger import happened, relation_ids
from published.table import Cursor, Row, row, table

_NOT_DRAWN = """
select
    count(*) filter (event_date_start is null) as undated,
    count(*) filter (event_days > $days) as coarse,
    count(*) filter (event_days <= $days and event_date_start < $since) as older
from happened
"""


def totals(con: Cursor, filters: Filters) -> Row:
    """What the filters leave: relations, events (or what else counts), stories, articles, undated, pairs."""
    where, values = condition(filters)
    sql, more = happened(filters)
    return row(
        con,
        f"""
        {sql}
        select
            count(*) as relations,
            (select count(*) from happened) as events,
            different(story_no) as stories,
            different(article_no) as articles,
            count(*) filter (event_date_start is null) as undated,
            (
                select count(distinct (least(source_party, target_party), greatest(source_party, target_party)))
                from (select distinct source_party, target_party from ledger where {where})
            ) as pairs
        from ledger where {where}
        """,
        values | more,
    )


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
    sql = f"select max(event_date_start) as newest from ledger where {where} and event_days <= $days"
    newest = row(con, sql, values | {"days": GRAINS[grain]})["newest"]
    return newest - timedelta(days=WINDOWS[grain]) if newest else None


def over_time(con: Cursor, filters: Filters, grain: str, since: date | None) -> pa.Table:
    """Events per period and class: period, quad_class, n_events."""
    sql, values = happened(filters)
    return table(
        con,
        f"""
        {sql}
        select cast(date_trunc('{grain}', event_date_start) as date) as period, quad_class, count(*) as n_events
        from happened
        where quad_class is not null and event_days <= $days and ($since is null or event_date_start >= $since)
        group by all order by period, quad_class
        """,
        values | {"days": GRAINS[grain], "since": since},
    )


def not_drawn(con: Cursor, filters: Filters, grain: str, since: date | None) -> Row:
    """Events that a chart leaves out: undated, coarse (dated less exactly than a bar), older (before it begins)."""
    return not_drawn_of(con, *happened(filters), grain, since)


def not_drawn_of(con: Cursor, told: str, values: dict[str, Any], grain: str, since: date | None) -> Row:
    """The same of the `happened` that the SQL `told` begins with, whose values these are."""
    return row(con, f"{told} {_NOT_DRAWN}", values | {"days": GRAINS[grain], "since": since})


def pairs(con: Cursor, filters: Filters, limit: int = 10) -> pa.Table:
    """The most active pairs, whatever the direction: a, b (parties), a_name, b_name, quad_class, n_events, n_pair."""
    sql, values = happened(filters)
    return table(
        con,
        f"""
        {sql},
        directed as (
            select source_party, target_party, quad_class, count(*) as n from happened
            where source_party <> target_party and quad_class is not null group by all
        ),
        paired as (
            select
                least(source_party, target_party) as a, greatest(source_party, target_party) as b, quad_class,
                cast(sum(n) as bigint) as n_events
            from directed group by all
        ),
        top as (
            select a, b, cast(sum(n_events) as bigint) as n_pair from paired
            group by all order by n_pair desc, a, b limit $limit
        )
        select
            a, b, coalesce(name_a.label, a) as a_name, coalesce(name_b.label, b) as b_name, quad_class, n_events, n_pair
        from paired join top using (a, b)
        left join parties as name_a on name_a.party = a
        left join parties as name_b on name_b.party = b
        order by n_pair desc, a, b, quad_class
        """,
        values | {"limit": limit},
    )


def kinds(con: Cursor, filters: Filters, limit: int = 10) -> pa.Table:
    """The most frequent PLOVER types: plover_type, quad_class, n_events, n_type."""
    sql, values = happened(filters)
    return table(
        con,
        f"""
        {sql},
        told as (
            select coalesce(plover_type, 'no type') as plover_type, quad_class, n_events
            from (
                select plover_type, quad_class, count(*) as n_events from happened
                where quad_class is not null group by all
            )
        ),
        top as (
            select plover_type, cast(sum(n_events) as bigint) as n_type from told
            group by all order by n_type desc, plover_type limit $limit
        )
        select plover_type, quad_class, n_events, n_type from told join top using (plover_type)
        order by n_type desc, plover_type, quad_class
        """,
        values | {"limit": limit},
    )


def newest(con: Cursor, filters: Filters, limit: int) -> list[str]:
    """Ids of the relations published last, undated reports at the end."""
    where, values = condition(filters)
    chosen = f"""
    select row_no from ledger where {where}
    order by published_at desc nulls last, event_date_start desc nulls last, confidence desc, row_no limit $limit
    """
    return relation_ids(con, chosen, values | {"limit": limit})
