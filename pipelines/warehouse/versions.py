"""Which document speaks for an article, where several do: versions of one address, or copies of it under others.

Takes a committed batch of cleaned documents; every one of them gets a row in raw.article_versions, and the newest text
of each article its rows in the other tables.  A version that would be coded as the last one was changes nothing that
is coded.  Never forgets a version.
"""

import duckdb

from pipelines.articles.schema import ARTICLE_VERSIONS
from pipelines.engine.local import Committed
from pipelines.warehouse import duplicates
from pipelines.warehouse.schema import ARTICLE_TABLES, CODER_TABLES

MAX_TITLES = 5  # articles that may call one address canonical, before that is taken for a mistake of the page

_INCOMING = "create or replace temp table incoming as from read_parquet($1)"
_NOTHING_INCOMING = "create or replace temp table incoming as from raw.articles limit 0"

# of each article that comes, the newest text, as the first document had it that came with it
_WINNERS = """
create or replace temp table winners as
with rivals as (
    select article_id, uri, document_id, fetched_at, text_sha256, true as is_new
    from incoming
    union all
    select article_id, uri, document_id, fetched_at, text_sha256, false
    from raw.articles
    semi join incoming using (article_id)
    where uri not in (select unnest($keys))
),
newest as (
    select article_id, text_sha256
    from rivals
    qualify row_number() over (partition by article_id order by fetched_at desc, uri desc) = 1
)
select article_id, document_id, text_sha256
from rivals
join newest using (article_id, text_sha256)
qualify row_number() over (partition by article_id order by fetched_at, uri) = 1 and is_new
"""

# of the articles as they were: those whose document comes again, and those that give way; what a coder has failed on
# is never the same
_REPLACED = """
create or replace temp table replaced as
select
    old.article_id,
    old.text_sha256 is not distinct from winners.text_sha256
    and (old.uri, old.content_sha256) not in (
        select (uri, content_sha256) from raw.rejections where content_sha256 is not null
    ) as is_same
from raw.articles as old
left join winners using (article_id)
where old.uri in (select unnest($keys)) or winners.article_id is not null
"""

_NEW = "select article_id from winners anti join replaced using (article_id)"
_CHANGED = "select article_id from replaced where not is_same"

_STILL_CODED = """
update raw.coded_articles set content_sha256 = incoming.content_sha256
from incoming
where coded_articles.article_id = incoming.article_id
  and incoming.document_id in (select document_id from winners)
  and incoming.article_id in (select article_id from replaced where is_same)
"""

_LYING_CANONICALS = f"""
insert into state.ignored_canonicals
select canonical_url
from (
    select canonical_url, uri, max_by(title, fetched_at) as title
    from raw.article_versions
    where canonical_url is not null
    group by canonical_url, uri
)
group by canonical_url having count(distinct title) > {MAX_TITLES}
except
from state.ignored_canonicals
"""

# documents whose canonical address is believed no more, and those of an article that has gone with its last speaker
_TO_RECONSIDER = """
delete from state.cleaned where uri in (
    select uri from raw.article_versions semi join state.ignored_canonicals using (canonical_url)
    union
    select versions.uri
    from raw.article_versions as versions
    semi join state.latest_documents as latest on latest.document_id = versions.document_id
    anti join raw.articles using (article_id)
)
"""


def load_versions(con: duckdb.DuckDBPyConnection, batch: Committed) -> None:
    """Load the articles of a batch, inside the caller's transaction."""
    keys = {"keys": list(batch.keys)}
    articles = batch.paths("articles")
    con.execute(_INCOMING, [articles]) if articles else con.execute(_NOTHING_INCOMING)
    con.execute(_WINNERS, keys)
    con.execute(_REPLACED, keys)
    new, changed = ([row[0] for row in con.execute(query).fetchall()] for query in (_NEW, _CHANGED))
    duplicates.changed(con, new, changed)
    for table in (*ARTICLE_TABLES, *CODER_TABLES) if changed else ():  # most of what comes is new, and these are large
        con.execute(f"delete from raw.{table} where article_id in (select unnest($1))", [changed])
    con.execute("delete from raw.articles where article_id in (select article_id from replaced)")
    con.execute("insert into raw.articles by name from incoming semi join winners using (document_id)")
    con.execute(_STILL_CODED)
    for table in ("sentences", "duplicate_bands"):
        if files := batch.paths(table):
            con.execute(
                f"""insert into raw.{table} by name
                select * exclude document_id from read_parquet($1) semi join winners using (document_id)
                where article_id in (select unnest($2))""",
                [files, [*new, *changed]],
            )
    con.execute(
        """delete from raw.article_versions where document_id in
        (select document_id from state.latest_of($keys::varchar[]))""",
        keys,
    )
    con.execute(f"insert into raw.article_versions by name select {', '.join(ARTICLE_VERSIONS.names)} from incoming")


def reconsider(con: duckdb.DuckDBPyConnection) -> int:
    """Make documents wait to be cleaned again where all that came shows their article to be another; how many."""
    con.execute(_LYING_CANONICALS)
    return int(con.execute(_TO_RECONSIDER).fetchall()[0][0])


def ignored_canonicals(con: duckdb.DuckDBPyConnection) -> frozenset[str]:
    """Addresses that are no article's, though pages call them canonical."""
    return frozenset(row[0] for row in con.execute("from state.ignored_canonicals").fetchall())
