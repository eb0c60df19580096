"""Phrases in, the longest one that starts at a word out; and what words are when names are compared.

Capitals that a phrase has are asked of the text; hyphens, points and diacritics never matter.
"""

from collections.abc import Iterator, Sequence, Set
from operator import attrgetter
from typing import Generic, TypeVar

from pipelines.coder.tokens import REMEMBERED, Word, name_words

PARTICLES = frozenset(  # words of names that need no capital
    ["al", "el", "ul", "as", "ad", "an", "ash", "ar", "at", "az", "bin", "ben", "ibn", "abu", "de", "da", "do",
     "dos", "das", "del", "della", "di", "du", "van", "von", "der", "den", "le", "la", "of", "and", "the", "for", "e"]
)  # fmt: skip
LINKS = frozenset(("of", "and", "the", "for"))  # the particles that no name starts with

_TEXT = attrgetter("text")
T = TypeVar("T")


class _Written(dict[tuple[str, ...] | str, tuple[T, ...]]):
    """A word, or several, as written -> what is filed under them, mostly nothing; worked out once."""

    def __init__(self, entries: dict[tuple[str, ...], list[tuple[tuple[str, ...], T]]]) -> None:
        self._entries = entries

    def __missing__(self, written: tuple[str, ...] | str) -> tuple[T, ...]:
        if len(self) >= REMEMBERED:
            self.clear()
        texts = (written,) if isinstance(written, str) else written
        found = self._entries.get(tuple([name_words(text)[0].folded for text in texts]), ())
        self[written] = entries = tuple([entry for shapes, entry in found if all(map(_fits, shapes, texts))])
        return entries


class Index(Generic[T]):
    """Phrases by their folded words: the longest phrase that starts at a word."""

    def __init__(self) -> None:
        self._entries: dict[tuple[str, ...], list[tuple[tuple[str, ...], T]]] = {}
        self._lengths: dict[str, dict[str, tuple[int, ...]]] = {}  # first word -> second -> lengths, longest first
        self._first_shapes: dict[str, set[str]] = {}
        self._last_words: set[str] = set()
        self._written = _Written(self._entries)

    def add(self, phrase: str, entry: T) -> None:
        """File `entry` under `phrase`; capitals in the phrase are then asked of the text too."""
        words = name_words(phrase)
        key = tuple([word.folded for word in words])
        if not key:
            return
        shapes = tuple([_shape(word.text) for word in words])
        self._entries.setdefault(key, []).append((shapes if any(shapes) else (), entry))
        self._first_shapes.setdefault(key[0], set()).add(shapes[0])
        self._last_words.add(key[-1])
        seconds = self._lengths.setdefault(key[0], {})
        if len(key) > 1:
            lengths = seconds.get(key[1], ())
            if len(key) not in lengths:
                seconds[key[1]] = tuple(sorted((*lengths, len(key)), reverse=True))
        self._written.clear()

    def entries(self) -> Iterator[tuple[tuple[str, ...], T]]:
        """Every phrase, in folded words, with what is filed under it."""
        for phrase, filed in self._entries.items():
            for _, entry in filed:
                yield phrase, entry

    def differences(self, other: "Index[T]") -> Iterator[tuple[str, ...]]:
        """The phrases and words that `other` answers otherwise: what is filed, what may open a phrase, what end one."""
        for key in self._entries.keys() | other._entries.keys():
            if repr(self._entries.get(key)) != repr(other._entries.get(key)):  # what is filed need not know its equals
                yield key
        opening = self._first_shapes.keys() | other._first_shapes.keys()
        changed = {word for word in opening if self._first_shapes.get(word) != other._first_shapes.get(word)}
        yield from ((word,) for word in changed | (self._last_words ^ other._last_words))

    def may_open(self, text: str, folded: str) -> bool:
        """Whether any phrase starts with this word as it is written."""
        shapes = self._first_shapes.get(folded)
        return shapes is not None and any(_fits(shape, text) for shape in shapes)

    def may_end(self, folded: str) -> bool:
        """Whether any phrase ends with this word."""
        return folded in self._last_words

    @property
    def first_words(self) -> Set[str]:
        """The words that phrases start with."""
        return self._lengths.keys()

    def seconds(self, first: str) -> Set[str]:
        """The words that come second in the phrases that start with the word `first`."""
        return self._lengths.get(first, {}).keys()

    def may_start(self, folded: str) -> bool:
        """Whether any phrase starts with this word; quick, so ask it before `longest`."""
        return folded in self._lengths

    def longest(self, words: Sequence[Word], at: int) -> tuple[int, tuple[T, ...]]:
        """How many words from `at` the longest phrase takes, and what is filed under it; (0, ()) if none."""
        word = words[at]
        seconds = self._lengths.get(word.folded)
        if seconds is None:
            return 0, ()
        if seconds and at + 1 < len(words):
            for length in seconds.get(words[at + 1].folded, ()):
                texts = tuple(map(_TEXT, words[at : at + length]))
                entries = self._written[texts]
                if entries:
                    return len(texts), entries
        entries = self._written[word.text]  # no tuple of one: most words come here
        return (1, entries) if entries else (0, ())


def _shape(text: str) -> str:
    letters = [c for c in text if c.isalpha()]
    if len(letters) > 1 and all(c.isupper() for c in letters):
        return "ACRONYM"
    return "Title" if text[:1].isupper() and text.lower() not in PARTICLES else ""


def _fits(shape: str, text: str) -> bool:
    if not shape:
        return True
    if shape == "ACRONYM":
        return sum(c.isupper() for c in text) > 1
    return text[:1].isupper() or text[:1].isdigit()
