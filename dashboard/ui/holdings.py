"""How much there is: the row of numbers, the span of publication, and the inputs that could not be used."""

from typing import Any

import streamlit as st

from dashboard.queries.rejected import rejected
from dashboard.ui.ask import ask
from dashboard.ui.filters import COUNTING
from dashboard.ui.safe import say
from dashboard.ui.view import View
from dashboard.ui.words import COUNT_LABELS, day, plural


def numbers(shown: View, holdings: dict[str, Any]) -> None:
    """The row of numbers; with filters, articles and stories are those with a relation that matches."""
    filtered = shown.filters.narrow
    read = shown.totals if filtered else holdings
    scope = "With a relation that matches the filters." if filtered else "Read and cleaned."
    metrics = [
        ("Articles", read["articles"], scope),
        ("Stories", read["stories"], f"{scope} Reprints of one text count as one story."),
        ("Relations", shown.totals["relations"], "Who did what to whom, in one sentence; plans and denials too."),
        (COUNT_LABELS[shown.filters.count], shown.totals["events"], COUNTING),
        ("Pairs", shown.totals["pairs"], "Countries or organisations that deal with each other."),
    ]
    with st.container(horizontal=True, key="numbers"):
        for label, number, hint in metrics:
            st.metric(label, f"{number:,}", border=True, help=hint)


def published(holdings: dict[str, Any]) -> None:
    """When the articles were published, whatever the filters."""
    if holdings["articles"]:
        undated = f"; {holdings['undated']:,} without a date" if holdings["undated"] else ""
        first, last = day(holdings["first_published"]), day(holdings["last_published"])
        span = f"{first} to {last}" if first != last else first
        say(f"{plural(holdings['articles'], 'article')} in all, published {span}{undated}.", "note")


def unused(shown: View, holdings: dict[str, Any]) -> None:
    """The inputs that could not be used, with the reason of each; nothing where all could."""
    if not holdings["rejected"]:
        return
    title = f"{plural(holdings['rejected'], 'input')} could not be used"
    with st.expander(title, icon=":material/report:", key="unused"):
        st.dataframe(ask(shown.store, rejected), hide_index=True, alt="Inputs that could not be used, and why")
