"""Network: which blocs and brokers there are; ties between parties, and who stands between them."""

from functools import partial

import pyarrow as pa
import streamlit as st

from dashboard.charts import network as charts
from dashboard.queries import dyad, evidence, network, overview
from dashboard.queries.network import MOST_PARTIES, Wanted
from dashboard.ui import export
from dashboard.ui.address import choose
from dashboard.ui.ask import ask
from dashboard.ui.brokers import brokers
from dashboard.ui.empty import nothing
from dashboard.ui.evidence import cards
from dashboard.ui.filters import sentence
from dashboard.ui.graph import graph, legend
from dashboard.ui.moves import go, link, to_pair, to_party
from dashboard.ui.safe import say
from dashboard.ui.view import View, view
from dashboard.ui.words import LEVELS, counts, distinct, named, plural
from published.datasheet import told
from published.filters import Filters
from published.table import column

NEWEST = 3  # sentences beneath what was chosen
ALL_YEARS = "All years"


def choices(shown: View) -> tuple[Filters, Wanted]:
    """The filters narrowed to the year, and what is to be drawn."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        level = st.segmented_control(
            "Between", LEVELS, default="party", required=True, format_func=named(LEVELS), key="ends",
            bind="query-params",
        )  # fmt: skip
        years = [ALL_YEARS, *map(str, ask(shown.store, network.years, shown.filters))]
        year = st.selectbox("Year", years, key="year", bind="query-params", width=140)
        most = st.slider("Parties at most", 4, 40, MOST_PARTIES, key="parties", bind="query-params", width=200)
        least = st.number_input("Events of a tie at least", 1, value=1, key="least", bind="query-params", width=180)
    filters = network.in_year(shown.filters, None if year == ALL_YEARS else int(year))
    everybody = {"": "everybody", **ask(shown.store, dyad.partners, shown.filters, level)}
    around = choose("Around", everybody, "around")
    return filters, Wanted(level, around or None, int(least), most)


def drawn(shown: View, filters: Filters, wanted: Wanted, data: pa.Table, names: dict[str, str]) -> None:
    """The network, what it leaves out, and where a click leads."""
    there = ask(shown.store, network.coverage, filters, wanted.level)
    groups = charts.blocs_of(data)
    say(
        f"{data.num_rows:,} of {plural(there['ties'], 'tie')} and {len(names):,} of {there['parties']:,} parties "
        f"drawn, with {sum(column(data, 'n_events')):,} of {counts(there['events'], filters.count)} between two "
        "parties. Cooperation draws near; thick lines and large signs have many of them, and a colour that stands on "
        "one or two says little.",
        "note",
    )
    legend(groups, names)
    say("Click a party for its portrait, a line for the pair in time; without a mouse, choose below.", "note")
    words = "Network of parties: lines are ties, coloured by the balance of cooperation and conflict"
    option, key = charts.network(data, names, groups, filters.count), f"network_{wanted.level}_{data.num_rows}"
    picked = graph(option, data, words, key, filters.count)
    if picked and picked[0] == "edge":
        pair = data.slice(picked[1], 1).to_pylist()[0]
        go(to_pair(filters, wanted.level, pair["party"], pair["other_party"]))
    if picked:
        go(to_party(filters, wanted.level, list(names)[picked[1]]))
    asked = told(filters) | {"Told as": ", ".join(filters.counted), "Counted": filters.count}
    asked |= {"Between": LEVELS[wanted.level]}
    export.downloads(shown, "ties", there["ties"], partial(network.every, filters=filters, level=wanted.level), asked)


def one_tie(shown: View, filters: Filters, level: str, data: pa.Table, names: dict[str, str]) -> None:
    """One tie, chosen without a mouse: the ways to its ends and to the pair in time, and its newest sentences."""
    st.subheader("What is in a tie")
    ties = {f"{row['party']} {row['other_party']}": (row["party"], row["other_party"]) for row in data.to_pylist()}
    a, b = ties[choose("Tie", {key: f"{names[a]} – {names[b]}" for key, (a, b) in ties.items()}, "tie")]
    with st.container(horizontal=True):
        link("The pair in time", ":material/compare_arrows:", to_pair(filters, level, a, b), "pair")
        for end, party in (("first", a), ("second", b)):
            link(names[party], ":material/person:", to_party(filters, level, party), end)
    ids = ask(shown.store, dyad.relations, filters.of_counts, dyad.Dyad(level, a, b), dyad.Part(), NEWEST)
    cards(ask(shown.store, evidence.cards, tuple(ids)))


def main() -> None:
    """Draw the page."""
    shown = view()
    st.title("Network")
    say(sentence(shown))
    if not shown.totals["relations"]:
        nothing(ask(shown.store, overview.holdings))
        return
    filters, wanted = choices(shown)
    data = ask(shown.store, network.ties, filters, wanted)
    if data.num_rows:
        names = distinct(network.ends(data))
        drawn(shown, filters, wanted, data, names)
        one_tie(shown, filters, wanted.level, data, names)
    else:
        say("No such tie, so there is nothing to draw. Ask for fewer events or another year, or clear filters.", "note")
    brokers(shown, filters)


main()
