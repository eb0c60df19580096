"""Whether it happened: negation, plans, conditions, attempts, demands, allegations, threats and refusals."""

import pytest

from tests.coder.coding import code, said


@pytest.mark.parametrize(
    ("text", "plover", "status"),
    [
        ("Ghana attacked Togo.", "ASSAULT", "actual"),
        ("Ghana did not attack Togo.", "ASSAULT", "negated"),
        ("Ghana never attacked Togo.", "ASSAULT", "negated"),
        ("Ghana did not stop shelling Togo.", "ASSAULT", "actual"),
        ("Ghana has not denied attacking Togo.", "ASSAULT", "potential"),
        ("Benin asked Ghana to stop arming Togo.", "AID", "negated"),
        ("Ghana denied attacking Togo.", "ASSAULT", "negated"),
        ("Benin denied that Ghana attacked Togo.", "ASSAULT", "negated"),
        ("Ghana has not visited Togo.", "CONSULT", "negated"),
        ("Ghana failed to release Togolese prisoners.", "RETREAT", "negated"),
        ("Ghana will visit Togo.", "AGREE", "planned"),
        ("Ghana plans to visit Togo.", "AGREE", "planned"),
        ("Ghana agreed to lift sanctions on Togo.", "AGREE", "actual"),
        ("Ghana intends to lift sanctions on Togo.", "AGREE", "planned"),
        ("Ghana promised to send aid to Togo.", "AGREE", "actual"),
        ("Ghana may agree to restore ties with Togo.", "SUPPORT", "potential"),
        ("Ghana agreed to impose sanctions on Togo.", "COERCE", "planned"),
        ("No Ghanaian minister has visited Togo.", "CONSULT", "negated"),
        ("Ghana fired missiles at no Togolese target.", "ASSAULT", "negated"),
        ("Ghana would attack Togo.", "ASSAULT", "potential"),
        ("Ghana may attack Togo.", "ASSAULT", "potential"),
        ("If Ghana attacked Togo, many would suffer.", "ASSAULT", "potential"),
        ("Ghana tried to invade Togo.", "COERCE", "attempted"),
        ("Attempts by Ghana to restore ties with Togo stalled.", "SUPPORT", "attempted"),
        ("Ghana allegedly attacked Togo.", "ASSAULT", "alleged"),
        ("Ghana is believed to have attacked Togo.", "ASSAULT", "alleged"),
        ("Ghana refused to release Togolese prisoners.", "REJECT", "actual"),
        ("Ghana will not lift sanctions on Togo.", "REJECT", "actual"),
        ("Ghana threatened to invade Togo.", "THREATEN", "actual"),
        ("Ghana vowed to attack Togo.", "THREATEN", "actual"),
        ("Ghana began shelling Togo.", "ASSAULT", "actual"),
        ("There were no talks between Ghana and Togo.", "CONSULT", "negated"),
        ("Planned talks between Ghana and Togo worry Benin.", "AGREE", "planned"),
        ("Ghana cancelled talks with Togo.", "SANCTION", "actual"),
        ("Ghana has claimed responsibility for hacking Togo.", "COERCE", "actual"),
        ("Ghana has not claimed responsibility for hacking Togo.", "COERCE", "negated"),
    ],
)
def test_stance(text: str, plover: str, status: str) -> None:
    assert ("GHA", plover, "TGO", status) in said(text), said(text)


def test_what_one_is_urged_to_do_is_only_requested() -> None:
    assert ("TGO", "CONSULT", "BEN", "requested") in said("Ghana urged Togo to negotiate with Benin.")


@pytest.mark.parametrize("joint", ["; ", ", but "])
def test_a_report_ends_where_another_speaks(joint: str) -> None:
    relations = code(f"The Houthis claimed that attack{joint}the United States blamed Iran.").relations
    assert [(r.source_id, r.attributed_to_id) for r in relations] == [("cty:USA", None)]


def test_what_is_added_to_a_claimed_deed_is_not_the_word_of_who_claims_it() -> None:
    relations = code("The Houthis claimed an attack in July, which the United States blamed on Iran.").relations
    assert [(r.source_id, r.attributed_to_id) for r in relations] == [("cty:USA", None)]


def test_vetoed_aid_is_not_given() -> None:
    assert ("org:eu", "AID", "UKR", "negated") in said("Hungary vetoed EU aid to Ukraine.")


def test_according_to_names_the_source() -> None:
    relations = code("Ghana attacked Togo, according to Benin.").relations
    assert [r.attributed_to_id for r in relations] == ["cty:BEN"]
