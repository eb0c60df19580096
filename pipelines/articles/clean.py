"""From raw documents to clean articles with sentences.

Takes documents (bytes with what the user says of them), gives articles, sentences and near-duplicate bands, or a
rejection for each document that is no English article.  Pure: no clock, no network, no file but the phrases in seeds/.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pyarrow as pa

from pipelines.articles.characters import normalise
from pipelines.articles.dates import Moment, parse_machine, parse_month_day
from pipelines.articles.decode import UndecodableError, decode
from pipelines.articles.duplicates import bands
from pipelines.articles.language import language
from pipelines.articles.markdown import to_plain
from pipelines.articles.plain import is_cut, take_apart
from pipelines.articles.schema import ARTICLES, DUPLICATE_BANDS, SENTENCES
from pipelines.articles.seeds import fingerprint
from pipelines.articles.sentences import split
from pipelines.articles.types import CleanedArticle, CleanSentence, Draft
from pipelines.articles.web import TooDeepError, is_html, take_page_apart, without_inline_tags
from pipelines.parcels import pack
from pipelines.sources.schema import REJECTIONS
from pipelines.sources.types import GIVEN, Document, Refusal
from pipelines.versions import code_version

CLEANER_VERSION = f"1-{code_version(Path(__file__).parent)}-{fingerprint()}"
EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)
SLACK = timedelta(hours=24)  # clocks and time zones differ


def article_id(uri: str) -> str:
    """16 hex, the same for every version of a document."""
    return hashlib.sha256(uri.encode()).hexdigest()[:16]


def clean(document: Document, fetched_at: datetime | None = None) -> CleanedArticle | Refusal:
    """Clean one document.  Dates long after `fetched_at` (UTC) are refused; None: no such check."""
    try:
        text, flags = decode(document.content)
    except UndecodableError as error:
        return _refusal(document, error.reason, str(error))
    if not text.strip("\x00\ufeff \t\r\n\f\v"):
        return _refusal(document, "empty", "nothing but white space")
    url = document.given_url
    if is_html(text):
        try:
            draft, page = take_page_apart(text)
        except TooDeepError as error:
            return _refusal(document, "unreadable", str(error))
        url = url or page.url
    else:
        text = normalise(without_inline_tags(text))
        draft = take_apart(to_plain(text) if document.uri.lower().endswith(".md") else text)
    if not any(character.isalpha() for paragraph in draft.body for character in paragraph):
        return _refusal(document, "no_text", "no paragraph of an article was found")
    code = language(draft.title, "\n".join(draft.body))
    if code == "zxx":
        return _refusal(document, "no_text", "no words of any language")
    if code not in (None, "en"):
        return _refusal(document, "wrong_language", code)
    published, date_flags = _publication(draft, document.given_published, fetched_at)
    is_truncated = is_cut(draft)
    text, sentences = _lay_out(draft, is_truncated)
    flags = flags | date_flags | ({"truncated"} if is_truncated else set())
    return CleanedArticle(
        article_id=article_id(document.uri),
        document_id=document.document_id,
        uri=document.uri,
        url=url,
        source=document.given_source or draft.source,
        title=draft.title,
        standfirst=draft.standfirst,
        byline=draft.byline,
        language=code,
        published_at=published[0].at if published else None,
        published_precision=published[0].precision if published else None,
        published_from=published[2] if published else None,
        published_raw=published[1] if published else None,
        dateline_place=draft.dateline_place,
        read_minutes=draft.read_minutes,
        text=text,
        body_start=next(s.start_char for s in sentences if s.part == "body"),
        n_sentences=len(sentences),
        is_truncated=is_truncated,
        flags=",".join(sorted(flags)) or None,
        content_sha256=document.content_sha256,
        cleaner_version=CLEANER_VERSION,
        sentences=sentences,
        bands=tuple(bands(" ".join(s.text for s in sentences if s.part == "body"))),
    )


def clean_batches(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """Clean batches of sources.schema.DOCUMENTS into parcels of articles, sentences, duplicate_bands and rejections."""
    for batch in batches:
        tables: dict[str, list[dict[str, Any]]] = {
            "articles": [],
            "sentences": [],
            "duplicate_bands": [],
            "rejections": [],
        }
        for row in batch.to_pylist():
            given = {name: row[name] for name in GIVEN}
            result = clean(
                Document(row["uri"], row["content"] or b"", row["content_sha256"], **given), row["fetched_at"]
            )
            if isinstance(result, Refusal):
                tables["rejections"].append(asdict(result) | {"seen_at": row["fetched_at"]})
                continue
            fields = asdict(result) | {"fetched_at": row["fetched_at"]}
            key = {"article_id": result.article_id}
            tables["sentences"] += [key | sentence for sentence in fields.pop("sentences")]
            tables["duplicate_bands"] += [key | {"band": i, "band_hash": h} for i, h in enumerate(fields.pop("bands"))]
            tables["articles"].append(fields)
        schemas = {
            "articles": ARTICLES,
            "sentences": SENTENCES,
            "duplicate_bands": DUPLICATE_BANDS,
            "rejections": REJECTIONS,
        }
        yield pack((name, pa.RecordBatch.from_pylist(tables[name], schema=schema)) for name, schema in schemas.items())


def _publication(
    draft: Draft, given: str | None, fetched_at: datetime | None
) -> tuple[tuple[Moment, str, str] | None, set[str]]:
    """When the article appeared, by the manifest, the page, the header lines or the dateline, and flags.

    A date out of range is no date: then the article has none, and a flag says so.
    """
    flags = set()
    published = draft.published
    if given:
        moment = parse_machine(given)
        if moment:
            published = (moment, given, "manifest")
        else:
            flags.add("given_date_unread")
    if draft.dateline_date and (not published or published[0].precision in ("year", "month")):
        moment = parse_machine(draft.dateline_date)
        if not moment and published:
            moment = parse_month_day(draft.dateline_date, published[0].at.year)
        if moment:
            published = (moment, draft.dateline_date, "dateline")
    if published and not EARLIEST <= published[0].at <= (
        fetched_at + SLACK if fetched_at else datetime.max.replace(tzinfo=UTC)
    ):
        return None, flags | {"date_out_of_range"}
    return published, flags


def _lay_out(draft: Draft, is_truncated: bool) -> tuple[str, tuple[CleanSentence, ...]]:
    """The article's text and its sentences with their places in it."""
    parts = [("title", draft.title), ("standfirst", draft.standfirst)]
    parts += [("caption", caption) for caption in draft.captions] + [("body", paragraph) for paragraph in draft.body]
    paragraphs = [(part, text) for part, text in parts if text]
    sentences: list[CleanSentence] = []
    n_before, offset = len(paragraphs) - len(draft.body), 0
    for number, (part, text) in enumerate(paragraphs):
        skipped = draft.dateline_length if number == n_before else 0
        spans = [(0, len(text))] if part == "title" else [(a + skipped, b + skipped) for a, b in split(text[skipped:])]
        for start, end in spans:
            sentences.append(
                CleanSentence(len(sentences), number, part, offset + start, offset + end, text[start:end], True)
            )
        offset += len(text) + 2
    if is_truncated:
        last = sentences[-1]
        sentences[-1] = CleanSentence(**asdict(last) | {"is_complete": False})
    return "\n\n".join(text for _, text in paragraphs), tuple(sentences)


def _refusal(document: Document, reason: str, detail: str | None) -> Refusal:
    size = len(document.content)
    return Refusal(document.uri, reason, detail, size, document.content_sha256, document.source_name)
