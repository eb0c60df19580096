"""What the numbers of the Quality page mean, in plain words, and its numbers about the input."""

from typing import Any

import streamlit as st

from dashboard.ui.safe import facts_html, say
from dashboard.ui.words import plural

# What each part of the gold is; a part that is not named here stands under its own name.
PARTS = {
    "dev": ("As in the news", "Long sentences in the manner of wire copy, written before the coder read them."),
    "short": ("Short sentences", "Older, short and plain sentences, that show one way of saying something each."),
}
FACETS = {
    "plover_type": "PLOVER type",
    "status": "Status",
    "region": "Region",
    "trap": "Trap",
    "all": "Everything measured",
}
ASKED = {
    "plover_type": "Events by their type; a hit has the right pair and the right type.",
    "status": "Events by whether they happened, are planned, demanded, alleged; a hit has pair, type and status right.",
    "region": "Events by the region that the sentence is about; a hit has the right pair and the right type.",
    "trap": "Events by what is hard about the sentence (plain: nothing is); a hit has pair, type and status right.",
    "all": (
        "Each level as a whole. Code asks for the CAMEO code too. Trigger, third parties and attributed to tell the "
        "share that is right among the events found; silence that of the sentences without an event in which nothing "
        "was found. These four have no precision."
    ),
}
EXPLAINED = [
    ("pair", "Who did it and to whom: the right source and the right target."),
    ("type", "The pair, and what was done: the right PLOVER type."),
    ("status", "Pair and type, and whether it happened, is planned, demanded, alleged or failed."),
    ("when", "All of these, and the date where the text tells one."),
    ("precision", "Of what the coder found, the share that is right."),
    ("recall", "Of what a reader finds, the share that the coder found."),
    ("F1", "One number for both (their harmonic mean), high only where both are: the bar."),
    ("floor", "What F1 must not fall below: else the run stops, and nothing is published."),
]

VERSIONS = {
    "Built": "built_at", "Run": "run_id", "Coder": "coder_version", "Dictionary": "dictionary_version",
    "Cleaner": "cleaner_version", "Syntactic model": "model", "Tables": "schema_version",
}  # fmt: skip


def explanation() -> None:
    """What the levels and measures mean."""
    st.html(f'<div class="card">{facts_html(EXPLAINED)}</div>')


def part_words(part: str) -> tuple[str, str]:
    """The name of a part of the gold and what it is."""
    return PARTS.get(part, (part.replace("_", " "), "Another part of the gold."))


def silence_words(n_silent: int, n_kept: int, floor: float | None) -> str:
    """How often nothing was found where there is nothing."""
    held = f" (floor {floor:.2f})" if floor is not None else ""
    return f"Silence: in {n_kept:,} of {plural(n_silent, 'sentence')} without an event nothing was found{held}."


def intake(taken: dict[str, Any]) -> None:
    """The row of numbers about the input."""
    skipped = None if taken["read_on"] is None else taken["sentences"] - taken["read_on"]
    metrics = [
        ("Articles coded", taken["coded"], f"Of {plural(taken['articles'], 'article')} that could be read."),
        ("Sentences", taken["sentences"], "Titles and captions too."),
        ("Read on", taken["read_on"], "Whole, with two actors and a word that may tell of an event."),
        ("Skipped", skipped, "The other sentences, in which no relation was looked for."),
        ("Mentions", taken["mentions"], "Places in the text that name an actor."),
        ("Not used", taken["rejected"], "Inputs that became no article."),
    ]
    with st.container(horizontal=True, key="numbers"):
        for label, number, hint in metrics:
            st.metric(label, "–" if number is None else f"{number:,}", border=True, help=hint)
    if skipped is None:
        say("This file is too old to tell what was read on: run the pipeline again.", "note")


def versions(build: dict[str, str]) -> None:
    """What made this build."""
    facts = [(name, build.get(key, "unknown")) for name, key in VERSIONS.items()]
    st.html(f'<div class="card">{facts_html(facts)}</div>')
    say("The same input with the same versions gives the same tables.", "note")
