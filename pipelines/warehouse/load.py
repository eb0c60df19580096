"""Loads what rooms gave into the raw tables, each batch in one transaction: loading it again changes nothing.

Takes documents and refusals of a source, or a committed batch of files; never reads a file that no manifest names.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import duckdb
import pyarrow as pa

from pipelines.engine.local import Committed
from pipelines.sources.schema import REJECTIONS
from pipelines.sources.types import GIVEN, Document, Refusal
from pipelines.warehouse import raw_store
from pipelines.warehouse.database import raw_changed, set_mark, transaction
from pipelines.warehouse.schema import CODER_TABLES, DICTIONARY_TABLES, RAW_TABLES, SOURCE_TABLES
from pipelines.warehouse.versions import load_versions

DICTIONARY = "dictionary"  # the mark that names the version of the dictionary in the raw tables
SCORED = "scored"  # the mark that names the coder, knowledge and gold whose scores are in the raw tables

_KNOWN_BY = ("content_sha256", *GIVEN)  # a document in which one of these is another is taken in again

# of the uris that begin so: what was not refused again; what was found in a document as it is now stays
_NOT_REFUSED_AGAIN = """
from raw.rejections
anti join state.latest_documents using (uri, content_sha256)
where starts_with(uri, $1) and uri not in (select unnest($2::varchar[]))
and not exists (select 1 from unnest($3::varchar[]) as kept(file) where uri = file or starts_with(uri, file || '#'))
"""

# of these uris; what was found in a document stays, since it is not cleaned again when the file is as it was
_DELETE_REFUSALS = """
delete from raw.rejections where rowid in (
    select rejections.rowid from raw.rejections
    anti join state.latest_of($1::varchar[]) using (uri, content_sha256)
    where uri in (select unnest($1::varchar[]))
)
"""

# `$` follows `#`: all that is in a file lies between
_INPUTS_IN = """
with inputs as (
    select uri, 1 as n from state.latest_documents
    union all
    select uri, coalesce(n_inputs, 1) from raw.rejections anti join state.latest_documents using (uri, content_sha256)
)
select coalesce(sum(n), 0) from inputs
join (select unnest($1::varchar[]) as file) on uri >= file and uri < file || '$'
where uri = file or starts_with(uri, file || '#')
"""


@dataclass(frozen=True, slots=True)
class TakenIn:
    """What became of a source's inputs."""

    new: int = 0
    known: int = 0  # as it was before, also what was refused before
    refused: Counter[str] = field(default_factory=Counter)  # by reason

    def __add__(self, other: "TakenIn") -> "TakenIn":
        return TakenIn(self.new + other.new, self.known + other.known, self.refused + other.refused)


def take_in(
    con: duckdb.DuckDBPyConnection,
    store: Path,
    found: Sequence[Document | Refusal],
    now: datetime,
    along: Callable[[], None] | None = None,
) -> TakenIn:
    """Keep the documents and refusals that are not known; other content, or other words of the source on it, are new.

    `along` writes what must not be kept without them, in the same transaction.
    """
    new, refused = news(con, found)
    for document in new:
        raw_store.put(store, document.content_sha256, document.content)
    if new or refused or along:
        with transaction(con):
            if along:
                along()
            _delete(con, "documents", "document_id", [document.document_id for document in new])
            _delete(con, "rejections", "uri", [document.uri for document in new])
            con.execute(_DELETE_REFUSALS, [[refusal.uri for refusal in refused]])
            _insert(con, "documents", [_document_row(document, now) for document in new], SOURCE_TABLES["documents"])
            _insert(con, "rejections", [_refusal_row(refusal, now) for refusal in refused], REJECTIONS)
            if new or refused:
                raw_changed(con)
    counts: Counter[str] = Counter()
    for refusal in refused:
        counts[refusal.reason] += refusal.n_inputs
    return TakenIn(len(new), len(found) - len(new) - len(refused), counts)


