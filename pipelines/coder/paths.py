"""Who stands where in the syntax tree: the subject of a verb, and the names that depend on a verb or noun.

Takes clauses with their tree; gives mentions by grammatical place.  Where the tree does not say, it gives None or
nothing, and the rules over the order of words decide.
"""

from collections.abc import Iterator, Sequence

from pipelines.coder.clauses import Clauses, Verb
from pipelines.coder.dependencies import TOP, Tree
from pipelines.coder.patterns import Patterns
from pipelines.coder.tagging import Item, place_goes_on
from pipelines.coder.types import Mention

# relations from a word to what is said of the same thing or act; no other clause begins on them
NEAR = frozenset(
    ["obj", "iobj", "obl", "nmod", "amod", "compound", "appos", "flat", "nummod", "det", "dep", "list", "conj"]
)
CLAUSES_OF_NOUNS = frozenset(["acl", "advcl"])
OWNING = ("amod", "compound", "nmod", "det", "flat")
INSIDE = frozenset(["obj", "iobj", "obl", "nmod", "compound"])
RELATIVE = frozenset(["which", "who", "that", "whom"])


def doers(clauses: Clauses, verb: Verb, patterns: Patterns) -> tuple[Mention, ...] | None:
    """The actors in the subject of `verb` (of a passive, whom it happens to); () if it is no actor, None if unknown.

    A verb without a subject has that of the verb it is joined to or completes; a participle has its noun.
    """
    tree = clauses.tree
    if tree is None or tree.tags[verb.at] not in ("VERB", "AUX", "ADJ"):
        return None
    for node in (verb.at, *tree.up(verb.at)):
        relative = tree.deps[node] == "acl:relcl"
        for child in tree.below(node, "nsubj"):
            if clauses.items[child].tag == "PRON" and not relative:
                return None  # `A, B and C said that they would`
            stands_for = relative and clauses.items[child].word in RELATIVE
            return phrase(clauses, tree.heads[node] if stands_for else child, patterns)
        dep = _dep(tree, node)
        if dep == "conj" and node == verb.at and verb.first and _has_own(clauses, verb.first - 1):
            return None  # of `A hit B and C hit D`, C is not hit
        if dep == "acl":
            return None if relative else phrase(clauses, tree.heads[node], patterns)
        by = any(clauses.items[mark].word == "by" for mark in tree.below(node, "mark", "case"))
        if dep not in ("conj", "xcomp", "advcl") or (dep == "advcl" and (by or (node == verb.at and verb.finite))):
            return None
    return None


def _has_own(clauses: Clauses, before: int) -> bool:
    """Whether the word before a verb, or before an aside that ends there, names an actor: `and C, whose D E flies,`."""
    items = clauses.items
    if items[before].tag == ",":
        opens = next((i for i in range(before - 1, max(before - 12, 0), -1) if items[i].tag == ","), None)
        aside = opens is not None and items[opens + 1].tag == "REL"
        return aside and opens is not None and items[opens - 1].tag == "A" and items[opens - 2].tag == "CONJ"
    return items[before].tag == "A"


def phrase(clauses: Clauses, index: int, patterns: Patterns) -> tuple[Mention, ...]:
    """The actors of the noun phrase with the head `index`: `A, B and C`, `A's warplanes`, `dozens of A`."""
    tree, items = clauses.tree, clauses.items
    if tree is None:
        return ()
    found: list[Mention] = []
    for place in [index, *(i for i in tree.below(index, "conj") if town(items, i) == i)]:
        item = items[place]
        if item.mention is not None:
            inside = [*(tree.below(place, "conj") if place != index else []), *tree.below(place, "compound")]
            found += [item.mention, *(m for i in inside if (m := items[i].mention) is not None)]
        elif item.word in patterns.agents or item.tag in ("NUM", "DET"):
            for child in tree.below(place, *OWNING):
                if items[child].mention is not None:
                    found += phrase(clauses, child, patterns)
    return tuple(dict.fromkeys(found))


