"""What deriving costs: a million relations at once, then a day's ten thousand more, beside the same SQL without dbt.

    python -m benchmarks.derive [--relations 1000000] [--day 10000]

Made reports (benchmarks/reports.py) are derived by `dbt run`, each time in a process of its own: all of them; again,
with nothing new (the empty run); with the day's. Each is told in processor time and memory, and the day beyond the
empty run as a share of the whole. Then the very statements that dbt sent are sent again by DuckDB alone. `--tests`
adds what the data tests cost, which read whole tables.
"""

import argparse
import multiprocessing
import os
import resource
import shutil
import tempfile
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import duckdb
from rich.console import Console

from benchmarks.reports import fill
from pipelines.warehouse.schema import create

PROJECT = Path(__file__).parents[1] / "dbt_project"
SHARE, GIGABYTES = 0.05, 4  # what a day may cost of the whole beyond an empty run; memory
_SAID_BY_DBT = ("begin", "commit", "rollback")  # one connection sends all statements again, in the order of their end


@dataclass(frozen=True, slots=True)
class Cost:
    """Of one process."""

    cpu: float
    wall: float
    gigabytes: float
    statements: tuple[str, ...] = ()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--relations", type=int, default=1_000_000)
    parser.add_argument("--day", type=int, default=10_000)
    parser.add_argument("--tests", action="store_true")
    asked = parser.parse_args()
    say = Console().print
    with tempfile.TemporaryDirectory() as folder:
        database, copy = Path(folder) / "work.duckdb", Path(folder) / "plain.duckdb"
        measured(load, database, asked.relations, 0)
        measured(dbt, database, "seed")
        shutil.copyfile(database, copy)
        whole = measured(dbt, database, "run", "--full-refresh")
        empty = measured(dbt, database, "run")
        measured(load, database, asked.day, asked.relations)
        day = measured(dbt, database, "run")
        plain_whole = measured(plain, copy, whole.statements)
        measured(load, copy, asked.day, asked.relations)
        plain_day = measured(plain, copy, day.statements)
        costs = {"whole": whole, "empty": empty, "day": day, "whole, SQL": plain_whole, "day, SQL": plain_day}
        for what, cost in costs.items():
            say(told(what, cost))
        share = (day.cpu - empty.cpu) / whole.cpu
        say(f"the day beyond the empty run: {share:.1%} of the whole (goal: at most {SHARE:.0%})")
        say(f"the day in all: {day.cpu / whole.cpu:.1%} of the whole; of the SQL {plain_day.cpu / plain_whole.cpu:.1%}")
        say(f"dbt adds {whole.cpu / plain_whole.cpu - 1:.0%} to the whole (goal of memory: under {GIGABYTES} GB)")
        if asked.tests:
            tests = measured(dbt, database, "test", "--select", "test_type:data", "--exclude", "entente.knowledge")
            say(told("tests", tests))


def told(what: str, cost: Cost) -> str:
    """A cost as one line."""
    return f"{what:12} {cost.cpu:8.1f} s of processor {cost.wall:8.1f} s of clock {cost.gigabytes:6.2f} GB"


def measured(work: Callable[..., Sequence[str]], *arguments: object) -> Cost:
    """The work done in a fresh process, and what that cost; the start of the process does not count."""
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as pool:
        return pool.submit(_costed, work, arguments).result()


def _costed(work: Callable[..., Sequence[str]], arguments: tuple[object, ...]) -> Cost:
    start, before = time.monotonic(), time.process_time()
    statements = work(*arguments)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    return Cost(time.process_time() - before, time.monotonic() - start, memory, tuple(statements))


def load(database: Path, n: int, first: int) -> Sequence[str]:
    """Write made reports into the raw tables."""
    with duckdb.connect(str(database)) as con:
        create(con)
        fill(con, n, first)
    return ()


def dbt(database: Path, *arguments: str) -> Sequence[str]:
    """One dbt command; gives the statements that it sent."""
    os.environ["ENTENTE_WORK_DB"] = str(database)
    from dbt.cli.main import dbtRunner
    from dbt_common.events.base_types import EventMsg

    statements: list[str] = []

    def listen(event: EventMsg) -> None:
        if event.info.name == "SQLQuery":
            statements.append(event.data.sql)

    target = str(database.parent / "target")
    folders = ["--project-dir", str(PROJECT), "--profiles-dir", str(PROJECT), "--target-path", target]
    silent = ["--quiet", "--log-level-file", "none", "--no-write-json"]
    done = dbtRunner(callbacks=[listen]).invoke([*arguments, *folders, *silent])
    if not done.success:
        raise RuntimeError(f"dbt {' '.join(arguments)} failed: {done.exception}")
    return statements


def plain(database: Path, statements: Sequence[str]) -> Sequence[str]:
    """Send the statements to the database without dbt."""
    with duckdb.connect() as con:
        con.execute("set TimeZone = 'UTC'; set threads = 2; set enable_progress_bar = false")
        con.execute(f"attach '{database}' as work; use work")
        for statement in statements:
            if statement.strip(" ;\n").lower() not in _SAID_BY_DBT:
                con.execute(statement).fetchall()
    return ()


if __name__ == "__main__":
    main()
