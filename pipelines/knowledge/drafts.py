"""Rows for a folder of one's own actors, written where no table is yet."""

import csv
import re
import unicodedata
from collections.abc import Container
from pathlib import Path

from pipelines.coder.layers import COLUMNS

Draft = dict[str, list[dict[str, str]]]  # rows by table; columns that are not given stay empty


class DraftError(Exception):
    """The rows cannot be made or written; the message is one line for the user."""


def write_folder(draft: Draft, folder: Path) -> list[Path]:
    """Write each table that has rows. Raises DraftError where one is there already: it may hold someone's edits."""
    paths = {name: folder / f"{name}.csv" for name, rows in draft.items() if rows}
    if there := [path for path in paths.values() if path.exists()]:
        raise DraftError(f"{there[0]} is there already: name another folder, or move it away")
    folder.mkdir(parents=True, exist_ok=True)
    for name, path in paths.items():
        path.write_text(as_csv(name, draft[name]), encoding="utf-8")
    return list(paths.values())


def as_csv(name: str, rows: list[dict[str, str]]) -> str:
    """One table as text."""
    lines: list[str] = []
    writer = csv.writer(_Lines(lines), lineterminator="\n")
    writer.writerow(COLUMNS[name])
    writer.writerows([row.get(column, "") for column in COLUMNS[name]] for row in rows)
    return "".join(lines)


def new_id(prefix: str, country: str, name: str, taken: Container[str]) -> str:
    """An id that says kind, country and name and that nobody has: `per:LTU-gabrielius-landsbergis`."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    slug = "-".join(re.findall(r"[a-z0-9]+", plain)) or "unnamed"
    stem = f"{prefix}:{country}-{slug}" if country else f"{prefix}:{slug}"
    number, found = 1, stem
    while found in taken:
        number += 1
        found = f"{stem}-{number}"
    return found


class _Lines:
    """What the csv module takes for a file."""

    def __init__(self, lines: list[str]) -> None:
        self.write = lines.append
