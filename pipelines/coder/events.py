"""Patterns against tagged clauses: which verbs and nouns of a sentence are events, between whom.

Takes clauses and patterns; gives `Event`s: sources, targets, trigger items, code and stance.  Pairs, dates and third
parties are `relations`' work.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from pipelines.coder.arguments import NESTED, WHERE, Argument, arguments, conjuncts_right, owners, possessor
from pipelines.coder.clauses import OWNERS, Clauses, Verb
from pipelines.coder.deeds import authorities, by_a_blow, doer_of_deed, own_rulers, owner_of_subject, people_of
from pipelines.coder.nominal import DEED, Event, adjective, noun_events, preposition, several, unclaimed, where
from pipelines.coder.paths import undergone
from pipelines.coder.patterns import FORCE, HOSTING, MEDIATION, Pattern, Patterns
from pipelines.coder.status import PHRASE, verb_stance
from pipelines.coder.subjects import antecedent, cue_of, relative_object, subject, that_subject
from pipelines.coder.tagging import Item
from pipelines.coder.types import Mention

CYBER, CUSTODY, PROTEST = "176", "173", "14"
EARLIER = frozenset(["following", "after", "amid", "despite", "before", "since", "during"])
PARTICLES = frozenset(["down", "off", "up", "out", "away"])
GIVING = ("06", "07", "080", "081", "082", "083", "084", "085")  # codes of what is done for whoever asks for it


def find_events(clauses: Clauses, patterns: Patterns) -> Iterator[Event]:
    """Every event of the sentence, verbs first."""
    found: list[Event] = []
    taken: set[int] = set()
    done: set[int] = set()
    named: set[int] = set()  # words of triggers, whether their parties were found or not
    for verb in reversed(clauses.verbs):  # a complement before the verb that governs it
        if clauses.items[verb.at].capital and verb.first and clauses.is_prose and _in_name(clauses.items, verb.at):
            continue
        event = _verb_event(clauses, verb, patterns, done, named)
        if event is not None:
            event = _by_wire(clauses, event, patterns)
            done.add(verb.at)
            taken.update(range(event.first, event.last + 1))
            found.append(event)
    yield from sorted(found, key=lambda event: event.first)
    for index, item in enumerate(clauses.items):
        if item.tag == "N" and index not in taken and index not in named and item.word in patterns.nouns:
            yield from (_by_wire(clauses, event, patterns) for event in noun_events(clauses, index, patterns))


def _in_name(items: Sequence[Item], index: int) -> bool:
    """Whether a word written large stands inside a sentence, not at its start or that of a quotation."""
    return items[index - 1].tag not in (".", '"')


def _by_wire(clauses: Clauses, event: Event, patterns: Patterns) -> Event:
    """An attack by hackers, or in a hack, is one on networks."""
    hackers = all(patterns.words.is_a(m.surface.rpartition(" ")[2].lower(), "hacker") for m in event.sources)
    attack = event.pattern.cameo_code[:2] in ("18", "19")
    wired = attack and (hackers or _in_a_hack(clauses, event.last + 1, patterns))
    return replace(event, pattern=replace(event.pattern, cameo_code=CYBER)) if wired else event


def _in_a_hack(clauses: Clauses, index: int, patterns: Patterns) -> bool:
    """Whether the clause from `index` on says `by a cyberattack`, `during a hack`."""
    preposition = ""
    for item in clauses.items[index:]:
        if item.tag in (".", ",", "V", "SUB", "REL"):
            return False
        if item.tag == "PREP":
            preposition = item.word
        elif patterns.words.is_a(item.word, "hack") and preposition in ("by", "in", "with", "during", "through"):
            return True
    return False


def _verb_event(clauses: Clauses, verb: Verb, patterns: Patterns, done: set[int], named: set[int]) -> Event | None:
    complement = next((v for v in clauses.verbs if v.governor is verb), None)
    for lemma in sorted(verb.lemmas):
        for pattern in clauses.fitting(patterns.verbs.get(lemma, ())):
            last = last_word(clauses, verb, pattern) if pattern.target != ("event",) else None
            if last is None:
                continue
            if "comp" in pattern.target and complement is not None and _told_in(clauses, complement, done):
                continue
            if "comp" in pattern.target and complement is None:
                pattern = replace(pattern, target=tuple(place for place in pattern.target if place != "comp"))
            if not pattern.target or (not pattern.words and _is_other_sense(clauses, verb, lemma, patterns)):
                continue
            if pattern.cameo_code in (MEDIATION, HOSTING) and verb.passive and not verb.finite:
                continue  # `talks brokered by A`: module `mediation`
            if pattern.words:
                named.update(range(min(verb.at, last), max(verb.at, last) + 1))
            if _mutual(clauses, last):
                pattern = replace(pattern, symmetric=True)
            found = _verb_parties(clauses, verb, pattern, last, patterns)
            if found is not None:
                sources, targets, places, by_place = found
                if targets and not several(sources) and targets == _complement(clauses, verb):
                    pattern = replace(pattern, symmetric=False)  # `agreed to let others arm A`
                first = min(verb.at, last)
                stance = verb_stance(clauses, verb, patterns)
                return Event(pattern, sources, targets, first, max(verb.at, last), stance, places, by_place)
    return None


def _is_other_sense(clauses: Clauses, verb: Verb, lemma: str, patterns: Patterns) -> bool:
    """Whether a particle makes another verb of it, which has patterns of its own: `shot down` is not `shot`."""
    after = clauses.items[verb.at + 1].word if verb.at + 1 < len(clauses.items) else ""
    return after in PARTICLES and any(after in p.words[0] for p in patterns.verbs.get(lemma, ()) if p.words)


def _told_in(clauses: Clauses, complement: Verb, done: set[int]) -> bool:
    """Whether the complement, or one of its own, is an event already: `refused to rule out attacking A`."""
    own = next((v for v in clauses.verbs if v.governor is complement), None)
    return complement.at in done or (own is not None and _told_in(clauses, own, done))


def last_word(clauses: Clauses, verb: Verb, pattern: Pattern) -> int | None:
    """Where the trigger's last word stands, None where its words are not all there."""
    items, place = clauses.items, verb.at
    for forms in pattern.words:
        nxt = place + 1
        while nxt <= place + 6 and nxt < len(items) and _may_stand(items[nxt]):
            if _is_word(items[nxt], forms) and not _is_modifier(items, nxt):
                break
            nxt += 1
        if nxt >= len(items) or not _is_word(items[nxt], forms):
            return _noun_before(clauses, verb, forms) if len(pattern.words) == 1 else None
        place = nxt
    return place


