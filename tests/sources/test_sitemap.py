"""What sitemaps and lists of addresses give."""

import gzip
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipelines.sources import sitemap, url_list
from pipelines.sources.fetch import PoliteWeb
from pipelines.sources.types import Found, Page, Refusal
from tests.sources.servers import Site, serving

SPACES = (
    'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" '
    'xmlns:news="http://www.google.com/schemas/sitemap-news/0.9" '
    'xmlns:image="http://www.google.com/schemas/sitemap-image/1.1"'
)
LINK = "https://lantern.example/news"


def urlset(*urls: str) -> str:
    return f"<?xml version='1.0'?><urlset {SPACES}>{''.join(f'<url>{url}</url>' for url in urls)}</urlset>"


def index(*places: str) -> str:
    entries = "".join(f"<sitemap><loc>{place}</loc></sitemap>" for place in places)
    return f"<sitemapindex {SPACES}>{entries}</sitemapindex>"


@pytest.fixture
def site() -> Iterator[Site]:
    with serving() as site:
        yield site


def poll(
    site: Site, path: str = "/sitemap.xml", memory: dict[str, str] | None = None, **settings: object
) -> list[Found]:
    said = {"name": "lantern", "kind": "sitemap", "location": site.url(path), "allow_private": True, **settings}
    source = sitemap.SitemapSource.model_validate(said)
    return list(sitemap.read(source, PoliteWeb(seconds_between=0.0), {} if memory is None else memory))


def refusals(found: list[Found]) -> list[str]:
    return [item.reason for item in found if isinstance(item, Refusal)]


def test_a_news_sitemap_says_what_it_knows_of_each_page(site: Site) -> None:
    news = (
        "<news:news><news:publication><news:name>The Lantern</news:name><news:language>en</news:language>"
        "</news:publication><news:publication_date>2023-07-19T12:00:00+03:00</news:publication_date>"
        "<news:title>Talks &amp; more</news:title></news:news><image:image><image:loc>x.png</image:loc>"
        "<image:title>A picture</image:title></image:image>"
    )
    site.put("/sitemap.xml", urlset(f"<loc> {LINK}/talks </loc>{news}"))
    (page,) = poll(site)
    assert isinstance(page, Page)
    assert (page.url, page.given_title, page.given_source) == (f"{LINK}/talks", "Talks & more", "The Lantern")
    assert (page.given_published, page.given_language) == ("2023-07-19T12:00:00+03:00", "en")
    assert (page.given_by, page.source_name) == ("sitemap", "lantern")


def test_the_newest_pages_come_first_and_only_so_many(site: Site) -> None:
    site.put("/sitemap.xml", urlset(*(f"<loc>{LINK}/{d}</loc><lastmod>2023-07-{d}</lastmod>" for d in range(10, 20))))
    *pages, rest = poll(site, max_items=3)
    assert [page.url[-2:] for page in pages if isinstance(page, Page)] == ["19", "18", "17"]
    assert isinstance(rest, Refusal) and rest.reason == "too_many_items"


def test_a_page_that_was_modified_has_another_key(site: Site) -> None:
    keys = []
    for day in (18, 18, 19):
        site.put("/sitemap.xml", urlset(f"<loc>{LINK}/a</loc><lastmod>2023-07-{day}</lastmod>"))
        (page,) = poll(site)
        assert isinstance(page, Page)
        keys.append(page.key)
    assert keys[0] == keys[1] != keys[2]


def test_an_index_leads_to_sitemaps_packed_or_not_and_an_unchanged_one_gives_nothing(site: Site) -> None:
    site.put("/sitemap.xml", index(site.url("/a.xml"), "/b.xml.gz", site.url("/gone.xml")))
    site.put("/a.xml", urlset(f"<loc>{LINK}/a</loc>"))
    site.put("/b.xml.gz", gzip.compress(urlset(f"<loc>{LINK}/b</loc>").encode()))
    memory: dict[str, str] = {}
    found = poll(site, memory=memory)
    assert [page.url for page in found if isinstance(page, Page)] == [f"{LINK}/a", f"{LINK}/b"]
    assert refusals(found) == ["not_found"]
    site.put("/a.xml", urlset(f"<loc>{LINK}/c</loc>"))
    assert [page.url for page in poll(site, memory=memory) if isinstance(page, Page)] == [f"{LINK}/c"]


