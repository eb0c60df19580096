"""A document becomes one article or one rejection; batches become parcels."""

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.articles.clean import CLEANER_VERSION, clean, clean_batches
from pipelines.articles.schema import ARTICLES, PARCELLED_BANDS, PARCELLED_SENTENCES
from pipelines.articles.types import CleanedArticle
from pipelines.parcels import unpack
from pipelines.sources.schema import DOCUMENTS, REASONS, REJECTIONS
from pipelines.sources.types import GIVEN
from tests.articles.writing import BODY, FETCHED_AT, article, document, refusal


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "empty"),
        ("\ufeff \n\n", "empty"),
        (b"\xff\xfe\n\x00 \x00", "empty"),
        (b"%PDF-1.7 and words", "binary"),
        (b"\x01\x02\x03\x04" * 500, "binary"),
        ("Share this article\nFacebook\nTwitter", "no_text"),
        ("<html><body><nav><a href='/'>Home</a></nav></body></html>", "no_text"),
        ("<html><body><main><p>Weather in Port Salin</p><p>The valley in pictures</p></main></body></html>", "no_text"),
        ("<html><body><!-- the comment is never closed <p>" + BODY, "no_text"),
        ("<div>" * 3000 + BODY, "too_deep"),
    ],
)
def test_refusals(content: str | bytes, reason: str) -> None:
    found = refusal(content)
    assert found.reason == reason
    assert found.detail
    assert found.size_bytes == len(content.encode() if isinstance(content, str) else content)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (
            "Les deux ministres se sont rencontrés mardi dans la ville frontalière. Ils ont signé un accord qui met "
            "fin à une longue querelle sur la vallée. Les troupes quitteront la région avant l'hiver, a-t-il dit.",
            "fr",
        ),
        ("التقى وزير الخارجية نظيره يوم الثلاثاء في المدينة الحدودية ووقع الجانبان اتفاقا.", "ar"),
        ("两国外长星期二在边境城市会晤，并签署了一项协议。", "zh"),
    ],
)
def test_other_languages_are_refused_with_their_code(text: str, code: str) -> None:
    found = refusal(text)
    assert (found.reason, found.detail) == ("wrong_language", code)


def test_a_text_too_short_to_tell_its_language_is_kept_without_one() -> None:
    assert article("The two ministers met on Tuesday.").language is None
    assert article(BODY).language == "en"


def test_what_the_user_says_goes_before_what_the_text_says() -> None:
    cleaned = article(
        f"The Harbour Gazette | 19 July 2023\n\n{BODY}",
        given_url="https://x.example/a",
        given_source="Northern Lantern",
        given_published="2023-07-18",
    )
    assert (cleaned.url, cleaned.source) == ("https://x.example/a", "Northern Lantern")
    assert (str(cleaned.published_at)[:10], cleaned.published_from) == ("2023-07-18", "manifest")


def test_a_date_given_in_no_clear_form_is_not_used() -> None:
    cleaned = article(f"19 July 2023\n\n{BODY}", given_published="07/08/2023")
    assert (str(cleaned.published_at)[:10], cleaned.flags) == ("2023-07-19", "given_date_unread")


@pytest.mark.parametrize("day", ["19 July 1923", "31 December 1989", "3 August 2023", "19 July 2043"])
def test_a_date_out_of_range_is_no_date(day: str) -> None:
    cleaned = article(f"The Harbour Gazette | {day}\n\n{BODY}")
    assert (cleaned.published_at, cleaned.published_precision, cleaned.published_from) == (None, None, None)
    assert (cleaned.flags, cleaned.published_raw) == ("date_out_of_range", day)


def test_a_day_ahead_may_be_a_matter_of_time_zones() -> None:
    assert str(article(f"The Harbour Gazette | 2 August 2023\n\n{BODY}").published_at)[:10] == "2023-08-02"


def test_an_article_keeps_its_id_over_versions() -> None:
    first, second = article(BODY), article(BODY + "\n\nIt rained.")
    assert first.article_id == second.article_id
    assert first.document_id != second.document_id


