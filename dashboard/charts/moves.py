"""Changes: a dumbbell per row, from the mean of the weeks before to the count of the week, the largest change first."""

import altair as alt
import pyarrow as pa

from dashboard.charts.palette import NEUTRAL, NEUTRAL_LIGHT
from published.table import column

STEP = 28  # pixels per row
SHAPES = {"this week": "circle", "mean before": "M-0.15,-1H0.15V1H-0.15Z"}
SIGNS = {"more": "▲", "less": "▼", "same": "="}
LIMITED = "limited change"


def dumbbells(data: pa.Table) -> pa.Table:
    """The rows to draw: label, key, n, mean, base (the mean, else n), end (the larger), trend, text.

    Takes label, key, n, mean, trend.  The sign of a change is told only where the change is no limited one.
    """
    drawn = []
    for row in data.to_pylist():
        mean, sign = row["mean"], SIGNS.get(row["trend"] or "", "")
        told = f"{sign} {row['n']:,}" if sign else f"{row['n']:,}"
        place = {"base": row["n"] if mean is None else mean, "end": max(row["n"], mean or 0), "text": told}
        drawn.append(
            {name: row[name] for name in ("label", "key", "n", "mean")} | place | {"trend": row["trend"] or ""}
        )
    return pa.Table.from_pylist(drawn)


def signs(data: pa.Table) -> pa.Table:
    """The two signs of each row, the mean only where there is one: label, key, sign, value, trend."""
    return pa.Table.from_pylist(
        [
            {"label": row["label"], "key": row["key"], "sign": sign, "value": row[name], "trend": row["trend"] or ""}
            for row in data.to_pylist()
            for sign, name in (("this week", "n"), ("mean before", "mean"))
            if row[name] is not None
        ]
    )


def moved(data: pa.Table, what: str, norm: str) -> alt.LayerChart:
    """The dumbbells in the order given; a click on a row selects `bar` on the field `key`.

    `what` is counted, `norm` says what the mean is of; empty where no row has a mean.
    """
    boxes = dumbbells(data)
    click = alt.selection_point(name="bar", fields=["key"], on="click", clear="dblclick")
    axis = alt.Axis(labelLimit=210, labelOverlap=False, ticks=False, domain=False)
    y = alt.Y("label:N", title=None, sort=column(boxes, "label"), axis=axis)
    numbers = alt.Axis(format="d", tickMinStep=1, tickCount=5)
    scale = alt.Scale(domain=[0, max([2, *column(boxes, "end")]) * 1.08], nice=False)
    base = alt.Chart(boxes).encode(
        y=y,
        tooltip=[
            alt.Tooltip("label:N", title="who"),
            alt.Tooltip("n:Q", title=f"{what} this week", format=",d"),
            *([alt.Tooltip("mean:Q", title=norm, format=",.1f"), alt.Tooltip("trend:N")] if norm else []),
        ],
    )
    line = base.mark_bar(height=4, color=NEUTRAL_LIGHT).encode(
        x=alt.X("base:Q", title=what, axis=numbers, scale=scale), x2="n:Q"
    )
    is_limited = f"datum.trend === '{LIMITED}'"
    points = (
        alt.Chart(signs(data))
        .mark_point(filled=True, size=120, opacity=1)
        .encode(
            y=y,
            x=alt.X("value:Q", scale=scale),
            color=alt.condition(is_limited, alt.value(NEUTRAL_LIGHT), alt.value(NEUTRAL)),
            shape=alt.Shape(
                "sign:N",
                title=None,
                scale=alt.Scale(domain=list(SHAPES), range=list(SHAPES.values())),
                legend=alt.Legend(orient="top", symbolFillColor=NEUTRAL, symbolStrokeWidth=0) if norm else None,
            ),
        )
    )
    told = base.mark_text(align="left", dx=11, fontSize=12, fontWeight="bold", color=NEUTRAL).encode(
        x="end:Q", text="text:N"
    )
    row = (
        base.mark_rect(opacity=0, cursor="pointer", height={"band": 1})
        .encode(x=alt.value(0), x2=alt.value("width"))
        .add_params(click)
    )
    return alt.LayerChart(layer=[line, points, told, row], height=alt.Step(STEP))
