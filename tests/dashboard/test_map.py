"""Map: no country vanishes, every shape is somebody's, and a click leads to the events of a country."""

import csv
import json
from pathlib import Path

import pyarrow as pa
import pytest

from dashboard.charts import world
from dashboard.queries import events, evidence, overview, places
from dashboard.queries.events import Listing
from published.filters import Filters
from published.store import Store
from published.table import rows
from tests.dashboard.conftest import Open, html
from tests.dashboard.made_rows import TRAPS
from tests.dashboard.warehouse import build

ALL = Filters()
ROOT = Path(__file__).parents[2]
NOBODYS = {"Antarctica", "Fr. S. Antarctic Lands"}


def made(*numbers: tuple[str, int, int, int]) -> pa.Table:
    return pa.Table.from_pylist(
        [
            {
                "country": code, "country_name": code.title(), "n_events": n, "n_cooperative": good,
                "n_conflictual": bad, "balance": (good - bad) / (good + bad) if good + bad else None,
            }
            for code, n, good, bad in numbers
        ]
    )  # fmt: skip


def looked_up(data: pa.Table, measure: str) -> list[dict[str, object]]:
    spec = world.world(data, measure).to_dict()
    source = spec["layer"][1]["transform"][1]["from"]["data"]
    return list(spec["datasets"][source["name"]])


def test_every_shape_of_the_borders_is_that_of_a_country_we_know() -> None:
    borders = json.loads((ROOT / "dashboard" / "static" / "countries-110m.json").read_text())
    drawn = {
        shape.get("id", shape["properties"]["name"]): shape["properties"]["name"]
        for shape in borders["objects"]["countries"]["geometries"]
    }
    with (ROOT / "dashboard" / "assets" / "shapes.csv").open(encoding="utf-8", newline="") as file:
        named = {row["shape"]: row["name"] for row in csv.DictReader(file)}
    with (ROOT / "seeds" / "countries.csv").open(encoding="utf-8", newline="") as file:
        countries = {row["country"] for row in csv.DictReader(file)}
    assert {name for shape, name in drawn.items() if shape not in named} == NOBODYS
    assert named.items() <= drawn.items()
    assert set(world.shapes()) <= countries
    assert world.shapes()["XKX"] == ["Kosovo"]


def test_the_borders_come_with_their_licence() -> None:
    assert "Permission to use, copy, modify" in (ROOT / "dashboard" / "static" / "LICENSE-world-atlas").read_text()


def test_an_event_counts_for_each_country_that_takes_part(stores: dict[str, Store]) -> None:
    con = stores["thousands"].cursor()
    told = {row["country"]: row["n_events"] for row in places.countries(con, ALL, "either").to_pylist()}
    for code in ("IRN", "USA", "ARM"):
        mine = Filters(countries=(code,))
        assert told[code] == overview.totals(con, mine)["events"] > 0


def test_what_is_mutual_counts_on_both_sides(stores: dict[str, Store]) -> None:
    con = stores["thousands"].cursor()
    (told,) = rows(
        con,
        """
        select
            count(distinct event_id) filter (source_country = 'OMN' or mutual and target_country = 'OMN') as source,
            count(distinct event_id) filter (target_country = 'OMN' or mutual and source_country = 'OMN') as target
        from (select *, is_symmetric as mutual from relations) where status = 'actual'
        """,
    )
    for side, number in told.items():
        found = places.countries(con, ALL, side).to_pylist()
        assert next(row["n_events"] for row in found if row["country"] == "OMN") == number


def test_who_is_of_no_country_is_listed_apart(stores: dict[str, Store]) -> None:
    con = stores["thousands"].cursor()
    found = places.elsewhere(con, ALL, "either").to_pylist()
    assert {row["party"] for row in found} == {"org:un", "org:eu"}
    assert [row["n_all"] for row in found] == [2, 2]
    assert not {row["country"] for row in places.countries(con, ALL, "either").to_pylist()} & {"org:un", "org:eu"}
    assert len(places.elsewhere(con, ALL, "either", limit=1).to_pylist()) == 1


