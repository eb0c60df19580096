"""Answers one question in SQL, in a process of its own: `python -m published.answer FILE < question`.

Takes the published file and a question; gives the answer as an Arrow stream, or in words why there is none and the
status REFUSED.  Reads nothing else, writes no file, and asks the system for no more memory and time than set here.
"""

import contextlib
import os
import sys
import threading
from functools import partial

import duckdb
import pyarrow as pa

from published.guard import CATALOG, Refused, checked
from published.store import SETTINGS

ROWS = 10_000
BYTES = 32 * 2**20  # of an answer
SECONDS = 10
MEMORY = 512 * 2**20  # of DuckDB
ADDRESSES = 3 * 2**30  # of the process: what DuckDB does not count, such as one huge text, ends here
REFUSED, OVERDUE = 3, 4
CUT = b"cut"  # in the schema's metadata where there is more than was given

_SHOWN_AS_IT_IS = (
    "BOOLEAN", "TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT", "UTINYINT", "USMALLINT", "UINTEGER", "FLOAT",
    "DOUBLE", "VARCHAR", "DATE", "TIMESTAMP", "TIMESTAMP WITH TIME ZONE", "VARCHAR[]",
)  # fmt: skip


def opened(path: str) -> duckdb.DuckDBPyConnection:
    """The published file, read-only, and nothing else."""
    con = duckdb.connect(":memory:", config={**SETTINGS, "memory_limit": f"{MEMORY // 2**20}MiB"})
    literal = path.replace("'", "''")
    con.execute(f"attach '{literal}' as {CATALOG} (read_only)")
    con.execute(f"use {CATALOG}.main")
    con.execute("set python_enable_replacements = false")
    con.execute("set global TimeZone = 'UTC'")
    con.execute("set enable_external_access = false")
    con.execute("set lock_configuration = true")
    return con


def answer(con: duckdb.DuckDBPyConnection, sql: str) -> pa.Table:
    """At most ROWS rows and about BYTES bytes, asked for batch by batch.  Raises Refused."""
    question = checked(con, sql)
    try:
        found = con.sql(question)
        if found is None:
            raise Refused("The question gives no table.")
        reader = found.project(", ".join(_column(*column) for column in _distinct(found))).to_arrow_reader(1_000)
        batches, rows, size = [], 0, 0
        for batch in reader:
            batches.append(batch.slice(0, ROWS - rows))
            rows, size = rows + batch.num_rows, size + batch.nbytes
            if rows > ROWS or size > BYTES:
                break
        table = pa.Table.from_batches(batches, reader.schema)
    except duckdb.InterruptException as error:
        raise Refused(too_long()) from error
    except (duckdb.OutOfMemoryException, MemoryError) as error:
        raise Refused(too_much()) from error
    except (duckdb.Error, pa.ArrowException) as error:
        raise Refused(str(error)) from error
    return table.replace_schema_metadata({CUT: b"yes"} if rows > ROWS or size > BYTES else None)


def too_long() -> str:
    """What is said where time is up."""
    return f"Stopped after {SECONDS} seconds. Ask for fewer rows, or for a sum of them, or filter first."


def too_much() -> str:
    """What is said where memory is."""
    return "Stopped: it takes more memory than a question may have. Ask for fewer rows, or for a sum of them."


def _distinct(found: duckdb.DuckDBPyRelation) -> list[tuple[int, str, str]]:
    """Place, name and type of each column; a name that was there before gets a number."""
    names: list[str] = []
    for name in found.columns:
        number, wanted = 1, name
        while name in names:
            number += 1
            name = f"{wanted}_{number}"
        names.append(name)
    return [(place, name, str(kind)) for place, (name, kind) in enumerate(zip(names, found.types, strict=True), 1)]


def _column(place: int, name: str, kind: str) -> str:
    quoted = name.replace('"', '""')
    as_it_is = kind in _SHOWN_AS_IT_IS or kind.startswith("DECIMAL")
    return f'#{place} as "{quoted}"' if as_it_is else f'cast(#{place} as varchar) as "{quoted}"'


def _limit() -> None:
    """Ask the system to hold this process to its share, where it can (not on Windows)."""
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        for what, most in (
            (resource.RLIMIT_FSIZE, 0),
            (resource.RLIMIT_CORE, 0),
            (resource.RLIMIT_CPU, 4 * SECONDS),
            (resource.RLIMIT_AS, ADDRESSES),
        ):
            resource.setrlimit(what, (most, most))


def main() -> int:
    """Read the question, write the answer."""
    sql = sys.stdin.buffer.read().decode()
    _limit()
    try:
        con = opened(sys.argv[1])
        for after, stop in ((SECONDS, con.interrupt), (SECONDS + 1, partial(os._exit, OVERDUE))):
            timer = threading.Timer(after, stop)  # what holds on to one huge value takes no interruption
            timer.daemon = True
            timer.start()
        table = answer(con, sql)
    except (Refused, duckdb.Error) as error:
        sys.stdout.buffer.write(str(error).encode())
        return REFUSED
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, table.schema) as out:
        out.write_table(table)
    sys.stdout.buffer.write(sink.getvalue())
    return 0


if __name__ == "__main__":
    sys.exit(main())
