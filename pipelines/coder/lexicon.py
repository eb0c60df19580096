"""What the coder knows of actors: `seeds/` in, one frozen Lexicon out, asked by id, by name and by office and day.

It takes the CSVs actors, aliases, affiliations, roles, role_modifiers, places, localities and reference_words.  It
never looks at an article and never guesses: where several actors bear a name, all of them are given.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

from pipelines.coder.index import PARTICLES, Index
from pipelines.coder.layers import OFF, day, read_layers
from pipelines.coder.pieces import Piece, hinted_pieces
from pipelines.coder.tokens import Pieces, name_words
from pipelines.tables import Row, read_table

_NAMES = 10_000  # whose forms are kept at hand
_UNIONS = {  # classes of reference words that are asked together
    "pronoun": ("he", "she", "they", "it"),
    "noun": ("group_noun", "country_noun"),
    "set_number": ("set_number_2", "set_number_3", "set_number_4"),
    "set_word": ("set_word_2", "set_word_3"),
    "set_start": ("set_number", "set_rival", "set_neither", "set_some", "article"),
    "named_thing": ("place_noun", "organisation_noun"),
    "set_noun": ("set_country", "set_person", "set_group", "set_word", "set_single"),
    "never_name": ("not_name", "calendar"),
    "locality_noun": ("place_noun", "region_noun"),
}


@dataclass(frozen=True, slots=True)
class Actor:
    """An actor of the dictionary."""

    actor_id: str
    actor: str
    kind: str  # country government organisation group person region
    country: str | None  # ISO 3166 alpha-3
    sector: str | None


@dataclass(frozen=True, slots=True, eq=False)
class Alias:
    """One way to name an actor.

    `scope`: empty (anywhere), context (only where the text names the actor or its country otherwise), homonym
    (not beside other name words), modifier (only as part of a longer phrase).  Surnames
    are kept apart: surname (adds to the rule of `surname_forms`), family (replaces it), after_full_name.
    """

    actor_id: str
    # name alias metonym demonym; place: no actor, though its words look like one (Gulf of Oman); locality: a town or
    # region, which stands for its country only as where something happens
    alias_type: str
    scope: str


@dataclass(frozen=True, slots=True)
class Affiliation:
    """A tenure, half open: `valid_from <= day < valid_to`; None where the bound is unknown or open."""

    actor_id: str
    organisation_id: str
    role: str
    office: str  # head_of_state head_of_government both, or empty
    country: str | None
    sector: str | None
    valid_from: date | None
    valid_to: date | None

    def covers(self, day: date) -> bool:
        """Whether the tenure runs on `day`."""
        return (self.valid_from is None or self.valid_from <= day) and (self.valid_to is None or day < self.valid_to)


@dataclass(frozen=True, slots=True)
class Role:
    """A role phrase: `offices` are the affiliation roles that it may mean, or one of the classes that start with @."""

    phrase: str
    sector: str | None
    organisation: str
    is_head: bool
    offices: tuple[str, ...]
    number: str  # person people body
    scope: str  # empty, with_country, title, kin, alone, bare (needs no article)


@dataclass(frozen=True)
class Lexicon:
    """The dictionary, ready to be asked."""

    actors: dict[str, Actor]
    names: Index[Alias]
    surnames: dict[str, tuple[str, ...]]  # folded surname -> persons
    common_surnames: frozenset[tuple[str, str]]  # (surname, person): also an everyday word, so only after the full name
    roles: Index[Role]
    modifiers: Index[tuple[str, str | None]]  # effect, sector
    pieces: Pieces[Piece]
    words: dict[str, frozenset[str]]  # classes of grammar words: pronouns, set nouns, verbs of saying, ...
    forms_of: dict[str, tuple[str, ...]]  # person -> his surnames
    given_name: dict[str, str]  # person -> first word of his name, folded
    given_names: frozenset[str]
    shared_names: frozenset[str]  # single names that more than one person bears, as given name or surname
    tenures: dict[str, tuple[Affiliation, ...]]  # by actor
    offices: dict[tuple[str, str], tuple[Affiliation, ...]]  # by (organisation, role)
    members: dict[str, tuple[Affiliation, ...]]  # by organisation
    role_of_office: dict[str, Role]  # affiliation role -> the phrase for it
    places: dict[str, frozenset[str]]  # role -> organisations that ever had it
    heads: dict[str, tuple[Affiliation, ...]]  # heads of state and government, by organisation

    def holders(self, organisation_id: str, offices: Iterable[str], day: date | None) -> tuple[str, ...]:
        """Who holds the first of `offices` that is held on `day`; without a day, whoever ever held any of them."""
        found: dict[str, None] = {}
        for office in offices:
            if office.startswith("@"):
                tenures = self.heads.get(organisation_id, ())
                rank = office[1:]
                wanted = [t for t in tenures if (t.office in (rank, "both") or rank == "leader")]
            else:
                wanted = list(self.offices.get((organisation_id, office), ()))
            for tenure in wanted:
                if day is None or tenure.covers(day):
                    found[tenure.actor_id] = None
            if found and day is not None:  # a state with a foreign minister may have a foreign secretary below him
                break
        return tuple(found)

    def person_named(self, name: str) -> str | None:
        """The one person whose full name this is."""
        words = name_words(name)
        length, aliases = self.names.longest(words, 0)
        people = {alias.actor_id for alias in aliases if alias.actor_id.startswith("per:")}
        return people.pop() if length == len(words) and len(people) == 1 else None

    def in_office(self, actor_id: str, day: date | None) -> bool:
        """Whether the person holds any office on `day` (without a day: ever held one)."""
        return any(day is None or tenure.covers(day) for tenure in self.tenures.get(actor_id, ()))

    def country(self, actor_id: str) -> str | None:
        """The country of a known actor."""
        actor = self.actors.get(actor_id)
        return actor.country if actor else None


@lru_cache(maxsize=_NAMES)
def surname_forms(name: str) -> tuple[str, ...]:
    """The folded forms by which news calls the bearer of a full name after the first time.

    `Hossein Amir-Abdollahian` -> amir abdollahian, abdollahian; `Badr bin Hamad Al Busaidi` -> busaidi, al busaidi;
    `Cho Tae-yong`, whose given name is the last -> cho.
    """
    parts = [part for part in name.split() if part.rstrip(".") not in ("Jr", "Sr", "II", "III", "IV")]
    if len(parts) < 2:
        return (" ".join(word.folded for word in name_words(name)),)
    if parts[-1].partition("-")[2][:1].islower() and parts[-1][0].isupper():
        parts.reverse()
    last = [word.folded for word in name_words(parts[-1])]
    forms = [" ".join(last)]
    if len(last) > 1 and len(last[-1]) > 3:
        forms.append(last[-1])
    before = parts[-2].lower()
    if before in PARTICLES:
        forms.append(" ".join([before, *last]))
    return tuple(form for form in forms if len(form) > 1)


def load_lexicon(seeds: Path, *folders: Path) -> Lexicon:
    """Read the dictionary from the folder `seeds`, and over it the user's `folders` of tables of actors.

    Raises KnowledgeError for a table that cannot be used.
    """
    tables = read_layers(seeds, folders)
    actors = {
        row["actor_id"]: Actor(
            row["actor_id"], row["actor"], row["kind"], row["country"] or None, row["sector"] or None
        )
        for row in _cells(tables["actors"])
    }
    names: Index[Alias] = Index()
    surnames: dict[str, dict[str, None]] = defaultdict(dict)
    scoped: dict[str, str] = {}  # canonical names whose use the alias table restricts
    family: set[str] = set()
    late: set[tuple[str, str]] = set()
    spellings: dict[str, list[str]] = defaultdict(list)
    disabled: set[tuple[str, str]] = set()  # (surname, person)
    for row in _cells(tables["aliases"]):
        actor_id, alias, scope = row["actor_id"], row["alias"], row["scope"]
        if alias == actors[actor_id].actor:
            scoped[actor_id] = scope
        if scope == OFF:
            disabled.update((form, actor_id) for form in _forms(alias))
        elif scope in ("surname", "family", "after_full_name"):
            for form in _forms(alias):
                surnames[form][actor_id] = None
                if scope == "after_full_name":
                    late.add((form, actor_id))
            if scope == "family":
                family.add(actor_id)
        else:
            names.add(alias, Alias(actor_id, row["alias_type"] or "alias", scope))
            if actors[actor_id].kind == "person" and " " in alias:
                spellings[actor_id].append(alias)
    given: dict[str, str] = {}
    for actor in actors.values():
        if actor.actor_id not in scoped:
            names.add(actor.actor, Alias(actor.actor_id, "name", ""))
        if actor.kind == "person":
            given[actor.actor_id] = name_words(actor.actor)[0].folded
            if actor.actor_id not in family:
                for spelling in (actor.actor, *spellings[actor.actor_id]):
                    for form in surname_forms(spelling):
                        if (form, actor.actor_id) not in disabled:
                            surnames[form][actor.actor_id] = None
    for row in _cells(read_table(seeds / "places.csv", ("place",), ("place",))):
        names.add(row["place"], Alias("", "place", ""))
    for row in _cells(read_table(seeds / "localities.csv", ("locality", "country"), ("locality", "country"))):
        names.add(row["locality"], Alias(f"cty:{row['country']}", "locality", ""))
    called: dict[str, set[str]] = defaultdict(set)
    for actor_id, name in given.items():
        called[name].add(actor_id)
    forms_of: dict[str, list[str]] = defaultdict(list)
    for form, bearers in surnames.items():
        for actor_id in bearers:
            forms_of[actor_id].append(form)
            called[form].add(actor_id)
    roles: Index[Role] = Index()
    role_of_office: dict[str, Role] = {}
    for row in _cells(tables["roles"]):
        offices = tuple(row["office"].split("|")) if row["office"] else ()
        is_head = row["is_head"] == "true"
        role = Role(
            row["phrase"],
            row["sector"] or None,
            row["organisation"],
            is_head,
            offices,
            row["number"],
            row["scope"],
        )
        roles.add(role.phrase, role)
        for office in offices:
            if office == role.phrase or office not in role_of_office:
                role_of_office[office] = role
    modifiers: Index[tuple[str, str | None]] = Index()
    for row in _cells(tables["role_modifiers"]):
        modifiers.add(row["modifier"], (row["effect"], row["sector"] or None))
    words: dict[str, set[str]] = defaultdict(set)
    for row in _cells(read_table(seeds / "reference_words.csv", ("word", "class"), ("word", "class"))):
        words[row["class"]].add(row["word"])
    for name, classes in _UNIONS.items():
        words[name] = set().union(*(words[part] for part in classes))
    words["group_start"] = words["set_start"].union(modifiers.first_words)
    words["set_second"] = words["group_start"].union(words["set_word"])
    tenures: dict[str, list[Affiliation]] = defaultdict(list)
    offices_at: dict[tuple[str, str], list[Affiliation]] = defaultdict(list)
    heads: dict[str, list[Affiliation]] = defaultdict(list)
    members: dict[str, list[Affiliation]] = defaultdict(list)
    role_places: dict[str, set[str]] = defaultdict(set)
    starts: dict[tuple[str, str], list[date]] = defaultdict(list)
    for line in tables["affiliations"]:
        if start := day(line, "valid_from"):
            starts[line.cells["organisation_id"], line.cells["role"]].append(start)
    for line in tables["affiliations"]:
        row = line.cells
        tenure = Affiliation(
            row["actor_id"],
            row["organisation_id"],
            row["role"],
            row["office"],
            row["country"] or None,
            row["sector"] or None,
            day(line, "valid_from"),
            _end(line, starts[row["organisation_id"], row["role"]]),
        )
        tenures[tenure.actor_id].append(tenure)
        offices_at[tenure.organisation_id, tenure.role].append(tenure)
        members[tenure.organisation_id].append(tenure)
        role_places[tenure.role].add(tenure.organisation_id)
        if tenure.office:
            heads[tenure.organisation_id].append(tenure)
    return Lexicon(
        actors=actors,
        names=names,
        surnames={form: tuple(ids) for form, ids in surnames.items()},
        common_surnames=frozenset(late),
        roles=roles,
        modifiers=modifiers,
        pieces=hinted_pieces(names, roles, words),
        words={name: frozenset(members) for name, members in words.items()},
        forms_of={actor_id: tuple(forms) for actor_id, forms in forms_of.items()},
        given_name=given,
        given_names=frozenset(given.values()),
        shared_names=frozenset(name for name, bearers in called.items() if len(bearers) > 1),
        tenures={key: tuple(rows) for key, rows in tenures.items()},
        offices={key: tuple(rows) for key, rows in offices_at.items()},
        members={key: tuple(rows) for key, rows in members.items()},
        role_of_office=role_of_office,
        places={role: frozenset(places) for role, places in role_places.items()},
        heads={key: tuple(rows) for key, rows in heads.items()},
    )


def _forms(alias: str) -> tuple[str, ...]:
    words = [word.folded for word in name_words(alias)]
    forms = [" ".join(words)]
    if len(words) > 1 and (words[0] in PARTICLES or "-" in alias) and len(words[-1]) > 3:
        forms.append(words[-1])
    return tuple(forms)


def _end(line: Row, starts: Iterable[date]) -> date | None:
    """When the tenure of an affiliation ends; who was but last seen in office stays until the next one is there."""
    end = day(line, "valid_to")
    if end is None or line.cells["precision"] != "seen":
        return end
    since = day(line, "valid_from") or end
    following = min((start for start in starts if start > since), default=None)
    return max(following, end) if following else None


def _cells(rows: Iterable[Row]) -> Iterator[dict[str, str]]:
    return (row.cells for row in rows)
