"""Who a party is, as the Actor page shows it: chosen among many, its entry, partners, names and brokering."""

from functools import partial
from typing import Any

import pyarrow as pa
import streamlit as st

from dashboard.charts import ranks
from dashboard.queries import actor, dyad
from dashboard.queries.actor import Party
from dashboard.ui import export
from dashboard.ui.address import choose
from dashboard.ui.ask import ask
from dashboard.ui.safe import facts_html, safe_md, say
from dashboard.ui.spans import Span, marked
from dashboard.ui.twins import chart, clicked
from dashboard.ui.view import View
from dashboard.ui.words import LEVELS, day, named
from published.datasheet import told

TOP = 100  # parties to choose from without a search
SEEN = 3  # sentences that mention it
LINKED = 6  # ways on beneath a chart or table
Row = dict[str, Any]


def choose_party(shown: View) -> tuple[Party, str]:
    """The party that the reader chose, by default the most frequent one, and its name."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        level = st.segmented_control(
            "Among", LEVELS, default="party", required=True, format_func=named(LEVELS), key="pick",
            bind="query-params",
        )  # fmt: skip
        search = st.text_input("Find by name", key="find", type="search", bind="query-params", width=260)
    names = dict(list(ask(shown.store, dyad.partners, shown.filters, level).items())[:TOP])
    if search:
        found = ask(shown.store, actor.found, level, search)
        if not found:
            say(f"No name holds “{search}”; the most frequent are listed instead.", "note")
        names = found or names
    wanted = st.query_params.get("party")
    if wanted and wanted not in names and (name := ask(shown.store, actor.name_of, wanted)):
        names |= {wanted: name}
    party = choose("Party", names, "party")
    return Party(level, party), names[party]


def profile(shown: View, party: Party) -> None:
    """Its entry in the dictionary, and what it was on the days of its mentions."""
    st.subheader("Who it is")
    entry = ask(shown.store, actor.profile, party)
    if entry:
        st.html(f'<div class="card">{facts_html(_facts(entry))}</div>')
    if party.level == "party" and entry and entry["country"]:
        say("A country, with everyone who acts for it. Choose single actors to see one of them.", "note")
        return
    codes = ask(shown.store, actor.codes, party)
    if codes.num_rows:
        say("What it was on the days of its mentions; an office gives its country, sector and code.", "note")
        config = st.column_config
        columns = {
            "country": config.TextColumn("Country"),
            "sector": config.TextColumn("Sector"),
            "cameo_code": config.TextColumn("Code"),
            "first": config.DateColumn("First", format="YYYY-MM-DD"),
            "last": config.DateColumn("Last", format="YYYY-MM-DD"),
            "n_mentions": config.NumberColumn("Mentions", width="small"),
        }
        st.dataframe(codes, hide_index=True, alt="Country, sector and code by date", column_config=columns)


def _facts(entry: Row) -> list[tuple[str, str]]:
    known = "in the dictionary" if entry["is_known"] else "met in the text, not in the dictionary"
    span = f"{day(entry['first_seen'])} to {day(entry['last_seen'])}" if entry["first_seen"] else ""
    return [
        ("Kind", f"{entry['kind']}, {known}"),
        ("Country", entry["country"] or ""),
        ("Sector", entry["sector"] or ""),
        ("Code", entry["cameo_code"] or ""),
        ("Wikidata", entry["wikidata_id"] or ""),
        ("Id", entry["actor_id"]),
        ("Mentions", f"{entry['n_mentions']:,}" + (f", {span}" if span else "")),
    ]


def asked(shown: View, party: Party) -> dict[str, str]:
    """What a download of the party holds, in words."""
    counted = {"Told as": ", ".join(shown.filters.counted), "Counted": shown.filters.count}
    return {"Party": f"{party.party}, of {LEVELS[party.level].lower()}"} | told(shown.filters) | counted


def partners(shown: View, party: Party) -> None:
    """With whom it deals most; each leads to the pair in time."""
    st.subheader("Deals most with")
    data = ask(shown.store, actor.partners, shown.filters, party)
    if not data.num_rows:
        say("No event that happened has another party in it.", "note")
        return
    names = {row["partner"]: row["partner_name"] for row in data.to_pylist()}
    label = named(names)
    labels = pa.array([label(row["partner"]) for row in data.to_pylist()], pa.string())
    labelled = data.append_column("label", labels).append_column("key", data["partner"])
    count = shown.filters.count
    words = f"{count.capitalize()} with the most frequent partners, by class"
    drawn = ranks.ranked(labelled, "partner", select=True, count=count)
    key = f"partners_{party.party}"
    picked = clicked(chart(drawn, data, words, key=key, opens="the pair in time", count=count))
    if picked:
        st.switch_page("app_pages/dyad.py", query_params=_pair(party.level, party.party, picked))
    whole = partial(actor.partners, filters=shown.filters, party=party)
    most = {"Partners": f"the {len(names)} most frequent"}
    export.downloads(shown, "partners", data.num_rows, whole, asked(shown, party) | most)
    _ways([(_pair(party.level, party.party, partner), label(partner)) for partner in names])


def brokered(shown: View, party: Party) -> None:
    """Between whom it mediates, hosts or lends the venue; nothing where it does not."""
    data = ask(shown.store, actor.brokered, party)
    if not data.num_rows:
        return
    st.subheader("What it brokers")
    say("Events of others in which it is the mediator, the host or the venue; whatever the filters.", "note")
    config = st.column_config
    st.dataframe(
        data.drop_columns(["a", "b"]),
        hide_index=True,
        alt="What it brokers: role, pair and number of events",
        column_config={
            "role": config.TextColumn("Role"),
            "a_name": config.TextColumn("Between"),
            "b_name": config.TextColumn("And"),
            "n_events": config.NumberColumn("Events", width="small"),
        },
    )
    rows = data.to_pylist()
    _ways([(_pair("actor", row["a"], row["b"]), f"{row['a_name']} – {row['b_name']}") for row in rows])


def names(shown: View, party: Party) -> None:
    """The words by which it was named, and sentences that have them."""
    st.subheader("Under which names")
    data = ask(shown.store, actor.names, party)
    if not data.num_rows:
        say("No mention of it is in these articles.", "note")
        return
    left, right = st.columns([9, 11], gap="large")
    with left:
        config = st.column_config
        columns = {
            "surface": config.TextColumn("Words", width=150, pinned=True),
            "mention_type": config.TextColumn("How"),
            "resolved_by": config.TextColumn("Known by", help="The rule that decided who is meant"),
            "n_mentions": config.NumberColumn("Mentions", width="small"),
        }
        st.dataframe(data, hide_index=True, alt="Words by which it was named", column_config=columns)
    with right:
        surfaces = {row["surface"]: row["surface"] for row in data.to_pylist()}
        surface = choose("Named", {"": "by any of these words", **surfaces}, "named")
        for place, seen in enumerate(ask(shown.store, actor.mentions, party, surface or None, SEEN)):
            _sighting(seen, place)


def _sighting(seen: Row, place: int) -> None:
    hint = f"{seen['actor']}: {seen['mention_type']}, {seen['resolved_by']}"
    spans = [Span(seen["start_char"], seen["end_char"], "mention", "", hint)]
    with st.container(border=True, key=f"seen_{place}"):
        text = marked(seen["text"], spans, seen["sentence_start"])
        st.html(f'<div class="card"><p class="sentence">{text}</p></div>')
        say(
            f"{seen['outlet'] or 'outlet not named'}, {day(seen['published_at'])}: {seen['title'] or 'no title'}",
            "note",
        )
        st.page_link(
            "app_pages/article.py", label="Open the article", icon=":material/article:",
            query_params={"id": seen["article_id"]},
        )  # fmt: skip


def _pair(level: str, a: str, b: str) -> dict[str, str]:
    return {"a": a, "b": b, "level": LEVELS[level]}


def _ways(pairs: list[tuple[dict[str, str], str]]) -> None:
    """Ways to pairs, for those who use no mouse."""
    with st.container(horizontal=True, gap="small"):
        for address, label in list({label: (address, label) for address, label in pairs}.values())[:LINKED]:
            icon = ":material/compare_arrows:"
            st.page_link("app_pages/dyad.py", label=safe_md(label), icon=icon, query_params=address)
