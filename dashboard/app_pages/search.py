"""Search: the actors, outlets, headlines and sentences that hold what the reader looks for."""

import streamlit as st

from dashboard.queries import events, evidence, options, search
from dashboard.queries.events import Listing
from dashboard.ui.ask import ask
from dashboard.ui.evidence import cards
from dashboard.ui.moves import Move, link
from dashboard.ui.safe import safe_md, say
from dashboard.ui.search import box
from dashboard.ui.view import View, view
from dashboard.ui.words import LEVELS, day, plural
from published.table import column

SHOWN = 5  # sentences


def actors(shown: View, text: str) -> None:
    """Each actor found leads to its page."""
    found = ask(shown.store, search.actors, text)
    st.subheader("Actors")
    if not found:
        say("No actor is called so.", "note")
    for row in found:
        kind = ", ".join(filter(None, (row["kind"], row["country"], plural(row["n_mentions"], "mention"))))
        place = {"pick": LEVELS["actor"], "party": row["actor_id"]}
        label = f"{safe_md(row['actor'])} ({safe_md(kind)})"
        st.page_link("app_pages/actor.py", label=label, icon=":material/person:", query_params=place)


def outlets(shown: View, text: str) -> None:
    """Each outlet found leads to the events it reports."""
    found = ask(shown.store, search.outlets, text)
    offered = ask(shown.store, options.outlets)
    if found:
        st.subheader("Outlets")
    for row in found:
        label = f"{row['outlet']} ({plural(row['n_articles'], 'article')})"
        if row["outlet"] in offered:
            move = Move("app_pages/events.py", {}, {"outlet": [row["outlet"]]})
            link(label, ":material/newspaper:", move, f"outlet_{row['outlet']}")
        else:
            say(f"{label}, too seldom for the filter of outlets", "note")


def headlines(shown: View, text: str) -> None:
    """Each headline found leads to its article."""
    found = ask(shown.store, search.headlines, text)
    if found:
        st.subheader("Headlines")
    for row in found:
        label = safe_md(f"{row['title']} — {row['outlet'] or 'outlet not named'}, {day(row['published_at'])}")
        place = {"id": row["article_id"]}
        st.page_link("app_pages/article.py", label=label, icon=":material/article:", query_params=place)


def sentences(shown: View, text: str) -> None:
    """The newest relations whose sentence holds the text, and the way to all of them."""
    st.subheader("Sentences")
    listing = Listing(search=text)
    number = ask(shown.store, events.count, shown.filters, listing)["relations"]
    if not number:
        say("No sentence of a relation holds these words, under the filters.", "note")
        return
    place = {"q": text}
    label = f"All {plural(number, 'relation')} in sentences with these words"
    st.page_link("app_pages/events.py", label=label, icon=":material/list_alt:", query_params=place)
    first = ask(shown.store, events.page, shown.filters, listing, "relations", 1)
    cards(ask(shown.store, evidence.cards, tuple(column(first, "relation_id")[:SHOWN])))


def main() -> None:
    """Draw the page."""
    shown = view()
    st.title("Search")
    text = st.query_params.get("for", "").strip()
    say("Actors, outlets, headlines and sentences, by any part of a name or by words.")
    box("What to look for", "sought_here")
    if not text:
        return
    say(f"What holds “{text}”. The filters narrow the sentences, and nothing else here.")
    actors(shown, text)
    outlets(shown, text)
    headlines(shown, text)
    sentences(shown, text)


main()
