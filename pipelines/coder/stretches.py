"""Which part of a sentence is worth a syntax tree, since a tree costs more than all the rest.

Takes a sentence read by the order of its words; gives the stretch of its items that has a trigger with all its words,
and two actors about it where its frame may find them.  What stands further off, or in another clause, trees seldom
join; and where the order of words tells a trigger's parties from close by, trees hardly ever differ.  Never says that
a sentence tells nothing: the order of its words may still tell.
"""

from collections.abc import Iterator, Sequence, Set
from functools import cache

from pipelines.coder.clauses import Clauses, Verb
from pipelines.coder.events import last_word
from pipelines.coder.nominal import Event, first_word, modifies
from pipelines.coder.patterns import FORCE, Pattern, Patterns
from pipelines.coder.readings import Reading
from pipelines.coder.tagging import Item
from pipelines.coder.types import Sentence

REACH = 8  # names and words to each side of a trigger
PLAIN = 12  # names and words from the first to the last of a trigger and its parties
APART = frozenset([";", ":", ".", "?", "!", "...", "…"])  # marks between what no tree joins
OPENERS = frozenset(["SUB", "REL"])  # tags of words that open another clause
BARE = frozenset(["obj", "who", "subj", "poss", "dat", "that", "comp", "place", "between", "within"])
LENT = frozenset(["that", "comp"])  # places inside the clause that a verb governs
Span = tuple[int, int]


def stretch(sentence: Sentence, reading: Reading, patterns: Patterns) -> Span | None:
    """Where the parts of the sentence that are worth a tree start and end in its text; None where none is."""
    clauses = reading.clauses
    items = clauses.items
    told = {at for event in reading.events if _is_plain(event, items) for at in range(event.first, event.last + 1)}
    named = [(at, i) for at, item in enumerate(items) if item.mention is not None for i in item.mention.actor_ids]
    worth = [part for part in _parts(items) if _is_worth(clauses, part, named, told, patterns)]
    if not worth:
        return None
    first, end = worth[0][0], worth[-1][1]
    return (
        items[first].start - sentence.start if first else 0,
        items[end - 1].end - sentence.start if end < len(items) else len(sentence.text),
    )


def _parts(items: Sequence[Item]) -> Iterator[Span]:
    """What stands between marks; each part ends with its mark."""
    start = 0
    for index, item in enumerate(items):
        if item.word in APART and item.tag == ".":
            yield start, index + 1
            start = index + 1
    if start < len(items):
        yield start, len(items)


def _is_plain(event: Event, items: Sequence[Item]) -> bool:
    """Whether trigger and parties stand so close that a tree would tell the same; of force it may also tell where."""
    if event.pattern.cameo_code >= FORCE or not event.sources or not event.targets:
        return False
    parties = {*event.sources, *event.targets}
    places = [at for at, item in enumerate(items) if item.mention in parties]
    first, last = min([event.first, *places]), max([event.last, *places])
    return last - first <= PLAIN and not any(item.word == "," for item in items[first:last])


def _is_worth(
    clauses: Clauses, part: Span, named: Sequence[tuple[int, str]], told: Set[int], patterns: Patterns
) -> bool:
    named = [(at, i) for at, i in named if part[0] <= at < part[1]]
    if len({i for _, i in named}) < 2:
        return False
    untold = set(range(*part)) - told
    for verb in clauses.verbs:
        if verb.at in untold and _verb_may_take(clauses, verb, part, named, patterns):
            return True
    for at in untold:
        item = clauses.items[at]
        if item.tag == "N" and item.word in patterns.nouns and _noun_may_take(clauses, at, part, named, patterns):
            return True
    return False


def _verb_may_take(
    clauses: Clauses, verb: Verb, part: Span, named: Sequence[tuple[int, str]], patterns: Patterns
) -> bool:
    """Whether a pattern of the verb may find its two sides: its subject to the left, the rest to the right."""
    end = _end_of_clause(clauses, verb.at, part)
    left = {i for at, i in named if verb.at - REACH <= at < verb.first}
    right = {i for at, i in named if verb.at < at < end}
    if len(left | right) < 2:
        return False
    both_sides = (left and right) or verb.governor is not None or (not verb.finite and verb.form in ("ing", "en"))
    words = {item.word for item in clauses.items[verb.first : end]}
    return any(
        (both_sides or pattern.symmetric or not LENT.isdisjoint(pattern.target))
        and _may_lead(pattern, words)
        and pattern.target != ("event",)
        and last_word(clauses, verb, pattern) is not None
        for lemma in verb.lemmas
        for pattern in clauses.fitting(patterns.verbs.get(lemma, ()))
    )


def _noun_may_take(
    clauses: Clauses, index: int, part: Span, named: Sequence[tuple[int, str]], patterns: Patterns
) -> bool:
    """Whether a pattern of the noun may find its two sides; of what may be a verb to the tree, no more is asked."""
    start = max(index - REACH, part[0])
    undecided = index in clauses.open
    end = min(index + REACH + 1, part[1]) if undecided else _end_of_clause(clauses, index, part)
    if len({i for at, i in named if start <= at < end}) < 2 or modifies(clauses, index, patterns):
        return False
    words = {item.word for item in clauses.items[start:end]}
    return any(
        (undecided or _may_lead(pattern, words)) and first_word(clauses, index, pattern) is not None
        for pattern in clauses.fitting(patterns.nouns[clauses.items[index].word])
    )


def _end_of_clause(clauses: Clauses, index: int, part: Span) -> int:
    """Where the clause of the word at `index` ends, or what is within its reach; a finite verb has another clause."""
    end = min(index + REACH + 1, part[1])
    end = next((at for at in range(index + 1, end) if clauses.items[at].tag in OPENERS), end)
    return min((verb.at for verb in clauses.verbs if verb.finite and index < verb.at < end), default=end)


def _may_lead(pattern: Pattern, words: set[str]) -> bool:
    """Whether one of these words may lead to a place of the pattern's frame."""
    leads = _leads(pattern.target)
    return pattern.symmetric or not leads or not leads.isdisjoint(words)


@cache
def _leads(target: tuple[str, ...]) -> frozenset[str]:
    """The prepositions of a frame; none where it also has a place that needs none."""
    return frozenset(place.rpartition("+")[2] for place in target) if BARE.isdisjoint(target) else frozenset()
