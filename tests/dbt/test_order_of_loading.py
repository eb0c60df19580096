"""The same reports give the same tables, in whatever order they were loaded."""

import shutil
from pathlib import Path
from typing import Any

import duckdb
import pytest

from pipelines.warehouse.schema import RAW_TABLES


@pytest.fixture(scope="module")
def reversed_db(dbt: Any, work_db: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The five reports with the rows of every raw table the other way round, derived anew."""
    database = tmp_path_factory.mktemp("reversed") / "work.duckdb"
    shutil.copyfile(work_db, database)
    with duckdb.connect(str(database)) as con:
        for table in RAW_TABLES:
            con.execute(f"create temp table turned as select * from raw.{table} order by rowid desc")
            con.execute(f"delete from raw.{table}")
            con.execute(f"insert into raw.{table} select * from turned")
            con.execute("drop table turned")
    assert dbt.run(database, "run").success
    return database


def test_every_public_table_is_the_same(work_db: Path, reversed_db: Path) -> None:
    with duckdb.connect() as con:
        con.execute(f"attach '{work_db}' as one (read_only)")
        con.execute(f"attach '{reversed_db}' as other (read_only)")
        tables = con.execute(
            "select table_name from duckdb_tables() where database_name = 'one' and schema_name = 'main'"
        ).fetchall()
        assert len(tables) == 20
        for (table,) in tables:
            ones, others = (con.execute(f"from {name}.main.{table}").fetchall() for name in ("one", "other"))
            assert ones == others, table