def test_an_index_that_holds_itself_ends(site: Site) -> None:
    site.put("/sitemap.xml", index("/sitemap.xml"))
    assert refusals(poll(site)) == ["not_a_feed"]
    assert site.count("/sitemap.xml") == sitemap.MAX_DEPTH


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("<html><body>Not found</body></html>", "not_a_feed"),
        ("<urls/>", "not_a_feed"),
        ("", "not_a_feed"),
        ('<!DOCTYPE u [<!ENTITY a "&b;&b;">]>' + urlset("<loc>&a;</loc>"), "xml_entities"),
        ('<!DOCTYPE u [<!ENTITY a SYSTEM "file:///etc/passwd">]>' + urlset("<loc>&a;</loc>"), "xml_entities"),
        (gzip.compress(bytes(20_000_000)), "expands_too_far"),
        (b"\x1f\x8b" + bytes(50), "not_a_feed"),
    ],
)
def test_what_is_no_sitemap_is_refused(site: Site, content: str | bytes, reason: str) -> None:
    site.put("/sitemap.xml", content)
    assert refusals(poll(site)) == [reason]


def test_of_a_sitemap_that_is_cut_off_what_is_whole_is_taken_with_a_flag(site: Site) -> None:
    whole = urlset(*(f"<loc>{LINK}/{n}</loc>" for n in range(3)))
    site.put("/sitemap.xml", whole[: whole.index("/2</loc>")])
    found = poll(site)
    assert [(page.url, page.flags) for page in found if isinstance(page, Page)] == [
        (f"{LINK}/0", "bozo"), (f"{LINK}/1", "bozo"),
    ]  # fmt: skip


# ---- lists ---------------------------------------------------------------------------------


def listed(location: str | Path) -> list[Found]:
    said = {"name": "clippings", "kind": "urls", "location": str(location), "allow_private": True}
    source = url_list.UrlListSource.model_validate(said)
    return list(url_list.read(source, PoliteWeb(seconds_between=0.0), {}))


def test_a_list_has_an_address_on_a_line(tmp_path: Path, site: Site) -> None:
    lines = f"# what we read\n{LINK}/1\n\n  {LINK}/2\njavascript:alert(1)\n"
    (tmp_path / "list.txt").write_text(lines)
    one, two, bad = listed(tmp_path / "list.txt")
    assert isinstance(one, Page) and isinstance(two, Page) and isinstance(bad, Refusal)
    assert (one.url, two.url, bad.reason, one.given_by) == (f"{LINK}/1", f"{LINK}/2", "bad_url", "list")
    assert listed(site.put("/list.txt", lines)) == [one, two, bad]


def test_a_table_says_more_of_each_page(tmp_path: Path) -> None:
    rows = f'url,title,published_at,source\n{LINK}/1,"Talks, again",2023-07-19,The Lantern\n,empty,,\n'
    (tmp_path / "list.csv").write_text(rows)
    (page,) = listed(tmp_path / "list.csv")
    assert isinstance(page, Page)
    assert (page.given_title, page.given_published, page.given_source) == ("Talks, again", "2023-07-19", "The Lantern")


def test_a_list_that_cannot_be_read_is_refused(tmp_path: Path) -> None:
    (tmp_path / "list.txt").write_bytes(b"\xff\xfe\xff")
    assert refusals(listed(tmp_path / "list.txt")) == ["undecodable"]
    assert refusals(listed(tmp_path / "gone.txt")) == ["unreadable"]
    assert refusals(listed("http://127.0.0.1:9/list.txt")) == ["network"]
