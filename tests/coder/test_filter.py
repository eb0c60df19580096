"""The coder as a filter: JSON lines in, JSON lines out, in order."""

import io
import json

from pipelines.coder.filter import answer, main
from tests.coder.coding import CODER


def test_lines_are_answered_in_order_and_a_bad_one_says_why() -> None:
    lines = [
        json.dumps({"id": "a", "text": "France condemned Mali on Monday.", "date": "2024-05-16"}),
        "no json",
        json.dumps({"id": "b"}),
        json.dumps({"id": "c", "text": "x", "date": "yesterday"}),
        json.dumps({"id": "d", "text": "France", "source": [0, 6], "target": [3, 99]}),
        json.dumps(["a", "list"]),
        "[" * 100_000,
        json.dumps({"id": "blank", "text": "   ", "source": [0, 1]}),
        "",
        json.dumps({"id": "e", "text": "Nothing happens."}),
    ]
    out = io.StringIO()
    assert main(lines, out, CODER) == (9, 6)
    answers = [json.loads(line) for line in out.getvalue().splitlines()]
    assert [a["id"] for a in answers] == ["a", None, "b", "c", "d", None, None, "blank", "e"]
    assert ["error" in a for a in answers] == [False, True, True, True, True, True, True, False, False]
    first = answers[0]["relations"][0]
    assert (first["source"]["country"], first["plover_type"], first["target"]["country"]) == ("FRA", "ACCUSE", "MLI")
    assert first["event_date"]["start"] == "2024-05-13"


def test_for_given_spans_the_pair_comes_first() -> None:
    text = "Chile praised Peru, and the Zubrowka Guild attacked the Arendelle League."
    source, target = "the Zubrowka Guild", "the Arendelle League"
    spans = {"source": [text.index(source), text.index(source) + len(source)]}
    spans["target"] = [text.index(target), text.index(target) + len(target)]
    found = answer(CODER, {"id": 1, "text": text, **spans})["relations"]
    assert found[0]["plover_type"] == "ASSAULT"
    assert [found[0]["source"]["start"], found[0]["source"]["end"]] == spans["source"]


def test_a_pair_that_no_path_joins_gets_the_best_placed_words_with_less_confidence() -> None:
    text = "The guild, after long debates on arms, saw its envoy arrested in the league."
    sure = answer(CODER, {"text": "A arrested B.", "source": [0, 1], "target": [11, 12]})["relations"][0]
    found = answer(CODER, {"text": text, "source": [4, 9], "target": [69, 75]})["relations"][0]
    assert found["plover_type"] == sure["plover_type"] == "COERCE"
    assert found["confidence"] < sure["confidence"]
