"""Who there is, in layers: the bundled tables, and over them those of the user's folders.

Takes folders with any of the tables below, as CSV; gives the rows that count, each with the file and line it came from.
A row replaces an earlier one of the same key; the word `off` takes it out.  Never looks at more than it must to lay
them over each other: what else may be wrong with a table is for `entente actors check`.
"""

import csv
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

from pipelines.tables import KnowledgeError, Row

KEYS = {  # what makes a row that row
    "actors": ("actor_id",),
    "aliases": ("actor_id", "alias"),
    "affiliations": ("actor_id", "organisation_id", "role", "valid_from"),
    "roles": ("phrase",),
    "role_modifiers": ("modifier",),
}
COLUMNS = {
    "actors": ("actor_id", "actor", "kind", "country", "sector", "cameo_code", "wikidata_id", "note"),
    "aliases": ("actor_id", "alias", "alias_type", "scope"),
    "affiliations": (
        "actor_id", "organisation_id", "role", "office", "country", "sector", "valid_from", "valid_to", "precision",
        "source",
    ),
    "roles": ("phrase", "sector", "organisation", "is_head", "office", "number", "scope"),
    "role_modifiers": ("modifier", "effect", "sector"),
}  # fmt: skip
# where `off` stands; an alias stays in the list, since it also takes out what the coder makes of the actor's own name
SWITCH = {"actors": "kind", "aliases": "scope", "affiliations": "office", "roles": "scope", "role_modifiers": "effect"}
OFF = "off"
KINDS = {  # what an actor is, by the start of its id
    "cty": "country",
    "gov": "government",
    "org": "organisation",
    "mil": "organisation",
    "grp": "group",
    "per": "person",
    "reg": "region",
}
ORGANS = (("gov", "government", "GOV", "Government"), ("mil", "organisation", "MIL", "Armed forces"))


Tables = dict[str, list[Row]]


def has_tables(folder: Path) -> bool:
    """Whether a folder holds any table of actors."""
    return any((folder / f"{name}.csv").is_file() for name in KEYS)


def read_layers(seeds: Path, folders: Iterable[Path] = ()) -> Tables:
    """The rows that count once every folder lies over the one before it.

    Raises KnowledgeError where a table cannot be read, an actor has no name or no known kind, or an alias or office
    has no actor.
    """
    tables = lay(seeds, folders)
    for row in tables["actors"]:
        if not row.cells["actor"] or not row.cells["kind"]:
            raise KnowledgeError(f"{row.place}: the actor has no name, or neither its id nor its kind says what it is")
        if row.cells["kind"] not in KINDS.values():
            known = ", ".join(dict.fromkeys(KINDS.values()))
            raise KnowledgeError(f"{row.place}: kind {row.cells['kind']!r} is none that is known ({known})")
    for row in dangling(tables):
        raise KnowledgeError(f"{row.place}: there is no actor {row.cells['actor_id']!r}")
    return tables


def lay(seeds: Path, folders: Iterable[Path] = ()) -> Tables:
    """The same with whatever dangles left in. Raises KnowledgeError where a table cannot be read."""
    layers = [seeds, *folders]
    tables = {name: _merged(name, layers) for name in KEYS}
    gone = {row.cells["actor_id"] for row in tables["actors"] if row.cells["kind"] == OFF}
    tables["actors"] = [row for row in tables["actors"] if row.cells["kind"] != OFF]
    tables["aliases"] = [row for row in tables["aliases"] if row.cells["actor_id"] not in gone]
    tables["affiliations"] = [
        row for row in tables["affiliations"] if not gone & {row.cells["actor_id"], row.cells["organisation_id"]}
    ]
    tables["actors"] += _organs(tables["actors"], seeds)
    return tables


def dangling(tables: Tables) -> Iterator[Row]:
    """Aliases and offices of an actor that there is not."""
    known = {row.cells["actor_id"] for row in tables["actors"]}
    for row in (*tables["aliases"], *tables["affiliations"]):
        if row.cells["actor_id"] not in known:
            yield row


