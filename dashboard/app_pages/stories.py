"""Stories: the same event in several outlets, what each of them prints, and what was coded, each event once."""

from functools import partial

import pyarrow as pa
import streamlit as st

from dashboard.charts import stories as charts
from dashboard.queries import overview, stories
from dashboard.queries.stories import PAGE_SIZE, Wanted
from dashboard.ui import export
from dashboard.ui.ask import ask
from dashboard.ui.columns import story_columns
from dashboard.ui.empty import nothing
from dashboard.ui.filters import describe
from dashboard.ui.moves import to
from dashboard.ui.safe import say
from dashboard.ui.stories import one_story, wanted_stories
from dashboard.ui.twins import chart, clicked
from dashboard.ui.view import View, view
from dashboard.ui.words import distinct, named, plural
from published.datasheet import told
from published.filters import Filters
from published.table import column

DRAWN = 12  # stories in the chart


def open_story(story_id: str) -> None:
    """Show one story, and name it in the address."""
    st.query_params["story"] = story_id
    st.rerun()


def spread(shown: View, wanted: Wanted) -> None:
    """How the most reprinted stories spread; a click opens one."""
    data = ask(shown.store, stories.spread, shown.filters, wanted, DRAWN)
    if not data.num_rows:
        say("No article here is a reprint of another: every story is one article.", "note")
        return
    st.subheader("How the most reprinted spread")
    say("The number of articles, and when they came: the larger a dot, the more on that day.", "note")
    drawn = charts.spread(data, distinct(dict(zip(*titled(data), strict=True))))
    words = "The most reprinted stories, the number of their articles, and on which day each was printed"
    if picked := clicked(chart(drawn, data, words, key="spread", opens="the story", mark="dot")):
        open_story(picked)


def titled(data: pa.Table) -> tuple[list[str], list[str]]:
    """Ids of stories, and their titles."""
    return column(data, "story_id"), [title or "no title" for title in column(data, "title")]


def listing(shown: View, wanted: Wanted, total: int) -> None:
    """One page of stories; a click on a row, or a choice from the list, opens one."""
    st.subheader("Every story")
    say("Click a row for the story: its reports side by side, and what was coded.", "note")
    pages = -(-total // PAGE_SIZE)
    number = min(st.pagination(pages, key="page", bind="query-params"), pages) if pages > 1 else 1
    data = ask(shown.store, stories.page, shown.filters, wanted, number)
    choice = st.dataframe(
        data, hide_index=True, on_select="rerun", selection_mode="single-cell", key=f"stories_{number}",
        alt="Stories that match; click a row for its reports", placeholder="",
        column_order=[name for name in data.column_names if name != "story_id"],
        column_config=story_columns(),
    )  # fmt: skip
    ids = column(data, "story_id")
    if chosen := [place for place, _ in choice["selection"]["cells"] if place < len(ids)]:
        open_story(ids[chosen[0]])
    names = distinct(dict(zip(*titled(data), strict=True)))
    if by_name := st.selectbox("Open a story", ids, index=None, format_func=named(names), placeholder="by its title"):
        open_story(by_name)


def offered(shown: View) -> None:
    """All stories that match."""
    chosen = describe(shown.store, shown.filters)
    wanted = wanted_stories(shown)
    totals = ask(shown.store, stories.totals, shown.filters, wanted)
    scope = f"Filtered: stories with a relation {chosen}" if chosen else "All stories"
    counts = f"{plural(totals['stories'], 'story')} of {plural(totals['articles'], 'article')}"
    more = f"{totals['reprinted']:,} in more than one article" if totals["reprinted"] else "none was reprinted"
    say(f"{scope}: {counts}, {more}." if totals["stories"] else f"{scope}: none.", "note")
    if not totals["stories"]:
        st.info(
            "No story matches. Clear the choices above, or widen the filters in the sidebar.",
            title="Nothing matches", icon=":material/filter_alt_off:",
        )  # fmt: skip
        return
    spread(shown, wanted)
    listing(shown, wanted, totals["stories"])
    asked = told(shown.filters) | {
        "Search in titles": wanted.search, "Printed by": ", ".join(wanted.outlets),
        "Articles at least": str(wanted.least) if wanted.least > 1 else "",
    }  # fmt: skip
    whole = partial(stories.page, filters=shown.filters, wanted=wanted, limit=None)
    export.downloads(shown, "stories", totals["stories"], whole, asked)


def main() -> None:
    """Draw the page."""
    shown = view()
    st.title("Stories")
    say("The same event, how many outlets? A story is a set of articles that print nearly the same text.")
    if not ask(shown.store, stories.totals, Filters(), Wanted())["stories"]:
        nothing(ask(shown.store, overview.holdings))
        return
    if wanted := st.query_params.get("story"):
        to("app_pages/stories.py", "All stories", ":material/arrow_back:", {"story": None}, "all")
        if row := ask(shown.store, stories.story, wanted):
            one_story(shown, row)
            return
        say("The story that this address names is not in the present build.", "note")
    offered(shown)


main()
