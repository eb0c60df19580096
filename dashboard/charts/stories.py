"""How stories spread: a row per story, a dot per day after its first report, the larger the more articles came."""

import altair as alt
import pyarrow as pa

from dashboard.charts.palette import NEUTRAL


def spread(data: pa.Table, names: dict[str, str]) -> alt.Chart:
    """Takes story_id, day, n_on_day, n_articles in the order to be drawn; a click selects `bar` on the field `key`.

    `names` are distinct, by id.  A report without a date has no day, and is in the number before the name alone.
    """
    rows = data.to_pylist()
    labels = {row["story_id"]: f"{row['n_articles']:,} · {names[row['story_id']]}" for row in rows}
    dots = [row for row in rows if row["day"] is not None]
    points = pa.table(
        {
            "label": pa.array([labels[row["story_id"]] for row in dots], pa.string()),
            "key": pa.array([row["story_id"] for row in dots], pa.string()),
            "day": pa.array([row["day"] for row in dots], pa.int64()),
            "n": pa.array([row["n_on_day"] for row in dots], pa.int64()),
        }
    )
    click = alt.selection_point(name="bar", fields=["key"], on="click", clear="dblclick")
    last = max([7, *(row["day"] for row in dots)])
    most = max([2, *(row["n_on_day"] for row in dots)])
    drawn: alt.Chart = (
        alt.Chart(points)
        .mark_circle(color=NEUTRAL, opacity=0.9, cursor="pointer")
        .encode(
            y=alt.Y(
                "label:N",
                title=None,
                scale=alt.Scale(domain=list(labels.values())),
                axis=alt.Axis(labelLimit=210, labelOverlap=False, ticks=False, domain=False, grid=True),
            ),
            x=alt.X(
                "day:Q",
                title="days after the first report",
                scale=alt.Scale(domain=[-0.03 * last, 1.03 * last], nice=False),
                axis=alt.Axis(format="d", tickMinStep=1, tickCount=8, grid=False),
            ),
            size=alt.Size("n:Q", scale=alt.Scale(domain=[0, most], range=[0, 420]), legend=None),
            tooltip=[
                alt.Tooltip("label:N", title="story"),
                alt.Tooltip("day:Q", title="days after the first"),
                alt.Tooltip("n:Q", title="articles"),
            ],
        )
        .add_params(click)
        .properties(height=alt.Step(28))
    )
    return drawn
