"""`entente sql`: one question to the published warehouse, read-only and cut off from files and the network."""

import csv
import json
import math
import re
from pathlib import Path
from typing import Any, TextIO

import duckdb
from rich.console import Console
from rich.table import Table

CONFIG: dict[str, str | bool | int | float | list[str]] = {
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
    "enable_external_access": False,
    "lock_configuration": True,
}


class QueryError(Exception):
    """The question cannot be answered; the message is one line for the user."""


def ask(published: Path, query: str, form: str, output: TextIO) -> None:
    """Write the answer to `output` as a table, as CSV or as JSON (a list of objects).

    Raises QueryError where there is no warehouse yet or the query is wrong.
    """
    if not published.exists():
        raise QueryError(f"{published} does not exist yet: `entente run` makes it")
    try:
        with duckdb.connect(str(published), read_only=True, config=CONFIG) as con:
            cursor = con.execute(query)
            names = [column[0] for column in cursor.description or []]
            rows = cursor.fetchall()
    except duckdb.Error as error:
        raise QueryError(_one_line(error)) from error
    _WRITERS[form](names, rows, output)


def _one_line(error: duckdb.Error) -> str:
    """The message without the query that DuckDB repeats below it."""
    return " ".join(re.split(r"\n\s*LINE \d+:", str(error))[0].split())


def _write_table(names: list[str], rows: list[tuple[Any, ...]], output: TextIO) -> None:
    table = Table(*names)
    for row in rows:
        table.add_row(*("" if value is None else _plain(value) for value in row))
    console = Console(file=output, markup=False, highlight=False)
    if not console.is_terminal:  # a file or a pipe has no width
        console.width = 10_000
        table.expand = False
    console.print(table)
    console.print(f"{len(rows)} row{'' if len(rows) == 1 else 's'}")


def _write_csv(names: list[str], rows: list[tuple[Any, ...]], output: TextIO) -> None:
    writer = csv.writer(output, lineterminator="\n")
    writer.writerow(names)
    writer.writerows([_json(value) if isinstance(value, list | dict) else value for value in row] for row in rows)


def _write_json(names: list[str], rows: list[tuple[Any, ...]], output: TextIO) -> None:
    keys = _distinct(names)
    output.write("[\n" + ",\n".join(_json(dict(zip(keys, row, strict=True))) for row in rows) + "\n]\n")


def _distinct(names: list[str]) -> list[str]:
    """Columns of one name get a number from the second on: an object has each key once."""
    keys: list[str] = []
    for name in names:
        key, n = name, 0
        while key in keys:
            n += 1
            key = f"{name}_{n}"
        keys.append(key)
    return keys


def _plain(value: object) -> str:
    return _json(value) if isinstance(value, list | dict) else str(value)


def _json(value: object) -> str:
    return json.dumps(_finite(value), ensure_ascii=False, allow_nan=False, default=str)


def _finite(value: object) -> object:
    """JSON has no NaN and no infinity, and its keys are text."""
    if isinstance(value, dict):
        return {str(key): _finite(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [_finite(part) for part in value]
    return None if isinstance(value, float) and not math.isfinite(value) else value


_WRITERS = {"table": _write_table, "csv": _write_csv, "json": _write_json}
