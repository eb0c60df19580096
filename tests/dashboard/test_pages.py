"""Every page, headless, on every size of file: no exception, and the right thing said."""

import csv
from pathlib import Path

import pytest

from dashboard.queries import article, dyad
from published.filters import Filters
from published.store import Store
from tests.dashboard.conftest import Open, html
from tests.dashboard.made_rows import TRAPS
from tests.dashboard.warehouse import build

TITLES = {
    "overview": "Overview", "changes": "Changes", "dyad": "Dyad", "who": "Who to whom", "network": "Network",
    "map": "Map", "actor": "Actor", "events": "Events", "article": "Article", "stories": "Stories",
    "trial": "Try a sentence", "unknown": "Unknown actors", "doubtful": "Doubtful relations", "quality": "Quality",
    "search": "Search", "method": "Method and data", "console": "SQL console",
}  # fmt: skip
PAGES = list(TITLES)


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("size", ["empty", "two", "fourteen", "thousands", "hostile"])
def test_every_page_stands_every_size(open_page: Open, published: dict[str, Path], page: str, size: str) -> None:
    app = open_page(published[size], page)
    assert not app.exception
    assert app.title[0].value == TITLES[page]
    assert not any("None" in element.value for element in (*app.markdown, *app.caption))
    assert "Build run-1 of 2026-01-02T03:04:05Z · coder test-1 · dictionary d1" in html(app)


@pytest.mark.parametrize("page", PAGES)
def test_without_a_file_every_page_says_what_to_do(open_page: Open, tmp_path: Path, page: str) -> None:
    app = open_page(tmp_path / "entente.duckdb", page)
    assert not app.exception
    assert app.title[0].value == "No database yet"
    assert "make run" in [block.value for block in app.code]


def test_a_file_of_another_version_is_explained(open_page: Open, tmp_path: Path) -> None:
    app = open_page(build(tmp_path / "entente.duckdb", 2, schema="99"), "overview")
    assert not app.exception
    assert "version 99" in app.code[0].value


def test_few_relations_are_shown_before_any_chart(open_page: Open, published: dict[str, Path]) -> None:
    assert [title.value for title in open_page(published["two"], "overview").main.subheader][:2] == [
        "Every relation, newest first", "Cooperation and conflict",
    ]  # fmt: skip
    assert open_page(published["thousands"], "overview").main.subheader[0].value == "Cooperation and conflict"


def test_undated_relations_are_said_and_reachable(open_page: Open, published: dict[str, Path]) -> None:
    for page in ("overview", "dyad", "events"):
        assert "undated" in html(open_page(published["fourteen"], page))
    listing = open_page(published["fourteen"], "events", dating="Undated")
    assert listing.dataframe[0].value["event_date_start"].isna().all()


def test_the_filters_narrow_every_page_and_are_repeated_in_words(open_page: Open, published: dict[str, Path]) -> None:
    app = open_page(published["thousands"], "overview", country="Iran", status="planned", confidence="0.5")
    assert "with Iran, told as planned, with confidence 0.50 or more" in html(app)
    app.button[0].click().run()
    assert "with Iran" not in html(app)
    assert html(app).count("All: ") == 1


def test_what_counts_follows_the_address(open_page: Open, published: dict[str, Path]) -> None:
    told = {
        "Events": " events told as having",
        "Stories": " stories of events told",
        "Reports": " reports of events told",
    }
    for page in ("overview", "dyad", "who", "events"):
        shown = {count: html(open_page(published["thousands"], page, count=count)) for count in told}
        assert all(words in shown[count] for count, words in told.items())
    assert " stories of " in html(open_page(published["thousands"], "who", count="Stories"))
    overview_page = open_page(published["thousands"], "overview", count="Reports")
    assert "Events by report" in [metric.label for metric in overview_page.metric]
    assert "Reports per week" in overview_page.get("vega_lite_chart")[0].proto.alt


def test_dates_in_the_address_are_read(open_page: Open, published: dict[str, Path]) -> None:
    app = open_page(published["thousands"], "events", dates=["2023-03-01", "2023-03-31"])
    assert "from 1 March 2023 to 31 March 2023" in html(app)
    shown = app.dataframe[0].value["event_date_start"].astype(str)
    assert shown.between("2023-02-22", "2023-03-31").all()


def test_filters_that_leave_nothing_say_so(open_page: Open, published: dict[str, Path]) -> None:
    for page in ("overview", "dyad", "who", "events"):
        app = open_page(published["two"], page, confidence="1.0")
        assert not app.exception
        assert any("No relation matches" in info.value for info in app.info)


