"""Loads the cleaner's knowledge, CSV files of the project's `seeds/` folder.  Never anything else.

abbreviations.csv: `token`, `kind`
    before_name    ends no sentence ("Gen. Petrov"): a title, or a word that something always follows
    before_number  ends no sentence where a digit follows ("No. 5", "Jan. 3")
    may_end        ends a sentence only where the next word is a `starter` ("in the U.S. The ...")
    starter        a word that, capitalised, rather begins a sentence than a name
    unfinished     a word that ends no sentence and no label: after it a text was cut off
    saying         a verb after a quoted question ("Why now?" Haddad asked.)
residue.csv: `match`, `phrase`, `drops`, `reason`: lines that belong to the web page, not to the article
    match    exact: the whole line, but for closing punctuation; prefix: how the line begins; regex: found in the line
    phrase   compared in lower case, with straight quotes, hyphens for dashes and single spaces
    drops    line; or block: also the following lines up to the next blank one, as far as they are no sentences
    reason   why, for people
outlets.csv: `kind`, `name`
    agency   sends texts and pictures to others; may stand in a dateline or a credit
    outlet   publishes itself
    word     a word that, in a name, makes it an outlet's ("Tribune")
    pictures sends pictures only, or is what a credit says in place of a name; never an article's source
    label    a word that stands before a colon as a place of a dateline would ("Breaking: ...")
"""

import hashlib
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

from pipelines.tables import KnowledgeError, Row, read_table

SEEDS = Path(__file__).resolve().parents[2] / "seeds"
FILES = ("abbreviations.csv", "outlets.csv", "residue.csv", "tracking_parameters.csv")


class Residue(NamedTuple):
    """The phrases by which a line is known as residue; values are (drops, reason)."""

    exact: dict[str, tuple[str, str]]
    prefixes: dict[str, tuple[str, str]]
    patterns: tuple[tuple[re.Pattern[str], tuple[str, str]], ...]


class Outlets(NamedTuple):
    """Names in lower case, with the spelling to show."""

    agencies: dict[str, str]
    outlets: dict[str, str]
    words: frozenset[str]
    labels: frozenset[str]
    pictures: frozenset[str]


def _rows(name: str, *columns: str) -> Iterator[Row]:
    return read_table(SEEDS / name, columns, columns, blanks="")  # a phrase may end in a blank


@cache
def abbreviations(kind: str) -> frozenset[str]:
    """The tokens of one kind, as written."""
    rows = (row.cells for row in _rows("abbreviations.csv", "token", "kind"))
    return frozenset(row["token"] for row in rows if row["kind"] == kind)


@cache
def residue() -> Residue:
    """All residue phrases."""
    exact, prefixes, patterns = {}, {}, []
    for row in _rows("residue.csv", "match", "phrase", "drops", "reason"):
        phrase, what = row.cells["phrase"], (row.cells["drops"], row.cells["reason"])
        match row.cells["match"]:
            case "exact":
                exact[phrase] = what
            case "prefix":
                prefixes[phrase] = what
            case "regex":
                try:
                    patterns.append((re.compile(phrase), what))
                except re.error as error:
                    raise KnowledgeError(
                        f"{row.place}: phrase {phrase!r} is no regular expression ({error})"
                    ) from error
            case other:
                raise KnowledgeError(f"{row.place}: match {other!r} is none that is known (exact, prefix, regex)")
    return Residue(exact, prefixes, tuple(patterns))


@cache
def outlets() -> Outlets:
    """All names of outlets and agencies."""
    by_kind: dict[str, dict[str, str]] = {"agency": {}, "outlet": {}, "word": {}, "label": {}, "pictures": {}}
    for row in _rows("outlets.csv", "kind", "name"):
        kind, name = row.cells["kind"], row.cells["name"]
        if kind not in by_kind:
            raise KnowledgeError(f"{row.place}: kind {kind!r} is none that is known ({', '.join(by_kind)})")
        by_kind[kind][name.casefold()] = name
    return Outlets(
        by_kind["agency"],
        by_kind["outlet"],
        frozenset(by_kind["word"]),
        frozenset(by_kind["label"]),
        frozenset(by_kind["pictures"]),
    )


def fingerprint() -> str:
    """8 hex that change when a phrase does."""
    return hashlib.sha256(b"\x1f".join((SEEDS / name).read_bytes() for name in FILES)).hexdigest()[:8]
