"""Text that comes from articles, made safe for where it is shown.

Streamlit's Markdown would load images and follow markup found in a headline, so article text goes through
`html.escape` and `st.html` only; `safe_md` is for the rare label that takes nothing but Markdown; spreadsheets get
`safe_cell`.
"""

import html
import re
from typing import Any
from urllib.parse import urlsplit

import pyarrow as pa
import streamlit as st

_MARKDOWN = re.compile(r"([\\`*_{}\[\]()<>#+\-.!|~$:^&@/])")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def escape(text: object) -> str:
    """For HTML, attributes included; None becomes empty."""
    return "" if text is None else html.escape(str(text))


def safe_md(text: str) -> str:
    """For a label that Streamlit reads as Markdown: every sign of markup is escaped, line breaks become spaces."""
    return _MARKDOWN.sub(r"\\\1", " ".join(text.split()))


def say(text: str, kind: str = "say") -> None:
    """A plain sentence on the page."""
    st.html(f'<p class="{escape(kind)}">{escape(text)}</p>')


def heading(text: str) -> None:
    """A small heading that may hold a name from an article."""
    st.html(f'<h3 class="heading">{escape(text)}</h3>')


def safe_url(url: str | None) -> str | None:
    """The address if it leads to the web, else None."""
    try:
        parts = urlsplit(url or "")
    except ValueError:
        return None
    return url if parts.scheme in ("http", "https") and parts.netloc else None


def web_link(url: str | None) -> str:
    """HTML for a link to an address on the web; empty for anything else."""
    address = safe_url(url)
    link = f'<a href="{escape(address)}" target="_blank" rel="noopener noreferrer">{escape(address)}</a>'
    return link if address else ""


def facts_html(facts: list[tuple[str, str]], link: str = "", kind: str = "") -> str:
    """A definition list of what is known; empty values left out; `link` is HTML from `web_link`."""
    body = "".join(f"<dt>{escape(name)}</dt><dd>{escape(value)}</dd>" for name, value in facts if value)
    original = f"<dt>Original</dt><dd>{link}</dd>" if link else ""
    return f'<dl class="{escape(kind)}">{body}{original}</dl>'


def safe_cell(value: str | None) -> str | None:
    """A cell that no spreadsheet runs as a formula."""
    return f"'{value}" if value and value.startswith(_FORMULA) else value


def safe_cells(data: pa.Table) -> pa.Table:
    """The table for CSV: text cells made safe, everything nested written out as text."""
    columns: dict[str, Any] = {}
    for name in data.column_names:
        cells: list[Any] = list(data[name].to_pylist())
        if pa.types.is_list(data[name].type):
            cells = ["; ".join(_words(item) for item in cell or []) for cell in cells]
        is_text = all(cell is None or isinstance(cell, str) for cell in cells)
        columns[name] = pa.array([safe_cell(cell) for cell in cells], pa.string()) if is_text else data[name]
    return pa.table(columns)


def _words(item: object) -> str:
    return f"{item['actor']} ({item['role']})" if isinstance(item, dict) else str(item)
