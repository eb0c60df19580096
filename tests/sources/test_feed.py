"""What feeds give: a page for each item, or a document where the feed has the text; and what damaged ones still do."""

import json
import time
from collections.abc import Iterator

import pytest

from pipelines.sources.feed import FeedSource, read
from pipelines.sources.fetch import PoliteWeb
from pipelines.sources.types import Answer, Asked, Document, Found, Page, Refusal
from tests.sources.feeds import atom, atom_entry, rss, rss_item
from tests.sources.servers import Site, serving

PLACE = "https://lantern.example/feed"
LINK = "https://lantern.example/news/talks"


def source(**settings: object) -> FeedSource:
    return FeedSource.model_validate({"name": "lantern", "kind": "feed", "location": PLACE, **settings})


class Shelf:
    """A web in which one thing lies."""

    def __init__(self, content: str | bytes, charset: str | None):
        self.answer = Answer(PLACE, content.encode() if isinstance(content, str) else content, charset=charset)

    def get(self, url: str, asked: Asked) -> Answer:
        assert url == PLACE
        return self.answer


def found(content: str | bytes, charset: str | None = None, **settings: object) -> list[Found]:
    return list(read(source(**settings), Shelf(content, charset), {}))


def pages(content: str | bytes, charset: str | None = None, **settings: object) -> list[Page]:
    items = found(content, charset, **settings)
    assert all(isinstance(item, Page) for item in items), items
    return [item for item in items if isinstance(item, Page)]


def test_an_rss_item_says_what_it_knows_of_its_page() -> None:
    item = rss_item(
        f"{LINK}?utm_source=rss", title="Tom &amp; Jerry hold <b>talks</b>", guid="7", dc__creator="Ada Lund",
        pubDate="Wed, 19 Jul 2023 12:00:00 +0300",
    )  # fmt: skip
    (page,) = pages(rss([item]), outlet="The Lantern", date_order="dmy")
    assert (page.uri, page.url) == (LINK, f"{LINK}?utm_source=rss")
    assert (page.given_title, page.given_byline) == ("Tom & Jerry hold talks", "Ada Lund")
    assert page.given_published == "Wed, 19 Jul 2023 12:00:00 +0300"
    assert (page.given_source, page.given_language, page.date_order) == ("The Lantern", "en", "dmy")
    assert (page.source_name, page.given_by, page.flags) == ("lantern", "feed", None)


def test_an_atom_entry_and_a_json_item_say_the_same() -> None:
    entry = atom_entry("/news/talks", id="urn:7", published="2023-07-19T12:00:00Z", updated="2023-07-19T13:00:00Z")
    (of_atom,) = pages(atom([entry]))
    item = {
        "id": "urn:7", "url": "/news/talks", "title": "A title",
        "date_published": "2023-07-19T12:00:00Z", "date_modified": "2023-07-19T13:00:00Z",
    }  # fmt: skip
    (of_json,) = pages(json.dumps({"version": "https://jsonfeed.org/version/1.1", "title": "x", "items": [item]}))
    assert of_atom == of_json
    assert (of_atom.url, of_atom.given_published) == (LINK, "2023-07-19T12:00:00Z")


def test_a_changed_item_has_another_key() -> None:
    entries = [atom_entry(LINK, id="7", updated=day) for day in ("2023-07-19", "2023-07-19", "2023-07-20")]
    keys = [pages(atom([entry]))[0].key for entry in entries]
    assert keys[0] == keys[1] != keys[2]


@pytest.mark.parametrize(
    "item",
    [
        rss_item(LINK, content__encoded="<p>The minister met the envoy.</p>"),
        rss_item(LINK, description="<p>The minister met the envoy.</p>"),
        rss_item(LINK, description="The minister met the envoy."),
    ],
)
def test_a_feed_may_have_whole_articles(item: str) -> None:
    (document,) = found(rss([item]), full_text=True)
    assert isinstance(document, Document)
    assert document.content == b"<html><body><article><p>The minister met the envoy.</p></article></body></html>"
    assert document.uri.startswith(f"{PLACE}#")
    assert (document.given_url, document.given_by, document.source_name) == (LINK, "feed", "lantern")
    assert isinstance(found(rss([item]))[0], Page)


