"""Writes an export with its datasheet: to files beside the final ones, put in place only when both are whole.

Takes the published file, what is wanted and where; gives what was written.  Opens the published file read-only, holds a
batch of rows at a time, and leaves nothing behind where it fails.
"""

import hashlib
import os
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from published.datasheet import Export, datasheet, told
from published.exports import LEVELS, RENAMED, TABLES, TIE_COLUMNS, Question, rows_of, ties
from published.filters import Filters
from published.graph import GRAPHS
from published.store import Identity, Store, open_store
from published.writers import WRITERS

BATCH_ROWS = 20_000
FORMS = (*WRITERS, *GRAPHS)
ONLY_GDELT = "tsv"
# Of the table that is exported, else of one that lends a column to it.
DESCRIBED = """
select column_name, comment from duckdb_columns()
where database_name = 'warehouse' and schema_name = 'main' and comment is not null
    and table_name in ($what, 'articles', 'relations')
order by table_name = $what, table_name
"""

Track = Callable[[str, int], AbstractContextManager[Callable[[int], None]]]


class ExportError(Exception):
    """There is no such export, or it cannot be written; the message is one line for the user."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be written: `what` is a table, or for a graph a level."""

    form: str
    what: str
    filters: Filters

    def __post_init__(self) -> None:
        known = LEVELS if self.form in GRAPHS else TABLES
        if self.form not in FORMS:
            raise ExportError(f"there is no format {self.form!r}; the formats are {', '.join(FORMS)}")
        if self.what not in known:
            raise ExportError(f"{self.form} does not hold {self.what!r}, but one of {', '.join(known)}")
        if self.form == ONLY_GDELT and not self.what.startswith("gdelt_"):
            raise ExportError(
                "GDELT's tab-separated format is for gdelt_events and gdelt_mentions; take csv for others"
            )


def export(
    identity: Identity, wanted: Wanted, target: Path, program: str, track: Track, overwrite: bool = False
) -> Export:
    """Write the export at `target` and its datasheet beside it.

    Raises ExportError where something is in the way, StoreError where the published file cannot be read.
    """
    sheet = sheet_of(target)
    for path in (target, sheet):
        if path.exists() and not overwrite:
            raise ExportError(f"{path} exists; name another file, or say --overwrite")
    if not target.parent.is_dir():
        raise ExportError(f"there is no folder {target.parent}")
    parts = {path: path.with_name(f".{path.name}.{os.getpid()}.part") for path in (sheet, target)}
    try:
        with tempfile.TemporaryDirectory(prefix="entente-export-") as spill:
            store = open_store(identity, counting=False, temp_directory=spill)
            rows, columns = _write(store, wanted, parts[target], track)
        made = Export(
            file=target.name,
            what=wanted.what if wanted.form not in GRAPHS else f"network of {wanted.what} ties",
            made_at=datetime.now(UTC),
            rows=rows,
            size_bytes=parts[target].stat().st_size,
            sha256=_sha256(parts[target]),
            asked=told(wanted.filters),
            columns=columns,
            build=store.build,
            program=program,
        )
        parts[sheet].write_text(datasheet(made), encoding="utf-8")
        for path, part in parts.items():  # the datasheet first: no export without one
            if path.exists() and not overwrite:
                raise ExportError(f"{path} has come to exist meanwhile; nothing was written")
            part.replace(path)
    except OSError as error:
        raise ExportError(f"{target} cannot be written: {error.strerror or error}") from error
    except duckdb.Error as error:
        raise ExportError(f"the published file does not give it: {str(error).splitlines()[0]}") from error
    finally:
        for part in parts.values():
            part.unlink(missing_ok=True)
    return made


def sheet_of(target: Path) -> Path:
    """Where the datasheet of an export lies."""
    return target.with_name(f"{target.name}.datasheet.md")


def _write(store: Store, wanted: Wanted, path: Path, track: Track) -> tuple[dict[str, int], dict[str, str]]:
    if wanted.form in GRAPHS:
        return _write_graph(store, wanted, path, track), TIE_COLUMNS
    question = rows_of(wanted.what, wanted.filters)
    total = _count(store, question)
    written = 0

    def counted(batches: Iterator[pa.RecordBatch], advance: Callable[[int], None]) -> Iterator[pa.RecordBatch]:
        nonlocal written
        for batch in batches:
            yield batch
            written += batch.num_rows
            advance(batch.num_rows)

    reader = _reader(store, question)
    with track("exporting", total) as advance:
        WRITERS[wanted.form](reader.schema, counted(iter(reader), advance), path)
    return {"rows": written}, described(store, wanted.what, reader.schema.names)


def described(store: Store, table: str, columns: Iterable[str]) -> dict[str, str]:
    """What the columns hold, as the published file says it of a table and of those that lend columns to it."""
    comments = dict(store.cursor().execute(DESCRIBED, {"what": table}).fetchall()) | RENAMED
    return {name: comments.get(name, "") for name in columns}


def _write_graph(store: Store, wanted: Wanted, path: Path, track: Track) -> dict[str, int]:
    tied, edges = ties(wanted.what, wanted.filters)
    rows = {"nodes": _count(store, tied), "ties": _count(store, edges)}
    keys = ("run_id", "built_at", "coder_version", "dictionary_version")
    about = {key: store.build.get(key, "unknown") for key in keys} | told(wanted.filters)
    with track("exporting", sum(rows.values())) as advance:

        def flow(question: Question) -> Iterator[dict[str, Any]]:
            for batch in _reader(store, question):
                yield from batch.to_pylist()
                advance(batch.num_rows)

        GRAPHS[wanted.form](about, flow(tied), flow(edges), path)
    return rows


def _reader(store: Store, question: Question) -> pa.RecordBatchReader:
    reader: pa.RecordBatchReader = store.cursor().sql(question.sql, params=question.values).to_arrow_reader(BATCH_ROWS)
    return reader


def _count(store: Store, question: Question) -> int:
    rows = store.cursor().execute(f"select count(*) from ({question.sql})", question.values).fetchall()
    return int(rows[0][0])


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
