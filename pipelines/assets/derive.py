"""The derived tables: dbt makes every table that people query from the raw ones, and tests them.

When neither the raw tables nor the dbt project nor the seeds have changed since the last whole build, dbt is not called
and the assets say so.  Where only the raw tables have, the seeds stay as that build has loaded and tested them.  While
the dbt project is the same, a build that follows a whole one makes anew what is touched (macros/incremental.sql says
how); after one that broke off, or failed a test, everything is made anew.
"""

import fcntl
import hashlib
import json
import shutil
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from graphlib import TopologicalSorter
from pathlib import Path
from typing import Any

import dagster as dg
import duckdb
from dagster_dbt import DagsterDbtTranslator, DbtCliResource, DbtProject, dbt_assets
from dagster_dbt.errors import DagsterDbtCliRuntimeError

from pipelines import progress, settings
from pipelines.articles.clean import CLEANER_VERSION
from pipelines.assets.metadata import OWNERS, failing_metadata, materialized, raw_spec, table_metadata
from pipelines.assets.resources import Warehouse
from pipelines.coder.coder import coder_version, dictionary_version
from pipelines.warehouse.database import mark, raw_version, set_mark, transaction

BUILDS = dg.AssetKey(["raw", "builds"])
BUILT = "built"  # the mark that names the state which the last whole build was made from
# Unit tests are about the SQL, not about anybody's tables: `make test` runs them.  The events come by standard output.
BUILD = ["build", "--exclude-resource-type", "unit_test", "--log-level-file", "none", "--no-write-json"]
KNOWLEDGE = "resource_type:seed entente.knowledge"  # the seeds and their tests


def fingerprint(home: settings.Settings, *, contents_of_seeds: bool) -> str:
    """A hash of the dbt project and of the seeds (of their names only where their contents do not matter)."""
    digest = hashlib.sha256()
    for folder, pattern in ((home.dbt_project, "**/*"), (home.seeds, "*.csv")):
        for path in sorted(folder.glob(pattern)):
            if path.is_file() and not {"target", "logs"} & set(path.relative_to(folder).parts):
                content = path.read_bytes() if contents_of_seeds or folder != home.seeds else b""
                digest.update(f"{path.relative_to(folder)}\x1f".encode() + hashlib.sha256(content).digest())
    return digest.hexdigest()[:16]


