"""Every input has one outcome."""

from datetime import UTC, datetime
from pathlib import Path

import duckdb
import pytest

from tests.dbt.conftest import Dbt, Desk, built

HOUR = datetime(2023, 8, 1, tzinfo=UTC)


@pytest.fixture(scope="module")
def outcomes(dbt: Dbt, tmp_path_factory: pytest.TempPathFactory) -> Path:
    desk = Desk(tmp_path_factory.mktemp("outcomes") / "work.duckdb")
    desk.article("a1", "Oman praised Iran", "It was Monday.")
    desk.version("a1", "https://x.example/a?b", "text-a1", hour=1)
    desk.version("a1", "inbox:a1.txt", "another text", hour=2)
    desk.rows["documents"] += [
        {
            "document_id": name,
            "uri": uri,
            "content_sha256": name,
            "size_bytes": 5,
            "fetched_at": HOUR,
            "source_name": "s",
        }
        for name, uri in (("skipped", "inbox:b.txt"), ("walled", "https://x.example/c"))
    ]
    refusal = {"reason": "no_text", "seen_at": HOUR, "source_name": "s"}
    desk.rows["rejections"] += [
        refusal | {"uri": "https://x.example/c", "content_sha256": "walled"},
        refusal | {"uri": "https://x.example/d", "reason": "timeout"},
        refusal | {"uri": "inbox:e.warc#not_wanted", "reason": "not_wanted", "n_inputs": 7},
    ]
    return built(
        dbt, desk.write(), "--select", "+outcomes", "+outcome_days", "--exclude", "test_type:unit", "resource_type:seed"
    )


def test_each_input_has_its_outcome(outcomes: Path) -> None:
    with duckdb.connect(str(outcomes), read_only=True) as con:
        told = con.execute("select uri, outcome, reason from outcomes order by seen_at, uri").fetchall()
        days = con.execute("select source_name, outcome, sum(n_inputs) from outcome_days group by all order by all")
        assert days.fetchall() == [
            ("s", "duplicate", 1),
            ("s", "rejected", 9),
            (None, "accepted", 2),
            (None, "duplicate", 1),
        ]
    assert told == [
        ("https://x.example/c", "rejected", "no_text"),
        ("https://x.example/d", "rejected", "timeout"),
        ("inbox:a1.txt", "accepted", "new"),
        ("inbox:b.txt", "duplicate", "superseded"),
        ("inbox:e.warc#not_wanted", "rejected", "not_wanted"),
        ("https://x.example/a?b", "duplicate", "same_text"),
        ("inbox:a1.txt", "accepted", "corrected"),
    ]
