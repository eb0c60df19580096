"""A chart with its table twin, and the table's plain columns."""

from typing import Any

import pyarrow as pa
import streamlit as st

from dashboard.charts.palette import words
from dashboard.ui.safe import say


def readable(data: pa.Table, count: str = "events") -> pa.Table:
    """The table with classes in words, and the column of what is counted under its name."""
    data = data.rename_columns({"n_events": f"n_{count}"} if "n_events" in data.column_names else {})
    if "quad_class" not in data.column_names:
        return data
    place = data.column_names.index("quad_class")
    return data.set_column(
        place, "class", pa.array([words(name) for name in data["quad_class"].to_pylist()], pa.string())
    )


def chart(
    drawn: Any, data: pa.Table, alt: str, key: str, opens: str = "", mark: str = "bar", count: str = "events"
) -> dict[str, Any]:
    """Show a chart and, folded away, the table it was drawn from; gives what the reader selected in the chart.

    `opens` says what a click on a `mark` shows, and makes the marks take clicks; empty where they take none.  `count`
    is what `n_events` counts.
    """
    selection: dict[str, Any] = {}
    if opens:
        say(f"Click a {mark} for {opens}.", "note")
        event = st.altair_chart(drawn, key=key, on_select="rerun", selection_mode="bar", alt=alt)
        selection = dict(event["selection"])
    else:
        st.altair_chart(drawn, key=key, alt=alt)
    twin(data, alt, key, count)
    return selection


def twin(data: pa.Table, alt: str, key: str, count: str = "events") -> None:
    """The table behind a chart, folded away and made when opened."""
    with st.expander("The same as a table", key=f"{key}_twin", on_change="rerun") as fold:
        if fold.open:
            st.dataframe(readable(data, count), hide_index=True, alt=f"Table: {alt}", placeholder="")


def clicked(selection: dict[str, Any]) -> str | None:
    """The key of the bar that was clicked."""
    points = selection.get("bar") or []
    return str(points[0]["key"]) if points else None
