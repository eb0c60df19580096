"""What the benchmarks read: corpora of JSON lines, and their texts as articles."""

import gzip
import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from pipelines.articles.sentences import split
from pipelines.coder.types import Article, Sentence

SEEDS = Path(__file__).parents[1] / "seeds"


def json_lines(path: Path) -> Iterator[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf8") as lines:
        for line in lines:
            yield json.loads(line)


def article(text: str, day: date | None) -> Article:
    sentences = (Sentence(no, 0, "body", a, b, text[a:b]) for no, (a, b) in enumerate(split(text)))
    return Article("benchmark", tuple(sentences), day)
