"""One bad input costs itself alone, and nothing depends on how the work was spread."""

import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from pipelines.engine.local import Committed, LocalEngine
from pipelines.parcels import pack

INPUT = pa.schema([("name", pa.string()), ("number", pa.int64())])


def squares(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """A stage that hangs, dies, hoards memory or raises on inputs that say so."""
    for batch in batches:
        rows = batch.to_pylist()
        for row in rows:
            match row["name"]:
                case "hangs":
                    time.sleep(60)
                case "dies":
                    os.kill(os.getpid(), signal.SIGKILL)
                case "hoards":
                    bytearray(4_000_000_000)
                case "raises":
                    raise ValueError("no such number\nand more of it")
        squared = [{"name": row["name"], "square": row["number"] ** 2} for row in rows]
        yield pack([("squares", pa.RecordBatch.from_pylist(squared)), ("nothing", pa.RecordBatch.from_pylist([]))])


def batches(names: list[str], size: int) -> Iterator[pa.RecordBatch]:
    rows = [{"name": name, "number": number} for number, name in enumerate(names)]
    for start in range(0, len(rows), size):
        yield pa.RecordBatch.from_pylist(rows[start : start + size], schema=INPUT)


def read(committed: list[Committed], table: str) -> list[tuple[object, ...]]:
    files = [path for batch in committed for path in batch.paths(table)]
    return sorted(tuple(row.values()) for path in files for row in pq.read_table(path).to_pylist())


@pytest.mark.parametrize(("workers", "size"), [(1, 7), (2, 1), (2, 3)])
def test_rows_do_not_depend_on_workers_or_batches(tmp_path: Path, workers: int, size: int) -> None:
    names = [f"n{number}" for number in range(7)]
    committed = list(LocalEngine(workers, seconds=20).run(squares, batches(names, size), tmp_path, "name"))
    assert read(committed, "squares") == [(f"n{number}", number**2) for number in range(7)]
    assert sorted(key for batch in committed for key in batch.keys) == names
    assert all(not batch.failed for batch in committed)
    assert len(committed) == -(-7 // size)


def test_a_bad_input_fails_alone_and_is_named(tmp_path: Path) -> None:
    names = ["a", "hangs", "b", "dies", "c", "raises", "hoards", "d"]

    def refuse(rows: pa.RecordBatch, why: str) -> Iterator[tuple[str, pa.RecordBatch]]:
        yield "refused", pa.RecordBatch.from_pylist([{"name": row["name"], "why": why} for row in rows.to_pylist()])

    committed = list(LocalEngine(2, seconds=6).run(squares, batches(names, 4), tmp_path, "name", refuse))
    assert [name for name, _ in read(committed, "squares")] == ["a", "b", "c", "d"]
    failed = {name: why for batch in committed for name, why in batch.failed.items()}
    assert failed["hangs"] == "took too long"
    assert failed["dies"].startswith("the process died")
    assert failed["hoards"] == "took too much memory"
    assert failed["raises"] == "ValueError: no such number"
    assert read(committed, "refused") == sorted(failed.items())
    assert sorted(key for batch in committed for key in batch.keys) == sorted(names)


def test_files_that_no_manifest_names_are_not_read(tmp_path: Path) -> None:
    (batch,) = LocalEngine(1, seconds=20).run(squares, batches(["a", "b"], 2), tmp_path, "name")
    left_over = batch.folder / "0-0-dead-squares.parquet"
    pq.write_table(pa.table({"name": ["twice"], "square": [0]}), left_over)
    assert Committed.read(batch.folder) == batch
    assert read([Committed.read(batch.folder)], "squares") == [("a", 0), ("b", 1)]


def test_nothing_to_do_starts_no_process(tmp_path: Path) -> None:
    assert list(LocalEngine(2, seconds=1).run(squares, iter([]), tmp_path, "name")) == []
    assert list(tmp_path.iterdir()) == []
