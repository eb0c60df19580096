"""Charts are pure: a table in, a chart out, with whole numbers, fixed colours and room around few bars."""

from datetime import date

import pyarrow as pa
import pytest

from dashboard.charts import matrix, quality, ranks, time
from dashboard.charts.palette import CLASSES, COLOURS, INK, NEUTRAL, NEUTRAL_LIGHT

WEEK = date(2023, 7, 17)
FOUR = pa.table(
    {
        "period": [WEEK] * 4,
        "quad_class": ["material_conflict", "verbal_conflict", "material_cooperation", "verbal_cooperation"],
        "n_events": [1, 2, 3, 4],
    }
)


def contrast(one: str, other: str) -> float:
    def luminance(colour: str) -> float:
        parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        red, green, blue = (p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def test_cooperation_is_stacked_upwards_and_conflict_downwards() -> None:
    boxes = {row["class"]: (row["low"], row["high"]) for row in time.bars(FOUR, "week").to_pylist()}
    assert boxes == {
        "verbal cooperation": (0, 4),
        "material cooperation": (4, 7),
        "verbal conflict": (0, -2),
        "material conflict": (-2, -3),
    }


def test_both_sides_of_the_axis_reach_as_far_as_the_taller_one() -> None:
    assert time.tallest(FOUR) == 7
    chart = time.mirrored(FOUR, "week", time.domain(FOUR, "week"), time.tallest(FOUR)).to_dict()
    assert chart["encoding"]["y"]["scale"]["domain"] == [-7, 7]


def test_a_bar_is_selected_by_the_period_that_the_events_page_understands() -> None:
    chart = time.mirrored(FOUR, "week", time.domain(FOUR, "week"), 7).to_dict()
    assert chart["params"][0]["name"] == "bar"
    assert chart["params"][0]["select"]["fields"] == ["key"]
    assert {row["key"] for row in time.bars(FOUR, "week").to_pylist()} == {"week:2023-07-17"}


@pytest.mark.parametrize(("top", "labels"), [(2, [-2, -1, 0, 1, 2]), (3, [-3, -2, -1, 0, 1, 2, 3]), (7, [-5, 0, 5])])
def test_axis_labels_are_round_whole_numbers(top: int, labels: list[int]) -> None:
    assert time.counts_up_to(top) == labels


def test_a_lone_bar_stands_in_a_few_weeks() -> None:
    first, last = time.domain(FOUR, "week")
    assert first < WEEK < last
    assert (last - first).days >= 7 * time.LEAST_BARS
    assert WEEK in time.ticks((first, last), "week", most=20)


def test_two_years_of_weeks_are_labelled_sparsely() -> None:
    ticks = time.ticks((date(2022, 1, 3), date(2023, 12, 25)), "week")
    assert 4 <= len(ticks) <= 8
    assert {tick.weekday() for tick in ticks} == {0}


@pytest.mark.parametrize(
    ("grain", "start", "following"),
    [
        ("week", date(2023, 12, 25), date(2024, 1, 1)),
        ("month", date(2023, 12, 1), date(2024, 1, 1)),
        ("year", date(2023, 1, 1), date(2024, 1, 1)),
    ],
)
def test_what_follows_a_period(grain: str, start: date, following: date) -> None:
    assert time.next_period(start, grain) == following


def test_a_class_keeps_its_colour_whatever_else_is_drawn() -> None:
    lone = FOUR.slice(1, 1)
    for chart in (
        time.mirrored(lone, "week", time.domain(lone, "week"), 2).to_dict(),
        ranks.ranked(lone.append_column("label", pa.array(["A – B"])), "pair").to_dict(),
    ):
        scale = chart["encoding"]["color"]["scale"]
        assert scale["domain"] == [name.replace("_", " ") for name in CLASSES]
        assert scale["range"] == list(COLOURS.values())


def test_scores_are_points_that_no_line_connects() -> None:
    data = pa.table({"period": [WEEK, date(2023, 7, 24)], "goldstein": [3.5, -2.0], "n_events": [3, 5]})
    chart = time.score_points(data, "week", time.domain(data, "week")).to_dict()
    assert chart["mark"]["type"] == "point"


def test_material_stands_out_from_verbal_without_colour_vision() -> None:
    for side in ("cooperation", "conflict"):
        assert contrast(COLOURS[f"verbal_{side}"], COLOURS[f"material_{side}"]) >= 2.0


@pytest.mark.parametrize("background", ["#ffffff", "#12171d"])
def test_every_colour_is_seen_on_light_and_dark(background: str) -> None:
    assert all(contrast(colour, background) >= 2.0 for colour in (*COLOURS.values(), NEUTRAL, NEUTRAL_LIGHT))


def test_a_number_on_a_bar_is_read_easily() -> None:
    assert contrast(INK, NEUTRAL_LIGHT) >= 4.5


def test_a_measure_that_was_not_taken_has_no_sign() -> None:
    data = pa.table(
        {
            "level": ["pair", "when"],
            "f1": [0.6, 0.5],
            "precision": [0.7, None],
            "recall": [0.5, 0.4],
            "floor": [0.5, None],
        }
    )
    drawn = quality.measures(data).to_dict()
    bars, _, signs = (layer["encoding"] for layer in drawn["layer"])
    assert bars["y"]["sort"] == ["pair", "when"]
    assert bars["x"]["scale"]["domain"] == [0, 1]
    assert signs["shape"]["scale"]["domain"] == ["precision", "recall", "floor"]
    assert sorted(len(rows) for rows in drawn["datasets"].values()) == [2, 4]


def test_mentions_are_stacked_with_the_resolved_first() -> None:
    data = pa.table({"mention_type": ["name", "pronoun"], "resolved": [9, 2], "unresolved": [1, 3]})
    drawn = quality.resolved(data).to_dict()
    assert drawn["encoding"]["y"]["sort"] == ["name", "pronoun"]
    assert drawn["encoding"]["color"]["scale"]["domain"] == ["resolved", "unresolved"]


def test_counted_names_keep_their_order_and_take_clicks() -> None:
    drawn = ranks.counted(["Zed", "Abe"], [3, 1], "stories").to_dict()
    assert drawn["encoding"]["y"]["sort"] == ["Zed", "Abe"]
    assert drawn["params"][0]["select"]["fields"] == ["key"]
    assert drawn["encoding"]["x"]["title"] == "stories"


CELLS = pa.table(
    {
        "source": ["IRN", "SAU", "IRN"],
        "target": ["SAU", "IRN", "EGY"],
        "n_events": [9, 2, 1],
        "goldstein": [-4.5, 3.0, None],
    }
)
NAMES = {"IRN": "Iran", "SAU": "Saudi Arabia", "EGY": "Egypt"}


def test_tiles_tell_the_sign_without_colour_and_none_from_zero() -> None:
    tiles = {(row["from"], row["to"]): row["text"] for row in matrix.tiles(CELLS, NAMES).to_pylist()}
    assert tiles[("Iran", "Saudi Arabia")] == "9▼"
    assert tiles[("Saudi Arabia", "Iran")] == "2▲"
    assert tiles[("Iran", "Egypt")] == "1"
    assert tiles[("Egypt", "Iran")] == "·"
    assert len(tiles) == 6


def test_the_matrix_has_one_scale_and_every_name() -> None:
    none, tiles, _ = matrix.matrix(CELLS, NAMES).to_dict()["layer"]
    assert tiles["encoding"]["y"]["sort"] == tiles["encoding"]["x"]["sort"] == ["Iran", "Saudi Arabia", "Egypt"]
    assert tiles["encoding"]["x"]["axis"]["labelOverlap"] is False
    assert tiles["encoding"]["color"]["scale"]["domain"] == [-10, -5, 0, 5, 10]
    # a tile without a value is no zero: it stands apart, in a grey of its own
    assert none["transform"] == [{"filter": "!isValid(datum.goldstein)"}]
    assert none["encoding"]["color"] == {"value": matrix.NONE}
