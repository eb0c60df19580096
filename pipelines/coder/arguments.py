"""Who stands where around a verb or noun: subject, object, and the names after prepositions.

Takes tagged clauses; gives mentions by grammatical place.  A path that another clause breaks gives nothing: better no actor than
the wrong one.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from pipelines.coder.clauses import SUBORDINATE_PREPOSITIONS, Clauses, Item, Verb
from pipelines.coder.patterns import Patterns
from pipelines.coder.types import Mention

OBJECT_CONTROL = frozenset({"requested", "caused", "accused"})  # `urged Iran to V`: Iran is the one to V
NESTED = frozenset({"of", "by", "between", "in", "from", "at", "near", "with", "among"})
PLACES = frozenset(["in", "near", "at", "outside"])
SHARING = frozenset(["by", "after", "before", "since", "while", "without"])  # `left after accusing A`


@dataclass(frozen=True, slots=True)
class Argument:
    """Mentions joined by `and` in one place. `path` holds the prepositions since the verb: () is the object."""

    path: tuple[str, ...]
    mentions: tuple[Mention, ...]
    after_noun: bool  # a noun that names nobody stands between: `killed ten soldiers of A`
    at: int


def subject(clauses: Clauses, verb: Verb, patterns: Patterns) -> tuple[Mention, ...]:
    """The mentions in the subject of `verb`, through `agreed to V`, `urged A to V`, `A, which V` and `V and V`."""
    governor = verb.governor
    noun = noun_before_infinitive(clauses, verb)
    if noun is not None:
        by = [a for a in arguments(clauses, noun + 1, stop=verb.first) if a.path[:1] in (("by",), ("of",), ("from",))]
        found = by[0].mentions if by else possessor(clauses, noun)
        if found or governor is None:
            return found
    if governor is not None:
        effect = cue_of(clauses, governor, patterns)
        if effect in OBJECT_CONTROL and not governor.passive:
            found = arguments(clauses, governor.at + 1)
            named = [
                a
                for a in found
                if a.at < verb.first and (not a.path or a.path in (("on",), ("to",), ("with",), ("upon",)))
            ]
            return named[0].mentions if named else ()
        return subject(clauses, governor, patterns)
    return _scan_left(clauses, verb, verb.first - 1, patterns)


def cue_of(clauses: Clauses, verb: Verb, patterns: Patterns) -> str | None:
    """What `verb` does to the verb or event that it governs (a row of status_cues.csv), if anything."""
    items = clauses.items
    noun = next((i.word for i in items[verb.at + 1 : verb.at + 5] if i.tag == "N"), "")
    kinds = ("passive", "verb") if verb.passive else ("verb",)
    for lemma in sorted(verb.lemmas):
        for kind in kinds:
            effect = patterns.cues.get((kind, f"{lemma} {noun}")) or patterns.cues.get((kind, lemma))
            if effect:
                return effect
    return None


def noun_before_infinitive(clauses: Clauses, verb: Verb) -> int | None:
    """`attempts by A to V`: the index of the noun that an infinitive completes, if it is one."""
    index = verb.first - 1
    if not verb.infinitive or index < 0 or clauses.items[index].tag in ("CONJ", ","):
        return None
    while (
        index >= 0
        and clauses.items[index].tag in ("A", "CONJ", "DET", "POSS")
        or (index >= 0 and clauses.items[index].word in ("by", "of", "from"))
    ):
        index -= 1
    return index if index >= 0 and clauses.items[index].tag == "N" else None


def _scan_left(clauses: Clauses, verb: Verb, index: int, patterns: Patterns) -> tuple[Mention, ...]:
    items = clauses.items
    while index >= 0:
        item = items[index]
        if (
            item.tag in ("ADV", "NEG")
            or _is_time(item, patterns)
            or (item.tag == "PREP" and _is_time(items[index + 1], patterns))
        ):
            index -= 1
        elif item.tag == ",":
            opening = _opening_comma(clauses, index)
            if opening is not None:
                index = opening - 1
            elif verb.form == "ing" and not verb.finite:
                return _shared(clauses, verb, index, patterns)
            else:
                return ()
        elif item.tag == '"' and index and items[index - 1].tag in ("A", "N", "V"):
            index -= 1
        elif item.tag == "REL":
            return _antecedent(clauses, index, patterns)
        elif item.tag == "CONJ":
            return _shared(clauses, verb, index, patterns)
        elif item.tag == "A":
            found, index = _actor_left(clauses, verb, index, patterns)
            if found is not None:
                return found
        elif item.tag == "N":
            participle = verb.form == "ing" and not verb.finite  # `signed an order lifting ...`
            return _headed_by_noun(clauses, index, patterns) or (
                _shared(clauses, verb, index, patterns) if participle and _is_object(clauses, index) else ()
            )
        elif item.tag == "PREP" and verb.form == "ing" and item.word in SHARING:
            return _shared(clauses, verb, index, patterns)
        elif item.tag == "." and index == 0:
            return _next_subject(clauses, verb, patterns)
        else:
            return ()
    return _next_subject(clauses, verb, patterns)


def _is_object(clauses: Clauses, index: int) -> bool:
    """Whether the noun at `index` stands in the object of a verb."""
    start = phrase_start(clauses.items, index)
    return start > 0 and clauses.items[start - 1].tag == "V"


def _next_subject(clauses: Clauses, verb: Verb, patterns: Patterns) -> tuple[Mention, ...]:
    """`Supporting the revolution, the group later turned ...`: the subject of the main clause after the comma."""
    if verb.finite or verb.form not in ("ing", "en"):
        return ()
    items = clauses.items
    comma = next((i for i in range(verb.at, len(items)) if items[i].tag == ","), None)
    if comma is None:
        return ()
    main = next((v for v in clauses.verbs if v.first > comma and v.finite), None)
    return _scan_left(clauses, main, main.first - 1, patterns) if main else ()


def _is_time(item: Item, patterns: Patterns) -> bool:
    return item.tag == "NUM" or patterns.words.is_a(item.word, "time")


def _opening_comma(clauses: Clauses, closing: int) -> int | None:
    """The comma that opens the aside which `closing` ends: an apposition, a place, a relative clause."""
    items = clauses.items
    for index in range(closing - 1, max(-1, closing - 25), -1):
        if items[index].tag == ",":
            inside = items[index + 1 : closing]
            relative = inside and inside[0].tag == "REL"
            has_verb = any(v.finite and index < v.first < closing for v in clauses.verbs)
            return index if index > 0 and inside and (relative or not has_verb) else None
        if items[index].tag in (".", "SUB"):
            return None
    return None


def _shared(clauses: Clauses, verb: Verb, index: int, patterns: Patterns) -> tuple[Mention, ...]:
    """The subject of the verb before: `A visited B and condemned C`, `A left, blaming B`."""
    before = [v for v in clauses.verbs if v.at < index and (v.finite or not verb.finite)]
    for previous in reversed(before[-3:]):
        if any(item.tag == "." for item in clauses.items[previous.at : index]):
            return ()
        if verb.finite and previous.passive and not previous.helpers:
            continue
        found = subject(clauses, previous, patterns)
        if found or not verb.finite:
            return found
    return ()


def _antecedent(clauses: Clauses, index: int, patterns: Patterns) -> tuple[Mention, ...]:
    items = clauses.items
    before = index - 1
    if before >= 0 and items[before].tag == ",":
        before -= 1
    if before >= 0 and items[before].tag == "A":
        return conjuncts_left(clauses, before)
    if before >= 0 and items[before].tag == "N":
        return _headed_by_noun(clauses, before, patterns)
    return ()


def phrase_start(items: Sequence[Item], index: int) -> int:
    """The first item of the noun phrase that ends at `index`."""
    while index > 0:
        before = items[index - 1]
        joins = before.tag in ("DET", "N", "NUM", "POSS", "OWN") or before.word == "-"
        if before.tag == "A":
            joins = items[index].tag == "POSS" or items[index].word == "-" or items[index].tag == "N"
        if not joins:
            break
        index -= 1
    return index


def _actor_left(clauses: Clauses, verb: Verb, index: int, patterns: Patterns) -> tuple[tuple[Mention, ...] | None, int]:
    """The mention at `index` as the subject of `verb`: (mentions, _), or (None, where to look on)."""
    items = clauses.items
    if verb.passive and not verb.helpers:  # `civilians killed by A`
        return _one(items, index), index
    start = phrase_start(items, index)
    while start < index and _is_time(items[start], patterns):
        start += 1
    before = items[start - 1] if start else None
    if before is None or before.tag in (".", '"', "SUB", "REL", ",", "ADV") or _is_time(before, patterns):
        comma_list = before is not None and before.tag == "," and verb.form == "base"
        return (conjuncts_left(clauses, index) if comma_list else _one(items, index)), index
    if before.tag == "CONJ":
        oblique = _oblique_list(items, start)
        if oblique is not None and oblique >= 0 and items[oblique].word in patterns.agents:  # `delegates from A and B`
            return conjuncts_right(clauses, oblique + 2 + (items[oblique + 2].tag != "A"))[0], index
        return (None, oblique) if oblique is not None else (conjuncts_left(clauses, index), index)
    if before.tag == "PREP":
        if before.word in SUBORDINATE_PREPOSITIONS and verb.finite:
            return _one(items, index), index
        head = start - 2
        if head >= 0 and items[head].tag == "N" and items[head].word in patterns.agents:
            return _one(items, index), index
        if head < 0:
            return (), index
        return None, head
    if before.tag == "V":
        reporting = clauses.verb_at(start - 1)
        if reporting and any(patterns.words.has_role(lemma, "report") for lemma in reporting.lemmas):
            return _one(items, index), index
        if reporting and verb.finite and not reporting.finite:  # `hackers claiming to be A have hacked B`
            while reporting.governor is not None and not reporting.governor.finite:
                reporting = reporting.governor
            return None, reporting.first - 1
        return (() if verb.finite else _one(items, index)), index
    return (), index


def _oblique_list(items: Sequence[Item], start: int) -> int | None:
    """Where the words before a preposition stand, if the phrase at `start` ends a list that the preposition governs."""
    left = start - 2
    while left > 0 and items[left].tag == "A":
        left_start = phrase_start(items, left)
        outside = items[left_start - 1].tag if left_start else "."
        if outside in ("PREP", "TO"):
            opens = left_start == 1 or items[left_start - 2].tag in (".", ",", '"')  # `In Yemen, Saudi and Omani envoys`
            return None if opens else left_start - 2
        if outside not in ("CONJ", ","):
            return None
        left = left_start - 2
    return None


def _one(items: Sequence[Item], index: int) -> tuple[Mention, ...]:
    """The mention at `index`, with the one it is hyphened to (`Russian-Turkish`)."""
    found = [items[index].mention]
    if index > 1 and items[index - 1].word == "-" and items[index - 2].tag == "A":
        found.insert(0, items[index - 2].mention)
    return tuple(mention for mention in found if mention)


def conjuncts_left(clauses: Clauses, index: int) -> tuple[Mention, ...]:
    """The mention at `index` and those joined to it on the left: `A, B and C`. A verb's object is not joined to a subject."""
    items = clauses.items
    found = list(_one(items, index))
    start = phrase_start(items, index)
    while start > 1 and items[start - 1].tag in ("CONJ", ","):
        left = start - 2
        if items[left].tag in (",", "CONJ"):
            left -= 1
        if left < 0 or items[left].tag != "A":
            break
        left_start = phrase_start(items, left)
        outside = items[left_start - 1].tag if left_start else "."
        if outside in ("PREP", "TO", "V"):
            break
        found[:0] = _one(items, left)
        start = left_start
    return tuple(found)


