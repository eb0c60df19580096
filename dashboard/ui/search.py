"""The search box of the sidebar, which leads to the page of what was found."""

import streamlit as st

PAGE = "app_pages/search.py"


def box() -> None:
    """Draw the box; a newly written text opens the page with what holds it."""
    with st.sidebar:
        text = st.text_input(
            "Search", key="sought", type="search", placeholder="an actor, an outlet, words", max_chars=200
        )
    sought = (text or "").strip()
    if sought and sought != st.session_state.get("sought_last"):
        st.session_state["sought_last"] = sought
        st.switch_page(PAGE, query_params={"for": sought})
