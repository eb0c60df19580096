"""Nouns that are events: `the visit of A to B`, `talks between A and B`, `A-B détente`, `A held talks with B`.

Takes tagged clauses and patterns; gives events.  What a noun lacks may come from the verb that carries it.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from pipelines.coder.arguments import NESTED, WHERE, Argument, arguments, follower, owners, possessor
from pipelines.coder.clauses import Clauses, Verb
from pipelines.coder.mediation import brokers
from pipelines.coder.patterns import AGAINST, Pattern, Patterns
from pipelines.coder.status import PHRASE, governing_verb, is_light, noun_stance
from pipelines.coder.subjects import subject, that_subject
from pipelines.coder.types import Mention

DEED = "17"  # codes from here on are done to somebody
ABOUT = frozenset(["of", "for", "on", "about", "over", "to", "in"])
CIRCUMSTANCE = frozenset(
    ["during", "after", "before", "in", "at", "following", "amid", "through", "on", "for", "since"]
)


@dataclass(frozen=True, slots=True)
class Event:
    """One event before its pairs are made. `first` and `last` are the trigger's items."""

    pattern: Pattern
    sources: tuple[Mention, ...]
    targets: tuple[Mention, ...]
    first: int
    last: int
    stance: str
    venues: tuple[Mention, ...] = ()
    by_place: bool = False  # the target is known only by the place


def noun_events(clauses: Clauses, index: int, patterns: Patterns) -> Iterator[Event]:
    """The event that the noun at `index` names."""
    if modifies(clauses, index, patterns):
        return
    for pattern in clauses.fitting(patterns.nouns[clauses.items[index].word]):
        first = first_word(clauses, index, pattern)
        if first is None:
            continue
        found = list(_noun_parties(clauses, first, index, pattern, patterns))
        if found:
            yield from found
            return


def modifies(clauses: Clauses, index: int, patterns: Patterns) -> bool:
    """Whether the noun only stands before another: `trade` in `trade agreement`."""
    after = clauses.items[index + 1] if index + 1 < len(clauses.items) else None
    if after is not None and after.tag == "N" and after.capital and clauses.items[index].capital and index:
        return clauses.is_prose  # `the Sanctions Committee`
    return after is not None and after.tag == "N" and not after.capital and not patterns.words.is_a(after.word, "time")


def first_word(clauses: Clauses, index: int, pattern: Pattern) -> int | None:
    """Where a noun trigger that ends at `index` begins: adjectives may stand before its last word."""
    items, place = clauses.items, index
    for step, forms in enumerate(reversed(pattern.words[:-1])):
        place -= 1
        tags = ("N", "NUM", "ADV", "DET")
        while (
            step == 0
            and place > index - 5
            and place > 0
            and items[place].tag in tags
            and items[place].word not in forms
        ):
            if "of" not in {word for part in pattern.words for word in part}:
                return None
            place -= 1
        if place < 0 or items[place].word not in forms:
            return None
    return place


