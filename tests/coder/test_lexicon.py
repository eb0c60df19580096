"""The lexicon: longest phrase first, capitals count, offices are asked with a day."""

from datetime import date
from pathlib import Path

import pytest

from pipelines.coder.lexicon import Lexicon, load_lexicon, surname_forms
from pipelines.coder.tokens import name_words

SEEDS = Path(__file__).parents[2] / "seeds"


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return load_lexicon(SEEDS)


def named(lexicon: Lexicon, text: str) -> set[str]:
    """Whom the whole of `text` may name."""
    words = name_words(text)
    length, aliases = lexicon.names.longest(words, 0)
    return {alias.actor_id for alias in aliases} if length == len(words) else set()


def test_names_are_matched_without_hyphens_diacritics_and_points(lexicon: Lexicon) -> None:
    assert named(lexicon, "Türkiye") == named(lexicon, "Turkey") == {"cty:TUR"}
    assert named(lexicon, "Hossein Amir Abdollahian") == {"per:IRN-hossein-amir-abdollahian"}
    assert named(lexicon, "U.N.") == named(lexicon, "UN") == {"org:un"}


def test_capitals_of_a_name_are_asked_of_the_text(lexicon: Lexicon) -> None:
    assert named(lexicon, "US") == {"cty:USA"}
    assert named(lexicon, "us") == set()
    assert named(lexicon, "turkey") == set()
    assert named(lexicon, "WHO") == {"org:who"}
    assert named(lexicon, "Who") == set()


def test_the_longest_name_wins(lexicon: Lexicon) -> None:
    words = name_words("South Sudan and Guinea-Bissau")
    assert lexicon.names.longest(words, 0)[0] == 2
    assert {alias.actor_id for alias in lexicon.names.longest(words, 3)[1]} == {"cty:GNB"}


def test_a_capital_is_a_metonym_of_its_government(lexicon: Lexicon) -> None:
    _, aliases = lexicon.names.longest(name_words("Nairobi"), 0)
    assert [(alias.actor_id, alias.alias_type) for alias in aliases] == [("gov:KEN", "metonym")]


@pytest.mark.parametrize(
    ("day", "holder"),
    [
        (date(2010, 5, 1), "per:EGY-hosni-mubarak"),
        (date(2012, 9, 1), "per:EGY-mohamed-morsi"),
        (date(2023, 7, 19), "per:EGY-abdel-fattah-el-sisi"),
    ],
)
def test_an_office_is_asked_with_a_day(lexicon: Lexicon, day: date, holder: str) -> None:
    assert lexicon.holders("gov:EGY", ("president", "interim president"), day) == (holder,)


def test_a_tenure_is_half_open(lexicon: Lexicon) -> None:
    assert lexicon.holders("gov:USA", ("president",), date(2021, 1, 19)) == ("per:USA-donald-trump",)
    assert lexicon.holders("gov:USA", ("president",), date(2021, 1, 20)) == ("per:USA-joe-biden",)


@pytest.mark.parametrize(
    ("name", "forms"),
    [
        ("Hossein Amir-Abdollahian", {"amir abdollahian", "abdollahian"}),
        ("Badr bin Hamad Al Busaidi", {"busaidi", "al busaidi"}),
        ("Robert F. Kennedy Jr.", {"kennedy"}),
    ],
)
def test_surnames(name: str, forms: set[str]) -> None:
    assert set(surname_forms(name)) == forms


def test_family_names_that_come_first(lexicon: Lexicon) -> None:
    assert "per:CHN-xi-jinping" in lexicon.surnames["xi"]
    assert "per:CHN-xi-jinping" not in lexicon.surnames.get("jinping", ())
