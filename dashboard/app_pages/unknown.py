"""Unknown actors: the frequent names that the dictionary lacks, where they stand, and rows to add them with."""

from functools import partial

import pyarrow as pa
import streamlit as st

from dashboard.charts import ranks
from dashboard.queries import overview, unknown
from dashboard.queries.unknown import KINDS, MEASURES, PAGE_SIZE, Wanted
from dashboard.ui import drafts, export
from dashboard.ui.address import choose
from dashboard.ui.ask import ask
from dashboard.ui.safe import facts_html, say
from dashboard.ui.spans import Span, marked
from dashboard.ui.twins import chart, clicked
from dashboard.ui.view import View, view
from dashboard.ui.words import day, plural
from published.table import column

DRAWN = 20  # bars


def wanted_names() -> Wanted:
    """What the reader asks for."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        search = st.text_input("Search in the names", key="has", type="search", bind="query-params", width=260)
        kinds = st.multiselect("Likely kind", KINDS, key="kind", bind="query-params", width=300)
        by = st.segmented_control(
            "Number of", MEASURES, default=MEASURES[0], required=True, key="by", bind="query-params",
            help="Reprints of one text are one story.",
        )  # fmt: skip
    return Wanted(tuple(kinds), search or "", by)


def bars(wanted: Wanted, data: pa.Table) -> None:
    """The most frequent names of this page; a newly clicked bar becomes the chosen name."""
    top = data.slice(0, DRAWN)
    drawn = ranks.counted(column(top, "surface"), column(top, f"n_{wanted.by}"), wanted.by)
    words = f"The most frequent unknown names by number of {wanted.by}"
    picked = clicked(chart(drawn, data, words, key=f"unknown_{wanted.by}", opens="the sentences of the name"))
    if picked != st.session_state.get("unknown_picked"):
        st.session_state["unknown_picked"] = picked
        if picked:
            st.query_params["name"] = picked


def sightings(shown: View, data: pa.Table) -> None:
    """What is known of one name, and sentences that have it."""
    rows = {row["surface"]: row for row in data.to_pylist()}
    name = choose("Name", {surface: surface for surface in rows}, "name")
    row = rows[name]
    facts = [
        ("Likely", ", ".join(filter(None, (row["likely_kind"], row["likely_country"])))),
        ("May be", ", ".join(row["candidates"])),
        ("Met", f"{plural(row['n_mentions'], 'time')} in {plural(row['n_articles'], 'article')}"),
        ("First met", day(row["first_seen"])),
    ]
    st.html(f'<div class="card">{facts_html(facts)}</div>')
    found = ask(shown.store, unknown.examples, name)
    for place, example in enumerate(found):
        sentence = marked(example["text"], [Span(example["begin"], example["begin"] + len(name), "mention")])
        origin = f"{example['outlet'] or 'outlet not named'}, {day(example['published_at'])}"
        with st.container(border=True, key=f"example_{place}"):
            st.html(f'<div class="card"><p class="sentence">{sentence}</p></div>')
            say(f"{origin}: {example['title'] or 'no title'}", "note")
            st.page_link(
                "app_pages/article.py", label="Open the article", icon=":material/article:",
                query_params={"id": example["article_id"]},
            )  # fmt: skip


def main() -> None:
    """Draw the page."""
    shown = view()
    st.title("Unknown actors")
    wanted_all = ask(shown.store, unknown.totals, Wanted())
    say("Names that the dictionary lacks, or has several actors for, the most frequent first; whatever the filters.")
    if not wanted_all["names"]:
        nothing_read = not ask(shown.store, overview.holdings)["articles"]
        hint = "no article has been read yet" if nothing_read else "the dictionary knows every name that was met"
        st.info(f"No name waits: {hint}.", icon=":material/check_circle:")
        return
    wanted = wanted_names()
    totals = ask(shown.store, unknown.totals, wanted)
    undecided = f", {totals['undecided']:,} that may be one of several actors" if totals["undecided"] else ""
    say(f"{totals['matching']:,} of {plural(totals['names'], 'name')}{undecided}.", "note")
    if not totals["matching"]:
        st.info("No name matches. Clear the search box and the kinds.", icon=":material/filter_alt_off:")
        return
    pages = -(-totals["matching"] // PAGE_SIZE)
    number = min(st.pagination(pages, key="page", bind="query-params"), pages) if pages > 1 else 1
    data = ask(shown.store, unknown.names, wanted, PAGE_SIZE, number)
    left, right = st.columns([11, 9], gap="large")
    with left:
        bars(wanted, data)
    with right:
        sightings(shown, data)
    asked = {"Words in the name": wanted.search.strip(), "Likely kind": ", ".join(wanted.kinds)}
    export.downloads(shown, "names", totals["matching"], partial(unknown.names, wanted=wanted, limit=None), asked)
    drafts.offer(partial(unknown.surfaces, shown.store.cursor(), wanted))


main()
