"""The two sample articles that the plan describes, line by line.  They lie outside the repository."""

import json
from pathlib import Path
from typing import Any

import pytest

from pipelines.articles.clean import clean
from pipelines.articles.duplicates import overlap, shingles
from pipelines.articles.types import CleanedArticle
from pipelines.sources.folder import read
from tests.articles.writing import paragraphs

SHARED = Path(__file__).parents[3] / "shared"
GOLD = SHARED / "gold" / "articles.json"

pytestmark = pytest.mark.skipif(not GOLD.exists(), reason=f"the sample articles are not at {SHARED}")


def gold() -> list[dict[str, Any]]:
    return json.loads(GOLD.read_text(encoding="utf-8")) if GOLD.exists() else []


def cleaned() -> dict[str, CleanedArticle]:
    results = [clean(document) for document in read(SHARED / "seeds", "inbox:")]  # type: ignore[arg-type]
    return {result.uri.removeprefix("inbox:"): result for result in results if isinstance(result, CleanedArticle)}


@pytest.mark.parametrize("expected", gold(), ids=lambda expected: expected["file"])
def test_each_line_is_taken_for_what_it_is(expected: dict[str, Any]) -> None:
    article = cleaned()[expected["file"]]
    for name in ("title", "standfirst", "byline", "source", "language", "dateline_place", "read_minutes"):
        assert getattr(article, name) == expected[name], name
    day = article.published_at.date().isoformat() if article.published_at else None
    assert (day, article.published_precision) == (expected["publication_date"], expected["publication_precision"])
    assert (article.published_from, article.published_raw) == (expected["date_source"], expected["publication_raw"])
    assert paragraphs(article, "caption") == ([expected["caption"]["text"]] if expected["caption"] else [])
    assert paragraphs(article) == [paragraph["text"] for paragraph in expected["paragraphs"]]
    body = [sentence for sentence in article.sentences if sentence.part == "body"]
    assert len(body) == expected["n_body_sentences"]
    assert article.is_truncated == expected["truncated"]
    cut = [expected["truncated_sentence"]] if expected["truncated"] else []
    assert [sentence.text for sentence in article.sentences if not sentence.is_complete] == cut
    for dropped in expected["dropped"]:
        assert dropped["text"] not in article.text.split("\n")


def test_two_articles_on_one_topic_are_no_duplicates() -> None:
    first, second = cleaned().values()
    assert not any(a == b for a, b in zip(first.bands, second.bands, strict=True))
    assert overlap(shingles(first.text), shingles(second.text)).jaccard < 0.02
