"""Mediators, hosts and venues, and answers to what was told just before."""

import pytest

from tests.coder.coding import code, said


@pytest.mark.parametrize(
    ("text", "third"),
    [
        ("Armenia and Azerbaijan agreed to exchange prisoners in a deal brokered by Kazakhstan.", "mediator"),
        ("The Kazakhstan-brokered truce between Armenia and Azerbaijan held.", "mediator"),
        ("Armenia and Azerbaijan held talks with Kazakh mediation.", "mediator"),
        ("Armenia and Azerbaijan have opened talks, with Kazakhstan as go-between.", "mediator"),
        ("Armenia and Azerbaijan held talks in Astana, with Kazakhstan as host.", "host"),
        ("Armenia and Azerbaijan swapped prisoners on Monday. Kazakhstan mediated the swap.", "mediator"),
        ("Armenia and Azerbaijan met on Monday. Kazakhstan hosted the meeting.", "host"),
        ("Kazakhstan hosted talks between Armenia and Azerbaijan.", "host"),
        ("Talks between Armenia and Azerbaijan hosted by Kazakhstan ended on Monday.", "host"),
        ("Armenia and Azerbaijan held talks in Kazakhstan.", "venue"),
    ],
)
def test_who_stands_between_two_is_a_third_party_with_a_role(text: str, third: str) -> None:
    relations = code(text).relations
    between = [r for r in relations if {r.source_id, r.target_id} == {"cty:ARM", "cty:AZE"}]
    assert [r.third_parties for r in between] == [(("cty:KAZ", third),)]
    own = {(r.source_id, r.target_id) for r in relations if r not in between}
    assert own == (set() if third == "venue" else {("cty:KAZ", "cty:ARM"), ("cty:KAZ", "cty:AZE")})


def test_auspices_are_mediation() -> None:
    relation = code("Sudan and Chad held talks under UN auspices.").relations[0]
    assert relation.third_parties == (("org:un", "mediator"),)


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("Chad accused Sudan of arming rebels, and Sudan rejected the accusation.", ("SDN", "REJECT", "TCD")),
        ("Chad accused Sudan of arming rebels. Sudan denied the allegation.", ("SDN", "REJECT", "TCD")),
        ("Chad blamed Sudan for the raid, which Niger saw. Sudan denied it.", ("SDN", "REJECT", "TCD")),
        ("Chad attacked Sudan on Monday. France condemned the attack.", ("FRA", "ACCUSE", "TCD")),
        ("Chad invited Sudan to talks. Sudan accepted the invitation.", ("SDN", "AGREE", "TCD")),
        ("Chad and Sudan signed a treaty. France welcomed the agreement.", ("FRA", "SUPPORT", "SDN")),
        ("Chad attacked Sudan on Monday. The attack was condemned by France.", ("FRA", "ACCUSE", "TCD")),
    ],
)
def test_an_answer_is_addressed_to_whoever_did_it(text: str, answer: tuple[str, str, str]) -> None:
    assert (*answer, "actual") in said(text)


def test_an_answer_is_less_sure_and_names_its_rule() -> None:
    told, answer = code("Chad attacked Sudan on Monday. France condemned the attack.").relations
    assert answer.rule == "verb:condemn:event"
    assert answer.confidence < told.confidence


@pytest.mark.parametrize(
    "text",
    [
        "Chad attacked Sudan and Niger attacked Mali. France condemned the attack.",  # which one?
        "Chad praised Sudan. France condemned the attack.",  # none was told
        "Chad attacked Sudan. It was hot. It rained. It was cold. France condemned the attack.",  # too long ago
        "Chad attacked Sudan. Chad praised the attack.",  # its own
    ],
)
def test_where_it_is_not_clear_what_is_answered_nothing_is_coded(text: str) -> None:
    assert not [relation for relation in code(text).relations if relation.rule.endswith(":event")]


def test_victims_are_not_condemned() -> None:
    assert said("France condemned the attack on Mali.") == []
    assert said("France condemned the killing of Malians by Niger.")[0] == ("FRA", "ACCUSE", "NER", "actual")