def test_a_search_that_finds_nothing_points_to_the_search_box(open_page: Open, published: dict[str, Path]) -> None:
    app = open_page(published["fourteen"], "events", q="no sentence says this")
    assert "Clear the search box" in app.info[0].value
    assert not app.dataframe


def test_nonsense_in_the_address_is_ignored(open_page: Open, published: dict[str, Path]) -> None:
    for page in PAGES:
        app = open_page(
            published["two"], page, country="XX", a="nobody", b="nobody", page="99", period="week:x", rel="none",
            id="none", unit="x", sort="x", dates="yesterday",
        )  # fmt: skip
        assert not app.exception, page


def test_an_address_that_names_what_is_not_there_says_so(open_page: Open, published: dict[str, Path]) -> None:
    told = open_page(published["fourteen"], "article", id="zzz")
    assert "article that this address names is not in the present build" in html(told)
    assert 'class="story"' not in html(told)
    pair = open_page(published["thousands"], "dyad", a="IRN", b="QQQ")
    assert "asks for “QQQ”" in html(pair)
    assert "asks for" not in html(open_page(published["thousands"], "dyad", a="IRN", b="SYR"))


def test_the_article_page_says_that_filters_rest(open_page: Open, published: dict[str, Path]) -> None:
    app = open_page(published["fourteen"], "article", country="Iran")
    assert "do not apply to this page" in html(app)
    assert all(choice.disabled for choice in app.sidebar.multiselect)
    assert app.sidebar.multiselect[0].value == ["IRN"]
    assert not any(choice.disabled for choice in open_page(published["fourteen"], "events").sidebar.multiselect)


def test_numbers_follow_the_filters_side_by_side(open_page: Open, published: dict[str, Path]) -> None:
    whole = [metric.value for metric in open_page(published["thousands"], "overview").metric]
    found = [metric.value for metric in open_page(published["thousands"], "overview", country="Oman").metric]
    assert whole[0] == "2,000"
    assert all(int(a.replace(",", "")) < int(b.replace(",", "")) for a, b in zip(found, whole, strict=True))


def test_events_are_counted_alike_on_every_page(open_page: Open, published: dict[str, Path]) -> None:
    first = open_page(published["thousands"], "overview")
    told = f"; {first.metric[3].value} events told as having happened"
    assert told in html(first)
    listing = html(open_page(published["thousands"], "events", unit="Events"))
    assert listing.count(told) == 2


def test_inputs_that_could_not_be_used_are_listed_with_the_reason(
    open_page: Open, published: dict[str, Path], tmp_path: Path
) -> None:
    app = open_page(build(tmp_path / "entente.duckdb", 2, rejected=3), "overview")
    assert app.expander[0].label == "3 inputs could not be used"
    assert list(app.expander[0].dataframe[0].value["reason"]) == ["too large"] * 3
    assert not any("could not" in fold.label for fold in open_page(published["two"], "overview").expander)


def test_a_filter_that_cannot_be_chosen_is_named(open_page: Open, published: dict[str, Path]) -> None:
    said = html(open_page(published["fourteen"], "map", country="IRN"))
    assert "The address asks for country IRN, which cannot be chosen here and is left aside." in said
    assert "cannot be chosen" not in html(open_page(published["fourteen"], "map", country="Iran"))


def test_an_article_marks_the_relation_in_view(
    open_page: Open, published: dict[str, Path], stores: dict[str, Store]
) -> None:
    con = stores["fourteen"].cursor
    told = article.choices(con())[3]["article_id"]
    relation = article.relation_ids(con(), told)[1]
    app = open_page(published["fourteen"], "article", id=told, rel=relation)
    text = next(element.proto.body for element in app.get("html") if 'class="story"' in element.proto.body)
    assert [text.count(f'"label-{role}"') for role in ("source", "trigger", "target")] == [1, 1, 1]
    assert text.count("span-mention") >= 2


def test_an_article_leads_to_the_other_reports_of_its_story(
    open_page: Open, published: dict[str, Path], stores: dict[str, Store]
) -> None:
    con = stores["fourteen"].cursor
    told = next(row for row in article.choices(con()) if article.neighbours(con(), row["article_id"]))
    other = article.neighbours(con(), told["article_id"])[0]
    app = open_page(published["fourteen"], "article", id=told["article_id"])
    assert f"Same story: {other['title']}" in html(app)
    assert "2 articles" in html(app)


