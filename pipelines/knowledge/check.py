"""What is wrong with tables of actors, row by row: `entente actors check`.

An error is what the coder cannot use or would use wrongly; a warning is what a person should look at and may well mean.
Whoever means it says so in `meant.csv` beside the tables: which warning, of what, and why.  `single_offices.csv` names
the roles that one person holds at a time.
"""

import csv
import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from itertools import combinations
from pathlib import Path
from typing import Literal, NamedTuple

from pipelines.coder.layers import (
    COLUMNS,
    KEYS,
    KINDS,
    OFF,
    SWITCH,
    Tables,
    dangling,
    key_of,
    lay,
    read_rows,
)
from pipelines.coder.lexicon import surname_forms
from pipelines.coder.tokens import name_words
from pipelines.tables import KnowledgeError, Row, read_table

SURNAME_SCOPES = ("surname", "family", "after_full_name")
HANDING_OVER = timedelta(days=62)  # two may share an office for so long on paper
CODE, CODES, ITEM = r"([A-Z]{3})?", r"([A-Z]{3})*", r"(Q[1-9]\d*)?"
HEADS = {"", "head_of_state", "head_of_government", "both"}
ALLOWED: dict[str, dict[str, set[str] | str]] = {  # words, or a pattern; sectors come from their table
    "actors": {"kind": set(KINDS.values()), "country": CODE, "cameo_code": CODES, "wikidata_id": ITEM},
    "aliases": {
        "alias_type": {"", "name", "alias", "metonym", "demonym"},
        "scope": {"", "context", "homonym", "modifier", *SURNAME_SCOPES},
    },
    "affiliations": {"office": HEADS, "country": CODE, "precision": {"day", "month", "year", "seen", "unknown"}},
    "roles": {
        "is_head": {"", "true", "false"},
        "number": {"person", "people", "body"},
        "scope": {"", "with_country", "title", "kin", "alone", "bare"},
    },
    "role_modifiers": {
        "effect": {
            "quality", "former", "current", "rank", "acting", "deputy", "exiled", "held", "late", "designate", "then",
            "ethnic",
        }
    },
}  # fmt: skip


ABOUT = {  # the tables that only the check reads, and what makes a row of theirs that row
    "meant": ("warning", "subject"),
    "single_offices": ("role",),
}
AMBIGUOUS, UNSAFE, OVERLAP = "ambiguous", "unsafe", "overlap"  # warnings that may be meant


class Fault(NamedTuple):
    """Something wrong with a row."""

    level: Literal["error", "warning"]
    place: str  # file and row
    text: str
    subject: tuple[str, str] = ("", "")  # of which warning, and the name or the two actors, as `meant.csv` has them

    def __str__(self) -> str:
        return f"{self.level}: {self.place}: {self.text}"


def check(seeds: Path, folders: Sequence[Path], watched: Sequence[Path]) -> list[Fault]:
    """The faults of the rows in the `watched` ones of these folders, each laid over the one before it."""
    unreadable = [fault for folder in watched for fault in _of_files(folder)]
    if any(fault.level == "error" for fault in unreadable):
        return unreadable
    try:
        tables = lay(seeds, folders)
    except KnowledgeError as error:  # of a folder that is not watched
        return [*unreadable, _unusable(error)]
    words = Words(seeds)
    layers = (seeds, *folders)
    single = {row.cells["role"] for folder in layers for row in _own_rows("single_offices", folder)}
    meant = {(row.cells["warning"], row.cells["subject"]) for folder in layers for row in _own_rows("meant", folder)}
    sectors = {"", *_column(seeds / "sectors.csv", "sector")}
    faults = [fault for folder in watched for fault in _of_rows(folder, sectors)]
    checks: list[Callable[[], Iterator[tuple[Row, Fault]]]] = [
        lambda: _dangling(tables),
        lambda: _of_names(tables, words),
        lambda: _ambiguous(tables),
        lambda: _overlapping(tables, single),
        lambda: _out_of_nothing(seeds, folders),
    ]
    found = [(row, fault) for one in checks for row, fault in one()]
    idle = meant - {fault.subject for _, fault in found}
    for row in (row for folder in watched for row in _own_rows("meant", folder)):
        if (row.cells["warning"], row.cells["subject"]) in idle:
            text = f"no {row.cells['warning']} warning is about {row.cells['subject']!r}: this silences nothing"
            faults.append(Fault("warning", row.place, text))
    inside = set(watched)
    faults += [
        fault
        for row, fault in found
        if row.path.parent in inside and (fault.level == "error" or fault.subject not in meant)
    ]
    return unreadable + faults


