"""Who did what to whom, whether and when: own sentences from all regions and of all event types."""

import csv
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.coder.coding import CODER, article, code, names, only, said

HERE = Path(__file__).parent
with (HERE / "relation_cases.csv").open(encoding="utf8", newline="") as file:
    CASES = list(csv.DictReader(file))
NOTHING = (HERE / "no_relation_cases.txt").read_text(encoding="utf8").splitlines()


@pytest.mark.parametrize("case", CASES, ids=[case["text"][:60] for case in CASES])
def test_who_does_what_to_whom_whether_and_when(case: dict[str, str]) -> None:
    coded = code(case["text"])
    found = [
        relation
        for relation in coded.relations
        if case["source"] in names(coded, relation.source_id)
        and case["target"] in names(coded, relation.target_id)
        and CODER.patterns.plover[relation.cameo_code] == case["plover"]
        and relation.status == case["status"]
    ]
    assert found, [(r.source_id, r.cameo_code, r.target_id, r.status) for r in coded.relations]
    if case["when"]:
        assert [r for r in found if str(r.when.start).startswith(case["when"])], [r.when for r in found]


def test_the_cases_know_every_plover_type() -> None:
    assert {case["plover"] for case in CASES} == set(CODER.patterns.plover.values()) - {""}


@pytest.mark.parametrize("text", NOTHING)
def test_nothing_happens(text: str) -> None:
    assert [r for r in code(text).relations if r.status != "negated"] == []


def test_talks_between_two_are_one_symmetric_relation() -> None:
    relation = only("Chile and Peru held talks.")
    assert relation.is_symmetric
    assert {relation.source_id, relation.target_id} == {"cty:CHL", "cty:PER"}


def test_compounds_expand_to_pairs() -> None:
    assert said("France and Germany condemned Mali and Niger.") == [
        ("FRA", "ACCUSE", "MLI", "actual"),
        ("FRA", "ACCUSE", "NER", "actual"),
        ("DEU", "ACCUSE", "MLI", "actual"),
        ("DEU", "ACCUSE", "NER", "actual"),
    ]


def test_a_broker_is_a_third_party_and_mediates_himself() -> None:
    coded = code("A truce between Armenia and Azerbaijan brokered by Kazakhstan began on Monday.")
    truce = next(r for r in coded.relations if r.cameo_code == "0871")
    assert truce.third_parties == (("cty:KAZ", "mediator"),)
    assert {(r.source_id, r.target_id) for r in coded.relations if r.cameo_code == "045"} == {
        ("cty:KAZ", "cty:ARM"),
        ("cty:KAZ", "cty:AZE"),
    }


def test_a_venue_is_a_third_party() -> None:
    relation = only("Ethiopia held talks in Kenya with Sudan.")
    assert (relation.source_id, relation.target_id) == ("cty:ETH", "cty:SDN")
    assert ("cty:KEN", "venue") in relation.third_parties


def test_the_path_decides_not_nearness() -> None:
    assert said("Ghana, which lies beside Togo, condemned Benin.") == [("GHA", "ACCUSE", "BEN", "actual")]
    assert said("Talks between Chile and Peru angered Bolivia.") == [("CHL", "CONSULT", "PER", "actual")]


def test_verbs_share_a_subject() -> None:
    assert said("Norway visited Iceland and sanctioned Belarus.") == [
        ("NOR", "CONSULT", "ISL", "actual"),
        ("NOR", "COERCE", "BLR", "actual"),
    ]


def test_a_demand_is_actual_and_what_it_wants_is_requested() -> None:
    assert set(said("Turkey urged Greece to release Syrian refugees.")) == {
        ("TUR", "REQUEST", "GRC", "actual"),
        ("GRC", "RETREAT", "SYR", "requested"),
    }


def test_an_accusation_is_actual_and_what_it_says_alleged() -> None:
    assert set(said("Sudan accused Chad of bombing Eritrea.")) >= {("SDN", "ACCUSE", "TCD", "actual")}


def test_who_says_so() -> None:
    relation = only("Laos attacked Cambodia, the Thai president said.")
    assert relation.attributed_to_id is not None
    assert relation.attributed_to_id.startswith(("per:THA", "gov:THA", "met:THA", "org:THA"))


