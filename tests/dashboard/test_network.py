"""Network: ties add up, places and blocs are the same every time, and a click leads to the pair."""

from datetime import date
from itertools import combinations
from pathlib import Path

import pyarrow as pa
import pytest

from dashboard.charts import network as charts
from dashboard.charts.blocs import blocs
from dashboard.charts.layout import places
from dashboard.charts.palette import COLOURS
from dashboard.queries import dyad, network
from dashboard.queries.network import Wanted
from published.filters import Filters
from published.store import Store, identify, open_store
from published.table import rows
from tests.dashboard.conftest import Open, html
from tests.dashboard.made_rows import TRAPS

ALL = Filters()
# Two camps that cooperate within and quarrel across, and one who deals with both.
CAMPS = [
    *((a, b, 5, 0) for a, b in combinations(["ARM", "FRA", "GRC"], 2)),
    *((a, b, 4, 1) for a, b in combinations(["AZE", "PAK", "TUR"], 2)),
    ("ARM", "AZE", 0, 9), ("FRA", "TUR", 1, 2), ("FRA", "GEO", 1, 0),
]  # fmt: skip


def table(ties: list[tuple[str, str, int, int]]) -> pa.Table:
    return pa.Table.from_pylist(
        [
            {
                "party": a, "other_party": b, "party_name": a.title(), "other_party_name": b.title(), "n_events": c + d,
                "n_cooperative": c, "n_conflictual": d, "balance": (c - d) / (c + d) if c + d else None,
            }
            for a, b, c, d in ties
        ]
    )  # fmt: skip


def test_a_tie_counts_the_events_of_both_directions(stores: dict[str, Store]) -> None:
    con = stores["thousands"].cursor()
    found = network.every(con, ALL, "party").to_pylist()
    tie = next(tie for tie in found if (tie["party"], tie["other_party"]) == ("IRN", "SYR"))
    told = dyad.totals(con, ALL, dyad.Dyad("party", "IRN", "SYR"))
    assert (tie["n_events"], tie["n_cooperative"], tie["n_conflictual"]) == (
        told["events"], told["cooperative"], told["conflictual"],
    )  # fmt: skip
    assert all(tie["n_events"] == tie["n_symmetric"] + tie["n_from_party"] + tie["n_from_other_party"] for tie in found)
    there = network.coverage(con, ALL, "party")
    assert (there["ties"], there["events"]) == (len(found), sum(tie["n_events"] for tie in found))
    assert there["parties"] == len({tie[end] for tie in found for end in ("party", "other_party")})


@pytest.mark.parametrize("level", dyad.LEVELS)
def test_every_tie_is_what_its_dyad_counts(sample_home: Path, level: str) -> None:
    """Of single actors too, where the reports of one event name now a state and now its government."""
    identity = identify(sample_home / "entente.duckdb")
    assert identity is not None
    con = open_store(identity).cursor()
    for filters in (ALL, Filters(min_confidence=0.6), Filters(countries=("IRN",), count="reports")):
        ties = network.every(con, filters, level).to_pylist()
        assert len(ties) > 20
        for tie in ties:
            pair = dyad.Dyad(level, tie["party"], tie["other_party"])
            told = dyad.totals(con, filters, pair)
            assert (told["events"], told["cooperative"]) == (tie["n_events"], tie["n_cooperative"]), pair
            assert told["relations"] >= told["events"] or filters.count != "events"


def test_the_most_active_are_drawn_and_their_strongest_ties(stores: dict[str, Store]) -> None:
    con = stores["thousands"].cursor()
    found = network.ties(con, ALL, Wanted(most=6))
    numbers = found["n_events"].to_pylist()
    assert numbers == sorted(numbers, reverse=True)
    assert len(network.ends(found)) == 6
    assert network.ties(con, ALL, Wanted()).num_rows == network.MOST_TIES
    assert min(network.ties(con, ALL, Wanted(least=40))["n_events"].to_pylist()) >= 40


def test_around_one_party_its_own_ties_come_first(stores: dict[str, Store]) -> None:
    con = stores["thousands"].cursor()
    found = network.ties(con, ALL, Wanted(around="org:un", most=5)).to_pylist()
    own = ["org:un" in (tie["party"], tie["other_party"]) for tie in found]
    assert own == sorted(own, reverse=True)
    assert sum(own) == 4


