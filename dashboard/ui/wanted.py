"""What the reader of the Changes page asks for, all of it kept in the address."""

from typing import Any

import streamlit as st

from dashboard.queries import changes
from dashboard.queries.changes import MEASURES, Question
from dashboard.ui import changed
from dashboard.ui.address import choose
from dashboard.ui.ask import ask
from dashboard.ui.view import View
from dashboard.ui.words import day, named, plural


def pick(label: str, names: dict[Any, str], key: str) -> Any:
    """One of a few things, kept in the address."""
    return st.segmented_control(
        label, list(names), default=next(iter(names)), required=True, format_func=named(names), key=key,
        bind="query-params",
    )  # fmt: skip


def wanted(shown: View) -> Question | None:
    """What the reader asks; None where no week has an event."""
    with st.container(horizontal=True):
        of = pick("Compare", changed.COMPARED, "compare")
        level = pick("Among", changed.SCOPES, "scope")
        against = pick("Against the mean of", changed.NORMS, "against")
    weeks = {str(row["week"]): row for row in ask(shown.store, changes.weeks, shown.filters, of, level)}
    if not weeks:
        return None
    left, right = st.columns(2)
    with left:
        if st.session_state.get("choose_week") not in weeks:
            st.session_state["choose_week"] = next(
                (key for key, row in weeks.items() if row["is_whole"]), next(iter(weeks))
            )
        labels = {key: f"{day(row['week'])}, {plural(row['n'], changed.NOUNS[of])}" for key, row in weeks.items()}
        week = weeks[choose("Week from", labels, "week")]["week"]
    with right:
        measure = st.selectbox(
            "Number of", MEASURES[of], format_func=named(changed.COUNTS), key=f"count_{of}", bind="query-params"
        )
    only_new = of == "pairs" and st.toggle("First contacts only", key="fresh", bind="query-params")
    return Question(of, level, measure, week, against, only_new)
