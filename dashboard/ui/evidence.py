"""The evidence card: one relation with its sentence, what was coded from it, and where it can be checked."""

from collections.abc import Callable, Sequence

import streamlit as st

from dashboard.charts.palette import COLOURS, words
from dashboard.queries.evidence import Evidence
from dashboard.queries.evidence import cards as evidence_of
from dashboard.ui.ask import ask
from dashboard.ui.moves import to
from dashboard.ui.safe import escape, facts_html, web_link
from dashboard.ui.spans import Span, marked
from dashboard.ui.view import View
from dashboard.ui.words import day, plural

UNSURE = ("planned", "potential", "attempted", "requested", "alleged")


def when(evidence: Evidence) -> str:
    """When it happened, how exactly that is known, and where the date comes from."""
    start, end = evidence.event_date_start, evidence.event_date_end
    if start is None:
        said = f" (the text says “{evidence.event_date_text}”)" if evidence.event_date_text else ""
        return f"undated{said}"
    span = day(start) if start == end else f"{day(start)} to {day(end)}"
    origin = {"text": "said in the text", "publication": "day of publication", "dateline": "from the dateline"}.get(
        evidence.event_date_from or "", "origin not recorded"
    )
    said = f": “{evidence.event_date_text}”" if evidence.event_date_text else ""
    return f"{span} ({evidence.event_date_precision or 'day'}, {origin}{said})"


def spans_of(evidence: Evidence) -> list[Span]:
    """The three spans of a relation, labelled."""
    return [
        Span(evidence.source_start, evidence.source_end, "source", "source", evidence.source_actor),
        Span(evidence.trigger_start, evidence.trigger_end, "trigger", "trigger", evidence.event_type or ""),
        Span(evidence.target_start, evidence.target_end, "target", "target", evidence.target_actor),
    ]


def facts(evidence: Evidence, beside_article: bool) -> list[tuple[str, str]]:
    """What the card lists beneath the sentence, empty values included; beside its article it repeats nothing of it."""
    event = f"{evidence.cameo_code} {evidence.event_type or ''} · {evidence.plover_type or 'no PLOVER type'}"
    goldstein = "" if evidence.goldstein is None else f", Goldstein {evidence.goldstein:+.1f}"
    story = plural(evidence.story_articles, "article")
    report = [
        ("Reported by", f"{evidence.outlet or 'outlet not named'}, {day(evidence.published_at)}"),
        ("Spread", f"{story} in its story, {evidence.event_articles:,} telling of the event"),
        ("Headline", evidence.title or ""),
    ]
    return [
        ("Event", event + goldstein),
        ("When", when(evidence)),
        ("Says who", evidence.attributed_to or ""),
        ("Third parties", ", ".join(f"{party['actor']} ({party['role']})" for party in evidence.third_parties)),
        *([] if beside_article else report),
        ("Coded by", f"rule {evidence.rule}, confidence {evidence.confidence:.2f}"),
        ("Coder", f"{evidence.coder_version}, dictionary {evidence.dictionary_version}"),
    ]


def _end(name: str, code: str | None) -> str:
    return escape(name) + (f' <span class="code">{escape(code)}</span>' if code else "")


def card_html(evidence: Evidence, beside_article: bool = False) -> str:
    """The card's body.  Every piece of it is escaped."""
    listed = facts(evidence, beside_article)
    below = facts_html(listed) if beside_article else facts_html(listed, web_link(evidence.url), "wide")
    arrow = "↔" if evidence.is_symmetric else "→"
    tone = {"negated": "is-negated"}.get(evidence.status, "is-unsure" if evidence.status in UNSURE else "")
    colour = COLOURS.get(evidence.quad_class or "", "#888888")
    source, target = (
        _end(evidence.source_actor, evidence.source_code),
        _end(evidence.target_actor, evidence.target_code),
    )
    return f"""
    <div class="card {tone}">
      <p class="head">
        <span class="who">{source} {arrow} {target}</span>
        <span class="badge class" style="--class-colour: {colour}">{escape(words(evidence.quad_class))}</span>
        <span class="badge status-{escape(evidence.status)}">{escape(evidence.status)}</span>
      </p>
      <p class="sentence">{marked(evidence.evidence, spans_of(evidence), evidence.sentence_start)}</p>
      {below}
    </div>"""


def card(evidence: Evidence, beside_article: bool = False, is_pinned: bool = False) -> None:
    """Show one relation with the ways on: its article (or its place in the text), and the address of this card.

    One that is pinned has its address already.
    """
    with st.container(border=True):
        st.html(card_html(evidence, beside_article))
        with st.container(horizontal=True):
            label = "Show in the text" if beside_article else "Open in the article"
            place = {"id": evidence.article_id, "rel": evidence.relation_id}
            to("app_pages/article.py", label, ":material/article:", place, f"text_{evidence.relation_id}")
            if not is_pinned:
                link = {"rel": evidence.relation_id}
                to("app_pages/events.py", "Permalink", ":material/link:", link, f"card_{evidence.relation_id}")


def paged(
    shown: View, number: int, size: int, key: str, ids: Callable[[int, int], Sequence[str]]
) -> Sequence[Evidence]:
    """Draw the choice of a page, `size` of `number` relations on each; gives those of `ids(limit, offset)` on it."""
    pages = max(1, -(-number // size))
    page = min(st.pagination(pages, key=key), pages) if pages > 1 else 1
    return ask(shown.store, evidence_of, tuple(ids(size, (page - 1) * size)))


def cards(found: Sequence[Evidence]) -> None:
    """Several cards, one beneath the other."""
    for evidence in found:
        card(evidence)
