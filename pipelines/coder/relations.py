"""Who did what to whom, whether and when, in one article.

Takes an article with its mentions; gives relations, each with the words that prove it.  Never codes a cut-off
sentence, an unresolved mention, or an actor with itself.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations, product

from pipelines.coder import dates
from pipelines.coder.clauses import Clauses, Verb, read
from pipelines.coder.events import find_events
from pipelines.coder.lexicon import Lexicon
from pipelines.coder.nominal import MEDIATION, Event, follower
from pipelines.coder.patterns import Patterns
from pipelines.coder.status import attribution
from pipelines.coder.tokens import Token, tokenize
from pipelines.coder.types import Article, EventDate, Mention, Relation, Sentence

STATE = ("cty:", "gov:", "mil:")
OF_STATE = ("cty:", "gov:", "mil:", "per:")  # ids of those who act for a state
MEETINGS = frozenset(["03", "04", "05"])  # roots of events that have a venue
TIME_CLAUSES = frozenset(["after", "before", "since", "while", "as", "because", "until"])
Party = tuple[str, Mention]  # one actor id and where it is named


def find_relations(
    article: Article, mentions: Sequence[Mention], lexicon: Lexicon, patterns: Patterns
) -> tuple[list[Relation], int]:
    """The relations of `article` in text order, and how many sentences had actors and a possible trigger."""
    by_sentence: dict[int, list[Mention]] = defaultdict(list)
    for mention in mentions:
        by_sentence[mention.sentence_no].append(mention)
    relations: list[Relation] = []
    candidates = 0
    for sentence in article.sentences:
        named = by_sentence.get(sentence.no, ())
        actors = {actor_id for mention in named for actor_id in mention.actor_ids}
        if not sentence.is_complete or len(actors) < 2:
            continue
        tokens = tokenize(sentence.text, sentence.start)
        if not any(token.folded in patterns.heads for token in tokens):
            continue
        candidates += 1
        relations += _in_sentence(article, sentence, tokens, named, lexicon, patterns)
    return relations, candidates


def _in_sentence(
    article: Article,
    sentence: Sentence,
    tokens: list[Token],
    mentions: Sequence[Mention],
    lexicon: Lexicon,
    patterns: Patterns,
) -> Iterator[Relation]:
    clauses = read(tokens, mentions, patterns)
    seen: set[tuple[str, str, str]] = set()
    for event in find_events(clauses, patterns):
        for source, target in _abroad(_pairs(event), event.pattern.cameo_code, lexicon):
            made = relation(article, sentence, clauses, event, source, target, patterns)
            ends = (made.source_id, made.target_id)
            if made.is_symmetric:
                ends = (min(ends), max(ends))
            key = (*ends, made.cameo_code[:2])
            if key not in seen:
                seen.add(key)
                yield made


def _pairs(event: Event) -> Iterator[tuple[Party, Party]]:
    sources, targets = _parties(event.sources), _parties(event.targets)
    pairs = product(sources, targets) if targets else combinations(sources, 2)
    for source, target in pairs:
        overlap = source[1].start < target[1].end and target[1].start < source[1].end
        if source[0] != target[0] and (not overlap or len(source[1].actor_ids) > 1):
            yield source, target


def _abroad(pairs: Iterable[tuple[Party, Party]], code: str, lexicon: Lexicon) -> list[tuple[Party, Party]]:
    """The pairs without those inside one country where the event also has others, nor a state against itself."""
    found = [pair for pair in pairs if not (code < "05" and _is_press(pair[1][0], lexicon))]

    def inside(pair: tuple[Party, Party]) -> bool:
        source, target = pair[0][0], pair[1][0]
        country = lexicon.country(source)
        return source.startswith(OF_STATE) and country is not None and country == lexicon.country(target)

    between = [pair for pair in found if not inside(pair)]
    return between or [pair for pair in found if not (inside(pair) and _one_state(pair, code))]


def _is_press(actor_id: str, lexicon: Lexicon) -> bool:
    """Whether words to it are words to the public: `speaking to state media`."""
    actor = lexicon.actors.get(actor_id)
    return actor is not None and actor.sector == "MED"


def _one_state(pair: tuple[Party, Party], code: str) -> bool:
    """Whether both ends are the state itself, or one of its people does a kindness to it."""
    return pair[1][0].startswith(STATE) and (pair[0][0].startswith(STATE) or code < "09")


def _parties(mentions: Sequence[Mention]) -> list[Party]:
    return [(actor_id, mention) for mention in mentions for actor_id in mention.actor_ids]


def relation(
    article: Article,
    sentence: Sentence,
    clauses: Clauses,
    event: Event,
    source: Party,
    target: Party,
    patterns: Patterns,
) -> Relation:
    """One event between one source and one target, with its status, date and third parties."""
    code, status = shifted(event.pattern.cameo_code, event.stance, patterns)
    start, end = clauses.items[event.first].start, clauses.items[event.last].end
    speaker = attribution(clauses, start, end, patterns)
    third = {(i, "mediator") for m in event.mediators for i in m.actor_ids}
    if event.pattern.cameo_code[:2] in MEETINGS:
        third |= {(i, "venue") for m in event.venues for i in m.actor_ids}
    ends = (source[0], target[0])
    rule = f"{event.pattern.part}:{event.pattern.name}" + (f"+{event.stance}" if event.stance != "actual" else "")
    return Relation(
        sentence_no=sentence.no,
        source_id=source[0],
        source_span=(source[1].start, source[1].end),
        target_id=target[0],
        target_span=(target[1].start, target[1].end),
        trigger=sentence.text[start - sentence.start : end - sentence.start],
        trigger_span=(start, end),
        cameo_code=code,
        is_symmetric=event.pattern.symmetric,
        status=status,
        attributed_to_id=speaker.actor_ids[0] if speaker and speaker.actor_ids else None,
        when=_when(article, sentence, clauses, event, status),
        rule=rule,
        confidence=_confidence(event, source[1], target[1]),
        third_parties=tuple(sorted(p for p in third if p[0] not in ends)) if code != MEDIATION else (),
    )


def shifted(code: str, stance: str, patterns: Patterns) -> tuple[str, str]:
    """The code and status of an event under a stance: a promised visit is an intent to meet."""
    for length in (4, 3, 2):
        row = patterns.shifts.get((stance, code[:length]))
        if row:
            return row
    return code, {"refused": "negated", "threatened": "planned"}.get(stance, stance)


def _confidence(event: Event, source: Mention, target: Mention) -> float:
    base = 0.9 if event.pattern.part == "verb" else 0.8
    distance = min(abs(event.last - event.first), 10) * 0.005
    return round(base * min(source.confidence, target.confidence) - distance, 3)


def _closings(clauses: Clauses) -> list[int]:
    """The commas that end relative clauses: `A, which was founded in 1957, attacked B`."""
    items = clauses.items
    opened = [i for i in range(1, len(items)) if items[i].tag == "REL" and items[i - 1].tag == ","]
    return [next((i for i in range(start, len(items)) if items[i].tag == ","), start) for start in opened]


def _subordinations(clauses: Clauses) -> list[int]:
    """The words that open a clause with a verb of its own: `froze the funds in 2019 after A had tightened ...`."""
    finite = [v.first for v in clauses.verbs if v.finite]
    return [
        place
        for place, item in enumerate(clauses.items)
        if item.word in TIME_CLAUSES and any(place < first <= place + 9 for first in finite)
    ]


def _is_first_since(text: str, expression: dates.Expression) -> bool:
    """`the first visit since 2012` does not date the visit."""
    since = "since" in text[max(0, expression.start - 30) : expression.end]
    return since and " first " in text[: expression.start].lower()


def _parts(clauses: Clauses, verb: Verb) -> bool:
    """Whether a date beyond `verb` belongs to another clause: not beyond `and V` or `agreed to V`."""
    before = clauses.items[verb.first - 1].tag if verb.first else "."
    return before == "PREP" or (verb.finite and before not in ("CONJ", ","))


def _when(article: Article, sentence: Sentence, clauses: Clauses, event: Event, status: str) -> EventDate:
    start, end = clauses.items[event.first].start, clauses.items[event.last].end
    verb = clauses.verb_at(event.first)
    decided = verb is not None and verb.governor is not None and verb.governor.form == "ed"  # `agreed in March to V`
    ahead = status in ("planned", "potential", "requested") and not decided
    shift = sentence.start
    found = dates.expressions(sentence.text, article.published, start - shift if ahead else None)
    own = follower(clauses, event.last) if event.pattern.part == "noun" else None  # `the visit began on Monday`
    breaks = [clauses.items[v.first].start - shift for v in clauses.verbs if v is not own and _parts(clauses, v)]
    breaks += [clauses.items[place].start - shift for place in [*_closings(clauses), *_subordinations(clauses)]]
    found = [e for e in found if not _is_first_since(sentence.text, e)]
    said = dates.nearest(found, start - shift, end - shift, breaks)
    if said is not None and (said.start is not None or article.published is None):
        return said
    if article.published is not None and status in ("actual", "alleged", "negated"):
        return EventDate(article.published, article.published, "day", "publication", said.text if said else None)
    return said or EventDate(None, None, None, None, None)