def _headed_by_noun(clauses: Clauses, index: int, patterns: Patterns) -> tuple[Mention, ...]:
    """The actor behind a noun in subject place: `Russian warplanes`, `the army of A`; `A and its allies` is A."""
    items = clauses.items
    start = phrase_start(items, index)
    if items[index].word in patterns.agents:
        for place in range(index - 1, start - 1, -1):
            if items[place].tag == "A":
                return conjuncts_left(clauses, place)
    if start > 1 and items[start - 1].tag == "CONJ" and items[start - 2].tag == "A":
        return conjuncts_left(clauses, start - 2)
    return ()


def possessor(clauses: Clauses, index: int) -> tuple[Mention, ...]:
    """Whose the noun at `index` is: `A's N`, `Iranian N`, `his N`, `A-B N`; through adjectives between."""
    items = clauses.items
    place = index - 1
    while place >= 0 and place > index - 6 and items[place].tag in ("N", "NUM", "ADV") and not _brokered(items, place):
        place -= 1
    if place < 0:
        return ()
    if items[place].tag == "POSS" and place and items[place - 1].tag == "A":
        return conjuncts_left(clauses, place - 1)
    if items[place].tag == "OWN":
        return _one(items, place)
    if items[place].tag == "A":
        mention = items[place].mention
        pair = place > 1 and items[place - 1].word == "-" and items[place - 2].tag == "A"
        if mention and (pair or mention.mention_type == "demonym"):
            return conjuncts_left(clauses, place) if not pair else _one(items, place)
    return ()


