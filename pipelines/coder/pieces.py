"""What stands between two blanks of a text in, its words out, and what each of them may be in a sentence.

Each piece is worked out once for a dictionary; where a name or a role really stands is for `names`.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping
from typing import Any

from pipelines.coder.index import LINKS, PARTICLES, Index
from pipelines.coder.tokens import Pieces, Word, words_of_piece

# the first word of a name or role, or a word of a class
HINTS = NAME, ROLE, CAPITAL, PARTICLE, PRONOUN, NOUN, SET_NOUN, SET_START, QUOTE = range(9)
_HINTED = {PRONOUN: "pronoun", NOUN: "noun", SET_NOUN: "set_noun", SET_START: "group_start", QUOTE: "quote"}  # by class
ALONE = (0,)  # the offsets of most pieces: one word, and nothing before it

# words; their offsets in the piece; (which word, what it may be), mostly none; code points with the blank behind it.
# A plain tuple, which unpacks ten times as fast as a named one.
Piece = tuple[tuple[Word, ...], tuple[int, ...], tuple[tuple[int, int], ...], int]


def hinted_pieces(names: Index[Any], roles: Index[Any], words: Mapping[str, Collection[str]]) -> Pieces[Piece]:
    """The pieces of any text as these names, roles and classes of words see them."""
    never = frozenset(words.get("never_name", ()))
    classed: dict[str, list[int]] = defaultdict(list)  # word -> the hints of its classes
    for hint, name in _HINTED.items():
        for word in words.get(name, ()):
            classed[word].append(hint)

    def hints_of(word: Word) -> list[int]:
        text, folded = word.text, word.folded
        hints = []
        if names.may_open(text, folded):
            hints.append(NAME)
        if roles.may_open(text, folded):
            hints.append(ROLE)
        if text[0].isupper():
            if text not in never:
                hints.append(CAPITAL)
        elif folded in PARTICLES and folded not in LINKS and text[0].islower():
            hints.append(PARTICLE)
        return hints + classed[folded] if folded in classed else hints

    def read(text: str) -> Piece:
        found = words_of_piece(text)
        hints = tuple([(at, hint) for at, (_, word) in enumerate(found) for hint in hints_of(word)])
        offsets = tuple([at for at, _ in found])
        return tuple([word for _, word in found]), ALONE if offsets == ALONE else offsets, hints, len(text) + 1

    return Pieces(read)
