"""How rows are written: CSV, Parquet, JSON lines and GDELT's tab-separated lines, batch by batch.

Takes record batches that flow; gives a file.  Memory holds one batch at a time, whatever their number.
"""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv
import pyarrow.parquet

from published.cells import safe_cells

BOM = "\ufeff".encode()  # by which spreadsheets see that the text is UTF-8


def write_csv(schema: pa.Schema, batches: Iterator[pa.RecordBatch], path: Path) -> None:
    """UTF-8 with a byte order mark and a header, cells safe for spreadsheets."""
    shape = safe_cells(schema.empty_table()).schema
    with path.open("wb") as out:
        out.write(BOM)
        with pyarrow.csv.CSVWriter(out, shape) as writer:
            for batch in batches:
                writer.write_table(safe_cells(pa.Table.from_batches([batch])))


def write_parquet(schema: pa.Schema, batches: Iterator[pa.RecordBatch], path: Path) -> None:
    """Compressed Parquet with the types of the database."""
    with pyarrow.parquet.ParquetWriter(path, schema, compression="zstd") as writer:
        for batch in batches:
            writer.write_batch(batch)


def write_jsonl(_: pa.Schema, batches: Iterator[pa.RecordBatch], path: Path) -> None:
    """One JSON object a line; days and times as ISO 8601."""
    with path.open("w", encoding="utf-8") as out:
        for batch in batches:
            out.writelines(f"{json.dumps(row, ensure_ascii=False, default=_iso)}\n" for row in batch.to_pylist())


def write_tsv(_: pa.Schema, batches: Iterator[pa.RecordBatch], path: Path) -> None:
    """As GDELT's files are: tabs, no header, no quotes, nothing for NULL; blanks for tabs and line breaks in a text."""
    with path.open("w", encoding="utf-8", newline="") as out:
        for batch in batches:
            lines: Any = pc.binary_join_element_wise(*map(_flat, batch.columns), "\t")
            out.writelines(f"{line}\n" for line in lines.to_pylist())


def _flat(column: Any) -> Any:
    text: Any = pc.cast(column, pa.string())
    return pc.replace_substring_regex(pc.fill_null(text, ""), r"[\t\r\n]+", " ")


def _iso(value: object) -> str:
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


Writer = Callable[[pa.Schema, Iterator[pa.RecordBatch], Path], None]
WRITERS: dict[str, Writer] = {"csv": write_csv, "parquet": write_parquet, "jsonl": write_jsonl, "tsv": write_tsv}