def read_rows(name: str, path: Path) -> Iterator[Row]:
    """The rows of one table. Raises KnowledgeError where it is no table, or lacks a column that makes a row's key."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as lines:
            reader = csv.DictReader(lines)
            needed = KEYS[name][:1] if name == "affiliations" else KEYS[name]  # offices have much that may be open
            lacking = [column for column in needed if column not in (reader.fieldnames or ())]
            if lacking:
                there = ",".join(reader.fieldnames or ())
                raise KnowledgeError(
                    f"{path} row 1: the column {lacking[0]} is missing in {there!r}; commas part columns"
                )
            for record in reader:
                cells = {column: (record.get(column) or "").strip() for column in COLUMNS[name]}
                if any(cells.values()):
                    yield Row(_filled(name, cells), path, reader.line_num)
    except UnicodeDecodeError as error:
        raise KnowledgeError(f"{path}: this is not UTF-8 text") from error
    except (OSError, csv.Error) as error:
        raise KnowledgeError(f"{path}: {error}") from error


def _filled(name: str, cells: dict[str, str]) -> dict[str, str]:
    """What goes without saying, where it is not said: the kind by the id, the country by the country's own id."""
    if name == "actors":
        prefix, _, rest = cells["actor_id"].partition(":")
        cells["kind"] = cells["kind"] or KINDS.get(prefix, "")
        if prefix in ("cty", "gov") and not cells["country"]:
            cells["country"] = rest
    elif name == "affiliations":
        cells["precision"] = cells["precision"] or "day"
        if not cells["organisation_id"] and cells["country"]:
            cells["organisation_id"] = f"gov:{cells['country']}"
        if cells["organisation_id"].startswith("gov:"):
            cells["country"] = cells["country"] or cells["organisation_id"].removeprefix("gov:")
            cells["sector"] = cells["sector"] or "GOV"
    return cells


def key_of(name: str, row: Row) -> tuple[str, ...]:
    """What makes a row of the table `name` that row."""
    return tuple(row.cells[column] for column in KEYS[name])


def day(row: Row, column: str) -> date | None:
    """A day of an office; None where it is open. Raises KnowledgeError."""
    text = row.cells[column]
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise KnowledgeError(f"{row.place}: {column} {text!r} is no day (YYYY-MM-DD)") from error


def actor_records(tables: Tables) -> list[dict[str, Any]]:
    """The actors as the warehouse takes them (ACTORS)."""
    return [{name: row.cells[name] or None for name in COLUMNS["actors"][:-1]} for row in tables["actors"]]


def affiliation_records(tables: Tables) -> list[dict[str, Any]]:
    """The offices as the warehouse takes them (AFFILIATIONS). Raises KnowledgeError for what is no day."""
    return [
        {name: row.cells[name] or None for name in COLUMNS["affiliations"]}
        | {"valid_from": day(row, "valid_from"), "valid_to": day(row, "valid_to")}
        for row in tables["affiliations"]
    ]


def _merged(name: str, layers: list[Path]) -> list[Row]:
    rows: dict[tuple[str, ...], Row] = {}
    for layer in layers:
        path = layer / f"{name}.csv"
        if layer is layers[0] or path.is_file():
            for row in read_rows(name, path):
                rows[key_of(name, row)] = row
    kept = name in ("actors", "aliases")  # their `off` tells of other rows too
    return [row for row in rows.values() if kept or row.cells[SWITCH[name]] != OFF]


def _organs(actors: list[Row], seeds: Path) -> Iterator[Row]:
    """A user's country has a government and armed forces, whether or not the folder says so: offices belong to them."""
    known = {row.cells["actor_id"] for row in actors}
    for row in list(actors):
        prefix, _, country = row.cells["actor_id"].partition(":")
        for organ, kind, sector, name in ORGANS if prefix == "cty" and row.path.parent != seeds else ():
            if f"{organ}:{country}" not in known:
                cells = dict.fromkeys(COLUMNS["actors"], "") | {
                    "actor_id": f"{organ}:{country}",
                    "actor": f"{name} of {row.cells['actor']}",
                    "kind": kind,
                    "country": row.cells["country"],
                    "sector": sector,
                }
                yield Row(cells, row.path, row.line)
