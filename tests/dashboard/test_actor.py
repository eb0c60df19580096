"""The Actor page: both sides of what happened, the way to every sentence, names as they stand in the text."""

from datetime import date
from pathlib import Path

import pyarrow as pa
import pytest

from dashboard.charts import time
from dashboard.queries import actor, dyad, evidence
from dashboard.queries.actor import Party
from published.filters import Filters, Period
from published.store import Store
from published.table import rows
from tests.dashboard.conftest import Open, html
from tests.dashboard.made_rows import TRAPS
from tests.dashboard.warehouse import build

ALL = Filters()
IRAN = Party("party", "IRN")


@pytest.mark.parametrize("size", ["two", "fourteen", "thousands", "hostile"])
@pytest.mark.parametrize("level", ["party", "actor"])
def test_the_events_of_all_pairs_of_a_party_are_its_events(stores: dict[str, Store], size: str, level: str) -> None:
    con = stores[size].cursor
    name = next(iter(dyad.partners(con(), ALL, level)))
    party = Party(level, name)
    totals = actor.totals(con(), ALL, party)
    found = actor.partners(con(), ALL, party, limit=1000).to_pylist()
    assert sum(row["n_events"] for row in found) == totals["events"] > 0
    for row in found[:3]:
        assert dyad.totals(con(), ALL, dyad.Dyad(level, name, row["partner"]))["events"] == row["n_pair"]


def test_what_is_mutual_stands_on_both_sides(stores: dict[str, Store]) -> None:
    con = stores["thousands"].cursor
    totals = actor.totals(con(), ALL, IRAN)
    mutual = "select count(distinct event_id) as n from facts where status = 'actual' and is_symmetric and {}"
    own = "(source_party = 'IRN' or target_party = 'IRN')"
    assert totals["sent"] + totals["received"] - totals["events"] == rows(con(), mutual.format(own))[0]["n"] > 0
    bars = actor.over_time(con(), ALL, IRAN, "week", None).to_pylist()
    left = actor.not_drawn(con(), ALL, IRAN, "week", None)
    drawn = {side: sum(bar["n_events"] for bar in bars if bar["direction"] == side) for side in ("sent", "received")}
    assert drawn["sent"] < totals["sent"] and drawn["received"] < totals["received"]
    assert totals["events"] - left["undated"] - left["coarse"] < sum(drawn.values())


