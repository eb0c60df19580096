"""Publishes the public tables: a new file beside the target, checked, then put in the target's place at once.

Takes the working database; gives `entente.duckdb`.  Whoever has the old file open keeps a whole old copy; a crash at
any moment leaves the previous file where it was.  Never writes into a published file.
"""

import os
from pathlib import Path

import duckdb

from pipelines.warehouse.database import CONFIG

STORAGE_VERSION = "v1.5.0"  # what older clients can open
PUBLIC = "main"


class PublishError(Exception):
    """The copy is not what it should be; the previous file stays."""


def publish(work_db: Path, target: Path) -> dict[str, int]:
    """Put a copy of the public tables and views in the place of `target`; gives the rows of each.

    Raises PublishError where the copy does not hold what the working database holds.
    """
    for left_over in target.parent.glob(f"{target.name}.*.tmp*"):  # of publishes that were killed
        left_over.unlink()
    fresh = target.with_name(f"{target.name}.{os.getpid()}.tmp")
    try:
        expected = _copy(work_db, fresh)
        found = _count(fresh)
        if found != expected:
            wrong = {name for name in expected | found if expected.get(name) != found.get(name)}
            raise PublishError(f"the copy differs in {', '.join(sorted(wrong))}")
        if not expected:
            raise PublishError("there is no public table")
        with fresh.open("rb") as file:
            os.fsync(file.fileno())
        fresh.replace(target)
    finally:
        fresh.unlink(missing_ok=True)
        fresh.with_name(f"{fresh.name}.wal").unlink(missing_ok=True)
    _sync_folder(target.parent)
    return expected


def build_info(target: Path) -> dict[str, str]:
    """What the published file says of its build; empty where there is none or it cannot be read."""
    if not target.exists():
        return {}
    try:
        with duckdb.connect(str(target), read_only=True, config=CONFIG) as con:
            return dict(con.execute("select key, value from build_info").fetchall())
    except duckdb.Error:
        return {}


def _copy(work_db: Path, fresh: Path) -> dict[str, int]:
    with duckdb.connect(config=CONFIG) as con:
        con.execute(f"attach '{_quoted(work_db)}' as work (read_only)")
        con.execute(f"attach '{_quoted(fresh)}' as fresh (storage_version '{STORAGE_VERSION}')")
        # all definitions with their keys, comments and views, then only what is public
        con.execute("copy from database work to fresh (schema)")
        schemas = "select schema_name from duckdb_schemas() where database_name = 'fresh' and not internal"
        for (schema,) in con.execute(schemas).fetchall():
            if schema != PUBLIC:
                con.execute(f'drop schema fresh."{schema}" cascade')
        tables = _names(con, "duckdb_tables()", "table_name", "work")
        for name in tables:
            con.execute(f'insert into fresh.{PUBLIC}."{name}" select * from work.{PUBLIC}."{name}"')
        views = _names(con, "duckdb_views()", "view_name", "work")
        counts = {name: _rows(con, f'work.{PUBLIC}."{name}"') for name in (*tables, *views)}
        con.execute("detach fresh")
        return counts


def _count(path: Path) -> dict[str, int]:
    """Rows of every public table and view of a file, read as its readers will."""
    with duckdb.connect(str(path), read_only=True, config=CONFIG) as con:
        database = con.execute("select current_database()").fetchall()[0][0]
        tables = _names(con, "duckdb_tables()", "table_name", database)
        views = _names(con, "duckdb_views()", "view_name", database)
        return {name: _rows(con, f'{PUBLIC}."{name}"') for name in (*tables, *views)}


def _names(con: duckdb.DuckDBPyConnection, catalog: str, column: str, database: str) -> list[str]:
    query = (
        f"select {column} from {catalog} where database_name = $1 and schema_name = $2 and not internal order by all"
    )
    return [row[0] for row in con.execute(query, [database, PUBLIC]).fetchall()]


def _rows(con: duckdb.DuckDBPyConnection, table: str) -> int:
    return int(con.execute(f"select count(*) from {table}").fetchall()[0][0])


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
