"""Search: actors by name, outlets, headlines and sentences that hold what the reader looks for, a few of each."""

from published.filters import UNNAMED_OUTLET
from published.table import Cursor, Row, rows

LIMIT = 10


def actors(con: Cursor, text: str) -> list[Row]:
    """Actors whose name holds the text, or who were once named just so: actor_id, actor, kind, country, n_mentions.

    Several named together ("both sides") have no page of their own; each of them has.
    """
    sql = f"""
    select actor_id, actor, kind, country, n_mentions
    from actors
    where
        kind <> 'set'
        and (
            contains(lower(actor), lower($text))
            or actor_id in (select actor_id from actor_mentions where surface = $text)
        )
    order by lower(actor) = lower($text) desc, n_mentions desc, actor, actor_id limit {LIMIT}
    """
    return rows(con, sql, {"text": text})


def outlets(con: Cursor, text: str) -> list[Row]:
    """Outlets whose name holds the text, the fullest first: outlet, n_articles."""
    sql = f"""
    select coalesce(source, '{UNNAMED_OUTLET}') as outlet, count(*) as n_articles from articles
    where contains(lower(source), lower($text)) group by source order by n_articles desc, outlet limit {LIMIT}
    """
    return rows(con, sql, {"text": text})


def headlines(con: Cursor, text: str) -> list[Row]:
    """Articles whose headline holds the text, the newest first: article_id, title, outlet, published_at."""
    sql = f"""
    select article_id, title, source as outlet, published_at from articles
    where contains(lower(title), lower($text))
    order by published_at desc nulls last, title, article_id limit {LIMIT}
    """
    return rows(con, sql, {"text": text})
