"""A scanned sentence in, its phrases that name several actors at once out: `the two countries`, `the pair`.

It finds words alone; whom they name together is for `groups`.
"""

from typing import NamedTuple

from pipelines.coder.lexicon import Lexicon
from pipelines.coder.names import Scan

COUNTS = (2, 3, 4)


class GroupPhrase(NamedTuple):
    """`the two countries`, `both sides`, `the regional powers`: words first..end, of what class, how many."""

    first: int
    end: int
    noun_class: str  # set_country set_person set_group, set_word (`the pair`), set_open (`several countries`)
    number: int  # 0 where nothing says how many


def group_phrases(scan: Scan, lexicon: Lexicon) -> list[GroupPhrase]:
    """The phrases of a sentence that name several actors at once by how many they are."""
    found: list[GroupPhrase] = []
    words, free = scan.words, 0
    for first in scan.set_starts:
        if first < free:
            continue
        at = first
        if words[first].folded in lexicon.words["article"] and first + 1 < len(words):
            at += 1
            if words[at].folded not in lexicon.words["set_second"]:
                continue  # quickly, since `the` is everywhere
        phrase = (
            _numbered(scan, first, at, lexicon)
            or _one_word(scan, first, at, lexicon)
            or _rivals(scan, first, at, lexicon)
            or _open(scan, first, lexicon)
        )
        if phrase is not None:
            found.append(phrase)
            free = phrase.end
    return found


def _numbered(scan: Scan, first: int, at: int, lexicon: Lexicon) -> GroupPhrase | None:
    words = scan.words
    if words[at].folded not in lexicon.words["set_number"] or at + 1 >= len(words):
        return None
    count = _count(words[at].folded, "set_number", lexicon)
    for end in range(at + 1, min(at + 5, len(words))):
        for noun_class in ("set_country", "set_person", "set_group"):
            if words[end].folded in lexicon.words[noun_class]:
                if end + 1 < len(words) and words[end + 1].folded == "of":
                    return None
                if first == at and words[at].folded != "both":  # `two countries` are any two
                    return None
                return GroupPhrase(first, end + 1, noun_class, count)
        if (
            not words[end].text.isalpha()
            or words[end].text[0].isupper()
            or words[end].folded in lexicon.words["blocking"]
        ):
            break
    return None


def _count(word: str, name: str, lexicon: Lexicon) -> int:
    """How many a word of `set_number` or `set_word` counts: its class in the seeds ends in that."""
    return next(n for n in COUNTS if word in lexicon.words.get(f"{name}_{n}", ()))


def _one_word(scan: Scan, first: int, at: int, lexicon: Lexicon) -> GroupPhrase | None:
    """`the pair`, `the trio`; `side` of `neither side`, whose negation is read by itself."""
    words = scan.words
    after = words[at + 1].folded if at + 1 < len(words) else ""
    if words[at].folded in lexicon.words["set_neither"] and after in lexicon.words["set_single"]:
        is_side = after in lexicon.words["set_side"]
        return GroupPhrase(at + 1, at + 2, "set_country" if is_side else "set_single", 2)
    if first == at or words[at].folded not in lexicon.words["set_word"] or after == "of":
        return None
    return GroupPhrase(first, at + 1, "set_word", _count(words[at].folded, "set_word", lexicon))


def _open(scan: Scan, first: int, lexicon: Lexicon) -> GroupPhrase | None:
    """`more regional countries`, `several African states`: some of many, nobody in particular."""
    words = scan.words
    if words[first].folded not in lexicon.words["set_some"]:
        return None
    for end in range(first + 1, min(first + 4, len(words))):
        if words[end].folded in lexicon.words["set_state"]:
            return GroupPhrase(first, end + 1, "set_open", 0)
        if not words[end].text.islower() or words[end].folded in lexicon.words["blocking"]:
            return None
    return None


def region_start(scan: Scan, first: int, lexicon: Lexicon) -> int:
    """Where `other oil-rich Ruritanian states` starts whose name stands from word `first` on."""
    words = scan.words
    for at in range(first - 1, max(first - 5, -1), -1):
        if words[at].folded in lexicon.words["set_some"]:
            return at
        if not words[at].text.islower() or words[at].folded in lexicon.words["blocking"]:
            break
    return first


def _rivals(scan: Scan, first: int, at: int, lexicon: Lexicon) -> GroupPhrase | None:
    words = scan.words
    noun = at
    while noun < len(words) and (length := lexicon.modifiers.longest(words, noun)[0]):
        noun += length
    if noun >= len(words) or lexicon.words["set_rival"].isdisjoint((words[noun].folded, scan.key(noun - 1, noun + 1))):
        return None
    listed = noun + 1 in scan.hits
    if not listed and (first == at or (noun + 1 < len(words) and words[noun + 1].folded == "of")):
        return None
    return GroupPhrase(first, noun + 1, "set_country", 0 if listed else 2)