def test_a_clicked_bar_narrows_the_dyad(open_page: Open, published: dict[str, Path], stores: dict[str, Store]) -> None:
    con = stores["thousands"].cursor
    pair = dyad.Dyad("party", "IRN", "SYR")
    bar = next(
        row for row in dyad.over_time(con(), Filters(), pair, "week", None).to_pylist() if row["direction"] == "joint"
    )
    app = open_page(published["thousands"], "dyad", a="IRN", b="SYR")
    app.session_state["dyad_IRN_SYR_week_0_joint"] = {"selection": {"bar": [{"key": f"week:{bar['period']}"}]}}
    app.run()
    assert not app.exception
    assert "Iran and Syria together, the week of" in html(app)
    cards = html(app).count('class="card ')
    assert 0 < cards <= bar["n_events"] * 3
    next(button for button in app.button if button.label == "Show the whole pair").click().run()
    assert html(app).count('class="card ') == 10


def test_bars_that_take_clicks_say_what_they_open(open_page: Open, published: dict[str, Path]) -> None:
    said = html(open_page(published["thousands"], "overview"))
    assert "Click a bar for its events." in said
    assert "Click a bar for the pair in time." in said
    assert "Click a bar for its sentences." in html(open_page(published["thousands"], "dyad"))


def test_a_clicked_tile_opens_the_pair_at_its_level(open_page: Open, published: dict[str, Path]) -> None:
    app = open_page(published["thousands"], "who", among=["Iran", "Syria"])
    assert "▼ for conflict" in html(app)
    assert "Click a tile for the pair in time." in html(app)
    app.session_state["who_party_2"] = {"selection": {"bar": [{"key": "SYR IRN"}]}}
    app.run()
    assert app.title[0].value == "Dyad"
    assert (app.selectbox(key="choose_a").value, app.selectbox(key="choose_b").value) == ("SYR", "IRN")
    actors = open_page(published["thousands"], "who", ends="Single actors", among=["Iran", "Syria"])
    actors.session_state["who_actor_2"] = {"selection": {"bar": [{"key": "cty:SYR cty:IRN"}]}}
    assert actors.run().selectbox(key="choose_a").value == "cty:SYR"


def test_a_cell_is_chosen_without_a_mouse(open_page: Open, published: dict[str, Path]) -> None:
    app = open_page(published["thousands"], "who", ends="Single actors", cell="cty:IRN cty:OMN")
    assert app.selectbox(key="choose_cell").value == "cty:IRN cty:OMN"
    cards = [body for body in html(app).split('<div class="card ')[1:]]
    assert len(cards) == 3
    assert all("Iran" in card and "Oman" in card for card in cards)


def test_a_new_build_shows_on_the_next_rerun(open_page: Open, tmp_path: Path) -> None:
    path = build(tmp_path / "entente.duckdb", 2, run_id="first")
    app = open_page(path, "overview")
    assert "Build first" in html(app)
    build(path, 14, run_id="second")
    app.run()
    assert "Build second" in html(app)
    assert app.metric[0].value == "14"


def test_quality_tells_what_each_part_of_the_gold_is(open_page: Open, published: dict[str, Path]) -> None:
    app = open_page(published["two"], "quality")
    said = html(app)
    assert said.index("As in the news (dev)") < said.index("Short sentences (short)")
    assert "120 events to be found, and 40 sentences without an event." in said
    assert "in 39 of 40 sentences without an event nothing was found (floor 0.95)" in said
    assert "seeds/gold" in said


def test_quality_is_told_by_type_status_region_and_trap(open_page: Open, published: dict[str, Path]) -> None:
    shown = {
        facet: list(open_page(published["two"], "quality", by=facet).dataframe[0].value["member"])
        for facet in ("PLOVER type", "Status", "Region", "Trap")
    }
    assert shown == {"PLOVER type": ["AGREE", "AID"], "Status": ["actual"], "Region": ["Asia"], "Trap": ["urged"]}


def test_quality_counts_what_was_read_on_and_skipped(open_page: Open, published: dict[str, Path]) -> None:
    app = open_page(published["fourteen"], "quality")
    numbers = {metric.label: int(metric.value.replace(",", "")) for metric in app.metric}
    assert numbers["Articles coded"] == numbers["Skipped"] == 14
    assert numbers["Read on"] + numbers["Skipped"] == numbers["Sentences"]


def test_quality_of_an_older_file_says_run_again(open_page: Open, tmp_path: Path) -> None:
    app = open_page(build(tmp_path / "entente.duckdb", 2, old=True), "quality")
    assert not app.exception
    assert "Run the pipeline again" in app.info[0].value
    assert [metric.value for metric in app.metric if metric.label in ("Articles coded", "Read on", "Skipped")] == [
        "–", "–", "–",
    ]  # fmt: skip
    build(tmp_path / "entente.duckdb", 14)
    app.run()
    assert not app.info
    assert "As in the news" in html(app)


