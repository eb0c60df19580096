"""From a click to another page with other filters than now.

Streamlit lets nothing write a filter while it stands on the page, so the way is kept, and taken at the start of the
next run, before the filters are drawn.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, NoReturn

import streamlit as st

from dashboard.ui.safe import safe_md
from dashboard.ui.words import LEVELS
from published.filters import Filters

_KEY = "move"


@dataclass(frozen=True, slots=True)
class Move:
    """A page, what its address says, and the filters that change: key -> value, as their widgets keep them."""

    page: str
    address: dict[str, str]
    filters: dict[str, Sequence[Any]] = field(default_factory=dict)


def _in_time(filters: Filters, page: str, address: dict[str, str]) -> Move:
    days = tuple(day for day in (filters.date_from, filters.date_to) if day)
    return Move(page, address, {"dates": days})


def to_pair(filters: Filters, level: str, a: str, b: str) -> Move:
    """The way to a pair, in the time of these filters."""
    return _in_time(filters, "app_pages/dyad.py", {"a": a, "b": b, "level": LEVELS[level]})


def to_party(filters: Filters, level: str, party: str) -> Move:
    """The way to the portrait of a party, in the time of these filters."""
    return _in_time(filters, "app_pages/actor.py", {"party": party, "pick": LEVELS[level]})


def keep(move: Move) -> None:
    """Take the way in the next run."""
    st.session_state[_KEY] = move


def go(move: Move) -> NoReturn:
    """Leave this run for the next one, which takes the way."""
    keep(move)
    st.rerun()


def link(label: str, icon: str, move: Move, key: str) -> None:
    """A button that takes the way; a link of Streamlit would leave the filters behind."""
    st.button(safe_md(label), icon=icon, on_click=keep, args=(move,), key=key, type="tertiary")


def take() -> None:
    """Take the way that was kept, if one was."""
    move: Move | None = st.session_state.pop(_KEY, None)
    if move:
        st.session_state.update(move.filters)
        st.switch_page(move.page, query_params=move.address)
