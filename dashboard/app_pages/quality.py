"""Quality: how well the coder reads, and what of the input it took in."""

from typing import Any

import streamlit as st

from dashboard.charts import quality as charts
from dashboard.queries import quality
from dashboard.ui.ask import ask
from dashboard.ui.measured import ASKED, FACETS, explanation, intake, part_words, silence_words, versions
from dashboard.ui.safe import heading, say
from dashboard.ui.sources import became, health
from dashboard.ui.twins import chart
from dashboard.ui.view import View, view
from dashboard.ui.words import named, plural


def scores(shown: View, parts: list[dict[str, Any]]) -> None:
    """How well the coder reads each part of the gold."""
    say(
        "The gold is our own and small: invented sentences in which we wrote down what a careful reader finds, in the "
        "folder seeds/gold. Whoever mends the coder looks at its misses there, so expect less where it reads news that "
        "it has never met. The coder read with the bundled knowledge alone: what you add is not measured."
    )
    for part, column in zip(parts, st.columns(len(parts), gap="large"), strict=True):
        with column:
            name, what = part_words(part["part"])
            heading(f"{name} ({part['part']})")
            size = f"{plural(part['n_events'], 'event')} to be found"
            say(f"{what} {size}, and {plural(part['n_silent'] or 0, 'sentence')} without an event.", "note")
            data = ask(shown.store, quality.levels, part["part"])
            if data.num_rows:
                words = "F1 with precision, recall and floor, by what has to be right"
                chart(charts.measures(data), data, words, key=f"measures_{part['part']}")
            if part["n_silent"]:
                say(silence_words(part["n_silent"], part["n_kept_silent"], part["silence_floor"]), "note")
    coder, dictionary = parts[0]["coder_version"], parts[0]["dictionary_version"]
    say(f"Measured: coder {coder}, dictionary {dictionary}.", "note")
    with st.expander("What the words mean", icon=":material/help:"):
        explanation()


def members(shown: View) -> None:
    """The scores by type, status, region and trap, to be sorted by any column."""
    st.subheader("Where it reads well, and where not")
    facet = st.segmented_control(
        "By", FACETS, default="plover_type", required=True, format_func=named(FACETS), key="by", bind="query-params"
    )
    say(f"{ASKED[facet]} Click the head of a column to sort. Few events make a shaky number.", "note")
    config = st.column_config
    st.dataframe(
        ask(shown.store, quality.members, facet),
        hide_index=True,
        alt=f"Scores of the coder by {FACETS[facet]}",
        column_config={
            "member": config.TextColumn("Level" if facet == "all" else FACETS[facet], pinned=True),
            "part": config.TextColumn("Part", help="dev: as in the news; short: short sentences"),
            "n_gold": config.NumberColumn("To be found", help="What a reader finds"),
            "n_found": config.NumberColumn("Found", help="What the coder found, right or wrong"),
            "score": config.ProgressColumn("F1", min_value=0, max_value=1, format="%.2f", width="small"),
            "precision": config.NumberColumn("Precision", format="%.2f"),
            "recall": config.NumberColumn("Recall", format="%.2f"),
        },
    )


def inputs(shown: View) -> None:
    """What was taken in, what was not, and by which versions."""
    st.subheader("What was taken in")
    taken = ask(shown.store, quality.taken_in)
    intake(taken)
    left, right = st.columns(2, gap="large")
    with left:
        heading("How actors are named, and whether we know whom")
        data = ask(shown.store, quality.mentions)
        if not data.num_rows:
            say("No actor is named yet.", "note")
        else:
            known = f"{taken['resolved']:,} of {plural(taken['mentions'], 'mention')}"
            say(f"{known} resolved: an actor is known. Of the others the text does not tell whom it means.", "note")
            chart(charts.resolved(data), data, "Mentions of actors by how they are named", key="mentions")
    with right:
        heading("Inputs that could not be used")
        if taken["rejected"]:
            say("By reason; the Overview lists each of them.", "note")
            st.dataframe(
                ask(shown.store, quality.reasons),
                hide_index=True,
                alt="Rejected inputs by reason",
                column_config={"reason": "Reason", "n_inputs": "Inputs"},
            )
        else:
            say("No input was rejected.", "note")
        heading("Versions")
        versions(shown.store.build)


def main() -> None:
    """Draw the page."""
    shown = view()
    st.title("Quality")
    say("How well the coder reads, and what became of the input, whatever the filters.")
    st.subheader("How well the coder reads")
    if parts := ask(shown.store, quality.parts):
        scores(shown, parts)
        members(shown)
    else:
        st.info(
            "This file holds no scores of the coder; an older version made it. Run the pipeline again.",
            title="No scores", icon=":material/info:",
        )  # fmt: skip
        st.code("entente run", language="bash")
    inputs(shown)
    became(shown)
    health(shown)


main()
