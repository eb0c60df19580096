"""What the tests of the command need: to run it, to copy a home, and to compare what two homes published."""

import os
import re
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import duckdb

ROOT = Path(__file__).parents[2]
SAMPLES = ROOT / "seeds" / "articles"
ENTENTE = str(Path(sys.executable).with_name("entente"))

CLOCKS = {"fetched_at", "seen_at"}
CLOCK_KEYS = "('run_id', 'built_at')"  # of build_info


def environment(home: Path, **settings: object) -> dict[str, str]:
    """This process's environment, but of `home`, with settings as ENTENTE_* variables."""
    ours = {name: value for name, value in os.environ.items() if not name.startswith(("ENTENTE_", "DBT_", "DAGSTER_"))}
    return (
        ours | {"ENTENTE_HOME": str(home)} | {f"ENTENTE_{name.upper()}": str(value) for name, value in settings.items()}
    )


def entente(home: Path, *arguments: str | Path, **settings: object) -> "subprocess.CompletedProcess[str]":
    """Run the command to its end."""
    command = [ENTENTE, *map(str, arguments)]
    return subprocess.run(command, env=environment(home, **settings), capture_output=True, text=True, check=False)


def start(home: Path, *arguments: str | Path, **settings: object) -> "subprocess.Popen[str]":
    """Start the command in a group of its own."""
    return subprocess.Popen(
        [ENTENTE, *map(str, arguments)],
        env=environment(home, **settings),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )


def kill(process: "subprocess.Popen[str]") -> None:
    """End a command and all it has started, with no chance to tidy up."""
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def copy(home: Path, to: Path) -> Path:
    """A home of one's own, as another one is."""
    return Path(shutil.copytree(home, to))


def closing_table(output: str) -> dict[str, str]:
    """The first word of each line's value, by the line's name."""
    lines = (
        re.match(r"(came in|cleaned|rejected|coded|relations|published)\s+(\S+)", line) for line in output.splitlines()
    )
    return {match[1]: match[2] for match in lines if match}


def differences(one: Path, other: Path) -> dict[str, int]:
    """Rows of each public table that only one of two published files has, clocks left out; empty where none."""
    with duckdb.connect() as con:
        con.execute(f"attach '{one}' as one (read_only); attach '{other}' as other (read_only)")
        tables = {
            database: [row[0] for row in con.execute(
                "select table_name from duckdb_tables() where database_name = ? order by all", [database]).fetchall()]
            for database in ("one", "other")
        }  # fmt: skip
        assert tables["one"] == tables["other"]
        assert len(tables["one"]) >= 13
        found = {}
        for table in tables["one"]:
            names = [row[0] for row in con.execute(f"describe one.{table}").fetchall()]
            columns = ", ".join(f'"{name}"' for name in names if name not in CLOCKS)
            where = f"where key not in {CLOCK_KEYS}" if table == "build_info" else ""
            both = [f"(select {columns} from {database}.{table} {where})" for database in ("one", "other")]
            query = (
                f"select count(*) from (({both[0]} except all {both[1]}) union all ({both[1]} except all {both[0]}))"
            )
            if n := con.execute(query).fetchall()[0][0]:
                found[table] = n
        return found
