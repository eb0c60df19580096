"""Who to whom: who acts on whom, and whether it is hostile."""

import streamlit as st

from dashboard.charts import matrix as charts
from dashboard.queries import dyad, evidence, matrix, overview
from dashboard.ui import export
from dashboard.ui.address import choose
from dashboard.ui.ask import ask
from dashboard.ui.empty import nothing
from dashboard.ui.evidence import cards
from dashboard.ui.filters import sentence
from dashboard.ui.safe import say
from dashboard.ui.twins import chart, clicked
from dashboard.ui.view import View, view
from dashboard.ui.words import LEVELS, counts, distinct, named
from published.datasheet import told

NEWEST = 3  # sentences beneath the matrix


def choices(shown: View) -> tuple[str, tuple[str, ...], int]:
    """The level, the parties to be drawn (none means the most active ones), and how many at most."""
    with st.container(horizontal=True):
        level = st.segmented_control(
            "Between", LEVELS, default="party", required=True, format_func=named(LEVELS), key="ends",
            bind="query-params",
        )  # fmt: skip
        most = st.slider("Parties at most", 4, 30, 12, key="most", bind="query-params", width=220)
    names = ask(shown.store, dyad.partners, shown.filters, level)
    among = st.multiselect(
        "Only these", list(names), format_func=named(names), key="among", bind="query-params",
        placeholder="the most active ones",
    )  # fmt: skip
    return level, tuple(among), most


def newest(shown: View, level: str, pairs: dict[str, tuple[str, str]], names: dict[str, str]) -> None:
    """One cell, chosen without a mouse: its newest sentences, and the way to the pair in time."""
    st.subheader("What is in a cell")
    key = choose("Cell", {key: f"{names[a]} → {names[b]}" for key, (a, b) in pairs.items()}, "cell")
    a, b = pairs[key]
    place = {"a": a, "b": b, "level": LEVELS[level]}
    st.page_link("app_pages/dyad.py", label="The pair in time", icon=":material/compare_arrows:", query_params=place)
    part = dyad.Part(("forward", "joint"))
    ids = ask(shown.store, dyad.relations, shown.filters.of_counts, dyad.Dyad(level, a, b), part, NEWEST)
    cards(ask(shown.store, evidence.cards, tuple(ids)))


def main() -> None:
    """Draw the page."""
    shown = view()
    st.title("Who to whom")
    say(sentence(shown))
    if not shown.totals["relations"]:
        nothing(ask(shown.store, overview.holdings))
        return
    question = (shown.filters, *choices(shown))
    level, count = question[1], shown.filters.count
    data = ask(shown.store, matrix.cells, *question)
    if not data.num_rows:
        say("No event between two of these, so there is nothing to draw. Choose others, or clear the filters.", "note")
        return
    rows = data.to_pylist()
    names = distinct({row[end]: row[f"{end}_name"] for row in rows for end in ("source", "target")})
    pairs = {f"{row['source']} {row['target']}": (row["source"], row["target"]) for row in rows}
    found = ask(shown.store, matrix.coverage, *question)
    say(
        f"{counts(found['drawn'], count)} of {found['events']:,} drawn, each mutual one in two cells; "
        f"{found['inside']:,} are inside one party. Read a row: from its party to those above. Colour is the mean "
        "Goldstein value, blue with ▲ for cooperation, orange with ▼ for conflict; the number is that of "
        f"{count}, and a colour that stands on one or two says little.",
        "note",
    )
    words = f"{count.capitalize()} from each party (rows) to each other one (columns), coloured by mean Goldstein value"
    key = f"who_{level}_{data.num_rows}"
    drawn = charts.matrix(data, names, count)
    picked = clicked(chart(drawn, data, words, key=key, opens="the pair in time", mark="tile", count=count))
    if picked in pairs:
        a, b = pairs[picked]
        st.switch_page("app_pages/dyad.py", query_params={"a": a, "b": b, "level": LEVELS[level]})
    between = ", ".join(names.get(party, party) for party in question[2]) or f"the {question[3]} most active"
    asked = told(shown.filters) | {"Told as": ", ".join(shown.filters.counted), "Counted": count, "Between": between}
    export.downloads(shown, "cells", data.num_rows, lambda con: matrix.cells(con, *question), asked)
    newest(shown, level, pairs, names)


main()
