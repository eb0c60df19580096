"""Text that comes from articles, made safe for spreadsheets: no cell is run as a formula, nothing stays nested."""

import json
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_STARTS_FORMULA = r"^[=+\-@\t\r]"


def safe_cell(value: str | None) -> str | None:
    """A cell that no spreadsheet runs as a formula."""
    return f"'{value}" if value and value.startswith(_FORMULA) else value


def safe_cells(data: pa.Table) -> pa.Table:
    """The table for CSV: text cells made safe, everything nested written out as text."""
    return pa.table({name: _safe(data[name]) for name in data.column_names})


def _safe(column: Any) -> Any:
    if pa.types.is_nested(column.type):
        return pa.array([safe_cell(_written(cell)) for cell in column.to_pylist()], pa.string())
    if not pa.types.is_string(column.type):
        return column
    quoted: Any = pc.binary_join_element_wise("'", column, "")
    return pc.if_else(pc.match_substring_regex(column, _STARTS_FORMULA), quoted, column)


def _written(cell: Any) -> str | None:
    if isinstance(cell, list):
        return "; ".join(_words(item) for item in cell)
    return None if cell is None else json.dumps(cell, ensure_ascii=False, default=str)


def _words(item: object) -> str:
    if not isinstance(item, dict):
        return str(item)
    return f"{item['actor']} ({item['role']})" if {"actor", "role"} <= item.keys() else json.dumps(item, default=str)
