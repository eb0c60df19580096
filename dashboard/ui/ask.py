"""The open build, and cached answers to questions about it."""

from collections.abc import Callable
from typing import Any, TypeVar

import streamlit as st

from published.store import Identity, Store, identify, open_store, published_path

Answer = TypeVar("Answer")


@st.cache_resource(max_entries=1, show_spinner="Opening the database …")
def _opened(identity: Identity) -> Store:
    return open_store(identity)


def current_identity() -> Identity | None:
    """Which build is published now; None where there is none."""
    return identify(published_path())


def current_store() -> Store | None:
    """The build published now, opened; None where there is none.  Raises StoreError."""
    identity = current_identity()
    return _opened(identity) if identity else None


@st.cache_data(max_entries=256, show_spinner=False)
def _answer(
    identity: Identity, name: str, arguments: tuple[Any, ...], _store: Store, _question: Callable[..., Any]
) -> Any:
    return _question(_store.cursor(), *arguments)


def ask(store: Store, question: Callable[..., Answer], *arguments: Any) -> Answer:
    """The answer of a query function, remembered as long as the build stays the same."""
    name = f"{question.__module__}.{question.__qualname__}"
    answer: Answer = _answer(store.identity, name, arguments, store, question)
    return answer


@st.fragment(run_every="5s")
def watch(shown: Identity | None) -> None:
    """Look now and then whether another build was published; show it at once if so."""
    if current_identity() != shown:
        st.rerun(scope="app")
