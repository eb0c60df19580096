"""What the reader sees when there is nothing to see: why, and what to do."""

from pathlib import Path
from typing import Any

import streamlit as st

from dashboard.ui.safe import say


def no_warehouse(path: Path) -> None:
    """No published file yet."""
    st.title("No database yet")
    say("The dashboard shows what the pipeline has published, and it has not published anything yet.")
    st.info(
        "Run the pipeline once, then this page fills by itself. The bundled sample articles are what it reads first.",
        title="What to do",
        icon=":material/play_circle:",
    )
    st.code("make run", language="bash")
    st.text("or, with your own articles:")
    st.code("entente run --from path/to/articles", language="bash")
    say(f"Looked for: {path}", "note")


def unreadable(message: str) -> None:
    """There is a file, but it cannot be shown."""
    st.title("The database cannot be shown")
    say("There is a published file, but this dashboard cannot read it.")
    st.warning("The file is left as it is. Details stand below.", title="What is wrong", icon=":material/error:")
    st.code(message, language=None, wrap_lines=True)


def trouble(title: str, details: object) -> None:
    """Something on a page cannot be done; `details` are shown as they are."""
    st.warning(f"{title} Details stand below.", icon=":material/error:")
    st.code(str(details), language=None, wrap_lines=True)


def nothing(holdings: dict[str, Any], on_page: str = "") -> None:
    """No relation to show: none was coded, or the filters, or what was chosen `on_page`, leave none."""
    if holdings["relations"]:
        hint = "No relation matches the filters. Widen or clear them in the sidebar."
        if on_page:
            hint = f"No relation matches. Clear {on_page}, or widen the filters in the sidebar."
        st.info(
            hint,
            title="Nothing matches",
            icon=":material/filter_alt_off:",
        )
        return
    st.info(
        "No relation has been coded yet. Add articles that tell who did what to whom, and run the pipeline again.",
        title="No relations",
        icon=":material/info:",
    )
    st.code("entente add path/to/articles\nentente run", language="bash")
