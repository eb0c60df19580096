"""What Dagster sees: every table is an asset that explains itself, and nothing is published past a failed check."""

import json
import os
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import dagster as dg
import pytest
from dagster._core.definitions.assets.graph.asset_graph import AssetGraph

from pipelines import settings
from pipelines.warehouse import lock
from pipelines.warehouse.schema import RAW_TABLES


@pytest.fixture(scope="module")
def home(sample_home: Path) -> Iterator[Path]:
    """The definitions are loaded for the home that the environment names."""
    before = dict(os.environ)
    settings.load(sample_home).prepare()
    yield sample_home
    os.environ.clear()
    os.environ.update(before)


@pytest.fixture(scope="module")
def graph(home: Path) -> AssetGraph:
    from pipelines.definitions import defs

    dg.Definitions.validate_loadable(defs)
    return defs.resolve_asset_graph()


def test_every_raw_table_is_an_asset_and_every_dbt_source_is_one_of_them(graph: AssetGraph) -> None:
    raw = {key.path[-1] for key in graph.get_all_asset_keys() if key.path[0] == "raw"}
    assert raw == set(RAW_TABLES)
    outside = {key.to_user_string() for key in graph.get_all_asset_keys() if not graph.get(key).is_materializable}
    assert outside == {"knowledge"}  # a misspelt source would be another one


def test_every_asset_explains_itself(graph: AssetGraph) -> None:
    for key in graph.get_all_asset_keys():
        node = graph.get(key)
        assert node.description, key
        assert node.group_name != "default", key
        assert node.owners, key
        assert node.kinds, key


def test_only_one_step_at_a_time_opens_the_database(graph: AssetGraph) -> None:
    for key in graph.materializable_asset_keys:
        assert graph.get(key).assets_def.op.pool == "duckdb", key


def test_publishing_waits_for_all_that_is_public(graph: AssetGraph) -> None:
    published = dg.AssetKey(["published", "entente"])
    assert graph.get(published).parent_keys == {key for key in graph.get_all_asset_keys() if key.path[0] == "main"}
    assert len(graph.get(published).parent_keys) >= 13
    assert graph.get(published).freshness_policy is not None
    ancestors = set(graph.get(published).parent_keys)
    while more := {parent for key in ancestors for parent in graph.get(key).parent_keys} - ancestors:
        ancestors |= more
    assert {dg.AssetKey(["raw", name]) for name in RAW_TABLES} <= ancestors


def test_checks_stop_what_comes_after_them(graph: AssetGraph) -> None:
    checks = {key: graph.get_check_spec(key) for key in graph.asset_check_keys}
    own = {key.name: spec.blocking for key, spec in checks.items() if key.asset_key.path[0] == "raw"}
    assert own == {
        "no_document_is_lost": True,
        "yields_hold": False,
        "no_article_is_lost": True,
        "coder_never_failed": False,
        "coder_scores_hold": True,
    }
    of_public = [key.name for key in checks if key.asset_key.path[0] == "main"]
    assert len(of_public) > 50
    # slips in the tables that people edit are told; and one article or source that fails must not hold back all others
    mere_news = {"coder_never_failed", "yields_hold", "sources_keep_up"}
    mere_news |= {key.name for key in checks if key.asset_key.path[0] == "seeds"}
    assert [key.name for key, spec in checks.items() if not spec.blocking and key.name not in mere_news] == []


def test_a_check_of_dbt_blocks_just_where_its_severity_is_error(graph: AssetGraph) -> None:
    from pipelines.assets.derive import project

    nodes = json.loads(project.manifest_path.read_text(encoding="utf-8"))["nodes"]
    specs = [graph.get_check_spec(key) for key in graph.asset_check_keys]
    of_dbt = [(spec, nodes[name]) for spec in specs if (name := spec.metadata.get("dagster_dbt/unique_id"))]
    assert {node["config"]["severity"].lower() for _, node in of_dbt} == {"error", "warn"}
    assert [
        node["name"] for spec, node in of_dbt if spec.blocking != (node["config"]["severity"].lower() == "error")
    ] == []


def test_schedule_and_sensor_run_without_being_turned_on(home: Path) -> None:
    from pipelines.definitions import every_quarter_hour, inbox

    assert every_quarter_hour.cron_schedule == "*/15 * * * *"
    assert every_quarter_hour.default_status is dg.DefaultScheduleStatus.RUNNING
    assert inbox.default_status is dg.DefaultSensorStatus.RUNNING


