"""Who to whom: a tile per pair, coloured by the mean Goldstein value, with the number of events in it."""

from typing import Literal

import altair as alt
import pyarrow as pa

from dashboard.charts.palette import INK, NEUTRAL, TONES

NONE = "#8888882b"  # a tile without events, on light and on dark
SCALE = alt.Scale(domain=[-10, -5, 0, 5, 10], range=TONES, interpolate="rgb")
STEP = 30  # pixels per row


def parties(data: pa.Table) -> list[str]:
    """Ids of all parties, the most active first."""
    sums: dict[str, int] = {}
    for row in data.to_pylist():
        for party in (row["source"], row["target"]):
            sums[party] = sums.get(party, 0) + row["n_events"]
    return sorted(sums, key=lambda party: (-sums[party], party))


def tiles(data: pa.Table, names: dict[str, str]) -> pa.Table:
    """Every pair of two different parties: from, to, key (empty without events), n_events, goldstein, text.

    The sign is in the text too, for readers who see no colour: a triangle down for conflict, up for cooperation.
    """
    found = {(row["source"], row["target"]): row for row in data.to_pylist()}
    rows = []
    for source in parties(data):
        for target in parties(data):
            if source != target:
                cell = found.get((source, target), {"n_events": 0, "goldstein": None})
                score, number = cell["goldstein"], cell["n_events"]
                sign = "▼" if score is not None and score < 0 else "▲" if score else ""
                rows.append(
                    {
                        "from": names[source],
                        "to": names[target],
                        "key": f"{source} {target}" if number else "",
                        "n_events": number,
                        "goldstein": score,
                        "text": f"{number:,}{sign}" if number else "·",
                    }
                )
    return pa.Table.from_pylist(rows)


def _axis(orient: Literal["top", "left"], angle: int) -> alt.Axis:
    return alt.Axis(
        orient=orient, labelAngle=angle, labelOverlap=False, labelLimit=130, labelPadding=6, ticks=False, domain=False
    )


def matrix(data: pa.Table, names: dict[str, str], count: str = "events") -> alt.LayerChart:
    """Sources down, targets across; a click selects `bar` on the field `key`.  `names` are distinct, by id."""
    click = alt.selection_point(name="bar", fields=["key"], on="click", clear="dblclick")
    order = [names[party] for party in parties(data)]
    base = alt.Chart(tiles(data, names)).encode(
        x=alt.X("to:N", title="to", sort=order, axis=_axis("top", -45)),
        y=alt.Y("from:N", title="from", sort=order, axis=_axis("left", 0)),
        tooltip=[
            alt.Tooltip("from:N"),
            alt.Tooltip("to:N"),
            alt.Tooltip("n_events:Q", title=count),
            alt.Tooltip("goldstein:Q", title="mean Goldstein", format="+.1f"),
        ],
    )
    legend = alt.Legend(
        orient="bottom", direction="horizontal", title="mean Goldstein value", values=[-10, -5, 0, 5, 10],
        gradientLength=220,
    )  # fmt: skip
    hand = alt.expr("datum.key ? 'pointer' : 'default'")
    tile = base.mark_rect(width={"band": 0.95}, height={"band": 0.92}, cornerRadius=2, cursor=hand)
    none = tile.transform_filter("!isValid(datum.goldstein)").encode(color=alt.value(NONE))
    scored = (
        tile.transform_filter("isValid(datum.goldstein)")
        .encode(color=alt.Color("goldstein:Q", scale=SCALE, legend=legend))
        .add_params(click)
    )
    ink = (
        alt.when("!isValid(datum.goldstein)")
        .then(alt.value(NEUTRAL))
        .when("abs(datum.goldstein) > 8.5")  # the two dark ends of the scale
        .then(alt.value("#ffffff"))
        .otherwise(alt.value(INK))
    )
    number = base.mark_text(fontSize=11, cursor=hand).encode(text="text:N", color=ink)
    return alt.LayerChart(layer=[none, scored, number], height=alt.Step(STEP))
