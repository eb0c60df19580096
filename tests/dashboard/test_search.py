"""Search: one box that finds actors, outlets, headlines and sentences, and leads to each."""

from pathlib import Path

import pytest

from dashboard.queries import search
from published.store import Store, identify, open_store
from published.table import rows
from tests.dashboard.conftest import Open, html
from tests.dashboard.made_rows import TRAPS


def test_actors_are_found_by_a_part_of_the_name_or_by_what_they_were_called(stores: dict[str, Store]) -> None:
    con = stores["fourteen"].cursor()
    assert {row["actor_id"] for row in search.actors(con, "ira")} == {"cty:IRN", "cty:IRQ"}
    assert search.actors(con, "iran")[0]["actor_id"] == "cty:IRN"
    assert search.actors(con, "%") == []


def test_outlets_and_headlines_are_found(stores: dict[str, Store]) -> None:
    con = stores["fourteen"].cursor()
    assert [row["outlet"] for row in search.outlets(con, "ledger")] == ["Gulf Ledger"]
    assert all("part 3" in row["title"] for row in search.headlines(con, "PART 3"))
    assert search.headlines(con, "part 3")


def test_the_page_leads_to_each_and_to_all_sentences(open_page: Open, published: dict[str, Path]) -> None:
    app = open_page(published["thousands"], "search", **{"for": "Iran"})
    assert not app.exception
    assert "The filters narrow the sentences" in html(app)
    pages = [link.proto.page for link in app.get("page_link")]
    assert {"actor", "article", "events"} <= set(pages)
    assert html(app).count('<div class="card ') == 5


def test_all_sentences_are_as_many_as_events_lists_under_the_same_filters(
    open_page: Open, published: dict[str, Path]
) -> None:
    for filters in ({}, {"country": "Egypt", "status": "planned"}):
        app = open_page(published["thousands"], "search", **{"for": "Iran"}, **filters)
        (label,) = [
            link.proto.label
            for link in app.get("page_link")
            if link.proto.page == "events" and "All " in link.proto.label
        ]
        number = label.split()[1]
        assert f"Listed: {number} relation" in html(open_page(published["thousands"], "events", q="Iran", **filters))


def test_what_nobody_has_is_said(open_page: Open, published: dict[str, Path]) -> None:
    told = html(open_page(published["thousands"], "search", **{"for": "no such words"}))
    assert "No actor is called so." in told
    assert "No sentence of a relation holds these words, under the filters." in told


def test_the_box_leads_to_the_page(open_page: Open, published: dict[str, Path]) -> None:
    app = open_page(published["fourteen"], "overview")
    app.text_input(key="sought").input("Iran").run()
    assert app.title[0].value == "Search"
    assert "What holds “Iran”" in html(app)


def test_hostile_names_and_words_stay_text(open_page: Open, published: dict[str, Path]) -> None:
    for trap in (*TRAPS.values(), "evil"):
        app = open_page(published["hostile"], "search", **{"for": trap})
        assert not app.exception
        assert "<img" not in html(app)
        assert all("![" not in link.proto.label for link in app.get("page_link"))
        assert all("![" not in button.label for button in app.button)
    app = open_page(published["hostile"], "search", **{"for": "evil"})
    assert any("evil" in button.label for button in app.button)  # an outlet that is called so


def test_an_outlet_leads_to_its_events(open_page: Open, published: dict[str, Path]) -> None:
    app = open_page(published["fourteen"], "search", **{"for": "ledger"})
    next(button for button in app.button if "Gulf Ledger" in button.label).click().run()
    assert not app.exception
    assert app.title[0].value == "Events"
    assert "in Gulf Ledger" in html(app)


def test_the_page_without_words_has_a_box_of_its_own(open_page: Open, published: dict[str, Path]) -> None:
    app = open_page(published["fourteen"], "search")
    app.text_input(key="sought_here").input("Iran").run()
    assert "What holds “Iran”" in html(app)


@pytest.mark.parametrize("box", ["sought", "sought_here"])
def test_the_same_words_can_be_sought_again(open_page: Open, published: dict[str, Path], box: str) -> None:
    app = open_page(published["fourteen"], "search")
    for words in ("Iran", "Egypt", "Iran"):
        app.text_input(key=box).input(words).run()
        assert f"What holds “{words}”" in html(app)
        assert app.text_input(key=box).value == ""


def test_those_named_together_are_no_actor_to_be_found(sample_home: Path) -> None:
    identity = identify(sample_home / "entente.duckdb")
    assert identity is not None
    con = open_store(identity).cursor()
    assert rows(con, "select 1 from actors where kind = 'set' and contains(actor, 'Iran')")
    assert {row["kind"] for row in search.actors(con, "Iran")} >= {"country"}
    assert "set" not in {row["kind"] for row in search.actors(con, "Iran")}
