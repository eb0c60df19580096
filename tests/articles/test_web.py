"""Web pages: the article, what the mark-up says, and pages that are made to break parsers."""

import json
import socket

import pytest

from tests.articles.writing import BODY, article, paragraphs, refusal

TITLE = "Kestria and Maldovia sign border accord"
BODY_PARAGRAPHS = BODY.split("\n\n")
P = "".join(f"<p>{paragraph}</p>" for paragraph in BODY_PARAGRAPHS)


def page(head: str = "", before: str = "", after: str = "", body: str = P) -> str:
    """A page with the navigation and the footer that pages have."""
    return f"""<!doctype html><html><head><title>{TITLE} - Harbour Gazette</title>{head}</head><body>
<nav><ul><li><a href="/">Home</a></li><li><a href="/world">World</a></li></ul></nav>
<article><h1>{TITLE}</h1>{before}{body}{after}</article>
<footer><p>© 2023 Harbour Gazette. <a href="/terms">Terms of use</a></p></footer></body></html>"""


def json_ld(**fields: object) -> str:
    data = json.dumps({"@context": "https://schema.org", "@type": "NewsArticle", **fields})
    return f'<script type="application/ld+json">{data}</script>'


def test_the_article_and_nothing_around_it() -> None:
    cleaned = article(page())
    assert cleaned.title == TITLE
    assert paragraphs(cleaned) == BODY_PARAGRAPHS


def test_json_ld_goes_before_meta_tags() -> None:
    meta = (
        '<meta property="og:title" content="Another title"><meta property="og:site_name" content="Harbour Gazette">'
        '<meta property="article:published_time" content="2020-01-01T00:00:00Z"><meta name="author" content="Nobody">'
        '<link rel="canonical" href="https://gazette.example/accord">'
    )
    data = json_ld(
        headline=TITLE,
        datePublished="2023-07-19T10:30:00+03:00",
        author=[{"name": "Jane Doe"}, {"name": "Dan Roe"}],
        publisher={"name": "The Harbour Gazette"},
    )
    cleaned = article(page(data + meta))
    assert (cleaned.title, cleaned.source, cleaned.byline) == (TITLE, "The Harbour Gazette", "Jane Doe, Dan Roe")
    assert str(cleaned.published_at) == "2023-07-19 07:30:00+00:00"
    assert (cleaned.published_precision, cleaned.published_from) == ("minute", "html_metadata")
    assert cleaned.published_raw == "2023-07-19T10:30:00+03:00"
    assert cleaned.url == "https://gazette.example/accord"


def test_meta_tags_speak_where_json_ld_does_not() -> None:
    meta = (
        f'<meta property="og:title" content="{TITLE}"><meta property="og:site_name" content="Harbour Gazette">'
        '<meta property="article:published_time" content="2023-07-19"><meta name="author" content="Jane Doe">'
    )
    cleaned = article(page('<script type="application/ld+json">{broken</script>' + meta))
    assert (cleaned.title, cleaned.source, cleaned.byline) == (TITLE, "Harbour Gazette", "Jane Doe")
    assert (str(cleaned.published_at)[:10], cleaned.published_precision) == ("2023-07-19", "day")


@pytest.mark.parametrize("line", ["<p>By Juan Poma</p>", '<div><span>By <a href="/poma">Juan Poma</a></span></div>'])
def test_a_byline_that_only_the_page_shows(line: str) -> None:
    assert article(page(before=line)).byline == "Juan Poma"
    assert article(page(before=line, head='<meta name="author" content="Ana Roe">')).byline == "Ana Roe"


def test_a_time_element_dates_the_article() -> None:
    cleaned = article(page(before='<p>Published <time datetime="2023-07-19T08:00:00Z">today</time></p>'))
    assert (str(cleaned.published_at), cleaned.published_from) == ("2023-07-19 08:00:00+00:00", "html_metadata")


def test_a_page_without_a_date_gets_none() -> None:
    text = P + "<p>The quarrel began in 1979, when Kestria's army came. It took power in 2020 and left in May.</p>"
    assert article(page(body=text)).published_at is None


def test_a_description_is_a_standfirst_only_where_the_page_shows_it() -> None:
    shown = "The map ends ten years of quarrel."
    meta = f'<meta property="og:description" content="{shown}">'
    assert article(page(meta)).standfirst is None
    assert article(page(meta, before=f"<h2>{shown}</h2>")).standfirst == shown
    assert article(page(before=f'<p class="article-standfirst">{shown}</p>')).standfirst == shown
    first = page(f'<meta property="og:description" content="{BODY_PARAGRAPHS[0]}">')
    assert article(first).standfirst is None
    assert paragraphs(article(first)) == BODY_PARAGRAPHS