@pytest.mark.parametrize("side", ["sent", "received"])
def test_a_bar_and_its_sentences_agree(stores: dict[str, Store], side: str) -> None:
    con = stores["thousands"].cursor
    bars = [bar for bar in actor.over_time(con(), ALL, IRAN, "week", None).to_pylist() if bar["direction"] == side]
    period = Period("week", bars[len(bars) // 2]["period"])
    number = actor.n_relations(con(), ALL, IRAN, period, side)
    ids = actor.relation_ids(con(), ALL, IRAN, period, side, limit=100)
    cards = evidence.cards(con(), tuple(ids))
    assert len(cards) == number >= sum(bar["n_events"] for bar in bars if bar["period"] == period.start)
    end = {"sent": "source_actor", "received": "target_actor"}[side]
    assert all(getattr(card, end) == "Iran" or card.is_symmetric for card in cards)
    pages = [actor.relation_ids(con(), ALL, IRAN, period, side, limit=2, offset=place) for place in range(0, number, 2)]
    assert [relation for page in pages for relation in page] == ids


def test_filters_narrow_a_party(stores: dict[str, Store]) -> None:
    con = stores["thousands"].cursor
    conflict = Filters(classes=("material_conflict",))
    bars = actor.over_time(con(), conflict, IRAN, "month", None).to_pylist()
    assert {bar["quad_class"] for bar in bars} == {"material_conflict"}
    assert actor.totals(con(), conflict, IRAN)["events"] < actor.totals(con(), ALL, IRAN)["events"]


def test_parties_are_found_by_any_part_of_their_name(stores: dict[str, Store]) -> None:
    con = stores["thousands"].cursor
    assert actor.found(con(), "party", "SAUDI") == {"SAU": "Saudi Arabia"}
    assert actor.found(con(), "actor", "saudi ") == {"cty:SAU": "Saudi Arabia"}
    assert set(actor.found(con(), "party", "united")) == {"USA", "GBR", "org:un"}
    assert actor.found(con(), "party", "%") == {}
    assert actor.name_of(con(), "SAU") == "Saudi Arabia"
    assert actor.name_of(con(), "nobody") is None


@pytest.mark.parametrize("size", ["two", "fourteen", "thousands", "hostile"])
def test_mentions_are_marked_where_the_name_stands(stores: dict[str, Store], size: str) -> None:
    con = stores[size].cursor
    party = Party("actor", rows(con(), "select actor_id from actor_mentions limit 1")[0]["actor_id"])
    found = actor.mentions(con(), party)
    assert found
    for seen in found:
        begin = seen["start_char"] - seen["sentence_start"]
        assert seen["text"][begin : begin + len(seen["surface"])] == seen["surface"]
    assert actor.mentions(con(), party, "no such words") == []
    newest = [seen["published_at"] for seen in found if seen["published_at"]]
    assert newest == sorted(newest, reverse=True)


def test_names_count_every_mention(stores: dict[str, Store]) -> None:
    con = stores["thousands"].cursor
    told = rows(con(), "select count(*) as n from actor_mentions where country = 'IRN'")[0]["n"]
    names = actor.names(con(), IRAN).to_pylist()
    assert [(row["surface"], row["mention_type"], row["resolved_by"]) for row in names] == [
        ("Iran", "name", "dictionary")
    ]
    assert sum(row["n_mentions"] for row in names) == told
    codes = actor.codes(con(), IRAN).to_pylist()
    assert sum(row["n_mentions"] for row in codes) == told
    assert all(row["first"] <= row["last"] for row in codes)


def test_what_it_brokers_is_what_the_view_says(stores: dict[str, Store]) -> None:
    con = stores["thousands"].cursor
    told = "select role, sum(n_events) as n from brokers where actor_id = 'cty:OMN' group by role"
    oman = actor.brokered(con(), Party("actor", "cty:OMN"), limit=None).to_pylist()
    assert {"mediator": sum(row["n_events"] for row in oman)} == {row["role"]: row["n"] for row in rows(con(), told)}
    assert actor.brokered(con(), Party("party", "OMN"), limit=None).to_pylist() == oman
    assert actor.brokered(con(), IRAN).num_rows == 0


def test_what_it_did_is_above_the_line_and_what_was_done_to_it_below() -> None:
    week = date(2023, 7, 17)
    data = pa.table(
        {
            "direction": ["sent", "sent", "received"],
            "period": [week] * 3,
            "quad_class": ["verbal_cooperation", "material_conflict", "verbal_conflict"],
            "n_events": [2, 3, 4],
        }
    )
    boxes = {row["key"]: (row["low"], row["high"]) for row in time.bars(data, "week", time.BY_DIRECTION).to_pylist()}
    assert boxes == {"sent week:2023-07-17": (2, 5), "received week:2023-07-17": (0, -4)}
    assert time.tallest(data, time.BY_DIRECTION) == 5


def test_a_clicked_bar_shows_its_sentences_and_can_be_left(
    open_page: Open, published: dict[str, Path], stores: dict[str, Store]
) -> None:
    bars = actor.over_time(stores["thousands"].cursor(), ALL, IRAN, "week", None).to_pylist()
    bar = next(row for row in bars if row["direction"] == "received")
    app = open_page(published["thousands"], "actor", party="IRN")
    app.session_state["actor_IRN_week_0"] = {"selection": {"bar": [{"key": f"received week:{bar['period']}"}]}}
    app.run()
    assert not app.exception
    assert "what was done to it, the week of" in html(app)
    next(button for button in app.button if button.label == "Show all of it").click().run()
    assert "the week of" not in html(app)
    assert html(app).count('class="card ') == 5


def test_a_search_narrows_the_choice_and_an_address_is_kept(open_page: Open, published: dict[str, Path]) -> None:
    app = open_page(published["thousands"], "actor", find="united")
    assert set(app.selectbox(key="choose_party").options) == {"United States", "United Kingdom", "United Nations"}
    nobody = open_page(published["thousands"], "actor", find="nobody at all")
    assert "No name holds “nobody at all”" in html(nobody)
    kept = open_page(published["thousands"], "actor", find="united", party="IRN")
    assert kept.selectbox(key="choose_party").value == "IRN"
    told = html(kept)
    assert told.index("Iran: ") < told.index("relations in")
    lost = open_page(published["thousands"], "actor", party="QQQ")
    assert "asks for “QQQ”" in html(lost)


def test_the_page_tells_names_partners_and_brokering(open_page: Open, published: dict[str, Path]) -> None:
    app = open_page(published["thousands"], "actor", party="cty:OMN", pick="Single actors")
    said = html(app)
    assert said.count('<mark class="span-mention" title="Oman: name, dictionary">Oman</mark>') == 3
    assert "<dd>cty:OMN</dd>" in said
    headings = [heading.value for heading in app.main.subheader]
    assert headings == ["Deals most with", "Who it is", "What it brokers", "Under which names", "Evidence"]
    assert "What it brokers" not in [
        heading.value for heading in open_page(published["thousands"], "actor", party="IRN").main.subheader
    ]
    app.session_state["partners_cty:OMN"] = {"selection": {"bar": [{"key": "cty:IRN"}]}}
    app.run()
    assert app.title[0].value == "Dyad"
    assert (app.selectbox(key="choose_a").value, app.selectbox(key="choose_b").value) == ("cty:OMN", "cty:IRN")


def test_what_is_counted_is_said_of_bars_and_partners(open_page: Open, published: dict[str, Path]) -> None:
    app = open_page(published["thousands"], "actor", count="Reports")
    bars, partners = (drawn.proto for drawn in app.get("vega_lite_chart"))
    assert bars.alt.startswith("Reports per week")
    assert partners.alt.startswith("Reports with the most frequent partners")
    assert '"title": "reports"' in partners.spec


def test_a_hostile_name_stays_text(open_page: Open, published: dict[str, Path]) -> None:
    app = open_page(published["hostile"], "actor", party="met:tag", pick="Single actors")
    assert not app.exception
    assert TRAPS["tag"] in app.selectbox(key="choose_party").options
    assert "<img" not in html(app)
    assert "&lt;img" in html(app)


def test_an_older_file_has_its_actors_too(open_page: Open, tmp_path: Path) -> None:
    for page in ("actor", "changes"):
        app = open_page(build(tmp_path / "entente.duckdb", 14, old=True), page)
        assert not app.exception
    parties = open_page(tmp_path / "entente.duckdb", "changes", compare="Parties")
    assert not parties.exception
    assert "No event of this kind belongs to a week" in html(parties)