def subject_of(clauses: Clauses, index: int) -> int | None:
    """The word that the phrase around the noun at `index` is the subject of: `the next round of talks ... is due`."""
    tree = clauses.tree
    if tree is None:
        return None
    for node in (index, *tree.up(index)):
        if _dep(tree, node) == "nsubj":
            return tree.heads[node]
        if _dep(tree, node) not in ("nmod", "conj", "compound"):
            return None
    return None


def clause_subject(clauses: Clauses, index: int, patterns: Patterns) -> tuple[Mention, ...]:
    """The subject of the clause with `that` which the word at `index` takes."""
    tree, items = clauses.tree, clauses.items
    if tree is None:
        return ()
    for clause in tree.below(index, "ccomp", "acl"):
        if any(items[mark].word == "that" for mark in tree.below(clause, "mark")):
            return next((phrase(clauses, child, patterns) for child in tree.below(clause, "nsubj")), ())
    return ()


def undergone(clauses: Clauses, verb: Verb) -> tuple[Mention, ...]:
    """Whose the subject of a passive is: `the port of A was bombed`, `A's embassy was closed`."""
    tree, items = clauses.tree, clauses.items
    subjects = tree.below(verb.at, "nsubj") if tree is not None else []
    for place, item in enumerate(items):
        if item.tag == "A" and item.mention is not None and tree is not None:
            way = [place, *tree.up(place)]
            for child in subjects:
                if child in way and all(_dep(tree, i) in NEAR for i in way[: way.index(child)]):
                    return (item.mention,)
    return ()


def ways(clauses: Clauses, index: int, end: int, wide: bool = False) -> Iterator[tuple[int, tuple[str, ...]]]:
    """The mentions from `index` to `end` that depend on the word before `index`, with the prepositions on the way.

    A `wide` way also leads through clauses that tell more of that word: `an attack that destroyed a house in A`.
    """
    tree, items = clauses.tree, clauses.items
    if tree is None:
        return
    goals = _goals(tree, items, index - 1)
    for place in range(index, end):
        if items[place].tag == "A":
            path = _climb(tree, items, town(items, place), goals, wide)
            if path is not None:
                yield place, path


def _goals(tree: Tree, items: Sequence[Item], start: int) -> set[int]:
    """The word, and those that it is part of, up to the verb: what stands after `hits on` hangs on the verb too."""
    goals, node = {start}, start
    while items[node].tag != "V" and _dep(tree, node) in INSIDE and tree.heads[node] not in (TOP, *goals):
        node = tree.heads[node]
        goals.add(node)
    if items[node].tag == "V" and _dep(tree, node) == "conj":
        goals.add(tree.heads[node])  # `arming and funding A`
    return goals


def _climb(tree: Tree, items: Sequence[Item], start: int, goals: set[int], wide: bool) -> tuple[str, ...] | None:
    """The prepositions from one of `goals` down to `start`, None where another clause lies between."""
    passable = NEAR | CLAUSES_OF_NOUNS if wide else NEAR
    path: list[str] = []
    for node in (start, *tree.up(start)):
        if node in goals:
            return tuple(path)
        dep, _, kind = tree.deps[node].partition(":")
        head = tree.heads[node]
        joins_clauses = dep == "conj" and head != TOP and items[head].tag == "V"
        if dep not in passable or joins_clauses:
            return None
        if dep in ("obl", "nmod") and kind != "poss":
            case = [c for c in tree.below(node, "case") if c < node][-1:]
            words = [items[c].word for c in case]
            left = case[0] - 1 if case and case[0] else node
            if words == ["with"] and items[left].tag == ",":
                return None  # `held talks, with A as host`
            if words == ["by"] and left not in goals and items[left].tag == "V":
                return None  # `reached an agreement mediated by A`
            path[:0] = words
    return None


def _dep(tree: Tree, index: int) -> str:
    return tree.deps[index].partition(":")[0]


def town(items: Sequence[Item], place: int) -> int:
    """The first name of `Yazd, Iran` or `Poltava, Poltava Oblast, Ukraine` that ends at `place`, where it is one."""
    while place > 2 and items[place - 1].tag == "," and place_goes_on(items, place - 1):
        place -= 2
        while place > 1 and items[place].tag == "N" and items[place - 1].tag == "N" and items[place - 1].capital:
            place -= 1
    return place
