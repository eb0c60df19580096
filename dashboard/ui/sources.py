"""What the Quality page tells of the sources: what became of their inputs, whether they answer, and what to do."""

import pyarrow as pa
import streamlit as st

from dashboard.queries import quality
from dashboard.ui.ask import ask
from dashboard.ui.safe import say
from dashboard.ui.view import View
from dashboard.ui.words import plural


def became(shown: View) -> None:
    """What became of the inputs of each source."""
    st.subheader("What became of each input")
    data = ask(shown.store, quality.outcomes)
    if not data.num_rows:
        say("No input was met yet, or an older version made this file: run the pipeline again.", "note")
        return
    n_inputs, n_rejected = sum_of(data), sum_of(data, "rejected")
    told = (
        f"{plural(n_inputs, 'input')}: {sum_of(data, 'accepted'):,} accepted, {sum_of(data, 'duplicate'):,} duplicate"
    )
    say(f"{told}, {n_rejected:,} rejected. Every input has one outcome; the table outcomes lists each of them.", "note")
    config = st.column_config
    st.dataframe(
        data,
        hide_index=True,
        alt="Inputs by source, outcome and reason",
        column_config={
            "source": config.TextColumn("Source", pinned=True),
            "outcome": config.TextColumn("Outcome"),
            "reason": config.TextColumn("Reason"),
            "n_inputs": config.NumberColumn("Inputs"),
            "n_flagged": config.NumberColumn("Flagged", help="With something noticed: behind a wall, damaged, undated"),
            "last": config.DateColumn("Last seen"),
        },
    )


def health(shown: View) -> None:
    """Whether each listed source still answers, and what to do where it does not."""
    st.subheader("How the sources are")
    data = ask(shown.store, quality.health)
    if not data.num_rows:
        say("No source is listed. To add a feed, or the page of a site that has one, and take in what it has:", "note")
        st.code("entente sources add ADDRESS\nentente run", language="bash")
        say("Then it stands here, and what came of it in the table above.", "note")
        return
    told = data.to_pylist()
    off, failing = (sum(row["state"] == state for row in told) for state in ("off", "failing"))
    say(
        f"{plural(len(told), 'source')}: {failing:,} failing, {off:,} off. One that fails is asked ever less often, "
        "one that is off only by name. As it was when this file was made; entente sources list says how it is now, and "
        "entente sources add ADDRESS adds a feed.",
        "note",
    )
    config = st.column_config
    st.dataframe(
        data.append_column("remedy", pa.array([remedy(row["source"], row["state"]) for row in told], pa.string())),
        hide_index=True,
        alt="Sources by how they are",
        placeholder="",
        column_config={
            "source": config.TextColumn("Source", pinned=True),
            "kind": config.TextColumn("Kind"),
            "country": config.TextColumn("Country", help="Of the outlet, as sources.toml says it"),
            "state": config.TextColumn("State", help="new: never asked; failing: when asked last; off: left alone"),
            "last_poll_at": config.DatetimeColumn("Asked", format="YYYY-MM-DD HH:mm", help="UTC"),
            "next_poll_at": config.DatetimeColumn("Asked next", format="YYYY-MM-DD HH:mm", help="UTC; empty if off"),
            "n_failures": config.NumberColumn("Failures", help="In a row; one that may pass by itself counts less"),
            "last_error": config.TextColumn("Trouble"),
            "remedy": config.TextColumn("What to do"),
        },
    )


def sum_of(data: pa.Table, outcome: str | None = None) -> int:
    """How many inputs had an outcome, or any."""
    return sum(row["n_inputs"] for row in data.to_pylist() if outcome in (None, row["outcome"]))


def remedy(source: str, state: str) -> str | None:
    """What to do about a source in this state."""
    check = f"entente sources check {source}"
    run = f"entente run --source {source}"
    return {"failing": check, "off": f"{check}, then {run}", "new": run}.get(state)
