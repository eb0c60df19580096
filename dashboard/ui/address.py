"""Choosers whose choice stands in the address by its id.

Streamlit's own binding writes the displayed label, which may be long, may change, and may be that of two things.
"""

from collections.abc import Mapping

import streamlit as st

from dashboard.ui.safe import say
from dashboard.ui.words import distinct


def _keep(name: str) -> None:
    st.query_params[name] = st.session_state[f"choose_{name}"]


def choose(label: str, names: Mapping[str, str], name: str) -> str:
    """A selectbox over ids; `?name=id` chooses one, and choosing one writes it there.  `names` must not be empty.

    Where the address asks for an id that cannot be chosen, a sentence says so and what is shown instead.
    """
    key, wanted = f"choose_{name}", st.query_params.get(name)
    if wanted in names:
        st.session_state[key] = wanted
    elif st.session_state.get(key) not in names:
        st.session_state.pop(key, None)
    labels = distinct(names)
    chosen: str = st.selectbox(
        label, list(names), format_func=labels.__getitem__, key=key, on_change=_keep, args=(name,)
    )
    if wanted and wanted not in names:
        say(f"The address asks for “{wanted}”, which cannot be chosen here; {labels[chosen]} is shown instead.", "note")
    return chosen