def test_a_country_of_two_shapes_is_one_country() -> None:
    drawn = looked_up(made(("SOM", 4, 4, 0)), "events")
    assert [(row["shape"], row["key"]) for row in drawn] == [("706", "SOM"), ("Somaliland", "SOM")]


def test_a_balance_of_two_events_has_no_colour() -> None:
    drawn = looked_up(made(("FRA", 2, 2, 0), ("GBR", 3, 0, 3)), "balance")
    assert {row["key"]: row["balance"] for row in drawn} == {"FRA": None, "GBR": -1.0}


@pytest.mark.parametrize("measure", world.MEASURES)
def test_the_land_lies_under_the_colours_and_borders_are_not_inline(measure: str) -> None:
    spec = world.world(made(("FRA", 20, 2, 0)), measure).to_dict()
    assert spec["projection"] == {"type": "equalEarth"}
    assert [part["data"]["url"] for part in spec["layer"]] == [world.BORDERS] * 2
    assert "encoding" not in spec["layer"][0]
    assert spec["params"][0]["select"]["fields"] == ["key"]


def test_without_a_country_there_is_land_alone() -> None:
    assert looked_up(made(), "events") == []


def test_small_states_and_organisations_stand_beneath_in_words(
    open_page: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    without_egypt = {country: found for country, found in world.shapes().items() if country != "EGY"}
    monkeypatch.setattr(world, "shapes", lambda: without_egypt)
    said = html(open_page(build(tmp_path / "entente.duckdb", 14), "map"))
    assert "Too small for this map, or no longer a state: Egypt (" in said
    assert "Of no country: European Union (" in said
    assert "not where the events took place" in said


def test_too_few_for_a_balance_are_named(open_page: Open, published: dict[str, Path]) -> None:
    said = html(open_page(published["two"], "map", measure="Cooperation or conflict"))
    assert "Fewer than 3 events, too few for a colour: Egypt, Israel, Syria and Venezuela." in said
    assert "too few for a colour" not in html(open_page(published["two"], "map"))


def test_a_clicked_country_opens_its_events(open_page: Open, published: dict[str, Path]) -> None:
    app = open_page(published["thousands"], "map", confidence="0.5")
    app.session_state["map_either_events"] = {"selection": {"bar": [{"key": "OMN"}]}}
    app.run()
    assert app.title[0].value == "Events"
    assert "with confidence 0.50 or more" in html(app)
    assert "Listed with Oman: " in html(app)


@pytest.mark.parametrize("side", places.SIDES)
def test_the_events_of_a_country_are_as_many_as_the_map_counts(stores: dict[str, Store], side: str) -> None:
    con = stores["thousands"].cursor()
    for filters in (Filters(), Filters(countries=("IRN",)), Filters(min_confidence=0.5)):
        for row in places.countries(con, filters, side).to_pylist():
            wanted = Listing(party=row["country"], side=side)
            assert events.happened(con, filters, wanted) == row["n_events"]


def test_a_party_is_chosen_without_a_mouse(open_page: Open, published: dict[str, Path]) -> None:
    app = open_page(published["thousands"], "map", place="org:un")
    assert all("United Nations" in card for card in html(app).split('<div class="card ')[1:])
    next(button for button in app.button if button.label == "All its events").click().run()
    assert app.title[0].value == "Events"
    assert "with United Nations" in html(app)


def test_names_of_parties_stay_text(open_page: Open, published: dict[str, Path]) -> None:
    said = html(open_page(published["hostile"], "map"))
    assert "Of no country: " in said
    assert TRAPS["tag"] not in said


def test_the_sentences_of_a_party_are_those_that_count_on_that_side(stores: dict[str, Store]) -> None:
    con = stores["thousands"].cursor()
    for side in places.SIDES:
        found = evidence.cards(con, tuple(places.newest(con, Filters(), "IRN", side, 100)))
        assert len(found) == 100
        assert {card.status for card in found} == {"actual"}
        ends = {"source": lambda card: card.source_actor, "target": lambda card: card.target_actor}
        if side in ends:
            assert all(card.is_symmetric or ends[side](card) == "Iran" for card in found)