def test_items_without_guid_link_or_date_are_told_apart() -> None:
    """Bad input 25: a guid that is used again for another story, none at all, and the same item twice."""
    text = "<p>The minister met the envoy.</p>"
    reused = [rss_item(f"{LINK}/{n}", guid="same") for n in (1, 2)]
    twice = [rss_item(LINK, guid="7")] * 2
    bare = [rss_item(title=title, description=text) for title in ("One", "Two", "Two")]
    assert len({page.key for page in pages(rss(reused))}) == 2
    assert len(pages(rss(twice))) == 1
    documents = found(rss(bare))
    assert len(documents) == len({document.uri for document in documents if isinstance(document, Document)}) == 2
    (nothing,) = found(rss([rss_item(title="Only a title")]))
    assert isinstance(nothing, Refusal) and nothing.reason == "bad_url"


@pytest.mark.parametrize("link", ["javascript:alert(1)", "mailto:a@b.example", "file:///etc/passwd", "http://[x"])
def test_a_link_that_is_none_is_refused(link: str) -> None:
    refusal, page = found(rss([rss_item(link, guid="1"), rss_item(LINK)]))
    assert isinstance(refusal, Refusal) and isinstance(page, Page)
    assert (refusal.reason, refusal.source_name) == ("bad_url", "lantern")
    assert refusal.uri.startswith(f"{PLACE}#")


@pytest.mark.parametrize(
    "content",
    [
        "<!doctype html><html><body><h1>Not found</h1></body></html>", "", "   ", "not a feed", "{}",
        '{"version": "https://other.example/1"}', "[" * 100_000, "<a>" * 1_000, b"\x00\x01\x02" * 100,
    ],
)  # fmt: skip
def test_what_is_no_feed_is_refused(content: str | bytes) -> None:
    """Bad input 22: a page that says that there is no such page, with a status of 200."""
    (refusal,) = found(content)
    assert isinstance(refusal, Refusal)
    assert (refusal.uri, refusal.reason) == (PLACE, "not_a_feed")


def test_an_empty_feed_is_a_feed() -> None:
    assert found(rss([])) == []
    assert found('{"version": "https://jsonfeed.org/version/1", "items": []}') == []


def test_only_so_many_items_are_taken_and_the_rest_is_told_of_quickly() -> None:
    """Bad input 23: a feed of a hundred thousand items."""
    content = rss([rss_item(f"{LINK}/{n}", title=f"Story {n}", guid=str(n)) for n in range(100_000)])
    started = time.process_time()
    *first, rest = found(content)
    assert time.process_time() - started < 10
    assert isinstance(rest, Refusal)
    assert (len(first), rest.reason) == (2_000, "too_many_items")
    assert rest.detail == "100,000 items; the first 2,000 are read"
    assert all(isinstance(page, Page) and page.flags is None for page in first)
    of_json = {"version": "https://jsonfeed.org/version/1", "items": [{"url": f"{LINK}/{n}"} for n in range(10)]}
    assert [type(item) for item in found(json.dumps(of_json), max_items=3)] == [Page, Page, Page, Refusal]


@pytest.mark.parametrize(
    "damage",
    [
        lambda feed: feed.replace(">Three<", ">Th\x00r\x08ee<"),
        lambda feed: feed.replace(">Three<", ">Three & four<"),
        lambda feed: feed.replace("</channel>", "<media:thumbnail url='x'/></channel>"),
        lambda feed: feed.replace("</channel></rss>", ""),
        lambda feed: feed[: feed.index("</item>", feed.index("Three"))],
    ],
)  # fmt: skip
def test_what_parses_of_a_damaged_feed_is_taken_with_a_flag(damage: object) -> None:
    """Bad input 24: control characters, a bare ampersand, an undeclared namespace, a feed that is cut off."""
    feed = rss([rss_item(f"{LINK}/{n}", title=n) for n in ("One", "Two", "Three")])
    taken = pages(damage(feed))  # type: ignore[operator]
    assert [page.url for page in taken] == [f"{LINK}/{n}" for n in ("One", "Two", "Three")]
    assert {page.flags for page in taken} == {"bozo"}


def test_encodings_are_those_that_the_server_or_the_feed_declares() -> None:
    feed = rss([rss_item(LINK, title="Grüße aus Köln")]).replace('encoding="UTF-8"', 'encoding="ISO-8859-1"')
    (declared,) = pages(feed.encode("latin-1"))
    (by_header,) = pages(rss([rss_item(LINK, title="Grüße aus Köln")]).encode("cp1252"), charset="cp1252")
    assert declared.given_title == by_header.given_title == "Grüße aus Köln"
    assert declared.flags is None


