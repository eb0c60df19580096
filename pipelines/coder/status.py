"""Whether an event took place: negation, plans, conditions, attempts, demands, allegations, and who says so.

Takes a verb group in its clause; gives a stance: one of the seven statuses, or an act of its own kind, which makes
another event of the one it governs: `refused`, `threatened`, `vowed`, and `agreed` (`agreed to restore ties`, `promised
aid`: the word was given, so an intent to cooperate is actual; `will`, `plans to` and `intends to` leave it planned).
"""

from collections.abc import Sequence

from pipelines.coder.arguments import follower, possessor
from pipelines.coder.clauses import Clauses, Verb
from pipelines.coder.patterns import Patterns
from pipelines.coder.subjects import SHARING, cue_of, noun_before_infinitive, object_before, subject
from pipelines.coder.tagging import Item
from pipelines.coder.types import Mention

FUTURE = frozenset(["will", "shall", "'ll", "wo"])
UNREAL = frozenset(["could", "may", "might", "should", "would", "can", "must", "ca"])
LINKS = frozenset(["for", "in", "on", "out", "with"])  # between a light verb and its noun: `responded with attacks`
PHRASE = frozenset(["N", "NUM", "ADV", "DET", "A", "OWN", "POSS", "-"])  # tags inside a noun phrase
CUE_LINKS = frozenset(["of", "for", "at", "on", "about", "against", "to"])
HEDGES = frozenset({"negated", "alleged", "attempted", "potential", "planned", "requested"})


def verb_stance(clauses: Clauses, verb: Verb, patterns: Patterns) -> str:
    """The stance of the event that `verb` names, through all the verbs that govern it."""
    stance = _under(_own(clauses, verb, patterns), clause_stance(clauses, verb.first, patterns))
    noun = noun_before_infinitive(clauses, verb, patterns)
    if noun is not None:
        cue = patterns.cues.get(("noun", clauses.items[noun].word), "potential")
        described = _described(clauses, noun, patterns)[0]
        if _is_dropped(clauses, noun, patterns):
            return "negated"
        return _under(stance, described if described == "negated" else cue)
    if verb.infinitive:
        last = clauses.items[verb.first - 1] if verb.first else None
        before = last.word if last is not None and last.tag != "V" else ""
        stance = _under(stance, patterns.cues.get(("adjective", before), "actual"))
        if verb.governor is None and verb.first and clauses.items[verb.first - 1].tag == "A":  # `NATO to send troops`
            stance = _under(stance, "planned")
    left = clauses.items[verb.first - 1] if verb.first else None
    if verb.governor is None and verb.form == "ing" and left is not None and left.tag == "PREP":
        led = next((v for v in reversed(clauses.verbs) if v.at < verb.first), None)
        if object_before(clauses, verb):
            pass  # `punished A for arming B`: A did
        elif left.word not in SHARING:  # `the need for restoring ties`, `a ban on admitting A`, `suspended plans for`
            stance = _under(stance, "negated" if _is_barred(clauses, verb, led, patterns) else "potential")
        elif left.word == "by" and led is not None:
            stance = _under(stance, verb_stance(clauses, led, patterns))  # `accused A of harming B by arming C`
    if verb.governor is None and verb.form == "ing" and left is not None and left.tag == "CONJ":
        joined = next((v for v in reversed(clauses.verbs) if v.at < verb.first), None)
        if joined is not None and joined.form == "ing" and not joined.finite:
            stance = _under(stance, verb_stance(clauses, joined, patterns))  # `a ban on visiting and admitting A`
    governor = verb.governor
    while governor is not None:
        effect = cue_of(clauses, governor, patterns) or (
            "potential" if verb.infinitive and not _passes(governor, patterns) else "actual"
        )
        effect = {"caused": "actual", "accused": "alleged"}.get(effect, effect)
        own = _own(clauses, governor, patterns)
        if (
            own in ("negated", "refused") and effect == "negated"
        ):  # `did not stop attacking`, `has not denied attacking`
            effect = "potential" if "deny" in governor.lemmas else "planned" if own == "refused" else "actual"
        elif own == "negated" and effect in ("refused", "actual"):
            effect = "potential" if effect == "refused" else "negated"
        elif own != "actual" and effect in ("actual", "threatened", "refused", "requested", "alleged", "agreed"):
            effect = own
        elif own == "negated":
            effect = "negated"
        stance = _under(stance, effect)
        governor = governor.governor
    return stance


