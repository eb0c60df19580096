"""A sentence's syntax tree over its items: who depends on whom, and the way from a name to a word that tells an event.

Takes the items of `clauses` and the parse of the same text; writes each item's head, relation and part of speech
(Universal Dependencies), and climbs from item to item.  A mention is one item; its head is that of its highest word.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from pipelines.coder.syntax import Parse
from pipelines.coder.tagging import Item

TOP = -1  # the head of a root, and of what hangs on words that are left out


@dataclass(slots=True)
class Tree:
    """For each item: the index of its head, or TOP, its relation to it, its part of speech, and its dependents.

    What the parse leaves out has no part of speech.
    """

    heads: list[int]
    deps: list[str]
    tags: list[str]
    children: list[list[int]] = field(default_factory=list)

    def up(self, index: int) -> list[int]:
        """The items above `index`, nearest first."""
        way: list[int] = []
        while (index := self.heads[index]) != TOP and index not in way:
            way.append(index)
        return way

    def below(self, index: int, *deps: str) -> list[int]:
        """The dependents of `index` in one of these relations, subtypes included."""
        return [c for c in self.children[index] if self.deps[c].partition(":")[0] in deps]


def plant(items: Sequence[Item], parse: Parse, shift: int) -> Tree:
    """The tree of `parse` over `items`, which are made of the same words; some words may be left out.

    The offsets of the items are greater by `shift`.
    """
    owner, above = _owners(items, parse, shift), parse.head
    size = Counter(owner)
    heads, deps, tags = [TOP] * len(items), ["root"] * len(items), [""] * len(items)
    children: list[list[int]] = [[] for _ in items]
    for word, index in enumerate(owner):
        if index == TOP or (size[index] > 1 and index in map(owner.__getitem__, _above(parse, word))):
            continue  # not the highest of its item
        head = above[word]
        while head != TOP and owner[head] == TOP:
            head = above[head]
        tags[index], deps[index], heads[index] = parse.pos[word], parse.dep[word], owner[head] if head != TOP else TOP
    for index, head in enumerate(heads):
        if head != TOP:
            children[head].append(index)
    return Tree(heads, deps, tags, children)


def _above(parse: Parse, word: int) -> Iterator[int]:
    while (word := parse.head[word]) != TOP:
        yield word


def _owners(items: Sequence[Item], parse: Parse, shift: int) -> list[int]:
    """For each word of the parse the item in which it begins, or TOP."""
    spans = [(item.start - shift, item.end - shift) for item in items]
    found, place = [], 0
    for start in parse.start:
        while place < len(spans) and spans[place][1] <= start:
            place += 1
        found.append(place if place < len(spans) and spans[place][0] <= start else TOP)
    return found
