"""The tokenizer: exact slices, clitics apart, one folded form for the spellings of a name."""

from hypothesis import given
from hypothesis import strategies as st

from pipelines.coder.tokens import fold, tokenize


def words(text: str) -> list[str]:
    return [token.text for token in tokenize(text)]


def test_clitics_and_hyphens_stand_alone() -> None:
    assert words("Iran’s envoy didn't meet the Serbia-Kosovo team.") == [
        "Iran", "’s", "envoy", "did", "n't", "meet", "the", "Serbia", "-", "Kosovo", "team", ".",
    ]  # fmt: skip


def test_abbreviations_and_numbers_keep_their_points() -> None:
    assert words("Gen. Haftar told the U.S. on 1,500 troops.") == [
        "Gen.", "Haftar", "told", "the", "U.S.", "on", "1,500", "troops", ".",
    ]  # fmt: skip


def test_names_with_apostrophes_are_one_word() -> None:
    assert words("Sana'a and N'Djamena’s airport") == ["Sana'a", "and", "N'Djamena", "’s", "airport"]


def test_plural_possessive_leaves_the_word_whole() -> None:
    assert words("the rebels' offer") == ["the", "rebels", "'", "offer"]


def test_spellings_fold_to_one() -> None:
    assert fold("Türkiye") == fold("Turkiye") == "turkiye"
    assert fold("Sana’a") == fold("Sanaa")
    assert fold("Erdoğan") == "erdogan"
    assert fold("’s") == fold("'s") == fold("'S") == "'s"
    assert fold("n’t") == "n't"
    assert fold("’") == "'"


def test_offsets_start_where_told() -> None:
    assert [(token.start, token.end) for token in tokenize("Chad won", offset=10)] == [(10, 14), (15, 18)]


@given(st.text(max_size=200))
def test_every_token_is_a_slice_and_only_white_space_is_between(text: str) -> None:
    covered = 0
    for token in tokenize(text):
        assert text[token.start : token.end] == token.text
        assert text[covered : token.start].strip() == ""
        covered = token.end
    assert text[covered:].strip() == ""
