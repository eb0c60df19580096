"""From raw documents to clean articles with sentences.

Takes documents (bytes with what the user says of them), gives articles, sentences and near-duplicate bands, or a
rejection for each document that is no English article.  Pure: no clock, no network, no file but the phrases in seeds/.
"""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any

import pyarrow as pa

from pipelines.articles import access
from pipelines.articles.access import BLOCKED, LIVE_BLOG, LIVE_BLOG_CODED, MIN_BODY, PAYWALL
from pipelines.articles.canonical import SAID_BY_USER, addresses, is_home
from pipelines.articles.characters import normalise
from pipelines.articles.dates import Moment
from pipelines.articles.decode import MOJIBAKE, UndecodableError, decode, repaired
from pipelines.articles.duplicates import bands
from pipelines.articles.language import language
from pipelines.articles.markdown import to_plain
from pipelines.articles.plain import is_cut, take_apart
from pipelines.articles.publication import publication
from pipelines.articles.schema import ARTICLES, PARCELLED_BANDS, PARCELLED_SENTENCES
from pipelines.articles.seeds import fingerprint
from pipelines.articles.sentences import split
from pipelines.articles.types import CleanedArticle, CleanSentence, Draft, Marks
from pipelines.articles.web import TooDeepError, is_html, take_page_apart, without_inline_tags
from pipelines.parcels import pack
from pipelines.sources.schema import REJECTIONS
from pipelines.sources.types import GIVEN, Document, Refusal
from pipelines.versions import code_version

CLEANER_VERSION = f"1-{code_version(Path(__file__).parent)}-{fingerprint()}"


def article_id(known_by: str) -> str:
    """16 hex over the address of an article, or over its uri where it has none: the same for all its versions."""
    return hashlib.sha256(known_by.encode("utf-8", "replace")).hexdigest()[:16]


def clean(
    document: Document, fetched_at: datetime | None = None, ignored: frozenset[str] = frozenset()
) -> CleanedArticle | Refusal:
    """Clean one document.  Dates long after `fetched_at` (UTC) are refused; None: no such check.

    `ignored` are canonical addresses that pages of several articles share.
    """
    try:
        text, flags = decode(document.content, document.given_charset)
    except UndecodableError as error:
        return _refusal(document, error.reason, str(error))
    if not text.strip("\x00\ufeff \t\r\n\f\v"):
        return _refusal(document, "empty", "nothing but white space")
    wishes = (document.wishes or "").split(",")
    if MOJIBAKE in flags and "repair_text" in wishes:
        text, flags = repaired(text), flags | {"text_repaired"}
    by_user = document.given_by in SAID_BY_USER
    taken = None
    if is_html(text):
        try:
            taken = take_page_apart(text, document.given_title if by_user else None, document.date_order)
        except TooDeepError as error:
            return _refusal(document, "too_deep", str(error))
        draft = taken.draft
    else:
        text = normalise(without_inline_tags(text))
        text = to_plain(text) if document.uri.lower().endswith(".md") else text
        draft = take_apart(text, Marks(title=document.given_title, date_order=document.date_order))
    where = addresses(document, taken.page.canonical if taken else None, ignored)
    n_letters = sum(character.isalpha() for paragraph in draft.body for character in paragraph)
    if taken and BLOCKED in taken.reasons and n_letters < MIN_BODY:
        return _refusal(document, "blocked_page", "asks for consent, or for proof that its reader is human")
    if not n_letters:
        is_walled = taken and PAYWALL in taken.reasons
        return _refusal(document, PAYWALL if is_walled else "no_text", "no paragraph of an article was found")
    if where.url and is_home(where.url):
        return _refusal(document, "not_an_article", "the home page of a site")
    code = language(draft.title, "\n".join(draft.body))
    if code == "zxx":
        return _refusal(document, "no_text", "no words of any language")
    if code not in (None, "en"):
        return _refusal(document, "wrong_language", code)
    if taken:
        flags |= access.flags(taken.page, draft.body, taken.reasons, where.url, taken.lines)
    if LIVE_BLOG in flags and "live_blogs" in wishes:
        flags = flags - {LIVE_BLOG} | {LIVE_BLOG_CODED}
    published, date_flags = publication(draft, document, taken, fetched_at)
    is_truncated = is_cut(draft)
    text, sentences = _lay_out(draft, is_truncated)
    given_flags = set(filter(None, (document.flags or "").split(",")))
    flags = flags | date_flags | given_flags | ({"truncated"} if is_truncated else set())
    body = [s for s in sentences if s.part == "body"]
    return CleanedArticle(
        article_id=article_id(where.url or document.uri),
        document_id=document.document_id,
        uri=document.uri,
        url=where.url,
        canonical_url=where.canonical,
        source=document.given_source or draft.source,
        title=draft.title or document.given_title,
        standfirst=draft.standfirst,
        byline=(document.given_byline if by_user else None) or draft.byline or document.given_byline,
        language=code or _english(document.given_language),
        published_at=published.moment.at if published.moment else None,
        published_precision=published.moment.precision if published.moment else None,
        published_from=published.origin if published.moment else None,
        published_raw=published.words,
        dateline_place=draft.dateline_place,
        read_minutes=draft.read_minutes,
        text=text,
        body_start=body[0].start_char if body else len(text),
        n_sentences=len(sentences),
        is_truncated=is_truncated,
        flags=",".join(sorted(flags)) or None,
        content_sha256=document.content_sha256,
        text_sha256=_text_hash(sentences, published.moment, draft.dateline_place, flags),
        cleaner_version=CLEANER_VERSION,
        sentences=sentences,
        bands=tuple(bands(" ".join(s.text for s in body))),
    )