def test_a_year_narrows_what_the_reader_chose() -> None:
    assert network.in_year(ALL, None) == ALL
    assert network.in_year(ALL, 2023) == Filters(date_from=date(2023, 1, 1), date_to=date(2023, 12, 31))
    chosen = Filters(date_from=date(2023, 5, 1), outlets=("The Meridian",))
    assert network.in_year(chosen, 2023) == Filters(
        date_from=date(2023, 5, 1), date_to=date(2023, 12, 31), outlets=("The Meridian",)
    )


def test_years_are_those_of_events(stores: dict[str, Store]) -> None:
    assert network.years(stores["thousands"].cursor(), ALL) == [2023, 2022]
    assert network.years(stores["empty"].cursor(), ALL) == []


def test_brokers_are_those_of_the_public_view(stores: dict[str, Store]) -> None:
    con = stores["thousands"].cursor()
    told = rows(con, "select actor_id, role, sum(n_events) as n from brokers group by all")
    found = network.brokers(con, ALL).to_pylist()
    assert [(row["actor_id"], row["role"], row["n_events"]) for row in found] == [
        (row["actor_id"], row["role"], row["n"]) for row in told
    ]
    assert network.n_brokers(con, ALL) == len(found)
    assert found[0]["n_conflictual"] + found[0]["n_cooperative"] == found[0]["n_events"]


def test_what_names_a_broker_is_found_the_newest_first(stores: dict[str, Store]) -> None:
    con = stores["fourteen"].cursor()
    found = network.brokered(con, ALL, "cty:OMN", "mediator", 100)
    named = rows(con, "select relation_id, event_date_start from relations where len(third_parties) > 0")
    assert set(found) == {row["relation_id"] for row in named}
    days = {row["relation_id"]: row["event_date_start"] or date.min for row in named}
    assert [days[relation] for relation in found] == sorted(days.values(), reverse=True)
    assert network.n_brokered(con, ALL, "cty:OMN", "mediator") == len(found)
    assert network.brokered(con, ALL, "cty:OMN", "mediator", 2) == found[:2]
    assert network.brokered(con, ALL, "cty:OMN", "venue", 100) == []


def test_places_are_the_same_every_time_apart_and_inside() -> None:
    pulls = [(0, 1, 1.0), (1, 2, 0.5), (3, 4, 1.0)]
    found = places(6, pulls)
    assert found == places(6, pulls)
    assert all(0 <= x <= 1 and 0 <= y <= 1 for x, y in found)
    assert min(abs(x - u) + abs(y - v) for (x, y), (u, v) in combinations(found, 2)) > 0.05


@pytest.mark.parametrize("n", [0, 1, 2])
def test_few_have_places_too(n: int) -> None:
    assert len(places(n, [])) == n


def test_who_is_tied_stands_nearer_than_who_is_not() -> None:
    found = places(4, [(0, 1, 1.0), (2, 3, 1.0)])

    def apart(one: int, other: int) -> float:
        return abs(found[one][0] - found[other][0]) + abs(found[one][1] - found[other][1])

    assert apart(0, 1) < min(apart(0, 2), apart(0, 3), apart(1, 2), apart(1, 3))


def test_camps_are_found_where_there_are_camps() -> None:
    assert charts.blocs_of(table(CAMPS)) == [["ARM", "FRA", "GRC"], ["AZE", "PAK", "TUR"]]


def test_where_all_cooperate_alike_there_are_no_blocs() -> None:
    assert blocs({pair: 3.0 for pair in combinations("abcdef", 2)}) == []
    assert blocs({}) == []


def test_one_event_makes_no_bloc() -> None:
    assert charts.blocs_of(table([(a, b, 1, 0) for a, b, c, _ in CAMPS if c])) == []


def test_conflict_is_dashed_and_cooperation_solid() -> None:
    data = table(CAMPS)
    edges = charts.network(data, network.ends(data), [])["baseOption"]["series"][0]["edges"]
    lines = {(edge["source"], edge["target"]): edge["lineStyle"] for edge in edges}
    assert (lines["ARM", "AZE"]["type"], lines["ARM", "AZE"]["color"]) == ("dashed", COLOURS["material_conflict"])
    assert (lines["FRA", "GRC"]["type"], lines["FRA", "GRC"]["color"]) == ("solid", COLOURS["material_cooperation"])
    assert lines["ARM", "AZE"]["width"] > lines["FRA", "GRC"]["width"] > lines["FRA", "GEO"]["width"]


