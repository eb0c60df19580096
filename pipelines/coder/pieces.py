"""What stands between two blanks of a text in, its words out, and what each of them may be in a sentence.

Each piece is worked out once for a dictionary; where a name or a role really stands is for `names`.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping
from typing import Any

from pipelines.coder.index import LINKS, PARTICLES, Index
from pipelines.coder.tokens import HYPHENS, Pieces, Word, words_of_piece

# what a word may be: the first one of a name or role, or one of a class
NAME, LINKED, ROLE, CAPITAL, PARTICLE, PRONOUN, WE, NOUN, SET_NOUN, SET_START, QUOTE = range(11)
_HINTED = {
    PRONOUN: "pronoun",
    WE: "we",
    NOUN: "noun",
    SET_NOUN: "set_noun",
    SET_START: "group_start",
    QUOTE: "quote",
}  # by class

# one word and what it may be, mostly nothing; where it is not just that, the words with their offsets in the piece;
# code points with the blank behind it.  A plain tuple, which unpacks ten times as fast as a named one.
Piece = tuple[Word | None, tuple[int, ...], tuple[tuple[int, Word, tuple[int, ...]], ...], int]


def hinted_pieces(names: Index[Any], roles: Index[Any], words: Mapping[str, Collection[str]]) -> Pieces[Piece]:
    """The pieces of any text as these names, roles and classes of words see them."""
    never = frozenset(words.get("never_name", ()))
    classed: dict[str, list[int]] = defaultdict(list)  # word -> the hints of its classes
    for hint, name in _HINTED.items():
        for word in words.get(name, ()):
            classed[word].append(hint)

    linked = frozenset(word for link in LINKS for word in names.seconds(link))

    def hints_of(word: Word, is_hyphened_on: bool) -> tuple[int, ...]:
        text, folded = word.text, word.folded
        hints = []
        if names.may_open(text, folded) and (folded not in LINKS or names.longest((word,), 0)[0]):
            hints.append(NAME)
        if folded in linked:  # `the South` is asked for at its second word, since `the` is everywhere
            hints.append(LINKED)
        if roles.may_open(text, folded):
            hints.append(ROLE)
        if text[0].isupper():
            if text not in never:
                hints.append(CAPITAL)
        elif is_hyphened_on and folded in PARTICLES and folded not in LINKS and text[0].islower():
            hints.append(PARTICLE)
        return (*hints, *classed.get(folded, ()))

    def read(text: str) -> Piece:
        ends = [(at, at + len(word.text), word) for at, word in words_of_piece(text)]
        found = tuple([(at, word, hints_of(word, text[end : end + 1] in HYPHENS)) for at, end, word in ends])
        if len(found) == 1 and found[0][0] == 0:
            return found[0][1], found[0][2], (), len(text) + 1
        return None, (), found, len(text) + 1

    return Pieces(read)
