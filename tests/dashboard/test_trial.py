"""Try a sentence: the project's own coder on the page, with its reasons, and safe from what is pasted into it."""

from datetime import date
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.ui import trial
from tests.dashboard.conftest import Open, html
from tests.dashboard.made_rows import TRAPS


def read(app: AppTest, text: str) -> None:
    """Put a text into the box and have it read."""
    app.text_area[0].input(text)
    next(button for button in app.button if button.label == "Read it").click().run()
    assert not app.exception


def test_a_relation_is_told_by_its_card_and_a_trigger_without_one_by_its_reason(
    open_page: Open, published: dict[str, Path]
) -> None:
    app = open_page(published["two"], "trial")
    app.date_input(key="tried_on").set_value(date(2024, 5, 16))
    read(app, "France condemned Mali on Monday. France and Mali saw an attack.")
    told = html(app)
    assert "2 sentences: 4 mentions of actors, 1 relation." in told
    card = next(block for block in told.split('<div class="card ')[1:])
    assert "France → Mali" in " ".join(card.split())
    assert "13 May 2024" in card
    assert "rule " in card
    assert "Not coded, “attack”" in told
    named = app.dataframe[0].value
    assert list(named["actor"]) == ["France", "Mali"]
    assert set(named["decided by"]) == {"dictionary"}


def test_a_sentence_that_is_not_read_on_says_why(open_page: Open, published: dict[str, Path]) -> None:
    app = open_page(published["two"], "trial")
    read(app, "The weather was fine.")
    assert "Not read on:" in html(app)
    read(app, "")
    assert "Write or paste a sentence" in html(app)


def test_every_example_gives_a_relation(open_page: Open, published: dict[str, Path]) -> None:
    app = open_page(published["empty"], "trial")
    for example in app.selectbox(key="example").options:
        app.selectbox(key="example").select(example).run()
        assert not app.exception
        assert '<div class="card ' in html(app), example


def test_what_is_pasted_stays_text(open_page: Open, published: dict[str, Path]) -> None:
    app = open_page(published["two"], "trial")
    for trap in TRAPS.values():
        read(app, f"Iran {trap} attacked Egypt {trap}.")
        assert not any(sign in html(app) for sign in ("<img", "<script"))
        assert not any("evil" in element.value for element in (*app.markdown, *app.caption))


def test_without_a_usable_coder_the_page_says_what_is_wrong(
    open_page: Open, published: dict[str, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ENTENTE_SYNTAX_MODEL", "no_such_pipeline")
    app = open_page(published["two"], "trial")
    assert not app.exception
    assert "cannot be used here" in app.warning[0].value
    assert "no_such_pipeline" in app.code[0].value
    with pytest.raises(trial.NoCoderError, match="no_such_pipeline"):
        trial.read("France condemned Mali.", None)
