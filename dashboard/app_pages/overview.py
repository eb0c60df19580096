"""Overview: what is in here, how fresh it is, what dominates."""

import pyarrow as pa
import streamlit as st

from dashboard.charts import ranks, time
from dashboard.queries import evidence, overview
from dashboard.ui import periods
from dashboard.ui.ask import ask
from dashboard.ui.empty import nothing
from dashboard.ui.evidence import cards
from dashboard.ui.filters import sentence
from dashboard.ui.holdings import numbers, published, unused
from dashboard.ui.safe import safe_md, say
from dashboard.ui.twins import chart, clicked
from dashboard.ui.view import View, view
from dashboard.ui.words import left_out, plural
from published.filters import GRAINS

FEW = 20  # below this the sentences themselves come first


def bars(shown: View) -> None:
    """Events in time, what the chart leaves out, and the way to the undated."""
    st.subheader("Cooperation and conflict")
    grain = st.segmented_control("Bars", list(GRAINS), default="week", required=True, key="grain", bind="query-params")
    since = ask(shown.store, overview.window, shown.filters, grain)
    data = ask(shown.store, overview.over_time, shown.filters, grain, since)
    if data.num_rows:
        selection = chart(
            time.mirrored(data, grain, time.domain(data, grain), time.tallest(data), count=shown.filters.count),
            data,
            f"{shown.filters.count.capitalize()} per {grain}: cooperation above the line, conflict below",
            key="over_time",
            opens="its events",
            count=shown.filters.count,
        )
        if period := clicked(selection) or periods.events_of(data, grain):
            st.switch_page("app_pages/events.py", query_params={"period": period})
    else:
        say(f"No event is dated to the {grain}, so there is nothing to draw.", "note")
    missing = left_out(ask(shown.store, overview.not_drawn, shown.filters, grain, since), grain)
    if missing:
        say(missing, "note")
    if shown.totals["undated"]:
        label = f"See the {plural(shown.totals['undated'], 'undated relation')}"
        st.page_link(
            "app_pages/events.py", label=label, icon=":material/event_busy:", query_params={"dating": "Undated"}
        )


def rankings(shown: View) -> None:
    """Who deals with whom, and how."""
    count = shown.filters.count
    left, right = st.columns(2, gap="large")
    with left:
        st.subheader("Most active pairs")
        data = ask(shown.store, overview.pairs, shown.filters)
        rows = data.to_pylist()
        names = {(row["a"], row["b"]): f"{row['a_name']} – {row['b_name']}" for row in rows}
        if names:
            pairs = {f"{a} {b}": {"a": a, "b": b} for a, b in names}
            labels, keys = [names[row["a"], row["b"]] for row in rows], [f"{row['a']} {row['b']}" for row in rows]
            labelled = data.append_column("label", pa.array(labels, pa.string())).append_column("key", pa.array(keys))
            drawn = ranks.ranked(labelled, "pair", select=True, count=count)
            words = f"{count.capitalize()} of the most active pairs, by class"
            picked = clicked(chart(drawn, data, words, key="pairs", opens="the pair in time", count=count))
            if picked in pairs:
                st.switch_page("app_pages/dyad.py", query_params=pairs[picked])
        with st.container(horizontal=True, gap="small"):
            for (a, b), name in list(names.items())[:6]:
                place = {"a": a, "b": b}
                icon = ":material/compare_arrows:"
                st.page_link("app_pages/dyad.py", label=safe_md(name), icon=icon, query_params=place)
    with right:
        st.subheader("Kinds of event")
        data = ask(shown.store, overview.kinds, shown.filters)
        if data.num_rows:
            labelled = data.append_column("label", data["plover_type"])
            words = f"{count.capitalize()} by PLOVER type and class"
            chart(ranks.ranked(labelled, "type", count=count), data, words, key="kinds", count=count)


def evidence_of(shown: View, limit: int, title: str) -> None:
    """The newest relations with their sentences."""
    st.subheader(title)
    ids = ask(shown.store, overview.newest, shown.filters, limit)
    cards(ask(shown.store, evidence.cards, tuple(ids)))


def main() -> None:
    """Draw the page."""
    shown = view()
    holdings = ask(shown.store, overview.holdings)
    st.title("Overview")
    say(sentence(shown))
    numbers(shown, holdings)
    published(holdings)
    unused(shown, holdings)
    if not shown.totals["relations"]:
        nothing(holdings)
        return
    few = shown.totals["relations"] < FEW
    if few:
        evidence_of(shown, FEW, "Every relation, newest first")
    bars(shown)
    rankings(shown)
    if not few:
        evidence_of(shown, 5, "Newest relations")


main()
