"""A source that does not answer is warned of, with its name and the reason, and stops nothing."""

from pathlib import Path

import dagster as dg
import duckdb
import pytest
from homes import copy, entente

pytestmark = [pytest.mark.slow, pytest.mark.timeout(900)]


def test_a_source_in_trouble_is_told_as_a_warning_beside_what_is_published(sample_home: Path, tmp_path: Path) -> None:
    home = copy(sample_home, tmp_path / "home")
    (home / "sources.toml").write_text("[lost]\nkind = 'folder'\nlocation = '/no/such/folder'\n")
    done = entente(home, "run")
    assert done.returncode == 0, done.stdout + done.stderr
    with duckdb.connect(str(home / "entente.duckdb"), read_only=True) as con:
        ((state, warning),) = con.execute("select state, warning from source_health").fetchall()
    assert (state, warning.split(":")[0]) == ("failing", "failing")
    key = dg.AssetCheckKey(dg.AssetKey(["main", "source_health"]), "sources_keep_up")
    with dg.DagsterInstance.from_config(str(home / "dagster")) as instance:
        (record,) = instance.event_log_storage.get_asset_check_execution_history(key, limit=1)
        assert record.event and record.event.dagster_event
        told = record.event.dagster_event.asset_check_evaluation_data
    assert (told.passed, told.severity) == (False, dg.AssetCheckSeverity.WARN)
    assert "| lost | folder |" in str(told.metadata["failing"].value)
    assert "failing: unreadable: there is no such file" in str(told.metadata["failing"].value)
