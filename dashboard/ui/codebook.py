"""What the words of the data mean: the codebook with counts, statuses and dates, and the tables with their columns."""

from functools import partial

import streamlit as st

from dashboard.queries import method
from dashboard.ui import export
from dashboard.ui.address import choose
from dashboard.ui.ask import ask
from dashboard.ui.safe import facts_html, say
from dashboard.ui.twins import readable
from dashboard.ui.view import View
from dashboard.ui.words import plural
from published.store import TABLES
from published.table import column

FIRST = "relations"  # the table that most people want

STATUSES = {
    "actual": "The article tells it as having happened. Counts, means and charts take these alone.",
    "planned": "Somebody says that they will do it, or it is arranged.",
    "potential": "It may happen, or would under a condition.",
    "attempted": "It was tried, and the article does not say that it was done.",
    "requested": "Somebody asks or demands that it be done.",
    "alleged": "Somebody claims it, and the article leaves open whether it is so.",
    "negated": "The article says that it did not happen. Kept with its sentence, and in no count.",
}


def types(shown: View) -> None:
    """Every event type with how often it occurs; a click on one leads to its events."""
    everything = ask(shown.store, method.types)
    used = sum(number > 0 for number in column(everything, "n_relations"))
    is_all = st.toggle("Codes that do not occur, too", key="unused", bind="query-params")
    data = everything
    if not is_all:
        data = everything.filter([number > 0 for number in column(everything, "n_relations")])
    say(
        f"{used:,} of {plural(everything.num_rows, 'code')} occur in this build. An event type is a code of CAMEO; "
        "PLOVER's type and the four classes group them. Goldstein values go from -10, hostile, to 10, friendly.",
        "note",
    )
    if not data.num_rows:
        return
    say("Click a row for its events.", "note")
    config = st.column_config
    choice = st.dataframe(
        readable(data), hide_index=True, on_select="rerun", selection_mode="single-cell", key=f"codes_{is_all}",
        alt="Event types with their counts; click one for its events",
        column_config={
            "cameo_code": config.TextColumn("CAMEO", pinned=True, width=70),
            "name": config.TextColumn("Name", width=200),
            "plover_type": config.TextColumn("PLOVER", width=100),
            "class": config.TextColumn("Class", width=150),
            "goldstein": config.NumberColumn("Goldstein", format="%+.1f", width=80),
            "n_events": config.NumberColumn("Events", width=70, help="Told as having happened, each counted once"),
            "n_relations": config.NumberColumn("Relations", width=80, help="Sentences, whatever the status"),
            "description": config.TextColumn("What it stands for", width="large"),
        },
    )  # fmt: skip
    codes = column(data, "cameo_code")
    names = dict(zip(codes, column(data, "name"), strict=True))
    chosen = [codes[place] for place, _ in choice["selection"]["cells"] if place < len(codes)]
    code = st.selectbox(
        "Events of a code", codes, index=None, format_func=lambda code: f"{code} {names[code]}", key="of_code",
        placeholder="choose one",
    )  # fmt: skip
    if wanted := [*chosen, code][0]:
        st.switch_page("app_pages/events.py", query_params={"code": wanted})
    export.downloads(shown, "event_types", everything.num_rows, method.types, {})


def statuses(shown: View) -> None:
    """What the statuses mean, and how many relations have each."""
    counts = ask(shown.store, method.statuses)
    told = [(status, f"{meaning} {counts.get(status, 0):,} in this build.") for status, meaning in STATUSES.items()]
    st.html(f'<div class="card">{facts_html(told)}</div>')


def dates(shown: View) -> None:
    """Where the dates of events come from."""
    found = ask(shown.store, method.dated)
    read = found["relations"] - found["undated"] - found["from_publication"]
    say(
        "The date of an event is what the sentence says, counted from the day of publication where it says “on "
        "Monday”; where it says nothing and reports news, the day on which the story was first published. A date may "
        "be as rough as a month or a year, and is drawn in no bar that is finer. Where neither is known the event is "
        "undated: listed, counted, in no chart of time. Nothing is guessed."
    )
    say(
        f"Of {plural(found['relations'], 'relation')}: {read:,} dated by the text, {found['from_publication']:,} by "
        f"publication, {found['undated']:,} undated.",
        "note",
    )


def dictionary(shown: View) -> None:
    """The public tables, and the columns of one of them."""
    found = {table["name"]: table for table in ask(shown.store, method.tables)}
    tables = {name: found[name] for name in sorted(found, key=lambda name: (name != FIRST, name not in TABLES, name))}
    name = choose("Table", {name: f"{name} ({table['kind']})" for name, table in tables.items()}, "table")
    data = ask(shown.store, method.columns, name)
    about = tables[name]["about"] or "This file says nothing of it; run the pipeline again for the descriptions."
    say(f"{about.replace('`', '')} {plural(data.num_rows, 'column')}.", "note")
    config = st.column_config
    st.dataframe(
        data, hide_index=True, column_order=("column", "type", "about"), alt=f"The columns of {name}",
        column_config={
            "column": config.TextColumn("Column", pinned=True, width=170), "type": config.TextColumn("Type", width=130),
            "about": config.TextColumn("What it holds", width="large"),
        },
    )  # fmt: skip
    total = ask(shown.store, method.columns).num_rows
    export.downloads(shown, "columns", total, partial(method.columns, name=None), {})
