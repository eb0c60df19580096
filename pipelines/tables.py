"""The CSV tables of `seeds/`, read so that a slip in one is told in a line: file, row, what is expected there.

Takes a path and the columns that the reader needs; gives rows with their place.  Knows nothing of what they mean.
"""

import csv
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple


class KnowledgeError(ValueError):
    """A table of knowledge cannot be used; the message is one line with file and row."""


class Row(NamedTuple):
    """A row with where it stands, so that faults can be told."""

    cells: dict[str, str]  # every column that was asked for
    path: Path
    line: int

    @property
    def place(self) -> str:
        """File and line for people."""
        return f"{self.path} row {self.line}"


def read_table(
    path: Path, columns: Sequence[str], needed: Sequence[str] = (), blanks: str | None = None
) -> Iterator[Row]:
    """The rows of a table, `columns` of each without the `blanks` around; the `needed` ones are never empty.

    Raises KnowledgeError where the table is not there or is none, lacks a column, or a row has not its cells.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as lines:
            reader = csv.reader(lines, strict=True)
            header = next(reader, [])
            for column in columns:
                if column not in header:
                    raise KnowledgeError(f"{path} row 1: the column {column} is missing")
            for cells in filter(None, reader):
                place = f"{path} row {reader.line_num}"
                if len(cells) != len(header):
                    wrong = f"{len(cells)} cells where {len(header)} are expected ({','.join(header)})"
                    raise KnowledgeError(f"{place}: {wrong}; a comma in a cell needs quotes around it")
                record = dict(zip(header, cells, strict=True))
                row = Row({column: record[column].strip(blanks) for column in columns}, path, reader.line_num)
                for column in needed:
                    if not row.cells[column]:
                        raise KnowledgeError(f"{place}: the {column} is missing")
                yield row
    except UnicodeDecodeError as error:
        raise KnowledgeError(f"{path}: this is not UTF-8 text") from error
    except (OSError, csv.Error) as error:
        raise KnowledgeError(f"{path}: {error}") from error
