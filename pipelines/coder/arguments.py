"""Who stands around a verb or noun: the names to its right by preposition, the owner of a noun, and lists of names.

Takes tagged clauses; gives mentions by grammatical place, as far as the clause goes.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from pipelines.coder.clauses import Clauses, Verb
from pipelines.coder.dependencies import Tree
from pipelines.coder.paths import subject_of, town, ways
from pipelines.coder.tagging import Item, place_goes_on
from pipelines.coder.types import Mention

WHERE = frozenset(
    ["in", "at", "near", "across", "inside", "throughout", "within", "around", "outside", "into", "along"]
)
NESTED = WHERE | {"of", "by", "between", "from", "with", "among"}
BODIES = ("grp:", "mil:", "org:")  # whose bare names stand before a noun for who does it
PLACES = frozenset(["in", "near", "at", "outside"])


@dataclass(frozen=True, slots=True)
class Argument:
    """Mentions joined by `and` in one place. `path` holds the prepositions since the verb: () is the object."""

    path: tuple[str, ...]
    mentions: tuple[Mention, ...]
    after_noun: bool  # a noun that names nobody stands between: `killed ten soldiers of A`
    at: int


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


def joined_by_hyphen(items: Sequence[Item], index: int) -> tuple[Mention, ...]:
    """The mention at `index`, with the one it is hyphened to (`Russian-Turkish`)."""
    found = [items[index].mention]
    if index > 1 and items[index - 1].word == "-" and items[index - 2].tag == "A":
        found.insert(0, items[index - 2].mention)
    return tuple(mention for mention in found if mention)


def conjuncts_left(clauses: Clauses, index: int) -> tuple[Mention, ...]:
    """The mention at `index` and those joined to it on the left: `A, B and C`. An object joins no subject."""
    items = clauses.items
    found = list(joined_by_hyphen(items, index))
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
        found[:0] = joined_by_hyphen(items, left)
        start = left_start
    return tuple(found)


def possessor(clauses: Clauses, index: int) -> tuple[Mention, ...]:
    """Whose the noun at `index` is: `A's N`, `Iranian N`, `his N`, `A-B N`; through adjectives between."""
    items = clauses.items
    place = index - 1
    while place >= 0 and place > index - 6 and _qualifies(items, place) and not _brokered(items, place):
        place -= 1
    if place < 0:
        return ()
    if items[place].tag == "POSS" and place and items[place - 1].tag == "A":
        return conjuncts_left(clauses, place - 1)
    if items[place].tag == "OWN":
        return joined_by_hyphen(items, place)
    if items[place].tag == "A":
        mention = items[place].mention
        if mention is not None and items[place + 1].tag == "CONJ":
            return (mention,)  # `a Russian drone and missile attack`
        compound = mention is not None and (  # `Hamas attack`, `US airstrike`
            all(i.startswith(BODIES) for i in mention.actor_ids)
            or mention.surface.replace(".", "").isupper()
            or mention.surface.startswith("United ")
        )
        pair = place > 1 and items[place - 1].word == "-" and items[place - 2].tag == "A"
        if mention and (pair or mention.mention_type == "demonym" or (compound and mention.actor_ids)):
            return conjuncts_left(clauses, place) if not pair else joined_by_hyphen(items, place)
    return ()


def owners(clauses: Clauses, index: int) -> tuple[Mention, ...] | None:
    """Whose the thing is that stands at `index`, or there after `on`: `attacked its embassy in A`; None if not told so.

    Such a thing stands for its owner, wherever it is.
    """
    items = clauses.items
    index += index < len(items) and items[index].word in ("on", "against")
    while index < len(items) and items[index].tag in ("ADV", "NUM"):
        index += 1
    return joined_by_hyphen(items, index) if index < len(items) and items[index].tag == "OWN" else None


def _qualifies(items: Sequence[Item], index: int) -> bool:
    """Whether the item may stand between an owner and its noun: `Russian missile and drone strikes`."""
    if items[index].tag == "CONJ":
        before, after = items[index - 1], items[index + 1]
        return after.tag == "N" and (_is_weapon(before.mention) or (before.tag == "N" and not before.capital))
    return items[index].tag in ("N", "NUM", "ADV")


def _is_weapon(mention: Mention | None) -> bool:
    """`a Russian drone`, not `Russian officials` or `the minister`: what may stand before another weapon."""
    return (
        mention is not None
        and mention.mention_type == "descriptor"
        and all(i.startswith("mil:") for i in mention.actor_ids)
    )


def _brokered(items: Sequence[Item], index: int) -> bool:
    return index > 0 and items[index - 1].word == "-" and items[index - 1].end == items[index].start


def conjuncts_right(clauses: Clauses, index: int, pair: bool = False) -> tuple[tuple[Mention, ...], int]:
    """The mention at `index` and those joined to it on the right, with the index of the last.

    Of `A and B attacked`, B is left to its verb, unless a `pair` is due: `talks between A and B failed`.
    """
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
        if place >= len(items) or items[place].tag != "A" or (_takes_verb(clauses, place) and not pair):
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
    if place + 1 < len(items) and items[place].tag == "CONJ" and items[place + 1].tag == "A":
        return _takes_verb(clauses, place + 1)  # `with A, and B and C left`
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


def arguments(clauses: Clauses, index: int, stop: int | None = None, asides: bool = False) -> list[Argument]:
    """The mentions to the right of `index`, by the prepositions that lead to them, as far as the clause goes.

    `asides` lets it go on past commas: `killed nine people, three of them children, in A`.
    """
    items = clauses.items
    end = len(items) if stop is None else min(stop, len(items))
    if clauses.tree is not None and 0 < index <= len(items) and clauses.tree.tags[index - 1]:
        return _in_tree(clauses, clauses.tree, index, end, asides)
    found: list[Argument] = []
    path: tuple[str, ...] = ()
    after_noun = False
    while index < end:
        item = items[index]
        if item.word == "(":
            close = next((i for i in range(index, len(items)) if items[i].word == ")"), None)
            if close is None:
                break
            index = close
        elif item.tag == "," and path and place_goes_on(items, index):
            pass
        elif item.tag == "," and path and items[index - 2].tag == "," and _goes_on(items, index):
            path = path[:-1]  # `talks held in Doha, Qatar, between A and B`
        elif item.tag == "," and (asides or (path and index + 1 < end and items[index + 1].word in PLACES)):
            path = path[:-1]
        elif item.tag in (".", "SUB", "REL", "V", "BE", "HAVE", "DO", "MODAL", ","):
            break
        elif item.tag == "PREP":
            after_noun = after_noun or items[index - 1].tag in ("DET", "NUM")  # `thousands of A`
            path = (*path, item.word)
        elif item.tag == "TO":
            if index + 1 < len(items) and items[index + 1].tag in ("V", "ADV", "BE", "HAVE", "DO"):
                break
            after_noun = after_noun or items[index - 1].tag == "NUM"  # `pledged $90m to A`
            path = (*path, "to")
        elif item.tag == "A" and _is_compounded(items, index):
            index += 2
        elif item.tag == "A":
            mentions, last = conjuncts_right(clauses, index, path[-1:] == ("between",))
            found.append(Argument(path, mentions, after_noun, index))
            index = last
        elif item.tag == "N":
            after_noun = True
        index += 1
    return found


def _in_tree(clauses: Clauses, tree: Tree, index: int, end: int, wide: bool) -> list[Argument]:
    """The same by the syntax tree; a name joined to one before it by `and` stands with it."""
    items = clauses.items
    found: dict[int, Argument] = {}
    for place, path in ways(clauses, index, end, wide):
        if _is_compounded(items, place):
            continue
        first = place
        if items[place - 1].tag == "CONJ" and place - 2 in found:
            first = place - 2  # `his A and B counterparts`
        while tree.deps[first] == "conj" and tree.heads[first] in found and town(items, first) == first:
            first = tree.heads[first]
        mentions = joined_by_hyphen(items, place)
        if tree.deps[place] == "conj" and path[-1:] != ("between",) and _takes_verb(clauses, place):
            continue
        if first != place:
            found[first] = replace(found[first], mentions=(*found[first].mentions, *mentions))
        else:
            amount = any(a.tag == "NUM" and b.tag == "TO" for a, b in pairwise(items[index:place]))
            gap = tree.deps[index - 1] == "acl:relcl" and place > index and items[index].tag in ("TO", "PREP")
            after_noun = gap or amount or any(item.tag == "N" for item in items[index:place])
            found[place] = Argument(path, mentions, after_noun, place)
    return [found[place] for place in sorted(found)]


def _is_compounded(items: Sequence[Item], index: int) -> bool:
    """Whether the name is a part of what qualifies another: `Houthi-controlled Yemen`."""
    after = items[index + 1 : index + 4]
    return len(after) == 3 and after[0].word == "-" and after[1].mention is None and after[2].mention is not None


def _goes_on(items: Sequence[Item], comma: int) -> bool:
    """Whether the comma ends the name of a place, and a preposition that leads to others follows."""
    return items[comma - 1].tag == "A" and comma + 1 < len(items) and items[comma + 1].word in ("between", "with")


def follower(clauses: Clauses, index: int) -> Verb | None:
    """The verb that the noun at `index` is the subject of: `talks between A and B were held`, `truce brokered by A`."""
    above = subject_of(clauses, index)
    if above is not None:
        return clauses.verb_at(above)
    for verb in clauses.verbs:
        if verb.first > index and (verb.finite or verb.passive):
            between = clauses.items[index + 1 : verb.first]
            tags = ("PREP", "TO", "A", "N", "DET", "CONJ", "NUM", "OWN", "POSS", "-", "ADV")
            return verb if all(item.tag in tags for item in between) else None
    return None
