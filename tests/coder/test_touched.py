"""An edit of the dictionary touches what it can touch: every other article of the samples is coded as it was."""

import csv
import shutil
from collections.abc import Callable
from dataclasses import fields
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from pipelines.coder.coder import Coder
from pipelines.coder.lexicon import Lexicon
from pipelines.coder.touched import Touched, touched
from pipelines.coder.types import Article, Coded
from tests.coder.coding import CODER, SEEDS, article

EVERY = 3  # of the samples
AFTER = date(2023, 8, 1)


@cache
def samples() -> dict[str, tuple[Article, Coded]]:
    texts = [path.read_text() for path in sorted((SEEDS / "articles").iterdir())[::EVERY]]
    read = [article(text, AFTER) for text in texts]
    return dict(zip(texts, zip(read, CODER.code_all(read), strict=True), strict=True))


def row(table: str, **cells: str) -> dict[str, str]:
    """The first row of a bundled table that has these cells."""
    with (SEEDS / f"{table}.csv").open(newline="") as lines:
        return next(row for row in csv.DictReader(lines) if cells.items() <= row.items())


def folder(path: Path, table: str, *rows: dict[str, str]) -> Path:
    path.mkdir(exist_ok=True)
    with (path / f"{table}.csv").open("w", newline="") as lines:
        writer = csv.DictWriter(lines, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return path


def alias(actor_id: str, name: str, scope: str = "") -> dict[str, str]:
    return {"actor_id": actor_id, "alias": name, "alias_type": "alias", "scope": scope}


IAEA = row("actors", actor_id="org:iaea")
MINISTER = {"actor_id": "per:IRN-hossein-amir-abdollahian", "role": "foreign minister"}
EDITS: dict[str, Callable[[Path], Path]] = {
    "a new name": lambda path: folder(
        path, "aliases", alias("gov:OMN", "Muscat's mediators"), alias("org:au", "Addis")
    ),
    "a name that is taken out": lambda path: folder(path, "aliases", alias("gov:IRN", "Tehran", "off")),
    "a word that is a name now": lambda path: folder(path, "aliases", alias("org:un", "Relations")),
    "a surname": lambda path: folder(path, "aliases", alias("per:NOR-jens-stoltenberg", "Bourita", "surname")),
    "an actor that is taken out": lambda path: folder(
        path, "actors", row("actors", actor_id="org:iaea") | {"kind": "off"}
    ),
    "an actor of another country": lambda path: folder(path, "actors", IAEA | {"country": "FRA"}),
    "an office that ended": lambda path: folder(
        path, "affiliations", row("affiliations", **MINISTER) | {"valid_to": "2023-02-01", "precision": "day"}
    ),
    "a new office": lambda path: folder(
        path, "affiliations", row("affiliations", **MINISTER) | {"actor_id": "per:NOR-jens-stoltenberg"}
    ),
    "somebody of a known surname": lambda path: folder(
        path, "actors", {"actor_id": "per:FRA-new", "actor": "Jean Raisi", "country": "FRA"}
    ),
}


@pytest.mark.timeout(900)
@pytest.mark.parametrize("edit", EDITS)
def test_what_an_edit_does_not_touch_is_coded_as_it_was(tmp_path: Path, edit: str) -> None:
    own = EDITS[edit](tmp_path / "own")
    found = touched([SEEDS], [SEEDS, own])
    assert found is not None and found.phrases
    assert touched([SEEDS, own], [SEEDS]) == found  # and so is the way back
    others = {text: both for text, both in samples().items() if not found.concerns(text)}
    assert others, "an edit that touches all is not narrowed"
    coded = Coder.load(SEEDS, own).code_all([read for read, _ in others.values()])
    for (_, before), after in zip(others.values(), coded, strict=True):
        assert after == before


def test_an_edit_reaches_who_is_named_by_office_alone(tmp_path: Path) -> None:
    found = touched([SEEDS], [SEEDS, EDITS["an office that ended"](tmp_path / "own")])
    assert found is not None
    assert found.concerns("The Iranian foreign minister met nobody.")
    assert found.concerns("TEHRAN SAID NO.")
    assert found.concerns("The oil minister spoke.")  # an office that is held in one country only
    assert not found.concerns("Peru condemned Chile.")


def test_a_new_name_touches_only_who_uses_it(tmp_path: Path) -> None:
    found = touched([SEEDS], [SEEDS, folder(tmp_path, "aliases", alias("gov:OMN", "the Ember Palace"))])
    assert found is not None
    assert found.concerns("The Ember Palace denied it.") and found.concerns("the ember-palace")
    assert not found.concerns("Oman and Iran met in Muscat.")


def test_what_the_coder_does_not_read_touches_nothing(tmp_path: Path) -> None:
    edited = row("actors", actor_id="cty:IRN") | {"wikidata_id": "Q1", "note": "looked up"}
    assert touched([SEEDS], [SEEDS, folder(tmp_path, "actors", edited)]) == Touched(frozenset())


@pytest.mark.parametrize("table", ["patterns", "roles", "reference_words", "event_types"])
def test_another_table_touches_everything(tmp_path: Path, table: str) -> None:
    seeds = tmp_path / "seeds"
    shutil.copytree(SEEDS, seeds, ignore=shutil.ignore_patterns("articles", "gold", "wikidata"))
    assert touched([SEEDS], [seeds]) == Touched(frozenset())
    lines = (seeds / f"{table}.csv").read_text().splitlines(keepends=True)
    (seeds / f"{table}.csv").write_text("".join(lines[:-1]))
    assert touched([SEEDS], [seeds]) is None


def test_roles_of_ones_own_touch_everything(tmp_path: Path) -> None:
    assert touched([SEEDS], [SEEDS, folder(tmp_path, "roles", row("roles", phrase="minister"))]) is None


def test_every_part_of_the_lexicon_is_compared() -> None:
    """Whoever adds a part must say in `touched` which words lead to it."""
    compared = {"actors", "names", "surnames", "common_surnames", "given_name", "given_names", "shared_names"}
    compared |= {"tenures", "offices", "members", "heads", "places"}
    follows = {"forms_of", "pieces"}  # from surnames; from names, roles and words
    same = {"roles", "modifiers", "words", "role_of_office"}  # made of tables of which an edit touches all
    assert {part.name for part in fields(Lexicon)} == compared | follows | same
