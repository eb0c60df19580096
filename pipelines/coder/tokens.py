"""Text in, tokens out: words, numbers and marks with their offsets, and a folded form to compare names by.

Words part at hyphens, clitics stand alone (`Iran` `'s`, `did` `n't`), abbreviations keep their points (`U.S.`).
Nothing is dropped but white space: every token is an exact slice of the text.  It never changes the text.
"""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple, TypeVar


class Token(NamedTuple):
    """A slice of the text: `text[start:end]`, and the same folded (lower case, no diacritics, no inner apostrophes)."""

    start: int
    end: int
    text: str
    folded: str


@dataclass(frozen=True, slots=True, eq=False)
class Word:
    """A word of a name, wherever it stands: as written, and folded."""

    text: str
    folded: str


_MARKS = "\u0300-\u036f"  # combining diacritics, where a text is not composed
_APOSTROPHES = "'\u2019\u2018\u02bc\u02bb\u02be\u02bf`"
_TOKEN = re.compile(
    rf"""
    (\s*)(
      (?:[^\W\d_]\.){{2,}}                                                     # U.S.  a.m.
    | (?:Mr|Mrs|Ms|Dr|St|Gen|Col|Lt|Maj|Capt|Brig|Adm|Sgt|Cmdr|Sen|Rep|Gov|Prof|Hon|Rev|Jr|Sr)\.
    | \d+(?:[.,:]\d+)*(?![\w{_MARKS}])                                         # 1,000  3.5  12:30
    | [^\W_][\w{_MARKS}]*(?:[{_APOSTROPHES}][^\W\d_][\w{_MARKS}]*)*            # words, with inner apostrophes
    | [{_APOSTROPHES}](?:s|S|re|ve|ll|d|m)(?!\w)
    | \.\.\. | --
    | \S
    )
    """,
    re.VERBOSE,
)
REMEMBERED = 65536  # pieces of text between blanks
_LONGEST = 40  # a longer piece will hardly come again
HYPHENS = frozenset("-\u2010\u2011")
_CLITIC = re.compile(rf"(?:n[{_APOSTROPHES}][tT]|[{_APOSTROPHES}](?:s|S|re|ve|ll|d|m))$")
_STRIP = str.maketrans("", "", _APOSTROPHES)
_LETTERS = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "ı": "i", "æ": "ae", "œ": "oe", "ß": "ss", "þ": "th", "ə": "a"}
)


def fold(word: str) -> str:
    """A token's text as names are compared: `Türkiye` and `Turkiye` are one, `Sana'a` and `Sanaa` are one."""
    if word.isascii() and word.isalnum():
        return word.lower()
    if not word.isascii():
        word = "".join(c for c in unicodedata.normalize("NFKD", word.lower()) if not unicodedata.combining(c))
        word = word.lower().translate(_LETTERS)
    clitic = _CLITIC.search(word)
    if not clitic:
        return word.translate(_STRIP).lower() or "'"
    head, tail = word[: clitic.start()].translate(_STRIP), clitic.group().translate(_STRIP).lower()
    return head.lower() + ("n't" if tail == "nt" else "'" + tail)  # a clitic keeps its apostrophe, always straight


_Part = tuple[int, int, str, str]  # a Token whose offsets are those in its piece
new = tuple.__new__  # `new(Token, (...))` is as `Token(...)`, without its detour through Python: twice as quick


T = TypeVar("T")


class Pieces(dict[str, T]):
    """What stands between two blanks of a text -> what `read` makes of it; each is worked out once."""

    def __init__(self, read: Callable[[str], T]) -> None:
        self._read = read

    def __missing__(self, piece: str) -> T:
        found = self._read(piece)
        if len(self) >= REMEMBERED:
            self.clear()
        if len(piece) <= _LONGEST:
            self[piece] = found
        return found


def _read(piece: str) -> tuple[_Part, ...]:
    if piece.isascii() and piece.isalnum():  # most pieces, at once
        return ((0, len(piece), piece, piece.lower()),)
    parts: list[_Part] = []
    end = 0
    for space, word in _TOKEN.findall(piece.rstrip()):  # else white space at the end costs its square
        start = end + len(space)
        end = start + len(word)
        clitic = None if word.isalnum() else _CLITIC.search(word)
        cut = clitic.start() if clitic else 0
        if cut:
            parts.append((start, start + cut, word[:cut], fold(word[:cut])))
        parts.append((start + cut, end, word[cut:], fold(word[cut:])))
    return tuple(parts)


_PIECES = Pieces(_read)


def tokenize(text: str, offset: int = 0) -> list[Token]:
    """Split `text` into tokens whose offsets start at `offset`: a sentence's start, or 0."""
    found, at = [], offset
    for piece in text.split(" "):  # no token has a blank in it
        for start, end, word, folded in _PIECES[piece]:
            found.append(new(Token, (at + start, at + end, word, folded)))
        at += len(piece) + 1
    return found


def words_of_piece(piece: str) -> list[tuple[int, Word]]:
    """What stands between two blanks as words of names, and where each starts: hyphens and points never count."""
    return [
        (start, Word(word, folded.replace(".", "") if "." in folded and len(folded) > 1 else folded))
        for start, _, word, folded in _PIECES[piece]
        if word not in HYPHENS
    ]


_NAMES = Pieces(lambda piece: tuple([word for _, word in words_of_piece(piece)]))


def name_words(text: str) -> list[Word]:
    """The words of a name: `Amir-Abdollahian` is as `Amir Abdollahian`, U.S. as US."""
    return [word for piece in text.split(" ") for word in _NAMES[piece]]
