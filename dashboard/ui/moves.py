"""From a click to another page with other filters than now.

Streamlit lets nothing write a filter while it stands on the page, so the way is kept, and taken at the start of the
next run, before the filters are drawn.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NoReturn

import streamlit as st

from dashboard.ui.safe import safe_md
from dashboard.ui.words import LEVELS
from published.filters import Filters

_KEY, _HERE = "move", "stands_on"


@dataclass(frozen=True, slots=True)
class Move:
    """A page, what its address says, and the filters and boxes that change: key -> value, as their widgets keep it."""

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


def take(here: str) -> None:
    """Take the way that was kept, if one was; `here` names the page the reader is on."""
    st.session_state[_HERE] = here
    move: Move | None = st.session_state.pop(_KEY, None)
    if not move:
        return
    st.session_state.update(move.filters)
    if Path(move.page).stem == here:
        _write(move.address)
    else:
        st.switch_page(move.page, query_params=move.address)


def _write(address: Mapping[str, str | None]) -> None:
    for name, value in address.items():
        if value is None:
            st.query_params.pop(name, None)
        else:
            st.query_params[name] = value


def to(page: str, label: str, icon: str, address: Mapping[str, str | None], key: str) -> None:
    """A link to a page with this in its address; None takes out what stands there.

    On the page itself a button writes the address, which a link of Streamlit to the same page leaves as it was.
    """
    if Path(page).stem == st.session_state.get(_HERE):
        st.button(label, icon=icon, on_click=_write, args=(address,), key=f"to_{key}", type="tertiary")
    else:
        st.page_link(page, label=label, icon=icon, query_params={k: v for k, v in address.items() if v is not None})
