"""Method and data: the codebook counts this build, each code leads to its events, the tables are described."""

from pathlib import Path

import duckdb
import pytest

from dashboard.queries import events, method
from dashboard.queries.events import Listing
from dashboard.ui.codebook import STATUSES
from published.filters import Filters
from published.store import TABLES, Store, identify, open_store
from tests.dashboard.conftest import Open, html
from tests.dashboard.warehouse import build


@pytest.mark.parametrize("size", ["empty", "fourteen", "thousands"])
def test_the_codebook_counts_every_relation(stores: dict[str, Store], size: str) -> None:
    con = stores[size].cursor
    rows = method.types(con()).to_pylist()
    assert sum(row["n_relations"] for row in rows) == con().execute("select count(*) from relations").fetchall()[0][0]
    for row in rows:
        listed = events.count(con(), Filters(statuses=("actual",)), Listing(code=row["cameo_code"]))
        assert listed["events"] == row["n_events"]
        assert events.count(con(), Filters(), Listing(code=row["cameo_code"]))["relations"] == row["n_relations"]


def test_statuses_and_dates_are_counted(stores: dict[str, Store]) -> None:
    con = stores["thousands"].cursor
    counts, dated = method.statuses(con()), method.dated(con())
    assert set(counts) <= set(STATUSES)
    assert sum(counts.values()) == dated["relations"] > dated["undated"] + dated["from_publication"] > 0


def test_tables_tell_what_the_file_says_of_them(tmp_path: Path) -> None:
    path = build(tmp_path / "entente.duckdb", 2)
    with duckdb.connect(str(path)) as con:
        con.execute("comment on table stories is 'One row per story.'")
        con.execute("comment on column stories.title is 'Headline of the head.'")
    identity = identify(path)
    assert identity is not None
    store = open_store(identity)
    tables = {row["name"]: row for row in method.tables(store.cursor())}
    assert set(TABLES) <= set(tables)
    assert (tables["stories"]["kind"], tables["stories"]["about"]) == ("table", "One row per story.")
    assert tables["network_ties"]["kind"] == "view"
    columns = method.columns(store.cursor(), "stories").to_pylist()
    assert {row["column"]: row["about"] for row in columns}["title"] == "Headline of the head."
    assert {row["table"] for row in method.columns(store.cursor()).to_pylist()} == set(tables)


def test_the_page_says_how_to_cite_this_build(open_page: Open, published: dict[str, Path]) -> None:
    app = open_page(published["fourteen"], "method", table="events")
    assert not app.exception
    cited = app.code[0].value
    assert "build run-1 of 2026-01-02 (coder test-1, dictionary d1)" in cited
    said = html(app)
    assert "confidence orders rows and is no probability" in said
    assert "of 10 codes occur in this build" in said
    assert "event_id" in list(app.dataframe[1].value["column"])


def test_a_code_leads_to_its_events(open_page: Open, published: dict[str, Path]) -> None:
    app = open_page(published["thousands"], "method")
    codes = app.dataframe[0].value
    app.session_state["codes_False"] = {"selection": {"rows": [], "columns": [], "cells": [(2, "n_events")]}}
    app.run()
    assert app.title[0].value == "Events"
    assert f"Listed of CAMEO code {codes['cameo_code'][2]}: {codes['n_relations'][2]:,} relations" in html(app)
    assert set(app.dataframe[0].value["cameo_code"]) == {codes["cameo_code"][2]}
    chosen = open_page(published["thousands"], "method")
    chosen.selectbox(key="of_code").select(codes["cameo_code"][4]).run()
    assert f"of CAMEO code {codes['cameo_code'][4]}" in html(chosen)


def test_codes_that_do_not_occur_are_shown_when_asked_for(open_page: Open, published: dict[str, Path]) -> None:
    app = open_page(published["two"], "method")
    few = len(app.dataframe[0].value)
    app.toggle[0].set_value(True).run()
    assert few < len(app.dataframe[0].value) == 10
    empty = open_page(published["empty"], "method")
    assert "0 of 10 codes occur" in html(empty)
    old = open_page(published["empty"], "method", table="nonsense")
    assert "asks for “nonsense”" in html(old)
