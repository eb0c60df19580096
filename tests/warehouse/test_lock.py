"""One run writes at a time, and one that was killed is known by what it leaves behind."""

import subprocess
import sys
import time
from pathlib import Path

import duckdb
import pytest

from pipelines.warehouse import database, lock

HOLD = """
import sys, time
from pathlib import Path
from pipelines.warehouse import lock
with lock.hold(Path(sys.argv[1]), "run-of-the-other", print):
    print("held", flush=True)
    time.sleep(float(sys.argv[2]))
"""


def other(path: Path, seconds: float) -> "subprocess.Popen[str]":
    process = subprocess.Popen([sys.executable, "-c", HOLD, path, str(seconds)], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    return process


def never(holder: lock.Holder | None) -> None:
    raise AssertionError("nobody should have to wait")


def test_the_second_waits_for_the_first_and_knows_who_it_is(tmp_path: Path) -> None:
    path, waited_for = tmp_path / "lock", []
    process = other(path, 1.0)
    assert lock.holder(path) == lock.Holder(process.pid, "run-of-the-other")
    start = time.monotonic()
    with lock.hold(path, "mine", waited_for.append) as died:
        assert died is None
        assert process.wait() == 0
    assert waited_for == [lock.Holder(process.pid, "run-of-the-other")]
    assert time.monotonic() - start > 0.5
    assert lock.holder(path) is None


def test_a_killed_holder_holds_nothing_and_is_known_until_it_is_cleared(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    process = other(path, 60)
    process.kill()
    process.wait()
    assert lock.holder(path) is None
    assert lock.died(path) == lock.Holder(process.pid, "run-of-the-other")
    with lock.cleared(path) as died:
        assert died is not None
    with lock.hold(path, "mine", never) as died:
        assert died is None


def test_the_next_holder_learns_of_the_killed_one(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    process = other(path, 60)
    process.kill()
    process.wait()
    with lock.hold(path, "mine", never) as died:
        assert died == lock.Holder(process.pid, "run-of-the-other")
    assert lock.died(path) is None


def test_a_working_database_open_elsewhere_gets_one_clear_line(tmp_path: Path) -> None:
    path = tmp_path / "work.duckdb"
    script = "import duckdb, sys; con = duckdb.connect(sys.argv[1]); print('open', flush=True); sys.stdin.read()"
    command = [sys.executable, "-c", script, str(path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "open\n"
        clear = pytest.raises(database.WarehouseLockedError, match=rf"^process {process.pid} has .* open: close it.*$")
        with clear, database.connect(path, seconds=0.5):
            pass
        process.communicate()
    with database.connect(path, seconds=0) as con:
        assert con.execute("select current_setting('TimeZone')").fetchall() == [("UTC",)]
    assert duckdb.connect(str(path)).execute("from state.marks").fetchall() == []
