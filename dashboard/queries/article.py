"""Article: what one report said, and everything that was coded from it."""

from published.table import Cursor, Row, rows, table

LIMIT = 500


def choices(con: Cursor, search: str = "") -> list[Row]:
    """The newest articles whose title or text holds `search`: article_id, title, outlet, published_at, n_relations."""
    sql = f"""
    with chosen as (
        select article_id, title, source as outlet, published_at
        from articles
        where
            $search = '' or contains(lower(coalesce(title, '')), lower($search))
            or contains(lower(text), lower($search))
        order by published_at desc nulls last, title, article_id limit {LIMIT}
    )
    select chosen.*, coalesce(n, 0) as n_relations
    from chosen left join (
        select article_id, count(*) as n from relations
        where article_id in (select article_id from chosen) group by article_id
    ) using (article_id)
    order by published_at desc nulls last, title, article_id
    """
    return rows(con, sql, {"search": search.strip()})


def article(con: Cursor, article_id: str) -> Row | None:
    """The article with its story's size; None where no such article exists."""
    sql = """
    select articles.*, coalesce(stories.n_articles, 1) as story_articles
    from articles left join stories using (story_id) where article_id = $id
    """
    found = rows(con, sql, {"id": article_id})
    return found[0] if found else None


def relation_ids(con: Cursor, article_id: str) -> list[str]:
    """Ids of the relations coded from the article, in reading order."""
    sql = "select relation_id from relations where article_id = $id order by sentence_no, trigger_start, relation_id"
    return [str(found) for found in table(con, sql, {"id": article_id})["relation_id"].to_pylist()]


def mentions(con: Cursor, article_id: str) -> list[Row]:
    """The spans that name actors, in reading order."""
    sql = """
    select start_char, end_char, surface, mention_type, actor_id, actor, country, cameo_code, resolved_by, confidence
    from actor_mentions where article_id = $id order by start_char, end_char
    """
    return rows(con, sql, {"id": article_id})


def neighbours(con: Cursor, article_id: str) -> list[Row]:
    """Other articles of the same story: article_id, title, outlet, published_at."""
    sql = """
    select other.article_id, other.title, other.source as outlet, other.published_at
    from articles join articles as other using (story_id)
    where articles.article_id = $id and other.article_id <> $id
    order by other.published_at nulls last, other.article_id
    """
    return rows(con, sql, {"id": article_id})
