"""Who did what to whom, whether and when, in one article.

Takes an article with its mentions; gives relations, each with the words that prove it.  Never codes a cut-off
sentence, an unresolved mention, or an actor with itself.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from itertools import combinations, product

from pipelines.coder import dates
from pipelines.coder.arguments import follower, phrase_start
from pipelines.coder.clauses import Clauses, Verb
from pipelines.coder.lexicon import Lexicon
from pipelines.coder.mediation import brokers
from pipelines.coder.nominal import Event
from pipelines.coder.patterns import FORCE, HOSTING, MEDIATION, Pattern, Patterns
from pipelines.coder.reactions import reactions
from pipelines.coder.readings import Key, Reading, by_order, by_tree, key_of, merged
from pipelines.coder.status import attribution, reported
from pipelines.coder.syntax import Parse
from pipelines.coder.types import Article, EventDate, Mention, Relation, Sentence

STATE = ("cty:", "gov:", "mil:")
OF_STATE = ("cty:", "gov:", "mil:", "per:")  # ids of those who act for a state
MEETINGS = frozenset(["03", "04", "05"])  # roots of events that have a venue
BROKERED = ("03", "04", "05", "06", "08")  # roots of events that are brokered
VISIT, PULLOUT = "042", "0874"
MEMORY, KEPT = 3, 40  # how many sentences, and relations, back an answer may look
TIME_CLAUSES = frozenset(["after", "before", "since", "while", "as", "because", "until"])
LEADING = frozenset(["after", "as", "while", "because"])  # those that tell what lies close to the main clause
APART = frozenset(["for", "following", "after", "before", "of", "about", "against"])  # what leads to another event
Party = tuple[str, Mention]  # one actor id and where it is named


def find_relations(
    article: Article,
    mentions: Sequence[Mention],
    read: Mapping[int, Reading],
    parses: Mapping[int, Parse],
    lexicon: Lexicon,
    patterns: Patterns,
) -> list[Relation]:
    """The relations of `article` in text order; `read` is what `read_on` gave, `parses` the syntax of some of these.

    A sentence of one actor may still answer those before it.
    """
    by_sentence: dict[int, list[Mention]] = defaultdict(list)
    for mention in mentions:
        by_sentence[mention.sentence_no].append(mention)
    relations: list[Relation] = []
    for sentence in article.sentences:
        told = [r for r in relations[-KEPT:] if sentence.no - r.sentence_no <= MEMORY]
        named = by_sentence.get(sentence.no, ())
        here: list[Relation] = []
        reading, parse = read.get(sentence.no), parses.get(sentence.no)
        if reading is None and told and any(m.actor_ids for m in named):
            reading = by_order(sentence, named, patterns)
        if reading is not None:
            tree = by_tree(reading, sentence, patterns, parse) if parse is not None else None
            here, told = _in_sentence(article, sentence, reading, tree, told, lexicon, patterns)
            relations[len(relations) - len(told) :] = told
        relations += here
    return relations


def _in_sentence(
    article: Article,
    sentence: Sentence,
    reading: Reading,
    in_tree: Reading | None,
    told: list[Relation],
    lexicon: Lexicon,
    patterns: Patterns,
) -> tuple[list[Relation], list[Relation]]:
    """The relations of the sentence, and those `told` in the ones before with the third parties that this one names."""
    asked = sentence.text.rstrip("\"'”’» ").endswith("?")

    clauses = reading.clauses

    def made(events: Iterable[Event], clauses: Clauses, seen: set[Key]) -> Iterator[Relation]:
        for told_event in events:
            event = replace(told_event, stance="potential") if asked and told_event.stance == "actual" else told_event
            for source, target in _abroad(_pairs(event), event, lexicon):
                found = relation(article, sentence, clauses, event, source, target, patterns)
                key = key_of(found)
                whose = lexicon.country(found.source_id) or found.source_id
                kind = (whose, "", patterns.plover[found.cameo_code])
                if key not in seen and not (event.by_place and kind in seen):  # `a strike killed A in B`
                    seen.update((key, kind))
                    yield found

    seen: set[Key] = set()
    here = list(made(reading.events, clauses, seen))
    if in_tree is not None:
        here = merged(list(made(in_tree.events, in_tree.clauses, set())), here)
    here, mediations = _brokered(clauses, here, patterns)
    here += made(mediations, clauses, seen)
    for reaction in reactions(clauses, patterns, [*told, *here], sentence.no):
        role = {MEDIATION: "mediator", HOSTING: "host"}.get(reaction.event.pattern.cameo_code)
        if role is not None:
            third = [(i, role) for m in reaction.event.sources for i in m.actor_ids]
            told = [_joined_by(r, third) if r in reaction.causes else r for r in told]
            here = [_joined_by(r, third) if r in reaction.causes else r for r in here]
        here += made([reaction.event], clauses, seen)
    return here, told


def _joined_by(relation: Relation, third: Iterable[tuple[str, str]]) -> Relation:
    """The relation with these third parties too; one who was its venue is now its host or mediator."""
    added = {actor_id: role for actor_id, role in third if actor_id not in (relation.source_id, relation.target_id)}
    countries = {actor_id.partition(":")[2] for actor_id in added}  # Baghdad is where Iraq hosts
    kept = [p for p in relation.third_parties if p[0].partition(":")[2] not in countries]
    return replace(relation, third_parties=tuple(sorted({*kept, *added.items()})))


def _brokered(clauses: Clauses, here: list[Relation], patterns: Patterns) -> tuple[list[Relation], list[Event]]:
    """The relations with the brokers and hosts that the sentence names, and what those did: they mediated, hosted."""
    events: list[Event] = []
    for broker in brokers(clauses, patterns):
        place = clauses.items[broker.at].start
        spans = {(m.start, m.end) for m in broker.mentions}
        here = [  # who brokers a deal is no party to it
            r
            for r in here
            if not spans & {r.source_span, r.target_span} or r.trigger_span[0] <= place < r.trigger_span[1]
        ]
        ids = {i for m in broker.mentions for i in m.actor_ids}
        fits = [r for r in here if r.cameo_code.startswith(BROKERED) and r.cameo_code not in (MEDIATION, HOSTING)]
        fits = [r for r in fits if not ids & {r.source_id, r.target_id}]
        noun = _brokered_noun(clauses, broker.at, patterns)
        if noun is not None:  # of `met ahead of talks hosted by A`, A hosted the talks
            fits = [r for r in fits if r.trigger_span[0] <= noun < r.trigger_span[1]]
        nearest = min(fits, key=lambda r: abs(r.trigger_span[0] - place), default=None)
        if nearest is None:
            continue
        served = [r for r in fits if (r.cameo_code, r.status) == (nearest.cameo_code, nearest.status)]
        third = [(i, broker.role) for i in ids]
        here = [_joined_by(r, third) if r in served else r for r in here]
        parties = {
            end: Mention(*span, "", nearest.sentence_no, "name", (end,), "", 0.8)
            for r in served
            for end, span in ((r.source_id, r.source_span), (r.target_id, r.target_span))
        }
        code = MEDIATION if broker.role == "mediator" else HOSTING
        pattern = Pattern(broker.role, "noun", frozenset(), (), (), (), code, False)
        events.append(
            Event(
                pattern, broker.mentions, tuple(parties.values()), broker.at, broker.at, broker.stance or nearest.status
            )
        )
    return here, events


def _brokered_noun(clauses: Clauses, index: int, patterns: Patterns) -> int | None:
    """Where the event noun begins that stands right before the participle at `index`, if it is another event."""
    items = clauses.items
    if index < 2 or items[index - 1].tag != "N" or items[index - 1].word not in patterns.single_nouns:
        return None
    start = phrase_start(items, index - 1)
    return items[index - 1].start if start and items[start - 1].word in APART else None


def _pairs(event: Event) -> Iterator[tuple[Party, Party]]:
    sources, targets = _parties(event.sources), _parties(event.targets)
    pairs = product(sources, targets) if targets else combinations(sources, 2)
    for source, target in pairs:
        overlap = source[1].start < target[1].end and target[1].start < source[1].end
        if source[0] != target[0] and (not overlap or len(source[1].actor_ids) > 1):
            yield source, target


def _abroad(pairs: Iterable[tuple[Party, Party]], event: Event, lexicon: Lexicon) -> list[tuple[Party, Party]]:
    """The pairs without those inside one country where the event also has others, nor a state against itself."""
    code = event.pattern.cameo_code
    found = [pair for pair in pairs if not (code < "05" and _is_press(pair[1][0], lexicon)) and _may_do(event, pair)]

    def inside(pair: tuple[Party, Party]) -> bool:
        source, target = pair[0][0], pair[1][0]
        country = lexicon.country(source)
        of_state = source.startswith((*OF_STATE, "org:") if event.by_place else OF_STATE)
        return of_state and country is not None and country == lexicon.country(target)

    between = [pair for pair in found if not inside(pair)]
    return between or [pair for pair in found if not (inside(pair) and (event.by_place or _one_state(pair, code)))]


def _may_do(event: Event, pair: tuple[Party, Party]) -> bool:
    """Whether such an actor can do it: troops that land pay no visit, and from a league no army withdraws."""
    code, moves = event.pattern.cameo_code, event.pattern.part == "verb" and not event.pattern.words
    if code == VISIT and moves and "obj" not in event.pattern.target:
        return pair[0][0].startswith(("per:", "gov:", "org:", "cty:"))
    return not (code == PULLOUT and pair[1][0].startswith("org:"))


def _is_press(actor_id: str, lexicon: Lexicon) -> bool:
    """Whether words to it are words to the public: `speaking to state media`."""
    actor = lexicon.actors.get(actor_id)
    return actor is not None and actor.sector == "JRN"


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
    start, end = clauses.items[event.first].start, clauses.items[event.last].end
    speaker, stance = attribution(clauses, start, end, patterns)
    if event.stance == "actual" and stance != "actual":
        event = replace(event, stance=stance)
    if event.stance == "planned" and event.pattern.cameo_code >= FORCE and speaker and source[0] in speaker.actor_ids:
        event = replace(event, stance="threatened")  # `A said it would attack B`
    code, status = shifted(event.pattern.cameo_code, event.stance, patterns)
    third = {(i, "venue") for m in event.venues for i in m.actor_ids if event.pattern.cameo_code[:2] in MEETINGS}
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
        when=_when(article, sentence, clauses, event, status, patterns),
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
    return code, {"refused": "negated", "threatened": "planned", "vowed": "planned", "agreed": "planned"}.get(
        stance, stance
    )


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


def _when(
    article: Article, sentence: Sentence, clauses: Clauses, event: Event, status: str, patterns: Patterns
) -> EventDate:
    start, end = clauses.items[event.first].start, clauses.items[event.last].end
    verb = clauses.verb_at(event.first)
    decided = verb is not None and verb.governor is not None and verb.governor.form == "ed"  # `agreed in March to V`
    ahead = status in ("planned", "potential", "requested") and not decided
    shift = sentence.start
    anchor = article.published if article.published_exact else None
    told = dates.expressions(sentence.text, anchor, start - shift if ahead else None)
    own = follower(clauses, event.last) if event.pattern.part == "noun" else None  # `the visit began on Monday`
    breaks = [
        clauses.items[v.first].start - shift
        for v in clauses.verbs
        if v is not own and not event.first < v.at <= event.last and _parts(clauses, v)
    ]
    breaks += [clauses.items[place].start - shift for place in [*_closings(clauses), *_subordinations(clauses)]]
    found = [e for e in told if not _is_first_since(sentence.text, e)]
    if shifted(event.pattern.cameo_code, event.stance, patterns)[0].startswith("03"):
        pledged = next((v for v in clauses.verbs if verb is not None and v.governor is verb), verb)
        due = clauses.items[pledged.first].start if pledged is not None else start
        found = [e for e in found if not (e.start >= due - shift and _is_bygone_month(e, anchor))]
    said = dates.nearest(found, start - shift, end - shift, breaks) or _date_of_main(clauses, event, found, shift)
    day = article.published
    if said is not None and said.start is not None and day is not None and status == "actual" and said.start > day:
        said = None  # `agreed to meet next month` dates the meeting
    if said is not None:
        return said
    if day is not None and status in ("actual", "alleged", "negated") and not _long_before(clauses, event, patterns):
        return EventDate(day, day, "day", "publication", None)
    return EventDate(None, None, None, None, None)


def _is_bygone_month(expression: dates.Expression, published: date | None) -> bool:
    """Whether a month without a year was taken for a past one: not what `agreed to meet in June` means."""
    when = expression.when
    bare = when.precision == "month" and not any(c.isdigit() for c in when.text or "")
    return bare and when.end is not None and published is not None and when.end < published


def _date_of_main(clauses: Clauses, event: Event, found: Sequence[dates.Expression], shift: int) -> EventDate | None:
    """The date of the main clause, for what only led to it: `cut ties in 2016 after A stormed an embassy`."""
    opens = [p for p in _subordinations(clauses) if p < event.first and clauses.items[p].word in LEADING]
    if not opens or any(item.tag == "," for item in clauses.items[opens[-1] : event.first]):
        return None
    before = [e.when for e in found if e.end <= clauses.items[opens[-1]].start - shift and e.when.start is not None]
    return before[-1] if before else None


def _long_before(clauses: Clauses, event: Event, patterns: Patterns) -> bool:
    """Whether it lies before what the sentence tells, one cannot say how long: `had executed`, `used to attack`.

    Not where a report only moves a tense back: `said that they had met`.
    """
    verb = clauses.verb_at(event.first) or (follower(clauses, event.last) if event.pattern.part == "noun" else None)
    while verb is not None and verb.governor is not None and not verb.finite:
        verb = verb.governor
    if verb is None:
        return False
    used = verb.lemma == "use" and any(v.governor is verb for v in clauses.verbs)
    return used or (verb.helpers[:1] in (("had",), ("'d",)) and not reported(clauses, verb, patterns))
