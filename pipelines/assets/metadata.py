"""What Dagster shows of a table: columns, rows, and a few of them as a sample; of a failed check the rows it found."""

from contextlib import suppress
from typing import Any

import dagster as dg
import duckdb
import pyarrow as pa

from pipelines.warehouse.database import count
from pipelines.warehouse.schema import RAW_TABLES, columns

OWNERS = ("team:entente",)
SAMPLE_ROWS, FAILING_ROWS = 3, 20
LONGEST_CELL = 60


def raw_spec(table: str, description: str, group: str, deps: tuple[dg.AssetKey, ...] = ()) -> dg.AssetSpec:
    """The asset of one raw table."""
    return dg.AssetSpec(
        ["raw", table],
        description=description,
        group_name=group,
        kinds={"python", "duckdb"},
        owners=OWNERS,
        deps=deps,
        metadata={"dagster/column_schema": _column_schema(RAW_TABLES[table]), "dagster/table_name": f"raw.{table}"},
    )


def table_metadata(con: duckdb.DuckDBPyConnection, table: str) -> dict[str, Any]:
    """Rows and a sample of any table, by its full name."""
    return {"dagster/row_count": count(con, table), "sample": dg.MetadataValue.md(_sample(con, table, SAMPLE_ROWS))}


def failing_metadata(con: duckdb.DuckDBPyConnection, query: str) -> dict[str, Any]:
    """The first rows that a check has found; none where the query itself fails."""
    with suppress(duckdb.Error):
        return {"failing": dg.MetadataValue.md(_sample(con, f"({query})", FAILING_ROWS))}
    return {}


def materialized(con: duckdb.DuckDBPyConnection, table: str, **more: Any) -> dg.MaterializeResult[None]:
    """The result of one raw table."""
    return dg.MaterializeResult(asset_key=["raw", table], metadata={**table_metadata(con, f"raw.{table}"), **more})


def _column_schema(schema: pa.Schema) -> dg.TableSchema:
    required = {field.name: dg.TableColumnConstraints(nullable=field.nullable) for field in schema}
    return dg.TableSchema([dg.TableColumn(name, kind, constraints=required[name]) for name, kind in columns(schema)])


def _sample(con: duckdb.DuckDBPyConnection, table: str, most: int) -> str:
    cursor = con.execute(f"from {table} limit {most}")
    names = [column[0] for column in cursor.description or []]
    rows = cursor.fetchall()
    lines = [names, ["---"] * len(names), *([_cell(value) for value in row] for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _cell(value: object) -> str:
    text = " ".join(str(value).split()).replace("|", "\\|") if value is not None else ""
    return text if len(text) <= LONGEST_CELL else f"{text[:LONGEST_CELL]}…"
