"""Stories: every article is in one, reports are compared word by word, each event is shown once."""

import re
from pathlib import Path

import pyarrow as pa
import pytest

from dashboard.charts import stories as charts
from dashboard.queries import evidence, stories
from dashboard.queries.stories import Wanted
from dashboard.ui.compare import side_by_side
from dashboard.ui.stories import matched
from published.filters import Filters
from published.store import Store
from published.table import column
from tests.dashboard.conftest import Open, html
from tests.dashboard.made_rows import TRAPS

ALL, ANY = Filters(), Wanted()


def largest(store: Store) -> str:
    return str(stories.page(store.cursor(), ALL, ANY)["story_id"][0])


@pytest.mark.parametrize("size", ["empty", "two", "fourteen", "thousands"])
def test_every_article_is_in_one_story(stores: dict[str, Store], size: str) -> None:
    con = stores[size].cursor
    totals = stories.totals(con(), ALL, ANY)
    everything = stories.page(con(), ALL, ANY, limit=None)
    articles = con().execute("select count(*) from articles").fetchall()[0][0]
    assert totals["articles"] == sum(column(everything, "n_articles")) == articles
    assert totals["stories"] == everything.num_rows
    relations = con().execute("select count(*) from relations").fetchall()[0][0]
    assert sum(column(everything, "n_relations")) == relations


def test_pages_of_stories_make_the_whole_list(stores: dict[str, Store]) -> None:
    con = stores["thousands"].cursor
    whole = column(stories.page(con(), ALL, ANY, limit=None), "story_id")
    pages = [column(stories.page(con(), ALL, ANY, number), "story_id") for number in (1, 2)]
    assert pages == [whole[:50], whole[50:100]]
    newest = column(stories.page(con(), ALL, Wanted(sort="newest"), limit=None), "first_published_at")
    dated = [day for day in newest if day]
    assert dated == sorted(dated, reverse=True) == newest[: len(dated)]


@pytest.mark.parametrize(
    ("wanted", "filters", "condition"),
    [
        (Wanted(least=2), ALL, "n_articles >= 2"),
        (Wanted(search=" OMAN and "), ALL, "in_articles(title like '%Oman and %')"),
        (Wanted(outlets=("(not named)",)), ALL, "in_articles(source is null)"),
        (ANY, Filters(min_confidence=0.9), "in_relations(confidence >= 0.9)"),
        (Wanted(least=2), Filters(statuses=("alleged",)), "n_articles > 1 and in_relations(status = 'alleged')"),
    ],
)  # fmt: skip
def test_what_is_asked_for_is_what_is_listed(
    stores: dict[str, Store], wanted: Wanted, filters: Filters, condition: str
) -> None:
    con = stores["thousands"].cursor
    found = set(column(stories.page(con(), filters, wanted, limit=None), "story_id"))
    condition = re.sub(r"in_(\w+)\((.*)\)", r"story_id in (select story_id from \1 where \2)", condition)
    right = con().execute(f"select story_id from stories where {condition}").fetchall()
    assert found == {story_id for (story_id,) in right}
    assert 0 < len(found) < stories.totals(con(), ALL, ANY)["stories"]


def test_reports_stand_in_order_the_head_first(stores: dict[str, Store]) -> None:
    con = stores["thousands"].cursor
    story_id = largest(stores["thousands"])
    reports = stories.reports(con(), story_id)
    head = con().execute("select head_article_id from stories where story_id = ?", [story_id]).fetchall()[0][0]
    assert [report["place"] for report in reports] == [1, 2]
    assert reports[0]["article_id"] == head
    assert reports[0]["n_own"] == 0
    texts = [stories.sentences(con(), report["article_id"]) for report in reports]
    assert [report["n_sentences"] for report in reports] == [len(text) for text in texts]
    assert reports[1]["n_own"] == sum(said not in texts[0] for said in texts[1])
    assert reports[1]["lead"] == texts[1][1]  # behind the title


def test_each_event_of_a_story_is_told_once(stores: dict[str, Store]) -> None:
    con = stores["thousands"].cursor
    for story_id in column(stories.page(con(), ALL, ANY), "story_id")[:20]:
        told = stories.told(con(), story_id)
        sql = """
        select distinct coalesce(event_id, concat(source_actor_id, target_actor_id, cameo_code, status))
        from relations where story_id = ?
        """
        events = con().execute(sql, [story_id]).fetchall()
        assert len({row["relation_id"] for row in told}) == len(told) == len(events)
        articles = {article for row in told for article in row["article_ids"]}
        assert articles <= {report["article_id"] for report in stories.reports(con(), story_id)}


def test_a_dot_stands_under_each_report_that_has_the_relation(stores: dict[str, Store]) -> None:
    con = stores["thousands"].cursor
    story_id = largest(stores["thousands"])
    reports, told = stories.reports(con(), story_id), stories.told(con(), story_id)
    found = evidence.cards(con(), tuple(row["relation_id"] for row in told))
    shown = matched(told, found, reports)
    dots = sum(cell == "●" for name in ("1", "2") for cell in column(shown, name))
    assert dots == sum(len(row["article_ids"]) for row in told) > 0
    many = matched(told, found, [report | {"place": place} for place in range(1, 20) for report in reports[:1]])
    assert column(many, "Reports") == [str(len(row["article_ids"])) for row in told]


