"""A network with its table twin, what its signs and lines mean, and what of it was clicked."""

from collections.abc import Mapping, Sequence
from typing import Any

import pyarrow as pa
import streamlit as st

from dashboard.charts import network
from dashboard.charts.palette import NEUTRAL
from dashboard.ui.safe import escape, say
from dashboard.ui.twins import twin
from dashboard.ui.words import listed

MARKS = {"rect": "■", "triangle": "▲", "diamond": "◆", "roundRect": "▬"}


def graph(drawn: Mapping[str, Any], data: pa.Table, alt: str, key: str, count: str) -> tuple[str, int] | None:
    """Show the network; gives what the reader clicked: `node` or `edge`, and its place in the option.

    `count` is what `n_events` counts.
    """
    event = st.echarts_chart(
        dict(drawn), height=network.HEIGHT, key=key, on_select="rerun", renderer="svg", alt=alt
    )  # fmt: skip
    twin(data, alt, key, count)
    found = [
        (str(group["data_type"]), int(place))
        for group in dict(event["selection"]).get("selected") or []
        for place in group["data_indices"]
    ]
    return found[0] if found else None


def legend(groups: Sequence[Sequence[str]], names: Mapping[str, str]) -> None:
    """What lines and signs mean, above the network."""
    lines = "".join(
        f'<span><i style="border-top: 3px {network.dash(least)} {colour}"></i>{escape(words)}</span> '
        for least, colour, words in network.TONES
    )
    st.html(f'<p class="note legend">{lines}</p>')
    if not groups:
        say("No blocs: these ties do not fall clearly apart into groups that cooperate among each other.", "note")
        return
    told = "; ".join(
        f'<span style="color: {colour}">{MARKS[shape]}</span> {escape(listed([names[party] for party in group]))}'
        for (shape, colour), group in zip(network.SIGNS, groups, strict=False)
    )
    st.html(
        '<p class="note">Blocs, groups that cooperate more among each other than chance would have it: '
        f'{told}; <span style="color: {NEUTRAL}">●</span> all others.</p>'
    )
