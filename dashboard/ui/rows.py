"""Rows of tables that the reader may take along to edit: shown in a fold, made while it is open, downloaded as CSV."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import streamlit as st

from dashboard.ui.empty import trouble
from dashboard.ui.safe import say
from dashboard.ui.words import plural


class NoRowsError(Exception):
    """The rows cannot be made; the message is one line for the reader of the page."""


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows of one table: its name, how many they are, their text."""

    name: str
    n_rows: int
    text: str


def fold(title: str, icon: str, key: str, make: Callable[[], Sequence[Rows]], how: str, none: str) -> None:
    """The tables that `make` gives (or raises NoRowsError), with `how` to use them, or `none` where there are none."""
    with st.expander(title, icon=icon, key=key, on_change="rerun") as opened:
        if not opened.open:
            return
        try:
            tables = make()
        except NoRowsError as error:
            trouble("The rows cannot be made.", error)
            return
        say(how if tables else none, "note")
        for table in tables:
            st.code(table.text, language=None, height=220)
            st.download_button(
                f"{table.name}.csv, {plural(table.n_rows, 'row')}",
                data=table.text,
                file_name=f"{table.name}.csv",
                mime="text/csv",
                icon=":material/download:",
                on_click="ignore",
                key=f"{key}_{table.name}",
            )