class Words:
    """Everyday words, and whether an alias is one of them."""

    def __init__(self, seeds: Path) -> None:
        self.common = set(_column(seeds / "common_words.csv", "word"))
        references = (row.cells for row in read_table(seeds / "reference_words.csv", ("word", "class")))
        self.common |= {row["word"].lower() for row in references if row["class"] != "she_name"}  # Elizabeth is a name

    def objection(self, alias: str) -> tuple[Literal["error", "warning"], str] | None:
        """Why an alias would be found where the actor is not meant, and how bad that is; None where it would not."""
        letters = [c for c in alias if c.isalnum()]
        if len(letters) < 2:
            return "error", f"the alias {alias!r} is too short"
        is_acronym = all(c.isupper() for c in letters if c.isalpha())
        if len(letters) < 3 and not is_acronym:
            return "warning", f"the alias {alias!r} is dangerously short"
        if alias.lower() in self.common:
            if alias.islower():
                return "error", f"the alias {alias!r} is an everyday word: every {alias!r} of every text is this actor"
            return "warning", f"the alias {alias!r} is also an everyday word, found wherever that has a capital"
        return None


def _of_files(folder: Path) -> Iterator[Fault]:
    """What cannot be read, and what nobody will read."""
    tables = sorted(path for path in folder.glob("*.csv"))
    if not any(path.stem in KEYS for path in tables):
        yield Fault("error", str(folder), f"no table of actors ({', '.join(f'{name}.csv' for name in KEYS)})")
    bundled = (folder / "event_types.csv").exists()  # `seeds/` holds other tables too
    for path in tables:
        if path.stem in ABOUT:
            yield from _of_own(path)
        if path.stem not in KEYS:
            if not bundled and path.stem not in ABOUT:
                yield Fault("warning", str(path), "this is none of the tables of actors and will not be read")
            continue
        try:
            for _ in read_rows(path.stem, path):
                pass
            yield from _of_shape(path)
        except KnowledgeError as error:
            yield _unusable(error)


def _unusable(error: KnowledgeError) -> Fault:
    place, _, text = str(error).rpartition(": ")
    return Fault("error", place, text)


