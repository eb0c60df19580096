"""Article: what one report said, with everything that was coded from it marked in the text."""

from typing import Any

import streamlit as st

from dashboard.queries import article, evidence, overview
from dashboard.queries.evidence import Evidence
from dashboard.ui.address import choose
from dashboard.ui.ask import ask
from dashboard.ui.empty import nothing
from dashboard.ui.evidence import card, spans_of
from dashboard.ui.moves import to
from dashboard.ui.safe import facts_html, heading, say, web_link
from dashboard.ui.spans import Span, marked
from dashboard.ui.view import View, view
from dashboard.ui.words import day, plural


def choose_article(shown: View) -> str | None:
    """The article the reader chose; one named in the address (`?id=`) can be chosen whatever the search says."""
    wanted = st.query_params.get("id")
    named = ask(shown.store, article.article, wanted) if wanted else None
    if wanted and not named:
        say("The article that this address names is not in the present build.", "note")
        to("app_pages/article.py", "All articles", ":material/arrow_back:", {"id": None, "rel": None}, "all")
        return None
    search = st.text_input(
        "Search in articles", key="find", type="search", placeholder="a word or a phrase", bind="query-params"
    )
    found = ask(shown.store, article.choices, search or "")
    if named:
        found = [named | {"outlet": named["source"]}, *(row for row in found if row["article_id"] != wanted)]
    if not found:
        say("No article holds these words.", "note")
        return None
    names = {
        row["article_id"]: f"{row['title'] or 'no title'} — {row['outlet'] or 'not named'}, {day(row['published_at'])}"
        for row in found
    }
    return choose("Article", names, "id")


def origin(row: dict[str, Any]) -> None:
    """Where the article comes from and what is known of its date."""
    known = "none is given and none is guessed"
    if row["published_at"]:
        known = f"{row['published_precision']}, from {row['published_from']}".replace("_", " ")
    facts = [
        ("Outlet", row["source"] or "not named"),
        ("Date", f"{day(row['published_at'])} ({known})"),
        ("By", row["byline"] or ""),
        ("Read from", row["uri"]),
        ("Story", plural(row["story_articles"], "article")),
    ]
    st.html(f'<div class="card">{facts_html(facts, web_link(row["url"]))}</div>')


def text(
    row: dict[str, Any], mentions: list[dict[str, Any]], relations: list[Evidence], chosen: Evidence | None
) -> None:
    """The whole text: actors shaded, triggers marked, the chosen relation labelled."""
    spans = []
    for mention in mentions:
        who = mention["actor"] or "unresolved"
        hint = f"{who} ({mention['mention_type']}, {mention['resolved_by'] or 'no rule decided'})"
        spans.append(Span(mention["start_char"], mention["end_char"], "mention", hint=hint))
    for relation in relations:
        name = relation.event_type or relation.cameo_code
        spans.append(Span(relation.trigger_start, relation.trigger_end, "other", hint=name))
    spans += spans_of(chosen) if chosen else []
    st.html(f'<div class="story">{marked(row["text"], spans)}</div>')
    legend = "Shaded: a named actor. Dotted: the word that made a relation."
    say(f"{legend} Underlined and labelled: the relation in view." if chosen else legend, "note")


def others(shown: View, row: dict[str, Any]) -> None:
    """The other reports of the story."""
    for other in ask(shown.store, article.neighbours, row["article_id"]):
        name = f"{other['title'] or 'no title'}, {other['outlet'] or 'outlet not named'}, {day(other['published_at'])}"
        say(f"Same story: {name}", "note")
        place = {"id": other["article_id"], "rel": None}
        to("app_pages/article.py", "Open this report", ":material/article:", place, other["article_id"])


def main() -> None:
    """Draw the page."""
    shown = view()
    st.title("Article")
    say("What one report said, and everything that was coded from it, whatever the filters.")
    holdings = ask(shown.store, overview.holdings)
    if not holdings["articles"]:
        nothing(holdings)
        return
    article_id = choose_article(shown)
    row = ask(shown.store, article.article, article_id) if article_id else None
    if row is None:
        return
    mentions = ask(shown.store, article.mentions, row["article_id"])
    relations = ask(shown.store, evidence.cards, tuple(ask(shown.store, article.relation_ids, row["article_id"])))
    wanted = st.query_params.get("rel")
    chosen = next((relation for relation in relations if relation.relation_id == wanted), None)
    heading(row["title"] or "Without a title")
    found = f"{plural(len(relations), 'relation')} and {plural(len(mentions), 'mention')} of actors"
    say(f"{found} in {plural(row['n_sentences'], 'sentence')}.", "note")
    left, right = st.columns([11, 9], gap="large")
    with left:
        origin(row)
        text(row, mentions, relations, chosen)
        others(shown, row)
    with right:
        if not relations:
            say("No relation was coded from this article.", "note")
        for relation in [chosen, *(other for other in relations if other is not chosen)] if chosen else relations:
            card(relation, beside_article=True)


main()
