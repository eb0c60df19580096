"""Try a sentence: what the coder makes of a text of one's own, and why it made no more of it."""

from datetime import date

import pyarrow as pa
import streamlit as st

from dashboard.queries import codes
from dashboard.ui import trial
from dashboard.ui.ask import ask
from dashboard.ui.empty import trouble
from dashboard.ui.evidence import card_html
from dashboard.ui.safe import heading, say
from dashboard.ui.spans import Span, marked
from dashboard.ui.view import View, view
from dashboard.ui.words import plural

LONGEST = 5000  # characters
WHEN = "What the text counts from where it says on Monday, or last week; without it such a date stays open."
EXAMPLES = {
    "Talks with a mediator": "Oman mediated talks between Iran and Egypt in Muscat on Monday.",
    "A plan and a threat": "France plans to impose sanctions on Belarus. Minsk threatened to expel French diplomats.",
    "A denial": "Rwanda denied that its troops had attacked Congolese soldiers near Goma last week.",
    "Named by office": "Brazil's foreign minister met his Indian counterpart; the two countries signed a trade deal.",
}


def fill() -> None:
    """Put the chosen example into the box."""
    st.session_state["tried"] = EXAMPLES[st.session_state["example"]]


def asked() -> tuple[str, date | None]:
    """The text the reader gives, and the day it was published."""
    st.session_state.setdefault("tried", next(iter(EXAMPLES.values())))
    st.selectbox("Example", list(EXAMPLES), key="example", on_change=fill, width=320)
    with st.form("try", border=False):
        text = st.text_area("Text, in English", key="tried", max_chars=LONGEST, height=130)
        with st.container(horizontal=True, vertical_alignment="bottom"):
            day = st.date_input(
                "Published on", value=None, min_value=date(1800, 1, 1), key="tried_on", width=200, help=WHEN
            )
            st.form_submit_button("Read it", icon=":material/play_arrow:", help="Ctrl and Enter do the same")
    return (text or "").strip(), day if isinstance(day, date) else None


def who(read: trial.Trial, told: trial.Explained) -> None:
    """The table of those whom a sentence names."""
    rows = [
        {
            "words": mention.surface, "actor": read.actor_of(mention) or "unresolved",
            "id": " ".join(mention.actor_ids), "how": mention.mention_type,
            "decided by": mention.resolved_by.replace("_", " "), "confidence": mention.confidence,
        }
        for mention in told.mentions
    ]  # fmt: skip
    if rows:
        st.dataframe(
            pa.Table.from_pylist(rows), hide_index=True, key=f"who_{told.sentence.no}",
            alt=f"Actors named in sentence {told.sentence.no + 1}",
        )  # fmt: skip
    else:
        say("Nobody is named whom the coder could make an actor of.", "note")


def grammar(told: trial.Explained) -> None:
    """The sentence's syntax, folded away."""
    rows = [dict(zip(("word", "part of speech", "relation", "of"), row, strict=True)) for row in told.grammar()]
    if rows:
        with st.expander("Grammar", key=f"grammar_{told.sentence.no}"):
            st.dataframe(pa.Table.from_pylist(rows), hide_index=True, alt="Table: words with their syntax")


def sentence(shown: View, read: trial.Trial, told: trial.Explained) -> None:
    """One sentence: the text marked, who is named, what was coded, and what was not."""
    spans = [Span(m.start, m.end, "mention", hint=read.actor_of(m) or "unresolved") for m in told.mentions]
    spans += [Span(*r.trigger_span, "other", hint=r.cameo_code) for r in told.relations]
    st.html(f'<div class="story">{marked(told.sentence.text, spans, told.sentence.start)}</div>')
    who(read, told)
    kinds = ask(shown.store, codes.event_types)
    for relation in told.relations:
        with st.container(border=True):
            st.html(card_html(read.evidence(told, relation, kinds), beside_article=True))
    if told.skipped:
        say(f"Not read on: {told.skipped}.", "note")
    for start, end, why in told.left_out:
        say(f"Not coded, “{told.text_of(start, end)}”: {why}.", "note")
    grammar(told)


def main() -> None:
    """Draw the page."""
    shown = view()
    st.title("Try a sentence")
    say("What the coder makes of a text of yours, with its dictionary as it is now. Nothing is kept.")
    text, published = asked()
    if not text:
        say("Write or paste a sentence, or choose an example.", "note")
        return
    try:
        read = trial.read(text, published)
    except trial.NoCoderError as error:
        trouble("The coder cannot be used here.", error)
        return
    relations = sum(len(told.relations) for told in read.sentences)
    mentions = sum(len(told.mentions) for told in read.sentences)
    say(
        f"{plural(len(read.sentences), 'sentence')}: {plural(mentions, 'mention')} of actors, "
        f"{plural(relations, 'relation')}. Shaded: a named actor. Dotted: the word that made a relation."
    )
    for told in read.sentences:
        heading(f"Sentence {told.sentence.no + 1}")
        sentence(shown, read, told)


main()
