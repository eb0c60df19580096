"""Our own gold: sentences of all event types and regions, with the relations that a reader finds in each.

`seeds/gold` holds what the product measures itself by, `tests/gold/heldout.jsonl` what nobody mends by: look at its
scores alone.  `python -m benchmarks.gold` prints them and moves the floors; evaluation.py tells the format.
"""

import json
from functools import cache
from pathlib import Path

import pytest

from benchmarks.gold import GOLD, HELD_OUT, readings
from pipelines.coder.evaluation import FACETS, LEVELS, SILENCE, Reading, Score, fallen, moved, read, scores
from tests.coder.coding import CODER

FOLDERS = (GOLD, HELD_OUT)


@cache
def gold(folder: Path) -> list[Reading]:
    return readings(folder, CODER)


@cache
def found(folder: Path) -> list[Score]:
    return scores(gold(folder), CODER)


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.parent.name)
def test_the_coder_reads_as_well_as_before(folder: Path) -> None:
    floors = json.loads((folder / "floors.json").read_text(encoding="utf8"))
    assert {part: set(levels) for part, levels in floors.items()} == {
        reading.line.get("part", "short"): {*LEVELS, SILENCE} for reading in gold(folder)
    }
    assert fallen(found(folder), floors) == []


def test_the_gold_knows_every_type_and_sentences_without_events() -> None:
    lines = [reading.line for folder in FOLDERS for reading in gold(folder)]
    blind = [line for line in lines if "part" in line]
    assert len(lines) == len({line["text"] for line in lines}) >= 500
    assert len(blind) >= 300
    assert sum(not line["events"] for line in blind) >= 100
    assert {line["part"] for line in blind} == {"dev", "heldout"}
    events = [event for line in lines for event in line["events"]]
    assert {kind for event in events for kind in event["plover"]} - {""} == set(CODER.patterns.plover.values()) - {""}
    assert {code[:2] for event in events for code in event.get("cameo", ())} >= {f"{root:02}" for root in range(1, 21)}
    assert {event["status"][0] for event in events} == {
        "actual", "planned", "potential", "attempted", "requested", "alleged", "negated",
    }  # fmt: skip


def test_the_words_of_the_gold_stand_in_its_sentences() -> None:
    for folder in FOLDERS:
        for reading in gold(folder):
            for event in reading.line["events"]:
                for trigger in event.get("trigger", ()):
                    assert all(word in reading.line["text"] for word in trigger.split()), reading.line["text"]


# ---- the measure itself -----------------------------------------------------------------------


VISIT = "Kenya's president visited Uganda on Monday."
RIGHT = {"source": "KEN", "target": ["UGA", "Uganda"], "plover": ["CONSULT"], "cameo": ["042"], "status": ["actual"]}


def measure(text: str, *events: dict[str, object], **line: object) -> dict[tuple[str, str, str], Score]:
    given = json.dumps({"text": text, "date": "2024-05-16", "events": events, **line})
    return {(s.level, s.facet, s.member): s for s in scores(read([given], CODER), CODER)}


@pytest.mark.parametrize(
    ("change", "lost"),
    [
        ({}, ()),
        ({"source": "UGA", "target": "KEN"}, ("pair", "type", "code", "status", "when")),
        ({"source": "UGA", "target": "KEN", "symmetric": True}, ()),
        ({"plover": ["ASSAULT"]}, ("type", "code", "status", "when")),
        ({"cameo": ["046"]}, ("code",)),
        ({"status": ["planned"]}, ("status", "when")),
        ({"when": "2024-05-13"}, ()),
        ({"when": "2024-05-01/2024-05-31"}, ()),
        ({"when": "2024-04-01/2024-04-30"}, ("when",)),
    ],
)
def test_each_level_asks_for_more(change: dict[str, object], lost: tuple[str, ...]) -> None:
    measured = measure(VISIT, RIGHT | change)
    assert {level for level in LEVELS if measured[level, "all", "all"].score == 0} == set(lost)
    assert {measured[level, "all", "all"].score for level in LEVELS} <= {0.0, 1.0}


def test_what_is_optional_may_be_missed_and_what_is_negated_may_not_be_taken_for_true() -> None:
    other = RIGHT | {"source": "CHN"}
    assert measure(VISIT, RIGHT, other)["pair", "all", "all"].recall == 0.5
    assert measure(VISIT, RIGHT, other | {"optional": True})["pair", "all", "all"].recall == 1
    trap = measure(VISIT, RIGHT | {"status": ["negated"]})["pair", "all", "all"]
    assert (trap.n_gold, trap.n_found, trap.precision) == (0, 1, 0)


def test_a_sentence_without_events_is_best_left_alone() -> None:
    assert measure("The road from Kenya to Uganda is long.")[SILENCE, "all", "all"].score == 1
    loud = measure(VISIT, trap="sport")
    assert loud[SILENCE, "all", "all"].score == 0
    assert loud["status", "trap", "sport"].precision == 0


def test_scores_are_told_apart_by_type_status_region_and_trap() -> None:
    measured = measure(VISIT, RIGHT, region="Africa", trap="plain")
    told = {(facet, member) for _, facet, member in measured if facet != "all"}
    assert told == {("plover_type", "CONSULT"), ("status", "actual"), ("region", "Africa"), ("trap", "plain")}
    assert {facet for facet, _ in told} == set(FACETS)


def test_third_parties_and_triggers_are_asked_of_what_was_found() -> None:
    text = "Kenya and Uganda held talks in Nairobi, brokered by Qatar."
    event = {"source": "KEN", "target": "UGA", "plover": ["CONSULT"], "status": ["actual"], "symmetric": True}
    measured = measure(text, event | {"trigger": ["talks"], "third_parties": ["BRA"]})
    assert measured["trigger", "all", "all"].score == 1
    assert measured["third_parties", "all", "all"].score == 0


def test_floors_rise_by_themselves_and_sink_on_demand_alone() -> None:
    good, bad = (list(measure(VISIT, event, part="p").values()) for event in (RIGHT, RIGHT | {"plover": ["ASSAULT"]}))
    high = moved({}, good)
    assert high["p"]["type"] == 1
    assert fallen(good, high) == []
    assert [words.split(":")[0] for words in fallen(bad, high)] == ["p type", "p code", "p status", "p when"]
    assert moved(high, bad) == high
    assert moved(high, bad, lower=True)["p"] == {"pair": 1, "type": 0, "code": 0, "status": 0, "when": 0}
    assert fallen([], {"gone": {"pair": 0.1}}) == ["gone pair: 0.000 is below 0.1"]