def _is_dropped(clauses: Clauses, noun: int, patterns: Patterns) -> bool:
    """Whether what the noun at `noun` announces was given up: `abandoned plans to V`, `plans to V were shelved`."""
    before, after = governing_verb(clauses, noun, noun - 1), follower(clauses, noun)
    dropped = before if before is not None and not before.passive else after if after and after.passive else None
    return dropped is not None and cue_of(clauses, dropped, patterns) in ("negated", "refused")


def _is_barred(clauses: Clauses, verb: Verb, led: Verb | None, patterns: Patterns) -> bool:
    """Whether what a preposition leads to is what a noun before it, or the verb of that noun, puts an end to."""
    noun = clauses.items[verb.first - 2] if verb.first > 1 else None
    if noun is None or noun.tag != "N":
        return False
    ended = led is not None and not led.passive and cue_of(clauses, led, patterns) == "negated"
    return ended != (patterns.cues.get(("noun", noun.word)) == "negated")  # `lifted a ban on admitting A`


def clause_stance(clauses: Clauses, index: int, patterns: Patterns) -> str:
    """What the words before `that` say of the clause at `index`: `denied that ...`, `reports that ...`."""
    items = clauses.items
    that = index - 1
    while that >= 0 and items[that].word != "that":
        if items[that].tag in (".", '"', ","):
            return "actual"
        that -= 1
    before = that - 1
    while (
        before > 0
        and items[before].tag in ("ADV", "A", "N", "PREP", "TO")
        and ("clause", items[before].word) not in patterns.cues
    ):
        before -= 1
    if before < 0:
        return "actual"
    verb = clauses.verb_at(before)
    if verb is None:
        noun = patterns.cues.get(("clause", items[before].word), "actual")
        denied = next((v for v in reversed(clauses.verbs) if v.at < before), None)
        effect = clause_cue(denied, patterns) if denied is not None and noun != "actual" else None
        return "negated" if effect == "negated" else noun
    if any(patterns.words.is_a(word, "neg") for word in verb.helpers):
        return "potential"
    return clause_cue(verb, patterns) or "actual"


def clause_cue(verb: Verb, patterns: Patterns) -> str | None:
    """The effect of `verb` on a clause after it."""
    return next((e for lemma in sorted(verb.lemmas) if (e := patterns.cues.get(("clause", lemma)))), None)


def _passes(verb: Verb, patterns: Patterns) -> bool:
    """`met to discuss`, `used force to disperse`: under an event of its own, an infinitive is only a purpose."""
    return any(patterns.words.has_role(lemma, "light") for lemma in verb.lemmas)


def _own(clauses: Clauses, verb: Verb, patterns: Patterns) -> str:
    """What the verb group's own helpers and adverbs, or an `if` before it, say."""
    helpers = set(verb.helpers)
    if "to" in helpers:
        return _ahead(verb, patterns)
    negative = any(patterns.words.is_a(word, "neg") for word in helpers) or _no_subject(clauses, verb)
    negative = negative or _no_object(clauses, verb)
    if negative and (helpers & FUTURE or "would" in helpers):
        return "refused"
    if negative:
        return "negated"
    if helpers & FUTURE:
        return "planned"
    if "would" in helpers:
        return "planned" if reported(clauses, verb, patterns) else "potential"
    if helpers & UNREAL:
        return "potential"
    for word in helpers:
        effect = patterns.cues.get(("adverb", word))
        if effect:
            return effect
    after = clauses.items[verb.at + 1].word if verb.at + 1 < len(clauses.items) else ""
    if patterns.cues.get(("adverb", after)) == "alleged":  # `attacked reportedly`, but not `freed nearly forty`
        return "alleged"
    return "potential" if _conditional(clauses, verb) else "actual"


def _ahead(verb: Verb, patterns: Patterns) -> str:
    """What `is to V`, `was to have V-ed`, `has yet to V`, `has to V` and `had been due to V` say."""
    to = verb.helpers.index("to")
    said = {*verb.helpers[:to], *({"yet"} & set(verb.helpers))}
    effect = next((e for word in sorted(said) if (e := patterns.cues.get(("adjective", word)))), None)
    perfect = "have" in verb.helpers[to:] and effect in (None, "planned")  # not `is rumoured to have V-ed`
    if perfect or "yet" in said or any(patterns.words.is_a(word, "neg") for word in said):
        return "negated"
    if said & {"had", "was", "were"} and ("been" in said or any(("adjective", word) in patterns.cues for word in said)):
        return "potential"  # `had been due to V`
    return effect or ("planned" if said & {"is", "are", "was", "were", "be", "'s", "'re"} else "potential")


