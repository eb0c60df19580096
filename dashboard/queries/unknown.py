"""Unknown actors: names that the dictionary lacks, or has several actors for, and the sentences that have them."""

import re
from dataclasses import dataclass

import pyarrow as pa

from published.table import Cursor, Row, column, row, rows, table

PAGE_SIZE = 50
UNCLEAR = "unclear"  # the words around the name suggest no kind
KINDS = ("person", "organisation", "group", "place", UNCLEAR)
MEASURES = ("stories", "articles", "mentions")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the page asks for; no kinds means all."""

    kinds: tuple[str, ...] = ()
    search: str = ""
    by: str = "stories"


def _names(con: Cursor) -> str:
    """The table as a subquery; a file from before stories were counted has articles in their place."""
    is_told = "n_stories" in con.table("unknown_names").columns
    stories = "n_stories" if is_told else "n_articles as n_stories"
    return f"""
    (
        select
            surface, {stories}, n_articles, n_mentions, coalesce(likely_kind, '{UNCLEAR}') as likely_kind,
            coalesce(likely_country, '') as likely_country, candidates, first_seen
        from unknown_names
    )
    """


def _where(wanted: Wanted) -> tuple[str, dict[str, object]]:
    where = "($kinds = [] or likely_kind in $kinds) and contains(lower(surface), lower($search))"
    return where, {"kinds": list(wanted.kinds), "search": wanted.search.strip()}


def totals(con: Cursor, wanted: Wanted) -> Row:
    """How many names there are, how many match, and how many of those the dictionary has several actors for."""
    where, values = _where(wanted)
    sql = f"""
    select
        count(*) as names,
        count(*) filter ({where}) as matching,
        count(*) filter ({where} and candidates <> []) as undecided
    from {_names(con)}
    """
    return row(con, sql, values)


def names(con: Cursor, wanted: Wanted, limit: int | None = PAGE_SIZE, number: int = 1) -> pa.Table:
    """One page (from 1) of the names that match, the most frequent first; without a limit all of them."""
    where, values = _where(wanted)
    sql = f"""
    select * from {_names(con)} where {where}
    order by n_{wanted.by} desc, n_mentions desc, surface
    limit $limit offset $offset
    """
    return table(con, sql, values | {"limit": limit, "offset": (limit or 0) * (number - 1)})


def surfaces(con: Cursor, wanted: Wanted) -> set[str]:
    """All names that match."""
    return set(column(names(con, wanted, limit=None), "surface"))


def examples(con: Cursor, name: str, limit: int = 5) -> list[Row]:
    """The newest sentences that have the name as whole words, one per story.

    text, begin (where the whole name first stands in it), article_id, title, outlet, published_at.
    """
    sql = r"""
    select sentences.text, article_id, title, source as outlet, published_at
    from sentences join articles using (article_id)
    where contains(sentences.text, $name)
        and regexp_matches(' ' || sentences.text || ' ', '(?:\W|_)' || regexp_escape($name) || '(?:\W|_)')
    qualify row_number() over (partition by story_id order by published_at nulls last, article_id, sentence_no) = 1
    order by published_at desc nulls last, article_id limit $limit
    """
    whole = re.compile(rf"(?<![a-zA-Z0-9]){re.escape(name)}(?![a-zA-Z0-9])")  # as the query tells words apart
    found = rows(con, sql, {"name": name, "limit": limit})
    return [seen | {"begin": place.start()} for seen in found if (place := whole.search(seen["text"]))]
