"""Stories: clusters of articles that report nearly the same text, what each report adds, and what was coded once."""

from dataclasses import dataclass

import pyarrow as pa

from published.filters import BEST_FIRST, UNNAMED_OUTLET, Filters, condition
from published.table import Cursor, Row, row, rows, table

PAGE_SIZE = 50
REPORTS = 100  # of one story that are shown
SORTS: dict[str, str] = {
    "largest": "n_articles desc, n_outlets desc, first_published_at desc nulls last",
    "newest": "first_published_at desc nulls last, n_articles desc",
}


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the page asks for beyond the global filters; no outlets means all."""

    search: str = ""
    least: int = 1
    outlets: tuple[str, ...] = ()
    sort: str = "largest"


_LISTED = """
with listed as (
    select story_id, head_article_id, title, first_published_at, n_articles, n_sources as n_outlets
    from stories where {where}
)
"""


def _where(filters: Filters, wanted: Wanted) -> tuple[str, dict[str, object]]:
    parts = ["n_articles >= $least"]
    values: dict[str, object] = {"least": wanted.least}
    if filters.narrow:
        matching, more = condition(filters)
        parts.append(f"story_id in (select story_id from facts where {matching})")
        values |= more
    if wanted.search.strip():
        parts.append("story_id in (select story_id from articles where contains(lower(title), lower($search)))")
        values["search"] = wanted.search.strip()
    if wanted.outlets:
        parts.append("story_id in (select story_id from articles where coalesce(source, $unnamed) in $printed)")
        values |= {"printed": list(wanted.outlets), "unnamed": UNNAMED_OUTLET}
    return " and ".join(parts), values


def totals(con: Cursor, filters: Filters, wanted: Wanted) -> Row:
    """Stories that match, their articles, how many stories have more than one, and the size of the largest."""
    where, values = _where(filters, wanted)
    sql = f"""
    {_LISTED.format(where=where)}
    select
        count(*) as stories,
        cast(coalesce(sum(n_articles), 0) as bigint) as articles,
        count(*) filter (n_articles > 1) as reprinted,
        coalesce(max(n_articles), 0) as largest
    from listed
    """
    return row(con, sql, values)


def page(con: Cursor, filters: Filters, wanted: Wanted, number: int = 1, limit: int | None = PAGE_SIZE) -> pa.Table:
    """One page (from 1) of the stories; without a limit all of them.

    story_id, title, n_articles, n_outlets, outlets (named ones), first and last publication, n_relations.
    """
    where, values = _where(filters, wanted)
    sql = f"""
    {_LISTED.format(where=where)},
    shown as (from listed order by {SORTS[wanted.sort]}, story_id limit $limit offset $offset),
    printed as (
        select
            story_id, string_agg(distinct source, ', ' order by source) as outlets,
            max(published_at) as last_published_at
        from articles where story_id in (select story_id from shown) group by story_id
    ),
    told as (
        select story_id, count(*) as n_relations from relations
        where story_id in (select story_id from shown) group by story_id
    )
    select
        story_id, title, n_articles, n_outlets, outlets, first_published_at, last_published_at,
        coalesce(n_relations, 0) as n_relations
    from shown left join printed using (story_id) left join told using (story_id)
    order by {SORTS[wanted.sort]}, story_id
    """
    return table(con, sql, values | {"limit": limit, "offset": (limit or 0) * (number - 1)})


def spread(con: Cursor, filters: Filters, wanted: Wanted, limit: int) -> pa.Table:
    """How the stories with most articles spread, those with one article left out: a row per story and day.

    story_id, title, n_articles, n_outlets, day (after the first report; none where a report is undated), n_on_day.
    """
    where, values = _where(filters, wanted)
    sql = f"""
    {_LISTED.format(where=where)},
    top as (from listed where n_articles > 1 order by {SORTS["largest"]}, story_id limit $limit)
    select
        story_id, title, n_articles, n_outlets,
        date_diff('day', first_published_at, published_at) as day, count(*) as n_on_day
    from top join (select story_id, published_at from articles) using (story_id)
    group by story_id, title, n_articles, n_outlets, first_published_at, day
    order by {SORTS["largest"]}, story_id, day
    """
    return table(con, sql, values | {"limit": limit})


def story(con: Cursor, story_id: str) -> Row | None:
    """Title, n_articles, n_outlets, first and last publication; None where there is no such story."""
    sql = """
    select
        stories.story_id, stories.title, stories.n_articles, stories.n_sources as n_outlets, first_published_at,
        (select max(published_at) from articles where articles.story_id = $id) as last_published_at
    from stories where story_id = $id
    """
    found = rows(con, sql, {"id": story_id})
    return found[0] if found else None


def reports(con: Cursor, story_id: str) -> list[Row]:
    """The articles of a story, the head first, then in order of publication.

    place (from 1), article_id, title, outlet, published_at, lead (the first sentence of the body), n_sentences, n_own
    (sentences that the head has not, word for word), n_relations.
    """
    sql = f"""
    with reports as (
        select article_id, title, source as outlet, published_at, is_story_head, n_sentences
        from articles where story_id = $id
        order by is_story_head desc, published_at nulls last, article_id limit {REPORTS}
    ),
    said as (
        select article_id, sentence_no, part, sentences.text, is_story_head
        from sentences join reports using (article_id)
    ),
    compared as (
        select
            article_id,
            arg_min(said.text, sentence_no) filter (part = 'body') as lead,
            count(*) filter (text not in (select text from said where is_story_head)) as n_own
        from said group by article_id
    ),
    told as (
        select article_id, count(*) as n_relations from relations where story_id = $id group by article_id
    )
    select
        row_number() over (order by is_story_head desc, published_at nulls last, article_id) as place,
        article_id, title, outlet, published_at, lead, n_sentences, coalesce(n_own, 0) as n_own,
        coalesce(n_relations, 0) as n_relations
    from reports left join compared using (article_id) left join told using (article_id)
    order by place
    """
    return rows(con, sql, {"id": story_id})


def sentences(con: Cursor, article_id: str) -> list[str]:
    """The sentences of an article, title and captions too, in the order of the text."""
    sql = "select text from sentences where article_id = $id order by sentence_no"
    return [found["text"] for found in rows(con, sql, {"id": article_id})]


def told(con: Cursor, story_id: str) -> list[Row]:
    """What the story tells, each event once, that of most reports first: relation_id of the best evidence, article_ids.

    A relation that is no event (a denial) is the same in two reports where ends, code and status are.
    """
    sql = f"""
    with keyed as (
        select
            *, date_diff('day', event_date_start, event_date_end) + 1 as event_days,
            coalesce(event_id, concat_ws('|', source_actor_id, target_actor_id, cameo_code, status)) as what
        from relations where story_id = $id
    ),
    ranked as (
        select
            *, list(article_id) over (partition by what) as article_ids,
            row_number() over (partition by what order by is_first_report desc, {BEST_FIRST}) as place
        from keyed
    )
    select relation_id, list_distinct(article_ids) as article_ids from ranked where place = 1
    order by len(list_distinct(article_ids)) desc, article_id, sentence_no, trigger_start, relation_id
    """
    return rows(con, sql, {"id": story_id})
