"""The finished product on the sample articles, built once and read by many tests."""

import fcntl
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

ROOT = Path(__file__).parents[1]
SAMPLES = ROOT / "seeds" / "articles"
ENTENTE = Path(sys.executable).with_name("entente")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Whoever needs the sample home may have to wait until it is built."""
    for item in items:
        if "sample_home" in getattr(item, "fixturenames", ()) and not item.get_closest_marker("timeout"):
            item.add_marker(pytest.mark.timeout(900))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say what was tested, room by room."""
    rooms: dict[str, Counter[str]] = {}
    for outcome in ("passed", "failed", "error", "skipped"):
        for report in terminalreporter.stats.get(outcome, []):
            room = report.nodeid.split("::")[0].removeprefix("tests/").split("/")[0].removesuffix(".py")
            rooms.setdefault(room, Counter())[outcome] += 1
    terminalreporter.section("what was tested")
    for room, outcomes in sorted(rooms.items()):
        terminalreporter.write_line(f"{room:20} " + ", ".join(f"{n} {outcome}" for outcome, n in outcomes.items()))


@pytest.fixture(scope="session")
def sample_home(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """An ENTENTE_HOME after `entente run --from seeds/articles`; shared by all tests, so only to be read."""
    base = tmp_path_factory.getbasetemp()
    home = (base if worker_id == "master" else base.parent) / "sample_home"
    with home.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # the first worker builds, the others wait
        if not (home / "entente.duckdb").exists():
            command = [str(ENTENTE), "run", "--from", str(SAMPLES)]
            environment = os.environ | {"ENTENTE_HOME": str(home)}
            done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
            assert done.returncode == 0, f"entente run failed:\n{done.stdout[-4000:]}\n{done.stderr[-4000:]}"
    return home


@pytest.fixture(scope="session")
def sample_db(sample_home: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """The published file of the samples, opened read-only."""
    with duckdb.connect(str(sample_home / "entente.duckdb"), read_only=True) as connection:
        yield connection