def _may_stand(item: Item) -> bool:
    """Whether the item may stand between the words of a trigger."""
    return item.tag in PHRASE or item.tag in ("PRON", "CONJ", '"') or item.word in ("of", "as")


def _is_modifier(items: Sequence[Item], index: int) -> bool:
    """Whether the noun only stands before another: `aircraft` in `an aircraft carrier`."""
    after = items[index + 1] if index + 1 < len(items) else None
    plain = items[index].tag == "N" and not items[index].word.endswith("s")
    return plain and after is not None and after.tag == "N" and not after.capital and after.word.endswith(("r", "rs"))


def _is_word(item: Item, forms: frozenset[str]) -> bool:
    """Whether the item is one of `forms`; of a mention its last word counts (`expelled` `Russian diplomats`)."""
    return item.word in forms or (item.tag == "A" and item.word.rpartition(" ")[2] in forms)


def _noun_before(clauses: Clauses, verb: Verb, forms: frozenset[str]) -> int | None:
    """The trigger's noun before its verb: `ties were cut`, `the sanctions on A that B imposed`."""
    after = clauses.items[verb.at + 1].tag if verb.at + 1 < len(clauses.items) else "."
    lacks_object = after in ("PREP", "TO", "ADV", "CONJ", ",", ".")
    start = verb.first if verb.passive else relative_object(clauses, verb) if lacks_object else None
    for index in range((start or 0) - 1, max(-1, (start or 0) - 10), -1):
        item = clauses.items[index]
        if item.word in forms:
            return index
        if item.tag in (".", "V", "SUB"):
            return None
    return None


