"""The ledger: the relations in short, in memory, for whatever counts them.

`make` takes a connection that has the published file attached as `warehouse`; gives the table `ledger`, a row for each
relation.  It has no sentence, headline or id: `row_no` is where the relation lies in the file, by which `relation_ids`
finds the few that are shown.  Words that come again and again (parties, outlets) are numbers that read as text.

Its order is its point: the relations of one event lie together, the best evidence first, so that what tells of an
event, whatever the filters leave of it, is the first row that is left.  To find it is one look at the row before, where
a sort of a million rows would take a second.
"""

from typing import Any

import duckdb

from published.filters import Filters, counted
from published.table import Cursor, column, table

# What is compared with each other shares a type.  Statuses are ordered as evidence: the best first, denials at the end.
_WORDS = {
    "party_word": """
        select source_country as word from warehouse.main.relations
        union select target_country from warehouse.main.relations
        union select source_actor_id from warehouse.main.relations
        union select target_actor_id from warehouse.main.relations
        order by word
    """,
    "outlet_word": "select distinct source as word from warehouse.main.relations order by word",
    "status_word": """
        select distinct status as word from kinds
        order by list_position(['actual', 'alleged', 'attempted', 'planned', 'requested', 'potential'], word), word
    """,
    "class_word": "select distinct quad_class as word from kinds order by word",
    "plover_word": "select distinct plover_type as word from kinds order by word",
    "cameo_word": "select distinct cameo_code as word from kinds order by word",
}
_WORD = "create type {name} as enum (select word from ({words}) where word is not null)"
_KINDS = """
create temp table kinds as
select distinct status, quad_class, plover_type, cameo_code from warehouse.main.relations
"""
_ARTICLES = """
create temp table numbered as
select
    article_id, cast(row_number() over () as integer) as article_no,
    cast(dense_rank() over (order by story_id) as integer) as story_no
from warehouse.main.articles
"""
# The order of an event's relations is that of the table `events`, which tells the event by the first of them.
_LEDGER = """
create table ledger as
with short as (
    select
        cast(rowid as integer) as row_no, relation_id, coalesce(event_id, relation_id) as event_id, article_id,
        cast(status as status_word) as status, confidence, published_at,
        event_date_start, event_date_end,
        cast(date_diff('day', event_date_start, event_date_end) + 1 as integer) as event_days,
        cast(source_country as party_word) as source_country, cast(target_country as party_word) as target_country,
        cast(source_actor_id as party_word) as source_actor_id, cast(target_actor_id as party_word) as target_actor_id,
        cast(quad_class as class_word) as quad_class, cast(plover_type as plover_word) as plover_type,
        cast(cameo_code as cameo_word) as cameo_code, goldstein, is_symmetric, cast(source as outlet_word) as outlet
    from warehouse.main.relations
),
ordered as (
    select short.*, article_no, story_no, coalesce(told.n_articles, 1) as n_articles
    from short
    left join numbered using (article_id)
    left join (select event_id, n_articles from warehouse.main.events where n_articles > 1) as told using (event_id)
    order by event_id, status, event_days nulls last, confidence desc, published_at nulls last, relation_id
),
compared as (select *, lag(event_id) over () is distinct from event_id as is_best from ordered)
select
    cast(row_number() over () as integer) as rank,
    cast(count(*) filter (is_best) over (rows unbounded preceding) as integer) as event_no,
    coalesce(source_country, source_actor_id) as source_party,
    coalesce(target_country, target_actor_id) as target_party,
    * exclude (relation_id, event_id, article_id, is_best)
from compared
"""
# How many different numbers, of a column whose numbers have no gaps: ticked off in a row of bits.
_HOW_MANY = "create macro different(numbers) as coalesce(bit_count(bitstring_agg(numbers, 0, {highest})), 0)"
_HIGHEST = "select coalesce(max(greatest(event_no, article_no, story_no)), 0) from ledger"

_KEYS = {"stories": "event_no, story_no", "reports": "event_no, article_no"}


def make(connection: duckdb.DuckDBPyConnection) -> None:
    """Make the ledger from the file that is attached."""
    connection.execute(_KINDS)
    for name, words in _WORDS.items():
        connection.execute(_WORD.format(name=name, words=words))
    connection.execute(_ARTICLES)
    connection.execute(_LEDGER)
    connection.execute("drop table kinds; drop table numbered")
    [(highest,)] = connection.execute(_HIGHEST).fetchall()
    connection.execute(_HOW_MANY.format(highest=highest))


def happened(filters: Filters, also: str = "true", of: str = "true") -> tuple[str, dict[str, Any]]:
    """SQL that begins with `with happened as (...)`, and its values: one row of the ledger per thing that counts.

    That is an event, or an event in one story, or in one report, as the filters say, told by the best evidence that
    they leave.  `also` is a further condition over the ledger; `of` is one over the rows found so.
    """
    where, values = counted(filters)
    if filters.count == "events":
        chosen = f"from ledger where {where} and {also} qualify lag(event_no) over () is distinct from event_no"
    else:
        best = f"select min(rank) from ledger where {where} and {also} group by {_KEYS[filters.count]}"
        chosen = f"from ledger where rank in ({best})"
    return f"with happened as (from ({chosen}) where {of})", values


def relation_ids(con: Cursor, rows: str, values: dict[str, Any]) -> list[str]:
    """The ids of the relations whose `row_no` the query `rows` gives, in its order."""
    sql = f"""
    select relation_id
    from warehouse.main.relations as relations
    join (select row_no, row_number() over () as place from ({rows})) as chosen on relations.rowid = chosen.row_no
    order by place
    """
    return [str(found) for found in column(table(con, sql, values), "relation_id")]
