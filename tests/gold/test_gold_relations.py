"""Our own gold: sentences of all event types and regions, with the relations that a reader finds in each.

`sentences.jsonl` holds one sentence (or two that belong together) a line: `text` and `events`, each with `source` and
`target` (ISO 3166 alpha-3, or the name of an actor without a country), the accepted `plover` types and `status`es, and
`symmetric` where both do the same.  `floors.json` holds the F1 that must not be fallen below; lower one by hand only,
with the reason in the commit.
"""

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from pipelines.coder.types import Coded, Relation
from tests.coder.coding import CODER, code, names

HERE = Path(__file__).parent
SENTENCES = [json.loads(line) for line in (HERE / "sentences.jsonl").read_text(encoding="utf8").splitlines()]
FLOORS = json.loads((HERE / "floors.json").read_text(encoding="utf8"))
LEVELS = ("pair", "type", "status")


def _fits(coded: Coded, relation: Relation, event: dict[str, Any], level: str) -> bool:
    ends = names(coded, relation.source_id), names(coded, relation.target_id)
    forward = event["source"] in ends[0] and event["target"] in ends[1]
    backward = bool(event.get("symmetric")) and event["source"] in ends[1] and event["target"] in ends[0]
    typed = level == "pair" or CODER.patterns.plover[relation.cameo_code] in event["plover"]
    return (forward or backward) and typed and (level != "status" or relation.status in event["status"])


@cache
def scores() -> dict[str, float]:
    """F1 by level; negated events and relations count on neither side, as in the product's counts."""
    hits, right = dict.fromkeys(LEVELS, 0), dict.fromkeys(LEVELS, 0)
    n_gold = n_found = 0
    for line in SENTENCES:
        coded = code(line["text"])
        gold = [event for event in line["events"] if event["status"] != ["negated"]]
        found = [relation for relation in coded.relations if relation.status != "negated"]
        n_gold, n_found = n_gold + len(gold), n_found + len(found)
        for level in LEVELS:
            hits[level] += sum(any(_fits(coded, r, event, level) for r in found) for event in gold)
            right[level] += sum(any(_fits(coded, r, event, level) for event in gold) for r in found)
    return {
        level: round(2 * p * r / (p + r), 3)
        for level in LEVELS
        for p, r in [(right[level] / max(1, n_found), hits[level] / n_gold)]
    }


@pytest.mark.parametrize("level", LEVELS)
def test_the_coder_reads_as_well_as_before(level: str) -> None:
    print(scores())
    assert scores()[level] >= FLOORS[level]


def test_the_gold_knows_every_type_and_sentences_without_events() -> None:
    assert len(SENTENCES) >= 150
    assert sum(not line["events"] for line in SENTENCES) >= 50
    types = {kind for line in SENTENCES for event in line["events"] for kind in event["plover"]}
    assert types == set(CODER.patterns.plover.values()) - {""}
