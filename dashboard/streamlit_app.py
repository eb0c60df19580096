"""The dashboard's entry point: opens the published build, draws navigation, filters and footer, runs the page.

Start with `streamlit run dashboard/streamlit_app.py`; its settings lie in `dashboard/.streamlit/config.toml`.
"""

from pathlib import Path

import streamlit as st

from dashboard.queries import overview
from dashboard.ui import empty, filters, moves, search
from dashboard.ui.ask import ask, current_identity, current_store, watch
from dashboard.ui.safe import say
from dashboard.ui.style import STYLE
from dashboard.ui.view import View, hand_over
from published.store import Store, StoreError, published_path

ICON = Path(__file__).parent / "assets" / "icon.svg"
LOGO = ICON.with_name("logo.svg")
PAGES = {
    "Summary": [
        st.Page("app_pages/overview.py", title="Overview", icon=":material/dashboard:", default=True),
        st.Page("app_pages/changes.py", title="Changes", icon=":material/trending_up:"),
    ],
    "Explore": [
        st.Page("app_pages/dyad.py", title="Dyad", icon=":material/compare_arrows:"),
        st.Page("app_pages/who.py", title="Who to whom", icon=":material/grid_on:"),
        st.Page("app_pages/network.py", title="Network", icon=":material/hub:"),
        st.Page("app_pages/actor.py", title="Actor", icon=":material/person:"),
        st.Page("app_pages/map.py", title="Map", icon=":material/public:"),
    ],
    "Evidence": [
        st.Page("app_pages/search.py", title="Search", icon=":material/search:"),
        st.Page("app_pages/events.py", title="Events", icon=":material/list_alt:"),
        st.Page("app_pages/article.py", title="Article", icon=":material/article:"),
        st.Page("app_pages/stories.py", title="Stories", icon=":material/library_books:"),
    ],
    "Data": [
        st.Page("app_pages/unknown.py", title="Unknown actors", icon=":material/person_search:"),
        st.Page("app_pages/doubtful.py", title="Doubtful relations", icon=":material/rule:"),
        st.Page("app_pages/quality.py", title="Quality", icon=":material/verified:"),
        st.Page("app_pages/trial.py", title="Try a sentence", icon=":material/edit_note:"),
        st.Page("app_pages/method.py", title="Method and data", icon=":material/menu_book:"),
        st.Page("app_pages/console.py", title="SQL console", icon=":material/terminal:"),
    ],
}
# Pages that show what they show whatever the filters.
UNFILTERED = ("article", "trial", "unknown", "quality", "method", "console")


def footer(store: Store) -> None:
    """Which build every number on the page comes from."""
    run, built, coder, dictionary = (
        store.build.get(key, "unknown") for key in ("run_id", "built_at", "coder_version", "dictionary_version")
    )
    say(f"Build {run} of {built} · coder {coder} · dictionary {dictionary}", "foot")


def main() -> None:
    """Draw everything around the page, and the page."""
    st.set_page_config(page_title="Entente", page_icon=ICON, layout="wide")
    st.html(STYLE)
    st.logo(LOGO, size="large", icon_image=ICON)
    page = st.navigation(PAGES, position="top", expanded=True)
    moves.take(page.url_path)
    identity = current_identity()
    watch(identity)
    try:
        store = current_store()
    except StoreError as error:
        empty.unreadable(str(error))
        return
    if store is None:
        empty.no_warehouse(published_path())
        return
    search.sidebar()
    chosen = filters.sidebar(store, apply=page.url_path not in UNFILTERED)
    hand_over(View(store, chosen, ask(store, overview.totals, chosen)))
    page.run()
    footer(store)


main()
