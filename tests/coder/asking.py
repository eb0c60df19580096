"""Short texts in, mentions out: how the tests of mentions ask."""

from datetime import date
from pathlib import Path

from pipelines.articles.sentences import split
from pipelines.coder.lexicon import load_lexicon
from pipelines.coder.mentions import MentionResult, find_mentions
from pipelines.coder.types import Article, Mention, Sentence

LEXICON = load_lexicon(Path(__file__).parents[2] / "seeds")
DAY = date(2023, 7, 19)


def read(text: str, day: date | None = DAY) -> MentionResult:
    sentences = tuple(Sentence(no, 0, "body", a, b, text[a:b]) for no, (a, b) in enumerate(split(text)))
    return find_mentions(Article("a", sentences, day), LEXICON)


def who(text: str, surface: str, day: date | None = DAY, which: int = 0) -> tuple[str, ...]:
    """The actors of the mention `surface` (the first one with these words)."""
    return mention(text, surface, day, which).actor_ids


def mention(text: str, surface: str, day: date | None = DAY, which: int = 0) -> Mention:
    found = [m for m in read(text, day).mentions if m.surface == surface]
    assert found, f"{surface!r} is not among {[m.surface for m in read(text, day).mentions]}"
    return found[which]