def _no_subject(clauses: Clauses, verb: Verb) -> bool:
    """`no country attacked`, `neither side met`."""
    index = verb.first - 1
    while index >= 0 and clauses.items[index].tag in ("N", "A", "PREP", "DET", "NEG"):
        if clauses.items[index].word in ("no", "neither", "none"):
            return True
        index -= 1
    return False


def _no_object(clauses: Clauses, verb: Verb) -> bool:
    """`fired at no Saudi target`, `made no attack on`."""
    items = clauses.items
    place = verb.at + 1
    while place + 1 < len(items) and items[place].tag in ("PREP", "N", "DET", "NUM", "NEG"):
        if items[place].word == "no":
            return items[place + 1].word not in ("longer", "later", "more", "less", "fewer", "doubt", "matter")
        place += 1
    return False


def reported(clauses: Clauses, verb: Verb, patterns: Patterns) -> bool:
    """Whether the verb stands in what somebody said: `said that they had met`."""
    before = [v for v in clauses.verbs if v.at < verb.first]
    return any(patterns.words.has_role(lemma, "report") for v in before[-2:] for lemma in v.lemmas)


def _conditional(clauses: Clauses, verb: Verb) -> bool:
    for item in reversed(clauses.items[: verb.first]):
        if item.word in ("if", "unless", "whether"):
            return True
        if item.tag in (".", ",", "V", '"'):
            return False
    return False


def _under(inner: str, outer: str) -> str:
    """The stance of an event of stance `inner` under words of effect `outer`."""
    if outer == "actual":
        return inner
    if inner in ("negated", "refused") and outer == "refused":
        return "potential"  # `refused to rule out attacking A`
    if inner == "negated" and outer in ("planned", "agreed", "actual", "alleged", "requested", "attempted"):
        return "negated"
    if inner in HEDGES and outer in ("threatened", "refused", "agreed"):
        return inner
    if inner == "agreed" and outer in HEDGES:
        return "planned" if outer == "alleged" else outer
    return outer


def noun_stance(clauses: Clauses, first: int, last: int, patterns: Patterns) -> str:
    """The stance of an event that a noun names: `no talks`, `planned visit`, `called for talks`, `cancelled the visit`.

    The noun's words stand at first..last (`restoration of ties`).
    """
    stance, left = _described(clauses, first, patterns)
    if stance == "actual":
        stance = clause_stance(clauses, first, patterns)
    governor = governing_verb(clauses, first, left)
    if governor is not None:
        return _carried(clauses, governor, stance, patterns)
    if left >= 0 and clauses.items[left].tag == "PREP":  # of `the name of the operation will be told` the name is told
        return stance
    return _followed(clauses, last, patterns) if stance == "actual" else stance


def _described(clauses: Clauses, first: int, patterns: Patterns) -> tuple[str, int]:
    """What the words left of a noun make of it, and where they end: `no`, `planned`, `attempts at`, `without`."""
    items = clauses.items
    stance, place = "actual", first - 1
    while place >= max(0, first - 8) and items[place].tag in PHRASE | {"NEG"}:
        if items[place].word in ("no", "not", "never", "neither"):
            return "negated", place
        if stance == "actual":
            stance = patterns.cues.get(("adjective", items[place].word), "actual")
        place -= 1
    if place >= 0 and items[place].word == "without":
        return "negated", place
    ended = place >= 2 and items[place - 1].word == "end" and _leads(items, place - 2)  # `at the end of a visit`
    if (
        place >= 1
        and items[place].word in CUE_LINKS
        and items[place - 1].tag == "N"
        and stance == "actual"
        and not ended
    ):
        stance = patterns.cues.get(("noun", items[place - 1].word), "actual")
    return stance, place


def _leads(items: Sequence[Item], place: int) -> bool:
    """Whether a preposition of time stands there, an article apart."""
    while place > 0 and items[place].tag == "DET":
        place -= 1
    return items[place].word in ("at", "by", "after", "before", "towards", "toward")


