"""What the entry point hands to the page it runs: the open build and the reader's filters."""

from dataclasses import dataclass
from typing import Any

import streamlit as st

from published.filters import Filters
from published.store import Store

_KEY = "view"


@dataclass(frozen=True, slots=True)
class View:
    """One rerun of the app: the build, the filters, and what the filters leave (`queries.overview.totals`)."""

    store: Store
    filters: Filters
    totals: dict[str, Any]


def hand_over(view: View) -> None:
    """Keep the view for the page."""
    st.session_state[_KEY] = view


def view() -> View:
    """The view of this rerun."""
    found: View = st.session_state[_KEY]
    return found
