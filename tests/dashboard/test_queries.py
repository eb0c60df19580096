"""What the pages ask: counts leave out what did not happen, filters narrow, offsets stay true."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import duckdb
import pytest

from dashboard.queries import article, dyad, events, evidence, matrix, options, overview, quality, unknown
from dashboard.queries.dyad import Dyad, Part
from dashboard.queries.events import Listing
from published.filters import Filters, Period, counted
from published.ledger import happened
from published.store import Store, identify, open_store
from published.table import rows

ALL = Filters()
SIZES = ["empty", "two", "fourteen", "thousands", "hostile"]


def scalar(store: Store, sql: str) -> int:
    return int(store.cursor().execute(sql).fetchall()[0][0])


@pytest.mark.parametrize("size", SIZES)
def test_totals_count_only_what_happened(stores: dict[str, Store], size: str) -> None:
    totals = overview.totals(stores[size].cursor(), ALL)
    happened = "from relations where status = 'actual'"
    assert totals["relations"] == scalar(stores[size], "select count(*) from relations")
    assert totals["events"] == scalar(stores[size], f"select count(distinct event_id) {happened}")
    assert totals["undated"] == scalar(stores[size], "select count(*) from relations where event_date_start is null")


def test_chosen_statuses_are_counted_instead(stores: dict[str, Store]) -> None:
    totals = overview.totals(stores["thousands"].cursor(), Filters(statuses=("planned",)))
    planned = "select count(distinct event_id) from relations where status = 'planned'"
    assert totals["events"] == scalar(stores["thousands"], planned) > 0


@pytest.mark.parametrize("count", ["events", "stories", "reports"])
@pytest.mark.parametrize(
    "filters", [ALL, Filters(min_confidence=0.7), Filters(statuses=("planned", "alleged"), outlets=("Gulf Ledger",))]
)
def test_the_best_evidence_that_is_left_tells_of_what_counts(
    stores: dict[str, Store], filters: Filters, count: str
) -> None:
    """An event counts once, or once for each story, or each article, that tells of it."""
    store, filters = stores["thousands"], replace(filters, count=count)
    key = {"events": "event_id", "stories": "event_id, story_id", "reports": "event_id, article_id"}[count]
    where, values = counted(filters)
    plainly = f"""
    select row_no from facts where {where} qualify 1 = row_number() over (
        partition by {key} order by list_position(['actual', 'alleged', 'attempted', 'planned'], status),
        event_days nulls last, confidence desc, published_at nulls last, relation_id
    ) order by row_no
    """
    sql, more = happened(filters)
    expected = rows(store.cursor(), plainly, values)
    assert rows(store.cursor(), f"{sql} select row_no from happened order by row_no", more) == expected != []
    assert overview.totals(store.cursor(), filters)["events"] == len(expected)
    left = overview.not_drawn(store.cursor(), filters, "week", None)
    drawn = overview.over_time(store.cursor(), filters, "week", None)["n_events"].to_pylist()
    assert sum(drawn) + left["undated"] + left["coarse"] == len(expected)


@pytest.mark.parametrize(
    ("filters", "holds"),
    [
        (Filters(countries=("IRN",)), lambda row: "IRN" in (row["source_country"], row["target_country"])),
        (Filters(actors=("cty:OMN",)), lambda row: "cty:OMN" in (row["source_actor_id"], row["target_actor_id"])),
        (Filters(classes=("material_conflict",)), lambda row: row["quad_class"] == "material_conflict"),
        (Filters(outlets=("(not named)",)), lambda row: row["outlet"] is None),
        (Filters(statuses=("planned", "alleged")), lambda row: row["status"] in ("planned", "alleged")),
        (Filters(min_confidence=0.8), lambda row: row["confidence"] >= 0.8),
        (
            Filters(date_from=date(2023, 3, 1), date_to=date(2023, 3, 31)),
            lambda row: row["event_date_end"] >= date(2023, 3, 1) and row["event_date_start"] <= date(2023, 3, 31),
        ),
    ],
)
def test_each_filter_leaves_exactly_what_it_says(stores: dict[str, Store], filters: Filters, holds) -> None:  # type: ignore[no-untyped-def]
    store = stores["thousands"]
    found = events.whole(store.cursor(), filters, Listing(), "relations").to_pylist()
    everything = events.whole(store.cursor(), ALL, Listing(), "relations").to_pylist()
    dated = [row for row in everything if row["event_date_start"] or not filters.date_from]
    assert {row["relation_id"] for row in found} == {row["relation_id"] for row in dated if holds(row)}
    assert 0 < len(found) < len(everything)


@pytest.mark.parametrize("grain", ["week", "month", "year"])
def test_what_is_drawn_and_what_is_left_out_make_all_events(stores: dict[str, Store], grain: str) -> None:
    con = stores["thousands"].cursor
    since = overview.window(con(), ALL, grain)
    drawn = sum(row["n_events"] for row in overview.over_time(con(), ALL, grain, since).to_pylist())
    left = overview.not_drawn(con(), ALL, grain, since)
    assert drawn + left["undated"] + left["coarse"] + left["older"] == overview.totals(con(), ALL)["events"]
    assert left["undated"] > 0


def test_a_bar_and_the_events_it_opens_agree(stores: dict[str, Store]) -> None:
    con = stores["thousands"].cursor
    bars = overview.over_time(con(), ALL, "week", None).to_pylist()
    period = Period("week", bars[len(bars) // 2]["period"])
    listing = Listing(period=period)
    assert events.count(con(), ALL, listing)["events"] == sum(
        bar["n_events"] for bar in bars if bar["period"] == period.start
    )


def test_pairs_are_ordered_and_join_both_directions(stores: dict[str, Store]) -> None:
    found = overview.pairs(stores["thousands"].cursor(), ALL, 3).to_pylist()
    counts = list({(row["a"], row["b"]): row["n_pair"] for row in found}.values())
    assert counts == sorted(counts, reverse=True)
    assert all(row["a"] < row["b"] for row in found)
    assert {row["a_name"] for row in found} <= set(options.countries(stores["thousands"].cursor()).values())


@pytest.mark.parametrize("size", ["two", "fourteen", "thousands"])
@pytest.mark.parametrize("level", ["party", "actor"])
def test_the_default_dyad_is_the_most_frequent_pair(stores: dict[str, Store], size: str, level: str) -> None:
    con = stores[size].cursor
    a = next(iter(dyad.partners(con(), ALL, level)))
    b = next(iter(dyad.partners(con(), ALL, level, a)))
    most = overview.pairs(con(), ALL, 1).to_pylist()[0]["n_pair"]
    assert dyad.totals(con(), ALL, Dyad(level, a, b))["events"] == most


def test_directions_of_a_dyad_make_its_dated_events(stores: dict[str, Store]) -> None:
    con = stores["thousands"].cursor
    pair = Dyad("party", "IRN", "SYR")
    rows = dyad.over_time(con(), ALL, pair, "week", None).to_pylist()
    assert {row["direction"] for row in rows} == {"forward", "backward", "joint"}
    turned = dyad.over_time(con(), ALL, Dyad("party", "SYR", "IRN"), "week", None).to_pylist()
    count = {d: sum(r["n_events"] for r in rows if r["direction"] == d) for d in ("forward", "backward", "joint")}
    assert sum(r["n_events"] for r in turned if r["direction"] == "backward") == count["forward"]
    left = dyad.not_drawn(con(), ALL, pair, "week", None)
    assert sum(count.values()) + left["undated"] + left["coarse"] == dyad.totals(con(), ALL, pair)["events"]


def test_scores_need_three_events(stores: dict[str, Store]) -> None:
    con = stores["thousands"].cursor
    pair = Dyad("party", "IRN", "SYR")
    points = dyad.scores(con(), ALL, pair, "month", None).to_pylist()
    assert points
    assert all(point["n_events"] >= 3 and -10 <= point["goldstein"] <= 10 for point in points)


def test_a_bar_of_a_dyad_narrows_its_evidence(stores: dict[str, Store]) -> None:
    con = stores["thousands"].cursor
    pair = Dyad("party", "IRN", "SYR")
    bar = next(
        row for row in dyad.over_time(con(), ALL, pair, "week", None).to_pylist() if row["direction"] == "forward"
    )
    ids = dyad.relations(con(), ALL, pair, Part(("forward",), Period("week", bar["period"])))
    found = evidence.cards(con(), tuple(ids))
    assert len(found) == dyad.n_relations(con(), ALL, pair, Part(("forward",), Period("week", bar["period"]))) > 0
    assert {(card.source_actor, card.target_actor, card.status) for card in found} == {("Iran", "Syria", "actual")}
    assert len(ids) < dyad.n_relations(con(), ALL, pair, Part())


@pytest.mark.parametrize("size", ["two", "fourteen", "hostile"])
def test_the_card_marks_what_the_offsets_say(stores: dict[str, Store], size: str) -> None:
    con = stores[size].cursor
    for card in evidence.cards(con(), tuple(overview.newest(con(), ALL, 100))):
        begin = card.sentence_start
        assert card.evidence[card.source_start - begin : card.source_end - begin] == card.source_actor
        assert card.evidence[card.target_start - begin : card.target_end - begin] == card.target_actor
        assert card.evidence[card.trigger_start - begin : card.trigger_end - begin] == card.trigger


def test_cards_keep_the_order_asked_for_and_leave_out_unknown_ids(stores: dict[str, Store]) -> None:
    con = stores["fourteen"].cursor
    ids = overview.newest(con(), ALL, 4)
    asked = (ids[2], "no such relation", ids[0])
    assert [card.relation_id for card in evidence.cards(con(), asked)] == [ids[2], ids[0]]


def test_pages_of_a_listing_make_the_whole(stores: dict[str, Store]) -> None:
    con = stores["thousands"].cursor
    listing = Listing(search="praised", sort="confident", dating="dated")
    total = events.count(con(), ALL, listing)["relations"]
    whole = events.whole(con(), ALL, listing, "relations")["relation_id"].to_pylist()
    pages = -(-total // events.PAGE_SIZE)
    paged = [
        relation_id
        for number in range(1, pages + 1)
        for relation_id in events.page(con(), ALL, listing, "relations", number)["relation_id"].to_pylist()
    ]
    assert paged == whole
    assert len(whole) == total > events.PAGE_SIZE


def test_search_takes_signs_of_sql_and_patterns_literally(stores: dict[str, Store]) -> None:
    con = stores["fourteen"].cursor
    assert events.count(con(), ALL, Listing(search="%"))["relations"] == 0
    assert events.count(con(), ALL, Listing(search="' or 1=1 --"))["relations"] == 0
    assert events.count(con(), ALL, Listing(search="THE PAPER"))["relations"] > 0


def test_event_rows_leave_denials_out_and_lead_to_their_reports(stores: dict[str, Store]) -> None:
    con = stores["thousands"].cursor
    rows = events.page(con(), ALL, Listing(sort="reported"), "events", 1).to_pylist()
    assert rows[0]["n_articles"] > 1
    reports = evidence.cards(con(), tuple(events.relations_of(con(), ALL, Listing(), rows[0]["event_id"], 20)))
    assert len({report.article_id for report in reports}) == rows[0]["n_articles"]
    assert events.count(con(), Filters(statuses=("negated",)), Listing())["events"] == 0


def test_without_filters_events_are_those_of_the_table(sample_home: Path) -> None:
    """Reports of one event may differ in code and value: the best evidence speaks for it, here as in the table."""
    identity = identify(sample_home / "entente.duckdb")
    assert identity is not None
    store = open_store(identity)
    reports = "from relations where status = 'actual' group by event_id having min(goldstein) < max(goldstein)"
    assert scalar(store, f"select count(*) from (select event_id {reports})") > 0
    sql, values = happened(ALL)
    columns = "event_id, quad_class, plover_type, event_date_start, goldstein"
    happened_ids = f"{sql} select {columns} from facts where row_no in (select row_no from happened) order by event_id"
    table = f"select {columns} from events where status = 'actual' order by event_id"
    assert rows(store.cursor(), happened_ids, values) == rows(store.cursor(), table)
    shared = "event_id, cameo_code, goldstein, status, event_date_start, n_articles, n_stories, n_sources as n_outlets"
    told = rows(store.cursor(), f"select {shared} from events order by event_id")
    listed = sorted(events.whole(store.cursor(), ALL, Listing(), "events").to_pylist(), key=lambda row: row["event_id"])
    assert [{name: row[name] for name in told[0]} for row in listed] == told


def test_an_article_comes_with_its_relations_mentions_and_story(stores: dict[str, Store]) -> None:
    con = stores["fourteen"].cursor
    told = [row["article_id"] for row in article.choices(con())]
    assert len(told) == 14
    neighbours = {article_id: article.neighbours(con(), article_id) for article_id in told}
    assert sum(bool(found) for found in neighbours.values()) >= 2
    row = article.article(con(), told[0])
    assert row is not None
    for mention in article.mentions(con(), told[0]):
        assert row["text"][mention["start_char"] : mention["end_char"]] == mention["surface"]
    assert article.relation_ids(con(), told[0])
    assert article.article(con(), "no such article") is None


@pytest.mark.parametrize(
    "text", [None, "", "week:", "day:2023-01-01", "week:2023-13-01", "week:2023-07-17; drop table"]
)
def test_a_period_from_the_address_line_is_read_or_ignored(text: str | None) -> None:
    assert Period.parse(text) is None


def test_a_period_is_written_as_it_is_read() -> None:
    period = Period("week", date(2023, 7, 17))
    assert Period.parse(str(period)) == period
    assert period.words == "the week of 17 July 2023 to 23 July 2023"


def test_the_levels_of_a_part_stand_in_the_order_in_which_they_ask_more(stores: dict[str, Store]) -> None:
    told = quality.levels(stores["two"].cursor(), "dev").to_pylist()
    assert [row["level"] for row in told] == ["pair", "type", "status", "when"]
    assert all(row["floor"] < row["f1"] for row in told)


def test_members_with_most_events_come_first(stores: dict[str, Store]) -> None:
    told = quality.members(stores["two"].cursor(), "plover_type").to_pylist()
    assert [row["n_gold"] for row in told] == [30, 2]


def test_sources_in_trouble_come_first(stores: dict[str, Store]) -> None:
    told = quality.health(stores["two"].cursor()).to_pylist()
    assert [(row["source"], row["state"]) for row in told] == [
        ("courier", "off"),
        ("gazette", "failing"),
        ("lantern", "well"),
    ]
    assert quality.health(stores["empty"].cursor()).num_rows == 0


@pytest.mark.parametrize("size", SIZES)
def test_every_mention_is_resolved_or_not(stores: dict[str, Store], size: str) -> None:
    taken = quality.taken_in(stores[size].cursor())
    kinds = quality.mentions(stores[size].cursor()).to_pylist()
    assert sum(row["resolved"] for row in kinds) == taken["resolved"]
    assert sum(row["resolved"] + row["unresolved"] for row in kinds) == taken["mentions"]
    assert taken["coded"] == taken["articles"]


def test_unknown_names_come_in_the_order_of_what_is_counted(stores: dict[str, Store]) -> None:
    con = stores["thousands"].cursor
    for by in unknown.MEASURES:
        found = unknown.names(con(), unknown.Wanted(by=by))
        numbers = found[f"n_{by}"].to_pylist()
        assert numbers == sorted(numbers, reverse=True)
    people = unknown.names(con(), unknown.Wanted(("person",))).to_pylist()
    assert [row["surface"] for row in people] == ["Kelmar Ost"]
    assert unknown.totals(con(), unknown.Wanted(search="quay")) == {"names": 4, "matching": 1, "undecided": 1}


def test_pages_of_unknown_names_make_the_whole(stores: dict[str, Store]) -> None:
    con = stores["thousands"].cursor
    pages = [unknown.names(con(), unknown.Wanted(), limit=3, number=n)["surface"].to_pylist() for n in (1, 2)]
    assert [*pages[0], *pages[1]] == unknown.names(con(), unknown.Wanted(), limit=None)["surface"].to_pylist()
    assert unknown.surfaces(con(), unknown.Wanted()) == {*pages[0], *pages[1]}


def test_examples_hold_the_whole_name_and_are_of_several_stories(stores: dict[str, Store]) -> None:
    con = stores["thousands"].cursor
    found = unknown.examples(con(), "Old Quay")
    assert len({row["article_id"] for row in found}) == 5
    assert all("Old Quay" in row["text"] for row in found)
    assert unknown.examples(con(), "Old Qua") == []
    with duckdb.connect() as made:
        made.execute(
            "create table articles as select 'a' as article_id, 'A' as title, 'Post' as source, 's' as story_id"
        )
        made.execute("alter table articles add column published_at timestamp")
        made.execute(
            "create table sentences as select 'a' as article_id, 0 as sentence_no, 'Quays of Quay fell' as text"
        )
        [example] = unknown.examples(made, "Quay")
    assert example["begin"] == len("Quays of ")


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("level", ["party", "actor"])
def test_the_cells_of_all_parties_hold_every_event_between_two(stores: dict[str, Store], size: str, level: str) -> None:
    con = stores[size].cursor
    cells = matrix.cells(con(), ALL, level, most=1000).to_pylist()
    found = matrix.coverage(con(), ALL, level, most=1000)
    assert found["events"] == overview.totals(con(), ALL)["events"]
    assert found["drawn"] + found["inside"] == found["events"]
    assert sum(cell["n_events"] for cell in cells) - sum(cell["n_joint"] for cell in cells) / 2 == found["drawn"]


def test_a_cell_and_its_dyad_agree(stores: dict[str, Store]) -> None:
    con = stores["thousands"].cursor
    cells = {(c["source"], c["target"]): c for c in matrix.cells(con(), ALL, "party", ("IRN", "SYR")).to_pylist()}
    there, back = cells.pop(("IRN", "SYR")), cells.pop(("SYR", "IRN"))
    assert cells == {}
    assert there["n_joint"] == back["n_joint"] > 0
    events = dyad.totals(con(), ALL, Dyad("party", "IRN", "SYR"))["events"]
    assert there["n_events"] + back["n_events"] - there["n_joint"] == events
    assert -10 <= there["goldstein"] <= 10


def test_the_matrix_draws_no_more_parties_than_wanted(stores: dict[str, Store]) -> None:
    cells = matrix.cells(stores["thousands"].cursor(), ALL, "party", most=4).to_pylist()
    assert len({cell["source"] for cell in cells} | {cell["target"] for cell in cells}) == 4
