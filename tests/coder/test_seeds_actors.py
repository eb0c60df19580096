"""The tables of who: nothing dangles, nothing stands twice, codes have the shape that CAMEO users know."""

import csv
import re
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

SEEDS = Path(__file__).parents[2] / "seeds"


def rows(name: str) -> list[dict[str, str]]:
    with (SEEDS / f"{name}.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


@pytest.fixture(scope="module")
def actors() -> dict[str, dict[str, str]]:
    return {row["actor_id"]: row for row in rows("actors")}


def test_actor_ids_are_unique_and_say_their_kind(actors: dict[str, dict[str, str]]) -> None:
    prefixes = {
        "country": {"cty"},
        "government": {"gov"},
        "organisation": {"org", "mil"},
        "group": {"grp"},
        "person": {"per"},
        "region": {"reg"},
    }
    assert len(actors) == len(rows("actors"))
    assert [i for i, row in actors.items() if i.split(":")[0] not in prefixes[row["kind"]]] == []


def test_cameo_codes_and_countries_have_their_shape(actors: dict[str, dict[str, str]]) -> None:
    assert [i for i, row in actors.items() if not re.fullmatch(r"([A-Z]{3})*", row["cameo_code"])] == []
    assert [i for i, row in actors.items() if not re.fullmatch(r"([A-Z]{3})?", row["country"])] == []
    assert actors["gov:IRN"]["cameo_code"] == "IRNGOV"
    assert actors["org:un"]["cameo_code"] == "IGOUNO"
    assert actors["grp:IRN-mek"]["cameo_code"] == "IRNOPP"


def test_sectors_are_of_the_sector_table(actors: dict[str, dict[str, str]]) -> None:
    sectors = {row["sector"] for row in rows("sectors")} | {""}
    for table in ("actors", "affiliations", "roles", "role_modifiers"):
        assert {row["sector"] for row in rows(table)} <= sectors, table


def test_no_alias_dangles_or_stands_twice(actors: dict[str, dict[str, str]]) -> None:
    aliases = rows("aliases")
    assert [row for row in aliases if row["actor_id"] not in actors] == []
    assert {row["alias_type"] for row in aliases} == {"name", "alias", "metonym", "demonym"}
    counts = Counter((row["actor_id"], row["alias"]) for row in aliases)
    assert [pair for pair, n in counts.items() if n > 1] == []


def test_no_alias_of_a_person_is_the_name_of_another(actors: dict[str, dict[str, str]]) -> None:
    named = {row["actor"]: i for i, row in actors.items() if row["kind"] == "person"}
    aliases = [row for row in rows("aliases") if row["actor_id"].startswith("per:") and " " in row["alias"]]
    own = {(i, row["actor"]) for i, row in actors.items()}
    taken = [row for row in aliases if named.get(row["alias"], row["actor_id"]) != row["actor_id"]]
    assert [row for row in taken if (row["actor_id"], row["alias"]) not in own] == []


def test_no_affiliation_dangles_or_ends_before_it_starts(actors: dict[str, dict[str, str]]) -> None:
    for row in rows("affiliations"):
        assert row["actor_id"] in actors, row
        assert row["organisation_id"] in actors, row
        if row["valid_from"] and row["valid_to"]:
            assert date.fromisoformat(row["valid_from"]) <= date.fromisoformat(row["valid_to"]), row


def test_every_state_has_a_government_an_adjective_and_leaders(actors: dict[str, dict[str, str]]) -> None:
    demonyms = {row["actor_id"] for row in rows("aliases") if row["alias_type"] == "demonym"}
    led = {row["organisation_id"] for row in rows("affiliations") if row["office"]}
    states = [i.removeprefix("cty:") for i in actors if i.startswith("cty:")]
    assert len(states) > 195
    assert [s for s in states if f"gov:{s}" not in actors] == []
    living = [s for s in states if f"mil:{s}" in actors]
    assert len(living) > 190
    assert [s for s in living if f"cty:{s}" not in demonyms] == []
    assert [s for s in living if f"gov:{s}" not in led] == []


def test_role_phrases_are_unique_and_their_offices_are_held_by_somebody() -> None:
    roles = rows("roles")
    counts = Counter(row["phrase"].lower() for row in roles)
    assert [phrase for phrase, n in counts.items() if n > 1] == []
    assert {row["number"] for row in roles} == {"person", "people", "body"}
    held = {row["role"] for row in rows("affiliations")}
    named = {o for row in roles for o in row["office"].split("|") if o and not o.startswith("@")}
    assert named <= held
