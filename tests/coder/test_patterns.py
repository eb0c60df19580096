"""The tables of event types, patterns and cues: complete, consistent, readable."""

import shutil
from itertools import product
from pathlib import Path

import pytest

from pipelines.coder.patterns import Patterns
from pipelines.coder.words import plural, verb_forms
from pipelines.tables import KnowledgeError, read_table
from tests.coder.coding import CODER, SEEDS


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf8") as lines:
        columns = next(lines).strip().split(",")
    return [row.cells for row in read_table(path, columns)]


TYPES = {row["cameo_code"]: row for row in rows(SEEDS / "event_types.csv")}
PATTERNS = rows(SEEDS / "patterns.csv")
QUADS = {
    "verbal_cooperation": "01-05",
    "material_cooperation": "06-08",
    "verbal_conflict": "09-13",
    "material_conflict": "14-20",
}


def test_event_types_hold_every_root_with_its_quad_class_and_goldstein_value() -> None:
    assert {row["cameo_root"] for row in TYPES.values()} == {f"{n:02}" for n in range(1, 21)}
    for code, row in TYPES.items():
        low, high = QUADS[row["quad_class"]].split("-")
        assert code.startswith(row["cameo_root"]) and low <= row["cameo_root"] <= high
        assert -10 <= float(row["goldstein"]) <= 10
        assert row["name"] and row["description"]
    assert (TYPES["057"]["goldstein"], TYPES["190"]["goldstein"]) == ("8.0", "-10.0")


def test_all_sixteen_plover_types_are_there_and_only_root_01_may_lack_one() -> None:
    assert len({row["plover_type"] for row in TYPES.values()} - {""}) == 16
    assert {row["cameo_root"] for row in TYPES.values() if not row["plover_type"]} == {"01"}


def test_patterns_cover_all_roots_with_codes_that_exist() -> None:
    assert {row["cameo_code"] for row in PATTERNS} <= set(TYPES)
    assert {row["cameo_code"][:2] for row in PATTERNS} == {f"{n:02}" for n in range(1, 21)}
    assert len({(row["trigger"], row["part"]) for row in PATTERNS}) >= 400


def test_a_trigger_means_one_thing_in_one_frame() -> None:
    seen: dict[tuple[str, ...], str] = {}
    for row in PATTERNS:
        for words in product(*(part.split("|") for part in row["trigger"].split())):
            for place in row["frame"].split("|"):
                key = (*words, row["part"], place)
                assert seen.setdefault(key, row["cameo_code"]) == row["cameo_code"], key


def test_shifts_lead_to_codes_that_exist() -> None:
    for row in rows(SEEDS / "event_shifts.csv"):
        assert row["to_code"] in TYPES
        assert any(code.startswith(row["from_code"]) for code in TYPES)


def test_a_new_row_is_all_it_takes(tmp_path) -> None:  # type: ignore[no-untyped-def]
    for name in ("event_types", "status_cues", "event_shifts", "verbs", "grammar_words"):
        (tmp_path / f"{name}.csv").write_bytes((SEEDS / f"{name}.csv").read_bytes())
    (tmp_path / "patterns.csv").write_text("trigger,part,frame,cameo_code,symmetric\nserenade,verb,obj,051,\n")
    patterns = Patterns.load(tmp_path)
    assert "serenaded" in patterns.heads
    assert "serenaded" not in CODER.patterns.heads


@pytest.mark.parametrize(
    ("name", "row", "message"),
    [
        ("patterns", "sever tie,verb,obj,0999,", r"row 3: cameo_code '0999' is not in event_types.csv"),
        ("patterns", "sever tie,phrase,obj,161,", r"row 3: part 'phrase' is none that is known \(verb, noun\)"),
        ("patterns", "sever tie,verb,,161,", r"row 3: the frame is missing"),
        ("status_cues", "perhaps,adverb,maybe", r"row 3: effect 'maybe' is none that is known \(accused, actual, "),
    ],
)
def test_a_row_that_cannot_be_used_is_told_in_one_line(tmp_path: Path, name: str, row: str, message: str) -> None:
    for path in SEEDS.glob("*.csv"):
        shutil.copy(path, tmp_path)
    lines = (SEEDS / f"{name}.csv").read_text(encoding="utf-8").splitlines()
    (tmp_path / f"{name}.csv").write_text("\n".join([*lines[:2], row, *lines[2:]]), encoding="utf-8")
    with pytest.raises(KnowledgeError, match=f"{name}.csv {message}"):
        Patterns.load(tmp_path)


@pytest.mark.parametrize(
    ("lemma", "past", "participle", "forms"),
    [
        ("deny", "", "", {"deny", "denies", "denied", "denying"}),
        ("ban", "banned", "banned", {"ban", "bans", "banned", "banning"}),
        ("withdraw", "withdrew", "withdrawn", {"withdraw", "withdraws", "withdrew", "withdrawn", "withdrawing"}),
        ("hit", "hit", "hit", {"hit", "hits", "hitting"}),
        ("free", "", "", {"free", "frees", "freed", "freeing"}),
        ("travel", "travelled", "travelled", {"travel", "travels", "travelled", "travelling", "traveled", "traveling"}),
    ],
)
def test_verbs_inflect(lemma: str, past: str, participle: str, forms: set[str]) -> None:
    assert {form for form, _ in verb_forms(lemma, past, participle)} == forms


def test_nouns_take_their_plural() -> None:
    assert [plural(word) for word in ("ally", "clash", "day")] == ["allies", "clashes", "days"]
