"""Helpers and invented texts for the tests of this room.  Kestria and Maldovia lie nowhere."""

import hashlib
from datetime import UTC, datetime

from pipelines.articles.clean import clean
from pipelines.articles.types import CleanedArticle
from pipelines.sources.types import Document, Refusal

FETCHED_AT = datetime(2023, 8, 1, 12, 0, tzinfo=UTC)

BODY = """Kestria's foreign minister met his Maldovian counterpart on Tuesday in the border town of Port Salin.

The two sides signed an accord that ends a quarrel over the Gorse valley. It takes effect in May.

"We have agreed on a map," the minister told reporters. Troops will leave the valley before winter."""


def document(content: str | bytes, uri: str = "inbox:a.txt", **given: str) -> Document:
    """A document as a source would give it."""
    content = content.encode() if isinstance(content, str) else content
    return Document(uri, content, hashlib.sha256(content).hexdigest(), **given)


def article(content: str | bytes, uri: str = "inbox:a.txt", **given: str) -> CleanedArticle:
    """The cleaned article; a refusal fails the test."""
    result = clean(document(content, uri, **given), FETCHED_AT)
    assert isinstance(result, CleanedArticle), result.detail
    return result


def refusal(content: str | bytes, uri: str = "inbox:a.txt") -> Refusal:
    """The refusal; an article fails the test."""
    result = clean(document(content, uri), FETCHED_AT)
    assert isinstance(result, Refusal)
    return result


def paragraphs(cleaned: CleanedArticle, part: str = "body") -> list[str]:
    """The paragraphs of one part, put together from its sentences."""
    found: dict[int, list[str]] = {}
    for sentence in cleaned.sentences:
        if sentence.part == part:
            found.setdefault(sentence.paragraph_no, []).append(sentence.text)
    return [" ".join(sentences) for sentences in found.values()]
