"""Map: where the actors are from, by number of events or by how they deal with others."""

from functools import partial

import pyarrow as pa
import streamlit as st

from dashboard.charts import world
from dashboard.queries import evidence, overview, places
from dashboard.ui import export
from dashboard.ui.address import choose
from dashboard.ui.ask import ask
from dashboard.ui.empty import nothing
from dashboard.ui.evidence import cards
from dashboard.ui.filters import sentence
from dashboard.ui.moves import Move, go, link
from dashboard.ui.safe import say
from dashboard.ui.twins import chart, clicked
from dashboard.ui.view import View, view
from dashboard.ui.words import listed, named, plural
from published.datasheet import told

NEWEST = 3  # sentences of the chosen party
SIDES = {"either": "On either side", "source": "As source", "target": "As target"}
MEASURES = {"events": "Number of events", "balance": "Cooperation or conflict"}


def choices() -> tuple[str, str]:
    """On which side the countries are, and what colours them."""
    with st.container(horizontal=True):
        side = st.segmented_control(
            "Countries", SIDES, default="either", required=True, format_func=named(SIDES), key="side",
            bind="query-params",
        )  # fmt: skip
        measure = st.segmented_control(
            "Colour", MEASURES, default="events", required=True, format_func=named(MEASURES), key="measure",
            bind="query-params",
        )  # fmt: skip
    return side, measure


def left_out(data: pa.Table, others: pa.Table, measure: str, count: str) -> None:
    """Countries without a shape or with too few events, and parties of no country, in words."""
    rows, rest = data.to_pylist(), others.to_pylist()
    small = [f"{row['country_name']} ({row['n_events']:,})" for row in rows if row["country"] not in world.shapes()]
    if small:
        say(f"Too small for this map, or no longer a state: {listed(small)}, by number of {count}.", "note")
    few = [row["country_name"] for row in rows if row["n_events"] < world.ENOUGH]
    if measure == "balance" and few:
        say(f"Fewer than {world.ENOUGH} {count}, too few for a colour: {listed(few)}.", "note")
    if rest:
        names = [f"{row['name']} ({row['n_events']:,})" for row in rest]
        more = rest[0]["n_all"] - len(rest)
        say(f"Of no country: {listed([*names, f'{more:,} more'] if more else names)}, by number of {count}.", "note")


def one_party(shown: View, data: pa.Table, others: pa.Table, side: str) -> None:
    """One party, chosen without a mouse: its newest sentences, and the way to its events."""
    st.subheader("What is in a country")
    names = {row["country"]: row["country_name"] for row in data.to_pylist()}
    names |= {row["party"]: row["name"] for row in others.to_pylist()}
    party = choose("Country or organisation", names, "place")
    link("All its events", ":material/list_alt:", to_events(party, side), "events_of")
    ids = ask(shown.store, places.newest, shown.filters, party, side, NEWEST)
    cards(ask(shown.store, evidence.cards, tuple(ids)))


def to_events(party: str, side: str) -> Move:
    """The way to the events of a party on a side, under the filters that stand."""
    return Move("app_pages/events.py", {"party": party, "on": side})


def main() -> None:
    """Draw the page."""
    shown = view()
    st.title("Map")
    say(sentence(shown))
    if not shown.totals["relations"]:
        nothing(ask(shown.store, overview.holdings))
        return
    side, measure = choices()
    data = ask(shown.store, places.countries, shown.filters, side)
    others = ask(shown.store, places.elsewhere, shown.filters, side)
    say(
        f"{plural(data.num_rows, 'country')}. The map shows where the actors are from, not where the events took "
        "place. An event counts for each country that takes part in it. Borders are those of Natural Earth.",
        "note",
    )
    words = f"World map of countries by {MEASURES[measure].lower()}, {SIDES[side].lower()}"
    drawn = world.world(data, measure, shown.filters.count)
    key, count = f"map_{side}_{measure}", shown.filters.count
    if picked := clicked(chart(drawn, data, words, key=key, opens="its events", mark="country", count=count)):
        go(to_events(picked, side))
    left_out(data, others, measure, shown.filters.count)
    asked = told(shown.filters) | {
        "Told as": ", ".join(shown.filters.counted),
        "Counted": shown.filters.count,
        "Countries": SIDES[side].lower(),
    }
    whole = partial(places.countries, filters=shown.filters, side=side)
    export.downloads(shown, "countries", data.num_rows, whole, asked)
    if data.num_rows or others.num_rows:
        one_party(shown, data, others, side)


main()
