"""Stories on the page: what can be asked for; and one of them, with its reports, how they differ, what was coded."""

from typing import Any

import pyarrow as pa
import streamlit as st

from dashboard.queries import evidence, options, stories
from dashboard.queries.evidence import Evidence
from dashboard.queries.stories import Wanted
from dashboard.ui.address import choose
from dashboard.ui.ask import ask
from dashboard.ui.compare import side_by_side
from dashboard.ui.evidence import card
from dashboard.ui.safe import escape, heading, say
from dashboard.ui.view import View
from dashboard.ui.words import day, named, plural

FULL = 8  # reports that stand open
CARDS = 10  # a page of evidence
BESIDE = 12  # reports that have a column of their own in the table of what each tells
LONGEST = 400  # sentences of a report that are compared

SORTS = {"largest": "Largest first", "newest": "Newest first"}

Row = dict[str, Any]


def wanted_stories(shown: View) -> Wanted:
    """What the reader asks for."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        search = st.text_input("Search in titles", key="has", type="search", bind="query-params", width=240)
        printed_by = st.multiselect(
            "Printed by", list(ask(shown.store, options.outlets)), key="by", bind="query-params", width=260,
            placeholder="any outlet",
        )  # fmt: skip
        least = st.number_input("Articles at least", 1, 1000, 1, key="least", bind="query-params", width=150)
        sort = st.selectbox("Order", SORTS, format_func=named(SORTS), key="order", width=180, bind="query-params")
    return Wanted(search or "", int(least), tuple(printed_by), sort)


def one_story(shown: View, row: Row) -> None:
    """The whole story."""
    heading(row["title"] or "Without a title")
    first, last = day(row["first_published_at"]), day(row["last_published_at"])
    span = f"published {first}" if first == last else f"published {first} to {last}"
    outlets = f" in {plural(row['n_outlets'], 'named outlet')}" if row["n_outlets"] else ""
    say(f"{plural(row['n_articles'], 'article')}{outlets}, {span}.", "note")
    reports = ask(shown.store, stories.reports, row["story_id"])
    printed(reports, row["n_articles"])
    if len(reports) > 1:
        compared(shown, reports)
    coded(shown, row["story_id"], reports)


def printed(reports: list[Row], total: int) -> None:
    """The reports in order of publication, each with its lead and the way to its article."""
    st.subheader("Who printed it, in order of publication")
    if total > len(reports):
        say(f"The first {len(reports)} of {plural(total, 'article')}.", "note")
    _cards(reports[:FULL])
    if rest := reports[FULL:]:
        title = plural(len(rest), "more report")
        with st.expander(title, icon=":material/expand_more:"):
            _cards(rest)


def _cards(reports: list[Row]) -> None:
    """Two beside each other; on a phone one beneath the other."""
    for begin in range(0, len(reports), 2):
        for report, column in zip(reports[begin : begin + 2], st.columns(2), strict=False):
            with column, st.container(border=True, key=f"report_{report['place']}"):
                _report(report)


def _report(report: Row) -> None:
    outlet = f"{report['place']}. {report['outlet'] or 'outlet not named'}, {day(report['published_at'])}"
    st.html(
        f'<div class="card"><p class="head"><span class="who">{escape(outlet)}</span></p>'
        f"<p>{escape(report['title'] or 'no title')}</p>"
        f'<p class="sentence">{escape(report["lead"] or "No sentence beneath the title.")}</p></div>'
    )
    facts = [plural(report["n_sentences"], "sentence"), plural(report["n_relations"], "relation")]
    if report["place"] > 1:
        facts.append(f"{plural(report['n_own'], 'sentence')} that the first has not")
    say(" · ".join(facts), "note")
    place = {"id": report["article_id"]}
    st.page_link("app_pages/article.py", label="Open the article", icon=":material/article:", query_params=place)


def compared(shown: View, reports: list[Row]) -> None:
    """The first report beside another one, with the words that only one of the two has marked."""
    st.subheader("What another report says otherwise")
    names = {report["article_id"]: _named(report) for report in reports[1:]}
    other = choose("Compare the first report with", names, "with")
    texts = [ask(shown.store, stories.sentences, article) for article in (reports[0]["article_id"], other)]
    legend = "Left the first report, right the other. Marked: words that only one of them has."
    if max(map(len, texts)) > LONGEST:
        legend += f" Only the first {LONGEST} sentences are compared."
    say(f"{legend} Words are compared, not meanings.", "note")
    st.html(side_by_side(*(text[:LONGEST] for text in texts)))


def coded(shown: View, story_id: str, reports: list[Row]) -> None:
    """Which report has which relation, and the relations as cards."""
    st.subheader("What was coded from it, each event once")
    told = ask(shown.store, stories.told, story_id)
    if not told:
        say("No relation was coded from this story.", "note")
        return
    say("All relations of the story, whatever the filters; the best evidence stands for its event.", "note")
    pages = -(-len(told) // CARDS)
    number = min(st.pagination(pages, key="cards", bind="query-params"), pages) if pages > 1 else 1
    told = told[(number - 1) * CARDS :][:CARDS]
    found = ask(shown.store, evidence.cards, tuple(row["relation_id"] for row in told))
    if len(reports) > 1:
        st.dataframe(matched(told, found, reports), hide_index=True, alt="Which report of the story has which relation")
    for relation in found:
        card(relation)


def matched(told: list[Row], found: list[Evidence], reports: list[Row]) -> pa.Table:
    """A row per event: what it is, how it is told, and a dot under the number of each report that has it."""
    columns: dict[str, list[str]] = {
        "Relation": [f"{one.source_actor} {'↔' if one.is_symmetric else '→'} {one.target_actor}" for one in found],
        "Event": [one.event_type or one.cameo_code for one in found],
        "Status": [one.status for one in found],
    }
    for report in reports[:BESIDE]:
        columns[f"{report['place']}"] = ["●" if report["article_id"] in row["article_ids"] else "" for row in told]
    if len(reports) > BESIDE:
        columns["Reports"] = [str(len(row["article_ids"])) for row in told]
    return pa.table(columns)


def _named(report: Row) -> str:
    outlet = f"{report['outlet'] or 'outlet not named'}, {day(report['published_at'])}"
    return f"{report['place']}. {outlet}: {report['title'] or 'no title'}"
