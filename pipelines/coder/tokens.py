"""Text in, tokens out: words, numbers and marks with their offsets, and a folded form to compare names by.

Words part at hyphens, clitics stand alone (`Iran` `'s`, `did` `n't`), abbreviations keep their points (`U.S.`).
Nothing is dropped but white space: every token is an exact slice of the text.  It never changes the text.
"""

import re
import unicodedata
from functools import partial
from typing import NamedTuple


class Token(NamedTuple):
    """A slice of the text: `text[start:end]`, and the same folded (lower case, no diacritics, no inner apostrophes)."""

    start: int
    end: int
    text: str
    folded: str


_MARKS = "\u0300-\u036f"  # combining diacritics, where a text is not composed
_APOSTROPHES = "'\u2019\u2018\u02bc\u02bb\u02be\u02bf`"
_TOKEN = re.compile(
    rf"""
    (\s*)(
      [A-Za-z]{{2,}}+(?![\w.{_APOSTROPHES}{_MARKS}])                            # most words, at once
    | (?:[^\W\d_]\.){{2,}}                                                     # U.S.  a.m.
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
_REMEMBERED = 65536  # words
_CLITIC = re.compile(rf"(?:n[{_APOSTROPHES}][tT]|[{_APOSTROPHES}](?:s|S|re|ve|ll|d|m))$")
_STRIP = str.maketrans("", "", _APOSTROPHES)
_LETTERS = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "ı": "i", "æ": "ae", "œ": "oe", "ß": "ss", "þ": "th", "ə": "a"}
)


def fold(word: str) -> str:
    """A token's text as names are compared: `Türkiye` and `Turkiye` are one, `Sana'a` and `Sanaa` are one."""
    if not word.isascii():
        word = "".join(c for c in unicodedata.normalize("NFKD", word.lower()) if not unicodedata.combining(c))
        word = word.lower().translate(_LETTERS)
    clitic = _CLITIC.search(word)
    if not clitic:
        return word.translate(_STRIP).lower() or "'"
    head, tail = word[: clitic.start()].translate(_STRIP), clitic.group().translate(_STRIP).lower()
    return head.lower() + ("n't" if tail == "nt" else "'" + tail)  # a clitic keeps its apostrophe, always straight


class _Forms(dict[str, tuple[str, int]]):
    """Word -> its folded form, and where its clitic starts (0: it has none); each word is worked out once."""

    def __missing__(self, word: str) -> tuple[str, int]:
        if len(self) >= _REMEMBERED:
            self.clear()
        if word.isascii() and word.isalnum():
            form = word.lower(), 0
        else:
            clitic = _CLITIC.search(word) if len(word) > 2 else None
            form = fold(word), clitic.start() if clitic else 0
        self[word] = form
        return form


_FORMS = _Forms()
_token = partial(tuple.__new__, Token)  # as `Token._make`, without its detour


def tokenize(text: str, offset: int = 0) -> list[Token]:
    """Split `text` into tokens whose offsets start at `offset`: a sentence's start, or 0."""
    tokens: list[Token] = []
    end = offset
    for space, word in _TOKEN.findall(text.rstrip()):  # else white space at the end costs its square
        start = end + len(space)
        end = start + len(word)
        folded, cut = _FORMS[word]
        if cut:
            middle = start + cut
            head, tail = word[:cut], word[cut:]
            tokens.append(_token((start, middle, head, _FORMS[head][0])))
            tokens.append(_token((middle, end, tail, _FORMS[tail][0])))
        else:
            tokens.append(_token((start, end, word, folded)))
    return tokens
