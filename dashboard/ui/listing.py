"""What the Events page lists: chosen there, and narrowed by the address to a period, a CAMEO code or a party."""

import streamlit as st

from dashboard.queries import options, places
from dashboard.queries.events import Listing
from dashboard.ui.ask import ask
from dashboard.ui.filters import COUNTING
from dashboard.ui.moves import to
from dashboard.ui.view import View
from dashboard.ui.words import named
from published.filters import Period

UNITS = {"relations": "Relations", "events": "Events"}
SORTS = {
    "newest": "Newest first",
    "oldest": "Oldest first",
    "confident": "Most certain first",
    "reported": "Most reported first",
}
DATING = {"any": "Dated or not", "dated": "Dated", "undated": "Undated"}
NARROWING = {"period": "dates", "code": "codes", "party": "parties"}  # what the address may name
_SIDES = {"source": " as source", "target": " as target"}


def choose() -> tuple[str, Listing]:
    """What the reader and the address ask for: the unit of the rows and the listing."""
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
    address = st.query_params
    side = address.get("on", "")
    return unit, Listing(
        search=search or "",
        sort=sort,
        dating=dating,
        period=Period.parse(address.get("period")),
        code=address.get("code", ""),
        party=address.get("party", ""),
        side=side if side in places.SIDES else "either",
    )


def narrowed(shown: View, listing: Listing) -> str:
    """What the address narrows the listing to, in words; empty where it does not."""
    parts = [f" in {listing.period.words}"] if listing.period else []
    if listing.party:
        parts.append(f" with {ask(shown.store, options.party, listing.party)}{_SIDES.get(listing.side, '')}")
    if listing.code:
        parts.append(f" of CAMEO code {listing.code}")
    return "".join(parts)


def widen() -> None:
    """The way back from what the address narrows the listing to, if it does."""
    found = [words for name, words in NARROWING.items() if name in st.query_params]
    if found:
        gone = dict.fromkeys([*NARROWING, "on"])
        to("app_pages/events.py", f"All {' and '.join(found)}", ":material/arrow_back:", gone, "wide")