def _carried(clauses: Clauses, governor: Verb, stance: str, patterns: Patterns) -> str:
    """The stance of a noun under its verb: `will hold talks`, `rejected talks`, `called for talks`."""
    own = verb_stance(clauses, governor, patterns)
    effect = cue_of(clauses, governor, patterns) or "actual"
    effect = {"refused": "negated", "caused": "actual", "accused": "actual"}.get(effect, effect)
    if own in ("negated", "refused"):
        return "negated"
    if stance != "actual" or effect != "actual":
        return stance if stance != "actual" else effect
    brings = any(patterns.words.has_role(lemma, "bring") for lemma in governor.lemmas)
    if is_light(governor, patterns) or (brings and own in HEDGES):  # `are trying to arrange a truce`
        return "planned" if own == "threatened" else own
    return "actual"


def _followed(clauses: Clauses, last: int, patterns: Patterns) -> str:
    """The stance of a noun as the subject of its verb: `talks were cancelled`, `talks will be held`."""
    verb = follower(clauses, last)
    if verb is None or not verb.finite:
        return "actual"
    effect = cue_of(clauses, verb, patterns)
    if verb.passive and effect in ("negated", "refused", "planned", "agreed"):
        return effect if effect in ("planned", "agreed") else "negated"
    own = verb_stance(clauses, verb, patterns)
    if own in ("planned", "potential", "negated", "refused") and (verb.passive or is_light(verb, patterns)):
        return "negated" if own == "refused" else own
    return "actual"


def governing_verb(clauses: Clauses, index: int, place: int) -> Verb | None:
    """The verb whose object the noun at `index` is (`held several rounds of talks`); `place` stands left of it."""
    items: Sequence[Item] = clauses.items
    while place >= 0 and (
        items[place].tag in ("N", "DET", "NUM", "A", "OWN", "POSS", "-", "ADV") or items[place].word == "of"
    ):
        place -= 1
    if place > 0 and items[place].word in LINKS and items[place - 1].tag == "V":
        place -= 1
    verb = clauses.verb_at(place) if place >= 0 and items[place].tag == "V" else None
    return verb


def is_light(verb: Verb, patterns: Patterns) -> bool:
    """Whether the verb adds no event of its own: hold, launch, pay."""
    return any(patterns.words.has_role(lemma, "light") for lemma in verb.lemmas)


def attribution(clauses: Clauses, start: int, end: int, patterns: Patterns) -> tuple[Mention | None, str]:
    """Who says it, and what that makes of it: `A said that` before the trigger, `, A said` or `, A alleges` after it.

    What stands before a clause is told by `clause_stance`; here it is `actual`.
    """
    items = clauses.items
    for verb in clauses.verbs:
        if not verb.finite or not any(patterns.words.has_role(lemma, "report") for lemma in verb.lemmas):
            continue
        speaker = subject(clauses, verb, patterns)
        if not speaker and verb.first and items[verb.first - 1].tag == "N":
            speaker = possessor(clauses, verb.first - 1)  # `A's spy agency claims`
        follows = items[verb.first - 1].start if verb.first else 0
        if speaker and not (speaker[0].start >= start and speaker[0].end <= end):
            said_before = items[verb.at].end <= start and not _ends_before(items, verb, start)
            after = [i for i in items if end <= i.start < speaker[0].start]
            before = [i for i in after if i.tag not in ("A", "DET", "N", "ADV", "POSS")]
            said_after = follows >= end and bool(before) and before[-1].tag in (",", '"')
            if said_before or said_after:
                claimed = not said_before and clause_cue(verb, patterns) == "alleged"
                return speaker[0], "alleged" if claimed else "actual"
    for index, item in enumerate(items[:-2]):
        if item.word == "according" and items[index + 1].tag == "TO" and items[index + 2].mention:
            return items[index + 2].mention, "actual"
    return None, "actual"


def _ends_before(items: Sequence[Item], verb: Verb, start: int) -> bool:
    """Whether what `verb` reports ends before the offset `start`: at `;`, or where it was only a thing.

    `A claimed that attack, but B blamed C`, `A claimed an attack, which B blamed on C`: who is blamed is not A's word.
    """
    thing = False
    for place in range(verb.at + 1, len(items)):
        item, after = items[place], items[min(place + 1, len(items) - 1)]
        if item.start >= start:
            return False
        if item.word == ";" or (thing and item.tag == "," and after.tag in ("CONJ", "REL")):
            return True
        if item.tag in ("V", "BE", "HAVE", "DO", "MODAL", '"'):
            thing = False
        elif place == verb.at + 1 or (thing and item.tag == "N"):
            thing = item.tag in ("DET", "N", "OWN", "REL")
    return False
