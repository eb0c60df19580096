"""Everything that Dagster sees: assets, checks, the job, what starts it, and what it works with."""

import hashlib
import os
import time
from datetime import UTC, datetime

import dagster as dg
from dagster_dbt import DbtCliResource

from pipelines.assets.articles import articles
from pipelines.assets.code import coding, knowledge
from pipelines.assets.derive import builds, derived, home, project
from pipelines.assets.evaluate import coder_scores
from pipelines.assets.ingest import documents
from pipelines.assets.publish import published_warehouse
from pipelines.assets.resources import Warehouse, end_dead_runs, is_at_work

SECONDS_AT_REST = 5.0  # younger files may still be on their way into the inbox

everything = dg.define_asset_job(
    "everything",
    selection=dg.AssetSelection.all(),
    description="Takes in what is new, codes it, derives and tests all tables, and publishes them.",
)

AT_WORK = "A run is at work, or about to be."


@dg.schedule(
    job=everything,
    cron_schedule="*/15 * * * *",
    execution_timezone="UTC",
    description="Picks up edited knowledge, and whatever the inbox sensor has missed.",
    default_status=dg.DefaultScheduleStatus.RUNNING,
)
def every_quarter_hour(context: dg.ScheduleEvaluationContext) -> dg.RunRequest | dg.SkipReason:
    """One run, unless one is at work: behind a long one, they would pile up."""
    return dg.SkipReason(AT_WORK) if is_at_work(context.instance, home) else dg.RunRequest()


@dg.sensor(
    job=everything,
    minimum_interval_seconds=30,
    default_status=dg.DefaultSensorStatus.RUNNING,
    description="Starts a run when files were put into the inbox; also ends runs whose process was killed.",
)
def inbox(context: dg.SensorEvaluationContext) -> dg.RunRequest | dg.SkipReason:
    """One run for each state of the inbox; a state that comes up while a run is at work gets its own after that."""
    end_dead_runs(context.instance, home)
    if is_at_work(context.instance, home):
        return dg.SkipReason(AT_WORK)
    state = inbox_state(time.time())
    return (
        dg.RunRequest(run_key=state) if state else dg.SkipReason("The inbox is empty, or files are still on their way.")
    )


@dg.sensor(
    job=everything,
    minimum_interval_seconds=60,
    default_status=dg.DefaultSensorStatus.RUNNING,
    description="Starts a run when a source is to be asked, or a page to be fetched.",
)
def due_sources(context: dg.SensorEvaluationContext) -> dg.RunRequest | dg.SkipReason:
    """One run for each time at which something is due; a run that fails before it has asked is not repeated at once."""
    if is_at_work(context.instance, home):
        return dg.SkipReason(AT_WORK)
    due = due_state(datetime.now(UTC))
    return dg.RunRequest(run_key=due) if due else dg.SkipReason("No source is to be asked yet.")


def due_state(now: datetime) -> str | None:
    """The time at which something was due, and the version of the list of sources; None where nothing is due."""
    try:
        edited = home.sources.stat().st_mtime
    except FileNotFoundError:
        return None
    try:
        asked, next_poll = home.next_poll.stat().st_mtime, home.next_poll.read_text()
    except FileNotFoundError:
        asked, next_poll = 0.0, ""
    is_due = edited > asked or (next_poll != "" and datetime.fromisoformat(next_poll) <= now)
    return f"{next_poll} {edited}" if is_due else None


def inbox_state(now: float) -> str | None:
    """A hash of names, sizes and times of the files in the inbox; None where there are none or one comes or goes."""
    digest, newest = hashlib.sha256(), 0.0
    try:
        for path in sorted(home.inbox.rglob("*")):
            if path.is_file() and not path.name.startswith("."):
                status = path.stat()
                newest = max(newest, status.st_mtime, status.st_ctime)
                name = os.fsencode(path.relative_to(home.inbox))
                digest.update(name + f"\x1f{status.st_size}\x1f{status.st_mtime_ns}\x1e".encode())
    except FileNotFoundError:  # taken away since it was listed
        return None
    return digest.hexdigest()[:16] if newest and now - newest >= SECONDS_AT_REST else None


defs = dg.Definitions(
    assets=[knowledge, documents, articles, coding, coder_scores, builds, derived, published_warehouse],
    jobs=[everything],
    schedules=[every_quarter_hour],
    sensors=[inbox, due_sources],
    resources={
        "warehouse": Warehouse(home=str(home.home)),
        "dbt": DbtCliResource(project_dir=project),
    },
    executor=dg.in_process_executor,
)
