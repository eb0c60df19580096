"""Changes: which pairs and parties moved this week against their norm, and who met for the first time."""

from functools import partial
from typing import Any

import streamlit as st

from dashboard.charts import moves as charts
from dashboard.queries import changes, events, evidence, overview
from dashboard.queries.changes import Question
from dashboard.queries.events import Listing
from dashboard.ui import changed, export
from dashboard.ui.address import choose
from dashboard.ui.ask import ask
from dashboard.ui.behind import Rows, behind
from dashboard.ui.empty import nothing
from dashboard.ui.evidence import cards
from dashboard.ui.safe import say
from dashboard.ui.twins import chart, clicked
from dashboard.ui.view import View, view
from dashboard.ui.wanted import wanted

DRAWN, LISTED = 20, 100  # rows, first contacts


def dumbbells(shown: View, question: Question, n_weeks: int, total: int) -> Rows:
    """The main chart; gives its rows by key.  A click on one leads to the pair or the party in that week."""
    found = ask(shown.store, changes.moved, shown.filters, question, DRAWN)
    data = changed.labelled(found)
    rows = {row["key"]: row for row in data.to_pylist()}
    if not rows:
        say("Nothing of this kind in this week. Choose another week or count, or widen the filters.", "note")
        return rows
    norm = changed.norm(question, n_weeks)
    say(f"{changed.GUARD if norm else ''} {changed.DIRECTION if question.of == 'pairs' else ''}", "note")
    words = f"{changed.COUNTS[question.measure].capitalize()} of the week{' against ' if norm else ''}{norm}"
    key = f"moves_{question.of}_{question.level}_{question.measure}_{question.week}_{question.against}"
    drawn = charts.moved(data, changed.COUNTS[question.measure], norm)
    opens = "the pair in time" if question.of == "pairs" else "what it did and what was done to it"
    picked = clicked(chart(drawn, found, words, key=key, opens=opens, mark="row"))
    if picked in rows:
        page, address = changed.place(question, rows[picked])
        st.switch_page(page, query_params=address)
    whole = partial(changes.moved, filters=shown.filters, question=question)
    export.downloads(shown, "changes", total, whole, changed.asked(shown.filters, question))
    return rows


def contacts(shown: View, question: Question, coverage: dict[str, Any]) -> None:
    """Who met for the first time, with the sentence that tells it."""
    st.subheader("First contacts")
    data = ask(shown.store, changes.first_contacts, shown.filters, question, LISTED)
    say(changed.met(data.num_rows, LISTED, coverage), "note")
    if data.num_rows:
        first = choose("Pair", {row["event_id"]: changed.first_event(row) for row in data.to_pylist()}, "first")
        ids = ask(shown.store, events.relations_of, shown.filters, Listing(), first, 1)
        cards(ask(shown.store, evidence.cards, tuple(ids)))


def main() -> None:
    """Draw the page."""
    shown = view()
    st.title("Changes")
    summary = st.container()
    question = wanted(shown) if shown.totals["relations"] else None
    if question is None:
        with summary:
            say("Which pairs and which parties moved in a week against their norm.")
        if shown.totals["relations"]:
            say(changed.NO_WEEK, "note")
            label, place = "See what is not dated", {"dating": "Undated"}
            st.page_link("app_pages/events.py", label=label, icon=":material/event_busy:", query_params=place)
        else:
            nothing(ask(shown.store, overview.holdings))
        return
    coverage = ask(shown.store, changes.coverage, question.week)
    counts = ask(shown.store, changes.trends, shown.filters, question)
    with summary:
        say(changed.summary(question, counts, coverage))
        for told in (changed.unfinished(question, coverage), changed.unfollowed(shown.filters, question)):
            if told:
                say(told, "note")
    rows = dumbbells(shown, question, coverage["n_weeks"], sum(counts.values()))
    if rows:
        behind(shown, question, rows)
    if question.of == "pairs":
        contacts(shown, question, coverage)


main()