def _verb_parties(
    clauses: Clauses, verb: Verb, pattern: Pattern, last: int, patterns: Patterns
) -> tuple[tuple[Mention, ...], tuple[Mention, ...], tuple[Mention, ...], bool] | None:
    """Sources, targets and venues, and whether only the place tells the target."""
    right = arguments(clauses, max(verb.at, last) + 1)
    if last < verb.at:  # the passive's noun: its own phrases come first
        right = [*arguments(clauses, last + 1, stop=verb.first), *right]
    if not right:
        right = _shared_object(clauses, verb)
    if pattern.symmetric:
        right = [a for a in right if not adjective(clauses, a)]
    inside = arguments(clauses, verb.at + 1, stop=last + 1) if pattern.words and last > verb.at else []
    doer: tuple[Mention, ...]
    if verb.passive:
        doer = next((a.mentions for a in right if a.path[-1:] == ("by",) and _is_doer(a, pattern.cameo_code)), ())
        if last < verb.at and not doer and (pattern.cameo_code[:2] == "15" or pattern.cameo_code >= "19"):
            # `A's missiles were fired`
            doer = possessor(clauses, last) if clauses.items[last].word in patterns.agents else ()
        elif not doer and pattern.cameo_code >= FORCE:
            doer = by_a_blow(clauses, verb, patterns)
        undergoer = subject(clauses, verb, patterns) if not pattern.words or last > verb.at else ()
        if not undergoer and not pattern.words and pattern.cameo_code >= DEED:
            undergoer = undergone(clauses, verb)
        elif not undergoer and not pattern.words:
            undergoer = owner_of_subject(clauses, verb)  # `the proposal of A was rejected by B`
    else:
        doer, undergoer = subject(clauses, verb, patterns), ()
        if not doer and pattern.cameo_code >= FORCE:
            doer = doer_of_deed(clauses, verb, patterns)
    own = unclaimed(clauses, max(verb.at, last), right, patterns)
    sources = doer if pattern.source == ("subj",) else _slot(pattern.source, own, doer)
    targets: tuple[Mention, ...] = ()
    right_of_object = [a for a in right if not _is_victim(clauses, max(verb.at, last), a, pattern, patterns)]
    hurt = owners(clauses, max(verb.at, last) + 1) if pattern.cameo_code >= DEED and not verb.passive else None
    for place in pattern.target:
        if hurt is not None and place in ("obj", "on", "against", "in", "place"):
            targets = hurt
        elif place == "subj":
            targets = doer or owner_of_subject(clauses, verb)
        elif place == "town":
            targets = next((a.mentions for a in right[:1] if not a.path and _is_town(clauses, verb, a)), ())
        elif place == "obj" and verb.passive:
            targets = (
                (() if pattern.words else undergoer)
                or _phrase(right)
                or (where(right, doer) if pattern.cameo_code >= FORCE else ())
            )
        elif place == "obj":
            targets = _object(right_of_object, pattern.cameo_code) or tuple(
                m for a in inside for m in a.mentions if not a.path
            )
            whose = verb.governor if verb.governor is not None and verb.governor.passive else verb
            relative = relative_object(clauses, whose) if not targets and not pattern.words else None
            if relative is not None:
                targets = antecedent(clauses, relative, patterns)
        elif place == "who":
            targets = (() if pattern.words else undergoer) if verb.passive else _name(clauses, right, patterns)
        elif place == "dat":
            targets = _dative(clauses, right)
        elif place == "that":
            targets = that_subject(clauses, verb.at, patterns)
        elif place == "comp":
            targets = _complement(clauses, verb)
        elif place == "place":
            targets = where(arguments(clauses, max(verb.at, last) + 1, asides=True), sources)
        elif "+" in place:
            targets = _after_object(place.partition("+")[2], own)
        elif place == "within":
            targets = tuple(m for a in inside for m in a.mentions)
        else:
            targets = preposition(place, own)
        if not targets and (place == "dat" or (pattern.words and place in ("to", "within"))):
            targets = undergoer  # `was given tanks by A`
        if targets:
            break
    owned = inside and inside[-1].mentions[0].surface.split()[0].lower() in OWNERS  # `recalled its ambassador from A`
    owned = owned or bool(
        inside and _nations(inside[-1].mentions) & _nations(sources)
    )  # `recalled the Saudi ambassador`
    if not targets and inside and inside[-1].at == last and not owned:  # the noun is a mention: `Russian diplomats`
        targets = inside[-1].mentions
    if pattern.symmetric and {i for m in targets for i in m.actor_ids} <= {i for m in sources for i in m.actor_ids}:
        targets = ()
    if pattern.symmetric and not targets:
        between = next((a.mentions for a in right if a.path == ("between",) and not a.after_noun), ())
        sources, targets = (
            (sources, between) if sources and between and not several(between) else (between or sources, ())
        )
    if not targets and not verb.passive and pattern.cameo_code.startswith(GIVING):
        targets = _asker(clauses, verb, patterns)
    by_place = bool(targets) and place == "place"
    if not any(m.actor_ids for m in targets):
        targets = ()  # `killed a dozen people`
    if sources and not targets and pattern.cameo_code >= FORCE and not pattern.symmetric:
        targets, by_place = where(arguments(clauses, max(verb.at, last) + 1, asides=True), sources), True
    if pattern.cameo_code >= DEED and (not targets or (by_place and _nations(targets) <= _nations(sources))):
        hit = people_of(clauses, verb, max(verb.at, last), sources, patterns)
        targets, by_place = (hit, False) if hit else (targets, by_place)
    if not sources and pattern.cameo_code == CUSTODY:
        sources = authorities(clauses, verb, targets, right, patterns)
    if not targets and pattern.cameo_code.startswith(PROTEST):
        targets = own_rulers(clauses, verb, sources, patterns)
    if not sources or not (targets or (pattern.symmetric and several(sources))):
        return None
    venues = tuple(m for a in right if a.path[-1:] in (("in",), ("at",)) for m in a.mentions if m not in targets)
    return sources, targets, venues, by_place


