"""Who stands behind a deed that is told of as a thing: `killed in a strike by A`, `an operation that killed B`.

Takes tagged clauses; gives mentions.  Whom it hit is for `events`, but for people without a name: those whom rebels,
gangs or the police of a country kill, beat or arrest are people of that country, where the text says no other.
"""

import re

from pipelines.coder.arguments import WHERE, Argument, arguments, follower, possessor
from pipelines.coder.clauses import Clauses, Verb
from pipelines.coder.patterns import Patterns
from pipelines.coder.status import governing_verb, is_light
from pipelines.coder.subjects import subject
from pipelines.coder.types import Mention

ANYBODY = re.compile(r"met:[A-Z]{3}-(?:civilians|crime|gunmen)-|cty:|gov:")  # whose arrest is no affair of state
CROWD = re.compile(r"met:([A-Z]{3})-(?:protest|opposition|labour|education|civilians)-")
PHRASE = frozenset(["PREP", "DET", "NUM", "ADV", "N", "A", "POSS", "OWN", "CONJ", "-", "SUB"])
# who acts among the people of his own country
AT_HOME = re.compile(
    r"(?:grp:([A-Z]{3})-|org:([A-Z]{3})-police|met:([A-Z]{3})-(?:crime|gunmen|militants|militia|protest|rebels)-)"
)
SURE = 0.6  # how sure it is that these are their own people


def by_a_blow(clauses: Clauses, verb: Verb, patterns: Patterns) -> tuple[Mention, ...]:
    """`were killed in an Israeli airstrike`, `in an attack by A`, `during clashes with A`: whose, or with whom."""
    items = clauses.items
    by = verb.at + 1 < len(items) and items[verb.at + 1].word == "by"
    for place in range(verb.at + 1, len(items)):
        if items[place].tag not in PHRASE or (by and items[place].tag == "PREP" and place > verb.at + 1):
            break  # `killed by robbers during clashes with A`
        if items[place].tag == "N" and is_deed(items[place].word, patterns):
            if place + 1 < len(items) and items[place + 1].tag == "N" and not items[place + 1].capital:
                continue  # `an attack helicopter`
            return _behind(clauses, place, patterns)
    return ()


def doer_of_deed(clauses: Clauses, verb: Verb, patterns: Patterns) -> tuple[Mention, ...]:
    """`completed an operation that killed B`, `a strike by A killed B`: who, where the deed is what killed."""
    noun = verb.first - 1
    while noun > 0 and clauses.items[noun].tag == "ADV":
        noun -= 1
    if noun > 0 and clauses.items[noun].tag == "REL" and clauses.items[noun].word in ("that", "which"):
        noun -= 1 + (clauses.items[noun - 1].tag == ",")
    else:
        noun = next((at for at in range(noun, -1, -1) if _is_subject(clauses, at, verb, patterns)), -1)
    item = clauses.items[noun] if noun >= 0 else None
    return _behind(clauses, noun, patterns) if item and item.tag == "N" and is_deed(item.word, patterns) else ()


def is_deed(word: str, patterns: Patterns) -> bool:
    """Whether the noun names force: a blow, a fight, an operation."""
    return word in patterns.fights or patterns.words.is_a(word, "campaign")


def _is_subject(clauses: Clauses, at: int, verb: Verb, patterns: Patterns) -> bool:
    item = clauses.items[at]
    return item.tag == "N" and is_deed(item.word, patterns) and follower(clauses, at) is verb


def _behind(clauses: Clauses, noun: int, patterns: Patterns) -> tuple[Mention, ...]:
    """Whose deed it is: its owner, who stands after `by` or, of a fight, after `with`, else who carried it out."""
    owner = possessor(clauses, noun)
    if owner:
        return owner
    right = arguments(clauses, noun + 1)
    bout = clauses.items[noun].word in patterns.bouts
    named = next((a.mentions for a in right if a.path == ("by",) or (bout and a.path == ("with",))), ())
    if named:
        return named
    start = noun
    while start and clauses.items[start - 1].tag in ("N", "NUM", "DET", "ADV", "-"):
        start -= 1
    carried = governing_verb(clauses, noun, start - 1)
    return subject(clauses, carried, patterns) if carried is not None and _carries(carried, patterns) else ()


def _carries(verb: Verb, patterns: Patterns) -> bool:
    return not verb.passive and (
        is_light(verb, patterns) or any(patterns.words.has_role(lemma, "bring") for lemma in verb.lemmas)
    )


