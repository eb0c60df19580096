"""How every query runs: SQL and named values in, an Arrow table or plain rows out."""

from typing import Any

import duckdb
import pyarrow as pa

Cursor = duckdb.DuckDBPyConnection
Row = dict[str, Any]


def table(con: Cursor, sql: str, values: dict[str, Any] | None = None) -> pa.Table:
    """The answer as an Arrow table; words of the ledger, which are numbers there, come as text."""
    answer: pa.Table = con.sql(sql, params=values or {}).to_arrow_table()
    for place, field in enumerate(answer.schema):
        if pa.types.is_dictionary(field.type):
            answer = answer.set_column(place, field.name, answer.column(place).cast(pa.string()))
    return answer


def rows(con: Cursor, sql: str, values: dict[str, Any] | None = None) -> list[Row]:
    """The answer as one dictionary per row."""
    return table(con, sql, values).to_pylist()


def row(con: Cursor, sql: str, values: dict[str, Any] | None = None) -> Row:
    """The answer's single row, as of an aggregate."""
    return rows(con, sql, values)[0]


def column(data: pa.Table, name: str) -> list[Any]:
    """One column as plain values."""
    return list(data[name].to_pylist())
