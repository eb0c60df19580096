"""The cleaner's own objects."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from pipelines.articles.dates import Moment


class Marks(NamedTuple):
    """What a web page's mark-up or a source says of a text; the sets hold folded texts."""

    title: str | None = None
    standfirsts: frozenset[str] = frozenset()
    captions: frozenset[str] = frozenset()
    date_order: str | None = None  # dmy or mdy: how the source writes 07/08/2023


@dataclass(slots=True)
class Draft:
    """An article taken apart, before offsets; paragraphs are single lines."""

    title: str | None = None
    standfirst: str | None = None
    captions: list[str] = field(default_factory=list)
    body: list[str] = field(default_factory=list)
    dateline_length: int = 0  # code points of the first body paragraph before its first sentence
    byline: str | None = None
    source: str | None = None
    published: tuple[Moment, str, str] | None = None  # when, the words, published_from
    dateline_place: str | None = None
    dateline_date: str | None = None
    read_minutes: int | None = None
    dropped: frozenset[str] = frozenset()  # why lines of the page were left out


@dataclass(frozen=True, slots=True)
class CleanSentence:
    """A row of schema.SENTENCES without its article."""

    sentence_no: int
    paragraph_no: int
    part: str
    start_char: int
    end_char: int
    text: str
    is_complete: bool


@dataclass(frozen=True, slots=True)
class CleanedArticle:
    """A row of schema.ARTICLES without its clocks, with its sentences and the bands for near-duplicates."""

    article_id: str
    document_id: str
    uri: str
    url: str | None
    canonical_url: str | None
    source: str | None
    title: str | None
    standfirst: str | None
    byline: str | None
    language: str | None
    published_at: datetime | None
    published_precision: str | None
    published_from: str | None
    published_raw: str | None
    dateline_place: str | None
    read_minutes: int | None
    text: str
    body_start: int
    n_sentences: int
    is_truncated: bool
    flags: str | None
    content_sha256: str
    text_sha256: str
    cleaner_version: str
    sentences: tuple[CleanSentence, ...]
    bands: tuple[int, ...]
