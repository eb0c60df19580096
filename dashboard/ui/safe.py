"""Text that comes from articles, made safe for where it is shown.

Streamlit's Markdown would load images and follow markup found in a headline, so article text goes through
`html.escape` and `st.html` only; `safe_md` is for the rare label that takes nothing but Markdown.  For spreadsheets see
`published.cells`.
"""

import html
import re
from urllib.parse import urlsplit

import streamlit as st

_MARKDOWN = re.compile(r"([\\`*_{}\[\]()<>#+\-.!|~$:^&@/])")


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
