"""Rankings: horizontal bars stacked by class, the longest first."""

import altair as alt
import pyarrow as pa

from dashboard.charts.palette import CLASSES, COLOURS, words


def ranked(data: pa.Table, title: str) -> alt.Chart:
    """Bars per label.  Takes label, quad_class, n_events, n_label; a click selects `rank` on the field `label`."""
    table = data.append_column("class", pa.array([words(name) for name in data["quad_class"].to_pylist()], pa.string()))
    table = table.append_column(
        "order", pa.array([CLASSES.index(name or CLASSES[0]) for name in data["quad_class"].to_pylist()], pa.int64())
    )
    labels = list(dict.fromkeys(data["label"].to_pylist()))
    return (
        alt.Chart(table)
        .mark_bar(height={"band": 0.7})
        .encode(
            y=alt.Y(
                "label:N",
                title=None,
                sort=labels,
                axis=alt.Axis(labelLimit=190, labelOverlap=False, ticks=False, domain=False),
            ),
            x=alt.X("n_events:Q", title="events", axis=alt.Axis(format="d", tickMinStep=1, tickCount=5)),
            color=alt.Color(
                "class:N",
                title=None,
                scale=alt.Scale(domain=[words(name) for name in CLASSES], range=list(COLOURS.values())),
                legend=None,
            ),
            order="order:Q",
            tooltip=[
                alt.Tooltip("label:N", title=title),
                alt.Tooltip("class:N"),
                alt.Tooltip("n_events:Q", title="events"),
            ],
        )
        .properties(height=max(60, 28 * len(labels) + 40))
    )
