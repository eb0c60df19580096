"""Who does it: the subject of a verb, through control, coordination, relative clauses, asides and participles.

Takes tagged clauses; gives mentions.  A path that another clause breaks gives nothing: better no actor than the wrong
one.
"""

from collections.abc import Sequence

from pipelines.coder.arguments import (
    arguments,
    conjuncts_left,
    conjuncts_right,
    joined_by_hyphen,
    phrase_start,
    possessor,
)
from pipelines.coder.clauses import SUBORDINATE_PREPOSITIONS, Clauses, Verb
from pipelines.coder.paths import clause_subject, doers
from pipelines.coder.patterns import Patterns
from pipelines.coder.tagging import Item
from pipelines.coder.types import Mention

OBJECT_CONTROL = frozenset({"requested", "caused", "accused"})  # `urged Iran to V`: Iran is the one to V
SHARING = frozenset(["by", "after", "before", "since", "while", "without"])  # `left after accusing A`
OF_OBJECT = frozenset(["for", "from", "into"])  # `punished A for arming B`, `kept A from arming B`


def subject(clauses: Clauses, verb: Verb, patterns: Patterns) -> tuple[Mention, ...]:
    """The mentions in the subject of `verb`, through `agreed to V`, `urged A to V`, `A, which V` and `V and V`."""
    governor = verb.governor
    object_of = object_before(clauses, verb)
    if object_of:
        return object_of
    noun = noun_before_infinitive(clauses, verb, patterns)
    if governor is not None and noun is not None and _wished(clauses, governor, verb, noun, patterns):
        return ()  # `urged its allies to V`: allies who are not named
    if noun is not None:
        by = [a for a in arguments(clauses, noun + 1, stop=verb.first) if a.path[:1] in (("by",), ("of",), ("from",))]
        owner = by[0].mentions if by else possessor(clauses, noun)
        if owner or governor is None:
            return owner
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
        wanted = [a for a in arguments(clauses, governor.at + 1, stop=verb.first) if not a.path and not a.after_noun]
        vowed = any(patterns.words.has_role(lemma, "vow") for lemma in governor.lemmas)
        asked = effect is not None and not vowed  # `promised Iran to V`: the promiser is to
        if verb.infinitive and not governor.passive and wanted and asked:
            return wanted[0].mentions  # `wants A to V`, not `visits A to V`
        return subject(clauses, governor, patterns)
    told = doers(clauses, verb, patterns)
    if told is not None:
        return told
    return _scan_left(clauses, verb, verb.first - 1, patterns)


def object_before(clauses: Clauses, verb: Verb) -> tuple[Mention, ...]:
    """Whom the verb before has for its object, where `verb` tells what that one did: `punished A for arming B`."""
    items = clauses.items
    if verb.form != "ing" or not verb.first or items[verb.first - 1].word not in OF_OBJECT:
        return ()
    led = next((v for v in reversed(clauses.verbs) if v.at < verb.first), None)
    if led is None or led.passive or any(i.tag in (",", ".", "SUB", "REL") for i in items[led.at : verb.first]):
        return ()
    return next((a.mentions for a in arguments(clauses, led.at + 1, stop=verb.first) if not a.path), ())


def _wished(clauses: Clauses, governor: Verb, verb: Verb, noun: int, patterns: Patterns) -> bool:
    """Whether the noun before an infinitive is who is to act: `urged all sides to V`, not `made efforts to V`."""
    control = cue_of(clauses, governor, patterns) in OBJECT_CONTROL or "want" in governor.lemmas
    cue = ("noun", clauses.items[noun].word) in patterns.cues
    between = clauses.items[governor.at + 1 : verb.first]
    return control and not governor.passive and not cue and all(i.tag not in ("PREP", "CONJ", ",") for i in between)


def cue_of(clauses: Clauses, verb: Verb, patterns: Patterns) -> str | None:
    """What `verb` does to the verb or event that it governs (a row of status_cues.csv), if anything."""
    items = clauses.items
    noun = next((i.word for i in items[verb.at + 1 : verb.at + 5] if i.tag == "N"), "")
    kinds = ("passive", "verb") if verb.passive else ("verb",)
    after = items[verb.at + 1] if verb.at + 1 < len(items) else None
    names = not verb.passive and after is not None and after.tag in ("A", "DET", "OWN", "N")
    for lemma in sorted(verb.lemmas - ({"call"} if names else set())):  # `called it a crime` asks for nothing
        for kind in kinds:
            effect = patterns.cues.get((kind, f"{lemma} {noun}")) or patterns.cues.get((kind, lemma))
            if effect:
                return effect
    return None


