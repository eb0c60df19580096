"""Who stands where in the syntax tree: the subject of a verb, and the names that depend on a verb or noun.

Takes clauses with their tree; gives mentions by grammatical place.  Where the tree does not say, it gives None: the
rules over the order of words decide then.
"""

from collections.abc import Sequence

from pipelines.coder.clauses import Clauses, Verb
from pipelines.coder.patterns import Patterns
from pipelines.coder.dependencies import TOP
from pipelines.coder.tagging import Item
from pipelines.coder.types import Mention

NAMED = frozenset(["obj", "iobj", "obl", "nmod", "amod", "compound", "appos", "flat", "nummod", "det", "dep", "list"])
TOLD_BY = frozenset(["acl", "advcl"])
RELATIVE = frozenset(["which", "who", "that", "whom"])
OWNING = ("amod", "compound", "nmod", "det", "flat")
OF = frozenset(["of", "from", "in", "with"])


def doers(clauses: Clauses, verb: Verb, patterns: Patterns) -> tuple[Mention, ...] | None:
    """The actors in the subject of `verb` (of a passive, whom it happens to); () if it is no actor, None if unknown."""
    tree = clauses.tree
    if tree is None or tree.tags[verb.at] not in ("VERB", "AUX", "ADJ"):
        return None
    node, seen = verb.at, {verb.at}
    while True:
        for child in tree.below(node, "nsubj"):
            if clauses.items[child].word in RELATIVE and tree.heads[node] != TOP and tree.deps[node] == "acl:relcl":
                return phrase(clauses, tree.heads[node], patterns)
            return phrase(clauses, child, patterns)
        head, dep = tree.heads[node], tree.deps[node].partition(":")[0]
        if head == TOP or head in seen:
            return None
        if dep == "acl":
            return phrase(clauses, head, patterns) if tree.deps[node] != "acl:relcl" else None
        if dep not in ("conj", "xcomp", "advcl"):
            return None
        seen.add(head)
        node = head


def subject_of(clauses: Clauses, index: int) -> int | None:
    """The word that the phrase around the noun at `index` is the subject of: `the next round of talks ... is due`."""
    tree = clauses.tree
    if tree is None:
        return None
    for node in [index, *tree.up(index)]:
        dep = tree.deps[node].partition(":")[0]
        if dep == "nsubj":
            return tree.heads[node]
        if dep not in ("nmod", "conj", "compound"):
            return None
    return None


def clause_subject(clauses: Clauses, index: int, patterns: Patterns) -> tuple[Mention, ...]:
    """The subject of the clause with `that` which the word at `index` takes."""
    tree, items = clauses.tree, clauses.items
    for clause in tree.below(index, "ccomp", "acl") if tree is not None else []:
        if tree is not None and any(items[mark].word == "that" for mark in tree.below(clause, "mark")):
            for child in tree.below(clause, "nsubj"):
                return phrase(clauses, child, patterns)
    return ()


def undergone(clauses: Clauses, verb: Verb) -> tuple[Mention, ...]:
    """Whose the subject of a passive is: `the port of A was bombed`, `A's embassy was closed`."""
    tree, items = clauses.tree, clauses.items
    if tree is None:
        return ()
    for child in tree.below(verb.at, "nsubj"):
        for place, item in enumerate(items):
            if item.mention is not None and item.tag == "A":
                way = [place, *tree.up(place)]
                steps = way[: way.index(child)] if child in way else None
                if steps is not None and all(tree.deps[i].partition(":")[0] in NAMED for i in steps):
                    return (item.mention,)
    return ()


def phrase(clauses: Clauses, index: int, patterns: Patterns) -> tuple[Mention, ...]:
    """The actors that the noun phrase with the head `index` stands for: `A, B and C`, `A's warplanes`, `dozens of A`."""
    tree, items = clauses.tree, clauses.items
    assert tree is not None
    found: list[Mention] = []
    for place in [index, *tree.below(index, "conj")]:
        item = items[place]
        if item.mention is not None:
            found.append(item.mention)
            found += [m for c in tree.below(place, "conj") if place != index and (m := items[c].mention)]
            found += [m for c in tree.below(place, "compound") if items[c].word != item.word and (m := items[c].mention)]
        elif item.word in patterns.agents or item.tag in ("NUM", "DET"):
            for child in tree.below(place, *OWNING):
                if items[child].mention is not None:
                    found += phrase(clauses, child, patterns)
    return tuple(dict.fromkeys(found))


def ways(clauses: Clauses, index: int, end: int, wide: bool = False) -> list[tuple[int, tuple[str, ...]]]:
    """The mentions from `index` to `end` that depend on the word before `index`, with the prepositions on the way.

    A `wide` way also leads through clauses that tell more of that word: `an attack that destroyed a house in A`.
    """
    tree, items = clauses.tree, clauses.items
    assert tree is not None
    anchors = {index - 1}
    node = index - 1
    while items[node].tag != "V" and tree.deps[node].partition(":")[0] in ("obj", "obl", "nmod", "compound", "iobj"):
        node = tree.heads[node]
        if node == TOP or node in anchors:
            break
        anchors.add(node)
    if node != TOP and items[node].tag == "V" and tree.deps[node] == "conj":
        anchors.add(tree.heads[node])
    found = []
    for place in range(index, end):
        if items[place].mention is None or items[place].tag != "A":
            continue
        cur, path = _town(items, place), list[str]()
        for _ in range(len(items)):
            if cur in anchors:
                found.append((place, tuple(path)))
                break
            dep, _, kind = tree.deps[cur].partition(":")
            if dep in ("obl", "nmod") and kind != "poss":
                case = [items[c].word for c in tree.below(cur, "case") if c < cur]
                path[:0] = case[-1:]
            elif dep == "conj" and tree.heads[cur] != TOP and items[tree.heads[cur]].tag == "V":
                break
            elif dep not in NAMED and dep != "conj" and not (wide and dep in ("acl", "advcl")):
                break
            cur = tree.heads[cur]
            if cur == TOP:
                break
    return found


def _town(items: Sequence[Item], place: int) -> int:
    """The first name of `Yazd, Iran` or `Poltava, Poltava Oblast, Ukraine` that ends at `place`, where it is one."""
    while place > 2 and items[place - 1].tag == "," and place_goes_on(items, place - 1):
        place -= 2
        while place > 1 and items[place].tag == "N" and items[place - 1].tag == "N" and items[place - 1].capital:
            place -= 1
    return place


def place_goes_on(items: Sequence[Item], index: int) -> bool:
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
    return place > index + 1 and items[place].tag == "," and place_goes_on(items, place)
