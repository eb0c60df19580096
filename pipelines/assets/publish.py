"""The published warehouse: what the last whole and passed build made, put in place at once."""

from datetime import timedelta

import dagster as dg

from pipelines.assets.derive import BUILT, derived
from pipelines.assets.metadata import OWNERS
from pipelines.assets.resources import Warehouse
from pipelines.settings import Settings
from pipelines.warehouse.builds import NoBuildError, compare, remember, remembered
from pipelines.warehouse.database import mark, set_mark
from pipelines.warehouse.publish import PUBLIC, build_info, publish

PUBLISHED = "published"  # the mark that names the build which was published last


@dg.asset(
    key=["published", "entente"],
    deps=[key for key in derived.keys if key.path[0] == PUBLIC],
    group_name="published",
    kinds={"duckdb"},
    owners=OWNERS,
    freshness_policy=dg.FreshnessPolicy.time_window(fail_window=timedelta(days=1), warn_window=timedelta(hours=1)),
    pool="duckdb",
)
def published_warehouse(context: dg.AssetExecutionContext, warehouse: Warehouse) -> dg.MaterializeResult[None]:
    """`entente.duckdb`: the public tables, which the dashboard, exports and everyone's own tools open, read-only."""
    home = warehouse.settings
    with warehouse.connect() as con:
        built, last = mark(con, BUILT), mark(con, PUBLISHED)
        run_id = con.execute("select run_id from raw.builds").fetchall()
    if built is None:
        raise dg.Failure(
            "The last build is not whole or a test of it failed; materialize all, and look at the failed checks."
        )
    info = build_info(home.published)
    if changed := built != last or info.get("run_id") != run_id[0][0]:
        remember(home.published, home.builds)
        counts = publish(home.work_db, home.published)
        with warehouse.connect() as con:
            set_mark(con, PUBLISHED, built)
        context.log.info(f"{home.published}: {sum(counts.values())} rows in {len(counts)} tables and views")
        info = build_info(home.published)
    return dg.MaterializeResult(
        metadata={
            "changed": changed,
            "relations": dg.MetadataValue.json(_difference(home) if changed else {}),
            "path": dg.MetadataValue.path(home.published),
            "bytes": home.published.stat().st_size,
            "build": dg.MetadataValue.json(info),
        }
    )


def _difference(home: Settings) -> dict[str, int]:
    """How many relations appeared, vanished or changed against the build before, where one can be read."""
    earlier = remembered(home.builds)
    try:
        return compare(earlier[-1], home.published).counts if earlier else {}
    except NoBuildError:
        return {}
