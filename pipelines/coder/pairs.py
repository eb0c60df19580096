"""The one best relation between two given spans, for evaluation and for those who find actors by other means.

Takes a text and the spans of source and target; gives at most one relation.  First the paths that `events` knows,
with the spans as the only actors; where none joins the two, the pattern whose words stand best between them, with
less confidence.
"""

from dataclasses import replace

from pipelines.coder.arguments import arguments
from pipelines.coder.clauses import Clauses, Verb, read
from pipelines.coder.coder import Coder
from pipelines.coder.events import find_events, last_word
from pipelines.coder.nominal import Event, first_word, modifies
from pipelines.coder.patterns import Pattern
from pipelines.coder.relations import relation
from pipelines.coder.status import noun_stance, verb_stance
from pipelines.coder.subjects import subject
from pipelines.coder.tokens import tokenize
from pipelines.coder.types import Article, Mention, Relation

SOURCE, TARGET = "given:source", "given:target"


def best_relation(coder: Coder, article: Article, source: tuple[int, int], target: tuple[int, int]) -> Relation | None:
    """The best relation of `source` to `target` (offsets into the one sentence of `article`), or None."""
    sentence = article.sentences[0]
    ends = [_mention(sentence.text, source, SOURCE), _mention(sentence.text, target, TARGET)]
    clauses = read(tokenize(sentence.text), ends, coder.patterns)
    given = {m.actor_ids[0]: m for item in clauses.items if (m := item.mention)}
    if len(given) < 2:  # one span lies in the other
        given = {SOURCE: ends[0], TARGET: ends[1]}
    found = sorted(_joined(clauses, coder), key=lambda pair: pair[0])
    guesses = sorted(_nearest(clauses, coder), key=lambda pair: pair[0])
    for (_, event), share in ((pair, share) for pairs, share in ((found, 1.0), (guesses, 0.5)) for pair in pairs):
        event = replace(event, stance=_decided(event))
        made = relation(
            article, sentence, clauses, event, (SOURCE, given[SOURCE]), (TARGET, given[TARGET]), coder.patterns
        )
        return replace(made, confidence=round(made.confidence * share, 3))
    return None


def _decided(event: Event) -> str:
    """The stance where one type must be named: what did not come about was turned down, harm to come is a threat."""
    root = event.pattern.cameo_code[:2]
    if event.stance == "negated" and "03" <= root <= "08":
        return "refused"
    if event.stance == "planned" and root >= "14":
        return "vowed"
    return event.stance


def _mention(text: str, span: tuple[int, int], actor_id: str) -> Mention:
    return Mention(span[0], span[1], text[span[0] : span[1]], 0, "name", (actor_id,), "given", 1.0)


def _joined(clauses: Clauses, coder: Coder) -> list[tuple[float, Event]]:
    """Events whose parties are the two spans; the right direction first."""
    found: list[tuple[float, Event]] = []
    for event in find_events(clauses, coder.patterns):
        sources = {i for m in event.sources for i in m.actor_ids}
        targets = {i for m in event.targets for i in m.actor_ids}
        if SOURCE in sources and (TARGET in targets or (event.pattern.symmetric and TARGET in sources)):
            found.append((0.0, event))
        elif TARGET in sources and SOURCE in targets:
            found.append((0.2 if event.pattern.symmetric else 1.0, event))
    return found


def _nearest(clauses: Clauses, coder: Coder) -> list[tuple[float, Event]]:
    """Every pattern whose words are there, the best placed first."""
    places = {m.actor_ids[0]: n for n, item in enumerate(clauses.items) if (m := item.mention)}
    source, target = places.get(SOURCE, 0), places.get(TARGET, len(clauses.items))
    found: list[tuple[float, Event]] = []
    for verb in clauses.verbs:
        match = _verb_match(clauses, verb, coder)
        if match is not None:
            pattern, first, last = match
            cost = _distance(first, last, source, target) - _bond(clauses, verb, last, coder)
            cost += 1.0 * _lacks_preposition(clauses, last, pattern)
            stance = verb_stance(clauses, verb, coder.patterns)
            found.append((cost, Event(pattern, (), (), first, last, stance)))
    for index, item in enumerate(clauses.items):
        is_head = item.tag == "N" and not modifies(clauses, index, coder.patterns)
        for pattern in coder.patterns.nouns.get(item.word, ()) if is_head else ():
            start = first_word(clauses, index, pattern)
            if start is not None:
                cost = _distance(start, index, source, target) + 2.0
                stance = noun_stance(clauses, start, index, coder.patterns)
                found.append((cost, Event(pattern, (), (), start, index, stance)))
                break
    return found


def _verb_match(clauses: Clauses, verb: Verb, coder: Coder) -> tuple[Pattern, int, int] | None:
    for lemma in sorted(verb.lemmas):
        for pattern in coder.patterns.verbs.get(lemma, ()):
            last = last_word(clauses, verb, pattern)
            if last is not None:
                return pattern, min(verb.at, last), max(verb.at, last)
    return None


def _lacks_preposition(clauses: Clauses, last: int, pattern: Pattern) -> bool:
    """Whether the pattern asks for a preposition that does not follow."""
    near = {item.word for item in clauses.items[last + 1 : last + 12]}
    places = {place.rpartition("+")[2] for place in pattern.target}
    return not places & {"obj", "who", "comp", "subj", "poss"} and not places & near


def _bond(clauses: Clauses, verb: Verb, last: int, coder: Coder) -> float:
    """How firmly grammar ties the verb to the two spans."""
    doer = {i for m in subject(clauses, verb, coder.patterns) for i in m.actor_ids}
    right = {i for a in arguments(clauses, last + 1) for m in a.mentions for i in m.actor_ids}
    if verb.passive:
        return 3.0 * (TARGET in doer) + 2.0 * (SOURCE in right)
    return 3.0 * (SOURCE in doer) + 2.0 * (TARGET in right) + 0.5 * verb.finite


def _distance(first: int, last: int, source: int, target: int) -> float:
    low, high = sorted((source, target))
    between = low < first and last < high
    return (0.0 if between else 1.5) + 0.05 * min(abs(first - source), 40) + 0.03 * min(abs(target - last), 40)
