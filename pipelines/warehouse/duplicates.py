"""Links near-duplicate articles in the working database.

Takes raw.duplicate_bands, raw.articles, and what `changed` has noted since the last time; fills raw.near_duplicates.
The cost follows what has changed, not what is there: only buckets that a changed article is in, or has left, are
looked at, and each pair's texts are compared once (state.compared remembers the outcome).  Still, what is linked
depends on the articles alone, not on the order in which they came.
"""

from collections.abc import Sequence

import duckdb
import pyarrow as pa

from pipelines import progress
from pipelines.articles.duplicates import overlap, shingles

MIN_JACCARD = 0.5
MIN_CONTAINMENT = 0.8  # a cut copy shares little of the whole, but nearly all of itself
MAX_BUCKET = 200  # templated texts fill a bucket; in larger ones each article meets only its next neighbours by id
NEIGHBOURS = 10
_COLUMNS = ["article_id", "other_id", "jaccard", "containment"]
_CHUNK = 10_000  # pairs whose texts are in memory at once

# the buckets that an article which comes, changes or goes is in, with the number of articles that have left each
_TOUCHED = """
create or replace temp table touched as
select band, band_hash, cast(sum(n_left) as integer) as n_left
from (
    select band, band_hash, 0 as n_left from raw.duplicate_bands semi join state.unlinked using (article_id)
    union all
    select band, band_hash, 1 as n_left from state.left_buckets
)
group by band, band_hash
"""

_MEMBERS = """
create or replace temp table members as
from raw.duplicate_bands semi join touched using (band, band_hash)
"""

# in a bucket over the cap, each article that comes or goes gives the others new neighbours
_AFFECTED = """
create or replace temp table affected as
select article_id from state.unlinked
union
select article_id from members
join (
    select band, band_hash from touched join members using (band, band_hash)
    group by band, band_hash, n_left having count(*) + n_left > $most
) using (band, band_hash)
"""

_ALL_BUCKETS_OF_AFFECTED = """
create or replace temp table touched as
select distinct band, band_hash from raw.duplicate_bands semi join affected using (article_id)
"""

_CANDIDATES = """
create or replace temp table candidates as
with placed as (
    select
        band, band_hash, article_id,
        article_id in (from affected) as is_affected,
        count(*) over (partition by band, band_hash) as size,
        row_number() over (partition by band, band_hash order by article_id) as place
    from members
),
shared as (from placed where size > 1),
met as (
    select a.article_id, b.article_id as other_id, a.is_affected or b.is_affected as is_affected
    from shared as a
    join shared as b using (band, band_hash)
    where a.size <= $most and a.article_id < b.article_id
    union all
    select a.article_id, b.article_id, a.is_affected or b.is_affected
    from (select *, unnest(range(1, $neighbours + 1)) as step from shared where size > $most) as a
    join shared as b on b.band = a.band and b.band_hash = a.band_hash and b.place = a.place + a.step
)
select distinct article_id, other_id from met where is_affected
"""

# pairs of a changed text, and those that no bucket proposes any more
_FORGET = """
delete from state.compared where rowid in (
    select rowid from state.compared
    where article_id in (from state.unlinked) or other_id in (from state.unlinked)
    union
    select compared.rowid from state.compared
    anti join candidates using (article_id, other_id)
    where article_id in (from affected) or other_id in (from affected)
)
"""

_UNCOMPARED = """
from candidates anti join state.compared using (article_id, other_id) order by article_id, other_id
"""

_BODIES = """
select article_id, substr(text, body_start + 1) from raw.articles where article_id in (select unnest($ids))
"""

_UNLINK = """
delete from raw.near_duplicates where article_id in (from affected) or other_id in (from affected)
"""

_LINK = """
insert into raw.near_duplicates
select article_id, other_id, containment
from state.compared
where (jaccard >= $jaccard or containment >= $containment)
  and (article_id in (from affected) or other_id in (from affected))
"""


def changed(con: duckdb.DuckDBPyConnection, new: Sequence[str], known: Sequence[str] = ()) -> None:
    """Note, in the caller's transaction and before their bands go, that articles come, and known ones change or go."""
    if known:
        con.execute(
            """insert into state.left_buckets
            select band, band_hash from raw.duplicate_bands where article_id in (select unnest($1))""",
            [list(known)],
        )
    con.execute("insert into state.unlinked select unnest($1) except from state.unlinked", [[*new, *known]])


def link_near_duplicates(con: duckdb.DuckDBPyConnection) -> int:
    """Bring raw.near_duplicates up to date; returns the number of links.

    A link has `article_id` < `other_id`; `overlap` is the share of the shorter text's 5-word sequences that the
    other has too.
    Run it inside the caller's transaction, or outside any.
    """
    con.execute(_TOUCHED)
    con.execute(_MEMBERS)
    con.execute(_AFFECTED, {"most": MAX_BUCKET})
    if _count(con, "affected") > _count(con, "state.unlinked"):
        con.execute(_ALL_BUCKETS_OF_AFFECTED)
        con.execute(_MEMBERS)
    con.execute(_CANDIDATES, {"most": MAX_BUCKET, "neighbours": NEIGHBOURS})
    con.execute(_FORGET)
    _compare(con, con.execute(_UNCOMPARED).fetchall())
    con.execute(_UNLINK)
    con.execute(_LINK, {"jaccard": MIN_JACCARD, "containment": MIN_CONTAINMENT})
    for table in ("state.unlinked", "state.left_buckets"):
        con.execute(f"delete from {table}")
    for table in ("touched", "members", "affected", "candidates"):
        con.execute(f"drop table {table}")
    return _count(con, "raw.near_duplicates")


def _compare(con: duckdb.DuckDBPyConnection, pairs: Sequence[tuple[str, str]]) -> None:
    """Compare the texts of pairs, and remember the outcome."""
    with progress.track("comparing", len(pairs)) as advance:
        for start in range(0, len(pairs), _CHUNK):
            chunk = pairs[start : start + _CHUNK]
            ids = sorted({article_id for pair in chunk for article_id in pair})
            bodies = con.execute(_BODIES, {"ids": ids}).fetchall()
            sets = {article_id: shingles(body) for article_id, body in bodies}
            rows = [(*pair, *overlap(sets[pair[0]], sets[pair[1]])) for pair in chunk]
            found = [pa.array(column) for column in zip(*rows, strict=True)]
            con.register("compared_now", pa.table(found, names=_COLUMNS))
            con.execute("insert into state.compared from compared_now")
            con.unregister("compared_now")
            advance(len(chunk))


def _count(con: duckdb.DuckDBPyConnection, table: str) -> int:
    return int(con.execute(f"select count(*) from {table}").fetchall()[0][0])
