"""Two readings of one sentence: by the order of its words, and by its syntax tree; and what of both counts.

The order of words is sure in short sentences and blind behind asides; the tree sees far, and errs where the parser
errs.  What both tell is surer than what one tells alone.  A tree costs more than all the rest, so that only those
sentences get one where it may help.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

from pipelines.coder.clauses import Clauses, outermost, read, reread
from pipelines.coder.deeds import AT_HOME
from pipelines.coder.events import find_events
from pipelines.coder.nominal import Event
from pipelines.coder.patterns import Patterns
from pipelines.coder.syntax import Parse
from pipelines.coder.tokens import Token, tokenize
from pipelines.coder.types import Article, Mention, Relation, Sentence

BY_TREE, BY_ORDER = 0.7, 0.8  # of what the tree alone tells 0.63 was judged right, of all 0.84 (benchmarks)
Key = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Reading:
    """One reading of a sentence: its clauses, and the events that patterns find in them."""

    clauses: Clauses
    events: tuple[Event, ...]


def read_on(article: Article, mentions: Sequence[Mention], patterns: Patterns) -> dict[int, Reading]:
    """The sentences of `article` that may tell a relation, by their numbers, read by the order of their words."""
    named: dict[int, list[Mention]] = defaultdict(list)
    for mention in mentions:
        named[mention.sentence_no].append(mention)
    found: dict[int, Reading] = {}
    for sentence in article.sentences:
        here = named.get(sentence.no, ())
        if not _too_few(sentence, here) and (reading := by_order(sentence, here, patterns)) is not None:
            found[sentence.no] = reading
    return found


def why_skipped(sentence: Sentence, named: Sequence[Mention], patterns: Patterns) -> str:
    """Why a sentence with these mentions is not read on; empty if it is: whole, of two actors, and with a trigger."""
    too_few = _too_few(sentence, named)
    return too_few or ("" if _tells(tokenize(sentence.text), patterns) else "no word in it begins a pattern")


def _too_few(sentence: Sentence, named: Sequence[Mention]) -> str:
    if not sentence.is_complete:
        return "the sentence is cut off"
    ids = {i for m in outermost(named) for i in m.actor_ids}
    if len(ids) < 2 and not any(map(AT_HOME.match, ids)):
        return "fewer than two actors are named"
    return ""


def _tells(tokens: Sequence[Token], patterns: Patterns) -> bool:
    return not patterns.heads.isdisjoint([token.folded for token in tokens])


def by_order(sentence: Sentence, named: Sequence[Mention], patterns: Patterns) -> Reading | None:
    """The sentence read by the order of its words; None where it is cut off, or no word in it begins a pattern."""
    tokens = tokenize(sentence.text, sentence.start) if sentence.is_complete else []
    return _reading(read(tokens, named, patterns), patterns) if _tells(tokens, patterns) else None


def by_tree(reading: Reading, sentence: Sentence, patterns: Patterns, parse: Parse) -> Reading:
    """The sentence, read by the order of its words before, read by its syntax tree."""
    return _reading(reread(reading.clauses, parse, sentence.start, patterns), patterns)


def _reading(clauses: Clauses, patterns: Patterns) -> Reading:
    return Reading(clauses, tuple(find_events(clauses, patterns)))


def key_of(relation: Relation) -> Key:
    """What two relations of one sentence differ in: the ends, of a symmetric one in no order, and the root."""
    ends = (relation.source_id, relation.target_id)
    return (*(sorted(ends) if relation.is_symmetric else ends), relation.cameo_code[:2])  # type: ignore[return-value]


def merged(by_tree: Sequence[Relation], by_order: Sequence[Relation]) -> list[Relation]:
    """What the tree tells, then what the order of words tells with words that the tree leaves open.

    A relation that but one of them tells is less sure, and its rule says which.
    """
    tree, order = {key_of(r) for r in by_tree}, {key_of(r): r for r in by_order}
    taken = [r.trigger_span for r in by_tree if key_of(r) not in order]
    found = [
        _told_by_both(r, order[key_of(r)]) if key_of(r) in order else _told_by_one(r, "tree", BY_TREE) for r in by_tree
    ]
    for r in by_order:
        start, end = r.trigger_span
        if key_of(r) not in tree and not any(a < end and start < b for a, b in taken):
            found.append(_told_by_one(r, "order", BY_ORDER))
    return sorted(found, key=lambda r: r.trigger_span)


def _told_by_both(by_tree: Relation, by_order: Relation) -> Relation:
    """As the tree tells it, on the day that either reads in the text."""
    in_text = by_tree.when.text is None and by_order.when.text is not None
    return replace(by_tree, when=by_order.when) if in_text else by_tree


def _told_by_one(relation: Relation, reading: str, sure: float) -> Relation:
    return replace(relation, rule=f"{reading}-{relation.rule}", confidence=round(relation.confidence * sure, 3))
