"""Doubtful relations: the ones to look at first, with the rows of knowledge that gave them."""

from functools import partial

import pyarrow as pa
import streamlit as st

from dashboard.charts import ranks
from dashboard.queries import doubtful, overview
from dashboard.queries.doubtful import BIN, REASONS, Doubt
from dashboard.ui import corrections
from dashboard.ui.ask import ask
from dashboard.ui.empty import nothing
from dashboard.ui.evidence import cards, paged
from dashboard.ui.filters import sentence
from dashboard.ui.safe import say
from dashboard.ui.twins import chart, clicked
from dashboard.ui.view import View, view
from dashboard.ui.words import plural

PAGE_SIZE = 10
UNSURE = 0.6  # the confidence up to which relations are listed at first
WHY = {"one reading": "Told by one of the two readings only", "disputed": "Told as having happened, and denied"}


def chosen() -> Doubt:
    """Which relations the reader wants to see."""
    if (picked := st.session_state.pop("doubt_bin", None)) is not None:
        st.session_state["between"] = (picked, round(picked + BIN, 2))
    with st.container(horizontal=True, vertical_alignment="bottom"):
        least, most = st.slider(
            "Confidence between", 0.0, 1.0, (0.0, UNSURE), BIN, key="between", bind="query-params", width=320
        )
        reasons = st.multiselect(
            "And also", list(REASONS), format_func=WHY.__getitem__, key="why", bind="query-params", width=420
        )
    return Doubt(least, most, tuple(reasons))


def bars(data: pa.Table) -> None:
    """How certain the coder is; a newly clicked bar is listed."""
    rows = data.to_pylist()
    names = [f"{row['least']:.2f} to {row['most']:.2f}" for row in rows]
    drawn = ranks.counted(names, [row["n_relations"] for row in rows], "relations")
    picked = clicked(chart(drawn, data, "Relations by confidence", key="certainty", opens="its sentences"))
    if picked != st.session_state.get("doubt_picked"):
        st.session_state["doubt_picked"] = picked
        if picked:
            st.session_state["doubt_bin"] = float(picked.split()[0])
            st.rerun()


def listing(shown: View, doubt: Doubt) -> None:
    """The cards, the least certain first, and the rows behind them."""
    number = ask(shown.store, doubtful.count, shown.filters, doubt)
    st.subheader("The least certain first")
    if not number:
        say("No relation is doubtful so. Widen the range, or take a reason out.", "note")
        return
    say(f"{plural(number, 'relation')}, {PAGE_SIZE} on a page.", "note")
    ids = partial(ask, shown.store, doubtful.relation_ids, shown.filters, doubt)
    found = paged(shown, number, PAGE_SIZE, "doubt_page", ids)
    corrections.offer(found, ask(shown.store, doubtful.ends, tuple(each.relation_id for each in found)))
    cards(found)


def main() -> None:
    """Draw the page."""
    shown = view()
    st.title("Doubtful relations")
    say(sentence(shown))
    if not shown.totals["relations"]:
        nothing(ask(shown.store, overview.holdings))
        return
    say(
        "Confidence orders relations and is no probability. What only one of the two readings tells, by the order of "
        "the words or by the syntax tree, has less of it.",
        "note",
    )
    doubt = chosen()
    bars(ask(shown.store, doubtful.histogram, shown.filters))
    listing(shown, doubt)


main()
