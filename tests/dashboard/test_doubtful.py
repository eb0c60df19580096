"""Doubtful relations: found by confidence and reason, and led back to the rows of knowledge that gave them."""

import csv
import io
from pathlib import Path

import duckdb
import pytest
from streamlit.testing.v1 import AppTest

from dashboard.queries import doubtful
from dashboard.queries.doubtful import BIN, Doubt
from dashboard.queries.evidence import cards
from dashboard.ui.corrections import rows_behind
from published.filters import Filters
from published.store import Store, identify, open_store
from tests.dashboard.conftest import Open, html

ALL = Filters()


def test_the_bins_hold_every_relation_once(stores: dict[str, Store]) -> None:
    for name in ("empty", "fourteen", "thousands"):
        con = stores[name].cursor()
        bins = doubtful.histogram(con, ALL).to_pylist()
        for row in bins:
            inside = doubtful.count(con, ALL, Doubt(round(row["least"], 2), round(row["most"], 2)))
            assert inside == row["n_relations"]
            assert row["most"] - row["least"] == pytest.approx(BIN)
        assert sum(row["n_relations"] for row in bins) == doubtful.count(con, ALL, Doubt())


def test_a_relation_without_any_doubt_is_in_the_last_bin() -> None:
    con = duckdb.connect()
    con.execute("create table facts as select unnest([0.0, 0.049, 0.05, 0.3, 0.95, 1.0]) as confidence")
    bins = {round(row["least"], 2): row["n_relations"] for row in doubtful.histogram(con, ALL).to_pylist()}
    assert bins == {0.0: 2, 0.05: 1, 0.3: 1, 0.95: 2}


def test_the_least_certain_come_first_and_pages_do_not_overlap(stores: dict[str, Store]) -> None:
    con = stores["thousands"].cursor()
    first = doubtful.relation_ids(con, ALL, Doubt(most=0.6), 10, 0)
    second = doubtful.relation_ids(con, ALL, Doubt(most=0.6), 10, 10)
    sure = [card.confidence for card in cards(con, (*first, *second))]
    assert sure == sorted(sure)
    assert len({*first, *second}) == 20
    assert all(each < 0.6 for each in sure)


def test_reasons_narrow(sample_db: duckdb.DuckDBPyConnection, sample_home: Path) -> None:
    identity = identify(sample_home / "entente.duckdb")
    assert identity is not None
    con = open_store(identity).cursor()
    ids = tuple(doubtful.relation_ids(con, ALL, Doubt(reasons=("one reading",)), 100, 0))
    assert ids
    assert all(card.rule.startswith(("tree-", "order-")) for card in cards(con, ids))
    disputed = doubtful.count(con, ALL, Doubt(reasons=("disputed",)))
    (told,) = sample_db.execute(
        "select count(*) from relations join events using (event_id) where is_disputed"
    ).fetchone() or (0,)
    assert disputed == told


def test_the_rows_behind_are_those_of_the_tables(sample_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ENTENTE_HOME", str(sample_home))
    identity = identify(sample_home / "entente.duckdb")
    assert identity is not None
    con = open_store(identity).cursor()
    ids = tuple(doubtful.relation_ids(con, ALL, Doubt(), 40, 0))
    relations, ends = cards(con, ids), doubtful.ends(con, ids)
    patterns, aliases = rows_behind(relations, ends)
    assert (patterns.name, aliases.name) == ("patterns", "aliases")
    bundled = Path("seeds/patterns.csv").read_text(encoding="utf-8")
    read = list(csv.DictReader(io.StringIO(patterns.text)))
    assert read
    codes = {row["cameo_code"] for row in read}
    assert all(row["trigger"] in bundled for row in read)
    assert {relation.cameo_code for relation in relations if "+" not in relation.rule and ":" in relation.rule} & codes
    known = {(end["actor_id"], end["surface"].casefold()) for end in ends}
    for row in csv.DictReader(io.StringIO(aliases.text)):
        assert (row["actor_id"], row["alias"].casefold()) in known


def test_a_clicked_bar_is_listed(open_page: Open, published: dict[str, Path]) -> None:
    app: AppTest = open_page(published["thousands"], "doubtful")
    app.session_state["certainty"] = {"selection": {"bar": [{"key": "0.80 to 0.85"}]}}
    app.run()
    assert not app.exception
    assert app.slider(key="between").value == (0.8, 0.85)
    assert "confidence 0.80" in html(app)


def test_a_range_without_relations_says_so(open_page: Open, published: dict[str, Path]) -> None:
    app = open_page(published["fourteen"], "doubtful")
    app.slider(key="between").set_range(0.0, 0.0).run()
    assert "Widen the range" in html(app)
