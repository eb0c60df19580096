"""The one best relation between two given spans, for evaluation and for those who find actors by other means.

Takes a text and the spans of source and target, of which one may be unknown; gives at most one relation.  The patterns
that join the two, or stand near them, have a vote beside the classifier of event types.  The relation names the pattern
where that has the chosen type, else the classifier's reasons.
"""

from dataclasses import replace

from pipelines.coder.arguments import arguments
from pipelines.coder.classifier import Classifier, Guess
from pipelines.coder.clauses import Clauses, Verb, read
from pipelines.coder.coder import Coder
from pipelines.coder.events import find_events, last_word
from pipelines.coder.features import pair_features, stem
from pipelines.coder.nominal import Event, first_word, modifies
from pipelines.coder.patterns import Pattern, Patterns
from pipelines.coder.relations import relation, shifted
from pipelines.coder.status import noun_stance, verb_stance
from pipelines.coder.subjects import subject
from pipelines.coder.tokens import tokenize
from pipelines.coder.types import Article, Mention, Relation

SOURCE, TARGET = "given:source", "given:target"
YIELD = "YIELD"  # the classifier's label for two types of PLOVER, which PLV does not tell apart
YIELDING = ("CONCEDE", "RETREAT")
DEFAULTS = {  # what is said where the type alone is known: the root's own code
    "AGREE": "030",
    "CONSULT": "040",
    "SUPPORT": "050",
    "COOPERATE": "060",
    "AID": "070",
    YIELD: "080",
    "REQUEST": "020",
    "ACCUSE": "110",
    "REJECT": "120",
    "THREATEN": "130",
    "PROTEST": "140",
    "MOBILIZE": "150",
    "SANCTION": "160",
    "COERCE": "170",
    "ASSAULT": "190",
}
Span = tuple[int, int]
Candidate = tuple[Event, str]  # an event between the two, and its type


def best_relation(
    coder: Coder, classifier: Classifier, article: Article, source: Span | None, target: Span | None
) -> Relation | None:
    """The best relation of `source` to `target` (offsets into the one sentence of `article`); None without either."""
    sentence = article.sentences[0]
    spans = [(span, actor_id) for span, actor_id in ((source, SOURCE), (target, TARGET)) if span is not None]
    ends = [_mention(sentence.text, span, actor_id) for span, actor_id in spans]
    clauses = read(tokenize(sentence.text), ends, coder.patterns)
    if not ends or not clauses.items:
        return None
    seen = {m.actor_ids[0]: m for item in clauses.items if (m := item.mention)}
    given = {m.actor_ids[0]: seen.get(m.actor_ids[0], m) for m in ends}  # one may lie in the other
    joined = _typed(_joined(clauses, coder), coder.patterns)
    near = _typed(_nearest(clauses, coder), coder.patterns)
    guess = classifier.predict(
        pair_features(clauses, given.get(SOURCE), given.get(TARGET), coder.patterns.words),
        joined=joined[0][1] if joined else "",
        near=near[0][1] if near and not joined else "",
    )
    event = next((event for event, label in [*joined, *near] if label == guess.label), None)
    parties = [(actor_id, given.get(actor_id, _nobody(actor_id))) for actor_id in (SOURCE, TARGET)]
    told = event or _guessed(clauses, guess, coder.patterns)
    made = relation(article, sentence, clauses, told, parties[0], parties[1], coder.patterns)
    rule = made.rule if event is not None else f"words:{'; '.join(guess.reasons)}"
    return replace(made, rule=rule, confidence=guess.confidence)


def _typed(found: list[tuple[float, Event]], patterns: Patterns) -> list[Candidate]:
    """The events, the best placed first, each with the type that its pattern has in its context."""
    decided = [replace(event, stance=_decided(event)) for _, event in sorted(found, key=lambda pair: pair[0])]
    types = [patterns.plover[shifted(event.pattern.cameo_code, event.stance, patterns)[0]] for event in decided]
    return [(event, YIELD if kind in YIELDING else kind) for event, kind in zip(decided, types, strict=True)]


def _guessed(clauses: Clauses, guess: Guess, patterns: Patterns) -> Event:
    """An event of the guessed type; its trigger is the word that spoke for it most."""
    said = {word for reason in guess.reasons for word in reason.rpartition(": ")[2].split()}
    open_words = [n for n, item in enumerate(clauses.items) if item.tag in ("V", "N") and item.mention is None]
    told = [n for n in open_words if stem(clauses.items[n].word, patterns.words) in said]
    at = next(iter([*told, *(verb.at for verb in clauses.verbs), *open_words, 0]))
    code = DEFAULTS[guess.label]
    return Event(Pattern("", "words", frozenset(), (), (), (), code, False), (), (), at, at, "actual")


def _nobody(actor_id: str) -> Mention:
    """The end of a relation that no span was given for."""
    return Mention(0, 0, "", 0, "name", (actor_id,), "given", 1.0)


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
