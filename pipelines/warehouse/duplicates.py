"""Links near-duplicate articles in the working database.

Takes raw.duplicate_bands, raw.articles and raw.sentences; fills raw.near_duplicates.  What is linked depends on the
articles alone, not on the order in which they came: candidates are found anew each time by one join, which is cheap;
each pair's texts are compared once, which is not, and state.compared_pairs remembers the outcome.
"""

import duckdb
import pyarrow as pa

from pipelines.articles.duplicates import overlap

MIN_JACCARD = 0.5
MIN_CONTAINMENT = 0.8  # a cut copy shares little of the whole, but nearly all of itself
MAX_BUCKET = 200  # templated texts fill a bucket; in larger ones each article meets only its next neighbours by id
NEIGHBOURS = 10
_COLUMNS = ["article_id", "article_version", "other_id", "other_version", "jaccard", "containment"]
_CHUNK = 2_000  # pairs whose texts are in memory at once

_MEMORY = """
create table if not exists state.compared_pairs (
    article_id varchar not null, article_version varchar not null,
    other_id varchar not null, other_version varchar not null,
    jaccard double not null, containment double not null
);
"""

_CANDIDATES = f"""
create or replace temp table candidate_pairs as
with buckets as (
    select
        band, band_hash, article_id,
        count(*) over (partition by band, band_hash) as size,
        row_number() over (partition by band, band_hash order by article_id) as place
    from raw.duplicate_bands
    semi join raw.articles using (article_id)
),
pairs as (
    select distinct a.article_id, b.article_id as other_id
    from buckets a
    join buckets b using (band, band_hash)
    where a.size > 1
      and a.article_id < b.article_id
      and (a.size <= {MAX_BUCKET} or b.place - a.place <= {NEIGHBOURS})
),
versions as (select article_id, content_sha256 || ' ' || cleaner_version as version from raw.articles)
select pairs.article_id, a.version as article_version, pairs.other_id, b.version as other_version
from pairs
join versions a on a.article_id = pairs.article_id
join versions b on b.article_id = pairs.other_id
"""

_UNCOMPARED = """
select * from candidate_pairs
anti join state.compared_pairs using (article_id, article_version, other_id, other_version)
order by article_id, other_id
"""

_BODIES = """
select article_id, string_agg(text, ' ' order by sentence_no)
from raw.sentences
where part = 'body' and article_id in (select unnest($ids))
group by article_id
"""

_FORGET = """
delete from state.compared_pairs
where (article_id, article_version, other_id, other_version) not in (from candidate_pairs)
"""

_LINK = f"""
insert into raw.near_duplicates
select article_id, other_id, containment
from state.compared_pairs
where jaccard >= {MIN_JACCARD} or containment >= {MIN_CONTAINMENT}
"""


def link_near_duplicates(con: duckdb.DuckDBPyConnection) -> int:
    """Bring raw.near_duplicates up to date; returns the number of links.

    A link has `article_id` < `other_id`; `overlap` is the share of the shorter text's 5-word sequences that the
    other has too.
    Run it inside the caller's transaction, or outside any.
    """
    con.execute(_MEMORY)
    con.execute(_CANDIDATES)
    con.execute(_FORGET)
    pairs = con.execute(_UNCOMPARED).fetchall()
    for start in range(0, len(pairs), _CHUNK):
        _compare(con, pairs[start : start + _CHUNK])
    con.execute("delete from raw.near_duplicates")
    con.execute(_LINK)
    con.execute("drop table candidate_pairs")
    (n,) = con.execute("select count(*) from raw.near_duplicates").fetchone() or (0,)
    return int(n)


def _compare(con: duckdb.DuckDBPyConnection, pairs: list[tuple[str, str, str, str]]) -> None:
    ids = sorted({pair[0] for pair in pairs} | {pair[2] for pair in pairs})
    bodies = dict(con.execute(_BODIES, {"ids": ids}).fetchall())
    rows = [(*pair, *overlap(bodies.get(pair[0], ""), bodies.get(pair[2], ""))) for pair in pairs]
    con.register("compared", pa.table([pa.array(column) for column in zip(*rows, strict=True)], names=_COLUMNS))
    con.execute("insert into state.compared_pairs from compared")
    con.unregister("compared")
