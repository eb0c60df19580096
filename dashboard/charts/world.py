"""A world map: countries coloured by their number of events, or by the balance of cooperation and conflict.

The borders are those of Natural Earth, as the world-atlas files have them; they lie in `dashboard/static` and the
browser loads them from the dashboard itself.  `shapes.csv` says which shape belongs to which country.
"""

import csv
from functools import cache
from pathlib import Path
from typing import Any

import altair as alt
import pyarrow as pa

from dashboard.charts.palette import TONES

BORDERS = "app/static/countries-110m.json"  # from the address of a page, wherever the dashboard is served
HEIGHT = 440
MEASURES = ("events", "balance")
ENOUGH = 3  # events from which on a balance is drawn
BUSY = "#8f63d2"  # none of the colours that mean cooperation or conflict
LAND, BORDER = "#88888833", "#88888866"
_BALANCE = alt.Scale(domain=[-1, -0.5, 0, 0.5, 1], range=TONES, interpolate="rgb")


@cache
def shapes() -> dict[str, list[str]]:
    """Country -> its shapes on the map, by number or, where they have none, by name."""
    with (Path(__file__).parents[1] / "assets" / "shapes.csv").open(encoding="utf-8", newline="") as file:
        found: dict[str, list[str]] = {}
        for row in csv.DictReader(file):
            found.setdefault(row["country"], []).append(row["shape"])
    return found


def _shapes_of(data: pa.Table) -> list[dict[str, Any]]:
    return [
        {
            "shape": shape,
            "key": row["country"],
            "name": row["country_name"],
            "n_events": row["n_events"],
            "n_cooperative": row["n_cooperative"],
            "n_conflictual": row["n_conflictual"],
            "balance": row["balance"] if row["n_events"] >= ENOUGH else None,
        }
        for row in data.to_pylist()
        for shape in shapes().get(row["country"], [])
    ]


def world(data: pa.Table, measure: str, count: str = "events") -> alt.LayerChart:
    """The map; a click selects `bar` on the field `key`, the country.  Takes what `queries.places.countries` gives."""
    click = alt.selection_point(name="bar", fields=["key"], on="click", clear="dblclick")
    drawn = _shapes_of(data)
    land = (
        alt.Chart(alt.topo_feature(BORDERS, "countries"))
        .transform_filter("datum.id !== '010'")  # Antarctica, which would be a sixth of the picture
        .mark_geoshape(fill=LAND, stroke=BORDER, strokeWidth=0.5, aria=False)
    )
    top = max([1, *(row["n_events"] for row in drawn)])
    fields = [name for name in drawn[0] if name != "shape"] if drawn else []
    found = (
        alt.Chart(alt.topo_feature(BORDERS, "countries"))
        .transform_calculate(shape="isValid(datum.id) ? datum.id : datum.properties.name")
        .transform_lookup("shape", alt.LookupData(alt.InlineData(values=drawn), "shape", fields))
        .transform_filter("isValid(datum.key)")
        .mark_geoshape(stroke=BORDER, strokeWidth=0.5, cursor="pointer")
        .encode(
            tooltip=[
                alt.Tooltip("name:N", title="country"),
                alt.Tooltip("n_events:Q", title=count),
                alt.Tooltip("n_cooperative:Q", title="of cooperation"),
                alt.Tooltip("n_conflictual:Q", title="of conflict"),
            ]
        )
        .add_params(click)
    )
    if measure == "events":
        scale = alt.Scale(type="sqrt", domain=[0, top], range=[0.25, 1])
        legend = alt.Legend(
            title=count, values=sorted({1, -(-top // 16), -(-top // 4), top}), format=",d",
            symbolType="square", symbolFillColor=BUSY, symbolStrokeWidth=0, orient="bottom", direction="horizontal",
        )  # fmt: skip
        found = found.encode(color=alt.value(BUSY), opacity=alt.Opacity("n_events:Q", scale=scale, legend=legend))
    else:
        legend = alt.Legend(
            title="balance, conflict ◂ ▸ cooperation", values=[-1, -0.5, 0, 0.5, 1], gradientLength=220,
            orient="bottom", direction="horizontal",
        )  # fmt: skip
        color = alt.Color("balance:Q", scale=_BALANCE, legend=legend)
        found = found.transform_filter("isValid(datum.balance)").encode(color=color)
    return alt.LayerChart(layer=[land, found], height=HEIGHT).project("equalEarth")
