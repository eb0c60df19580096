"""How fast the dashboard is on a million relations: every page, every question behind it, and the memory it takes.

    python -m benchmarks.dashboard [--file entente.duckdb] [--relations 1000000] [--rounds 5]

Without a file, made reports (benchmarks/reports.py) are derived and published first, which takes minutes.  Each page
runs headless in this process, without a browser:
- `warm`: run again by the same reader, as after a click; answers to questions asked before are remembered;
- `anew`: run with all answers forgotten, so that each question goes to the database;
- `asked`: the questions of the page put to the database without the page, each by a fresh cursor, and the slowest;
- `ratio`: anew to asked.
Only DuckDB's own cache of the file is warm in all of these.  Clock and processor times are told, medians of the rounds:
on a machine that others use the processor's say more.  The memory is that of the process, after all pages; and after
another build has been put in the file's place, once all that is held of the old one should be gone.
"""

import argparse
import gc
import os
import shutil
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any

from rich.console import Console
from rich.table import Table

from benchmarks.derive import dbt, load, measured
from pipelines.warehouse.publish import publish

ENTRY = Path(__file__).parents[1] / "dashboard" / "streamlit_app.py"
PAGE, QUERY, RATIO, GIGABYTES = 0.4, 0.25, 2.5, 1.0  # the goals: seconds, seconds, times, memory
Cost = tuple[float, float]  # clock, processor
Asked = dict[tuple[Callable[..., Any], tuple[Any, ...]], None]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--file", type=Path, help="a published file")
    parser.add_argument("--relations", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=5)
    wanted = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "entente.duckdb"
        if wanted.file:
            shutil.copyfile(wanted.file, file)
        else:
            made(file, wanted.relations)
        pages(file, wanted.rounds)


def made(file: Path, relations: int) -> None:
    """Derive and publish made reports."""
    work = file.with_name("work.duckdb")
    measured(load, work, relations, 0)
    measured(dbt, work, "seed")
    measured(dbt, work, "run", "--full-refresh")
    publish(work, file)
    work.unlink()


def cost(work: Callable[[], object]) -> Cost:
    """What something takes."""
    clock, processor = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - clock, time.process_time() - processor


def middle(costs: list[Cost]) -> Cost:
    """The median of clock and of processor time."""
    return median(clock for clock, _ in costs), median(processor for _, processor in costs)


def gigabytes() -> float:
    """What this process holds in memory now."""
    pages_held = int(Path("/proc/self/statm").read_text().split()[1])
    return pages_held * os.sysconf("SC_PAGE_SIZE") / 2**30


def pages(file: Path, rounds: int) -> None:
    """Run every page of the dashboard on the file, and tell what each takes."""
    say = Console(width=160).print
    os.environ["ENTENTE_DB"] = str(file)
    say(f"imports of the dashboard: {told(cost(_imports))}")
    from streamlit.testing.v1 import AppTest

    from dashboard.ui import ask

    asked: Asked = {}
    answer = ask._answer

    def noted(identity: Any, name: str, arguments: tuple[Any, ...], store: Any, question: Callable[..., Any]) -> Any:
        asked[question, arguments] = None
        return answer(identity, name, arguments, store, question)

    ask._answer = noted  # type: ignore[assignment]
    store: Any = None

    def opened() -> None:
        nonlocal store
        store = ask.current_store()

    say(f"opening the file of {file.stat().st_size / 2**20:,.0f} MB: {told(cost(opened))}; {gigabytes():.2f} GB")
    shown = Table("page", "warm", "anew", "asked", "slowest question", "ratio", title="seconds of clock (of processor)")
    slowest: list[tuple[Cost, str]] = []
    for page in sorted((ENTRY.parent / "app_pages").glob("*.py")):
        app = AppTest.from_file(str(ENTRY), default_timeout=600).switch_page(f"app_pages/{page.name}")
        app.run()
        if app.exception:
            raise RuntimeError(f"{page.stem}: {app.exception[0].value}")
        warm = middle([cost(app.run) for _ in range(rounds)])
        asked.clear()
        forgetting = []
        for _ in range(rounds):
            answer.clear()
            forgetting.append(cost(app.run))
        anew = middle(forgetting)
        bare = {
            f"{question.__module__.rpartition('.')[2]}.{question.__name__}": middle(
                [cost(lambda: question(store.cursor(), *arguments)) for _ in range(rounds)]  # noqa: B023
            )
            for question, arguments in asked
        }
        whole = (sum(clock for clock, _ in bare.values()), sum(processor for _, processor in bare.values()))
        worst = max(bare, key=lambda name: bare[name][1])
        slowest += [(bare[name], name) for name in bare]
        ratio = f"{anew[0] / whole[0]:.1f} ({anew[1] / whole[1]:.1f})"
        shown.add_row(page.stem, told(warm), told(anew), told(whole), f"{worst} {told(bare[worst])}", ratio)
    say(shown)
    for question_cost, name in sorted(set(slowest), key=lambda found: -found[0][1])[:12]:
        say(f"{name:28} {told(question_cost)}")
    say(f"memory after all pages: {gigabytes():.2f} GB")
    say(f"goals: warm under {PAGE} s, question under {QUERY} s, ratio at most {RATIO}, memory under {GIGABYTES} GB")
    fresh = file.with_suffix(".fresh")
    shutil.copyfile(file, fresh)
    fresh.replace(file)
    store = None
    say(f"opening the next build: {told(cost(opened))}; both held: {gigabytes():.2f} GB")
    app.run()
    gc.collect()
    say(f"and after a run of the page: {gigabytes():.2f} GB")


def told(found: Cost) -> str:
    """Clock and processor time in seconds."""
    return f"{found[0]:.2f} ({found[1]:.2f})"


def _imports() -> None:
    import altair  # noqa: F401
    import streamlit.testing.v1  # noqa: F401

    import dashboard.ui.evidence
    import dashboard.ui.export
    import dashboard.ui.filters  # noqa: F401


if __name__ == "__main__":
    main()
