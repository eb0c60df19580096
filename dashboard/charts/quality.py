"""How well the coder reads: bars of F1 with precision, recall and floor as signs; and mentions, resolved or not."""

import altair as alt
import pyarrow as pa

from dashboard.charts.palette import INK, NEUTRAL, NEUTRAL_LIGHT

SIGNS = {"precision": "triangle-right", "recall": "circle", "floor": "M-0.15,-1.6H0.15V1.6H-0.15Z"}
STEP = 38  # pixels per row


def _rows(names: list[str]) -> alt.Y:
    axis = alt.Axis(labelLimit=190, labelOverlap=False, ticks=False, domain=False)
    return alt.Y("label:N", title=None, sort=names, axis=axis)


def measures(data: pa.Table) -> alt.LayerChart:
    """A bar of F1 per level with its number, and signs for the other measures.  Takes the table of `quality.levels`."""
    rows = data.to_pylist()
    names = [row["level"] for row in rows]
    bars = pa.table({"label": names, "f1": [row["f1"] for row in rows]})
    signs = [
        {"label": row["level"], "measure": measure, "value": row[measure]}
        for row in rows
        for measure in SIGNS
        if row[measure] is not None
    ]
    x = alt.X("f1:Q", title="bar: F1, 0 to 1", scale=alt.Scale(domain=[0, 1]), axis=alt.Axis(format=".1f", tickCount=5))
    base = alt.Chart(bars).encode(
        y=_rows(names), x=x, tooltip=["label:N", alt.Tooltip("f1:Q", format=".2f", title="F1")]
    )
    points = (
        alt.Chart(pa.Table.from_pylist(signs))
        .mark_point(filled=True, size=85, opacity=1, color=NEUTRAL)
        .encode(
            y=_rows(names),
            x="value:Q",
            shape=alt.Shape(
                "measure:N",
                title=None,
                scale=alt.Scale(domain=list(SIGNS), range=list(SIGNS.values())),
                legend=alt.Legend(orient="top", symbolFillColor=NEUTRAL, symbolStrokeWidth=0),
            ),
            tooltip=["label:N", "measure:N", alt.Tooltip("value:Q", format=".2f")],
        )
    )
    number = base.mark_text(align="left", dx=4, color=INK, fontWeight="bold").encode(
        x=alt.value(4), text=alt.Text("f1:Q", format=".2f")
    )
    bar = base.mark_bar(height={"band": 0.62}, color=NEUTRAL_LIGHT)
    return alt.LayerChart(layer=[bar, number, points], height=alt.Step(STEP))


def resolved(data: pa.Table) -> alt.Chart:
    """Mentions per kind, the resolved ones first.  Takes the table of `quality.mentions`."""
    rows = data.to_pylist()
    kinds = {"resolved": NEUTRAL, "unresolved": NEUTRAL_LIGHT}
    boxes = [
        {"label": row["mention_type"], "kind": kind, "order": order, "n": row[kind]}
        for row in rows
        for order, kind in enumerate(kinds)
    ]
    drawn: alt.Chart = (
        alt.Chart(pa.Table.from_pylist(boxes))
        .mark_bar(height={"band": 0.7})
        .encode(
            y=_rows([row["mention_type"] for row in rows]),
            x=alt.X("n:Q", title="mentions", axis=alt.Axis(format="d", tickMinStep=1, tickCount=5)),
            color=alt.Color(
                "kind:N",
                title=None,
                scale=alt.Scale(domain=list(kinds), range=list(kinds.values())),
                legend=alt.Legend(orient="top", symbolType="square"),
            ),
            order="order:Q",
            tooltip=[alt.Tooltip("label:N", title="named by"), "kind:N", alt.Tooltip("n:Q", title="mentions")],
        )
        .properties(height=alt.Step(26))
    )
    return drawn
