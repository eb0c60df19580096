"""Reads a text file of any size line by line, whatever its encoding.

Takes a function that opens the file; gives the encoding, and lines as text.  Never holds more of the file than one line
of MAX_LINE bytes; a longer one is passed over and told of.
"""

import codecs
import contextlib
import io
from collections.abc import Callable, Iterator
from functools import partial
from typing import NamedTuple

from resiliparse.parse.encoding import detect_encoding, map_encoding_to_html5

from pipelines.sources.faults import DamagedError

Open = Callable[[], io.BufferedReader]  # each call opens the file anew, at its beginning

MAX_LINE = 20_000_000

_CHUNK = 1 << 20
_SAMPLE = 1 << 17
_MARKS = (  # the longer first: a UTF-32 mark begins like a UTF-16 one
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


class Encoding(NamedTuple):
    """What to decode a file with, and whether that was guessed."""

    name: str
    is_guessed: bool = False


class Line(NamedTuple):
    """A line without its end; None where it is longer than MAX_LINE."""

    number: int  # from 1
    text: str | None


def find_encoding(open_file: Open) -> Encoding:
    """By the byte order mark; UTF-8 where most of what is not ASCII is that; else what the first bytes look like."""
    with open_file() as file:
        sample = file.read1(_SAMPLE)
    for mark, name in _MARKS:
        if sample.startswith(mark):
            return Encoding(name)
    for name, place in (("utf-16-le", 1), ("utf-16-be", 0)):  # without a mark: a Latin letter has a zero at one side
        zeros, others = sample[place::2].count(0), sample[1 - place :: 2].count(0)
        if zeros * 5 > len(sample) and others * 10 < zeros:
            return Encoding(name, is_guessed=True)
    bad, wide = _count_wide(open_file)
    if bad * 4 <= wide:  # a text in UTF-8 with a few damaged places is still UTF-8
        return Encoding("utf-8")
    return Encoding(known(detect_encoding(sample)) or "cp1252", is_guessed=True)


def lines(open_file: Open, encoding: Encoding) -> Iterator[Line]:
    """The lines; bytes that do not fit the encoding become U+FFFD."""
    with io.TextIOWrapper(open_file(), encoding.name, "replace") as text:
        number = 0
        while line := text.readline(MAX_LINE):
            number += 1
            if len(line) < MAX_LINE or line.endswith("\n"):
                yield Line(number, line.removesuffix("\n"))
                continue
            while line and not line.endswith("\n"):
                line = text.readline(MAX_LINE)
            yield Line(number, None)


def _count_wide(open_file: Open) -> tuple[int, int]:
    """How many places are no UTF-8, and how many characters are beyond ASCII, of which the former are counted too."""
    decoder = codecs.getincrementaldecoder("utf-8")("replace")
    bad = wide = 0
    with open_file() as file, contextlib.suppress(DamagedError):  # of which whoever reads the lines will hear
        for chunk in iter(partial(file.read1, _CHUNK), b""):
            text = decoder.decode(chunk)
            if not text.isascii():
                bad += text.count("\ufffd")
                wide += len(text) - len(text.encode("ascii", "ignore"))
    return bad, wide


def known(name: str | None) -> str | None:
    """An encoding by the name that Python knows it by, or None."""
    name = map_encoding_to_html5(name, fallback_utf8=False) if name else None
    try:
        return codecs.lookup(name).name if name else None
    except LookupError:
        return None
