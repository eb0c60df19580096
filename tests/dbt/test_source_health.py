"""How each listed source is."""

from datetime import UTC, datetime
from pathlib import Path

import duckdb

from tests.dbt.conftest import Dbt, Desk, built

NOON, ONE = datetime(2023, 8, 1, 12, tzinfo=UTC), datetime(2023, 8, 1, 13, tzinfo=UTC)


def test_each_source_has_its_state(dbt: Dbt, tmp_path: Path) -> None:
    desk = Desk(tmp_path / "work.duckdb")
    feed = {"kind": "feed", "failures": 0.0, "is_off": False}
    asked = feed | {"polled_at": NOON, "next_at": ONE}
    dead = {"failures": 30.0, "is_off": True, "error": "not_found: HTTP 404", "next_at": None}
    desk.rows["sources"] = [
        asked | {"source_name": "well", "outlet": "The Lantern", "country": "GBR"},
        asked | {"source_name": "slow", "failures": 0.25, "error": "timeout: no answer"},
        asked | {"source_name": "missing", "kind": "folder", "error": "unreadable: no such folder"},
        asked | dead | {"source_name": "dead"},
        feed | {"source_name": "added"},
    ]
    made = built(dbt, desk.write(), "--select", "+source_health", "--exclude", "test_type:unit")
    with duckdb.connect(str(made), read_only=True) as con:
        told = con.execute("select source_name, state, n_failures, next_poll_at from source_health").fetchall()
        said = con.execute("select outlet, country from source_health where state = 'well'").fetchall()
    one = ONE.replace(tzinfo=None)
    assert told == [
        ("added", "new", 0.0, None),
        ("dead", "off", 30.0, None),
        ("missing", "failing", 0.0, one),
        ("slow", "failing", 0.25, one),
        ("well", "well", 0.0, one),
    ]
    assert said == [("The Lantern", "GBR")]