def test_a_lone_surrogate_and_a_nul_in_a_title_are_replaced() -> None:
    item = {"url": LINK, "title": "One \ud83d two\0three"}
    (page,) = pages(json.dumps({"version": "https://jsonfeed.org/version/1", "items": [item]}))
    assert page.given_title == "One ? two three"


BOMBS = {
    "laughs": '<!DOCTYPE r [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>',
    "file": '<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
    "web": "<!DOCTYPE r [<!ENTITY x PUBLIC 'a' 'http://127.0.0.1/x'>]>",
    "parameter": '<!DOCTYPE r [<!ENTITY % p SYSTEM "http://127.0.0.1/x"> %p;]>',
    "quadratic": f'<!DOCTYPE r [<!ENTITY a "{"x" * 50_000}">]>',
}


@pytest.mark.parametrize("bomb", BOMBS)
def test_entities_are_neither_expanded_nor_followed(bomb: str) -> None:
    """Bad inputs 20 and 21."""
    feed = rss([rss_item(LINK, title="X")]).replace("<rss", BOMBS[bomb] + "<rss").replace("X<", "&x;&b;&a;<")
    (refusal,) = found(feed)
    assert isinstance(refusal, Refusal) and refusal.reason == "xml_entities"
    (wide,) = found(feed.replace("UTF-8", "UTF-16").encode("utf-16"))
    assert isinstance(wide, Refusal) and wide.reason == "xml_entities"


def test_a_harmless_entity_is_let_through() -> None:
    feed = rss([rss_item(LINK, title="a")]).replace("<rss", '<!DOCTYPE rss [<!ENTITY nbsp "&#160;">]><rss')
    assert [page.url for page in pages(feed)] == [LINK]


# ---- over the network ----------------------------------------------------------------------


@pytest.fixture
def site() -> Iterator[Site]:
    with serving() as site:
        yield site


def poll(site: Site, memory: dict[str, str], *paths: str, **settings: object) -> list[Found]:
    here = source(location=[site.url(path) for path in paths or ("/feed",)], allow_private=True, **settings)
    return list(read(here, PoliteWeb(seconds_between=0.0), memory))


def test_a_feed_that_has_not_changed_gives_nothing(site: Site) -> None:
    feed = rss([rss_item(LINK)])
    memory: dict[str, str] = {}
    site.put("/feed", feed, ETag='"1"')
    assert len(poll(site, memory)) == 1
    site.put("/feed", status=304, ETag='"1"')
    assert poll(site, memory) == []
    assert site.headers[-1]["If-None-Match"] == '"1"'
    site.put("/feed", feed)  # a server without conditions sends the same bytes again
    assert poll(site, memory) == []
    site.put("/feed", rss([rss_item(f"{LINK}/2")]))
    assert len(poll(site, memory)) == 1


def test_what_is_no_feed_is_looked_at_again_although_it_is_the_same(site: Site) -> None:
    memory: dict[str, str] = {}
    site.put("/feed", "<html>Back soon</html>", ETag='"1"')
    assert [poll(site, memory)[0] for _ in range(2)] == [
        Refusal(site.url("/feed"), "not_a_feed", "a web page", source_name="lantern")
    ] * 2


def test_now_and_then_all_of_a_feed_is_asked_for(site: Site) -> None:
    """Some servers say that nothing has changed when it has."""
    memory: dict[str, str] = {}
    asked = []
    for n in range(7):
        site.put("/feed", rss([rss_item(f"{LINK}/{n}")]), ETag='"always the same"')
        poll(site, memory, full_get_every=3)
        asked.append("If-None-Match" in site.headers[-1])
    assert asked == [False, True, True, False, True, True, False]


def test_one_feed_that_fails_does_not_stop_the_others(site: Site) -> None:
    site.put("/good", rss([rss_item(LINK)]))
    site.put("/page", "<html>a page</html>")
    memory: dict[str, str] = {}
    gone, page, none = poll(site, memory, "/gone", "/good", "/page")
    assert isinstance(gone, Refusal) and isinstance(page, Page) and isinstance(none, Refusal)
    assert (gone.uri, gone.reason) == (site.url("/gone"), "not_found")
    assert (none.uri, none.reason) == (site.url("/page"), "not_a_feed")