def _brokered(items: Sequence[Item], index: int) -> bool:
    return index > 0 and items[index - 1].word == "-" and items[index - 1].end == items[index].start


def conjuncts_right(clauses: Clauses, index: int) -> tuple[tuple[Mention, ...], int]:
    """The mention at `index` and those joined to it on the right, with the index of the last."""
    items = clauses.items
    found = [items[index].mention]
    last = index
    while True:
        place = last + 1
        if place < len(items) and items[place].tag in ("POSS",):
            place += 1
            while place < len(items) and items[place].tag == "N":
                place += 1
        joint = items[place].tag if place < len(items) else "."
        if joint not in ("CONJ", ",", "-"):
            break
        place += 1
        if place < len(items) and joint == "," and items[place].tag == "CONJ":
            joint, place = "CONJ", place + 1
        while place < len(items) and items[place].tag in ("DET", "N", "NUM", "OWN") and place < last + 7:
            place += 1
        if place >= len(items) or items[place].tag != "A" or _takes_verb(clauses, place):
            break
        if joint == "," and not _list_goes_on(clauses, place):
            break
        found.append(items[place].mention)
        last = place
    return tuple(mention for mention in found if mention), last


def _takes_verb(clauses: Clauses, index: int) -> bool:
    """Whether the mention at `index` is the subject of a verb right after it."""
    place = index + 1
    items = clauses.items
    while place < len(items) and items[place].tag == "ADV":
        place += 1
    verb = clauses.verb_at(place) if place < len(items) else None
    return bool(verb and verb.finite) or (place < len(items) and items[place].tag in ("BE", "HAVE", "MODAL", "DO"))