def test_a_figure_caption_is_a_caption() -> None:
    cleaned = article(page(before="<figure><img src='a.jpg'><figcaption>Ministers in Port Salin</figcaption></figure>"))
    assert paragraphs(cleaned) == BODY_PARAGRAPHS


def test_residue_and_datelines_are_seen_in_pages_too() -> None:
    body = P.replace("<p>", "<p>PORT SALIN (Reuters) — ", 1) + "<p>Read more: Who drew the map</p><h3>Comments</h3>"
    cleaned = article(page(body=body))
    assert (cleaned.dateline_place, cleaned.source) == ("PORT SALIN", "Reuters")
    assert paragraphs(cleaned) == BODY_PARAGRAPHS


def test_paragraphs_may_be_made_of_line_breaks() -> None:
    cleaned = article(page(body="<div class='text'>" + "<br><br>".join(BODY_PARAGRAPHS) + "</div>"))
    assert paragraphs(cleaned) == BODY_PARAGRAPHS


def test_what_a_file_is_shows_in_its_content_not_its_name() -> None:
    assert paragraphs(article(page(), "inbox:a.txt")) == BODY_PARAGRAPHS
    assert paragraphs(article(BODY, "inbox:a.html")) == BODY_PARAGRAPHS


def test_a_logo_is_no_title() -> None:
    assert (
        article(
            page().replace(f"<h1>{TITLE}</h1>", "<h1>Gazette</h1>").replace(" - Harbour Gazette</title>", "</title>")
        ).title
        == TITLE
    )


def test_lone_surrogates_in_json_do_no_harm() -> None:
    data = '<script type="application/ld+json">{"@type": "NewsArticle", "headline": "Map \\ud800 drawn"}</script>'
    assert article(page(data)).title == "Map \ufffd drawn"


@pytest.mark.timeout(60)
@pytest.mark.parametrize(
    "html",
    [
        page(body="<b>" * 400 + P + "</b>" * 400),  # deeper than libxml2 reads
        page(f"<script>{'x = 1; ' * 1_000_000}</script>"),
        page(f"<style>{'p {} ' * 500_000}</style>"),
        page(before=f'<img src="data:image/png;base64,{"A" * 5_000_000}">'),
        page(json_ld(headline="x" * 2_000_000)),
        page(before="<table><tr><td colspan=9000000000000000>x</td></tr></table>"),
        page(before='<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">&b;'),
    ],
    ids=["deep", "script", "style", "data", "json", "colspan", "entities"],
)
def test_pages_that_choke_parsers_still_give_the_article(html: str) -> None:
    cleaned = article(html)
    assert BODY_PARAGRAPHS[1] in cleaned.text
    assert BODY_PARAGRAPHS[2] in cleaned.text


@pytest.mark.timeout(60)
@pytest.mark.parametrize("unit", ["<script", "<div ", "<a href='", "<!--", "&amp;", "<p>", "<br>"])
def test_no_repeated_mark_takes_long(unit: str) -> None:
    assert refusal("<html><body>" + unit * 30_000).reason in ("no_text", "too_deep")


def test_nothing_is_fetched(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a connection was tried")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    links = '<link rel="canonical" href="http://127.0.0.1:9/a"><img src="http://127.0.0.1:9/b.png"><base href="http://127.0.0.1:9/">'
    assert paragraphs(article(page(links))) == BODY_PARAGRAPHS


def test_no_library_below_python_fetches_anything_either() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.2)
        there = f"http://127.0.0.1:{server.getsockname()[1]}"
        doctype = f'<!DOCTYPE html PUBLIC "-//x//DTD//EN" "{there}/x.dtd" [<!ENTITY e SYSTEM "{there}/e">]>'
        links = f"""<base href="{there}/"><link rel="stylesheet" href="a.css"><link rel="canonical" href="{there}/a">
        <img src="b.png"><iframe src="c.html"></iframe><xi:include href="{there}/d" xmlns:xi="x">"""
        html = page(links, before="<p>&e;</p>").replace("<!doctype html>", doctype)
        assert BODY_PARAGRAPHS[1] in article(html).text
        with pytest.raises(TimeoutError):
            server.accept()
