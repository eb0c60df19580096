"""Reads a JSON file that is one whole: a list of records, a record that holds such a list, or a record alone.

Takes a way to open the file; gives documents and refusals.  JSON lines under such a name are read as what they are, and
so is what is too large to be held.
"""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from pipelines.sources import jsonl
from pipelines.sources.columns import LayoutError, Own, find_layout
from pipelines.sources.lines import Encoding, Open, find_encoding
from pipelines.sources.rows import BadRow, Row, documents
from pipelines.sources.types import Document, Refusal

MAX_WHOLE = 100_000_000  # bytes


def read(open_file: Open, uri: str, own: Own | None = None) -> Iterator[Document | Refusal]:
    """The articles of a file, whose columns are the user's `own` or a known layout's.

    Raises SourceError, at once where there is no column of articles.
    """
    encoding = find_encoding(open_file)
    whole = _whole(open_file, encoding)
    records = whole if isinstance(whole, list) else _records(whole, own) if isinstance(whole, dict) else None
    if records is None:
        return jsonl.read(open_file, uri, own)
    rows = [_row(record, number) for number, record in enumerate(records, 1)]
    flags = frozenset({"encoding_guessed"}) if encoding.is_guessed else frozenset()
    return documents(lambda: iter(rows), jsonl.layout_of(iter(rows), own), uri, flags)


def _whole(open_file: Open, encoding: Encoding) -> Any:
    """What the file holds; None where that is not one whole, or too much."""
    with open_file() as file:
        content = file.read(MAX_WHOLE + 1)
    try:
        return (
            None if len(content) > MAX_WHOLE else json.loads(content.decode(encoding.name, "replace").strip("\0\ufeff"))
        )
    except (ValueError, RecursionError):
        return None


def _records(whole: Mapping[str, Any], own: Own | None) -> list[Any]:
    """The record itself where it has the columns of an article, else the longest list of records in it."""
    try:
        find_layout(whole, own)
        return [whole]
    except LayoutError:
        return max(_lists(whole), key=len, default=[whole])


def _lists(record: Mapping[str, Any]) -> Iterator[list[Any]]:
    """The lists of records in a record, and in the records within it."""
    for value in record.values():
        if isinstance(value, Mapping):
            yield from _lists(value)
        elif isinstance(value, list) and value and isinstance(value[0], Mapping):
            yield value


def _row(record: object, number: int) -> Row:
    return record if isinstance(record, Mapping) else BadRow(f"item {number} is no record")
