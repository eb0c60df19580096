"""Events: the records themselves, with search, evidence and export."""

import streamlit as st

from dashboard.queries import events, evidence, overview
from dashboard.queries.events import PAGE_SIZE, Listing
from dashboard.ui import export
from dashboard.ui.ask import ask
from dashboard.ui.columns import SHOWN, columns
from dashboard.ui.empty import nothing
from dashboard.ui.evidence import card, cards
from dashboard.ui.filters import COUNTING, counted_words, sentence
from dashboard.ui.safe import say
from dashboard.ui.twins import readable
from dashboard.ui.view import View, view
from dashboard.ui.words import named, plural
from published.filters import Period

HEIGHT = 500  # pixels; a longer table would push its end off a laptop's screen
UNITS = {"relations": "Relations", "events": "Events"}
SORTS = {
    "newest": "Newest first",
    "oldest": "Oldest first",
    "confident": "Most certain first",
    "reported": "Most reported first",
}
DATING = {"any": "Dated or not", "dated": "Dated", "undated": "Undated"}


def choose(period: Period | None, code: str) -> tuple[str, Listing]:
    """What the reader asks for: the unit of the rows and the listing."""
    search = st.text_input(
        "Search in the sentences", key="q", type="search", placeholder="a word or a phrase", bind="query-params"
    )
    with st.container(horizontal=True):
        unit = st.segmented_control(
            "Rows",
            UNITS,
            default="relations",
            required=True,
            format_func=named(UNITS),
            key="unit",
            bind="query-params",
            help=COUNTING,
        )
        dating = st.segmented_control(
            "Date", DATING, default="any", required=True, format_func=named(DATING), key="dating", bind="query-params"
        )
        sort = st.selectbox("Order", SORTS, format_func=named(SORTS), key="sort", width=220, bind="query-params")
    return unit, Listing(search or "", sort, dating, period, code)


def listing_table(shown: View, listing: Listing, unit: str, total: int) -> tuple[str, list[str]]:
    """One page of rows; gives, after its name, the evidence of the clicked or the first one: ids of relations."""
    pages = max(1, -(-total // PAGE_SIZE))
    number = min(st.pagination(pages, key="page", bind="query-params"), pages) if pages > 1 else 1
    data = ask(shown.store, events.page, shown.filters, listing, unit, number)
    choice = st.dataframe(
        readable(data), hide_index=True, column_order=SHOWN, column_config=columns(), on_select="rerun",
        selection_mode="single-cell", key=f"rows_{unit}_{number}", height=HEIGHT if data.num_rows > 14 else "auto",
        alt=f"The {unit} that match; click a row for its evidence", placeholder="",
    )  # fmt: skip
    clicked = [place for place, _ in choice["selection"]["cells"] if place < data.num_rows]
    if not clicked and "rel" in st.query_params:  # whose evidence stands above
        return "Click anywhere in a row for its evidence.", []
    words = "Evidence of the " + ("row you clicked." if clicked else "first row; click any other for its own.")
    place = clicked[0] if clicked else 0
    if unit == "relations":
        return words, [str(data["relation_id"][place])]
    return words, ask(shown.store, events.relations_of, str(data["event_id"][place]))


def pinned(shown: View) -> None:
    """The card that the address asks for (`?rel=`), above everything else."""
    wanted = st.query_params.get("rel")
    if not wanted:
        return
    found = ask(shown.store, evidence.cards, (wanted,))
    if found:
        card(found[0])
    else:
        say("The relation that this address names is not in the present build.", "note")
    st.page_link("app_pages/events.py", label="All relations", icon=":material/arrow_back:")


def main() -> None:
    """Draw the page."""
    shown = view()
    st.title("Events")
    say(sentence(shown))
    pinned(shown)
    if not shown.totals["relations"]:
        nothing(ask(shown.store, overview.holdings))
        return
    period = Period.parse(st.query_params.get("period"))
    code = st.query_params.get("code", "")
    unit, listing = choose(period, code)
    totals = ask(shown.store, events.count, shown.filters, listing)
    where = (f" in {period.words}" if period else "") + (f" of CAMEO code {code}" if code else "")
    counts = counted_words(shown.filters, ask(shown.store, events.happened, shown.filters, listing))
    rows = f" in {plural(totals['events'], 'row')}" if unit == "events" else ""
    say(f"Listed{where}: {plural(totals['relations'], 'relation')}{rows}; {counts}.", "note")
    if label := "All dates and codes" if period and code else "All dates" if period else "All codes" if code else "":
        st.page_link("app_pages/events.py", label=label, icon=":material/arrow_back:")
    if not totals[unit]:
        nothing(ask(shown.store, overview.holdings), on_page="the search box and the choices above")
        return
    with st.container(key="listing"):  # on a phone the style puts the evidence above the table
        table, beside = st.columns([3, 2], gap="medium")
    with table:
        words, ids = listing_table(shown, listing, unit, totals[unit])
    with beside:
        say(words, "note")
        cards(ask(shown.store, evidence.cards, tuple(ids)))
    export.buttons(shown, listing, unit, totals[unit])


main()