def _list_goes_on(clauses: Clauses, index: int) -> bool:
    """Whether `A, B` at B's place is a list that ends in `and C`, and C is no subject of another verb."""
    items = clauses.items
    for place in range(index + 1, min(index + 12, len(items))):
        item = items[place]
        if item.tag == "CONJ":
            last = next((i for i in range(place + 1, min(place + 5, len(items))) if items[i].tag == "A"), None)
            return item.word in ("and", "&") and not (last is not None and _takes_verb(clauses, last))
        if item.tag not in (",", "A", "N", "DET", "NUM"):
            return False
    return False


def _place_goes_on(items: Sequence[Item], index: int) -> bool:
    """Whether the comma at `index` stands inside the name of a place: `in Garissa, Kenya`."""
    if index < 1 or not items[index - 1].capital or items[index - 1].tag not in ("N", "A"):
        return False
    place = index + 1
    while place < len(items) and items[place].tag == "N" and items[place].capital:
        place += 1
    if place >= len(items):
        return False
    if items[place].tag == "A":
        after = items[place + 1].tag if place + 1 < len(items) else "."
        return after in (",", ".", "CONJ", "PREP", '"')
    return place > index + 1 and items[place].tag == "," and _place_goes_on(items, place)


def arguments(clauses: Clauses, index: int, stop: int | None = None) -> list[Argument]:
    """The mentions to the right of `index`, by the prepositions that lead to them, as far as the clause goes."""
    items = clauses.items
    found: list[Argument] = []
    path: tuple[str, ...] = ()
    after_noun = False
    end = len(items) if stop is None else min(stop, len(items))
    while index < end:
        item = items[index]
        if item.word == "(":
            close = next((i for i in range(index, len(items)) if items[i].word == ")"), None)
            if close is None:
                break
            index = close
        elif item.tag == "," and path and _place_goes_on(items, index):
            pass
        elif item.tag == "," and path and index + 1 < end and items[index + 1].word in PLACES:
            path = path[:-1]
        elif item.tag in (".", "SUB", "REL", "V", "BE", "HAVE", "DO", "MODAL", ","):
            break
        elif item.tag == "PREP":
            path = (*path, item.word)
        elif item.tag == "TO":
            if index + 1 < len(items) and items[index + 1].tag in ("V", "ADV", "BE", "HAVE", "DO"):
                break
            path = (*path, "to")
        elif item.tag == "A":
            mentions, last = conjuncts_right(clauses, index)
            found.append(Argument(path, mentions, after_noun, index))
            index = last
        elif item.tag == "N":
            after_noun = True
        index += 1
    return found