def prepare(home: settings.Settings) -> DbtProject:
    """The dbt project with a manifest that fits it; parses the project where it has changed.

    Raises SetupError where dbt finds a mistake in it.
    """
    project = DbtProject(project_dir=home.dbt_project, profiles_dir=home.dbt_project, target_path=home.dbt_target)
    now = fingerprint(home, contents_of_seeds=False)
    stamp = home.dbt_target / "parsed"
    with (home.dbt_target / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (project.manifest_path.exists() and stamp.exists() and stamp.read_text() == now):
            try:
                project.preparer.prepare(project)
            except DagsterDbtCliRuntimeError as error:
                why = f"dbt cannot read {home.dbt_project}: {home.dbt_target / 'dbt.log'} says why"
                raise settings.SetupError(why) from error
            stamp.write_text(now)
    return project


class Translator(DagsterDbtTranslator):
    """Names assets as the tables are named, groups them by their folder, and names their owners."""

    def get_asset_key(self, dbt_resource_props: Mapping[str, Any]) -> dg.AssetKey:
        """Schema and name of the table; sources say themselves which asset they are."""
        if dbt_resource_props["resource_type"] == "source":
            return super().get_asset_key(dbt_resource_props)
        return dg.AssetKey([dbt_resource_props["schema"], dbt_resource_props["alias"]])

    def get_group_name(self, dbt_resource_props: Mapping[str, Any]) -> str:
        """staging, intermediate, marts, views; seeds."""
        if dbt_resource_props["resource_type"] == "seed":
            return "seeds"
        return str(dbt_resource_props["fqn"][1])

    def get_owners(self, dbt_resource_props: Mapping[str, Any]) -> list[str]:
        """One team for all."""
        return list(OWNERS)


home = settings.load()
home.prepare()
project = prepare(home)


@dg.multi_asset(
    name="builds",
    specs=[
        raw_spec(
            "builds",
            "One row: the build that the derived tables belong to, and the versions that went into it.",
            "coding",
            deps=tuple(dg.AssetKey(["raw", table]) for table in ("coded_articles", "coder_scores", "rejections")),
        )
    ],
    pool="duckdb",
)
def builds(context: dg.AssetExecutionContext, warehouse: Warehouse) -> Iterator[dg.MaterializeResult[None]]:
    """Open a new build where something has changed since the last whole one."""
    home = warehouse.settings
    dictionary = dictionary_version(home.seeds, *home.actor_folders)
    row = [context.run_id, datetime.now(UTC), coder_version(home.syntax_model), dictionary, CLEANER_VERSION]
    with warehouse.connect() as con:
        changed = mark(con, BUILT) != state_of(warehouse.settings, con)
        if changed:
            with transaction(con):
                con.execute("delete from raw.builds")
                con.execute("insert into raw.builds values (?, ?, ?, ?, ?)", row)
        yield materialized(con, "builds", changed=changed)


@dbt_assets(
    manifest=project.manifest_path, project=project, dagster_dbt_translator=Translator(), name="dbt", pool="duckdb"
)
def derived(context: dg.AssetExecutionContext, dbt: DbtCliResource, warehouse: Warehouse) -> Iterator[Any]:
    """Build and test everything that dbt derives, or say that nothing has changed."""
    whole = not context.is_subset
    with warehouse.connect() as con:
        state, last = state_of(warehouse.settings, con), mark(con, BUILT) if whole else None
        if last != state:
            set_mark(con, BUILT, None)  # until all of it is built and has passed its tests
    if last == state:
        yield from _as_they_were(context.assets_def)
        return
    command, before, now = BUILD, (last or "").split(), state.split()
    if before[2:] != now[2:]:  # another dbt project, or no whole build to follow
        command = [*command, "--full-refresh"]
    if before[1:] == now[1:]:  # the dbt project and the seeds are the same
        command = [*command, "--exclude", KNOWLEDGE]
        yield from _as_they_were(context.assets_def, group="seeds")
    invocation = dbt.cli(command, context=context, target_path=_fresh_target(warehouse.settings))
    events: list[Any] = []
    failure: DagsterDbtCliRuntimeError | None = None
    with progress.track("deriving", None) as advance:
        try:
            for event in invocation.stream():
                events.append(event)
                advance(1)
        except DagsterDbtCliRuntimeError as error:
            failure = error
    yield from _with_samples(events, context, warehouse)  # only now has dbt let go of the database
    if failure is not None:
        raise failure
    if whole:
        with warehouse.connect() as con:
            set_mark(con, BUILT, state)


def state_of(home: settings.Settings, con: duckdb.DuckDBPyConnection) -> str:
    """What the derived tables are made from: the raw tables, the dbt project and the seeds as they are now."""
    fingerprints = (fingerprint(home, contents_of_seeds=contents) for contents in (True, False))
    return " ".join([raw_version(con), *fingerprints])


def _fresh_target(home: settings.Settings) -> Path:
    """A folder for what dbt writes in this run, in the place of the last run's; the parsed project is kept beside."""
    target = home.dbt_target / "run"
    shutil.rmtree(target, ignore_errors=True)
    return target


def _as_they_were(
    assets: dg.AssetsDefinition, group: str | None = None
) -> Iterator[dg.MaterializeResult[None] | dg.AssetCheckResult]:
    """Every table (of a group), after those that it is made from, and the tests that the last build has passed."""
    parents = {
        spec.key: {dep.asset_key for dep in spec.deps} for spec in assets.specs if group in (None, spec.group_name)
    }
    unchanged = {"unchanged": True}
    for key in TopologicalSorter(parents).static_order():
        if key in parents:
            yield dg.MaterializeResult(asset_key=key, metadata=unchanged)
    for check in assets.check_specs:
        if check.blocking and check.asset_key in parents:
            yield dg.AssetCheckResult(asset_key=check.asset_key, check_name=check.name, passed=True, metadata=unchanged)


def _with_samples(events: list[Any], context: dg.AssetExecutionContext, warehouse: Warehouse) -> Iterator[Any]:
    with warehouse.connect() as con:
        for event in events:
            if isinstance(event, dg.Output):
                table = ".".join(context.asset_key_for_output(event.output_name).path)
                yield event.with_metadata({**event.metadata, **table_metadata(con, table)})
            elif isinstance(event, dg.AssetCheckResult) and not event.passed:
                found = failing_metadata(con, _query_of(event, warehouse.settings))
                yield event._replace(metadata={**event.metadata, **found})
            else:
                yield event


def _query_of(check: dg.AssetCheckResult, home: settings.Settings) -> str:
    """What dbt asked in this run to find the rows that fail."""
    nodes = json.loads(project.manifest_path.read_text(encoding="utf-8"))["nodes"].values()
    (file,) = {node["path"] for node in nodes if node["name"] == check.check_name}
    compiled = (home.dbt_target / "run" / "compiled").rglob(file)
    return next(compiled).read_text(encoding="utf-8")
