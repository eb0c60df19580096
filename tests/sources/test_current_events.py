"""The portal's daily pages, as their mark-up is, with events written for the purpose."""

from datetime import UTC, date, datetime

from pipelines.articles.clean import clean
from pipelines.articles.types import CleanedArticle
from pipelines.sources.current_events import CurrentEventsSource, read, read_day
from pipelines.sources.fetch import PoliteWeb
from pipelines.sources.types import Document, Refusal
from tests.sources.servers import serving

DAY = date(2023, 7, 19)
PAGE = """\
<!DOCTYPE html>
<html class="client-nojs" lang="en" dir="ltr"><head><title>Portal:Current events/2023 July 19 - Wikipedia</title></head>
<body><div id="mw-content-text" class="mw-body-content"><div class="mw-parser-output">
<div class="current-events">
<div role="region" aria-label="July 19" id="2023_July_19" class="current-events-main vevent">
<div class="current-events-heading plainlinks"><div class="current-events-title" role="heading">
<span class="summary">July 19, 2023
<span style="display: none;"> (<span class="bday dtstart">2023-07-19</span>)</span></span>
</div><ul class="current-events-navbar editlink noprint"><li><a href="/w/index.php?action=edit">edit</a></li>
<li><a href="/w/index.php?action=history">history</a></li></ul></div>
<div class="current-events-content description">
<p><b>Armed conflicts and attacks</b></p>
<ul><li><a href="/wiki/Corvan_dispute" title="Corvan dispute">Corvan dispute</a>
<ul><li><a href="/wiki/Vessia" title="Vessia">Vessia</a>'s army shells a border post of
<a href="/wiki/Corvania" title="Corvania">Corvania</a>, killing three soldiers.
<a rel="nofollow" class="external text" href="https://lantern.example/shelling">(The Lantern)</a>
<a rel="nofollow" class="external text" href="https://gazette.example/post">(Harbour Gazette)</a></li></ul></li></ul>
<p><b>International relations</b></p>
<ul><li>Corvania (in the south) recalls its ambassador from Vessia.
<a rel="nofollow" class="external text" href="https://gazette.example/ambassador">(Harbour Gazette)</a></li></ul>
</div></div></div></div></div></body></html>
"""


def source(**settings: object) -> CurrentEventsSource:
    return CurrentEventsSource.model_validate({"name": "portal", "kind": "current_events", **settings})


def reports(page: str = PAGE) -> list[Document]:
    found = list(
        read_day(source(), "https://en.wikipedia.org/wiki/Portal:Current_events/2023_July_19", DAY, page.encode())
    )
    return [item for item in found if isinstance(item, Document)]


def test_each_report_of_a_day_is_a_document() -> None:
    shelling, ambassador = reports()
    assert shelling.content.decode() == "Vessia's army shells a border post of Corvania, killing three soldiers."
    assert ambassador.content.decode() == "Corvania (in the south) recalls its ambassador from Vessia."
    assert (shelling.given_url, shelling.given_published) == ("https://lantern.example/shelling", "2023-07-19")
    assert (shelling.given_source, shelling.given_by) == ("Wikipedia", "feed")
    assert shelling.uri != ambassador.uri


def test_an_edited_report_is_another_version_of_the_same() -> None:
    before, after = reports()[0], reports(PAGE.replace("three soldiers", "four soldiers"))[0]
    assert before.uri == after.uri
    assert before.content_sha256 != after.content_sha256


def test_a_report_becomes_an_article_of_that_day() -> None:
    article = clean(reports()[0], datetime(2023, 7, 20, tzinfo=UTC))
    assert isinstance(article, CleanedArticle)
    assert [sentence.part for sentence in article.sentences] == ["body"]
    assert (article.published_at, article.published_precision) == (datetime(2023, 7, 19, tzinfo=UTC), "day")


def test_the_last_days_are_looked_at_and_the_page_of_today_may_be_missing() -> None:
    with serving() as site:
        pattern = site.url("/{year}_{month}_{day}")
        portal = source(location=pattern, allow_private=True, days=3)
        web = PoliteWeb(seconds_between=0.0)
        (dead,) = read(portal, web, {})  # no page at all: the source itself has failed
        assert isinstance(dead, Refusal) and (dead.uri, dead.reason) == (pattern, "not_found")
        today, *before = [path for path in site.asked if path != "/robots.txt"]
        for path in before:
            site.put(path, PAGE)
        memory: dict[str, str] = {}
        found = list(read(portal, web, memory))
        assert [type(item) for item in found] == [Document] * 4
        assert list(read(portal, web, memory)) == []
        site.put(today, "<html>something else</html>")
        (refusal,) = read(portal, web, memory)
        assert isinstance(refusal, Refusal) and refusal.reason == "not_a_feed"