def news(con: duckdb.DuckDBPyConnection, found: Sequence[Document | Refusal]) -> tuple[list[Document], list[Refusal]]:
    """The documents and refusals that are not known as they are."""
    documents = [item for item in found if isinstance(item, Document)]
    refusals = [item for item in found if isinstance(item, Refusal)]
    seen = _latest_documents(con, [document.uri for document in documents])
    refused = _refusals(con, [refusal.uri for refusal in refusals])
    return (
        [d for d in documents if seen.get(d.uri) != tuple(getattr(d, name) for name in _KNOWN_BY)],
        [r for r in refusals if (r.reason, r.detail, r.size_bytes) not in refused.get(r.uri, set())],
    )


def refused_uris(found: Sequence[Document | Refusal]) -> set[str]:
    """What could not be used."""
    return {item.uri for item in found if isinstance(item, Refusal)}


def count_inputs(con: duckdb.DuckDBPyConnection, files: Sequence[str]) -> int:
    """How many inputs lie in these tables and archives, as they were read last."""
    return int(con.execute(_INPUTS_IN, [list(files)]).fetchall()[0][0]) if files else 0


def count_gone(con: duckdb.DuckDBPyConnection, uri_prefix: str, refused: set[str], not_read: Sequence[str] = ()) -> int:
    """Rejections that a whole read of what `uri_prefix` names, which refused `refused`, has not met again.

    What was rejected of files that were `not_read` again is as it was.
    """
    rows = con.execute(f"select count(*) {_NOT_REFUSED_AGAIN}", [uri_prefix, list(refused), list(not_read)]).fetchall()
    return int(rows[0][0])


def forget_gone(
    con: duckdb.DuckDBPyConnection, uri_prefix: str, refused: set[str], not_read: Sequence[str] = ()
) -> int:
    """Delete those rejections; gives how many there were."""
    gone = count_gone(con, uri_prefix, refused, not_read)
    if gone:
        with transaction(con):
            query = f"delete from raw.rejections where rowid in (select rejections.rowid {_NOT_REFUSED_AGAIN})"
            con.execute(query, [uri_prefix, list(refused), list(not_read)])
            raw_changed(con)
    return gone


def forget_refusals(con: duckdb.DuckDBPyConnection, uris: Sequence[str], but: Sequence[str]) -> None:
    """What was refused at these addresses is not any more, `but` for these reasons; in the caller's transaction."""
    query = """
        delete from raw.rejections
        where content_sha256 is null and uri in (select unnest($1::varchar[]))
        and reason not in (select unnest($2::varchar[])) returning uri"""
    if con.execute(query, [list(uris), list(but)]).fetchall():
        raw_changed(con)


def load_articles(con: duckdb.DuckDBPyConnection, batch: Committed, cleaner_version: str) -> None:
    """Load a batch of cleaned documents, keyed by uri; what was known of them goes, and with it what was coded from it.

    What is coded stays where the text is as it was.
    """
    with transaction(con):
        load_versions(con, batch)
        _delete(con, "rejections", "uri", batch.keys)
        _insert_files(con, "rejections", batch)
        con.execute("delete from state.cleaned where uri in (select unnest($1))", [list(batch.keys)])
        con.execute(
            """insert into state.cleaned
            select uri, document_id, fetched_at, $2 from state.latest_of($1::varchar[])""",
            [list(batch.keys), cleaner_version],
        )
        raw_changed(con)


def load_coded(con: duckdb.DuckDBPyConnection, batch: Committed) -> None:
    """Load a batch of coded articles, keyed by article_id; what was known of them goes, a coder's rejection too."""
    with transaction(con):
        for table in CODER_TABLES:
            _delete(con, table, "article_id", batch.keys)
        # an article has no rejection of its own content but by a coder; its file may since have been refused
        con.execute(
            """delete from raw.rejections where (uri, content_sha256) in
            (select (uri, content_sha256) from raw.articles where article_id in (select unnest($1)))""",
            [list(batch.keys)],
        )
        for table in (*CODER_TABLES, "rejections"):
            _insert_files(con, table, batch)
        raw_changed(con)


