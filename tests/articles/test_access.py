"""Walls, stubs, running reports, and pages that ask who is there."""

import pytest

from tests.articles.test_web import BODY_PARAGRAPHS, P, json_ld, page
from tests.articles.writing import article, refusal

LONG = P * 8


def flags(html: str, uri: str = "inbox:a.html") -> set[str]:
    return set((article(html, uri).flags or "").split(",")) - {""}


def test_a_page_that_says_that_not_all_may_read_it() -> None:
    for said in (False, "False", "https://schema.org/False"):
        assert flags(page(json_ld(isAccessibleForFree=said))) == {"paywall", "stub"}
    assert flags(page(json_ld(hasPart={"@type": "WebPageElement", "isAccessibleForFree": False}))) == {
        "paywall",
        "stub",
    }
    assert flags(page('<meta property="article:content_tier" content="locked">')) == {"paywall", "stub"}
    assert flags(page(json_ld(isAccessibleForFree=True))) == set()


def test_behind_a_wall_that_was_opened_stands_an_article() -> None:
    assert flags(page(json_ld(isAccessibleForFree=False), body=LONG)) == {"paywall"}
    assert flags(page(json_ld(isAccessibleForFree=False, wordCount=2000), body=LONG)) == {"paywall", "stub"}


@pytest.mark.parametrize("line", ["To continue reading, choose a plan.", "Subscribe to continue"])
def test_a_wall_that_only_its_words_tell(line: str) -> None:
    wall = f"<div class='wall'><p>{line}</p></div>"
    assert flags(page(after=wall)) == {"paywall", "stub"}
    assert flags(page(json_ld(isAccessibleForFree=True), after=wall)) == set()


def test_a_button_is_no_wall() -> None:
    assert flags(page(before='<a href="/subscribe">Subscribe</a>')) == set()


def test_a_page_with_hardly_a_text_is_a_stub_that_keeps_its_title() -> None:
    cleaned = article(
        page(body="<p>The two ministers met on Tuesday in the border town. They had not met for years.</p>")
    )
    assert (cleaned.flags, cleaned.title) == ("stub", "Kestria and Maldovia sign border accord")


def test_a_running_report_is_known_by_its_type_its_address_or_its_times() -> None:
    assert flags(page(json_ld().replace("NewsArticle", "LiveBlogPosting"))) == {"live_blog"}
    posts = "".join(f"<p>{hour}:15 GMT</p>{P}" for hour in range(10, 16))
    assert flags(page(body=posts)) == {"live_blog"}
    few = "".join(f"<h3><time datetime='2023-07-19T{hour}:15Z'>{hour}:15</time></h3>{P}" for hour in range(10, 13))
    assert flags(page(body=few), "https://gazette.example/world/live/2023/accord") == {"live_blog"}
    assert flags(page(body=LONG), "https://gazette.example/world/live/2023/accord") == set()
    assert flags(page(body=few), "https://gazette.example/world/lively-debate") == set()


def test_a_running_report_is_coded_where_its_source_wants_that() -> None:
    live = page(json_ld().replace("NewsArticle", "LiveBlogPosting"))
    assert article(live, wishes="live_blogs").flags == "live_blog_coded"
    assert article(page(json_ld()), wishes="live_blogs").flags is None


@pytest.mark.parametrize("line", ["Verify you are human by acting below.", "Checking your browser before accessing it"])
def test_a_page_that_asks_who_reads_it_is_no_article(line: str) -> None:
    head = "<html><head><title>Just a moment...</title></head>"
    assert refusal(f"{head}<body><h1>gazette.example</h1><p>{line}</p></body></html>").reason == "blocked_page"


def test_a_notice_over_a_whole_article_blocks_nothing() -> None:
    assert BODY_PARAGRAPHS[1] in article(page(before="<div class='consent'><p>We value your privacy.</p></div>")).text


def test_a_home_page_is_no_article() -> None:
    assert refusal(page(), "https://gazette.example/").reason == "not_an_article"
