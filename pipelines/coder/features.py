"""What the classifier of event types sees of two actors in a sentence: readable features of words and places.

Takes a sentence as tagged items in which source and target are mentions; gives feature -> how much it counts.  The same
code serves training and use.  The actors' own names are left out, so that nothing is learnt about who they are; what
kind they are (police, court, troops) is kept.  It reads no file and knows no weight.
"""

from collections.abc import Mapping, Sequence
from itertools import pairwise

from pipelines.coder.clauses import Clauses, Verb
from pipelines.coder.tokens import tokenize
from pipelines.coder.types import Mention
from pipelines.coder.words import Words

Features = Mapping[str, float]

SILENT = frozenset(["DET", ",", '"', ".", "POSS"])  # tags of items that tell nothing
NEAR = 4  # items from source or target
FADING, FAINT = 12.0, 0.25  # over so many items more a word comes to count as little as this
PREFIX = 5  # letters that stand for a longer word
OF_VERBS, OF_PAIRS, OF_NAMES = 1.5, 0.7, 0.7  # how much these kinds count beside a word


def stem(word: str, words: Words) -> str:
    """The dictionary form of a folded word, as far as its ending tells.

    >>> from pathlib import Path
    >>> words = Words.load(Path("seeds"), ["halt"])
    >>> [stem(word, words) for word in ("halted", "armies", "troops", "stopped", "crisis")]
    ['halt', 'army', 'troop', 'stop', 'crisis']
    """
    known = words.verbs.get(word)
    if known:
        return min(lemma for lemma, _ in known)
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    if len(word) > 4 and word.endswith(("shes", "ches", "sses")):
        return word[:-2]
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    for ending in ("ing", "ed"):
        base = word.removesuffix(ending)
        if base != word and len(base) > 3:
            return base[:-1] if base[-1] == base[-2] and base[-1] not in "sl" else base
    return word


def pair_features(clauses: Clauses, source: Mention | None, target: Mention | None, words: Words) -> dict[str, float]:
    """The features of what `source` may do to `target`; either may be missing from the sentence."""
    found: dict[str, float] = {}
    at, to = _place(clauses, source), _place(clauses, target)
    line = _line(clauses, at, to, words)
    _add_words(found, line, at, to)
    _add_neighbours(found, [word for _, word in line])
    _add_verbs(found, clauses, at, to, words)
    for name, mention in (("source", source), ("target", target)):
        if mention is not None:
            _add_kind(found, name, mention.surface, words)
    return found


def _place(clauses: Clauses, mention: Mention | None) -> int | None:
    return next((n for n, item in enumerate(clauses.items) if mention is not None and item.mention is mention), None)


def _line(clauses: Clauses, at: int | None, to: int | None, words: Words) -> list[tuple[int, str]]:
    """The telling items, as (place, word): the two actors by their part, other actors as one."""
    line: list[tuple[int, str]] = []
    for place, item in enumerate(clauses.items):
        if item.mention is not None:
            line.append((place, "SOURCE" if place == at else "TARGET" if place == to else "ACTOR"))
        elif item.tag == "NUM":
            line.append((place, "NUMBER"))
        elif item.tag not in SILENT:
            line.append((place, stem(item.word, words)))
    return line


def _add_words(found: dict[str, float], line: Sequence[tuple[int, str]], at: int | None, to: int | None) -> None:
    ends = sorted(place for place in (at, to) if place is not None) or [0]
    low, high = ends[0], ends[-1]
    order = " <" if at is not None and to is not None and to < at else ""  # the target stands first
    for place, word in line:
        if word in ("SOURCE", "TARGET"):
            continue
        zone = ("before" if place < low else "between" if place < high else "after") + order
        away = low - place if place < low else place - high if place > high else min(place - low, high - place) / 2
        weight = min(1.0, max(FAINT, 1 - (away - NEAR) / FADING))
        names = [word, f"{zone}: {word}"]
        if len(word) > PREFIX:
            names += [word[:PREFIX] + "-", f"{zone}: {word[:PREFIX]}-"]
        for name in names:
            found[name] = max(weight, found.get(name, 0.0))
        if min(abs(place - end) for end in ends) <= NEAR:
            found[f"near: {word}"] = 1.0
    if at is not None and to is not None:
        found[f"target first: {bool(order)}"] = 1.0


def _add_neighbours(found: dict[str, float], words: Sequence[str]) -> None:
    for first, second in pairwise(words):
        found[f"{first} {second}"] = 1.0
    for first, second, third in zip(words, words[1:], words[2:], strict=False):
        found[f"{first} {second} {third}"] = 1.0
        found[f"{first} _ {third}"] = OF_PAIRS


def _add_verbs(found: dict[str, float], clauses: Clauses, at: int | None, to: int | None, words: Words) -> None:
    verbs = clauses.verbs
    names = {verb.at: _verb(clauses, verb, words) for verb in verbs}
    of_source = next((verb for verb in verbs if at is not None and verb.at > at), None)
    of_target = next((verb for verb in reversed(verbs) if to is not None and verb.at < to), None)
    if of_source is not None:
        found[f"verb after source: {names[of_source.at]}"] = OF_VERBS
    if of_target is not None:
        found[f"verb before target: {names[of_target.at]}"] = OF_VERBS
    if of_source is not None and of_source is of_target:
        found[f"verb: {names[of_source.at]}"] = OF_VERBS
    for verb in verbs:
        if verb.governor is not None:
            found[f"{names[verb.governor.at]} > {names[verb.at]}"] = 1.0
        for helper in verb.helpers:
            found[f"helper: {helper}"] = 0.5
    if to:
        found[f"before target: {clauses.items[to - 1].word}"] = 1.0


def _verb(clauses: Clauses, verb: Verb, words: Words) -> str:
    negated = any(clauses.items[place].tag == "NEG" for place in range(verb.first, verb.at))
    return ("not " if negated else "") + ("be " if verb.passive else "") + stem(clauses.items[verb.at].word, words)


def _add_kind(found: dict[str, float], name: str, surface: str, words: Words) -> None:
    """What the actor is called beside its name: police, court, soldiers."""
    plain = [token.folded for token in tokenize(surface) if token.text.islower() and token.text.isalpha()]
    for word in plain:
        found[f"{name}: {stem(word, words)}"] = OF_NAMES
    if plain:
        found[f"{name} is: {stem(plain[-1], words)}"] = OF_NAMES
