"""Names, phrases and pronouns in, actors out: who is meant, by which rule, or which candidates are left.

It keeps what the article has said so far (`Memory`) and asks the lexicon.  Every answer names its rule; where no rule
decides, the answer has no actor and the candidates stand beside it.  It never picks among equals.
"""

import re
from collections import Counter, deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache, lru_cache
from typing import NamedTuple

from pipelines.coder.lexicon import Alias, Lexicon, Role, surname_forms
from pipelines.coder.tokens import fold, name_words
from pipelines.coder.types import MetActor

_REMEMBERED = 300  # mentions: further back no phrase looks
_NAMES = 10_000  # whose forms are kept at hand
_LATELY = timedelta(days=3 * 365)
_HISTORY = timedelta(days=20 * 365)  # who left office longer ago is named in full first
_KIND_ORDER = ("cty", "gov", "org", "grp", "per", "mil", "reg", "met")


class Resolution(NamedTuple):
    """The actors meant (none: unresolved), the rule that decided, how sure it is, and who else could be meant."""

    actor_ids: tuple[str, ...]
    rule: str
    confidence: float
    candidates: tuple[str, ...] = ()


UNRESOLVED = Resolution((), "unresolved", 0.0)
RELATIONAL = Resolution((), "relational", 0.0)  # `Assad's opponents`: nobody whom we know, but not Assad

NOBODY = Resolution((), "nobody_known", 0.0)  # `several countries`: somebody, but nobody whom we could name


class Seen(NamedTuple):
    """A resolved mention, as later phrases look back at it."""

    start: int
    end: int
    sentence_no: int
    actor_ids: tuple[str, ...]
    kind: str  # of the actor: cty gov per grp org mil reg met set
    mention_type: str
    number: str  # person people body, as the phrase put it; empty for names
    organisation: str  # of the role phrase; empty for names
    is_place: bool = False  # `in Iran`


class Pair(NamedTuple):
    """Two actors that a sentence joins."""

    actor_ids: tuple[str, str]
    is_people: bool
    sentence_no: int
    end: int  # of the second one
    is_outside: bool  # they mediate, host, urge: others are meant by `the two sides`


@dataclass(slots=True)
class Memory:
    """What one article has said."""

    lexicon: Lexicon
    day: date | None
    named: set[str] = field(default_factory=set)  # actors with an unambiguous name anywhere in the article
    countries: Counter[str] = field(default_factory=Counter)  # countries named anywhere in the article
    met: dict[str, MetActor] = field(default_factory=dict)
    surnames: dict[str, dict[str, None]] = field(default_factory=dict)  # of people whose full name the article has
    history: deque[Seen] = field(default_factory=lambda: deque(maxlen=_REMEMBERED))
    ends: set[int] = field(default_factory=set)  # where the resolved mentions end
    pairs: list[Pair] = field(default_factory=list)  # named together, oldest first
    listed: int = -1  # where a list (`A, B and C`) has come to
    topic: list[Seen] = field(default_factory=list)  # whom the headline names, else the first sentence
    speakers: dict[int, str] = field(default_factory=dict)  # sentence -> who speaks in it
    titles: dict[str, set[str]] = field(default_factory=dict)  # person -> offices that the article gives him
    met_by_name: dict[str, str] = field(default_factory=dict)  # folded full name -> met actor
    people: dict[str, None] = field(default_factory=dict)  # whose full name the article has
    order: dict[str, int] = field(default_factory=dict)  # actor or country -> which of all the article named it
    gender: dict[str, str] = field(default_factory=dict)  # person -> he or she

    def country(self, actor_id: str) -> str | None:
        """The country of a known or met actor."""
        met = self.met.get(actor_id)
        return met.country if met else self.lexicon.country(actor_id)

    def sector(self, actor_id: str) -> str | None:
        """The sector of a known or met actor."""
        met = self.met.get(actor_id)
        return met.sector if met else self.lexicon.actors[actor_id].sector

    def kind(self, actor_id: str) -> str:
        """person, group, country ... of a known or met actor."""
        met = self.met.get(actor_id)
        return met.kind if met else self.lexicon.actors[actor_id].kind

    def name(self, actor_id: str) -> str:
        """The canonical name of a known or met actor."""
        met = self.met.get(actor_id)
        return met.actor if met else self.lexicon.actors[actor_id].actor

    def is_single_name(self, actor_id: str) -> bool:
        """Whether a person has but one name: `Faisal`, a king; `Francis`, a pope."""
        return actor_id[:4] == "per:" and " " not in self.lexicon.actors[actor_id].actor

    def given_name(self, actor_id: str) -> str:
        """The first word of a person's name, folded."""
        met = self.met.get(actor_id)
        return fold(met.actor.split()[0]) if met else self.lexicon.given_name.get(actor_id, "")

    def gender_of(self, actor_id: str) -> str | None:
        """`he` or `she`, where the article or a woman's first name tells."""
        is_woman = self.given_name(actor_id) in self.lexicon.words["she_name"]
        return self.gender.get(actor_id) or ("she" if is_woman else None)

    def note_first(self, actor_id: str) -> None:
        """The article names this actor for the first time."""
        for key in (actor_id, self.country(actor_id) or ""):
            self.order.setdefault(key, len(self.order))

    def first_named(self, actor_id: str) -> int:
        """When the article first named this actor or, for a state, anything of its country."""
        country = self.country(actor_id) if actor_id.startswith(("cty:", "gov:")) else None
        return self.order.get(country or actor_id, len(self.order))

    def of_sentence(self, no: int) -> list[Seen]:
        """What sentence `no` has named so far, in the order in which it was read."""
        found: list[Seen] = []
        for seen in reversed(self.history):
            if seen.sentence_no < no:
                break
            if seen.sentence_no == no:
                found.append(seen)
        found.reverse()
        return found

    def note_named(self, actor_id: str, text: str) -> None:
        """The article names this actor beyond doubt."""
        actor = self.lexicon.actors[actor_id]
        self.named.add(actor_id)
        if actor.country:
            self.countries[actor.country] += 1
        if actor.kind == "person":
            self.know_person(actor_id, text)

    def know_person(self, actor_id: str, full_name: str) -> None:
        """From now on the surname alone names this person."""
        self.people[actor_id] = None
        for form in (*surname_forms(full_name), *self.lexicon.forms_of.get(actor_id, ())):
            self.surnames.setdefault(form, {})[actor_id] = None

    def meet(self, name: str, kind: str, country: str | None, sector: str | None) -> str:
        """Note an actor that the dictionary lacks; the same name in the same country is the same actor."""
        slug, folded = _forms(name)
        actor_id = f"met:{country}-{slug}" if country else f"met:{slug}"
        self.met.setdefault(actor_id, MetActor(actor_id, name, kind, country, sector))
        self.met_by_name.setdefault(folded, actor_id)
        return actor_id


