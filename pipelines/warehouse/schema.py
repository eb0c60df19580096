"""The tables of the working database that the pipeline fills itself; dbt makes the others from them.

`raw` holds one table for each Arrow schema at the border of a room.  `state` is the pipeline's own memory: which
document was cleaned by which version, and how far the build has come.
"""

import duckdb
import pyarrow as pa

from pipelines.articles.schema import ARTICLE_VERSIONS, ARTICLES, DUPLICATE_BANDS, SENTENCES
from pipelines.coder.schema import (
    ACTORS,
    AFFILIATIONS,
    CODED_ARTICLES,
    CODER_SCORES,
    MENTION_CANDIDATES,
    MENTIONS,
    MET_ACTORS,
    NAME_SIGHTINGS,
    RELATION_THIRD_PARTIES,
    RELATIONS,
)
from pipelines.sources.schema import DOCUMENTS, REJECTIONS, SOURCES, TIMESTAMP

NEAR_DUPLICATES = pa.schema(  # pairs of articles that report the same text
    [
        pa.field("article_id", pa.string(), False),
        pa.field("other_id", pa.string(), False),
        pa.field("overlap", pa.float64(), False),
    ]
)

BUILDS = pa.schema(  # one row: the build that the derived tables belong to
    [
        pa.field("run_id", pa.string(), False),
        pa.field("built_at", TIMESTAMP, False),
        pa.field("coder_version", pa.string(), False),
        pa.field("dictionary_version", pa.string(), False),
        pa.field("cleaner_version", pa.string(), False),
    ]
)

_CONTENT = DOCUMENTS.get_field_index("content")  # stays in the raw store

SOURCE_TABLES = {"documents": DOCUMENTS.remove(_CONTENT), "rejections": REJECTIONS, "sources": SOURCES}
ARTICLE_TABLES = {
    "articles": ARTICLES,
    "sentences": SENTENCES,
    "duplicate_bands": DUPLICATE_BANDS,
}
DICTIONARY_TABLES = {"actors": ACTORS, "affiliations": AFFILIATIONS}
CODER_TABLES = {
    "mentions": MENTIONS,
    "mention_candidates": MENTION_CANDIDATES,
    "met_actors": MET_ACTORS,
    "name_sightings": NAME_SIGHTINGS,
    "relations": RELATIONS,
    "relation_third_parties": RELATION_THIRD_PARTIES,
    "coded_articles": CODED_ARTICLES,
}
RAW_TABLES = {
    **SOURCE_TABLES,
    **ARTICLE_TABLES,
    "article_versions": ARTICLE_VERSIONS,
    "near_duplicates": NEAR_DUPLICATES,
    **DICTIONARY_TABLES,
    **CODER_TABLES,
    "coder_scores": CODER_SCORES,
    "builds": BUILDS,
}

_TYPES = {
    pa.string(): "varchar",
    pa.int32(): "integer",
    pa.int64(): "bigint",
    pa.uint64(): "ubigint",
    pa.float64(): "double",
    pa.bool_(): "boolean",
    pa.date32(): "date",
    TIMESTAMP: "timestamptz",
}

_STATE = """
create schema if not exists state;
create table if not exists state.marks (name varchar primary key, value varchar not null);
create table if not exists state.cleaned (
    uri varchar not null,
    document_id varchar not null,
    fetched_at timestamptz not null,
    cleaner_version varchar not null
);
create table if not exists state.polls (
    source_name varchar primary key,
    polled_at timestamptz not null,
    next_at timestamptz not null,
    minutes double not null,
    failures double not null,
    error varchar
);
create table if not exists state.knowledge (
    version varchar not null,
    layer integer not null,
    name varchar not null,
    content blob not null
);
create table if not exists state.memory (
    source_name varchar not null,
    key varchar not null,
    value varchar not null,
    primary key (source_name, key)
);
create table if not exists state.pages (
    uri varchar primary key,
    source_name varchar not null,
    key varchar not null,
    said varchar not null,
    found_at timestamptz not null,
    next_at timestamptz not null,
    tries integer not null,
    is_waiting boolean not null
);
"""

# of duplicates.py: the articles that it has not seen as they are, the buckets that others have left, what it compared;
# of versions.py: canonical addresses that pages of several articles share
_MEMORY = """
create table if not exists state.ignored_canonicals (canonical_url varchar primary key);
create table if not exists state.unlinked (article_id varchar not null);
create table if not exists state.left_buckets (band integer not null, band_hash ubigint not null);
create table if not exists state.compared (
    article_id varchar not null, other_id varchar not null, jaccard double not null, containment double not null
);
"""

_VIEWS = """
create {kind} state.latest_documents as
    select * from raw.documents qualify row_number() over (partition by uri order by fetched_at desc, document_id) = 1;
create macro if not exists state.latest_of(uris) as table -- as the view has them, without a look at all others
    select * from raw.documents where uri in (select unnest(uris))
    qualify row_number() over (partition by uri order by fetched_at desc, document_id) = 1;
"""


def columns(schema: pa.Schema) -> list[tuple[str, str]]:
    """Name and DuckDB type of each column."""
    return [(field.name, _TYPES[field.type]) for field in schema]


def create(con: duckdb.DuckDBPyConnection) -> None:
    """Make the tables that are missing, and the columns that a table of an earlier version lacks; those are NULL."""
    con.execute("create schema if not exists raw")
    query = "select table_name, column_name from duckdb_columns() where schema_name = 'raw' and not internal"
    there = set(con.execute(query).fetchall())
    tables = {table for table, _ in there}
    grown = False
    for name, schema in RAW_TABLES.items():
        if name not in tables:
            body = ", ".join(f"{f.name} {_TYPES[f.type]}{'' if f.nullable else ' not null'}" for f in schema)
            con.execute(f"create table raw.{name} ({body})")
            continue
        for column, kind in columns(schema):
            if (name, column) not in there:
                con.execute(f"alter table raw.{name} add column {column} {kind}")
                grown = True
    con.execute(_STATE)
    con.execute(_MEMORY)
    con.execute(_VIEWS.format(kind="or replace view" if grown else "view if not exists"))