def _is_town(clauses: Clauses, verb: Verb, argument: Argument) -> bool:
    """Whether the name is that of a place that the verb may take: `have taken Goma`, no `hostage-taking`."""
    named = argument.mentions[0].resolved_by in ("locality", "capital_as_place")
    return named and not (verb.first and clauses.items[verb.first - 1].word == "-")


def _nations(mentions: tuple[Mention, ...]) -> set[str]:
    """The countries, or bodies without one, whose these actors are."""
    return {actor_id.partition(":")[2].partition("-")[0] for m in mentions for actor_id in m.actor_ids}


def _is_doer(argument: Argument, code: str) -> bool:
    """Whether `by A` tells who did it, not whose act came before: `was expelled following the accord signed by A`."""
    return code >= FORCE or not EARLIER & set(argument.path)


def _is_victim(clauses: Clauses, start: int, argument: Argument, pattern: Pattern, patterns: Patterns) -> bool:
    """Whether the name suffered what words are about: `condemned the attack on A` does not condemn A."""
    if pattern.cameo_code >= "15" or not argument.path or argument.path[-1] == "by":
        return False
    heads = [item.word for item in clauses.items[start + 1 : argument.at] if item.tag == "N"]
    return any(code >= "17" for word in heads for code in patterns.words.events.get(word, ()))


def _shared_object(clauses: Clauses, verb: Verb) -> list[Argument]:
    """`arming and funding A`: the arguments of the verb that follows."""
    after = next((v for v in clauses.verbs if v.first == verb.at + 2), None)
    joined = after is not None and clauses.items[verb.at + 1].tag == "CONJ"
    return arguments(clauses, after.at + 1) if after is not None and joined else []


def _slot(places: tuple[str, ...], right: list[Argument], doer: tuple[Mention, ...]) -> tuple[Mention, ...]:
    for place in places:
        found = doer if place == "subj" else preposition(place, right)
        if found:
            return found
    return ()


