"""What an edit of the dictionary can touch: the words that an article must hold to be read otherwise than before.

Takes the knowledge before and after, as folders; gives `Touched`, which is asked of the words of an article.  The coder
is a pure function of article and knowledge, and meets the dictionary by words that stand in the article and by actors
that those lead to.  So an article that holds no name of anything near the edit is coded as it was.

What is near an actor: its country and the bodies that it serves, everyone of these, what those serve, and everyone
there.  No phrase of an article leads further from a name.  Wherever that is not sure, `touched` says everything.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from pipelines.coder.coder import KNOWLEDGE
from pipelines.coder.layers import COLUMNS
from pipelines.coder.lexicon import Lexicon, load_lexicon
from pipelines.coder.tokens import name_words

Key = TypeVar("Key", str, tuple[str, str])
Phrase = frozenset[str]  # folded words, all of which the article holds

NARROWED = frozenset(("actors", "aliases", "affiliations", "places", "localities"))  # an edit elsewhere touches all
_FAR = 4  # links from an actor: its country, its people, their other bodies, the people of these
_COUNTRY = re.compile(r"[a-z]+:([A-Z]{3})(?:-|$)")  # of gov:IRN, org:IRN-police


@dataclass(frozen=True)
class Touched:
    """The phrases by which an article may come to what was edited."""

    phrases: frozenset[Phrase]
    _by_word: dict[str, list[Phrase]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        by_word: dict[str, list[Phrase]] = defaultdict(list)
        for phrase in self.phrases:
            by_word[max(phrase, key=lambda word: (len(word), word))].append(phrase)  # long words are rare
        object.__setattr__(self, "_by_word", dict(by_word))

    def concerns(self, text: str) -> bool:
        """Whether an article of this text may be coded otherwise than before."""
        words = {word.folded for word in name_words(text)}
        return any(phrase <= words for word in self._by_word.keys() & words for phrase in self._by_word[word])


def touched(before: Sequence[Path], after: Sequence[Path]) -> Touched | None:
    """What the step from one knowledge to another touches, each given as `seeds` and the user's folders; None: all.

    Raises KnowledgeError for a table that cannot be used.
    """
    if any(_bytes(before, name) != _bytes(after, name) for name in (*KNOWLEDGE, *COLUMNS) if name not in NARROWED):
        return None
    old, new = (load_lexicon(*folders) for folders in (before, after))
    phrases = set(_words_that_changed(old, new))
    near = _near(_actors_that_changed(old, new), _links(old, new))
    for lexicon in (old, new) if near else ():
        phrases.update(phrase for node, phrase in _names(lexicon) if node in near)
    return Touched(frozenset(phrase for phrase in phrases if phrase))


def _bytes(folders: Sequence[Path], name: str) -> list[bytes]:
    paths = (folder / f"{name}.csv" for folder in folders)
    return [path.read_bytes() for path in paths if path.is_file()]


def _words_that_changed(old: Lexicon, new: Lexicon) -> Iterator[Phrase]:
    """Words and names under which the dictionary says something else."""
    yield from map(frozenset, old.names.differences(new.names))
    forms = _changed(old.surnames, new.surnames)
    forms |= {form for form, _ in old.common_surnames ^ new.common_surnames}
    forms |= (old.given_names ^ new.given_names) | (old.shared_names ^ new.shared_names)
    yield from (frozenset(form.split()) for form in forms)  # `forms_of` is `surnames` by person
    offices = _changed(old.places, new.places)
    for lexicon in (old, new) if offices else ():
        for phrase, role in lexicon.roles.entries():
            if not offices.isdisjoint(role.offices):
                yield frozenset(phrase)


def _actors_that_changed(old: Lexicon, new: Lexicon) -> set[str]:
    """Actors and bodies of which the dictionary says something else."""
    found = _changed(old.actors, new.actors) | _changed(old.given_name, new.given_name)
    found |= _changed(old.tenures, new.tenures) | _changed(old.members, new.members) | _changed(old.heads, new.heads)
    return found | {organisation for organisation, _ in _changed(old.offices, new.offices)}


def _changed(old: Mapping[Key, object], new: Mapping[Key, object]) -> set[Key]:
    ours, theirs = ({key: repr(value) for key, value in each.items()} for each in (old, new))
    return {key for key in ours.keys() | theirs.keys() if ours.get(key) != theirs.get(key)}


def _links(*lexicons: Lexicon) -> dict[str, set[str]]:
    """What belongs together, both ways: actors, the bodies that they serve, countries (as bare codes)."""
    links: dict[str, set[str]] = defaultdict(set)

    def link(one: str, *others: str | None) -> None:
        for other in filter(None, others):
            links[one].add(other)
            links[other].add(one)

    for lexicon in lexicons:
        for actor in lexicon.actors.values():
            own = _COUNTRY.match(actor.actor_id)
            link(actor.actor_id, actor.country, own[1] if own else None)
        for actor_id, tenures in lexicon.tenures.items():
            for tenure in tenures:
                own = _COUNTRY.match(tenure.organisation_id)
                link(actor_id, tenure.organisation_id, tenure.country)
                link(tenure.organisation_id, own[1] if own else None)
    return links


def _near(starts: Iterable[str], links: Mapping[str, Set[str]]) -> set[str]:
    near = edge = set(starts)
    for _ in range(_FAR):
        edge = {other for node in edge for other in links.get(node, ())} - near
        near = near | edge
    return near


def _names(lexicon: Lexicon) -> Iterator[tuple[str, Phrase]]:
    """Everything in a text that leads to an actor by itself: names, surnames, and offices that are only held there."""
    for name, alias in lexicon.names.entries():
        yield alias.actor_id, frozenset(name)
    for form, people in lexicon.surnames.items():
        for actor_id in people:
            yield actor_id, frozenset(form.split())
    for phrase, role in lexicon.roles.entries():
        places = {place for office in role.offices for place in lexicon.places.get(office, ())}
        if len(places) == 1:  # `the supreme leader`
            yield places.pop(), frozenset(phrase)
