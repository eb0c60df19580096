"""Everything that Dagster sees: assets, checks, the job, what starts it, and what it works with."""

import hashlib
import time

import dagster as dg
from dagster_dbt import DbtCliResource

from pipelines.assets.articles import articles
from pipelines.assets.code import coding, knowledge
from pipelines.assets.derive import builds, derived, home, project
from pipelines.assets.ingest import documents
from pipelines.assets.publish import published_warehouse
from pipelines.assets.resources import Warehouse, end_dead_run
from pipelines.warehouse import lock

SECONDS_AT_REST = 5.0  # younger files may still be on their way into the inbox

everything = dg.define_asset_job(
    "everything",
    selection=dg.AssetSelection.all(),
    description="Takes in what is new, codes it, derives and tests all tables, and publishes them.",
)

every_quarter_hour = dg.ScheduleDefinition(
    name="every_quarter_hour",
    job=everything,
    cron_schedule="*/15 * * * *",
    execution_timezone="UTC",
    description="Picks up edited knowledge, and whatever the inbox sensor has missed.",
    default_status=dg.DefaultScheduleStatus.RUNNING,
)


@dg.sensor(
    job=everything,
    minimum_interval_seconds=30,
    default_status=dg.DefaultSensorStatus.RUNNING,
    description="Starts a run when files were put into the inbox; also ends runs whose process was killed.",
)
def inbox(context: dg.SensorEvaluationContext) -> dg.RunRequest | dg.SkipReason:
    """One run for each state of the inbox."""
    with lock.cleared(home.lock) as died:
        if died:
            end_dead_run(context.instance, died.run_id)
    state = inbox_state(time.time())
    return (
        dg.RunRequest(run_key=state) if state else dg.SkipReason("The inbox is empty, or files are still on their way.")
    )


def inbox_state(now: float) -> str | None:
    """A hash of names, sizes and times of the files in the inbox; None where there are none or one is too young."""
    digest, newest = hashlib.sha256(), 0.0
    for path in sorted(home.inbox.rglob("*")):
        if path.is_file() and not path.name.startswith("."):
            status = path.stat()
            newest = max(newest, status.st_mtime, status.st_ctime)
            digest.update(f"{path.relative_to(home.inbox)}\x1f{status.st_size}\x1f{status.st_mtime_ns}\x1e".encode())
    return digest.hexdigest()[:16] if newest and now - newest >= SECONDS_AT_REST else None


defs = dg.Definitions(
    assets=[knowledge, documents, articles, coding, builds, derived, published_warehouse],
    jobs=[everything],
    schedules=[every_quarter_hour],
    sensors=[inbox],
    resources={
        "warehouse": Warehouse(home=str(home.home)),
        "dbt": DbtCliResource(project_dir=project),
    },
    executor=dg.in_process_executor,
)