def test_the_inbox_asks_for_one_run_per_state_and_waits_for_files_on_their_way(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from pipelines import definitions

    monkeypatch.setattr(definitions, "home", settings.Settings(home=tmp_path))
    inbox, now = tmp_path / "inbox", time.time()
    inbox.mkdir()
    assert definitions.inbox_state(now) is None
    (inbox / "a.txt").write_text("text")
    assert definitions.inbox_state(now) is None
    first = definitions.inbox_state(now + 60)
    assert first is not None
    assert definitions.inbox_state(now + 90) == first
    (inbox / ".b.txt.tmp").write_text("on its way")
    assert definitions.inbox_state(now + 90) == first
    (inbox / "b.txt").write_text("more")
    assert definitions.inbox_state(now + 90) not in (None, first)


def test_a_run_is_asked_for_when_a_source_is_due_or_the_list_was_edited(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from pipelines import definitions

    fresh = settings.Settings(home=tmp_path)
    monkeypatch.setattr(definitions, "home", fresh)
    fresh.work.mkdir()
    noon = datetime(2023, 7, 19, 12, tzinfo=UTC)
    assert definitions.due_state(noon) is None  # no sources
    fresh.sources.write_text("[a]\nkind = 'folder'\nlocation = '/'\n")
    never_asked = definitions.due_state(noon)
    assert never_asked is not None
    fresh.next_poll.write_text(noon.isoformat())
    os.utime(fresh.sources, (0, 0))
    assert definitions.due_state(noon - timedelta(minutes=1)) is None
    assert definitions.due_state(noon) not in (None, never_asked)
    fresh.next_poll.write_text("")  # nothing will ever be due
    assert definitions.due_state(noon) is None
    os.utime(fresh.sources, (2e9, 2e9))
    assert definitions.due_state(noon) is not None


def test_a_file_that_is_taken_away_while_the_inbox_is_looked_at_is_waited_for(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from pipelines import definitions

    monkeypatch.setattr(definitions, "home", settings.Settings(home=tmp_path))
    (tmp_path / "inbox").mkdir()
    (tmp_path / "inbox" / "a.txt").symlink_to(tmp_path / "gone")
    monkeypatch.setattr(Path, "is_file", lambda _: True)  # it was, a moment ago
    assert definitions.inbox_state(time.time() + 60) is None


def test_nothing_is_started_while_a_run_is_at_work_or_about_to_be(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from pipelines import definitions

    fresh = settings.Settings(home=tmp_path)
    fresh.work.mkdir(parents=True)
    fresh.inbox.mkdir()
    fresh.dagster.mkdir()
    (fresh.inbox / "a.txt").write_text("text")
    monkeypatch.setattr(definitions, "home", fresh)
    monkeypatch.setattr(definitions, "SECONDS_AT_REST", 0.0)
    job = definitions.defs.resolve_job_def("everything")

    def started(instance: dg.DagsterInstance) -> list[bool]:
        ticks = (
            definitions.every_quarter_hour(dg.build_schedule_context(instance=instance)),
            definitions.inbox(dg.build_sensor_context(instance=instance)),
        )
        return [isinstance(tick, dg.RunRequest) for tick in ticks]

    with dg.DagsterInstance.local_temp(str(tmp_path / "dagster")) as instance:
        assert started(instance) == [True, True]
        with lock.hold(fresh.lock, "run", lambda _: None):
            assert started(instance) == [False, False]
        run = instance.create_run_for_job(job, status=dg.DagsterRunStatus.STARTING)
        assert started(instance) == [False, False]
        instance.report_run_canceled(run)
        assert started(instance) == [True, True]


def test_the_sensor_ends_a_run_that_was_killed(home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from pipelines import definitions

    fresh = settings.Settings(home=tmp_path)
    fresh.work.mkdir(parents=True)
    fresh.inbox.mkdir()
    monkeypatch.setattr(definitions, "home", fresh)
    job = definitions.defs.resolve_job_def("everything")
    with dg.DagsterInstance.ephemeral() as instance:
        run = instance.create_run_for_job(job, status=dg.DagsterRunStatus.STARTED)
        fresh.lock.write_text(f'{{"pid": 1, "run_id": "{run.run_id}"}}')
        result = definitions.inbox(dg.build_sensor_context(instance=instance))
        assert isinstance(result, dg.SkipReason)
        ended = instance.get_run_by_id(run.run_id)
        assert ended is not None
        assert ended.status is dg.DagsterRunStatus.FAILURE
    assert lock.died(fresh.lock) is None
