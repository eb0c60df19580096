"""Reads CSV and its kin: a header, then a row a line, parted by commas, semicolons, tabs or bars.

Takes a way to open the file; gives documents and refusals.  Never holds more than one row.
"""

import csv
import re
from collections.abc import Iterator

from pipelines.sources.columns import Own, find_layout
from pipelines.sources.faults import NoTableError
from pipelines.sources.lines import MAX_LINE, Encoding, Line, Open, find_encoding, lines
from pipelines.sources.rows import BadRow, Row, documents
from pipelines.sources.types import Document, Refusal

_DELIMITERS = ",;\t|"
_SAID = re.compile(r"sep=(.)", re.IGNORECASE)  # how Excel is told of the delimiter, in a line of its own

csv.field_size_limit(MAX_LINE)


def read(open_file: Open, uri: str, own: Own | None = None) -> Iterator[Document | Refusal]:
    """The articles of a file, whose columns are the user's `own` or a known layout's.

    Raises SourceError, at once where there is no column of articles.
    """
    encoding = find_encoding(open_file)
    delimiter, header = _header(open_file, encoding)

    def rows() -> Iterator[Row]:
        return _rows(_Lines(lines(open_file, encoding)), delimiter, header)

    flags = frozenset({"encoding_guessed"}) if encoding.is_guessed else frozenset()
    return documents(rows, find_layout(header, own), uri, flags)


def _header(open_file: Open, encoding: Encoding) -> tuple[str, list[str]]:
    """The delimiter that parts the first line most often, and the names in it."""
    source = _Lines(lines(open_file, encoding))
    first = next(source, "")
    said = _SAID.fullmatch(first.strip())
    if said:
        first = next(source, "")
    outside = re.sub(r'"[^"]*"', "", first)
    delimiter = said[1] if said else max(_DELIMITERS, key=outside.count)
    source.put_back(first)
    header = [cell.strip("\ufeff \t") for cell in next(csv.reader(source, delimiter=delimiter), [])]
    if not any(header):
        raise NoTableError("no header")
    return delimiter, header


def _rows(source: "_Lines", delimiter: str, header: list[str]) -> Iterator[Row]:
    first = next(source, "")
    if not _SAID.fullmatch(first.strip()):
        source.put_back(first)
    reader = csv.reader(source, delimiter=delimiter)
    is_header = True
    while True:
        source.held = 0
        try:
            cells = next(reader)
        except StopIteration:
            return
        except (csv.Error, _TooLongError) as error:
            yield BadRow(f"line {source.number}: {error}", "too_large" if "limit" in str(error) else "bad_row")
            continue
        if is_header:
            is_header = False
        elif source.is_at_end:
            yield BadRow(f"line {source.number}: a quotation mark is opened and never closed")
        elif len(cells) > len(header) and any(cells[len(header) :]):
            yield BadRow(f"line {source.number}: {len(cells)} cells under a header of {len(header)}")
        elif any(cells):
            # of two columns of one name the first counts
            yield dict(reversed(list(zip(header, cells, strict=False))))


class _TooLongError(ValueError):
    pass


class _Lines:
    """Lines for csv.reader, which asks for another while a quotation mark is open."""

    def __init__(self, source: Iterator[Line]) -> None:
        self._source = source
        self._put_back: list[str] = []
        self.number = 0
        self.held = 0  # characters since whoever reads has set this to 0
        self.is_at_end = False

    def put_back(self, line: str) -> None:
        self._put_back.append(line)

    def __iter__(self) -> "_Lines":
        return self

    def __next__(self) -> str:
        if self._put_back:
            return self._put_back.pop()
        line = next(self._source, None)
        if line is None:
            self.is_at_end = True
            raise StopIteration
        self.number = line.number
        self.held += MAX_LINE if line.text is None else len(line.text)
        if line.text is None or self.held > MAX_LINE:
            raise _TooLongError(f"over the limit of {MAX_LINE:,} characters a row")
        return f"{line.text}\n"