def _noun_parties(clauses: Clauses, first: int, index: int, pattern: Pattern, patterns: Patterns) -> Iterator[Event]:
    right = arguments(clauses, index + 1)
    after = follower(clauses, index)
    if after is not None and (after.passive or is_light(after, patterns)):
        more = arguments(clauses, after.at + 1)
        if not (is_light(after, patterns) or _brings(after, patterns)):  # of `the attack was condemned by A`, A is none
            more = [a for a in more if a.path[-1:] != ("by",)]
        right = [*right, *more]
    if pattern.symmetric:
        right = [a for a in right if not adjective(clauses, a)]
    owner = possessor(clauses, first)
    verb = governing_verb(clauses, index, first - 1)
    if verb is not None and not (is_light(verb, patterns) or verb.lemmas & {"have"}):
        verb = None
    doer = subject(clauses, verb, patterns) if verb is not None and not verb.passive else ()
    between = next((a.mentions for a in right if a.path[-1:] in (("between",), ("among",)) and len(a.path) <= 2), ())
    by = next((a.mentions for a in right if a.path[-1:] == ("by",) and len(a.path) <= 2), ())
    sources: tuple[Mention, ...] = ()
    for place in pattern.source:
        if place in pattern.target:
            continue  # `the killing of A in B`: A did not do it
        found = {"poss": owner, "subj": doer, "by": by, "between": between}.get(place)
        sources = found if found is not None else _from(place, right)
        if sources:
            break
    targets: tuple[Mention, ...] = ()
    by_place = False
    own = unclaimed(clauses, index, right, patterns)
    hurt = owners(clauses, index + 1) if pattern.cameo_code >= DEED else None
    for place in pattern.target if hurt is None else ():
        found = {"poss": owner, "subj": doer, "between": between}.get(place)
        found = that_subject(clauses, index, patterns) if place == "that" else found
        found = where(_around(clauses, index, after), sources) if place == "place" else found
        targets = found if found is not None else preposition(place, own)
        by_place = place == "place"
        if targets and place != "of" and "of" in pattern.target and sources == owner and _are_people(owner):
            return  # `A's abduction in B`: A did not do it
        if targets and targets != sources:
            break
        targets = ()
    targets = targets if hurt is None else hurt
    if pattern.symmetric and between:
        sources, targets = (between, ()) if several(between) else (sources, between)
    elif targets and not sources:
        in_passing = pattern.cameo_code.startswith("04") or _brokered_before(clauses, first, patterns)
        sources = _circumstance(clauses, first, patterns, in_passing)
    stance = noun_stance(clauses, first, index, patterns)
    if stance == "negated" and pattern.cameo_code >= DEED and _is_ended(clauses, first, patterns):
        stance = "actual"  # `demanded an end to the attacks of A on B`: they go on
    if stance == "agreed" and doer and not set(doer) & {*sources, *targets}:
        stance = "potential"  # `offered to host talks between A and B`: they have not agreed
    parties = {m for m in (*sources, *targets)}
    venues = tuple(m for a in right if a.path[-1:] in (("in",), ("at",)) for m in a.mentions if m not in parties)
    if sources and (targets or (pattern.symmetric and several(sources))):
        start = verb.at if verb is not None and doer and doer == sources else first
        yield Event(pattern, sources, targets, start, index, stance, venues, by_place)


def adjective(clauses: Clauses, argument: Argument) -> bool:
    """Whether the name only qualifies a noun: `negotiated with Omani mediation`."""
    after = argument.at + 1
    is_noun = after < len(clauses.items) and clauses.items[after].tag == "N"
    return argument.mentions[-1].mention_type == "demonym" and is_noun


def _brokered_before(clauses: Clauses, first: int, patterns: Patterns) -> bool:
    """Whether `A-brokered` stands before the noun."""
    return any(broker.at == first - 1 for broker in brokers(clauses, patterns))


def _is_ended(clauses: Clauses, first: int, patterns: Patterns) -> bool:
    """Whether the words before the noun only say that it is to stop: `an end to A's operation`."""
    for item in reversed(clauses.items[:first]):
        if item.word in ("no", "neither") or not (item.tag in PHRASE or item.word in ("to", "of", "in")):
            return False
        if patterns.words.is_a(item.word, "ending"):
            return True
    return False


def _circumstance(clauses: Clauses, first: int, patterns: Patterns, in_passing: bool) -> tuple[Mention, ...]:
    """Who took part: `is at war with A`, and where it is told `in_passing`, `spoke during a meeting with A`."""
    items = clauses.items
    place = first - 1
    while place >= 0 and (items[place].tag in PHRASE or items[place].word == "of"):
        place -= 1
    if place < 0 or items[place].tag != "PREP" or items[place].word not in CIRCUMSTANCE:
        return ()
    be = place - 1
    while be > 0 and items[be].tag in ("ADV", "NEG"):
        be -= 1
    if be > 0 and items[be].tag == "BE" and items[place].word in ("in", "at"):  # `is in talks with`, `were at war with`
        return subject(clauses, Verb(be, be, "be", "s", False, False, True, ()), patterns)
    before = [v for v in clauses.verbs if v.at < place] if in_passing else []
    if not before or any(i.tag in (".", "SUB", "REL") for i in items[before[-1].at : place]):
        return ()
    verb = before[-1]
    found = subject(clauses, verb, patterns)
    if found or verb.passive:
        return found
    head = verb.first - 1
    return possessor(clauses, head) if head >= 0 and items[head].tag == "N" else ()


