"""Who is tied to whom: an ECharts option with fixed places, since Altair draws no networks.

Nearness is strength of a tie, and cooperation draws nearer than conflict; a line is solid where cooperation prevails,
dashed where conflict does; the larger a sign and the thicker a line, the more events.
"""

from collections.abc import Mapping, Sequence
from math import sqrt
from typing import Any

import pyarrow as pa

from dashboard.charts.blocs import blocs
from dashboard.charts.layout import places
from dashboard.charts.palette import COLOURS, NEUTRAL

HEIGHT = 560
PHONE = 520  # pixels, below which signs are small and names that would overlap wait for a touch
# A bloc is told by shape and colour; the colours are none of those that mean cooperation or conflict.
SIGNS = (("rect", "#8250c4"), ("triangle", "#1a8a78"), ("diamond", "#b8478c"), ("roundRect", "#857a1f"))
LONE = ("circle", NEUTRAL)
# From which balance on, colour, and what it is called.
TONES = (
    (0.5, COLOURS["material_cooperation"], "mostly cooperation"),
    (0.1, COLOURS["verbal_cooperation"], "more cooperation"),
    (-0.1, NEUTRAL, "about even, or neither"),
    (-0.5, COLOURS["verbal_conflict"], "more conflict"),
    (-1.0, COLOURS["material_conflict"], "mostly conflict"),
)
# As many events as make a line of full width, a sign of full size; more where a tie, a party has more.
WIDE_FROM, LARGE_FROM = 10, 25
LEAST_BOND = 2  # one event more of cooperation than of conflict makes no bond


def tone(balance: float | None) -> str:
    """The colour of a tie."""
    return next(colour for least, colour, _ in TONES if (balance or 0.0) >= least)


def dash(balance: float | None) -> str:
    """How a tie is drawn: solid or dashed."""
    return "dashed" if (balance or 0.0) < -0.1 else "solid"


def blocs_of(ties: pa.Table) -> list[list[str]]:
    """The blocs among the parties of these ties, as far as a sign can be told from another."""
    net = {(tie["party"], tie["other_party"]): tie["n_cooperative"] - tie["n_conflictual"] for tie in ties.to_pylist()}
    return blocs({pair: float(number) for pair, number in net.items() if number >= LEAST_BOND})[: len(SIGNS)]


def _places(ties: Sequence[Mapping[str, Any]], order: Sequence[str]) -> dict[str, tuple[float, float]]:
    number = {party: place for place, party in enumerate(order)}
    most = max(tie["n_events"] for tie in ties)
    pulls = [
        (
            number[tie["party"]],
            number[tie["other_party"]],
            (0.3 + 0.7 * sqrt(tie["n_events"] / most)) * (0.65 + 0.35 * (tie["balance"] or 0.0)),
        )
        for tie in ties
    ]
    return dict(zip(order, places(len(order), pulls), strict=True))


def _plain(name: str) -> str:
    """A name for a template of ECharts, in which braces would be filled in."""
    return name.replace("{", "(").replace("}", ")")


def told(tie: Mapping[str, Any], names: Mapping[str, str], count: str) -> str:
    """A tie in words."""
    numbers = f"of cooperation: {tie['n_cooperative']:,}; of conflict: {tie['n_conflictual']:,}"
    return f"{names[tie['party']]} – {names[tie['other_party']]}, {count}: {tie['n_events']:,}; {numbers}"


def network(
    data: pa.Table, names: Mapping[str, str], groups: Sequence[Sequence[str]], count: str = "events"
) -> dict[str, Any]:
    """The option; nodes in the order of `names` (distinct, by id), edges in that of the ties, which are not none."""
    ties = data.to_pylist()
    sums = {
        party: sum(tie["n_events"] for tie in ties if party in (tie["party"], tie["other_party"])) for party in names
    }
    signs = {party: sign for group, sign in zip(groups, SIGNS, strict=False) for party in group}
    grouped = sorted(
        names, key=lambda party: next((at for at, group in enumerate(groups) if party in group), len(groups))
    )
    at = _places(ties, grouped)
    widest = max([WIDE_FROM, *(tie["n_events"] for tie in ties)])
    largest = max([LARGE_FROM, *sums.values()])
    nodes: list[dict[str, Any]] = []
    for party, name in names.items():
        shape, colour = signs.get(party, LONE)
        degree = sum(party in (tie["party"], tie["other_party"]) for tie in ties)
        x, y = at[party]
        nodes.append(
            {
                "id": party,
                "name": _plain(f"{name}, {count}: {sums[party]:,}; ties: {degree:,}"),
                "value": [x, y],
                "symbol": shape,
                "symbolSize": round(11 + 25 * sqrt(sums[party] / largest), 1),
                "itemStyle": {"color": colour},
                "label": {
                    "formatter": _plain(name),
                    "position": "left" if x > 0.85 else "right" if x < 0.15 else "bottom",
                },
            }
        )
    edges: list[dict[str, Any]] = [
        {
            "id": _plain(told(tie, names, count)),
            "source": tie["party"],
            "target": tie["other_party"],
            "lineStyle": {
                "color": tone(tie["balance"]),
                "type": dash(tie["balance"]),
                "width": round(1.2 + 6.8 * sqrt(tie["n_events"] / widest), 1),
            },
        }
        for tie in ties
    ]
    hidden = {"show": False, "min": -0.05, "max": 1.05}
    whole = {
        "animation": False,
        "tooltip": {"formatter": "{b}", "confine": True},
        "grid": {"left": 30, "right": 30, "top": 25, "bottom": 35},
        "xAxis": hidden,
        "yAxis": hidden,
        "series": [
            {
                "type": "graph",
                "coordinateSystem": "cartesian2d",
                "selectedMode": "single",
                "data": nodes,
                "edges": edges,
                "lineStyle": {"opacity": 0.9},
                "label": {"show": True, "fontSize": 12, "distance": 4, "width": 140, "overflow": "truncate"},
                "emphasis": {"focus": "adjacency", "lineStyle": {"opacity": 1}},
            }
        ],
    }
    small = [node | {"symbolSize": node["symbolSize"] / 2} for node in nodes]
    thin = [edge | {"lineStyle": edge["lineStyle"] | {"width": edge["lineStyle"]["width"] / 2}} for edge in edges]
    phone = {"data": small, "edges": thin, "label": {"fontSize": 10}, "labelLayout": {"hideOverlap": True}}
    return {"baseOption": whole, "media": [{"query": {"maxWidth": PHONE}, "option": {"series": [phone]}}]}
