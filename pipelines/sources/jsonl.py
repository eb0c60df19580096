"""Reads JSON lines: one record a line, as most tools write that collect news.

Takes a way to open the file; gives documents and refusals.  Never holds more than one line.
"""

import contextlib
import itertools
import json
from collections.abc import Iterator, Mapping

from pipelines.sources.columns import Layout, Own, find_layout
from pipelines.sources.faults import DamagedError
from pipelines.sources.lines import MAX_LINE, Line, Open, find_encoding, lines
from pipelines.sources.rows import BadRow, Row, documents
from pipelines.sources.types import Document, Refusal

SAMPLE = 100  # records whose names are looked at

_BLANK = "\0\ufeff \t"


def read(open_file: Open, uri: str, own: Own | None = None) -> Iterator[Document | Refusal]:
    """The articles of a file, whose columns are the user's `own` or a known layout's.

    Raises SourceError, at once where there is no column of articles.
    """
    encoding = find_encoding(open_file)

    def rows() -> Iterator[Row]:
        return (_row(line) for line in lines(open_file, encoding) if line.text is None or line.text.strip(_BLANK))

    flags = frozenset({"encoding_guessed"}) if encoding.is_guessed else frozenset()
    return documents(rows, layout_of(rows(), own), uri, flags)


def _row(line: Line) -> Row:
    if line.text is None:
        return BadRow(f"line {line.number} is longer than {MAX_LINE:,} characters", "too_large")
    try:
        row = json.loads(line.text.strip(_BLANK))
    except (ValueError, RecursionError) as error:
        return BadRow(f"line {line.number} is no JSON: {error}")
    if not isinstance(row, dict):
        return BadRow(f"line {line.number} is no record")
    return row


def layout_of(rows: Iterator[Row], own: Own | None) -> Layout:
    """By the names in the first records; where there are none, every row is bad whatever the layout."""
    names: dict[str, None] = {}
    with contextlib.suppress(DamagedError):  # of which whoever reads all rows will hear
        for row in itertools.islice((row for row in rows if not isinstance(row, BadRow)), SAMPLE):
            for name, value in row.items():
                names[name] = None
                if isinstance(value, Mapping):
                    names |= dict.fromkeys(f"{name}.{inner}" for inner in value)
    return find_layout(names, own) if names else Layout()
