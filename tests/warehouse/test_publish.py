"""The published file is whole at every moment, for whoever opens it."""

import subprocess
import sys
import time
from pathlib import Path

import duckdb
import pytest

from pipelines.warehouse.publish import PublishError, build_info, publish

READERS = 8
PUBLISHES = 25

# opens the file over and over; what it sees must fit together, and builds must not go backwards
READ = """
import sys, time
from pathlib import Path
import duckdb
file, stop, last, n = sys.argv[1], Path(sys.argv[2]), 0, 0
stopped = False
while not stopped:
    stopped = stop.exists()  # asked before the last reading, which thus sees the last build
    with duckdb.connect(file, read_only=True) as con:
        info = dict(con.execute("select key, value from build_info").fetchall())
        build = int(info["run_id"])
        rows = con.execute("select count(*), min(build), max(build) from rows").fetchall()
        assert rows == [(build * 100, build, build)], (build, rows)
        assert con.execute("select n from totals").fetchall() == [(build * 100,)]
        assert str(build * 100) == info["rows"]
    assert build >= last, (build, last)
    last, n = build, n + 1
print(n, last)
"""


def build(path: Path, number: int) -> None:
    """A working database whose public tables all tell the same number."""
    with duckdb.connect(str(path)) as con:
        con.execute("create schema if not exists raw")
        con.execute("create or replace table raw.secret as select 1 as x")
        con.execute(f"create or replace table rows as select {number} as build, i from range({number * 100}) as t(i)")
        con.execute("create or replace table build_info (key varchar primary key, value varchar not null)")
        con.execute(f"insert into build_info values ('run_id', '{number}'), ('rows', '{number * 100}')")
        con.execute("comment on column build_info.key is 'what is told'")
        con.execute("create or replace view totals as select count(*) as n from rows")


@pytest.mark.slow
def test_readers_never_see_an_error_or_half_a_build(tmp_path: Path) -> None:
    work, target, stop = tmp_path / "work.duckdb", tmp_path / "entente.duckdb", tmp_path / "stop"
    build(work, 1)
    publish(work, target)
    command = [sys.executable, "-c", READ, str(target), str(stop)]
    readers = [
        subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) for _ in range(READERS)
    ]
    time.sleep(1)
    for number in range(2, PUBLISHES + 2):
        build(work, number)
        publish(work, target)
    stop.touch()
    reads = 0
    for reader in readers:
        output, errors = reader.communicate(timeout=60)
        assert reader.returncode == 0, errors
        n, last = map(int, output.split())
        assert last == PUBLISHES + 1
        reads += n
    assert reads > READERS * 3


def test_only_what_is_public_is_published_with_its_keys_comments_and_views(tmp_path: Path) -> None:
    work, target = tmp_path / "work.duckdb", tmp_path / "entente.duckdb"
    build(work, 3)
    assert publish(work, target) == {"build_info": 2, "rows": 300, "totals": 1}
    with duckdb.connect(str(target), read_only=True) as con:
        schemas = con.execute("select distinct schema_name from duckdb_tables()").fetchall()
        assert schemas == [("main",)]
        key = "select constraint_column_names from duckdb_constraints() where constraint_type = 'PRIMARY KEY'"
        assert con.execute(key).fetchall() == [(["key"],)]
        assert ("what is told",) in con.execute(
            "select comment from duckdb_columns() where table_name = 'build_info'"
        ).fetchall()
        version = "select tags['storage_version'] from duckdb_databases() where database_name = current_database()"
        assert con.execute(version).fetchall()[0][0].startswith("v1.5")
    assert build_info(target)["run_id"] == "3"


def test_one_who_has_the_old_file_open_keeps_it_whole(tmp_path: Path) -> None:
    work, target = tmp_path / "work.duckdb", tmp_path / "entente.duckdb"
    build(work, 1)
    publish(work, target)
    script = f"""
import duckdb, sys
con = duckdb.connect({str(target)!r}, read_only=True)
print(con.execute("select count(*) from rows").fetchall()[0][0], flush=True)
sys.stdin.read()
print(con.execute("select sum(i) from rows").fetchall()[0][0])
"""
    with subprocess.Popen(
        [sys.executable, "-c", script], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as reader:
        assert reader.stdout is not None
        assert reader.stdout.readline() == "100\n"
        build(work, 2)
        publish(work, target)
        assert reader.communicate()[0] == f"{sum(range(100))}\n"
    assert build_info(target)["run_id"] == "2"


def test_a_build_that_cannot_be_published_leaves_the_last_one(tmp_path: Path) -> None:
    work, target = tmp_path / "work.duckdb", tmp_path / "entente.duckdb"
    build(work, 1)
    publish(work, target)
    before = target.read_bytes()
    empty = tmp_path / "empty.duckdb"
    duckdb.connect(str(empty)).close()
    with pytest.raises(PublishError, match="no public table"):
        publish(empty, target)
    with duckdb.connect(str(work)) as con:
        con.execute("create or replace view totals as select 1 as n from rows where cast(i || 'x' as integer) = 1")
    with pytest.raises(duckdb.Error):
        publish(work, target)
    assert target.read_bytes() == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["empty.duckdb", "entente.duckdb", "work.duckdb"]


def test_what_a_killed_publish_left_is_removed(tmp_path: Path) -> None:
    work, target = tmp_path / "work.duckdb", tmp_path / "entente.duckdb"
    (tmp_path / "entente.duckdb.12345.tmp").write_bytes(b"half a file")
    (tmp_path / "entente.duckdb.12345.tmp.wal").write_bytes(b"and its log")
    build(work, 1)
    publish(work, target)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["entente.duckdb", "work.duckdb"]