def _object(right: list[Argument], code: str) -> tuple[Mention, ...]:
    """The direct object, or whom the object's noun is about: `fined a company of A`; places count for deeds alone."""
    links = NESTED if code >= "173" or code.startswith("07") else NESTED - WHERE
    direct = next((a for a in right if not a.path), None)
    if direct:
        return direct.mentions
    nested = [a for a in right if a.after_noun and set(a.path) <= links and ("with" not in a.path or a.path[0] == "of")]
    by = [a for a in nested if a.path[-1:] == ("by",)]
    return (by or nested)[0].mentions if nested else ()


def _name(clauses: Clauses, right: list[Argument], patterns: Patterns) -> tuple[Mention, ...]:
    """The direct object where it is a name, or people who act for it: not `met A's needs`, not `received A artists`."""
    first = right[0] if right else None
    if first is None or first.path or first.after_noun:
        return ()
    items = clauses.items
    last = conjuncts_right(clauses, first.at)[1] if items[first.at].tag == "A" else first.at
    after = items[last + 1] if last + 1 < len(items) else Item("", 0, 0, ".")
    if first.mentions[-1].mention_type == "demonym":
        return first.mentions if after.word in patterns.agents else ()
    belongs = after.tag in ("POSS", "N", "-", "DET") and after.word not in ("last", "next", "this")  # `met A last week`
    return () if len(first.mentions) == 1 and belongs else first.mentions


def _dative(clauses: Clauses, right: list[Argument]) -> tuple[Mention, ...]:
    """The first of two objects: `lent A three ships`."""
    first = right[0] if right else None
    if first is None or first.path or first.after_noun or first.mentions[-1].mention_type == "demonym":
        return ()
    after = clauses.items[first.at + len(first.mentions) * 2 - 1 :][:1]
    return first.mentions if after and after[0].tag in ("DET", "NUM", "N") else ()


def _after_object(preposition: str, right: list[Argument]) -> tuple[Mention, ...]:
    for number, argument in enumerate(right):
        near = len(argument.path) == 1 or argument.path[:-1] in (("in",), ("of",), ("worth",))
        if argument.path[-1:] == (preposition,) and near and (argument.after_noun or number):
            return argument.mentions
    return ()


def _asker(clauses: Clauses, verb: Verb, patterns: Patterns) -> tuple[Mention, ...]:
    """`A asked B to hand over C`, `A demanded that B withdraw`: A, to whom it would be done."""
    asking = verb.governor
    if asking is None and verb.finite:
        asking = _demand(clauses, verb)
    if asking is None or ("want" not in asking.lemmas and cue_of(clauses, asking, patterns) != "requested"):
        return ()
    if asking.passive:
        return next((a.mentions for a in arguments(clauses, asking.at + 1) if a.path == ("by",)), ())
    return subject(clauses, asking, patterns)


def _demand(clauses: Clauses, verb: Verb) -> Verb | None:
    """The verb before the `that` which opens the clause of `verb`."""
    items = clauses.items
    that = verb.first - 1
    while that >= 0 and items[that].word != "that":
        if items[that].tag in (".", '"', ",", "V"):
            return None
        that -= 1
    return next((v for v in reversed(clauses.verbs) if v.at < that), None)


def _mutual(clauses: Clauses, last: int) -> bool:
    """Whether `each other` or `one another` follows."""
    near = [item.word for item in clauses.items[last + 1 : last + 4]]
    return any(pair in (("each", "other"), ("one", "another")) for pair in pairwise(near))


def _complement(clauses: Clauses, verb: Verb) -> tuple[Mention, ...]:
    inner = next((v for v in clauses.verbs if v.governor is verb), None)
    right = arguments(clauses, inner.at + 1) if inner is not None else []
    return right[0].mentions if right and len(right[0].path) <= 2 else ()


def _phrase(right: list[Argument]) -> tuple[Mention, ...]:
    return next((a.mentions for a in right if a.path in (("of",), ("in",), ("near",), ("from",))), ())
