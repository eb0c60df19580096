"""Makes published files of any size, with the public tables that pages read, for the tests of the dashboard.

`build(path, n)` writes n synthetic articles; the same n and seed give the same rows.
"""

from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from tests.dashboard.made_columns import COLUMNS
from tests.dashboard.made_rows import TRAPS, UNKNOWN, tables
from tests.dashboard.project_models import VIEWS, derive

_EVENTS = """
insert into events by name
select
    {columns},
    -- as in the warehouse, what happened and is dated to within seven days counts in a week
    case
        when status = 'actual' and event_date_end - event_date_start < 7
            then cast(date_trunc('week', event_date_start) as date)
    end as week, list(relation_id order by relation_id) over same as relation_ids, count(*) over same as n_relations,
    count(distinct article_id) over same as n_articles, count(distinct story_id) over same as n_stories,
    count(distinct source) over same as n_sources, 0 as n_negated,
    false as is_disputed, min(published_at) over same as first_published_at,
    max(published_at) over same as last_published_at
from relations where event_id is not null
window same as (partition by event_id)
qualify row_number() over (partition by event_id order by status <> 'actual', relation_id) = 1
"""
_STORIES = """
insert into stories by name select
    story_id, arg_max(article_id, is_story_head) as head_article_id, arg_max(title, is_story_head) as title,
    min(published_at) as first_published_at, count(*) as n_articles, count(distinct source) as n_sources
from articles group by story_id
"""
_UNKNOWN = """
insert into unknown_names by name select
    surface, any_value(kind) as likely_kind, count(*) as n_mentions, count(distinct article_id) as n_articles,
    count(distinct story_id) as n_stories, min(text) as example_sentence,
    arg_min(article_id, text) as example_article_id,
    if(surface = 'Old Quay', ['cty:IRN', 'cty:EGY'], []) as candidates, cast(min(published_at) as date) as first_seen
from (select unnest($names) as surface, unnest($kinds) as kind)
join sentences on contains(sentences.text, surface)
join (select article_id, story_id, published_at from articles) using (article_id)
group by surface
"""


def build(path: Path, n_articles: int, old: bool = False, **options: Any) -> Path:
    """Write a published file at `path`, in place of what lies there; options as for `tables`.

    An `old` one lacks what was added to the public tables later.
    """
    fresh = path.with_suffix(".new")
    fresh.unlink(missing_ok=True)
    con = duckdb.connect()
    con.execute(f"attach '{fresh}' as published (storage_version 'v1.5.0')")
    con.execute("use published")
    made = tables(n_articles, **options)
    for name, columns in COLUMNS.items():
        con.execute(f"create table {name} ({', '.join(f'{column} {kind}' for column, kind in columns.items())})")
        if made[name]:
            batch = pa.Table.from_pylist(made[name])
            con.register("batch", batch)
            con.execute(f"insert into {name} by name select * from batch")
            con.unregister("batch")
    con.execute(_EVENTS.format(columns=", ".join(set(COLUMNS["events"]) & set(COLUMNS["relations"]))))
    con.execute(_STORIES)
    unknown = UNKNOWN | {TRAPS["tag"]: "person", TRAPS["formula"]: "organisation"}
    con.execute(_UNKNOWN, {"names": list(unknown), "kinds": list(unknown.values())})
    derive(con)
    if old:
        for name in reversed(VIEWS):
            con.execute(f"drop view {name}")
        con.execute("drop table country_weeks")
        con.execute("alter table unknown_names drop column n_stories")
        con.execute("drop table coder_quality")
        con.execute("drop table outcome_days")
        con.execute("drop table source_health")
        con.execute("alter table articles drop column n_sentences_read_on")
    con.close()
    fresh.replace(path)
    return path