def count_as_coded(con: duckdb.DuckDBPyConnection, article_ids: Sequence[str], dictionary_version: str) -> None:
    """Say that these articles are coded as this dictionary has it, since it tells them nothing new."""
    if article_ids:
        with transaction(con):
            con.execute(
                "update raw.coded_articles set dictionary_version = $2 where article_id in (select unnest($1))",
                [list(article_ids), dictionary_version],
            )
            raw_changed(con)


def load_dictionary(con: duckdb.DuckDBPyConnection, tables: dict[str, list[dict[str, object]]], version: str) -> None:
    """Put the dictionary that is coded with in the place of the last one, and mark its version."""
    with transaction(con):
        set_mark(con, DICTIONARY, version)
        for table, schema in DICTIONARY_TABLES.items():
            con.execute(f"delete from raw.{table}")
            _insert(con, table, tables[table], schema)
        raw_changed(con)


def load_scores(con: duckdb.DuckDBPyConnection, rows: list[dict[str, object]], version: str) -> None:
    """Put the scores of the coder in the place of the last ones, and mark what was scored."""
    with transaction(con):
        set_mark(con, SCORED, version)
        con.execute("delete from raw.coder_scores")
        _insert(con, "coder_scores", rows, RAW_TABLES["coder_scores"])
        raw_changed(con)


def _latest_documents(con: duckdb.DuckDBPyConnection, uris: list[str]) -> dict[str, tuple[str | None, ...]]:
    rows = con.execute(f"select uri, {', '.join(_KNOWN_BY)} from state.latest_of($1::varchar[])", [uris]).fetchall()
    return {row[0]: row[1:] for row in rows}


def _refusals(con: duckdb.DuckDBPyConnection, uris: list[str]) -> dict[str, set[tuple[str, str | None, int | None]]]:
    known: dict[str, set[tuple[str, str | None, int | None]]] = {}
    query = "select uri, reason, detail, size_bytes from raw.rejections where uri in (select unnest($1))"
    for uri, *said in con.execute(query, [uris]).fetchall():
        known.setdefault(uri, set()).add((said[0], said[1], said[2]))
    return known


def _document_row(document: Document, now: datetime) -> dict[str, object]:
    return {
        "document_id": document.document_id,
        "uri": document.uri,
        "content_sha256": document.content_sha256,
        "size_bytes": len(document.content),
        "fetched_at": document.fetched_at or now,
        **{name: getattr(document, name) for name in GIVEN},
    }


def _refusal_row(refusal: Refusal, now: datetime) -> dict[str, object]:
    return {
        "uri": refusal.uri,
        "content_sha256": refusal.content_sha256,
        "reason": refusal.reason,
        "detail": refusal.detail,
        "size_bytes": refusal.size_bytes,
        "seen_at": now,
        "source_name": refusal.source_name,
        "n_inputs": refusal.n_inputs,
    }


def _delete(con: duckdb.DuckDBPyConnection, table: str, column: str, values: Sequence[str]) -> None:
    if values:
        con.execute(f"delete from raw.{table} where {column} in (select unnest($1))", [list(values)])


def _insert(con: duckdb.DuckDBPyConnection, table: str, rows: list[dict[str, object]], schema: pa.Schema) -> None:
    if rows:
        batch = pa.Table.from_pylist(rows, schema=schema)  # noqa: F841 - DuckDB finds it by its name
        con.execute(f"insert into raw.{table} by name select * from batch")


def _insert_files(con: duckdb.DuckDBPyConnection, table: str, batch: Committed) -> None:
    if files := batch.paths(table):
        con.execute(f"insert into raw.{table} by name select * from read_parquet($1)", [files])
