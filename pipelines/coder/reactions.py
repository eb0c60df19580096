"""Answers to what was told just before: `Serbia rejected the accusation`, `France condemned the attack`, `Oman mediated
the swap`.

Takes tagged clauses and the relations told before; gives events whose target is an actor of the earlier event: the
one who accused, attacked or offered, both parties of an agreement.  A row of patterns.csv with the frame `event` says
which verbs answer so, the classes `event:<beginning of a code>` of grammar_words.csv which nouns stand for which
events.  Where two events fit and differ in whom they mean, it gives nothing.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipelines.coder.arguments import arguments
from pipelines.coder.clauses import Clauses, Verb
from pipelines.coder.events import last_word
from pipelines.coder.nominal import Event
from pipelines.coder.patterns import Pattern, Patterns
from pipelines.coder.status import verb_stance
from pipelines.coder.subjects import relative_object, subject
from pipelines.coder.types import Mention, Relation

DEFINITE = frozenset(["the", "this", "that", "these", "those", "both", "such"])
INSIDE = frozenset(["N", "NUM", "ADV", "-", "DET"])
SHARED = ("03", "04", "05", "06", "087")  # codes of what two do together: both are meant
ACCUSATION = "11"
SURE = 0.6  # how sure it is that the noun stands for that event


@dataclass(frozen=True, slots=True)
class Reaction:
    """An event that answers `causes`, relations told before."""

    event: Event
    causes: tuple[Relation, ...]


def reactions(
    clauses: Clauses, patterns: Patterns, earlier: Sequence[Relation], sentence_no: int
) -> Iterator[Reaction]:
    """The reactions in one sentence to `earlier`, relations of this sentence and those before, in text order."""
    for verb in clauses.verbs:
        found = _reacts(clauses, verb, patterns)
        if found is None or any(r.trigger_span[0] <= clauses.items[verb.at].start < r.trigger_span[1] for r in earlier):
            continue
        pattern, first, last, kinds = found
        doers = _doers(clauses, verb, patterns)
        told = [r for r in earlier if r.trigger_span[1] <= clauses.items[min(first, verb.at)].start]
        causes = _causes(told, kinds, {i for m in doers for i in m.actor_ids})
        if doers and causes:
            ids = _meant(causes, {i for m in doers for i in m.actor_ids})
            start, end = clauses.items[first].start, clauses.items[last].end
            words = " ".join(item.word for item in clauses.items[first : last + 1])
            target = Mention(start, end, words, sentence_no, "descriptor", ids, "event_noun", SURE)
            stance = verb_stance(clauses, verb, patterns)
            yield Reaction(Event(pattern, doers, (target,), verb.at, verb.at, stance), causes)


def _reacts(clauses: Clauses, verb: Verb, patterns: Patterns) -> tuple[Pattern, int, int, tuple[str, ...]] | None:
    """The pattern by which `verb` answers an event, and the words for that event: `condemned the raid`."""
    for pattern in (p for lemma in sorted(verb.lemmas) for p in patterns.answers.get(lemma, ())):
        last = last_word(clauses, verb, pattern)
        if last is None:
            continue
        found = _event_noun(clauses, verb, patterns) if last == verb.at or pattern.words else None
        if found is None and last > verb.at:
            after = last + 1 + (last + 1 < len(clauses.items) and clauses.items[last + 1].tag in ("PREP", "TO"))
            shocked = after < len(clauses.items)  # `voiced shock at the raid`
            found = _noun(clauses, after, patterns) if shocked else None
        if found is not None:
            return pattern, *found
    return None


def _doers(clauses: Clauses, verb: Verb, patterns: Patterns) -> tuple[Mention, ...]:
    if verb.passive:
        return next((a.mentions for a in arguments(clauses, verb.at + 1) if a.path[-1:] == ("by",)), ())
    return subject(clauses, verb, patterns)


def _event_noun(clauses: Clauses, verb: Verb, patterns: Patterns) -> tuple[int, int, tuple[str, ...]] | None:
    """The words `the accusation` that the verb is about, and the codes of the events they may stand for."""
    items = clauses.items
    first = verb.at + 1
    if verb.passive:
        first = verb.first - 1
        while first > 0 and items[first].tag == "N":
            first -= 1
    while first < len(items) and items[first].tag == "ADV":
        first += 1
    told = _told_before(clauses, verb, patterns)
    if told is not None or first >= len(items):
        return told
    if not verb.passive and items[first].word in ("it", "this", "that"):
        alone = first + 1 == len(items) or items[first + 1].tag in (".", ",", "CONJ")
        return (first, first, (ACCUSATION,)) if alone and "deny" in verb.lemmas else _noun(clauses, first, patterns)
    return _noun(clauses, first, patterns)


def _told_before(clauses: Clauses, verb: Verb, patterns: Patterns) -> tuple[int, int, tuple[str, ...]] | None:
    """`accused B of theft, a charge that B rejected`, `..., which B denied`."""
    at = relative_object(clauses, verb) if not verb.passive else None
    if at is None or at == 0:
        return None
    before = clauses.items[at - 1]
    if before.tag == "," and "deny" in verb.lemmas:
        return at, at, (ACCUSATION,)
    kinds = patterns.words.events.get(before.word, ())
    return (at - 1, at - 1, kinds) if kinds else None


def _noun(clauses: Clauses, first: int, patterns: Patterns) -> tuple[int, int, tuple[str, ...]] | None:
    """`the attack`, where its own phrase does not tell whose or on whom."""
    items = clauses.items
    if items[first].word not in DEFINITE:
        return None
    last = first
    while last + 1 < len(items) and items[last + 1].tag in INSIDE:
        last += 1
    kinds = patterns.words.events.get(items[last].word, ())
    told_in_full = any(a.path and a.path[0] in ("of", "on", "by", "against", "between", "with", "from", "to")
                       for a in arguments(clauses, last + 1))  # fmt: skip
    return (first, last, kinds) if kinds and last > first and not told_in_full else None


def _causes(told: Sequence[Relation], kinds: tuple[str, ...], doers: set[str]) -> tuple[Relation, ...]:
    """The nearest event of these kinds, with all its pairs; empty where two such events mean different actors."""
    fits = [r for r in told if r.cameo_code.startswith(kinds) and r.status in ("actual", "alleged", "planned")]
    if not fits:
        return ()
    nearest = [r for r in fits if r.sentence_no == fits[-1].sentence_no]
    meant = {
        _meant([r for r in nearest if r.trigger_span == span], doers) for span in {r.trigger_span for r in nearest}
    }
    return tuple(nearest) if len(meant) == 1 and meant != {()} else ()


def _meant(causes: Sequence[Relation], doers: set[str]) -> tuple[str, ...]:
    """Whom an answer to these relations of one event is addressed to."""
    ids: dict[str, None] = {}
    for relation in causes:
        shared = relation.is_symmetric or relation.cameo_code.startswith(SHARED)
        ids |= dict.fromkeys((relation.source_id, relation.target_id) if shared else (relation.source_id,))
    return tuple(i for i in ids if i not in doers)