def noun_before_infinitive(clauses: Clauses, verb: Verb, patterns: Patterns) -> int | None:
    """`attempts by A to V`: the index of the noun that an infinitive completes, if it is one."""
    index = verb.first - 1
    if not verb.infinitive or index < 0 or clauses.items[index].tag in ("CONJ", ","):
        return None
    while (index >= 0 and clauses.items[index].tag in ("A", "CONJ", "DET", "POSS")) or (
        index >= 0 and clauses.items[index].word in ("by", "of", "from")
    ):
        index -= 1
    item = clauses.items[max(index, 0)]
    other = is_time(item, patterns) or ("adjective", item.word) in patterns.cues  # `agreed on Monday to`, `ready to`
    return index if index >= 0 and item.tag == "N" and not other else None


def _scan_left(clauses: Clauses, verb: Verb, index: int, patterns: Patterns) -> tuple[Mention, ...]:
    items = clauses.items
    while index >= 0:
        item = items[index]
        if (
            item.tag in ("ADV", "NEG")
            or is_time(item, patterns)
            or (item.tag == "PREP" and is_time(items[index + 1], patterns))
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
        elif item.tag == "PRON" and item.word in ("it", "they", "he", "she") and index:
            return _speaker(clauses, index, patterns)
        elif item.word in SHARING and item.tag == "SUB" and verb.form == "ing" and not verb.finite:
            return _shared(clauses, verb, index, patterns)  # `were killed while fighting A`
        elif item.tag == '"' and index and items[index - 1].tag in ("A", "N", "V"):
            index -= 1
        elif item.tag == "REL":
            return antecedent(clauses, index, patterns)
        elif item.tag == "CONJ":
            return _shared(clauses, verb, index, patterns)
        elif item.tag == "A":
            found, index = _actor_left(clauses, verb, index, patterns)
            if found is not None:
                return found
        elif item.tag == "N":
            participle = verb.form == "ing" and not verb.finite  # `signed an order lifting ...`
            return _headed_by_noun(clauses, index, patterns) or (
                _shared(clauses, verb, index, patterns) if participle and _is_issued(clauses, index, patterns) else ()
            )
        elif item.tag == "V" and (inner := clauses.verb_at(index)) and inner.passive and not inner.helpers:
            index = inner.first - 1  # `militias backed by A attacked B`
        elif item.tag == "PREP" and verb.form == "ing" and item.word in SHARING:
            return _shared(clauses, verb, index, patterns) or _next_subject(clauses, verb, patterns)
        elif item.tag == "." and index == 0:
            return _next_subject(clauses, verb, patterns)
        else:
            return ()
    return _next_subject(clauses, verb, patterns)


def _speaker(clauses: Clauses, index: int, patterns: Patterns) -> tuple[Mention, ...]:
    """`A says it shot down`: the speaker, where the pronoun follows the report at once."""
    items, before = clauses.items, index - 1
    if items[before].word == "that":
        before -= 1
    while before > 1 and (is_time(items[before], patterns) or items[before].tag == "ADV"):
        before -= 1 + (items[before - 1].tag == "PREP")  # `A said on Monday that it`
    verb = clauses.verb_at(before) if before >= 0 else None
    if verb is None or verb.passive or not any(patterns.words.has_role(lemma, "report") for lemma in verb.lemmas):
        return ()
    return subject(clauses, verb, patterns)


def that_subject(clauses: Clauses, index: int, patterns: Patterns) -> tuple[Mention, ...]:
    """The subject of the clause after `that`, told by the word at `index`: `demanded on Monday that A release`."""
    items = clauses.items
    told = clause_subject(clauses, index, patterns)
    if told:
        return told
    place = index + 1
    while place + 1 < len(items) and (
        items[place].tag == "ADV"
        or is_time(items[place], patterns)
        or (items[place].tag == "PREP" and is_time(items[place + 1], patterns))
    ):
        place += 1
    if place >= len(items) or items[place].word != "that":
        return ()
    place += 1
    while place < len(items) and items[place].tag in ("DET", "N"):
        place += 1
    return conjuncts_right(clauses, place)[0] if place < len(items) and items[place].tag == "A" else ()


def relative_object(clauses: Clauses, verb: Verb) -> int | None:
    """The relative pronoun that is the object of `verb`: `the rebels, whom A accuses`."""
    items = clauses.items
    place = verb.first - 1
    while place >= 0 and items[place].tag in ("A", "DET", "N", "POSS", "ADV", "OWN"):
        place -= 1
    named = 0 <= place < verb.first - 1
    return place if named and items[place].tag == "REL" and items[place].word != "whose" else None


def _is_issued(clauses: Clauses, index: int, patterns: Patterns) -> bool:
    """Whether the noun at `index` is what a verb brings about: `signed an order`, not `vetoed a statement`."""
    start = phrase_start(clauses.items, index)
    verb = clauses.verb_at(start - 1) if start > 0 and clauses.items[start - 1].tag == "V" else None
    return verb is not None and any(
        patterns.words.has_role(lemma, "light") or lemma in ("adopt", "approve", "pass", "publish", "release")
        for lemma in verb.lemmas
    )


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


def is_time(item: Item, patterns: Patterns) -> bool:
    """Whether the item is a number or a unit or name of a time."""
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


def antecedent(clauses: Clauses, index: int, patterns: Patterns) -> tuple[Mention, ...]:
    """Whom the relative pronoun at `index` stands for."""
    items = clauses.items
    before = index - 1
    if before >= 0 and items[before].tag == ",":
        before -= 1
    if before >= 0 and items[before].tag == "A":
        start = phrase_start(items, before)
        outside = items[start - 1].tag if start else "."
        described = outside == "," and items[start].word.split()[0] in ("a", "an")
        if (described and before == index - 1) or (outside == "PREP" and items[index].word == "that"):
            return ()  # `A, a group that opposed B` describes A; in `the war in A that toppled B` the war did it
        return conjuncts_left(clauses, before)
    if before >= 0 and items[before].tag == "N":
        return _headed_by_noun(clauses, before, patterns)
    return ()


def _actor_left(clauses: Clauses, verb: Verb, index: int, patterns: Patterns) -> tuple[tuple[Mention, ...] | None, int]:
    """The mention at `index` as the subject of `verb`: (mentions, _), or (None, where to look on)."""
    items = clauses.items
    if verb.passive and not verb.helpers:  # `civilians killed by A`
        return joined_by_hyphen(items, index), index
    start = phrase_start(items, index)
    while start < index and is_time(items[start], patterns):
        start += 1
    before = items[start - 1] if start else None
    if before is None or before.tag in (".", '"', "SUB", "REL", ",", "ADV", "NEG") or is_time(before, patterns):
        comma_list = before is not None and before.tag == "," and verb.form == "base"
        return (conjuncts_left(clauses, index) if comma_list else joined_by_hyphen(items, index)), index
    if before.tag == "CONJ":
        oblique = _oblique_list(items, start)
        if oblique is not None and oblique >= 0 and items[oblique].word in patterns.agents:  # `delegates from A and B`
            return conjuncts_right(clauses, oblique + 2 + (items[oblique + 2].tag != "A"), True)[0], index
        return (None, oblique) if oblique is not None else (conjuncts_left(clauses, index), index)
    if before.tag == "PREP":
        if before.word in SUBORDINATE_PREPOSITIONS and verb.finite:
            return joined_by_hyphen(items, index), index
        head = start - 2
        if head >= 0 and items[head].tag == "N" and items[head].word in patterns.agents:
            return joined_by_hyphen(items, index), index
        if head >= 0 and before.word == "of" and items[head].tag in ("DET", "NUM"):  # `thousands of A`
            return joined_by_hyphen(items, index), index
        return ((), index) if head < 0 else (None, head)
    if before.tag == "V":
        reporting = clauses.verb_at(start - 1)
        if reporting and any(patterns.words.has_role(lemma, "report") for lemma in reporting.lemmas):
            return joined_by_hyphen(items, index), index
        if reporting and verb.finite and not reporting.finite:  # `hackers claiming to be A have hacked B`
            while reporting.governor is not None and not reporting.governor.finite:
                reporting = reporting.governor
            return None, reporting.first - 1
        aside = verb.form == "ing" and any(item.tag == "," for item in items[index + 1 : verb.first])
        if aside and not verb.finite:
            return _shared(clauses, verb, index, patterns), index  # `hit A, killing B`
        return (() if verb.finite else joined_by_hyphen(items, index)), index
    return (), index


def _oblique_list(items: Sequence[Item], start: int) -> int | None:
    """Where the words before a preposition stand, if the phrase at `start` ends a list that the preposition governs."""
    left = start - 2
    while left > 0 and items[left].tag == "A":
        left_start = phrase_start(items, left)
        outside = items[left_start - 1].tag if left_start else "."
        if outside in ("PREP", "TO"):
            opens = left_start == 1 or items[left_start - 2].tag in (
                ".",
                ",",
                '"',
            )  # `In Yemen, Saudi and Omani envoys`
            return None if opens else left_start - 2
        if outside not in ("CONJ", ","):
            return None
        left = left_start - 2
    return None


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
