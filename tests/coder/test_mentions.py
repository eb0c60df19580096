"""Who is named: spans, kinds and actors, on sentences about many regions."""

import pytest
from asking import DAY, LEXICON, read, who
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.coder.mentions import find_mentions
from pipelines.coder.types import Article, Sentence


def surfaces(text: str) -> list[str]:
    return [m.surface for m in read(text).mentions]


def test_names_metonyms_and_demonyms() -> None:
    text = "Kenya and Ethiopia met in Nairobi. Kampala sent Ugandan envoys."
    found = {(m.surface, m.mention_type, m.actor_ids) for m in read(text).mentions}
    assert found >= {
        ("Kenya", "name", ("cty:KEN",)),
        ("Nairobi", "name", ("cty:KEN",)),
        ("Kampala", "metonym", ("gov:UGA",)),
        ("Ugandan", "demonym", ("cty:UGA",)),
        ("Ugandan envoys", "descriptor", ("gov:UGA",)),
    }


def test_mentions_nest_and_come_outer_first() -> None:
    assert surfaces("Colombian President Gustavo Petro spoke.") == ["Colombian President", "Colombian", "Gustavo Petro"]


def test_a_possessive_does_not_belong_to_the_name() -> None:
    assert surfaces("Peru’s economy grew.") == ["Peru"]


@pytest.mark.parametrize(
    "text",
    [
        "They ate turkey and read about Michael Jordan.",
        "The congresswoman told us that she may march in May.",
        "Chad Smith played drums with Paris Hilton.",
        "The Jordan River is low.",
        "It is up to us.",
    ],
)
def test_a_common_word_or_a_first_name_is_no_country(text: str) -> None:
    assert [m.surface for m in read(text).mentions if any(i[:4] in ("cty:", "gov:") for i in m.actor_ids)] == []


def test_the_same_words_as_countries() -> None:
    assert who("Jordan and Chad signed a pact with Georgia.", "Chad") == ("cty:TCD",)
    assert who("Talks with Jordan resumed.", "Jordan") == ("cty:JOR",)


@pytest.mark.parametrize("place", ["Gulf of Oman", "South China Sea", "New Mexico", "Sea of Japan", "Jordan Valley"])
def test_a_place_that_holds_the_name_of_a_state_names_nobody(place: str) -> None:
    assert surfaces(f"A storm crossed the {place} on Monday.") == []
    assert surfaces(f"Kenya sent ships to the {place}.") == ["Kenya"]


def test_armed_groups_by_their_many_names() -> None:
    assert who("The Mujahedeen-e-Khalq (MEK) protested.", "MEK") == ("grp:IRN-mek",)
    assert who("Fighters of Hizbullah withdrew from Lebanon.", "Hizbullah") == ("grp:LBN-hezbollah",)
    assert who("The M23 rebels took a town in eastern Congo.", "M23") == ("grp:COD-m23",)


def test_the_west_needs_its_article() -> None:
    assert who("Moscow accused the West of lying.", "the West") == ("reg:west",)
    assert "West" not in surfaces("They drove West for hours.")
    assert "reg:west" not in str(read("The West African bloc met."))


def test_words_inside_other_words_are_no_roles() -> None:
    assert surfaces("It was an anti-terrorist operation in rebel-held territory.") == []


def test_unknown_names_are_sighted_with_a_likely_kind() -> None:
    result = read("The writer Maria Quellenthal spoke in Zarubinsk with the Harmony Forum.")
    kinds = {s.surface: s.likely_kind for s in result.name_sightings}
    assert kinds == {"Maria Quellenthal": "person", "Zarubinsk": "place", "Harmony Forum": "organisation"}


def test_a_headline_in_capitals_gives_names_only() -> None:
    text = "Peru's President Extends Warm Welcome to Chilean Envoys of Peace"
    sentence = Sentence(0, 0, "title", 0, len(text), text)
    result = find_mentions(Article("a", (sentence,), DAY), LEXICON)
    assert result.name_sightings == ()
    assert {m.surface for m in result.mentions} >= {"Peru", "Chilean"}


def test_the_same_article_gives_the_same_answer() -> None:
    text = "Sudan's army fought the RSF. The group denied it. Burhan left."
    assert read(text) == read(text)


PIECES = st.sampled_from(
    [
        "Iran",
        "’s",
        " ",
        "the",
        "two countries",
        "President",
        "Sisi",
        ",",
        ".",
        "\n",
        "U.S.",
        "he",
        "-",
        "“",
        "é",
        "officials",
    ]
)


@settings(max_examples=150, deadline=None)
@given(st.lists(PIECES, max_size=30).map("".join) | st.text(max_size=80))
def test_every_surface_stands_at_its_offsets(text: str) -> None:
    result = read(text)
    for item in (*result.mentions, *result.name_sightings):
        assert text[item.start : item.end] == item.surface
    for found in result.mentions:
        assert found.actor_ids or found.candidates
        assert 0 <= found.confidence <= 1
    met = {actor.actor_id for actor in result.met_actors}
    for found in result.mentions:
        assert all(i in LEXICON.actors or i in met for i in (*found.actor_ids, *found.candidates))


def test_what_is_called_after_a_city_or_a_person_is_neither() -> None:
    text = (
        "They landed at Aden Adde airport and at Julius Nyerere International Airport. He read the Vienna Convention."
    )
    assert {i for m in read(text).mentions for i in m.actor_ids} <= {"met:he"}


def test_a_role_inside_a_longer_name_is_no_role() -> None:
    assert surfaces("The Iraqi Criminal Tribunal met.") == ["Iraqi Criminal Tribunal", "Iraqi"]
    assert surfaces("The Malian army conducts airstrikes.") == ["The Malian army", "Malian"]


def test_a_body_whose_name_starts_as_a_place_does() -> None:
    assert who("The United States Coast Guard took a ship.", "The United States Coast Guard") == ("org:USA-police",)
    assert who("They drove to the West Bank.", "West Bank") == ("cty:PSE",)


def test_money_is_no_union() -> None:
    assert surfaces("The bank paid AU$240 million.") == []


@pytest.mark.parametrize(
    "text",
    [
        "The Washington Nationals won.",
        "The Rally of the Guinean People split.",
        "A Libyan ballistic missile strikes Prince Rupert Base.",
    ],
)
def test_a_word_of_a_longer_name_is_no_crowd_and_no_title(text: str) -> None:
    assert {m.mention_type for m in read(text).mentions} <= {"demonym", "metonym"}
