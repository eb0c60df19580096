"""Makes reports by the million, as rows of the raw tables, for the benchmark and the tests of deriving.

`fill(con, n)` writes n relations, four to an article over three years, between actors of the bundled dictionary of whom
few make most of the news; every tenth article is a reprint.  The same numbers give the same rows.  `first` continues
where an earlier call ended: the later days.
"""

from pathlib import Path

import duckdb
import pyarrow as pa

from pipelines.coder.layers import actor_records, affiliation_records, read_layers
from pipelines.warehouse.schema import RAW_TABLES

SEEDS = Path(__file__).parents[1] / "seeds"
PER_ARTICLE = 4
PER_DAY = 900  # relations

_KNOWLEDGE = """
create or replace temp table cast_of_actors as
select actor_id, row_number() over (order by kind <> 'country', md5(actor_id)) - 1 as place
from raw.actors where actor_id not like 'reg:%';
create or replace temp table codes as
select cameo_code, row_number() over (order by md5(cameo_code)) - 1 as place
from read_csv(getvariable('seeds') || '/event_types.csv', all_varchar = true, header = true);
"""

# numbers from 0 to 1 that depend on the row and a letter only; squared and cubed they favour the small
_DRAWN = """
create or replace temp macro draw(number, letter) as (hash(number, letter) % 1000003) / 1000003.0;
create or replace temp table drawn as
with placed as (
    select
        i,
        cast(floor(n_actors * pow(draw(i, 'a'), 4)) as bigint) as source_place,
        1 + cast(floor(300 * pow(draw(i, 'z'), 3)) as bigint) as distance,
        n_actors,
        cast(floor(n_codes * pow(draw(i, 'c'), 3)) as bigint) as code_place
    from range(getvariable('first'), getvariable('last')) as numbers(i),
        (select count(*) as n_actors from cast_of_actors), (select count(*) as n_codes from codes)
)
select
    i,
    i // {per_article} as story,
    cast(i % {per_article} as integer) as sentence_no,
    cast(date '2021-01-01' + cast(i // {per_day} as integer) as date) as day,
    sources.actor_id as source,
    targets.actor_id as target,
    codes.cameo_code,
    draw(i, 's') as of_status,
    draw(i, 'd') as of_date,
    cast(10 * draw(i, 'b') as integer) as days_back
from placed
join cast_of_actors as sources on sources.place = source_place
join cast_of_actors as targets on targets.place = (source_place + distance) % n_actors
join codes on codes.place = code_place;
"""

# every tenth story comes twice, a day later
_ARTICLES = """
create or replace temp table told as
select story, day, false as is_reprint, substr(md5('a' || story), 1, 16) as article_id from drawn where sentence_no = 0
union all
select story, day + 1, true, substr(md5('b' || story), 1, 16) from drawn where sentence_no = 0 and story % 10 = 0;

insert into raw.articles by name
select
    article_id, 'd' || article_id as document_id, 'inbox:' || article_id as uri, 'Outlet ' || story % 200 as source,
    'Story ' || story as title, 'en' as language, cast(day as timestamptz) as published_at,
    'day' as published_precision, 'record' as published_from, timestamptz '2024-06-01 00:00:00+00' as fetched_at,
    repeat(format('{:-<99}.', 'Sentence of story ' || story), {per_article}) as text, 0 as body_start,
    {per_article} as n_sentences, false as is_truncated, article_id as content_sha256, article_id as text_sha256,
    '1' as cleaner_version
from told;

insert into raw.documents by name
select
    'd' || article_id as document_id, 'inbox:' || article_id as uri, article_id as content_sha256, 400 as size_bytes,
    timestamptz '2024-06-01 00:00:00+00' as fetched_at
from told;

insert into raw.article_versions by name
select
    article_id, 'd' || article_id as document_id, 'inbox:' || article_id as uri, article_id as text_sha256,
    timestamptz '2024-06-01 00:00:00+00' as fetched_at, '1' as cleaner_version
from told;

insert into raw.sentences by name
select
    article_id, cast(n as integer) as sentence_no, cast(n as integer) as paragraph_no, 'body' as part,
    cast(100 * n as integer) as start_char, cast(100 * n + 100 as integer) as end_char,
    format('{:-<99}.', 'Sentence of story ' || story) as text, true as is_complete
from told, range({per_article}) as numbers(n);

insert into raw.coded_articles
select article_id, article_id, '1', '1', {per_article}, {per_article} from told;

insert into raw.near_duplicates
select substr(md5('b' || story), 1, 16), article_id, 0.95 from told where story % 10 = 0 and not is_reprint;
"""

