"""The bars of a chart in time as a list to choose from, for those who use no mouse."""

import pyarrow as pa
import streamlit as st

from dashboard.ui.address import choose
from published.filters import Period


def newest_first(data: pa.Table, grain: str) -> dict[str, str]:
    """What the list offers: each period that has a bar, as the address names it -> in words."""
    starts = sorted({start for start in data["period"].to_pylist() if start}, reverse=True)
    return {str(period): period.words for period in (Period(grain, start) for start in starts)}


def narrow(data: pa.Table, grain: str) -> None:
    """Offer the sentences of one bar; the choice stands in the address as `?period=`."""
    names = {"": f"every {grain}, dated or not", **newest_first(data, grain)}
    if asked := Period.parse(st.query_params.get("period")):
        names |= {str(asked): asked.words}  # may lie outside the chart, or be of another grain
    choose("Sentences of", names, "period")


def widen() -> None:
    """Forget the period that was chosen or that the address names."""
    st.query_params.pop("period", None)
    st.session_state.pop("choose_period", None)


def events_of(data: pa.Table, grain: str) -> str | None:
    """The period whose events the reader wants to see, if any."""
    names = newest_first(data, grain)
    chosen: str | None = st.selectbox(
        f"Events of a {grain}", list(names), index=None, format_func=names.__getitem__, key=f"events_of_{grain}",
        placeholder="choose one",
    )  # fmt: skip
    return chosen
