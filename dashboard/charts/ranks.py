"""Rankings: horizontal bars, the longest first; stacked by class, or plain counts."""

import altair as alt
import pyarrow as pa

from dashboard.charts.palette import CLASSES, COLOURS, NEUTRAL, words


def ranked(data: pa.Table, title: str, select: bool = False, count: str = "events") -> alt.Chart:
    """Bars per label, stacked by class.  Takes label, quad_class, n_events, in the order to be drawn.

    With `select` it takes `key` as well, and a click selects `bar` on that field.
    """
    rows = data.to_pylist()
    boxes = pa.table(
        {
            "label": [row["label"] for row in rows],
            "class": [words(row["quad_class"]) for row in rows],
            "order": [CLASSES.index(row["quad_class"]) for row in rows],
            "n_events": [row["n_events"] for row in rows],
            "key": [row.get("key", row["label"]) for row in rows],
        }
    )
    labels = list(dict.fromkeys(str(row["label"]) for row in rows))
    scale = alt.Scale(domain=[words(name) for name in CLASSES], range=list(COLOURS.values()))
    drawn: alt.Chart = (
        alt.Chart(boxes)
        .mark_bar(height={"band": 0.7}, cursor="pointer" if select else "default")
        .encode(
            y=alt.Y(
                "label:N",
                title=None,
                sort=labels,
                axis=alt.Axis(labelLimit=190, labelOverlap=False, ticks=False, domain=False),
            ),
            x=alt.X("n_events:Q", title=count, axis=alt.Axis(format="d", tickMinStep=1, tickCount=5)),
            color=alt.Color("class:N", title=None, scale=scale, legend=None),
            order="order:Q",
            tooltip=[
                alt.Tooltip("label:N", title=title),
                alt.Tooltip("class:N"),
                alt.Tooltip("n_events:Q", title=count),
            ],
        )
        .properties(height=alt.Step(26))
    )
    if select:
        click = alt.selection_point(name="bar", fields=["key"], on="click", clear="dblclick")
        drawn = drawn.add_params(click)
    return drawn


def counted(names: list[str], numbers: list[int], what: str) -> alt.Chart:
    """A bar per name with its number, in the order given; a click selects `bar` on the field `key`."""
    click = alt.selection_point(name="bar", fields=["key"], on="click", clear="dblclick")
    axis = alt.Axis(labelLimit=190, labelOverlap=False, ticks=False, domain=False)
    drawn: alt.Chart = (
        alt.Chart(pa.table({"label": names, "key": names, "n": numbers}))
        .mark_bar(height={"band": 0.7}, color=NEUTRAL, cursor="pointer")
        .encode(
            y=alt.Y("label:N", title=None, sort=names, axis=axis),
            x=alt.X("n:Q", title=what, axis=alt.Axis(format="d", tickMinStep=1, tickCount=5)),
            opacity=alt.condition(click, alt.value(1.0), alt.value(0.5)),
            tooltip=[alt.Tooltip("label:N", title="name"), alt.Tooltip("n:Q", title=what)],
        )
        .add_params(click)
        .properties(height=alt.Step(26))
    )
    return drawn