_CODED = """
create or replace temp table coded as
select
    *,
    substr(md5(article_id || sentence_no), 1, 16) as relation_id,
    100 * sentence_no as start_char,
    case
        when of_date < 0.6 then 'publication' when of_date < 0.95 then 'text'
    end as event_date_from,
    case
        when of_date < 0.6 then told.day
        when of_date < 0.85 then drawn.day - days_back
        when of_date < 0.92 then cast(date_trunc('month', drawn.day) as date)
        when of_date < 0.95 then cast(date_trunc('year', drawn.day - 200 * days_back) as date)
    end as event_date_start
from drawn join told using (story)
where not is_reprint or story % 10 = 0;

insert into raw.relations by name
select
    relation_id, article_id, sentence_no, source as source_actor_id, cast(start_char as integer) as source_start,
    cast(start_char + 8 as integer) as source_end, target as target_actor_id,
    cast(start_char + 12 as integer) as target_start, cast(start_char + 17 as integer) as target_end, 'of' as trigger,
    cast(start_char + 9 as integer) as trigger_start, cast(start_char + 11 as integer) as trigger_end, cameo_code,
    cameo_code[:2] in ('04', '05', '06') as is_symmetric,
    case
        when of_status < 0.8 then 'actual' when of_status < 0.88 then 'planned' when of_status < 0.92 then 'alleged'
        when of_status < 0.96 then 'requested' else 'negated'
    end as status,
    event_date_start,
    case
        when of_date < 0.85 then event_date_start when of_date < 0.92 then last_day(event_date_start)
        when of_date < 0.95 then event_date_start + interval 1 year - interval 1 day
    end as event_date_end,
    case when of_date < 0.85 then 'day' when of_date < 0.92 then 'month' when of_date < 0.95 then 'year' end
        as event_date_precision,
    event_date_from, 'made' as rule, round(0.4 + 0.6 * draw(i, 'f'), 2) as confidence
from coded;

insert into raw.relation_third_parties by name
select relation_id, article_id, 0 as position, 'cty:OMN' as actor_id, 'mediator' as role from coded where i % 20 = 0;

insert into raw.mentions by name
select
    substr(md5(relation_id || side), 1, 16) as mention_id, article_id, sentence_no,
    cast(start_char + first as integer) as start_char, cast(start_char + after as integer) as end_char, surface,
    'name' as mention_type, if(side = 's', source, target) as actor_id, 'dictionary' as resolved_by, 0.9 as confidence
from coded, (values ('s', 0, 8, 'Sentence'), ('t', 12, 17, 'story')) as sides(side, first, after, surface);
"""


def fill(con: duckdb.DuckDBPyConnection, n: int, first: int = 0) -> None:
    """Write the relations `first` to `first` + n and all that they hang on; the dictionary where it is missing."""
    if not con.execute("select 1 from raw.actors limit 1").fetchall():
        tables = read_layers(SEEDS)
        for name, records in (("actors", actor_records(tables)), ("affiliations", affiliation_records(tables))):
            batch = pa.Table.from_pylist(records, schema=RAW_TABLES[name])  # noqa: F841 - DuckDB finds it by its name
            con.execute(f"insert into raw.{name} by name select * from batch")
        con.execute("insert into raw.builds values ('made', now(), '1', '1', '1')")
    con.execute("set TimeZone = 'UTC'; set enable_progress_bar = false")
    for name, value in (("seeds", str(SEEDS)), ("first", first), ("last", first + n)):
        con.execute(f"set variable {name} = $1", [value])
    for script in (_KNOWLEDGE, _DRAWN, _ARTICLES, _CODED):
        con.execute(script.replace("{per_article}", str(PER_ARTICLE)).replace("{per_day}", str(PER_DAY)))