def test_rejected_inputs_are_counted_by_reason(open_page: Open, published: dict[str, Path], tmp_path: Path) -> None:
    app = open_page(build(tmp_path / "entente.duckdb", 2, rejected=3), "quality")
    assert app.dataframe[1].value.to_dict("records") == [{"reason": "too large", "n_inputs": 3}]
    told = app.dataframe[2].value[["source", "outcome", "reason", "n_inputs"]].to_dict("records")
    where = {"source": "inbox and folders"}
    assert told == [
        where | {"outcome": "rejected", "reason": "too large", "n_inputs": 3},
        where | {"outcome": "accepted", "reason": "new", "n_inputs": 2},
    ]
    assert "5 inputs: 2 accepted, 0 duplicate, 3 rejected." in html(app)
    assert "No input was rejected." in html(open_page(published["two"], "quality"))


def test_quality_says_which_sources_are_in_trouble_and_what_to_do(open_page: Open, published: dict[str, Path]) -> None:
    app = open_page(published["two"], "quality")
    assert "3 sources: 1 failing, 1 off." in html(app)
    told = app.dataframe[-1].value.set_index("source")
    assert told["remedy"].dropna().to_dict() == {
        "courier": "entente sources check courier, then entente run --source courier",
        "gazette": "entente sources check gazette",
    }
    assert told.loc["courier", "last_error"] == "not_found: HTTP 404"
    nothing = open_page(published["empty"], "quality")
    assert "No source is listed." in html(nothing)
    assert "entente sources add ADDRESS\nentente run" in [block.value for block in nothing.code]


def test_an_unknown_name_is_shown_with_its_sentences(open_page: Open, published: dict[str, Path]) -> None:
    app = open_page(published["thousands"], "unknown", name="Tarin Front")
    said = html(app)
    assert "4 of 4 names, 1 that may be one of several actors." in said
    assert said.count('<mark class="span-mention" title="">Tarin Front</mark>') == 5
    assert "<dd>group</dd>" in said
    narrowed = open_page(published["thousands"], "unknown", kind="person")
    assert narrowed.selectbox(key="choose_name").options == ["Kelmar Ost"]
    assert "No name matches." in open_page(published["thousands"], "unknown", has="nobody").info[0].value
    assert "No name waits" in open_page(published["empty"], "unknown").info[0].value


def test_unknown_names_become_rows_for_a_folder_of_actors(open_page: Open, published: dict[str, Path]) -> None:
    app = open_page(published["fourteen"], "unknown")
    app.session_state["as_rows"] = True
    app.run()
    actors, aliases = (list(csv.DictReader(block.value.splitlines())) for block in app.code)
    assert {(row["actor_id"], row["actor"], row["kind"]) for row in actors} == {
        ("per:kelmar-ost", "Kelmar Ost", "person"),
        ("org:veda-institute", "Veda Institute", "organisation"),
        ("grp:tarin-front", "Tarin Front", "group"),
    }
    assert {row["actor_id"] for row in aliases} == {"cty:EGY", "cty:IRN"}
    hostile = open_page(published["hostile"], "unknown")
    hostile.session_state["as_rows"] = True
    names = {row["actor"] for row in csv.DictReader(hostile.run().code[0].value.splitlines())}
    assert {TRAPS["tag"], f"'{TRAPS['formula']}"} <= names


def test_names_of_an_older_file_are_counted_by_articles(open_page: Open, tmp_path: Path) -> None:
    app = open_page(build(tmp_path / "entente.duckdb", 14, old=True), "unknown")
    app.session_state["unknown_stories_twin"] = True
    app.run()
    assert not app.exception
    shown = app.dataframe[0].value
    assert list(shown["n_stories"]) == list(shown["n_articles"])


def test_hostile_text_reaches_no_markdown(open_page: Open, published: dict[str, Path]) -> None:
    for page in PAGES:
        app = open_page(published["hostile"], page)
        shown = [
            element.value
            for kind in ("markdown", "caption", "header", "subheader", "title")
            for element in app.get(kind)
        ]
        shown += [str(element.label) for element in (*app.button, *app.metric)]
        assert not any("evil.invalid" in text for text in shown), page
        for element in app.get("html"):
            assert "<img" not in element.proto.body
            assert "<script" not in element.proto.body