def _of_own(path: Path) -> Iterator[Fault]:
    """What is wrong with a table that only the check reads."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as lines:
            header = next(csv.reader(lines), [])
            lines.read()
    except UnicodeDecodeError:
        yield Fault("error", str(path), "this is not UTF-8 text")
        return
    lacking = [column for column in ABOUT[path.stem] if column not in header]
    if lacking:
        yield Fault("error", f"{path} row 1", f"the column {lacking[0]} is missing")
        return
    known = (AMBIGUOUS, UNSAFE, OVERLAP)
    for row in _own_rows(path.stem, path.parent):
        if not all(row.cells[column] for column in ABOUT[path.stem]):
            yield Fault("error", row.place, f"{' and '.join(ABOUT[path.stem])} must be given")
        elif row.cells.get("warning", OVERLAP) not in known:
            yield Fault(
                "error", row.place, f"warning {row.cells['warning']!r} is none that is known ({', '.join(known)})"
            )


def _own_rows(name: str, folder: Path) -> list[Row]:
    path = folder / f"{name}.csv"
    if not path.exists():
        return []
    with path.open(encoding="utf-8-sig", newline="") as lines:
        reader = csv.DictReader(lines)
        return [
            Row({column: (record.get(column) or "").strip() for column in ABOUT[name]}, path, reader.line_num)
            for record in reader
        ]


def _of_shape(path: Path) -> Iterator[Fault]:
    with path.open(encoding="utf-8-sig", newline="") as lines:
        reader = csv.reader(lines)
        header = next(reader)
        for name in header:
            if name not in COLUMNS[path.stem]:
                yield Fault("warning", f"{path} row 1", f"the column {name!r} is not read")
        for cells in reader:
            if cells and len(cells) != len(header):
                wrong = f"{len(cells)} cells where the header has {len(header)}"
                yield Fault("error", f"{path} row {reader.line_num}", f"{wrong}; a comma in a name needs quotes")


def _of_rows(folder: Path, sectors: set[str]) -> Iterator[Fault]:
    """What is wrong with a row by itself, or stands twice."""
    for name, allowed in ALLOWED.items():
        seen: dict[tuple[str, ...], Row] = {}
        path = folder / f"{name}.csv"
        for row in read_rows(name, path) if path.exists() else ():
            first = seen.setdefault(key_of(name, row), row)
            if first is not row:
                what = ", ".join(value for value in key_of(name, row) if value)
                yield Fault("error", row.place, f"{what} stands in row {first.line} already")
            if row.cells[SWITCH[name]] == OFF:
                continue
            for column, values in {**allowed, **({"sector": sectors} if "sector" in row.cells else {})}.items():
                value = row.cells[column]
                good = value in values if isinstance(values, set) else re.fullmatch(values, value)
                if not good and not (column == "kind" and not value):  # the id tells the kind, and is told of
                    known = ", ".join(sorted(values - {""})) if isinstance(values, set) else f"must match {values}"
                    yield Fault("error", row.place, f"{column} {value!r} is none that is known ({known})")
            if name == "actors":
                yield from _of_id(row)
            elif name == "affiliations":
                yield from _of_days(row)
            elif not all(key_of(name, row)):
                yield Fault("error", row.place, f"{' and '.join(KEYS[name])} must both be given")


def _of_id(row: Row) -> Iterator[Fault]:
    actor_id, kind = row.cells["actor_id"], row.cells["kind"]
    prefix, _, rest = actor_id.partition(":")
    if prefix == "new":
        yield Fault(
            "error", row.place, f"{actor_id!r} is a draft: say in its id what it is (per:, org:, grp:), or take it out"
        )
    elif KINDS.get(prefix) is None or not rest or re.search(r"[\s|+]", actor_id):
        yield Fault("error", row.place, f"the id {actor_id!r} is not one of {', '.join(f'{p}:...' for p in KINDS)}")
    elif KINDS[prefix] != kind and kind in KINDS.values():
        yield Fault("error", row.place, f"the id {actor_id!r} is that of a {KINDS[prefix]}, the kind says {kind}")
    elif prefix in ("cty", "gov") and rest != row.cells["country"]:
        yield Fault("error", row.place, f"the id {actor_id!r} and the country {row.cells['country']!r} differ")
    if not row.cells["actor"]:
        yield Fault("error", row.place, f"{actor_id} has no name")


def _of_days(row: Row) -> Iterator[Fault]:
    days: list[date | None] = []
    for column in ("valid_from", "valid_to"):
        try:
            days.append(date.fromisoformat(row.cells[column]) if row.cells[column] else None)
        except ValueError:
            yield Fault("error", row.place, f"{column} {row.cells[column]!r} is no day (YYYY-MM-DD)")
            return
    start, end = days
    if start and end and end < start:
        yield Fault("error", row.place, f"it ends on {end}, before it begins on {start}")


def _dangling(tables: Tables) -> Iterator[tuple[Row, Fault]]:
    known = {row.cells["actor_id"] for row in tables["actors"]}
    for row in dangling(tables):
        yield row, Fault("error", row.place, f"there is no actor {row.cells['actor_id']!r}")
    for row in tables["affiliations"]:
        if row.cells["organisation_id"] not in known:
            yield row, Fault("error", row.place, f"there is no organisation {row.cells['organisation_id']!r}")
    countries = {row.cells["country"] for row in tables["actors"] if row.cells["kind"] == "country"}
    for row in (*tables["actors"], *tables["affiliations"]):
        if row.cells["country"] and row.cells["country"] not in countries:
            yield row, Fault("warning", row.place, f"there is no actor of kind country for {row.cells['country']}")


def _of_names(tables: Tables, words: Words) -> Iterator[tuple[Row, Fault]]:
    """Names that would be found where nobody is meant."""
    restricted = {(row.cells["actor_id"], row.cells["alias"]) for row in tables["aliases"] if row.cells["scope"]}
    careful = {
        (row.cells["actor_id"], form)
        for row in tables["aliases"]
        if row.cells["scope"] in (*SURNAME_SCOPES, OFF)
        for form in surname_forms(row.cells["alias"])
    }
    families = {row.cells["actor_id"] for row in tables["aliases"] if row.cells["scope"] == "family"}
    for row in tables["aliases"]:
        objection = words.objection(row.cells["alias"])
        if objection and row.cells["scope"] in ("", *SURNAME_SCOPES[:2]):
            yield row, Fault(objection[0], row.place, objection[1], (UNSAFE, row.cells["alias"]))
    for row in tables["actors"]:
        actor_id, name = row.cells["actor_id"], row.cells["actor"]
        objection = words.objection(name)
        if objection and (actor_id, name) not in restricted:
            yield row, Fault(objection[0], row.place, objection[1], (UNSAFE, name))
        if row.cells["kind"] == "person" and actor_id not in families and " " in name:
            for form in surname_forms(name):
                if form in words.common and (actor_id, form) not in careful:
                    text = f"the surname {form!r} is also an everyday word: an alias row with the scope after_full_name"
                    yield row, Fault("warning", row.place, f"{text} keeps it apart", (UNSAFE, name))


def _ambiguous(tables: Tables) -> Iterator[tuple[Row, Fault]]:
    """Names of several actors that nothing but the text around them can tell apart."""
    bearers: dict[str, dict[str, Row]] = defaultdict(dict)
    restricted: set[tuple[str, str]] = set()
    for row in tables["aliases"]:
        if row.cells["scope"]:
            restricted.add((row.cells["actor_id"], folded(row.cells["alias"])))
        else:
            bearers[folded(row.cells["alias"])][row.cells["actor_id"]] = row
    for row in tables["actors"]:
        name = folded(row.cells["actor"])
        if (row.cells["actor_id"], name) not in restricted:
            bearers[name].setdefault(row.cells["actor_id"], row)
    for name, rows in bearers.items():
        if len(rows) > 1:
            for actor_id, row in rows.items():
                others = ", ".join(other for other in rows if other != actor_id)
                text = f"{name!r} is also a name of {others}"
                yield row, Fault("warning", row.place, text, (AMBIGUOUS, name))


def _overlapping(tables: Tables, single: set[str]) -> Iterator[tuple[Row, Fault]]:
    """Two heads of the same state or government at once, or two in an office that one holds at a time."""
    held: dict[tuple[str, str], list[tuple[date, date, Row]]] = defaultdict(list)
    for row in tables["affiliations"]:
        office, role, organisation_id = (row.cells[name] for name in ("office", "role", "organisation_id"))
        start, end = (_day_or_none(row.cells[column]) for column in ("valid_from", "valid_to"))
        if row.cells["precision"] not in ("day", "month") or not start or office == OFF:
            continue
        ranks = {"head_of_state", "head_of_government"} if office == "both" else {office} - {""}
        for held_office in sorted(ranks or {role} & single):
            held[organisation_id, held_office].append((start, end or date.max, row))
    for (organisation_id, office), terms in held.items():
        terms.sort(key=lambda term: term[:2])
        for (_, end, one), (start, until, other) in combinations(terms, 2):
            pair = sorted((one.cells["actor_id"], other.cells["actor_id"]))
            if start + HANDING_OVER < min(end, until) and pair[0] != pair[1]:
                text = f"{office.replace('_', ' ')} of {organisation_id} at once:"
                who = f"{one.cells['actor_id']} until {one.cells['valid_to'] or 'now'}"
                text = f"{text} {who}, {other.cells['actor_id']} from {start}"
                for either in (one, other):
                    yield either, Fault("warning", either.place, text, (OVERLAP, "|".join(pair)))


def _out_of_nothing(seeds: Path, folders: Sequence[Path]) -> Iterator[tuple[Row, Fault]]:
    """Rows that take out what is not there."""
    for name in KEYS:
        known: set[tuple[str, ...]] = set()
        for folder in (seeds, *folders):
            path = folder / f"{name}.csv"
            for row in read_rows(name, path) if path.exists() else ():
                key = key_of(name, row)
                if row.cells[SWITCH[name]] == OFF and key not in known and name != "aliases":
                    yield row, Fault("warning", row.place, f"there is no {', '.join(key)} to take out")
                known.add(key)


def folded(name: str) -> str:
    """A name as the coder compares names."""
    return " ".join(word.folded for word in name_words(name))


def _day_or_none(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:  # told of elsewhere
        return None


def _column(path: Path, column: str) -> list[str]:
    return [row.cells[column] for row in read_table(path, (column,))]
