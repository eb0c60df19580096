"""The search boxes, in the sidebar and on the page of what was found, which both lead to that page."""

import streamlit as st

PAGE = "app_pages/search.py"


def sidebar() -> None:
    """Draw the box that every page has."""
    with st.sidebar:
        box("Search", "sought")


def box(label: str, key: str) -> None:
    """Draw a box; a newly written text opens the page with what holds it."""
    text = st.text_input(label, key=key, type="search", placeholder="an actor, an outlet, words", max_chars=200)
    sought = (text or "").strip()
    if sought and sought != st.session_state.get(f"{key}_last"):
        st.session_state[f"{key}_last"] = sought
        st.switch_page(PAGE, query_params={"for": sought})
