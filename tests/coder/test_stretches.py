"""Which part of a sentence is worth a syntax tree."""

import pytest

from pipelines.coder.readings import read_on
from pipelines.coder.stretches import stretch
from tests.coder.coding import CODER, code


def parsed(text: str) -> str:
    """What of this one sentence the parser is asked for."""
    coded = code(text)
    [sentence] = coded.article.sentences
    read = read_on(coded.article, coded.mentions, CODER.patterns)
    span = stretch(sentence, read[0], CODER.patterns) if read else None
    return text[slice(*span)] if span else ""


@pytest.mark.parametrize(
    "text",
    [
        "Kenya attacked Somalia.",
        "Talks between Kenya and Somalia failed.",
        "Kenyan police, who fear Somalia, were killed by rebels in Somalia.",
        "Kenya attacked Somalia; nobody knows why; Chad attacked Mali.",
    ],
)
def test_a_sentence_is_parsed_whole_whose_parts_all_may_tell_something(text: str) -> None:
    assert parsed(text) == text


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("The minister was brief: Kenya attacked Somalia.", "Kenya attacked Somalia."),
        ("Kenya attacked Somalia; nobody knows why.", "Kenya attacked Somalia;"),
        ("It was told so: Kenya attacked Somalia; nobody knows why; nobody asks.", "Kenya attacked Somalia;"),
    ],
)
def test_of_a_long_sentence_only_the_part_is_parsed_that_has_a_trigger_and_two_actors(text: str, part: str) -> None:
    assert parsed(text) == part


@pytest.mark.parametrize(
    "text",
    [
        "Kenya wept: the attack hurt Somalia.",  # each part has but one actor
        "Kenya, like Somalia, attacked.",  # nobody on the right of the verb
        "Kenya complied faster than Somalia.",  # none of the words that lead to a place in its frames
    ],
)
def test_no_part_is_parsed_where_no_trigger_can_have_its_actors(text: str) -> None:
    assert parsed(text) == ""


def test_what_the_order_of_words_tells_from_close_by_is_not_parsed() -> None:
    plain, aside = "Kenya praised Somalia.", "Kenya, like many others, praised Somalia."
    assert (parsed(plain), parsed(aside)) == ("", aside)
    [relation] = code(plain).relations
    assert (relation.source_id, relation.target_id) == ("cty:KEN", "cty:SOM")
    assert not relation.rule.startswith(("tree-", "order-"))


def test_of_two_triggers_the_one_that_the_order_of_words_leaves_open_is_parsed() -> None:
    text = "Kenya praised Somalia after what it, Chad said, had done to its aid for Mali."
    assert parsed(text) == text


def test_what_is_not_parsed_still_tells_who_says_so() -> None:
    text = "France said so on Monday: Kenya attacked Somalia."
    [relation] = code(text).relations
    assert parsed(text) == "Kenya attacked Somalia."
    assert (relation.source_id, relation.target_id) == ("cty:KEN", "cty:SOM")
    assert not relation.rule.startswith(("tree-", "order-"))
    assert relation.attributed_to_id == "cty:FRA"
