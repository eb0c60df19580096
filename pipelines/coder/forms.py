"""A word as numbers: its own row, its vector's, its shape's and those of its beginnings and ends in the tables.

Takes any string, gives `SLOTS` row numbers; 0 stands for what the tables do not know.  Never looks at context.
"""

import re
from collections.abc import Mapping, Sequence

AFFIXES = ((0, 1), (0, 2), (0, 3), (-1, None), (-2, None), (-3, None), (-4, None))
TABLES = ("word", "vector", "shape", "affix")
SLOTS = 3 + len(AFFIXES)
_APOSTROPHES = str.maketrans("\u2019\u2018\u02bc`\u201c\u201d\u2013", "''''\"\"-")
_DIGIT = re.compile(r"\d")
_RUN = re.compile(r"(.)\1{2,}")


def key_of(word: str) -> str:
    """The form under which a word is looked up: lower case, digits alike, quotes straight."""
    return _DIGIT.sub("0", word.translate(_APOSTROPHES).lower())


def shape_of(word: str) -> str:
    """What its characters are, runs cut at two: `Xx`, `dd`, `X.X.`."""
    kinds = "".join(
        "d" if c.isdigit() else "X" if c.isupper() else "x" if c.isalpha() else c for c in word.translate(_APOSTROPHES)
    )
    return _RUN.sub(r"\1\1", kinds)[:8]


def affixes_of(key: str) -> list[str]:
    """Beginnings and ends of a key, each marked with its slot."""
    return [f"{slot}{key[start:end]}" for slot, (start, end) in enumerate(AFFIXES)]


class Forms(dict[str, tuple[int, ...]]):
    """Word -> its rows in `TABLES`, each word worked out once; `names[table]` are the entries from row 1 on."""

    def __init__(self, names: Mapping[str, Sequence[str]], remembered: int = 65536) -> None:
        super().__init__()
        self._rows = {table: {name: i for i, name in enumerate(names[table], 1)} for table in TABLES}
        self._remembered = remembered

    def __missing__(self, word: str) -> tuple[int, ...]:
        if len(self) >= self._remembered:
            self.clear()
        key, rows = key_of(word), self._rows
        affix = rows["affix"]
        self[word] = found = (
            rows["word"].get(key, 0),
            rows["vector"].get(key, 0),
            rows["shape"].get(shape_of(word), 0),
            *(affix.get(part, 0) for part in affixes_of(key)),
        )
        return found
