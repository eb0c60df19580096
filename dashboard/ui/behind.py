"""What is behind a row of the Changes page: the week beside the weeks that it is held against, and its sentences."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import streamlit as st

from dashboard.charts import time
from dashboard.queries import actor, changes, dyad, evidence
from dashboard.queries.changes import Question
from dashboard.ui import changed
from dashboard.ui.address import choose
from dashboard.ui.ask import ask
from dashboard.ui.evidence import cards
from dashboard.ui.safe import say
from dashboard.ui.twins import chart
from dashboard.ui.view import View
from published.filters import Period

NEWEST = 3  # sentences
MUTUAL = (
    "What is mutual, such as talks, is drawn as sent and as received, though it counts once: bars may be higher than "
    "the count of the row."
)
Row = dict[str, Any]
Rows = dict[str, Row]


def behind(shown: View, question: Question, rows: Rows) -> None:
    """One row, chosen without a mouse: its weeks, the way to all of its time, and the newest sentences of the week."""
    st.subheader("What is behind a row")
    key = choose("Row", {key: row["label"] for key, row in rows.items()}, "row")
    page, address = changed.place(question, rows[key])
    st.page_link(page, label="This week in all of its time", icon=":material/timeline:", query_params=address)
    data = weeks(shown, question, rows[key])
    if data.num_rows:
        sides = time.BY_CLASS if question.of == "pairs" else time.BY_DIRECTION
        ends = (question.week - timedelta(days=7 * question.against + 3), question.week + timedelta(days=10))
        drawn = time.mirrored(data, "week", ends, time.tallest(data, sides), height=240, sides=sides)
        words = f"Events per week, in the {question.against} weeks before and in the week itself"
        if question.of == "parties":
            say(MUTUAL, "note")
        chart(drawn, data, words, key=f"behind_{key}_{question.measure}_{question.week}_{question.against}")
    ids = relations(shown, question, rows[key])
    if not ids:
        say("No event of it is told in this week.", "note")
    cards(ask(shown.store, evidence.cards, tuple(ids)))


def ways(row: Row) -> tuple[str, ...]:
    """Which directions of its pair a row counts; as in the tables, what is mutual goes the first way."""
    return ("forward", "joint") if row["source"] < row["target"] else ("forward",)


def weeks(shown: View, question: Question, row: Row) -> pa.Table:
    """Events of the week and of those before, by class: direction, period, quad_class, n_events."""
    since = question.week - timedelta(days=7 * question.against)
    kept = replace(changes.followed(shown.filters, question), date_to=question.week + timedelta(days=6))
    level = changed.LEVEL[question.level]
    if question.of == "pairs":
        pair = dyad.Dyad(level, row["source"], row["target"])
        data = ask(shown.store, dyad.over_time, kept, pair, "week", since)
        return data.filter(pc.field("direction").isin(list(ways(row))))
    data = ask(shown.store, actor.over_time, kept, actor.Party(level, row["party"]), "week", since)
    side = changed.SIDES.get(question.measure)
    return data.filter(pc.field("direction") == side) if side else data


def relations(shown: View, question: Question, row: Row) -> list[str]:
    """Ids of some relations that tell of its events in the week, the newest first."""
    kept, period = changes.followed(shown.filters, question), Period("week", question.week)
    level = changed.LEVEL[question.level]
    if question.of == "parties":
        party = actor.Party(level, row["party"])
        return ask(shown.store, actor.relation_ids, kept, party, period, changed.SIDES.get(question.measure), NEWEST)
    pair = dyad.Dyad(level, row["source"], row["target"])
    return ask(shown.store, dyad.relations, kept, pair, dyad.Part(ways(row), period), NEWEST)
