"""Article: what one report said, with everything that was coded from it marked in the text."""

from typing import Any

import streamlit as st

from dashboard.queries import article, evidence
from dashboard.queries.evidence import Evidence
from dashboard.ui.ask import ask
from dashboard.ui.evidence import card, spans_of
from dashboard.ui.safe import escape, heading, safe_url, say
from dashboard.ui.spans import Span, marked
from dashboard.ui.view import View, view
from dashboard.ui.words import day, plural


def choose(shown: View) -> str | None:
    """The article the reader chose; one named in the address (`?id=`) can be chosen whatever the search says."""
    search = st.text_input(
        "Search in articles", key="find", type="search", placeholder="a word or a phrase", bind="query-params"
    )
    found = {row["article_id"]: row for row in ask(shown.store, article.choices, search or "")}
    wanted = st.query_params.get("id")
    if wanted and wanted not in found and (named := ask(shown.store, article.article, wanted)):
        found = {wanted: named | {"outlet": named["source"]}} | found
    if not found:
        say("No article holds these words.", "note")
        return None

    def label(article_id: str) -> str:
        row = found.get(article_id, {"title": article_id, "outlet": None, "published_at": None})
        return f"{row['title'] or 'no title'} — {row['outlet'] or 'outlet not named'}, {day(row['published_at'])}"

    chosen: str | None = st.selectbox("Article", list(found), format_func=label, key="id", bind="query-params")
    return chosen


def origin(row: dict[str, Any]) -> None:
    """Where the article comes from and what is known of its date."""
    known = (
        f"{row['published_precision']}, from {row['published_from']}"
        if row["published_at"]
        else "none is given and none is guessed"
    )
    facts = [
        ("Outlet", row["source"] or "not named"),
        ("Date", f"{day(row['published_at'])} ({known.replace('_', ' ')})"),
        ("By", row["byline"] or ""),
        ("Read from", row["uri"]),
        ("Story", plural(row["story_articles"], "article")),
    ]
    body = "".join(f"<dt>{escape(name)}</dt><dd>{escape(value)}</dd>" for name, value in facts if value)
    if link := safe_url(row["url"]):
        body += f'<dt>Original</dt><dd><a href="{escape(link)}" target="_blank" rel="noopener noreferrer">{escape(link)}</a></dd>'
    st.html(f'<div class="card"><dl>{body}</dl></div>')


def text(row: dict[str, Any], mentions: list[dict[str, Any]], relations: list[Evidence], chosen: str | None) -> None:
    """The whole text: actors shaded, triggers marked, the chosen relation labelled."""
    spans = [
        Span(
            m["start_char"],
            m["end_char"],
            "mention",
            "",
            f"{m['actor'] or 'unresolved'} ({m['mention_type']}, {m['resolved_by']})",
        )
        for m in mentions
    ]
    for relation in relations:
        if relation.relation_id == chosen:
            spans += spans_of(relation)
        else:
            spans.append(
                Span(
                    relation.trigger_start,
                    relation.trigger_end,
                    "other",
                    "",
                    relation.event_type or relation.cameo_code,
                )
            )
    st.html(f'<div class="story">{marked(row["text"], spans)}</div>')
    say(
        "Shaded: a named actor. Dotted: the word that made a relation. Underlined with labels: the relation in view.",
        "note",
    )


def main() -> None:
    shown = view()
    st.title("Article")
    say("What one report said, and everything that was coded from it.")
    article_id = choose(shown)
    row = ask(shown.store, article.article, article_id) if article_id else None
    if row is None:
        return
    mentions = ask(shown.store, article.mentions, row["article_id"])
    relations = ask(shown.store, evidence.cards, tuple(ask(shown.store, article.relation_ids, row["article_id"])))
    wanted = st.query_params.get("rel")
    chosen = next((relation for relation in relations if relation.relation_id == wanted), None)
    heading(row["title"] or "Without a title")
    say(
        f"{plural(len(relations), 'relation')} and {plural(len(mentions), 'mention')} of actors in {plural(row['n_sentences'], 'sentence')}.",
        "note",
    )
    left, right = st.columns([3, 2], gap="large")
    with left:
        text(row, mentions, relations, chosen.relation_id if chosen else None)
    with right:
        origin(row)
        for other in ask(shown.store, article.neighbours, row["article_id"]):
            say(
                f"Same story: {other['title'] or 'no title'}, {other['outlet'] or 'outlet not named'}, {day(other['published_at'])}",
                "note",
            )
            st.page_link("app_pages/article.py", label="Open this report", query_params={"id": other["article_id"]})
    st.subheader("Relations")
    if not relations:
        say("No relation was coded from this article.", "note")
    for relation in [chosen, *(r for r in relations if r is not chosen)] if chosen else relations:
        card(relation, "Show in the text")


main()
