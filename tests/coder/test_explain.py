"""`entente code --explain`: what the coder made of each sentence, and why not more."""

import io
import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from pipelines.cli import main as entente
from pipelines.coder.explain import main
from tests.coder.coding import CODER


def explained(*lines: str) -> str:
    out = io.StringIO()
    main(lines, out, CODER)
    return out.getvalue()


def test_a_plain_line_is_told_with_names_grammar_and_what_was_coded() -> None:
    told = explained("Oman mediated talks between Iran and Egypt.").splitlines()
    assert told[0] == f"coder {CODER.coder_version}, dictionary {CODER.dictionary_version}"
    assert told[2] == "Oman mediated talks between Iran and Egypt."
    assert [line.split()[1:4] for line in told if line.startswith("  who")] == [
        ["'Oman'", "is", "Oman"],
        ["'Iran'", "is", "Iran"],
        ["'Egypt'", "is", "Egypt"],
    ]
    grammar = next(line for line in told if line.startswith("  grammar"))
    assert "mediated/VERB root" in grammar
    assert "Oman/PROPN nsubj<-mediated" in grammar
    talks = next(line for line in told if line.startswith("  coded    'talks'"))
    assert "cty:IRN 040 (CONSULT) cty:EGY" in talks
    assert "both alike" in talks
    assert "mediator cty:OMN" in talks
    assert "rule noun:talk" in talks


def test_a_json_line_may_bring_its_date() -> None:
    told = explained(json.dumps({"text": "France condemned Mali on Monday.", "date": "2024-05-16"}))
    assert "on 2024-05-13 from the text" in told
    assert "no date" in explained("France condemned Mali on Monday.")


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ('{"text": ', "not JSON"),
        ('{"id": "b"}', "text is missing or no string"),
        ('{"text": "France.", "date": "yesterday"}', "date"),
    ],
)
def test_a_bad_line_says_what_is_wrong_and_the_next_is_explained(line: str, why: str) -> None:
    first, *rest = explained(line, "", "France condemned Mali.").splitlines()
    assert why in first
    assert first.endswith(line.strip())
    assert any(told.startswith("  coded    'condemned'") for told in rest)


@pytest.mark.parametrize(
    ("sentence", "why"),
    [
        ("France is far from Chile.", "no word in it begins a pattern"),
        ("France condemned the attack.", "fewer than two actors are named"),
    ],
)
def test_a_sentence_that_is_not_read_on_says_why(sentence: str, why: str) -> None:
    told = explained(sentence)
    assert f"  not read on: {why}" in told
    assert "  grammar" not in told
    assert "  coded" not in told


def test_a_trigger_that_gave_nothing_says_why() -> None:
    told = explained("Ghana, which lies beside Togo and has long traded cocoa with others, condemned Benin.")
    assert "  coded    'condemned': cty:GHA 111 (ACCUSE) cty:BEN" in told
    assert "  left out 'traded': nobody who is named stands where its pattern looks: trade:with" in told


def test_actors_too_far_apart_are_read_by_the_order_of_words_alone() -> None:
    aside = "who had spent a decade abroad before the party called him home to lead it"
    told = explained(f"The minister of Kenya, {aside}, on Tuesday accused Somalia of theft.")
    assert "  grammar  by the order of words alone" in told


def test_the_command_explains_what_it_is_given(tmp_path: Path) -> None:
    result = CliRunner().invoke(
        entente, ["code", "--explain", "--home", str(tmp_path)], input="France condemned Mali.\n{}\n"
    )
    assert result.exit_code == 0
    assert "coded    'condemned': cty:FRA 111 (ACCUSE) cty:MLI" in result.output
    assert "text is missing or no string: {}" in result.output