def test_members_of_a_bloc_share_a_sign() -> None:
    data = table(CAMPS)
    names = network.ends(data)
    nodes = charts.network(data, names, charts.blocs_of(data))["baseOption"]["series"][0]["data"]
    assert [node["id"] for node in nodes] == list(names)
    shapes = {node["id"]: node["symbol"] for node in nodes}
    assert (
        shapes["ARM"] == shapes["FRA"] == shapes["GRC"] != shapes["AZE"] == shapes["TUR"] != shapes["GEO"] == "circle"
    )


def test_a_name_fills_in_no_template() -> None:
    data = table([("a", "b", 1, 0)])
    series = charts.network(data, {"a": "{b}", "b": "{c}"}, [])["baseOption"]["series"][0]
    assert series["data"][0]["label"]["formatter"] == "(b)"
    assert series["edges"][0]["id"] == "(b) – (c), events: 1; of cooperation: 1; of conflict: 0"


def test_the_page_says_how_much_it_draws(open_page: Open, published: dict[str, Path], stores: dict[str, Store]) -> None:
    there = network.coverage(stores["thousands"].cursor(), ALL, "party")
    said = html(open_page(published["thousands"], "network"))
    assert f"60 of {there['ties']} ties and" in said
    assert f"of {there['events']:,} events between two parties" in said
    assert "No blocs" in said


def test_a_clicked_line_opens_the_pair_in_its_year(open_page: Open, published: dict[str, Path]) -> None:
    app = open_page(published["fourteen"], "network", year="2023", around="IND")
    app.session_state["network_party_1"] = {
        "selection": {"selected": [{"series_index": 0, "data_type": "edge", "data_indices": [0]}], "areas": []}
    }
    app.run()
    assert app.title[0].value == "Dyad"
    assert (app.selectbox(key="choose_a").value, app.selectbox(key="choose_b").value) == ("IND", "SAU")
    assert "from 1 January 2023 to 31 December 2023" in html(app)


def test_a_tie_is_chosen_without_a_mouse(open_page: Open, published: dict[str, Path]) -> None:
    app = open_page(published["thousands"], "network", ends="Single actors", tie="cty:IRN cty:SYR")
    cards = html(app).split('<div class="card ')[1:4]
    assert all("Iran" in card and "Syria" in card for card in cards)
    next(button for button in app.button if button.label == "The pair in time").click().run()
    assert app.title[0].value == "Dyad"
    assert app.selectbox(key="choose_a").value == "cty:IRN"


def test_a_broker_leads_to_the_sentences_that_name_it(open_page: Open, published: dict[str, Path]) -> None:
    app = open_page(published["fourteen"], "network", broker="mediator cty:OMN", count="Reports")
    assert "by number of events, each counted once whatever the sidebar counts" in html(app)
    cards = html(app).split('<div class="card ')[-3:]
    assert all("Oman (mediator)" in card for card in cards)


def test_what_is_asked_for_and_not_there_is_said(open_page: Open, published: dict[str, Path]) -> None:
    app = open_page(published["two"], "network", least="99")
    assert "No such tie" in html(app)
    assert not app.get("echarts_chart")


def test_hostile_names_stay_text(open_page: Open, published: dict[str, Path]) -> None:
    app = open_page(published["hostile"], "network")
    spec = app.get("echarts_chart")[0].proto.spec
    assert TRAPS["script"] in spec
    assert TRAPS["tag"] not in html(app)


def test_a_clicked_party_opens_its_portrait(open_page: Open, published: dict[str, Path]) -> None:
    app = open_page(published["fourteen"], "network", ends="Single actors", around="cty:IND")
    app.session_state["network_actor_1"] = {
        "selection": {"selected": [{"series_index": 0, "data_type": "node", "data_indices": [1]}], "areas": []}
    }
    app.run()
    assert app.title[0].value == "Actor"
    assert app.selectbox(key="choose_party").value == "cty:SAU"


def test_only_years_of_which_the_filters_leave_a_day_can_be_chosen(stores: dict[str, Store]) -> None:
    con = stores["thousands"].cursor()
    assert len(network.years(con, ALL)) > 1
    for filters in (
        Filters(date_from=date(2023, 1, 1)),
        Filters(date_from=date(2023, 1, 1), date_to=date(2023, 1, 31)),
    ):
        assert network.years(con, filters) == [2023]
        narrowed = network.in_year(filters, 2023)
        assert narrowed.date_from is not None
        assert narrowed.date_to is not None
        assert narrowed.date_from <= narrowed.date_to
