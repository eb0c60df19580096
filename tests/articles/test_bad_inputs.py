"""The bad inputs that reach the cleaner: each ends as the table of them says, and costs little time and memory."""

import resource
import time

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from pipelines.articles.clean import clean
from pipelines.articles.types import CleanedArticle
from pipelines.sources.types import Refusal
from tests import bad_inputs
from tests.articles.writing import BODY, FETCHED_AT, article, document

MEGABYTES = 600  # beyond what the models take
SECONDS = 25.0  # of processor time; none of them should need a tenth of it


def outcome(content: bytes, uri: str, **given: str) -> CleanedArticle | Refusal:
    """Clean, in bounded time and memory."""
    before, start = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.process_time()
    found = clean(document(content, uri, **given), FETCHED_AT)
    assert time.process_time() - start < SECONDS
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < MEGABYTES * 1024
    return found


def outcomes(number: int) -> dict[str, CleanedArticle | Refusal]:
    made = bad_inputs.MAKERS[number]()
    return {name: outcome(content, f"inbox:{name}") for name, content in made.items() if not name.endswith(".jsonl")}


@pytest.mark.timeout(240)
@pytest.mark.parametrize("number", [*range(4, 11), *range(12, 20), 20, 21, 26, 27, 28, 29, 30, 31])
def test_each_is_an_article_or_a_refusal_for_the_reason_that_the_table_tells(number: int) -> None:
    for name, found in outcomes(number).items():
        reason = bad_inputs.REFUSED.get(f"{number:02}/{name}")
        assert (found.reason if isinstance(found, Refusal) else None) == reason, name
        if isinstance(found, CleanedArticle):
            assert found.title and found.n_sentences > 3, name
            assert not set(found.text) & set("\0\x07\xad\u202e\u202c\u200b\xa0\ufeff"), name


@pytest.mark.parametrize(
    ("number", "name", "flag"),
    [
        (7, "page.html", "encoding_guessed"),
        (8, "twice.txt", "mojibake"),
        (9, "few.txt", "bytes_replaced"),
        (10, "nul.txt", "controls_dropped"),
        (26, "future.html", "date_out_of_range"),
        (26, "past.html", "date_out_of_range"),
    ],
)
def test_what_was_mended_is_flagged(number: int, name: str, flag: str) -> None:
    found = outcomes(number)[name]
    assert isinstance(found, CleanedArticle)
    assert flag in (found.flags or "").split(",")


def test_a_text_that_was_read_in_a_wrong_encoding_is_put_right_where_its_source_wants_that() -> None:
    content = bad_inputs.mojibake()["twice.txt"]
    left, put_right = (outcome(content, "inbox:a.txt", wishes=wishes) for wishes in ("", "repair_text"))
    assert isinstance(left, CleanedArticle) and isinstance(put_right, CleanedArticle)
    assert "â€™" in left.text and "â€™" not in put_right.text
    assert "“We’ll answer Kestria’s attack." in put_right.text
    assert (left.flags, put_right.flags) == ("mojibake", "mojibake,text_repaired")


def test_a_date_out_of_range_keeps_its_words_and_nothing_else() -> None:
    for found in outcomes(26).values():
        assert isinstance(found, CleanedArticle)
        assert (found.published_at, found.published_precision, found.published_from) == (None, None, None)
        assert found.published_raw in ("2099-01-01", "1066-10-14")


def test_a_feed_dates_what_its_page_dates_impossibly() -> None:
    content = bad_inputs.dates_out_of_range()["future.html"]
    found = outcome(content, "https://x.example/a", given_published="2023-07-19T10:00:00Z", given_by="feed")
    assert isinstance(found, CleanedArticle)
    assert (str(found.published_at), found.published_from) == ("2023-07-19 10:00:00+00:00", "feed")


def test_unclear_dates_are_none_unless_the_source_says_how_it_writes_them() -> None:
    made = bad_inputs.dates_that_are_unclear()
    for name, content in made.items():
        found = outcome(content, name)
        assert isinstance(found, CleanedArticle)
        assert found.published_at is None, name
    slash = made["slash.txt"]
    for order, day in (("dmy", "2023-08-07"), ("mdy", "2023-07-08")):
        found = clean(document(slash, date_order=order))
        assert isinstance(found, CleanedArticle)
        assert str(found.published_at)[:10] == day


@pytest.mark.parametrize("number", [28])
def test_nothing_dates_what_has_no_date(number: int) -> None:
    for found in outcomes(number).values():
        assert isinstance(found, CleanedArticle)
        assert (found.published_at, found.published_raw) == (None, None)


def test_a_page_that_writes_its_day_as_numbers_is_dated_in_the_order_of_its_source() -> None:
    page = f"<html><body><article><h1>Map drawn</h1><p>Published: 07/08/2023</p><p>{BODY}</p></article></body></html>"
    assert article(page).published_at is None
    assert f"{article(page, date_order='mdy').published_at:%Y-%m-%d}" == "2023-07-08"


@pytest.mark.timeout(120)
def test_a_large_description_of_an_article_is_cut() -> None:
    data = '{"@type": "NewsArticle", "headline": "' + "x" * 9_000_000 + '"}'
    page = (
        f'<html><head><title>Map drawn</title><script type="application/ld+json">{data}</script></head><body><article>'
    )
    found = outcome(f"{page}<h1>Map drawn</h1><p>{BODY}</p></article></body></html>".encode(), "inbox:a.html")
    assert isinstance(found, CleanedArticle)
    assert found.title == "Map drawn"


PIECES = st.sampled_from(
    [
        "<p>", "</p>", "<div>", "</div>", "<table><tr><td>", "</td></tr></table>", "<!--", "-->", "<script>",
        "</script>", '<script type="application/ld+json">', "<time>", "<h1>", "10:32 GMT", "<![CDATA[", "&#0;",
        "&#xD800;",
        '{"@type": "NewsArticle", "wordCount": -1, "hasPart": [[]]}', '<link rel="canonical" href="https://[::1">',
        '<meta property="og:url" content="http://x y/">', "<base href=//>", "\x00", "\u202e", "<svg><![CDATA[",
        "<template>", "07/08/2023",
        *BODY.split("\n\n"),
    ]
)  # fmt: skip


@settings(deadline=None, max_examples=150)
@given(st.binary(max_size=2000))
@example(b"<html" * 5000)
@example(b"\xff\xfe" + b"<\x00p\x00>\x00" * 5000)
@example(b"<html><body>" + b"<a " * 20_000)
@example(b"<html><body><p>" + b"\xf0\x9f\x98\x80" * 5000)
def test_any_bytes_at_all_have_an_outcome(content: bytes) -> None:
    assert isinstance(outcome(content, "inbox:a.html"), CleanedArticle | Refusal)


@settings(deadline=None, max_examples=150)
@given(st.lists(st.one_of(PIECES, st.text(max_size=10)), max_size=30))
def test_any_mark_up_has_an_outcome(pieces: list[str]) -> None:
    content = ("<html><body>" + "".join(pieces)).encode("utf-8", "surrogatepass")
    assert isinstance(outcome(content, "https://x.example/live/a"), CleanedArticle | Refusal)