def test_batches_become_parcels_of_four_tables() -> None:
    contents = {
        "inbox:a.txt": f"Title of a\n\n{BODY}".encode(),
        "inbox:b.txt": b"%PDF-1.7",
        "inbox:c.txt": BODY.encode(),
    }
    rows = []
    for uri, content in contents.items():
        d = document(content, uri)
        row = {name: getattr(d, name) for name in ("document_id", "uri", "content", "content_sha256", *GIVEN)}
        rows.append(row | {"size_bytes": len(content), "fetched_at": FETCHED_AT})
    batch = pa.RecordBatch.from_pylist(rows, schema=DOCUMENTS)
    tables: dict[str, list[pa.RecordBatch]] = {}
    for parcels in clean_batches(iter([batch, batch.slice(0, 0)])):
        for name, table in unpack(parcels):
            tables.setdefault(name, []).append(table)
    schemas = {
        "articles": ARTICLES,
        "sentences": PARCELLED_SENTENCES,
        "duplicate_bands": PARCELLED_BANDS,
        "rejections": REJECTIONS,
    }
    assert {name: found[0].schema for name, found in tables.items()} == schemas
    articles = tables["articles"][0].to_pylist()
    assert [row["uri"] for row in articles] == ["inbox:a.txt", "inbox:c.txt"]
    assert {row["cleaner_version"] for row in articles} == {CLEANER_VERSION}
    text = {row["article_id"]: row["text"] for row in articles}
    for row in tables["sentences"][0].to_pylist():
        assert text[row["article_id"]][row["start_char"] : row["end_char"]] == row["text"]
    assert tables["duplicate_bands"][0].num_rows == 2 * 32
    (rejection,) = tables["rejections"][0].to_pylist()
    assert (rejection["uri"], rejection["reason"], rejection["seen_at"]) == ("inbox:b.txt", "binary", FETCHED_AT)


@pytest.mark.timeout(60)
@pytest.mark.parametrize(
    "line", ["The minister met the envoy on Tuesday.\n\n", "19 July 2023\n", "a b\n", "By Jane Doe\n\n"]
)
def test_many_lines_cost_no_more_than_few(line: str) -> None:
    check(clean(document(line * 30_000), FETCHED_AT))


def check(result: object) -> None:
    """What holds for every outcome."""
    if not isinstance(result, CleanedArticle):
        assert getattr(result, "reason", None) in REASONS
        return
    assert result.sentences
    assert [s.sentence_no for s in result.sentences] == list(range(result.n_sentences))
    covered = set()
    for sentence in result.sentences:
        assert result.text[sentence.start_char : sentence.end_char] == sentence.text
        assert sentence.text.strip() == sentence.text != ""
        covered.update(range(sentence.start_char, sentence.end_char))
    if result.dateline_place is None and not result.source:  # a dateline is in no sentence
        assert all(result.text[i].isspace() for i in set(range(len(result.text))) - covered)


LINES = st.sampled_from(
    [
        *BODY.split("\n"),
        "By Jane Doe",
        "19 July 2023",
        "Harbour News | 1 May 1871",
        "Analysis",
        "PORT SALIN, July 20 (AFP) - Troops left.",
        "(AFP) - ",
        "A ship [Getty]",
        "[Getty]",
        "Photo: ",
        "<p>",
        "</div>",
        '<script type="application/ld+json">{"@type": "NewsArticle", "headline": "\\ud800"}</script>',
        "# Map",
        "![](x)",
        "...",
        "…",
        "“",
        "\u202e\u00ad",
        "1",
    ]
)


@given(st.binary(max_size=400))
def test_any_bytes_have_an_outcome(content: bytes) -> None:
    check(clean(document(content), FETCHED_AT))


@given(st.text(max_size=400), st.sampled_from(["inbox:a.txt", "inbox:a.md", "inbox:a.html"]))
def test_any_text_has_an_outcome(text: str, uri: str) -> None:
    check(clean(document(text.encode("utf-8", "surrogatepass"), uri), FETCHED_AT))


@given(st.lists(st.one_of(LINES, st.text(max_size=30)), max_size=12), st.sampled_from(["\n", "\n\n"]))
def test_any_mixture_of_lines_has_an_outcome(lines: list[str], separator: str) -> None:
    check(clean(document(separator.join(lines).encode("utf-8", "surrogatepass")), FETCHED_AT))
