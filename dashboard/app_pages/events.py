"""Events: the records themselves, with search, evidence and export."""

import streamlit as st

from dashboard.queries import events, evidence, overview
from dashboard.queries.events import PAGE_SIZE, Listing
from dashboard.ui import export, listing
from dashboard.ui.ask import ask
from dashboard.ui.columns import SHOWN, columns
from dashboard.ui.empty import nothing
from dashboard.ui.evidence import card, cards
from dashboard.ui.filters import counted_words, sentence
from dashboard.ui.moves import to
from dashboard.ui.safe import say
from dashboard.ui.twins import readable
from dashboard.ui.view import View, view
from dashboard.ui.words import plural

HEIGHT = 500  # pixels; a longer table would push its end off a laptop's screen
REPORTS = 20  # of one event that are shown


def listing_table(shown: View, wanted: Listing, unit: str, total: int) -> tuple[bool, list[str]]:
    """One page of rows; gives whether one was chosen, and the ids of the relations behind that or the first one."""
    pages = max(1, -(-total // PAGE_SIZE))
    number = min(st.pagination(pages, key="page", bind="query-params"), pages) if pages > 1 else 1
    data = ask(shown.store, events.page, shown.filters, wanted, unit, number)
    key = f"rows_{unit}_{number}_{hash((shown.filters, wanted))}"  # another list has no row chosen
    choice = st.dataframe(
        readable(data), hide_index=True, column_order=SHOWN, column_config=columns(), on_select="rerun",
        selection_mode="single-cell", key=key, height=HEIGHT if data.num_rows > 14 else "auto",
        alt=f"The {unit} that match; click a row for its evidence", placeholder="",
    )  # fmt: skip
    chosen = [place for place, _ in choice["selection"]["cells"] if place < data.num_rows]
    place = chosen[0] if chosen else 0
    if unit == "relations":
        return bool(chosen), [str(data["relation_id"][place])]
    event_id, most = str(data["event_id"][place]), REPORTS if chosen else 1
    return bool(chosen), ask(shown.store, events.relations_of, shown.filters, wanted, event_id, most)


def pinned(shown: View) -> bool:
    """The card that the address asks for (`?rel=`), above everything else; gives whether there is one."""
    wanted = st.query_params.get("rel")
    if not wanted:
        return False
    found = ask(shown.store, evidence.cards, (wanted,))
    if found:
        card(found[0], is_pinned=True)
    else:
        say("The relation that this address names is not in the present build.", "note")
    to("app_pages/events.py", "All relations", ":material/arrow_back:", {"rel": None}, "all")
    return bool(found)


def main() -> None:
    """Draw the page."""
    shown = view()
    st.title("Events")
    say(sentence(shown))
    has_pinned = pinned(shown)
    if not shown.totals["relations"]:
        nothing(ask(shown.store, overview.holdings))
        return
    unit, wanted = listing.choose()
    totals = ask(shown.store, events.count, shown.filters, wanted)
    counts = counted_words(shown.filters, ask(shown.store, events.happened, shown.filters, wanted))
    rows = f" in {plural(totals['events'], 'row')}" if unit == "events" else ""
    say(f"Listed{listing.narrowed(shown, wanted)}: {plural(totals['relations'], 'relation')}{rows}; {counts}.", "note")
    listing.widen()
    if not totals[unit]:
        nothing(ask(shown.store, overview.holdings), on_page="the search box and the choices above")
        return
    with st.container(key="listing"):
        table, beside = st.columns([3, 2], gap="medium")
    with table:
        is_chosen, ids = listing_table(shown, wanted, unit, totals[unit])
    with beside, st.container(key="chosen" if is_chosen else "first"):  # a phone's style puts what is chosen on top
        if is_chosen or not has_pinned:
            whose = "row you chose" if is_chosen else "first row; click any other for its own"
            say(f"Evidence of the {whose}.", "note")
            cards(ask(shown.store, evidence.cards, tuple(ids)))
        else:
            say("Click anywhere in a row for its evidence.", "note")
    export.buttons(shown, wanted, unit, totals[unit])


main()
