"""Events in time: mirrored bars, cooperation above the line and conflict below, and mean scores as points."""

from datetime import date, timedelta

import altair as alt
import pyarrow as pa

from dashboard.charts.palette import CLASSES, COLOURS, words

HEIGHT = 260
LEAST_BARS = 8  # a lone bar is not stretched over the page
_LENGTHS = {"week": 7, "month": 30, "year": 365}
_FORMATS = {"week": "%-d %b %Y", "month": "%b %Y", "year": "%Y"}


def next_period(start: date, grain: str) -> date:
    """The first day of the period after the one that begins on `start`."""
    if grain == "week":
        return start + timedelta(days=7)
    if grain == "month":
        return (start.replace(day=1) + timedelta(days=32)).replace(day=1)
    return start.replace(year=start.year + 1)


def bars(data: pa.Table, grain: str) -> pa.Table:
    """The table a bar chart draws: from, until (a gap before the next bar), key, class, order, n_events, signed.

    Takes period, quad_class, n_events.
    """
    rows = []
    for row in data.to_pylist():
        start, quad_class = row["period"], row["quad_class"] or CLASSES[0]
        length = next_period(start, grain) - start
        place = CLASSES.index(quad_class)
        rows.append(
            {
                "from": start,
                "until": start + length * 0.86,
                "key": f"{grain}:{start.isoformat()}",
                "class": words(quad_class),
                "order": place % 2,  # the verbal kind lies at the line, the material kind outside
                "n_events": row["n_events"],
                "signed": row["n_events"] if place < 2 else -row["n_events"],
            }
        )
    fields = {"from": pa.date32(), "until": pa.date32(), "key": pa.string(), "class": pa.string(), "order": pa.int64()}
    return pa.Table.from_pylist(rows, schema=pa.schema(fields | {"n_events": pa.int64(), "signed": pa.int64()}))


def domain(periods: list[date], grain: str) -> list[str]:
    """The ends of the time axis: all periods, and never fewer than a handful of bars."""
    first, last = min(periods), next_period(max(periods), grain)
    missing = timedelta(days=_LENGTHS[grain] * LEAST_BARS) - (last - first)
    pad = max(missing / 2, timedelta(days=_LENGTHS[grain] / 2))
    return [(first - pad).isoformat(), (last + pad).isoformat()]


def _x(ends: list[str], grain: str) -> alt.X:
    return alt.X(
        "from:T",
        title=None,
        scale=alt.Scale(type="utc", domain=ends),
        axis=alt.Axis(format=_FORMATS[grain], labelOverlap=True, tickCount=8, grid=False, labelFlush=True),
    )


def mirrored(data: pa.Table, grain: str, ends: list[str] | None = None, top: int | None = None) -> alt.LayerChart:
    """Mirrored bars with a clickable selection named `bar` on the field `key`; `ends` and `top` align several charts."""
    table = bars(data, grain)
    highest = top or tallest(data)
    click = alt.selection_point(name="bar", fields=["key"], on="click", empty=True, clear="dblclick")
    drawn = (
        alt.Chart(table)
        .mark_bar(cursor="pointer", stroke=None)
        .encode(
            x=_x(ends or domain(data["period"].to_pylist(), grain), grain),
            x2="until:T",
            y=alt.Y(
                "signed:Q",
                title="conflict  ◂  events  ▸  cooperation",
                stack="zero",
                scale=alt.Scale(domain=[-highest, highest], nice=False),
                axis=alt.Axis(labelExpr="abs(datum.value)", format="d", tickMinStep=1, tickCount=5),
            ),
            color=alt.Color(
                "class:N",
                title=None,
                scale=alt.Scale(domain=[words(name) for name in CLASSES], range=list(COLOURS.values())),
                legend=alt.Legend(orient="top", columns=4, symbolType="square", labelLimit=220),
            ),
            order="order:Q",
            opacity=alt.condition(click, alt.value(1.0), alt.value(0.35)),
            tooltip=[
                alt.Tooltip("from:T", title=f"{grain} from", format="%-d %B %Y"),
                alt.Tooltip("class:N"),
                alt.Tooltip("n_events:Q", title="events"),
            ],
        )
        .add_params(click)
    )
    line = alt.Chart(pa.table({"zero": [0]})).mark_rule(color="#888888", strokeWidth=1).encode(y="zero:Q")
    return alt.layer(drawn, line).properties(height=HEIGHT)


def tallest(data: pa.Table) -> int:
    """How far the axis reaches on both sides: the largest sum of one side of one period (and direction), at least 2."""
    sums: dict[tuple[object, date, bool], int] = {}
    for row in data.to_pylist():
        side = (row.get("direction"), row["period"], "conflict" in (row["quad_class"] or ""))
        sums[side] = sums.get(side, 0) + row["n_events"]
    return max([2, *sums.values()])


def score_points(data: pa.Table, grain: str, ends: list[str]) -> alt.LayerChart:
    """Mean Goldstein value of periods with enough events, as unconnected points.  Takes period, goldstein, n_events."""
    rows = [
        {"from": row["period"] + (next_period(row["period"], grain) - row["period"]) / 2, **row}
        for row in data.to_pylist()
    ]
    table = pa.Table.from_pylist(
        rows,
        schema=pa.schema(
            {"from": pa.date32(), "period": pa.date32(), "goldstein": pa.float64(), "n_events": pa.int64()}.items()
        ),
    )
    points = (
        alt.Chart(table)
        .mark_point(filled=True, size=70, opacity=1)
        .encode(
            x=_x(ends, grain),
            y=alt.Y(
                "goldstein:Q",
                title="mean Goldstein",
                scale=alt.Scale(domain=[-10, 10]),
                axis=alt.Axis(values=[-10, -5, 0, 5, 10]),
            ),
            color=alt.condition("datum.goldstein >= 0", alt.value("#1b62a5"), alt.value("#c2410c")),
            shape=alt.condition("datum.goldstein >= 0", alt.value("circle"), alt.value("triangle-down")),
            tooltip=[
                alt.Tooltip("period:T", title=f"{grain} from", format="%-d %B %Y"),
                alt.Tooltip("goldstein:Q", title="mean Goldstein", format="+.1f"),
                alt.Tooltip("n_events:Q", title="events"),
            ],
        )
    )
    line = alt.Chart(pa.table({"zero": [0]})).mark_rule(color="#888888", strokeWidth=1).encode(y="zero:Q")
    return alt.layer(line, points).properties(height=150)
