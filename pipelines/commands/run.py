"""`entente run`: executes the Dagster job in this process, where the UI sees it, and reports what came of it."""

import os
import re
import signal
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from pipelines import progress
from pipelines.commands.diff import told
from pipelines.settings import Settings, SetupError
from pipelines.warehouse import lock
from pipelines.warehouse.database import WarehouseLockedError

if TYPE_CHECKING:
    import dagster as dg

LOG = "run.log"
LONGEST_MESSAGE = 300
DETAILS = ("lost", "failed", "why", "dagster_dbt/failed_row_count")  # of a failed check


@dataclass
class Report:
    """What a run did, as its assets say."""

    said: dict[str, dict[str, Any]] = field(default_factory=dict)  # of each asset, by its name
    failed_checks: list[str] = field(default_factory=list)
    failed_steps: list[str] = field(default_factory=list)
    only_looked: bool = False  # no step but the first was needed

    def number(self, asset: str, name: str) -> int:
        """A number that an asset gave; 0 where the run did not come so far."""
        return int(self.said.get(asset, {}).get(name, 0))

    @property
    def rejected(self) -> Counter[str]:
        """Inputs that could not be used, by reason."""
        refused = self.said.get("raw/documents", {}).get("refused", {})
        uncleaned = self.said.get("raw/rejections", {}).get("rejected", {})
        uncoded = {"unreadable": self.number("raw/coded_articles", "failed")}
        return Counter(refused) + Counter(uncleaned) + Counter(uncoded)

    @property
    def found_something(self) -> bool:
        """Something came in, or a rejection went; the steps after the first have to be told."""
        return bool(self.said.get("raw/documents", {}).get("changed"))

    def after(self, first: "Report") -> "Report":
        """The report of a run together with what the one before it, which only looked, has taken in."""
        looked = first.said["raw/documents"]
        self.said.setdefault("raw/documents", {}).update(
            {name: looked[name] for name in ("new", "known", "refused", "waiting")}
        )
        return self

    @property
    def is_idle(self) -> bool:
        """Nothing came in, and nothing was left to do."""
        return self.only_looked and not self.found_something


def run(home: Settings, path: Path | None, only: str | None = None) -> int:
    """Run everything once, reading a path or `only` one source where these are given; gives the exit status."""
    console = Console(file=os.fdopen(os.dup(sys.stderr.fileno()), "w"), stderr=False)
    signal.signal(signal.SIGTERM, signal.default_int_handler)

    def say_who(holder: lock.Holder | None) -> None:
        who = f" (process {holder.pid})" if holder else ""
        console.print(f"Another run{who} is at work in {home.home}; waiting for it to end.", soft_wrap=True)

    try:
        with _set_aside(home.logs / LOG):
            with console.status("starting") if console.is_terminal else _nothing():
                import dagster as dg

                from pipelines.assets.idle import nothing_to_do
                from pipelines.assets.resources import end_dead_runs
                from pipelines.definitions import defs, everything

                instance = dg.DagsterInstance.get()
                end_dead_runs(instance, home)
                job = defs.resolve_job_def(everything.name)
                source = {"path": str(path.absolute()) if path else None, "source": only}
                # the whole job takes some seconds also where no step has anything to do
                idle = nothing_to_do(home, source["path"], instance, say_who)
                steps = [dg.AssetKey(["raw", table]) for table in ("documents", "sources")] if idle else None
            with progress.shown(console):
                report = _execute(job, instance, source, steps)
                if idle and report.found_something:  # it came in since the look, or by a source
                    inbox = {"path": source["path"] or str(home.inbox), "source": None}  # no source is asked again
                    report = _execute(job, instance, inbox, None).after(report)
    except KeyboardInterrupt:
        console.print("Stopped. The next run goes on from here.")
        return 130
    except (SetupError, WarehouseLockedError) as error:
        console.print(f"Error: {error}", soft_wrap=True, highlight=False)
        return 1
    return _tell(report, home, console)


