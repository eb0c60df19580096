"""Opens the working database, and keeps the marks that say how far the build has come."""

import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from pipelines.warehouse import schema

# nothing is fetched from anywhere
CONFIG: dict[str, str | bool | int | float | list[str]] = {
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
}
SECONDS_TO_WAIT = 20.0


class WarehouseLockedError(Exception):
    """Another program has the working database open; the message is one line for the user."""


@contextmanager
def connect(path: Path, seconds: float = SECONDS_TO_WAIT) -> Iterator[duckdb.DuckDBPyConnection]:
    """Open the working database for writing, with its raw tables in place; waits up to `seconds` where it is locked.

    Raises WarehouseLockedError.
    """
    con = _open(path, seconds)
    try:
        con.execute("set TimeZone = 'UTC'")
        schema.create(con)
        yield con
    except RuntimeError as error:
        if str(error) == "Query interrupted":  # what DuckDB makes of Ctrl-C
            raise KeyboardInterrupt from error
        raise
    finally:
        con.close()


def _open(path: Path, seconds: float) -> duckdb.DuckDBPyConnection:
    deadline, pause = time.monotonic() + seconds, 0.1
    while True:
        try:
            return duckdb.connect(str(path), config=CONFIG)
        except duckdb.IOException as error:
            if "lock" not in str(error):
                raise
            if time.monotonic() + pause > deadline:
                found = re.search(r"PID (\d+)", str(error))
                who = f"process {found.group(1)}" if found else "another process"
                message = f"{who} has the working database {path} open: close it (others should open entente.duckdb)"
                raise WarehouseLockedError(message) from error
        time.sleep(pause)
        pause = min(2 * pause, 2.0)


@contextmanager
def transaction(con: duckdb.DuckDBPyConnection) -> Iterator[None]:
    """All of it or nothing."""
    con.execute("begin")
    try:
        yield
    except BaseException:
        con.execute("rollback")
        raise
    con.execute("commit")


def mark(con: duckdb.DuckDBPyConnection, name: str) -> str | None:
    """What a mark says; None where it is not set."""
    row = con.execute("select value from state.marks where name = ?", [name]).fetchall()
    return str(row[0][0]) if row else None


def set_mark(con: duckdb.DuckDBPyConnection, name: str, value: str | None) -> None:
    """Set a mark, or with None clear it."""
    if value is None:
        con.execute("delete from state.marks where name = ?", [name])
    else:
        con.execute("insert or replace into state.marks values (?, ?)", [name, value])


def raw_version(con: duckdb.DuckDBPyConnection) -> str:
    """A number that grows with every change of the raw tables."""
    return mark(con, "raw_version") or "0"


def raw_changed(con: duckdb.DuckDBPyConnection) -> None:
    """Say, inside the transaction that does it, that the raw tables change."""
    set_mark(con, "raw_version", str(int(raw_version(con)) + 1))


def count(con: duckdb.DuckDBPyConnection, table: str) -> int:
    """Rows of a table."""
    return int(con.execute(f"select count(*) from {table}").fetchall()[0][0])