def test_a_cut_off_sentence_is_not_coded() -> None:
    whole = article("France condemned Mali.")
    from dataclasses import replace

    cut = replace(whole, sentences=tuple(replace(s, is_complete=False) for s in whole.sentences))
    assert CODER.code(whole).relations
    assert CODER.code(cut).relations == ()


def test_coding_twice_gives_the_same() -> None:
    text = " ".join(case["text"] for case in CASES)
    assert code(text) == code(text)


COUNTRIES = st.sampled_from(
    ["Iran", "Côte d’Ivoire", "Türkiye", "the United States", "São Tomé and Príncipe", "🇫🇷 France"]
)
VERBS = st.sampled_from(["visited", "“condemned”", "held talks with", "—attacked", "was sued by", "will meet"])


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(COUNTRIES, VERBS, COUNTRIES), min_size=1, max_size=4))
def test_spans_are_true_to_the_text(parts: list[tuple[str, str, str]]) -> None:
    text = " ".join(f"{a} {verb} {b}." for a, verb, b in parts)
    coded = code(text)
    mentions = {(m.start, m.end): m.surface for m in coded.mentions}
    for relation in coded.relations:
        sentence = coded.article.sentences[relation.sentence_no]
        assert text[slice(*relation.trigger_span)] == relation.trigger
        for span in (relation.source_span, relation.target_span):
            assert text[slice(*span)] == mentions[span]
            assert sentence.start <= span[0] < span[1] <= sentence.end
        assert relation.source_id != relation.target_id
        assert 0 < relation.confidence <= 1


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("An Israeli airstrike on a market in Lebanon killed ten people.", ("ISR", "ASSAULT", "LBN", "actual")),
        ("Ten people were killed in Pakistani air strikes across Afghanistan.", ("PAK", "ASSAULT", "AFG", "actual")),
        ("Ten Malian soldiers were killed in a French airstrike.", ("FRA", "ASSAULT", "MLI", "actual")),
        ("Chinese missiles were fired at Taiwan.", ("CHN", "ASSAULT", "TWN", "actual")),
        ("Chad says it shot down a Sudanese plane.", ("TCD", "ASSAULT", "SDN", "actual")),
        ("Niger fears Chad, which Sudan accuses of theft.", ("SDN", "ACCUSE", "TCD", "actual")),
        ("Russia sold Iran helicopters.", ("RUS", "COOPERATE", "IRN", "actual")),
        ("Chad and Sudan discussed the unrest in Niger.", ("TCD", "CONSULT", "SDN", "actual")),
        ("Did anyone hear that Chad attacked Sudan?", ("TCD", "ASSAULT", "SDN", "potential")),
    ],
)
def test_the_shapes_of_clauses(text: str, found: tuple[str, str, str, str]) -> None:
    assert said(text) == [found]


@pytest.mark.parametrize(
    "text",
    [
        "France urged its allies to sanction Mali.",  # allies who are not named
        "Iran seized a ship in the Gulf of Oman.",  # a sea is no country
        "Mali and Niger back opposing sides in Chad.",
        "France rejected a statement condemning Mali.",
    ],
)
def test_who_is_only_named_nearby_has_no_part(text: str) -> None:
    assert said(text) == []


def test_a_wish_for_an_act_is_a_request_and_the_act_is_open() -> None:
    assert said("France wants Senegal to extradite a banker to Monaco.") == [
        ("FRA", "REQUEST", "SEN", "actual"),
        ("SEN", "COOPERATE", "MCO", "potential"),
    ]


def test_a_participle_describes_the_subject() -> None:
    assert said("Iraqi militias backed by Iran attacked Jordan.") == [
        ("IRN", "SUPPORT", "IRQ", "actual"),
        ("IRQ", "ASSAULT", "JOR", "actual"),
    ]


def test_words_to_state_media_are_words_to_the_public() -> None:
    assert said("Speaking to Egypt's state television, Kais Saied said Sudan had bombed Libya.") == [
        ("SDN", "ASSAULT", "LBY", "actual")
    ]
