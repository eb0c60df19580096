"""A source whose pages suddenly become no articles is told of; few pages, or a bad day by chance, are not."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import duckdb
import pytest

from pipelines.sources.types import Document
from pipelines.warehouse import database
from pipelines.warehouse.load import take_in
from pipelines.warehouse.yields import fallen_yields

NOON = datetime(2023, 7, 19, 12, tzinfo=UTC)


@pytest.fixture
def con(tmp_path: Path):
    with database.connect(tmp_path / "work.duckdb") as con:
        yield con


def day(con: duckdb.DuckDBPyConnection, store: Path, number: int, inputs: int, articles: int, source: str = "gazette"):
    """A day on which a source gave so many inputs, of which so many became articles."""
    found = [
        Document(f"https://x.example/{source}/{number}/{n}", b"x", f"{n:064x}", source_name=source)
        for n in range(inputs)
    ]
    take_in(con, store, found, NOON + timedelta(days=number))
    for document in found[:articles]:
        con.execute(
            """insert into raw.article_versions by name select
            ? as article_id, ? as document_id, ? as uri, ? as fetched_at, 'x' as text_sha256, '1' as cleaner_version""",
            [document.document_id, document.document_id, document.uri, NOON + timedelta(days=number)],
        )


def test_a_sudden_fall_is_told(con: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    for number in range(5):
        day(con, tmp_path, number, inputs=30, articles=27)
        day(con, tmp_path, number, inputs=30, articles=27, source="lantern")
    assert fallen_yields(con) == []
    day(con, tmp_path, 5, inputs=30, articles=4)
    (fallen,) = fallen_yields(con)
    assert str(fallen) == "gazette: 4 of 30 inputs became articles, 90% before"


@pytest.mark.parametrize(
    ("before", "last"),
    [
        ((30, 27), (10, 0)),  # few inputs today
        ((5, 5), (30, 2)),  # few before
        ((30, 27), (30, 20)),  # a bad day
        ((30, 3), (30, 1)),  # it never gave much
    ],
)
def test_small_numbers_and_chance_are_not_told(con, tmp_path: Path, before, last) -> None:
    for number in range(5):
        day(con, tmp_path, number, *before)
    day(con, tmp_path, 5, *last)
    assert fallen_yields(con) == []