@lru_cache(maxsize=_NAMES)
def _forms(name: str) -> tuple[str, str]:
    """A name as a part of an id, and as names are compared."""
    slug = re.sub(r"[^a-z0-9]+", "-", " ".join(fold(part) for part in name.split())).strip("-")
    return slug, " ".join(word.folded for word in name_words(name))


def resolve_name(aliases: Sequence[Alias], memory: Memory) -> tuple[Resolution, str]:
    """Whom a name of the dictionary means, and the mention type; the type is empty where the name does not stand."""
    if len(aliases) == 1 and aliases[0].scope != "context":
        return _only_meaning(aliases[0])
    standing = [alias for alias in aliases if alias.scope != "context" or _has_context(alias.actor_id, memory)]
    if not standing:
        return UNRESOLVED, ""
    ids = list(dict.fromkeys(alias.actor_id for alias in standing))
    chosen, rule = _decide(ids, memory)
    plain = {alias.actor_id for alias in standing if alias.scope != "context"}
    if chosen is None and len(plain) == 1:
        chosen, rule = plain.pop(), "usual_meaning"
    elif chosen in plain and rule == "dictionary" and any(alias.actor_id != chosen for alias in aliases):
        rule = "usual_meaning"
    if chosen is None:
        return Resolution((), "ambiguous", 0.0, tuple(ids)), standing[0].alias_type
    alias = next(alias for alias in standing if alias.actor_id == chosen)
    mention_type = "group" if chosen.startswith("reg:") else alias.alias_type
    confidence = 0.65 if rule == "usual_meaning" else 0.95 if rule == "dictionary" and alias.scope == "" else 0.85
    return Resolution((chosen,), rule, confidence), mention_type


@cache
def _only_meaning(alias: Alias) -> tuple[Resolution, str]:
    sure = 0.85 if alias.scope else 0.95
    meaning = Resolution((alias.actor_id,), "dictionary", sure)
    return meaning, "group" if alias.actor_id.startswith("reg:") else alias.alias_type


def _has_context(actor_id: str, memory: Memory) -> bool:
    country = memory.lexicon.country(actor_id)
    return actor_id in memory.named or (country is not None and country in memory.countries)


