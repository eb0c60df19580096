"""Method and data: how this was made, whether to trust it, what its words mean, how to cite it."""

import streamlit as st

from dashboard.queries import quality
from dashboard.ui import codebook
from dashboard.ui.ask import ask
from dashboard.ui.measured import part_words, versions
from dashboard.ui.safe import facts_html, say
from dashboard.ui.view import View, view
from dashboard.ui.words import plural
from published.datasheet import ORIGIN, RIGHTS

MADE = [
    ("Documents", "Articles are taken in as they are, from folders, feeds and archives, and kept unchanged."),
    ("Articles", "Title, text, outlet and date are told apart from what else a page holds; reprints become one story."),
    ("Mentions", "Names are looked up in a dictionary of actors, with the offices that people held on the day."),
    ("Relations", "Each sentence is read by rules and by a parser: who did what to whom, when, and who says so."),
    ("Events", "Relations of the same pair, type and date are one event, however many articles report it."),
    ("This file", "Tables are derived, tested and published whole; the same input gives the same tables."),
]
LIMITS = [
    ("Only what was fed", "It holds what its outlets print, in the amount that was taken in; silence is no peace."),
    ("Only English", "Articles in other languages are not read."),
    (
        "Only within a sentence",
        "Both sides and the deed must stand in one sentence, though a pronoun may stand for one.",
    ),
    ("Only known types", "What CAMEO has no code for is not coded; each code is broader than any one event."),
    ("Attention", "More reports mean more attention, not more events; compare shares, and count stories."),
    ("Errors", "The coder misses events and makes some up. Look at the sentences behind a number you rely on."),
]


def trust(shown: View) -> None:
    """How well the coder reads, shortly."""
    parts = ask(shown.store, quality.parts)
    facts = []
    for part in parts:
        levels = {row["level"]: row for row in ask(shown.store, quality.levels, part["part"]).to_pylist()}
        told = ", ".join(f"{level} {row['f1']:.2f}" for level, row in levels.items() if row["f1"] is not None)
        name, _ = part_words(part["part"])
        facts.append((name, f"F1 {told}, of {plural(part['n_events'], 'event')} that a reader finds"))
    if facts:
        st.html(f'<div class="card">{facts_html(facts)}</div>')
        say("From 0 to 1, on sentences of our own; news is harder. Each next word asks for more to be right.", "note")
    else:
        say("This file holds no scores of the coder; an older version made it.", "note")
    st.page_link("app_pages/quality.py", label="Quality: all scores, and what was taken in", icon=":material/verified:")


def citation(shown: View) -> str:
    """How to cite this build."""
    build = shown.store.build
    run, built, coder, dictionary = (
        build.get(key, "unknown") for key in ("run_id", "built_at", "coder_version", "dictionary_version")
    )
    return (
        f"Entente, who did what to whom in the news, build {run[:12]} of {built[:10]} (coder {coder}, dictionary "
        f"{dictionary}). For a single event, cite the article too, by its outlet, date and address."
    )


def main() -> None:
    """Draw the page."""
    shown = view()
    st.title("Method and data")
    say("How this was made, whether to trust it, what its words mean, and how to cite it, whatever the filters.")
    left, right = st.columns(2, gap="large")
    with left:
        st.subheader("How it is made")
        st.html(f'<div class="card">{facts_html(MADE)}</div>')
    with right:
        st.subheader("What it cannot tell")
        st.html(f'<div class="card">{facts_html(LIMITS)}</div>')
    st.subheader("How well the coder reads")
    trust(shown)
    st.subheader("Codebook of event types")
    codebook.types(shown)
    left, right = st.columns(2, gap="large")
    with left:
        st.subheader("Statuses: did it happen?")
        codebook.statuses(shown)
    with right:
        st.subheader("Dates: when?")
        codebook.dates(shown)
    st.subheader("Tables and columns")
    codebook.dictionary(shown)
    st.page_link("app_pages/console.py", label="Ask them in SQL", icon=":material/terminal:")
    left, right = st.columns(2, gap="large")
    with left:
        st.subheader("How to cite it")
        st.code(citation(shown), language=None, wrap_lines=True)
        st.subheader("Whose it is")
        say(ORIGIN.replace("`", ""))
        say(RIGHTS.replace("The text of articles is not in this file.", "The text of articles is in no export."))
    with right:
        st.subheader("Versions")
        versions(shown.store.build)


main()
