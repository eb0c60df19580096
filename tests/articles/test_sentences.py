"""Where sentences begin and end."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.articles.sentences import is_terminated, split


def sentences(text: str) -> list[str]:
    return [text[start:end] for start, end in split(text)]


@pytest.mark.parametrize(
    "text",
    [
        "The talks ended. | Nobody smiled.",
        "Gen. A. B. Petrov met Sen. Roe and Dr. Vance on Jan. 3 in St. Lumen. | They shook hands.",
        "The U.S. Senate sat until 5 p.m. Tuesday. | It then rose.",
        "He left the U.S. | The minister stayed.",
        "It cost $3.5 million. | No. 5 was ill.",
        "“We won.” | The crowd sang.",
        '"Will it hold?" Vance asked. | "No!" | She left.',
        'He said "the talks [with Kestria] are over". | Then he went.',
        "They waited... | Nobody came.",
        "“We waited … and left,” she said.",
        "The minister (of trade, etc.) agreed. | (He had to.) | All went home.",
        "J.-P. Morel spoke. | al-Masri answered.",
        "Harbour Corp. and Gorse Inc. merged. | Shares rose.",
        "Why? | Nobody knew.",
        "It fell in 1979.[3] | It rose again.[4][5] | Then it fell.",
        "U.N. envoy Lt. Gen. H.R. Vance left Washington, D.C., on Sept. 3. | He was 65. | Nobody saw him.",
        "The U.S.-led force, e.g. its navy, sailed at 10 a.m. in fog.",
        "1. The map is final.",
        "Prices rose 3.2 per cent.",
        "See example.com for more. | Or call.",
    ],
)
def test_boundaries(text: str) -> None:
    assert sentences(text.replace(" | ", " ")) == text.split(" | ")


def test_line_breaks_end_sentences() -> None:
    assert sentences("A heading\n\nThe text.") == ["A heading", "The text."]


@pytest.mark.parametrize(
    "text", ["It ended.", "“It ended.”", 'He "won".', "Why?", "It ended.)", "Done!*", "It fell.[3]"]
)
def test_terminated(text: str) -> None:
    assert is_terminated(text)


@pytest.mark.parametrize(
    "text", ["It claims to keep a network inside", "It went on …", "It went on...", "It said:", ""]
)
def test_not_terminated(text: str) -> None:
    assert not is_terminated(text)


@given(st.text(alphabet=st.sampled_from("ab AB.!?…\"'”) \n(U.S.1\u00e9\U0001f600"), max_size=200))
def test_every_character_but_white_space_is_in_one_sentence(text: str) -> None:
    spans = split(text)
    assert all(start < end for start, end in spans)
    assert all(first[1] <= second[0] for first, second in pairwise(spans))
    inside = {i for start, end in spans for i in range(start, end)}
    assert all(text[i].isspace() for i in set(range(len(text))) - inside)
    assert all(text[start:end] == text[start:end].strip() for start, end in spans)


@pytest.mark.timeout(20)
@pytest.mark.parametrize("unit", [".", ". ", "A. ", '."', "a", "…x", "Mr. A"])
def test_long_and_odd_lines_cost_no_more_than_others(unit: str) -> None:
    text = unit * 200_000
    assert split(text)