def people_of(
    clauses: Clauses, verb: Verb, last: int, sources: tuple[Mention, ...], patterns: Patterns
) -> tuple[Mention, ...]:
    """The people of a country without a name, whom those who act there hit: `rebels in A killed forty villagers`."""
    homes = {found[found.lastindex or 0] for m in sources for i in m.actor_ids if (found := AT_HOME.match(i))}
    if len(homes) != 1 or len(sources) != 1 or "INT" in homes:
        return ()
    items, home = clauses.items, homes.pop()
    named = (i for item in items[last + 1 :] if item.mention for i in item.mention.actor_ids)
    if any(_nation(i) not in (home, "") for i in named):
        return ()
    for place in range(last + 1, len(items)) if not verb.passive else range(verb.first - 1, -1, -1):
        item = items[place]
        if item.tag in ("V", "SUB", "REL", ".", "BE", "HAVE", "MODAL", "DO", ","):
            break
        crowd = item.mention is not None and item.mention.resolved_by == "nobody_known"
        if crowd or (item.tag == "N" and patterns.words.is_a(item.word, "people")):
            no = sources[0].sentence_no
            return (Mention(item.start, item.end, item.word, no, "group", (f"cty:{home}",), "own_people", SURE),)
    return ()


def authorities(
    clauses: Clauses, verb: Verb, targets: tuple[Mention, ...], right: list[Argument], patterns: Patterns
) -> tuple[Mention, ...]:
    """Who arrested or sentenced, where nobody is named: the state where it was, else that of the arrested."""
    items = clauses.items
    if not targets or not any(patterns.words.has_role(lemma, "custody") for lemma in verb.lemmas):
        return ()
    if verb.passive:
        by = next((i for i in range(verb.at + 1, len(items)) if items[i].word == "by"), None)
        near = items[by + 1 : by + 5] if by is not None else ()
        if by is not None and not any(patterns.words.is_a(x.word, "bench") and not x.capital for x in near):
            return ()
    elif not (verb.first and patterns.words.is_a(items[verb.first - 1].word, "bench")):
        return ()
    own = {_nation(i) for m in targets for i in m.actor_ids} - {""}
    where = [m for a in right if a.path[-1:] and a.path[-1] in WHERE and a.mentions != targets for m in a.mentions]
    states = [_nation(i) for m in where for i in m.actor_ids if i.startswith(("cty:", "gov:"))][:1] or sorted(own)
    named = {_nation(i) for item in items if item.mention for i in item.mention.actor_ids} - {""}
    abroad = not own & set(states)
    anybody = any(ANYBODY.match(i) for m in targets for i in m.actor_ids)
    if len(states) != 1 or not (abroad or (named <= own and not anybody)):
        return ()
    item, no = items[verb.at], targets[0].sentence_no
    return (Mention(item.start, item.end, item.word, no, "group", (f"gov:{states[0]}",), "own_state", SURE),)


def own_rulers(clauses: Clauses, verb: Verb, sources: tuple[Mention, ...], patterns: Patterns) -> tuple[Mention, ...]:
    """Against whom people protest where nobody is named: those who rule their own country."""
    if not any(patterns.words.has_role(lemma, "protest") for lemma in verb.lemmas):
        return ()  # `gathered`, `boycotted the vote`
    found = [match for m in sources for i in m.actor_ids if (match := CROWD.match(i))]
    homes = {match[1] for match in found}
    after = (i for item in clauses.items[verb.at :] if item.mention for i in item.mention.actor_ids)
    if len(homes) != 1 or len(found) != 1 or not {_nation(i) for i in after} <= homes | {""}:
        return ()
    item, no = clauses.items[verb.at], sources[0].sentence_no
    return (Mention(item.start, item.end, item.word, no, "group", (f"gov:{homes.pop()}",), "own_state", SURE),)


def owner_of_subject(clauses: Clauses, verb: Verb) -> tuple[Mention, ...]:
    """Whose the thing is that a verb has for its subject: `A's treatment of prisoners drew condemnation`."""
    heads = [verb.first - 1] if clauses.tree is None else clauses.tree.below(verb.at, "nsubj")
    return next((possessor(clauses, at) for at in heads if at >= 0 and clauses.items[at].tag == "N"), ())


def _nation(actor_id: str) -> str:
    """The country that an id tells, or nothing."""
    code = actor_id.partition(":")[2][:3]
    return code if len(code) == 3 and code.isupper() and code != "INT" else ""
