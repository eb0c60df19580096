"""Brokers: third parties by role, as bars, and the sentences that name the one the reader chose."""

from functools import partial

import streamlit as st

from dashboard.charts import ranks
from dashboard.queries import evidence, network
from dashboard.ui import export
from dashboard.ui.address import choose
from dashboard.ui.ask import ask
from dashboard.ui.evidence import cards
from dashboard.ui.safe import say
from dashboard.ui.twins import chart, clicked
from dashboard.ui.view import View
from dashboard.ui.words import distinct, plural
from published.datasheet import told
from published.filters import Filters
from published.table import column

NEWEST = 3  # sentences of the chosen one


def brokers(shown: View, filters: Filters) -> None:
    """Draw the section."""
    st.subheader("Brokers")
    data = ask(shown.store, network.brokers, filters)
    if not data.num_rows:
        say("No event names a third party that mediates, hosts or lends the venue.", "note")
        return
    say(
        "Third parties that mediate, host or lend the venue to what others do, by number of events, each counted once "
        "whatever the sidebar counts.",
        "note",
    )
    rows = {f"{row['role']} {row['actor_id']}": row for row in data.to_pylist()}
    names = distinct({key: f"{row['actor']}, {row['role']}" for key, row in rows.items()})
    drawn = ranks.counted(list(names.values()), column(data, "n_events"), "events")
    picked = clicked(chart(drawn, data, "Third parties by number of events", "brokers", opens="its sentences"))
    if picked != st.session_state.get("brokers_picked"):
        st.session_state["brokers_picked"] = picked
        if found := [key for key, name in names.items() if name == picked]:
            st.query_params["broker"] = found[0]
    asked = told(filters) | {"Told as": ", ".join(filters.counted), "Counted": "events"}
    whole = partial(network.brokers, filters=filters, limit=None)
    export.downloads(shown, "brokers", ask(shown.store, network.n_brokers, filters), whole, asked)
    chosen = rows[choose("Broker", names, "broker")]
    third = (filters.of_counts, chosen["actor_id"], chosen["role"])
    say(
        f"{plural(chosen['n_events'], 'event')} between {plural(chosen['n_pairs'], 'pair')} of actors, "
        f"{chosen['n_cooperative']:,} of cooperation and {chosen['n_conflictual']:,} of conflict, in "
        f"{plural(chosen['n_stories'], 'story')}. The newest of "
        f"{plural(ask(shown.store, network.n_brokered, *third), 'relation')}:",
        "note",
    )
    cards(ask(shown.store, evidence.cards, tuple(ask(shown.store, network.brokered, *third, NEWEST))))
