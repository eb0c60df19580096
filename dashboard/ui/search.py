"""The search boxes, in the sidebar and on the page of what was found, which both lead to that page."""

import streamlit as st

from dashboard.ui.moves import Move, go

PAGE = "app_pages/search.py"


def sidebar() -> None:
    """Draw the box that every page has."""
    with st.sidebar:
        box("Search", "sought")


def box(label: str, key: str) -> None:
    """Draw a box; what is written into it opens the page with what holds it, and the box is empty again."""
    text = st.text_input(label, key=key, type="search", placeholder="an actor, an outlet, words", max_chars=200)
    if sought := (text or "").strip():
        go(Move(PAGE, {"for": sought}, {key: ""}))
