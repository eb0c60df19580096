"""Whom group phrases, pronouns and role anaphors mean, in short passages from many regions, as a reader takes them.

`antecedent_cases.csv`: a passage, the words asked about (which of those with the same words), and who is meant: names,
ids or countries (for a country, its government, its bodies) joined by `|` for several at once, by `;` where both will
do; nothing where they stand for nobody whom we could know.  Some are not read so: how many are right is pinned, and so
is how many name somebody wrong, which is worse than to name nobody.
"""

import csv
from pathlib import Path

import pytest
import yaml
from asking import LEXICON, read

from pipelines.coder.mentions import MentionResult

MODEL = Path(__file__).parents[2] / "dbt_project" / "models" / "marts" / "actor_mentions.yml"
RULES = list(csv.DictReader((Path(__file__).parent / "rule_cases.csv").open(encoding="utf8", newline="")))
CASES = list(csv.DictReader((Path(__file__).parent / "antecedent_cases.csv").open(encoding="utf8", newline="")))


def labels(actor_id: str, result: MentionResult) -> set[str | None]:
    met = {actor.actor_id: actor for actor in result.met_actors}
    actor = met.get(actor_id) or LEXICON.actors[actor_id]
    return {actor_id, actor.actor} | ({actor.country} if actor.kind != "person" else set())


def answer(case: dict[str, str]) -> str:
    """right, wrong or silent."""
    result = read(case["text"])
    found = [mention.actor_ids for mention in result.mentions if mention.surface == case["surface"]]
    ids = found[int(case["which"])] if int(case["which"]) < len(found) else ()
    for meant in case["meant"].split(";"):
        wanted = meant.split("|") if meant else []
        if len(ids) == len(wanted) and all(any(w in labels(i, result) for i in ids) for w in wanted):
            return "right"
    return "wrong" if ids else "silent"


def test_they_are_resolved_as_a_reader_resolves_them() -> None:
    answers = [answer(case) for case in CASES]
    unlike = [(a, case["text"], case["surface"]) for a, case in zip(answers, CASES, strict=True) if a != "right"]
    print(*unlike, sep="\n")
    assert len(CASES) >= 70
    assert answers.count("right") >= 61
    assert answers.count("wrong") <= 1


def test_every_passage_holds_the_words_asked_about() -> None:
    assert [case for case in CASES if case["surface"] not in case["text"]] == []


@pytest.mark.parametrize("case", RULES, ids=[case["rule"] for case in RULES])
def test_each_rule_has_an_example_and_is_documented(case: dict[str, str]) -> None:
    rules = {m.resolved_by for m in read(case["text"]).mentions if m.surface == case["surface"]}
    assert case["rule"] in rules
    columns = {column["name"]: column for column in yaml.safe_load(MODEL.read_text())["models"][0]["columns"]}
    (accepted,) = columns["resolved_by"]["data_tests"]
    assert rules <= set(accepted["accepted_values"]["arguments"]["values"])
