"""What `entente sql` writes is what others can read, whatever was asked."""

import io
import json
from pathlib import Path
from typing import Any

import duckdb

from pipelines.commands.sql import ask


def answer(folder: Path, query: str) -> list[dict[str, Any]]:
    published = folder / "entente.duckdb"
    duckdb.connect(str(published)).close()
    output = io.StringIO()
    ask(published, query, "json", output)
    return json.loads(output.getvalue(), parse_constant=lambda name: f"{name} is no JSON")


def test_json_has_null_where_a_number_is_none(tmp_path: Path) -> None:
    query = "select 'nan'::double as a, 'inf'::float as b, [1.5, 'nan'::double] as c, map {1: '-inf'::double} as d"
    assert answer(tmp_path, query) == [{"a": None, "b": None, "c": [1.5, None], "d": {"1": None}}]


def test_json_keeps_columns_of_the_same_name(tmp_path: Path) -> None:
    rows = answer(tmp_path, "select * from (select 1 as a, 'x' as b) join (select 1 as a, 'y' as b, 2 as a_1) on true")
    assert rows == [{"a": 1, "b": "x", "a_1": 1, "b_1": "y", "a_1_1": 2}]