def clean_batches(batches: Iterator[pa.RecordBatch], ignored: frozenset[str] = frozenset()) -> Iterator[pa.RecordBatch]:
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
            document = Document(row["uri"], row["content"] or b"", row["content_sha256"], **given)
            result = clean(document, row["fetched_at"], ignored)
            if isinstance(result, Refusal):
                tables["rejections"].append(asdict(result) | {"seen_at": row["fetched_at"]})
                continue
            fields = asdict(result) | {"fetched_at": row["fetched_at"]}
            key = {"article_id": result.article_id, "document_id": result.document_id}
            tables["sentences"] += [key | sentence for sentence in fields.pop("sentences")]
            tables["duplicate_bands"] += [key | {"band": i, "band_hash": h} for i, h in enumerate(fields.pop("bands"))]
            tables["articles"].append(fields)
        schemas = {
            "articles": ARTICLES,
            "sentences": PARCELLED_SENTENCES,
            "duplicate_bands": PARCELLED_BANDS,
            "rejections": REJECTIONS,
        }
        yield pack((name, pa.RecordBatch.from_pylist(tables[name], schema=schema)) for name, schema in schemas.items())


def _text_hash(
    sentences: tuple[CleanSentence, ...], moment: Moment | None, place: str | None, flags: set[str] | frozenset[str]
) -> str:
    """16 hex over all that is coded: two versions of an article that share it are coded alike."""
    lines = [f"{s.part}\x1f{s.start_char}\x1f{s.is_complete}\x1f{s.text}" for s in sentences]
    day = f"{moment.at:%Y-%m-%d} {moment.precision == 'day' or moment.precision == 'minute'}" if moment else ""
    lines += [day, place or "", *sorted(flags & {access.STUB, access.LIVE_BLOG})]
    return hashlib.sha256("\x1e".join(lines).encode("utf-8", "replace")).hexdigest()[:16]


def _english(given: str | None) -> str | None:
    """The source's word on a text that is too short to tell its language; it is kept in any case."""
    return "en" if given and re.split("[-_]", given.lower())[0] in ("en", "eng", "english") else None


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
