"""SQL console: one's own questions to the published file, read-only, with limits, shared by their address."""

import streamlit as st

from dashboard.queries.examples import EXAMPLES
from dashboard.ui import export
from dashboard.ui.codebook import dictionary
from dashboard.ui.safe import say
from dashboard.ui.view import View, view
from dashboard.ui.words import plural
from published import answer, console
from published.cells import safe_cell
from published.guard import Refused

LONGEST = 4_000  # characters of a question, so that it fits into an address
HEIGHT = 180
LIMITS = (
    f"Read-only, on this build alone. An answer has at most {answer.ROWS:,} rows and takes at most {answer.SECONDS} "
    "seconds. The question stands in the address, so that you can send it; whoever opens it runs it with Run."
)


def _fill() -> None:
    if chosen := st.session_state["example"]:
        st.session_state["sql"] = EXAMPLES[chosen]


def question() -> str | None:
    """The question that the reader wants answered now; None where Run was not pressed."""
    st.selectbox(
        "Begin with an example", list(EXAMPLES), index=None, key="example", on_change=_fill,
        placeholder="choose one to fill the box below",
    )  # fmt: skip
    with st.form("question", border=False):
        sql = st.text_area(
            "Question in SQL", key="sql", bind="query-params", height=HEIGHT, max_chars=LONGEST,
            placeholder="from relations limit 10", help="DuckDB's SQL. Ctrl+Enter runs it.",
        )  # fmt: skip
        is_asked = st.form_submit_button("Run", icon=":material/play_arrow:")
    return sql if is_asked else None


def answered(shown: View, sql: str) -> console.Answer | str:
    """The answer, or in words why there is none."""
    if not sql.strip():
        return "Write a question first, or begin with an example."
    with st.spinner(f"Asking, for {answer.SECONDS} seconds at most …"):
        try:
            return console.ask(shown.store.identity, sql)
        except Refused as refused:
            return str(refused)


def result(shown: View, sql: str, found: console.Answer | str) -> None:
    """What came of the last question."""
    st.subheader("Answer")
    if isinstance(found, str):
        st.warning("There is no answer. Why stands below.", icon=":material/error:")
        st.code(found, language=None, wrap_lines=True)
        return
    rows, columns = found.table.num_rows, found.table.num_columns
    if found.is_cut:
        say(f"The first {plural(rows, 'row')} of {plural(columns, 'column')}; there are more.", "note")
    else:
        say(f"{plural(rows, 'row')} of {plural(columns, 'column')}, the whole answer.", "note")
    st.dataframe(found.table, hide_index=True, alt="The answer to the question")
    safe = found.table.rename_columns([str(safe_cell(name)) for name in found.table.column_names])
    asked = {"Question": sql, "Part": "The first rows; there are more" if found.is_cut else ""}
    export.downloads(shown, "answer", rows, lambda _: safe, asked)


def main() -> None:
    """Draw the page."""
    shown = view()
    st.title("SQL console")
    say("What the other pages do not show: ask the tables yourself, whatever the filters.")
    sql = question()
    say(LIMITS, "note")
    if sql is not None:
        st.session_state["answered"] = (shown.store.identity, sql, answered(shown, sql))
    build, *kept = st.session_state.get("answered", (None,))
    if build == shown.store.identity:  # an answer stays until there is another one, or another build
        result(shown, *kept)
    st.subheader("What can be asked")
    dictionary(shown)


main()
