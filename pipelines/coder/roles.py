"""Role phrases of one sentence in, the people and bodies they mean out.

Who holds the office on the article's day, who is named beside it, whose counterpart or wife it is; and people whom the
dictionary lacks, met by their role.  It never answers from the name of an office alone when the country is unknown.
"""

from pipelines.coder.antecedents import ARMED, last_called, resolve_pronoun
from pipelines.coder.descriptors import RELATION, Descriptor, Span
from pipelines.coder.lexicon import Role
from pipelines.coder.names import NEVER_TITLES, Chunk, Hit
from pipelines.coder.resolve import NOBODY, RELATIONAL, UNRESOLVED, Resolution
from pipelines.coder.whereabouts import FAR, STATES, CountryReader

_PAST = frozenset(("former", "then", "late", "exiled"))
_OF_STATE = ("government", "mil", "mod", "mfa", "presidency", "parliament", "court", "police", "intelligence", "local")
_FORCES = ("mil", "police", "intelligence", "protest")  # without a country named: those of the place


class RoleReader(CountryReader):
    """Resolves the role phrases of one sentence, and the names in them."""

    def of_shared_role(self, nation: Resolution, role: Role) -> Resolution:
        """`Italian` in `Italian and Hungarian soldiers`: Italy's soldiers too."""
        country = self.memory.country(nation.actor_ids[0]) if len(nation.actor_ids) == 1 else None
        return Resolution((self._role_actor(role, country),), "shared_role", 0.75) if country else nation

    def introduce(self, item: Descriptor) -> Resolution:
        """The person named beside a role: `Lithuania's foreign minister Gabrielius Landsbergis`."""
        name = item.name
        if isinstance(name, Hit):
            return self.hit(name)[0]
        if name is None:
            return UNRESOLVED
        if item.role.organisation == RELATION:
            return self.chunk(name, titled=True)
        key = (name.first, name.end)
        country = self._owner_country(item)
        known = self.chunk(name, titled=True)
        if known.actor_ids and not self._clashes(known, country):
            return known
        words = self.scan.words
        text = self.scan.text(*key)
        if country and item.role.offices:
            day = None if item.effects & _PAST else self.memory.day
            holders = self.lexicon.holders(f"gov:{country}", item.role.offices, day)
            same = [i for i in holders if i in self.lexicon.surnames.get(words[name.end - 1].folded, ())]
            if len(same) == 1:
                self.memory.know_person(same[0], text)
                self.known[key] = Resolution((same[0],), "office_and_surname", 0.85)
                return self.known[key]
        if known.candidates and country is None:
            return known
        if words[name.end - 1].text in self.lexicon.words["named_thing"] or self.scan.is_title_case:
            return UNRESOLVED
        single = name.end - name.first == 1
        if single and not self._speaks(name) and (item.owner is None or item.role.organisation in NEVER_TITLES):
            return UNRESOLVED  # `King Air`, `the Sheikh Radwan district`
        if country is None and item.owner is None and item.role.organisation in _OF_STATE:
            country = self.sentence_country()
        sector = "ELI" if item.effects & {"former", "late"} else self._sector(item)
        if item.role.number != "person" and item.role.scope != "title":
            actor_id = self.memory.meet(text, "group", country or self.nearest_country(), item.role.sector)
        else:
            actor_id = self.memory.meet(text, "person", country, sector)
            self.memory.know_person(actor_id, text)
        self.known[key] = Resolution((actor_id,), "introduced", 0.8)
        return self.known[key]

    def _sector(self, item: Descriptor) -> str | None:
        """What a role makes of its bearer: the leader of a party or a church is of its sector, no government."""
        owner = self.owner(item) if item.role.is_head and item.role.organisation == "government" else None
        if owner is not None and self.memory.kind(owner) in ("group", "organisation"):
            return self.memory.sector(owner)
        return item.role.sector

    def _speaks(self, name: Chunk) -> bool:
        words = self.scan.words
        return name.end < len(words) and words[name.end].folded in self.lexicon.words["saying"]

    def _clashes(self, known: Resolution, country: str | None) -> bool:
        """A surname found by the dictionary alone, though the text says another country."""
        if country is None or known.rule in ("full_name_in_article", "met_before", "introduced"):
            return False
        return self.memory.country(known.actor_ids[0]) not in (country, None)

    def owner(self, item: Descriptor) -> str | None:
        """Whose role it is, as an actor."""
        return self._actor(item.owner)

    def _actor(self, owner: Hit | Chunk | Span | None) -> str | None:
        if isinstance(owner, Hit):
            ids = self.hit(owner)[0].actor_ids
        elif isinstance(owner, Chunk):
            ids = self.chunk(owner).actor_ids
        elif owner is not None:
            ids = self.known.get((owner.first, owner.end), UNRESOLVED).actor_ids
            if not ids and owner.end - owner.first == 1:
                ids = resolve_pronoun(self.scan, owner.first, self.memory).actor_ids
        else:
            return None
        return ids[0] if len(ids) == 1 else None

    def _owner_country(self, item: Descriptor) -> str | None:
        """The owner's country; also where the owner is one of several people of one country (`the Assad regime`)."""
        owner = self.owner(item)
        if owner is not None:
            return self.memory.country(owner)
        if isinstance(item.owner, Chunk):
            countries = {self.memory.country(i) for i in self.chunk(item.owner).candidates}
            return countries.pop() if len(countries) == 1 else None
        return None

    def resolve(self, item: Descriptor) -> Resolution:
        """Whom a role phrase means."""
        role = item.role
        if role.organisation == "kin":
            return self._kin(item)
        if item.name is not None:
            beside = self.introduce(item)
            if beside.actor_ids:
                return Resolution(beside.actor_ids, "name_beside", beside.confidence)
            if beside.candidates:
                return beside
        if role.organisation == RELATION:
            return RELATIONAL
        if role.organisation == "counterpart":
            return self._counterpart(item)
        if item.owner is None:
            return self._without_owner(item)
        owner, country = self.owner(item), self._owner_country(item)
        past = bool(item.effects & _PAST)
        if country is not None and (owner is None or self.memory.kind(owner) in STATES):
            return self._of_country(item, country, past)
        if owner is None:
            return UNRESOLVED
        if role.is_head and not past:
            heads = {t.actor_id for t in self.lexicon.members.get(owner, ()) if self._runs(t.valid_from, t.valid_to)}
            if len(heads) == 1:
                return Resolution((heads.pop(),), "head_of_organisation", 0.8)
        return Resolution((owner,), "role_of_organisation", 0.75)

    def _runs(self, start: object, end: object) -> bool:
        day = self.memory.day
        return day is None or ((start is None or start <= day) and (end is None or day < end))  # type: ignore[operator]

    def _of_country(self, item: Descriptor, country: str, past: bool) -> Resolution:
        role = item.role
        if role.offices and role.number == "person" and item.is_unspecific:
            return Resolution((self._unnamed_holder(role, country),), "office", 0.5)
        if role.offices and "deputy" not in item.effects:
            resolution = self._office(f"gov:{country}", role, dated=not past)
            if resolution.actor_ids or (resolution.candidates and not past):
                return resolution
            return Resolution((self._unnamed_holder(role, country),), "office", 0.6)
        if "ethnic" in item.effects:
            return UNRESOLVED
        if role.number == "person" and (past or role.is_head):
            return Resolution((self._unnamed_holder(role, country),), "office", 0.5)
        return Resolution((self._role_actor(role, country),), "role_and_country", 0.8)

    def _office(self, organisation_id: str, role: Role, dated: bool) -> Resolution:
        """The holder on the article's day; `dated` False, or no day: of any day, if there is only one."""
        day = self.memory.day if dated else None
        holders = self.lexicon.holders(organisation_id, role.offices, day)
        if len(holders) == 1:
            return Resolution(holders, "office_at_date" if day else "only_holder", 0.9 if day else 0.75)
        for test in (self._titled_so(role), self.memory.named):
            here = [i for i in holders if i in test]
            if len(here) == 1:
                return Resolution((here[0],), "holder_in_article", 0.85)
        if holders:
            return Resolution((), "ambiguous", 0.0, holders if len(holders) < 6 else tuple(here))
        return UNRESOLVED

    def _titled_so(self, role: Role) -> set[str]:
        """Whom the article itself gives this office."""
        return {actor_id for actor_id, offices in self.memory.titles.items() if offices & set(role.offices)}

    def _role_actor(self, role: Role, country: str) -> str:
        """The body or the unnamed people that a role phrase and a country make: IRN + ministry, SYR + rebels."""
        part = role.organisation
        if part in ("government", "counterpart"):
            return f"gov:{country}"
        for actor_id in (f"{part}:{country}", f"org:{country}-{part}"):
            if actor_id in self.lexicon.actors:
                return actor_id
        title = part.replace("_", " ").capitalize()
        return self.memory.meet(f"{title} ({self._country_name(country)})", "group", country, role.sector)

    def _unnamed_holder(self, role: Role, country: str) -> str:
        """The office itself, where nobody is known to hold it: `Foreign minister (Lithuania)`."""
        title = role.phrase[:1].upper() + role.phrase[1:]
        return self.memory.meet(f"{title} ({self._country_name(country)})", "person", country, role.sector)

    def _country_name(self, country: str) -> str:
        actor = self.lexicon.actors.get(f"cty:{country}")
        return actor.actor if actor else country

    def _counterpart(self, item: Descriptor) -> Resolution:
        """`his Omani counterpart`: the same office, in the other country."""
        country = self._owner_country(item)
        person = self._actor(item.possessor) if item.possessor else None
        if person is None:
            person = next((seen.actor_ids[0] for seen in reversed(self.memory.history) if seen.kind == "person"), None)
        if country is None or person is None:
            return UNRESOLVED
        held = [t.role for t in self.lexicon.tenures.get(person, ()) if self._runs(t.valid_from, t.valid_to)]
        held += sorted(self.memory.titles.get(person, ()))
        for office in held:
            role = self.lexicon.role_of_office.get(office)
            resolution = self._office(f"gov:{country}", role, dated=True) if role else UNRESOLVED
            if resolution.actor_ids:
                return Resolution(resolution.actor_ids, "counterpart", 0.85)
        return Resolution((self._unnamed_holder(item.role, country),), "counterpart_office", 0.6)

    def _without_owner(self, item: Descriptor) -> Resolution:
        """`the shah`, `the president`, `rebels`: from who was named before, or the country last named."""
        role = item.role
        if item.is_counted and role.number == "people":
            places = self.places_of(item)
            known = self._unowned(item) if role.scope != "with_country" else UNRESOLVED
            if len(places) == 1 and not known.actor_ids:
                return Resolution((self._role_actor(role, next(iter(places))),), "country_of_place", 0.65)
            return known if known.actor_ids or role.organisation in _OF_STATE else NOBODY
        if role.scope == "with_country":
            return self._titled_before(role.phrase)
        return self._unowned(item)

    def _unowned(self, item: Descriptor) -> Resolution:
        """`the shah`, `rebels`: what may stand without a country."""
        role = item.role
        if role.organisation == "predicate":  # `Oman served as an intermediary`
            here = self.memory.of_sentence(self.scan.sentence.no)
            named = [seen for seen in here if seen.mention_type in ("name", "alias") and seen.kind in STATES]
            return Resolution(named[-1].actor_ids, "predicate", 0.6) if named else UNRESOLVED
        if role.offices and role.number == "person":
            return self._holder_before(item)
        if self._is_named(item):
            return UNRESOLVED  # `Ruritanian senators`: somebody's, though we do not know whose
        called = last_called(role.phrase, self.memory) if role.number == "body" else UNRESOLVED
        if called.actor_ids:
            return called
        places = self.places_of(item)
        is_force = role.organisation in _FORCES and not item.determiner
        if is_force and len(places) == 1:
            return Resolution((self._role_actor(role, next(iter(places))),), "country_of_place", 0.7)
        from_anywhere = role.organisation == "hackers"
        before = None if from_anywhere and item.determiner != "the" else self._same_role(item)
        if before is not None:
            return Resolution((before,), "same_role_before", 0.7)
        if from_anywhere:
            return UNRESOLVED
        if is_force and len(places) > 1:
            return UNRESOLVED
        place = next(iter(places)) if places and role.organisation not in _OF_STATE else None
        if place is None and (role.organisation in (*ARMED, "gunmen") or (is_force and role.number == "body")):
            country = self.only_country()  # who accuses or is accused of arming them need not be their country
            if country is None and is_force:
                country = self.main_country()
        else:
            country = place or self.main_country() or self.nearest_country()
        if country is None:
            return UNRESOLVED
        if role.number == "person" and role.is_head:
            return Resolution((self._unnamed_holder(role, country),), "country_of_article", 0.5)
        return Resolution((self._role_actor(role, country),), "country_of_article", 0.55)

    def _titled_before(self, title: str) -> Resolution:
        """`the minister`, `the general`: the last person of whom the article said so."""
        for back in range(FAR + 1):
            here = (s for s in self.memory.of_sentence(self.scan.sentence.no - back) if len(s.actor_ids) == 1)
            ids = dict.fromkeys(seen.actor_ids[0] for seen in here if seen.kind == "person")
            fit = tuple(i for i in ids if any(t.split()[-1] == title for t in self.memory.titles.get(i, ())))
            if fit:
                return Resolution(fit, "titled_before", 0.7) if len(fit) == 1 else Resolution((), "ambiguous", 0.0, fit)
        return UNRESOLVED

    def _is_named(self, item: Descriptor) -> bool:
        """Whether an unknown name stands right before a phrase: its owner, but no actor of ours."""
        chunk = self.scan.chunk_ends.get(item.first)
        return chunk is not None and self.scan.gap(item.first) == 1

    def _same_role(self, item: Descriptor) -> str | None:
        """`the army` is the army of which we read before; if of several, that of the sentence's subject."""
        role = item.role
        found: dict[str, None] = {}
        organisation = role.organisation
        same = [seen for seen in reversed(self.memory.history) if seen.organisation == organisation]
        for seen in same:
            if len(seen.actor_ids) > 1:
                continue
            country = self.memory.country(seen.actor_ids[0])
            if country:
                is_person = seen.kind == "person" and role.number != "person"
                if is_person and self.is_private(seen):
                    continue
                found[self._role_actor(role, country) if is_person else seen.actor_ids[0]] = None
        if len(found) > 1 and role.number == "body" and item.determiner == "the":
            here = self.memory.of_sentence(self.scan.sentence.no)
            country = self.memory.country(here[0].actor_ids[0]) if here and len(here[0].actor_ids) == 1 else None
            if country and here[0].kind in STATES:
                return self._role_actor(role, country)
        return next(iter(found), None)

    def _holder_before(self, item: Descriptor) -> Resolution:
        role = item.role
        wanted = frozenset(role.offices)
        others = self._others_titled(item)
        known = dict.fromkeys(s.actor_ids for s in reversed(self.memory.history) if s.kind == "person")
        for ids in known:
            if len(ids) == 1 and ids[0] not in others:
                titles = self.memory.titles.get(ids[0], ())
                held = (tenure.role for tenure in self.lexicon.tenures.get(ids[0], ()))
                if not (wanted.isdisjoint(titles) and wanted.isdisjoint(held)):
                    return Resolution(ids, "last_holder_named", 0.7)
        places = set[str]().union(*(self.lexicon.places.get(office, ()) for office in role.offices))
        if len(places) == 1:
            place = places.pop()
            resolution = self._office(place, role, dated=not item.effects)
            return resolution if resolution.actor_ids else self._office(place, role, dated=False)
        country = self.nearest_country()
        if country is None:
            return UNRESOLVED
        found = self._office(f"gov:{country}", role, dated=not item.effects)
        is_other = others.issuperset(found.actor_ids)  # or nobody at all
        return UNRESOLVED if is_other else Resolution(found.actor_ids, "office_of_nearest_country", 0.55)

    def _others_titled(self, item: Descriptor) -> set[str]:
        """Whom the same sentence names with the same title: `The President thanked President Roe`."""
        others: set[str] = set()
        for hit in self.scan.roles.values():
            if hit.first >= item.end and set(hit.role.offices) & set(item.role.offices):
                name = self.scan.hits.get(hit.end) or self.scan.chunks.get(hit.end)
                if name is not None:
                    known = self.hit(name)[0] if isinstance(name, Hit) else self.chunk(name, titled=True)
                    others.update(known.actor_ids)
        return others

    def _kin(self, item: Descriptor) -> Resolution:
        """`his wife Maryam` is a Rajavi if he is one."""
        relative = self.owner(item)
        if relative is None or self.memory.kind(relative) != "person":
            return UNRESOLVED
        full = self.memory.name(relative)
        country = self.memory.country(relative)
        if isinstance(item.name, Hit):
            return self.introduce(item)
        if item.name is None:
            return Resolution((self.memory.meet(f"{full}'s {item.role.phrase}", "person", country, "ELI"),), "kin", 0.6)
        text = self.scan.text(item.name.first, item.name.end)
        name = text if " " in text else f"{text} {full.split()[-1]}"
        actor_id = self.lexicon.person_named(name) or self.memory.meet(name, "person", country, "ELI")
        self.memory.know_person(actor_id, name)
        self.memory.surnames.setdefault(self.scan.key(item.name.first, item.name.end), {})[actor_id] = None
        self.known[item.name.first, item.name.end] = Resolution((actor_id,), "kin", 0.75)
        return self.known[item.name.first, item.name.end]