def _around(clauses: Clauses, index: int, after: Verb | None) -> list[Argument]:
    """What may tell the place of an attack: `a strike on a house, the third, in A`, `a strike kills two in A`."""
    told = arguments(clauses, index + 1, asides=True)
    return told + arguments(clauses, after.at + 1, asides=True) if after is not None and not after.passive else told


def where(right: list[Argument], sources: tuple[Mention, ...]) -> tuple[Mention, ...]:
    """The country in which it happens: `in A`, `across A`, `on a market in A`."""
    for argument in right:
        last = argument.path[-2:] if argument.path[-1:] == ("of",) else argument.path[-1:]
        land = all(i.startswith(("cty:", "gov:")) for m in argument.mentions for i in m.actor_ids)
        if last and last[0] in WHERE and land and argument.mentions != sources:
            return argument.mentions
    return ()


def preposition(place: str, right: list[Argument]) -> tuple[Mention, ...]:
    """The names after a preposition: `with A`, `talks on security with A`, `strikes on the positions of A`."""
    for other in {"by", "from"} - {place}:  # `attacks by A on a camp in B`, `shipments of arms from A to B`
        right = [
            replace(a, path=tuple(p for p in a.path if p != other)) if other in a.path else a
            for a in right
            if a.path[-1:] != (other,)
        ]
    found = [a for a in right if a.path == (place,) or (len(a.path) == 2 and a.path[1] == place and a.path[0] in ABOUT)]
    found = found or [
        a
        for a in right
        for path in [a.path[1:] if a.path[:1] in (("on",), ("in",)) and a.path[1:2] == (place,) else a.path]
        if path[:1] == (place,) and a.after_noun and set(path[1:]) <= NESTED | {"to"}
    ]
    return found[0].mentions if found else ()


def unclaimed(clauses: Clauses, start: int, right: list[Argument], patterns: Patterns) -> list[Argument]:
    """Without the names that a nearer event takes: of `a crackdown on protests against A`, A is none."""
    return [a for a in right if not _is_claimed(clauses, start, a, patterns)]


def _is_claimed(clauses: Clauses, start: int, argument: Argument, patterns: Patterns) -> bool:
    items = clauses.items
    if not argument.path:
        return False
    link = next((i for i in range(argument.at - 1, start, -1) if items[i].word == argument.path[-1]), None)
    if link is None or link - 1 <= start or items[link - 1].tag != "N":
        return False
    if (
        argument.path[-1:] == ("of",)
        and argument.path[0] != "off"
        and patterns.words.is_a(items[link - 1].word, "shore")
    ):
        return True  # `seized a ship off the coast of A`
    if not any(item.tag in ("PREP", "TO") for item in items[start + 1 : link - 1]):
        return False  # `strikes and raids on A` are both on A
    near = [p for p in patterns.nouns.get(items[link - 1].word, ()) if len(p.words) == 1]
    taken = (p for p in near if p.cameo_code >= AGAINST and items[link].word in p.target)
    return any(taken) or (items[link].word == "of" and bool(near))


def _are_people(mentions: tuple[Mention, ...]) -> bool:
    """Whether they are persons or unnamed people, whom deeds are done to."""
    return bool(mentions) and all(i.startswith(("per:", "met:")) for m in mentions for i in m.actor_ids)


def _brings(verb: Verb, patterns: Patterns) -> bool:
    """Whether the verb brings about what its object names: `signed by`, `ordered by`."""
    return any(patterns.words.has_role(lemma, "bring") for lemma in verb.lemmas)


def _from(place: str, right: list[Argument]) -> tuple[Mention, ...]:
    """The names after a preposition, the things that the noun is about left out: `shipments of arms from A`."""
    return next((a.mentions for a in right if a.path[-1:] == (place,) and set(a.path[:-1]) <= ABOUT - {"to"}), ())


def several(mentions: tuple[Mention, ...]) -> bool:
    """Whether the mentions name more than one actor."""
    return len({i for m in mentions for i in m.actor_ids}) > 1
