"""The global filters in the sidebar, all kept in the address, and the sentence that repeats them."""

from collections.abc import Iterable
from datetime import date

import streamlit as st

from dashboard.charts.palette import CLASSES, words
from dashboard.queries import options
from dashboard.ui.ask import ask
from dashboard.ui.safe import say
from dashboard.ui.view import View
from dashboard.ui.words import counts, day, named, plural
from published.filters import COUNTS, HAPPENED, Filters
from published.store import Store

STATUSES = ("actual", "planned", "potential", "attempted", "requested", "alleged", "negated")
COUNTING = (
    "An event is counted once, however many relations tell of it as having happened; or once for each story, or each "
    "article, that does. Plans, demands, allegations and denials are listed, not counted, unless the status filter "
    "asks for them."
)
NOTHING_CHOSEN = {
    "dates": (), "country": [], "actor": [], "class": [], "outlet": [], "status": [], "confidence": 0.0,
    "count": COUNTS[0],
}  # fmt: skip


def _clear() -> None:
    for key, value in NOTHING_CHOSEN.items():
        st.session_state[key] = value


def unknown(name: str, offered: Iterable[str]) -> None:
    """Say which choices of a filter the address asks for in vain; Streamlit leaves them aside without a word."""
    known = set(offered)
    vain = [asked for asked in st.query_params.get_all(name) if asked and asked not in known]
    if vain:
        say(f"The address asks for {name} {', '.join(vain)}, which cannot be chosen here and is left aside.", "note")


def sidebar(store: Store, apply: bool = True) -> Filters:
    """Draw the filters and return what the reader chose; on a page where they do not `apply` they rest, and say so."""
    countries, actors = ask(store, options.countries), ask(store, options.actors)
    outlets_there = ask(store, options.outlets)
    unknown("country", countries.values())
    unknown("actor", actors.values())
    unknown("class", map(words, CLASSES))
    unknown("outlet", outlets_there)
    unknown("status", STATUSES)
    with st.sidebar:
        st.subheader("Filters")
        if not apply:
            say("They do not apply to this page, and wait for the others.", "note")
        dates = st.date_input(
            "Event date",
            value=[],
            min_value=date(1800, 1, 1),
            max_value=date(2100, 12, 31),
            key="dates",
            bind="query-params",
            disabled=not apply,
            format="YYYY-MM-DD",
            help="A first and a last day. Undated relations are left out while dates are chosen.",
        )
        chosen_countries = st.multiselect(
            "Countries",
            list(countries),
            format_func=named(countries),
            key="country",
            bind="query-params",
            disabled=not apply,
        )
        chosen_actors = st.multiselect(
            "Actors", list(actors), format_func=named(actors), key="actor", bind="query-params", disabled=not apply
        )
        classes = st.multiselect(
            "Class", CLASSES, format_func=words, key="class", bind="query-params", disabled=not apply
        )
        outlets = st.multiselect("Outlet", list(outlets_there), key="outlet", bind="query-params", disabled=not apply)
        statuses = st.multiselect(
            "Status",
            STATUSES,
            key="status",
            bind="query-params",
            disabled=not apply,
            help="Nothing chosen: lists show every status, counts and charts only what is told as having happened.",
        )
        confidence = st.slider(
            "Least confidence", 0.0, 1.0, 0.0, 0.05, key="confidence", bind="query-params", disabled=not apply
        )
        count = st.segmented_control(
            "Count",
            COUNTS,
            default=COUNTS[0],
            required=True,
            format_func=str.capitalize,
            key="count",
            bind="query-params",
            disabled=not apply,
            help=COUNTING,
        )
        st.button(
            "Clear filters", on_click=_clear, icon=":material/filter_alt_off:", width="stretch", disabled=not apply
        )
    picked = list(dates) if isinstance(dates, tuple | list) else [dates]
    return Filters(
        date_from=picked[0] if picked else None,
        date_to=picked[1] if len(picked) > 1 else None,
        countries=tuple(chosen_countries),
        actors=tuple(chosen_actors),
        classes=tuple(classes),
        outlets=tuple(outlets),
        statuses=tuple(statuses),
        min_confidence=float(confidence),
        count=count,
    )


def describe(store: Store, filters: Filters) -> str:
    """The active filters in words; empty where there are none."""
    countries, actors = ask(store, options.countries), ask(store, options.actors)
    parts = []
    if filters.date_from:
        parts.append(f"from {day(filters.date_from)}" + (f" to {day(filters.date_to)}" if filters.date_to else " on"))
    if filters.countries:
        parts.append("with " + " or ".join(countries.get(code, code) for code in filters.countries))
    if filters.actors:
        parts.append("with " + " or ".join(actors.get(actor, actor) for actor in filters.actors))
    if filters.classes:
        parts.append("of " + " or ".join(words(quad_class) for quad_class in filters.classes))
    if filters.outlets:
        parts.append("in " + " or ".join(filters.outlets))
    if filters.statuses:
        parts.append("told as " + " or ".join(filters.statuses))
    if filters.min_confidence:
        parts.append(f"with confidence {filters.min_confidence:.2f} or more")
    return ", ".join(parts)


def counted_words(filters: Filters, n_events: int) -> str:
    """How many events count, or stories or reports of them, in words."""
    told = "having happened" if filters.counted == (HAPPENED,) else " or ".join(filters.counted)
    what = "" if filters.count == "events" else " of events"
    return f"{counts(n_events, filters.count)}{what} told as {told}"


def sentence(shown: View) -> str:
    """What the page shows and how many, in plain words."""
    totals, chosen = shown.totals, describe(shown.store, shown.filters)
    found = f"{plural(totals['relations'], 'relation')} from {plural(totals['articles'], 'article')}"
    counting = counted_words(shown.filters, totals["events"])
    undated = f"; {totals['undated']:,} undated" if totals["undated"] else ""
    return f"{'Filtered' if chosen else 'All'}: {found}{' ' + chosen if chosen else ''}; {counting}{undated}."