def _decide(ids: list[str], memory: Memory) -> tuple[str | None, str]:
    """The one of `ids` that the article's context singles out."""
    if len(ids) == 1:
        return ids[0], "dictionary"
    day = memory.day
    tests: tuple[tuple[str, Callable[[str], bool]], ...] = (
        ("named_in_article", lambda i: i in memory.named),
        ("in_office", lambda i: day is not None and memory.lexicon.in_office(i, day)),
        ("country_in_article", lambda i: memory.country(i) in memory.countries),
    )
    for rule, test in tests:
        kept = [i for i in ids if test(i)]
        if len(kept) == 1:
            return kept[0], rule
        ids = kept or ids
    if len({memory.country(i) for i in ids}) == 1 and len({i[:3] for i in ids}) == len(ids):
        return min(ids, key=lambda i: _KIND_ORDER.index(i[:3])), "same_country"
    counts = sorted(ids, key=lambda i: -memory.countries[memory.country(i) or ""])
    first, second = (memory.countries[memory.country(i) or ""] for i in counts[:2])
    if first >= 3 * max(second, 1):
        return counts[0], "country_of_article"
    return None, "ambiguous"


def _left_office_lately(actor_id: str, memory: Memory) -> bool:
    day = memory.day
    ends = [t.valid_to for t in memory.lexicon.tenures.get(actor_id, ()) if t.valid_to is not None]
    return day is not None and any(end <= day < end + _LATELY for end in ends)


def _is_history(actor_id: str, memory: Memory) -> bool:
    """Whether the last office that is known of a person ended decades before the article."""
    day, tenures = memory.day, memory.lexicon.tenures.get(actor_id, ())
    return day is not None and bool(tenures) and all(t.valid_to and t.valid_to + _HISTORY < day for t in tenures)


def stands_alone(actor_id: str, name: str, memory: Memory, title: Role | None) -> bool:
    """Whether the one-word name of a person (`Faisal`, `Francis`) means him here, behind `title` or bare."""
    tenures = memory.lexicon.tenures.get(actor_id, ())
    if title is not None:
        return title.scope != "title" and any(tenure.role in title.offices for tenure in tenures)
    if actor_id in memory.named:
        return True
    if name in memory.lexicon.shared_names:
        return False
    return memory.lexicon.country(actor_id) in memory.countries


def resolve_given_name(name: str, memory: Memory) -> Resolution:
    """`Prince Faisal`: the one person of this given name whom the article names in full."""
    here = [i for i in memory.people if memory.given_name(i) == name]
    return Resolution((here[0],), "given_name_in_article", 0.85) if len(here) == 1 else UNRESOLVED


def resolve_surname(form: str, memory: Memory, titled: bool = False) -> Resolution:
    """Whom a surname alone means: whose full name the article has, else the one office holder of that name.

    `titled`: a title stands before it, so that it is a person's name for sure.
    """
    here = list(memory.surnames.get(form, ()))
    if len(here) == 1:
        return Resolution((here[0],), "full_name_in_article", 0.95)
    if here:
        recent = [seen.actor_ids[0] for seen in reversed(memory.history) if seen.actor_ids[0] in here]
        if recent:
            return Resolution((recent[0],), "last_of_that_name", 0.7)
        return Resolution((), "ambiguous", 0.0, tuple(here))
    bearers = list(memory.lexicon.surnames.get(form, ()))
    if form in memory.lexicon.shared_names:
        bearers = [i for i in bearers if not _is_history(i, memory)]
    if not titled:
        if form in memory.lexicon.given_names or len(form) < 3:
            return UNRESOLVED
        bearers = [i for i in bearers if (form, i) not in memory.lexicon.common_surnames]
    if not bearers:
        return UNRESOLVED
    near = [i for i in bearers if memory.country(i) in memory.countries]
    if memory.day is not None:
        holders = [i for i in bearers if memory.lexicon.in_office(i, memory.day)]
        local = [i for i in holders if i in near]
        if len(local) == 1:
            return Resolution((local[0],), "office_holder_of_country", 0.85)
        if len(holders) == 1:
            return Resolution((holders[0],), "office_holder", 0.75)
        if holders:
            return Resolution((), "ambiguous", 0.0, tuple(local or holders))
        recent = [i for i in bearers if _left_office_lately(i, memory)]
        if len(recent) == 1:
            return Resolution((recent[0],), "left_office_lately", 0.7)
    if len(near) == 1:
        return Resolution((near[0],), "country_in_article", 0.7)
    if near:
        return Resolution((), "ambiguous", 0.0, tuple(near))
    return UNRESOLVED
