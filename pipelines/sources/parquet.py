"""Reads Parquet: the columns of articles alone, a few rows at a time.

Takes a file that can be sought in; gives documents and refusals.  Never holds a whole row group.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO

import pyarrow as pa
import pyarrow.parquet as pq

from pipelines.sources.columns import Own, find_layout
from pipelines.sources.faults import DamagedError, ExpandsTooFarError, SourceError
from pipelines.sources.packed import FREE, RATIO
from pipelines.sources.rows import Row, documents
from pipelines.sources.types import Document, Refusal

MAGIC = b"PAR1"
ROWS_AT_ONCE = 32  # a page of text may stand for many rows

_BUFFER = 1 << 20


def read(file: BinaryIO, uri: str, own: Own | None = None) -> Iterator[Document | Refusal]:
    """The articles of a file, whose columns are the user's `own` or a known layout's.

    Raises SourceError, at once where there is no column of articles.
    """
    size = _check_footer(file)
    with _telling_damage():
        schema = _open(file).schema_arrow
        names = [column.name for column in schema]
        nested = [f"{c.name}.{inner.name}" for c in schema if pa.types.is_struct(c.type) for inner in c.type]
    layout = find_layout([*names, *nested], own)
    columns = list(dict.fromkeys(c if c in names else c.partition(".")[0] for c in layout.columns))
    return documents(lambda: _rows(file, columns, size), layout, uri)


def _rows(file: BinaryIO, columns: list[str], size: int) -> Iterator[Row]:
    given = 0
    with _telling_damage():
        for batch in _open(file).iter_batches(ROWS_AT_ONCE, columns=columns, use_threads=False):
            given += batch.nbytes
            if given > max(FREE, RATIO * size):
                raise ExpandsTooFarError(f"it unpacks to more than {RATIO} times its size")
            yield from batch.to_pylist()


def _open(file: BinaryIO) -> pq.ParquetFile:
    file.seek(0)
    return pq.ParquetFile(file, buffer_size=_BUFFER, pre_buffer=False)


@contextmanager
def _telling_damage() -> Iterator[None]:
    try:
        yield
    except SourceError:
        raise
    except (OSError, pa.ArrowException, ValueError, OverflowError) as error:
        raise DamagedError(f"corrupt: {(str(error).splitlines() or [type(error).__name__])[0][:200]}") from error


def _check_footer(file: BinaryIO) -> int:
    """The size of the file.  Raises DamagedError where its end is missing."""
    begins = file.read(len(MAGIC))
    size = file.seek(0, 2)
    file.seek(max(0, size - 8))
    footer = file.read(8)
    if begins != MAGIC:
        raise DamagedError("no Parquet file")
    if size < 12 or footer[4:] != MAGIC or int.from_bytes(footer[:4], "little") > size - 12:
        raise DamagedError("the footer is missing: the file is cut off, or still being written")
    return size
