"""Actor: what one party did, what was done to it, with whom, between whom, and under which names it was found."""

from functools import partial

import streamlit as st

from dashboard.charts import time
from dashboard.queries import actor, overview
from dashboard.queries.actor import Party
from dashboard.ui import export, periods, portrait
from dashboard.ui.ask import ask
from dashboard.ui.empty import nothing
from dashboard.ui.evidence import cards, paged
from dashboard.ui.filters import counted_words, describe
from dashboard.ui.safe import say
from dashboard.ui.twins import chart, clicked
from dashboard.ui.view import View, view
from dashboard.ui.words import left_out, plural
from published.filters import GRAINS, Period

PAGE_SIZE = 5
SIDES = {"sent": "what it did", "received": "what was done to it"}
Bar = tuple[str | None, Period]


def summary(shown: View, party: Party, name: str) -> None:
    """How much there is of the party under the filters."""
    totals, chosen = ask(shown.store, actor.totals, shown.filters, party), describe(shown.store, shown.filters)
    say(
        f"{name}: {plural(totals['relations'], 'relation')} in {plural(totals['stories'], 'story')}; "
        f"{counted_words(shown.filters, totals['events'])}, {totals['sent']:,} by it, {totals['received']:,} to it, "
        f"what is mutual in both; {totals['undated']:,} undated." + (f" Filtered {chosen}." if chosen else "")
    )


def bars(shown: View, party: Party, grain: str) -> Bar | None:
    """What it did above the line, what was done to it below; gives the bar that was clicked or is in the address."""
    asked = (shown.filters, party, grain, ask(shown.store, overview.window, shown.filters, grain))
    data = ask(shown.store, actor.over_time, *asked)
    if missing := left_out(ask(shown.store, actor.not_drawn, *asked), grain):
        say(missing, "note")
    picked, count = None, shown.filters.count
    if data.num_rows:
        ends, top = time.domain(data, grain), time.tallest(data, time.BY_DIRECTION)
        drawn = time.mirrored(data, grain, ends, top, sides=time.BY_DIRECTION, count=count)
        words = f"{count.capitalize()} per {grain}: what it did above the line, what was done to it below"
        key = f"actor_{party.party}_{grain}_{st.session_state.setdefault('actor_turn', 0)}"
        picked = clicked(chart(drawn, data, words, key=key, opens="its sentences", count=count))
        if not picked:
            periods.narrow(data, grain)
        export.downloads(
            shown, "bars", data.num_rows, lambda con: actor.over_time(con, *asked), portrait.asked(shown, party)
        )
    else:
        say(f"No event is dated to the {grain}, so there is nothing to draw.", "note")
    side, _, told = (picked or "").rpartition(" ")
    period = Period.parse(told or st.query_params.get("period"))
    return (side or None, period) if period else None


def turn_over() -> None:
    """Forget the clicked bar, since a chart with a new key has no selection, and the period of the address."""
    st.session_state["actor_turn"] = st.session_state.get("actor_turn", 0) + 1
    periods.widen()


def sentences(shown: View, party: Party, bar: Bar | None) -> None:
    """The evidence cards of the party, or of one bar."""
    side, period = bar or (None, None)
    narrowed = (shown.filters, party, period, side)
    number = ask(shown.store, actor.n_relations, *narrowed)
    st.subheader("Evidence")
    if period:
        what = SIDES.get(side or "", "what it did and what was done to it")
        say(f"{plural(number, 'relation')}: {what}, {period.words}.", "note")
        st.button("Show all of it", on_click=turn_over, icon=":material/undo:")
    cards(paged(shown, number, PAGE_SIZE, "actor_page", partial(ask, shown.store, actor.relation_ids, *narrowed)))


def main() -> None:
    """Draw the page."""
    shown = view()
    st.title("Actor")
    if not shown.totals["relations"]:
        say("What a country, an organisation or a person did, and what was done to it.")
        nothing(ask(shown.store, overview.holdings))
        return
    head = st.container()
    party, name = portrait.choose_party(shown)
    grain = st.segmented_control("Bars", list(GRAINS), default="week", required=True, key="bars", bind="query-params")
    with head:
        summary(shown, party, name)
    bar = bars(shown, party, grain)
    if bar:
        sentences(shown, party, bar)
    left, right = st.columns(2, gap="large")
    with left:
        portrait.partners(shown, party)
    with right:
        portrait.profile(shown, party)
    portrait.brokered(shown, party)
    portrait.names(shown, party)
    if not bar:
        sentences(shown, party, None)


main()
