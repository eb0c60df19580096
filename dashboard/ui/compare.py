"""Two reports of one story side by side: what both say is left out, what only one says is marked.

Takes the sentences of both; gives HTML.  A plain comparison of text (difflib): it knows words, not meanings.
"""

import re
from collections.abc import Sequence
from difflib import SequenceMatcher

from dashboard.ui.safe import escape
from dashboard.ui.words import plural

ALIKE = 0.5  # how much of two sentences must be the same for one to be a changed form of the other
_WORDS = re.compile(r"\w+|\s+|[^\w\s]")


def side_by_side(head: Sequence[str], report: Sequence[str]) -> str:
    """Rows of a sentence of the head and one of the report, the words that differ marked; equal ones are counted."""
    match = SequenceMatcher(None, [_plain(said) for said in head], [_plain(said) for said in report], autojunk=False)
    parts = []
    for kind, a, b, c, d in match.get_opcodes():
        if kind == "equal":
            parts.append(f'<p class="alike">{plural(b - a, "sentence")} the same</p>')
        else:
            parts += [_row(*pair) for pair in _paired(head[a:b], report[c:d])]
    return f'<div class="compared">{"".join(parts)}</div>'


def _paired(ones: Sequence[str], others: Sequence[str]) -> list[tuple[str, str]]:
    """Sentences that are forms of each other stand beside each other, in the order of both; others stand alone."""
    pairs, begin = [], 0
    for one in ones:
        near = max(range(begin, len(others)), key=lambda place: _likeness(one, others[place]), default=None)
        if near is None or _likeness(one, others[near]) < ALIKE:
            pairs.append((one, ""))
            continue
        pairs += [("", other) for other in others[begin:near]]
        pairs.append((one, others[near]))
        begin = near + 1
    return pairs + [("", other) for other in others[begin:]]


def _row(one: str, other: str) -> str:
    words, others = _WORDS.findall(one), _WORDS.findall(other)
    codes = SequenceMatcher(None, words, others, autojunk=False).get_opcodes()
    head = [("".join(words[a:b]), kind != "equal") for kind, a, b, _, _ in codes]
    report = [("".join(others[c:d]), kind != "equal") for kind, _, _, c, d in codes]
    return _side(head, "head") + _side(report, "report")


def _side(pieces: list[tuple[str, bool]], role: str) -> str:
    body = "".join(
        f'<mark class="only-{role}">{escape(text)}</mark>' if is_own and text.strip() else escape(text)
        for text, is_own in pieces
    )
    return f'<p class="side">{body}</p>' if body else '<p class="side none">–</p>'


def _likeness(one: str, other: str) -> float:
    """The share of words that two sentences have in common (Dice); cheap, since many pairs are tried."""
    words, others = set(_WORDS.findall(one.lower())), set(_WORDS.findall(other.lower()))
    return 2 * len(words & others) / (len(words) + len(others) or 1)


def _plain(said: str) -> str:
    return " ".join(said.split())
