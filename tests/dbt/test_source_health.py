"""How each listed source is, and which ones need a look."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import duckdb
import pytest

from tests.dbt.conftest import Dbt, Desk

NOON, ONE = datetime(2023, 8, 1, 12, tzinfo=UTC), datetime(2023, 8, 1, 13, tzinfo=UTC)
FEED = {"kind": "feed", "failures": 0.0, "is_off": False}
ASKED = FEED | {"polled_at": NOON, "next_at": ONE}


def gave(desk: Desk, source: str, *days_ago: int) -> None:
    """Documents of a source, so many days before the build."""
    for days in days_ago:
        name = f"{source}-{days}"
        known = {"document_id": name, "uri": f"https://{source}.example/{days}", "content_sha256": name}
        when = {"fetched_at": NOON - timedelta(days=days), "size_bytes": 1}
        desk.rows["documents"].append(known | when | {"source_name": source})


@pytest.fixture(scope="module")
def made(dbt: Dbt, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, str]]:
    """The tables of these sources, and what became of their checks."""
    desk = Desk(tmp_path_factory.mktemp("health") / "work.duckdb")
    desk.rows["builds"].append(
        {"run_id": "r", "built_at": NOON, "coder_version": "1", "dictionary_version": "1", "cleaner_version": "1"}
    )
    dead = {"failures": 30.0, "is_off": True, "error": "not_found: HTTP 404", "next_at": None}
    desk.rows["sources"] = [
        ASKED | {"source_name": "well", "outlet": "The Lantern", "country": "GBR"},
        ASKED | {"source_name": "slow", "failures": 0.25, "error": "timeout: no answer"},
        ASKED | {"source_name": "stuck", "failures": 1.25, "error": "timeout: no answer"},
        ASKED | {"source_name": "missing", "kind": "folder", "error": "unreadable: no such folder"},
        ASKED | dead | {"source_name": "dead"},
        FEED | {"source_name": "added"},
        *(ASKED | {"source_name": name} for name in ("daily", "weekly", "fresh", "once", "unasked")),
        ASKED | {"source_name": "both", "failures": 0.25, "error": "timeout: no answer"},
    ]
    gave(desk, "daily", *range(3, 10))
    gave(desk, "weekly", *range(10, 60, 7))
    gave(desk, "fresh", *range(2, 9))
    gave(desk, "once", 40)
    gave(desk, "unasked", 20, 21, 22, 80, 81, 82)  # too few days in its last eight weeks
    gave(desk, "both", *range(20, 30))
    gave(desk, "unlisted", *range(3, 10))
    database = desk.write()
    selected = ("--select", "+source_health", "--exclude", "test_type:unit", "--indirect-selection", "cautious")
    done = dbt.run(database, "build", *selected)
    assert done.success, [result.message for result in done.result.results if result.status in ("error", "fail")]
    return database, {result.node.name: str(result.status) for result in done.result.results}


def test_each_source_has_its_state(made: tuple[Path, dict[str, str]]) -> None:
    with duckdb.connect(str(made[0]), read_only=True) as con:
        told = con.execute(
            """select source_name, state, n_failures, next_poll_at, last_new_at from source_health
            where source_name not in ('weekly', 'fresh', 'once', 'unasked', 'both', 'stuck')"""
        ).fetchall()
        said = con.execute("select source_name from source_health where (outlet, country) = ('The Lantern', 'GBR')")
        assert said.fetchall() == [("well",)]
    one, noon = ONE.replace(tzinfo=None), NOON.replace(tzinfo=None)
    assert told == [
        ("added", "new", 0.0, None, None),
        ("daily", "well", 0.0, one, noon - timedelta(days=3)),
        ("dead", "off", 30.0, None, None),
        ("missing", "failing", 0.0, one, None),
        ("slow", "failing", 0.25, one, None),
        ("well", "well", 0.0, one, None),
    ]


def test_a_source_that_is_off_failing_or_late_is_named_with_the_reason(made: tuple[Path, dict[str, str]]) -> None:
    with duckdb.connect(str(made[0]), read_only=True) as con:
        assert con.execute("select source_name, warning from source_health where warning is not null").fetchall() == [
            ("daily", "nothing new for 3 days; its longest pause in the eight weeks before was 1 day"),
            ("dead", "off, and asked again only by name: not_found: HTTP 404"),
            ("missing", "failing: unreadable: no such folder"),
            ("stuck", "failing: timeout: no answer"),
        ]


def test_a_late_source_is_warned_of_and_stops_nothing(made: tuple[Path, dict[str, str]]) -> None:
    assert {name: status for name, status in made[1].items() if status not in ("success", "pass")} == {
        "sources_keep_up": "warn"
    }