def test_a_story_spreads_over_days(stores: dict[str, Store]) -> None:
    con = stores["thousands"].cursor
    data = stories.spread(con(), ALL, ANY, 12)
    rows = data.to_pylist()
    assert len({row["story_id"] for row in rows}) == 12
    assert sum(row["n_on_day"] for row in rows) == sum({row["story_id"]: row["n_articles"] for row in rows}.values())
    assert min(row["day"] for row in rows if row["day"] is not None) == 0
    assert stories.spread(stores["two"].cursor(), ALL, ANY, 12).num_rows == 0


def test_a_report_without_a_date_has_no_dot() -> None:
    data = pa.table(
        {"story_id": ["s", "s", "t"], "n_articles": [3, 3, 2], "day": [0, None, None], "n_on_day": [2, 1, 2]}
    )
    drawn = charts.spread(data, {"s": "One", "t": "Two"}).to_dict()
    (points,) = drawn["datasets"].values()
    assert [(point["key"], point["day"], point["n"]) for point in points] == [("s", 0, 2)]
    assert drawn["encoding"]["y"]["scale"]["domain"] == ["3 · One", "2 · Two"]


def words_of(role: str, compared: str) -> list[str]:
    return re.findall(f'<mark class="only-{role}">(.*?)</mark>', compared)


def test_two_reports_are_compared_word_by_word() -> None:
    head = ["Iran and Egypt met.", "They agreed on Monday to trade.", "The same.", "Only here."]
    report = ["Iran and Egypt met.", "They agreed on Tuesday to trade.", "The same.", "A new end."]
    compared = side_by_side(head, report)
    assert compared.count("1 sentence the same") == 2
    assert words_of("head", compared) == ["Monday", "Only here."]
    assert words_of("report", compared) == ["Tuesday", "A new end."]
    assert side_by_side(head, head) == '<div class="compared"><p class="alike">4 sentences the same</p></div>'


def test_a_sentence_that_moved_away_stands_beside_nothing() -> None:
    compared = side_by_side(["a b c d."], ["new one here!", "a b c d e.", "and another?"])
    assert compared.count('class="side none"') == 2
    assert words_of("report", compared) == ["new one here!", " e", "and another?"]


def test_compared_text_stays_text() -> None:
    compared = side_by_side([f"He said {TRAPS['script']} then"], [f"He said {TRAPS['tag']} then"])
    assert "<script" not in compared
    assert "<img" not in compared
    assert "&lt;script&gt;" in compared.replace("</mark>", "").replace('<mark class="only-head">', "")


def test_a_story_shows_its_reports_and_each_relation_once(
    open_page: Open, published: dict[str, Path], stores: dict[str, Store]
) -> None:
    con = stores["thousands"].cursor
    story_id = largest(stores["thousands"])
    app = open_page(published["thousands"], "stories", story=story_id, country="Iran")
    assert not app.exception
    said = html(app)
    assert "2 articles in 2 named outlets, published" in said
    assert 'class="compared"' in said
    assert said.count('class="card ') == len(stories.told(con(), story_id))
    reports = stories.reports(con(), story_id)
    assert all(f"{place}. {report['outlet']}" in said for place, report in enumerate(reports, 1))
    alone = open_page(published["two"], "stories", story=largest(stores["two"]))
    assert not alone.exception
    assert 'class="compared"' not in html(alone)


def test_stories_follow_the_filters_and_say_so(
    open_page: Open, published: dict[str, Path], stores: dict[str, Store]
) -> None:
    app = open_page(published["thousands"], "stories", country="Oman", least="2")
    totals = stories.totals(stores["thousands"].cursor(), Filters(countries=("OMN",)), Wanted(least=2))
    assert f"Filtered: stories with a relation with Oman: {totals['stories']:,} stories of" in html(app)
    assert list(app.dataframe[0].value["n_articles"].unique()) == [2]
    nothing = open_page(published["thousands"], "stories", has="no headline says this")
    assert "No story matches." in nothing.info[0].value
    assert "not in the present build" in html(open_page(published["two"], "stories", story="nonsense"))


def test_a_row_a_dot_and_a_title_open_the_story(
    open_page: Open, published: dict[str, Path], stores: dict[str, Store]
) -> None:
    ids = column(stories.page(stores["thousands"].cursor(), ALL, ANY), "story_id")
    by_row = open_page(published["thousands"], "stories")
    by_row.session_state["stories_1"] = {"selection": {"rows": [], "columns": [], "cells": [(3, "title")]}}
    assert by_row.run().query_params["story"] == ids[3]
    by_dot = open_page(published["thousands"], "stories")
    by_dot.session_state["spread"] = {"selection": {"bar": [{"key": ids[1]}]}}
    assert by_dot.run().query_params["story"] == ids[1]
    by_title = open_page(published["thousands"], "stories", order="Newest first")
    by_title.main.selectbox[-1].select_index(5).run()
    newest = column(stories.page(stores["thousands"].cursor(), ALL, Wanted(sort="newest")), "story_id")
    assert by_title.query_params["story"] == newest[5]
    assert not by_title.exception