def _execute(
    job: "dg.JobDefinition",
    instance: "dg.DagsterInstance",
    source: dict[str, str | None],
    steps: "list[dg.AssetKey] | None",
) -> Report:
    from pipelines.assets.resources import PID_TAG

    config = {
        "ops": {"documents": {"config": source}},
        "loggers": {"console": {"config": {"log_level": "WARNING"}}},
    }
    result = job.execute_in_process(
        run_config=config,
        instance=instance,
        asset_selection=steps,
        tags={PID_TAG: str(os.getpid())},
        raise_on_error=False,
    )
    report = Report(only_looked=steps is not None)
    for event in result.all_events:
        if event.is_step_materialization:
            materialization = event.step_materialization_data.materialization
            name = materialization.asset_key.to_user_string()
            report.said[name] = {key: value.value for key, value in materialization.metadata.items()}
        elif event.event_type_value == "ASSET_CHECK_EVALUATION":
            check = event.asset_check_evaluation_data
            if not check.passed and check.severity.value == "ERROR":
                details = ", ".join(f"{key}: {check.metadata[key].value}" for key in DETAILS if key in check.metadata)
                report.failed_checks.append(f"{check.asset_key.to_user_string()} {check.check_name} ({details})")
        elif event.is_step_failure and event.step_failure_data.error:
            error = event.step_failure_data.error
            if error.cls_name in ("DagsterExecutionInterruptedError", "KeyboardInterrupt"):
                raise KeyboardInterrupt
            if error.cls_name != "DagsterAssetCheckFailedError":  # its check is told of above
                cause = error.cause or error
                report.failed_steps.append(f"{event.step_key}: {_one_line(cause.message)}")
    if not result.success and not report.failed_steps and not report.failed_checks:
        report.failed_steps.append("the run ended early")
    return report


def _one_line(message: str) -> str:
    """A message without colours, and of dbt's only what went wrong."""
    plain = re.sub(r"\x1b\[[0-9;]*m", "", message)
    line = " ".join(plain.rpartition("Errors parsed from dbt logs:")[2].split())
    return line if len(line) <= LONGEST_MESSAGE else f"{line[:LONGEST_MESSAGE]} ..."


def _tell(report: Report, home: Settings, console: Console) -> int:
    """Print what came of the run; gives the exit status."""
    failures = [f"check failed: {check}" for check in report.failed_checks]
    failures += [f"step failed: {step}" for step in report.failed_steps]
    output = Console()
    if report.is_idle and not failures:
        known = report.number("raw/documents", "known")
        inputs = f"all {known} inputs are known" if known else "there is nothing to read"
        output.print(f"Nothing to do: {inputs}, and {home.published} is up to date.", soft_wrap=True)
        return 0
    reasons = ", ".join(f"{reason} {n}" for reason, n in sorted(report.rejected.items()))
    published = report.said.get("published/entente")
    table = Table(show_header=False, box=None, pad_edge=False)
    for name, value, more in (
        (
            "came in",
            report.number("raw/documents", "new"),
            f"{report.number('raw/documents', 'known')} more were known",
        ),
        ("waiting", report.number("raw/documents", "waiting"), "pages, for their sites' time or the next run"),
        ("cleaned", report.number("raw/articles", "cleaned"), ""),
        ("rejected", report.rejected.total(), reasons),
        ("coded", report.number("raw/coded_articles", "coded"), _untouched(report)),
        ("relations", report.number("raw/relations", "found"), "in the articles coded now"),
        (
            "published",
            "no" if published is None else "yes" if published["changed"] else "unchanged",
            str(home.published),
        ),
    ):
        if name != "waiting" or value:
            table.add_row(name, f"[bold]{value}[/]", more)
    output.print(table)
    if published is not None and any(published["relations"].values()):
        said = f"Against the build before: relations {told(published['relations'])}; `entente diff` shows them."
        output.print(said, soft_wrap=True)
    for failure in failures:
        console.print(Text(failure, style="red"), soft_wrap=True)  # a text, since it may hold [brackets]
    if failures:
        kept = "The published file is the one of the last good build. " if published is None else ""
        console.print(f"{kept}Details: {home.logs / LOG}", soft_wrap=True)
    return 1 if failures else 0


def _untouched(report: Report) -> str:
    n = report.number("raw/coded_articles", "not_touched")
    return f"{n} more are not touched by the edit of the knowledge" if n else ""


@contextmanager
def _set_aside(path: Path) -> Iterator[None]:
    """Send what this process and its children print into a file: dbt and Dagster talk much."""
    kept = [(stream, os.dup(stream)) for stream in (1, 2)]
    sys.stdout.flush()
    sys.stderr.flush()
    with path.open("wb") as file:
        for stream, _ in kept:
            os.dup2(file.fileno(), stream)
    try:
        yield
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        for stream, copy in kept:
            os.dup2(copy, stream)
            os.close(copy)


@contextmanager
def _nothing() -> Iterator[None]:
    yield
