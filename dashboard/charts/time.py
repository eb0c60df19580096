"""Events in time: mirrored bars, cooperation above the line and conflict below, and mean scores as points."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import altair as alt
import pyarrow as pa

from dashboard.charts.palette import CLASSES, COLOURS, words
from published.filters import Period

HEIGHT = 290
LEAST_BARS = 8  # a lone bar is not stretched over the page
_LENGTHS = {"week": 7, "month": 30, "year": 365}
_FORMATS = {"week": "%-d %b %Y", "month": "%b %Y", "year": "%Y"}


@dataclass(frozen=True, slots=True)
class Sides:
    """What stands above the line and what below it, and by which key a bar is known."""

    title: str
    is_below: Callable[[dict[str, Any]], bool]
    key: str = "{period}"


BY_CLASS = Sides("conflict ◂ ▸ cooperation", lambda row: row["quad_class"].endswith("conflict"))
BY_DIRECTION = Sides("received ◂ ▸ sent", lambda row: row["direction"] == "received", "{direction} {period}")


def next_period(start: date, grain: str) -> date:
    """The first day of the period after the one that begins on `start`."""
    if grain == "week":
        return start + timedelta(days=7)
    if grain == "month":
        return (start.replace(day=1) + timedelta(days=32)).replace(day=1)
    return start.replace(year=start.year + 1)


def bars(data: pa.Table, grain: str, sides: Sides = BY_CLASS) -> pa.Table:
    """The boxes of a bar chart: from, until (a gap before the next bar), low, high, key, class, n_events.

    Takes period, quad_class, n_events, and the direction where it parts the sides.  One side is stacked upwards, the
    other downwards, cooperation and the verbal kind innermost.
    """
    boxes: list[dict[str, Any]] = []
    reached: dict[tuple[date, bool], int] = {}
    for row in sorted(data.to_pylist(), key=lambda row: (row["period"], CLASSES.index(row["quad_class"]))):
        start, number = row["period"], row["n_events"]
        is_below = sides.is_below(row)
        side = (start, is_below)
        base = reached.get(side, 0)
        reached[side] = base + number
        sign = -1 if is_below else 1
        boxes.append(
            {
                "from": start,
                "until": start + (next_period(start, grain) - start) * 0.86,
                "low": sign * base,
                "high": sign * (base + number),
                "key": sides.key.format(period=Period(grain, start), direction=row.get("direction")),
                "class": words(row["quad_class"]),
                "n_events": number,
            }
        )
    return pa.Table.from_pylist(boxes)


def domain(data: pa.Table, grain: str) -> tuple[date, date]:
    """The ends of the time axis: all periods, and never fewer than a handful of bars."""
    periods = [row["period"] for row in data.to_pylist()]
    first, last = min(periods), next_period(max(periods), grain)
    missing = timedelta(days=_LENGTHS[grain] * LEAST_BARS) - (last - first)
    pad = timedelta(days=1) + max(missing / 2, timedelta(days=_LENGTHS[grain] / 2))
    return first - pad, last + pad


def ticks(ends: tuple[date, date], grain: str, most: int = 8) -> list[date]:
    """Where the time axis is labelled: first days of periods, evenly spaced, no more than `most`."""
    start = {"week": ends[0] - timedelta(days=ends[0].weekday()), "month": ends[0].replace(day=1)}.get(
        grain, ends[0].replace(month=1, day=1)
    )
    starts = []
    while start <= ends[1]:
        if start >= ends[0]:
            starts.append(start)
        start = next_period(start, grain)
    return starts[:: -(-len(starts) // most) or 1]


def counts_up_to(top: int, most: int = 3) -> list[int]:
    """Round whole numbers to label on both sides of the line, no more than `most` on each."""
    step = next(unit * 10**power for power in range(10) for unit in (1, 2, 5) if top <= most * unit * 10**power)
    return sorted({sign * number for number in range(0, top + 1, step) for sign in (-1, 1)})


def _moment(day: date) -> alt.DateTime:
    return alt.DateTime(year=day.year, month=day.month, date=day.day, utc=True)


def _x(ends: tuple[date, date], grain: str) -> alt.X:
    return alt.X(
        "from:T",
        title=None,
        scale=alt.Scale(type="utc", domain=[_moment(end) for end in ends], nice=False),
        axis=alt.Axis(
            format=_FORMATS[grain],
            values=[_moment(tick) for tick in ticks(ends, grain)],
            labelOverlap=True,
            grid=False,
        ),
    )


def _y_axis(values: list[int], absolute: bool = False) -> alt.Axis:
    return alt.Axis(
        values=values,
        labelExpr="abs(datum.value)" if absolute else "datum.label",
        labelOverlap=False,
        minExtent=34,
        gridColor=alt.condition("datum.value === 0", alt.value("#888888"), alt.value("#88888840")),
    )


def mirrored(
    data: pa.Table,
    grain: str,
    ends: tuple[date, date],
    top: int,
    height: int = HEIGHT,
    legend: bool = True,
    sides: Sides = BY_CLASS,
    count: str = "events",
) -> alt.Chart:
    """Mirrored bars; a click selects `bar` on the field `key`.  `ends` and `top` align several charts."""
    click = alt.selection_point(name="bar", fields=["key"], on="click", empty=True, clear="dblclick")
    scale = alt.Scale(domain=[words(name) for name in CLASSES], range=list(COLOURS.values()))
    drawn: alt.Chart = (
        alt.Chart(bars(data, grain, sides))
        .mark_rect(cursor="pointer")
        .encode(
            x=_x(ends, grain),
            x2="until:T",
            y=alt.Y(
                "low:Q",
                title=sides.title,
                scale=alt.Scale(domain=[-top, top], nice=False),
                axis=_y_axis(counts_up_to(top), absolute=True),
            ),
            y2="high:Q",
            color=alt.Color(
                "class:N",
                title=None,
                scale=scale,
                legend=alt.Legend(orient="top", columns=2, symbolType="square", labelLimit=220) if legend else None,
            ),
            opacity=alt.condition(click, alt.value(1.0), alt.value(0.35)),
            tooltip=[
                alt.Tooltip("from:T", title=f"{grain} from", format="%-d %B %Y"),
                alt.Tooltip("class:N"),
                alt.Tooltip("n_events:Q", title=count),
            ],
        )
        .add_params(click)
        .properties(height=height)
    )
    return drawn


def tallest(data: pa.Table, sides: Sides = BY_CLASS) -> int:
    """How far the axis reaches on both sides: the largest sum of one side of one period (and direction), at least 2."""
    sums: dict[tuple[object, date, bool], int] = {}
    for row in data.to_pylist():
        side = (row.get("direction"), row["period"], sides.is_below(row))
        sums[side] = sums.get(side, 0) + row["n_events"]
    return max([2, *sums.values()])


def score_points(data: pa.Table, grain: str, ends: tuple[date, date], count: str = "events") -> alt.Chart:
    """Mean Goldstein value of periods with enough events, as unconnected points.  Takes period, goldstein, n_events."""
    rows = data.to_pylist()
    middles = [row["period"] + (next_period(row["period"], grain) - row["period"]) / 2 for row in rows]
    table = data.append_column("from", pa.array(middles, pa.date32()))
    points: alt.Chart = (
        alt.Chart(table)
        .mark_point(filled=True, size=70, opacity=1)
        .encode(
            x=_x(ends, grain),
            y=alt.Y(
                "goldstein:Q",
                title="mean Goldstein",
                scale=alt.Scale(domain=[-10, 10]),
                axis=_y_axis([-10, -5, 0, 5, 10]),
            ),
            color=alt.condition("datum.goldstein >= 0", alt.value("#1b62a5"), alt.value("#c2410c")),
            shape=alt.condition("datum.goldstein >= 0", alt.value("circle"), alt.value("triangle-down")),
            tooltip=[
                alt.Tooltip("period:T", title=f"{grain} from", format="%-d %B %Y"),
                alt.Tooltip("goldstein:Q", title="mean Goldstein", format="+.1f"),
                alt.Tooltip("n_events:Q", title=count),
            ],
        )
        .properties(height=150)
    )
    return points
