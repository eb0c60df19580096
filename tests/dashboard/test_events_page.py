"""Events: the list, the evidence of its rows, and what the address pins."""

from pathlib import Path
from textwrap import dedent

import pytest

from dashboard.queries import events, evidence, overview
from dashboard.queries.events import Listing
from dashboard.ui.evidence import card_html
from published.filters import Filters
from published.store import Store
from tests.dashboard.conftest import Open, html


def test_a_row_of_the_table_opens_its_evidence(
    open_page: Open, published: dict[str, Path], stores: dict[str, Store]
) -> None:
    app = open_page(published["fourteen"], "events")
    key = f"rows_relations_1_{hash((Filters(), Listing()))}"
    app.session_state[key] = {"selection": {"rows": [], "columns": [], "cells": [(2, "evidence")]}}
    app.run()
    assert not app.exception
    third = app.dataframe[0].value.iloc[2]
    assert html(app).count('class="card ') == 1
    assert third["source_actor"] in html(app)


@pytest.mark.parametrize("filters", [Filters(), Filters(min_confidence=0.5)])
def test_an_event_row_opens_all_its_reports_under_the_filters(
    open_page: Open, published: dict[str, Path], filters: Filters
) -> None:
    least = {"confidence": str(filters.min_confidence)} if filters.min_confidence else {}
    app = open_page(published["thousands"], "events", unit="Events", sort="Most reported first", **least)
    key = f"rows_events_1_{hash((filters, Listing(sort='reported')))}"
    app.session_state[key] = {"selection": {"rows": [], "columns": [], "cells": [(0, "status")]}}
    app.run()
    assert "Evidence of the row you chose." in html(app)
    assert html(app).count('class="card ') == app.dataframe[0].value.iloc[0]["n_articles"] > 1


def test_a_permalink_shows_its_card_first(
    open_page: Open, published: dict[str, Path], stores: dict[str, Store]
) -> None:
    wanted = overview.newest(stores["fourteen"].cursor(), Filters(), 9)[-1]
    app = open_page(published["fourteen"], "events", rel=wanted)
    assert html(app).count('class="card ') == 1
    assert "Evidence of the first row" not in html(app)
    gone = html(open_page(published["fourteen"], "events", rel="no such relation"))
    assert "is not in the present build" in gone and "Evidence of the first row" in gone


@pytest.mark.parametrize("unit", ["Relations", "Events"])
def test_the_first_row_shows_its_evidence(
    open_page: Open, published: dict[str, Path], stores: dict[str, Store], unit: str
) -> None:
    app = open_page(published["fourteen"], "events", unit=unit)
    con = stores["fourteen"].cursor()
    shown = events.page(con, Filters(), Listing(), unit.lower(), 1)
    first = str(shown["relation_id" if unit == "Relations" else "event_id"][0])
    behind = [first] if unit == "Relations" else events.relations_of(con, Filters(), Listing(), first, 1)
    said = html(app)
    assert "Evidence of the first row" in said
    assert said.count('class="card ') == len(behind)
    assert all(dedent(card_html(found)).strip() in said for found in evidence.cards(con, tuple(behind)))
