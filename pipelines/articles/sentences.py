"""Finds the sentences of a text, by rules and a list of abbreviations.  Gives offsets; never changes the text."""

import re
from collections.abc import Iterator

from pipelines.articles.seeds import abbreviations

_CLOSERS = "\"'”’»)\\]"
_OPENERS = "\"'“‘«(\\["
# possessive, and only at the first of several stops, so that a megabyte of dots costs no more than another
_STOP = re.compile(rf"(?<![.!?…。？！])[.!?…。？！]++[{_CLOSERS}]*+(?:\[\d{{1,3}}\])*+(?=\s|$)")
_WORD_BEFORE = re.compile(r"[^\s(\[\"“‘'—–/]*$")
_ACRONYM = re.compile(r"(?:[^\W\d_]\.){2,}$")
_INITIAL = re.compile(r"(?:[^\W\d_]\.?-)?[^\W\d_]\.$")  # also J.-P.
_LIST_NUMBER = re.compile(r"\W*\d{1,3}\.$")
_NEXT_WORD = re.compile(rf"\s*[{_OPENERS}]*([^\s]+)")
_LOWER_ARTICLE = re.compile(r"(?:al|el|ash|as|an|ar|at|ad|az)-[A-Z]")
_SPEAKER = re.compile(r"\s+(?:[A-Z][\w’'-]*\s+){1,4}(\w+)")
_REACH = 120  # code points that a rule sees on either side of a stop
_TERMINAL = re.compile(rf"[.!?。？！][{_CLOSERS}*]*(?:\[\d{{1,3}}\])*$")


def split(text: str) -> list[tuple[int, int]]:
    """The sentences of a text as (start, end), in order, without white space around them.

    Line breaks end sentences; every other character but white space lies in exactly one sentence.
    """
    spans: list[tuple[int, int]] = []
    for line in re.finditer(r"[^\n]+", text):
        first = len(spans)
        start = line.start()
        for end in (*_boundaries(text, line.start(), line.end()), line.end()):
            stripped = _strip(text, start, end)
            if stripped is None:
                continue
            if len(spans) > first and not any(map(str.isalnum, text[stripped[0] : stripped[1]])):
                spans[-1] = (spans[-1][0], stripped[1])  # stray punctuation belongs to what it follows
            else:
                spans.append(stripped)
            start = end
    return spans


def is_terminated(sentence: str) -> bool:
    """Whether a sentence ends as sentences do; an ellipsis is no end."""
    sentence = sentence.rstrip()
    return bool(_TERMINAL.search(sentence)) and not sentence.rstrip("\"'”’»)]").endswith(("..", "…"))


def _boundaries(text: str, start: int, end: int) -> Iterator[int]:
    """Where sentences of one line end, the last one left out."""
    line_start = start
    for stop in _STOP.finditer(text, start, end):
        before = text[max(line_start, stop.end() - _REACH) : stop.end()]
        if stop.end() < end and _ends_sentence(before, stop.group(), text[stop.end() : min(end, stop.end() + _REACH)]):
            line_start = stop.end()
            yield stop.end()


def _ends_sentence(before: str, stop: str, after: str) -> bool:
    """Whether `before`, which ends in `stop`, is a sentence, given that `after` follows it."""
    following = _NEXT_WORD.match(after)
    if not following:
        return False
    word = following[1]
    if word[0].islower() and not _LOWER_ARTICLE.match(word):
        return False
    if stop[0] in "!?" and stop[-1] in "\"'”’»":
        speaker = _SPEAKER.match(after)
        return not (speaker and speaker[1] in abbreviations("saying"))
    if stop != ".":
        return True
    last = _WORD_BEFORE.search(before)
    token = last[0] if last else ""
    plain = word.rstrip(".,;:!?\"'”’)")
    if token in abbreviations("before_name") or _LIST_NUMBER.fullmatch(before):
        return False
    if token in abbreviations("before_number"):
        return not word[0].isdigit()
    if token in abbreviations("may_end") or _ACRONYM.search(token) or _INITIAL.fullmatch(token):
        return plain in abbreviations("starter")
    return True


def _strip(text: str, start: int, end: int) -> tuple[int, int] | None:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return (start, end) if start < end else None
