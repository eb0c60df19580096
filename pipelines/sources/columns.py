"""Which columns of a table hold what: the layouts of seeds/columns.csv, or the user's own.

Takes the names of a table's columns; gives the layout that fits them best.  Never looks at the rows.
"""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal, get_args

from pipelines.sources.faults import NoTableError
from pipelines.tables import read_table

COLUMNS = Path(__file__).resolve().parents[2] / "seeds" / "columns.csv"
Field = Literal["text", "html", "title", "id", "url", "source", "published", "byline", "language"]
FIELDS = get_args(Field)
Own = Mapping[Field, str | Sequence[str]]  # columns by field, as a user gives them


@dataclass(frozen=True, slots=True)
class Layout:
    """What the columns of one table hold; a name with dots leads into a column of records."""

    text: tuple[str, ...] = ()  # the article is these, one below the other
    html: str | None = None  # the article as a page, or as part of one
    title: str | None = None
    id: str | None = None
    url: str | None = None
    source: str | None = None  # the outlet
    published: str | None = None
    byline: str | None = None
    language: str | None = None

    @property
    def contents(self) -> tuple[str, ...]:
        """Those of them in which the article is."""
        return (*self.text, self.html) if self.html else self.text

    @property
    def columns(self) -> tuple[str, ...]:
        """All of them."""
        single = (getattr(self, field) for field in FIELDS if field != "text")
        return (*self.text, *(column for column in single if column))


class LayoutError(NoTableError):
    """The table has no column in which articles could be; the message says what it has."""


def find_layout(names: Collection[str], own: Own | None = None) -> Layout:
    """The layout of a table with columns of these names: the user's `own`, or the known one that explains most of them.

    Raises LayoutError.
    """
    if own is not None:
        return _own(names, own)
    known = {_fold(name): name for name in reversed(list(names))}
    best: dict[str, list[str]] = {}
    for rows in _layouts().values():
        found: dict[str, list[str]] = {}
        for field, alternatives in rows:
            column = next((known[name] for name in alternatives if name in known), None)
            if column is not None and column not in found.get(field, ()):
                found.setdefault(field, []).append(column)
        if ("text" in found or "html" in found) and sum(map(len, found.values())) > sum(map(len, best.values())):
            best = found
    if not best:
        raise LayoutError(
            f"no column of articles among: {_listed(names)}; a source of kind table can name it in `columns`"
        )
    return Layout(tuple(best.pop("text", ())), **{field: columns[0] for field, columns in best.items()})


def _own(names: Collection[str], own: Own) -> Layout:
    text = own.get("text", ())
    layout = Layout(
        (text,) if isinstance(text, str) else tuple(text),
        **{str(field): column for field, column in own.items() if field != "text" and isinstance(column, str)},
    )
    missing = [column for column in layout.columns if column not in names and column.split(".")[0] not in names]
    if missing:
        raise LayoutError(f"no column {_listed(missing)} among: {_listed(names)}")
    return layout


@cache
def _layouts() -> dict[str, list[tuple[str, tuple[str, ...]]]]:
    """By layout: what is in the first of these columns, as folded names."""
    layouts: dict[str, list[tuple[str, tuple[str, ...]]]] = {}
    for row in read_table(COLUMNS, ("layout", "field", "columns"), ("layout", "field", "columns")):
        alternatives = tuple(map(_fold, row.cells["columns"].split("|")))
        layouts.setdefault(row.cells["layout"], []).append((row.cells["field"], alternatives))
    return layouts


def _fold(name: str) -> str:
    """`Full text`, `full_text` and `fullText` are one name."""
    return re.sub(r"[^\w.]|_", "", name).lower()


def _listed(names: Collection[str]) -> str:
    shown = ", ".join(list(names)[:20])
    return (shown if len(shown) <= 300 else f"{shown[:300]} ...") or "none at all"
