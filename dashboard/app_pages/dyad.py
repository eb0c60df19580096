"""Dyad: how two parties treat each other over time, with the sentences beneath."""

from functools import partial

import pyarrow.compute as pc
import streamlit as st

from dashboard.charts import time
from dashboard.queries import dyad, overview
from dashboard.ui import periods
from dashboard.ui.address import choose
from dashboard.ui.ask import ask
from dashboard.ui.empty import nothing
from dashboard.ui.evidence import cards, paged
from dashboard.ui.filters import counted_words, describe
from dashboard.ui.safe import heading, say
from dashboard.ui.twins import chart, clicked
from dashboard.ui.view import View, view
from dashboard.ui.words import LEVELS, left_out, named, plural
from published.filters import GRAINS, Period

PAGE_SIZE = 10


def choose_pair(shown: View) -> tuple[dyad.Dyad, str, str]:
    """The pair the reader chose, by default the most frequent one, and the names of both."""
    with st.container(horizontal=True):
        level = st.segmented_control(
            "Between", LEVELS, default="party", required=True, format_func=named(LEVELS), key="level",
            bind="query-params",
        )  # fmt: skip
        st.segmented_control("Bars", list(GRAINS), default="week", required=True, key="grain", bind="query-params")
    left, right = st.columns(2)
    firsts = ask(shown.store, dyad.partners, shown.filters, level)
    with left:
        a = choose("A", firsts, "a")
    seconds = ask(shown.store, dyad.partners, shown.filters, level, a)
    with right:
        b = choose("B", seconds, "b")
    return dyad.Dyad(level, a, b), firsts[a], seconds[b]


def panels(shown: View, pair: dyad.Dyad, names: dict[str, str], grain: str) -> tuple[str, Period] | None:
    """One panel of mirrored bars per direction; gives the direction and period that was clicked."""
    since, count = ask(shown.store, overview.window, shown.filters, grain), shown.filters.count
    data = ask(shown.store, dyad.over_time, shown.filters, pair, grain, since)
    if missing := left_out(ask(shown.store, dyad.not_drawn, shown.filters, pair, grain, since), grain):
        say(missing, "note")
    if not data.num_rows:
        say(f"No event of this pair is dated to the {grain}, so there is nothing to draw.", "note")
        return None
    picked: tuple[str, Period] | None = None
    ends, top = time.domain(data, grain), time.tallest(data)
    place = f"dyad_{pair.a}_{pair.b}_{grain}_{st.session_state.setdefault('dyad_turn', 0)}"
    legend = True
    for direction, name in names.items():
        part = data.filter(pc.field("direction") == direction)
        if part.num_rows:
            heading(name)
            drawn = time.mirrored(part, grain, ends, top, 245 if legend else 180, legend, count=count)
            words = f"{count.capitalize()} per {grain} in one direction, cooperation above the line"
            picks = chart(drawn, part, words, f"{place}_{direction}", opens="its sentences", count=count)
            legend = False
            picked = picked or ((direction, period) if (period := Period.parse(clicked(picks))) else None)
    if not picked:
        periods.narrow(data, grain)
    scores = ask(shown.store, dyad.scores, shown.filters, pair, grain, since)
    if scores.num_rows:
        heading(f"Mean score of every {grain} with three {count} or more")
        drawn = time.score_points(scores, grain, ends, count)
        chart(drawn, scores, f"Mean Goldstein value per {grain}", key="dyad_scores", count=count)
    return picked


def turn_over() -> None:
    """Forget the clicked bar, since charts with new keys have no selection, and the period of the address."""
    st.session_state["dyad_turn"] = st.session_state.get("dyad_turn", 0) + 1
    periods.widen()


def sentences(shown: View, pair: dyad.Dyad, names: dict[str, str], picked: tuple[str, Period] | None) -> None:
    """The evidence cards of the pair, or of the bar that was clicked, or of the period that the address names."""
    direction, period = picked or (None, Period.parse(st.query_params.get("period")))
    part = dyad.Part((direction,) if direction else (), period)
    total = ask(shown.store, dyad.n_relations, shown.filters, pair, part)
    st.subheader("Evidence")
    if period:
        way = names[direction] if direction else "in both directions"
        say(f"{plural(total, 'relation')}: {way}, {period.words}.", "note")
        st.button("Show the whole pair", on_click=turn_over, icon=":material/undo:")
    ids = partial(ask, shown.store, dyad.relations, shown.filters, pair, part)
    cards(paged(shown, total, PAGE_SIZE, "dyad_page", ids))


def main() -> None:
    """Draw the page."""
    shown = view()
    st.title("Dyad")
    if not shown.totals["relations"]:
        say("How two countries, organisations or actors treat each other over time.")
        nothing(ask(shown.store, overview.holdings))
        return
    summary = st.container()
    pair, a, b = choose_pair(shown)
    totals = ask(shown.store, dyad.totals, shown.filters, pair)
    filtered = f" Filtered {chosen}." if (chosen := describe(shown.store, shown.filters)) else ""
    with summary:
        say(
            f"{a} and {b}: {plural(totals['relations'], 'relation')} in {plural(totals['stories'], 'story')}; "
            f"{counted_words(shown.filters, totals['events'])}, "
            f"{totals['cooperative']:,} cooperative, {totals['conflictual']:,} conflictual; "
            f"{totals['undated']:,} undated.{filtered}"
        )
    names = {"forward": f"{a} → {b}", "backward": f"{b} → {a}", "joint": f"{a} and {b} together"}
    sentences(shown, pair, names, panels(shown, pair, names, st.session_state["grain"]))


main()
