"""The trained classifier of event types: what it says by itself, why, and how a pair's relation uses it."""

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from pipelines.coder.classifier import MODEL, Classifier, Guess
from pipelines.coder.clauses import read
from pipelines.coder.features import pair_features
from pipelines.coder.filter import answer
from pipelines.coder.mentions import find_mentions
from pipelines.coder.tokens import tokenize
from pipelines.coder.types import Mention
from tests.coder.coding import CODER, article, names

GOLD = Path(__file__).parents[2] / "seeds" / "gold" / "sentences.jsonl"
CLASSIFIER = Classifier.load()
YIELDING = {"CONCEDE": "YIELD", "RETREAT": "YIELD"}
RIGHT_ON_GOLD = 0.8  # share of our own gold relations; no rule has a vote in it


def features(text: str, source: tuple[int, int], target: tuple[int, int]) -> dict[str, float]:
    given = zip("st", (source, target), strict=True)
    ends = [Mention(*span, text[slice(*span)], 0, "name", (name,), "", 1.0) for name, span in given]
    return pair_features(read(tokenize(text), ends, CODER.patterns), *ends, CODER.patterns.words)


def guess(marked: str) -> Guess:
    """What is said of `[source] ... {target}`."""
    spans = {}
    for opened, closed in ("[]", "{}"):
        start = marked.index(opened)
        spans[opened] = (start, marked.index(closed) - 1)
        marked = marked.replace(opened, "", 1).replace(closed, "", 1)
    return CLASSIFIER.predict(features(marked, spans["["], spans["{"]))


@pytest.mark.parametrize(
    ("marked", "label"),
    [
        ("[The Zubrowka Guild] heaped praise on {the Arendelle League} in a speech.", "SUPPORT"),
        ("[Zubrowka]'s coast guard opened fire on fishermen of {Arendelle}.", "ASSAULT"),
        ("[The Guild] will never sit down with {the League}, its chairman said.", "REJECT"),
        ("Nurses of [the Guild] downed tools and marched on {the ministry}.", "PROTEST"),
        ("[Zubrowka] moved two brigades close to the frontier with {Arendelle}.", "MOBILIZE"),
    ],
)
def test_words_alone_tell_the_type(marked: str, label: str) -> None:
    assert guess(marked).label == label


def test_the_reasons_are_features_of_the_sentence() -> None:
    told = guess("[Zubrowka] accused {Arendelle} of espionage.")
    assert told.label == "ACCUSE"
    assert any("accuse" in reason for reason in told.reasons)
    assert len(told.reasons) == 3


def test_who_they_are_does_not_matter() -> None:
    assert guess("[Norway] bombed {Fiji}.") == guess("[Zubrowka] bombed {Arendelle}.")


def test_a_pattern_has_a_vote_but_not_the_last_word() -> None:
    seen = {"quite unknown words": 1.0}
    assert CLASSIFIER.predict(seen, joined="AID").label == "AID"
    clear = features("A bombed B.", (0, 1), (9, 10))
    assert CLASSIFIER.predict(clear, joined="AID").label == "ASSAULT"
    assert CLASSIFIER.predict(clear, joined="ASSAULT").confidence > CLASSIFIER.predict(clear).confidence


def test_a_saved_model_says_the_same(tmp_path: Path) -> None:
    CLASSIFIER.save(tmp_path / "weights.npz")
    seen = features("A refused to meet B.", (0, 1), (18, 19))
    assert Classifier.load(tmp_path / "weights.npz").predict(seen) == CLASSIFIER.predict(seen)


def test_the_model_is_small() -> None:
    assert MODEL.stat().st_size < 1_000_000


def test_a_relation_that_no_pattern_finds_names_its_words() -> None:
    text = "The Guild poured scorn on the League."
    found = answer(CODER, {"text": text, "source": [4, 9], "target": [30, 36]})["relations"][0]
    assert found["plover_type"] == "ACCUSE"
    assert found["rule"].startswith("words:")
    assert "scorn" in found["rule"]


def test_one_end_may_be_unknown() -> None:
    text = "Two newspapers were ordered to close."
    found = answer(CODER, {"text": text, "source": None, "target": [0, 14]})["relations"][0]
    assert found["source"] is None
    assert found["target"]["start"] == 0
    assert found["plover_type"] == "COERCE"


@cache
def gold() -> list[tuple[dict[str, float], set[str]]]:
    """Features and accepted types of every relation of our own gold whose two actors are found in its sentence."""
    asked = []
    for line in map(json.loads, GOLD.read_text(encoding="utf8").splitlines()):
        coded = CODER.code(article(line["text"]))
        mentions = find_mentions(article(line["text"]), CODER.lexicon).mentions
        spans: dict[str, Any] = {}
        for mention in mentions:
            for actor_id in mention.actor_ids:
                for name in names(coded, actor_id):
                    spans.setdefault(name, (mention.start, mention.end))
        for event in line["events"]:
            source, target = spans.get(event["source"]), spans.get(event["target"])
            if source and target and source != target:
                asked.append((features(line["text"], source, target), {YIELDING.get(k, k) for k in event["plover"]}))
    return asked


def test_words_alone_tell_the_types_of_our_own_gold() -> None:
    right = [CLASSIFIER.predict(seen).label in accepted for seen, accepted in gold()]
    assert len(right) >= 100
    assert sum(right) / len(right) >= RIGHT_ON_GOLD, f"{sum(right)} of {len(right)}"
