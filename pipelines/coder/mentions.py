"""An article in, its mentions out: who is named where, by what kind of words, and who that is.

`find_mentions` reads the article twice: first for who is named anywhere (a surname in the headline means the man of
the third paragraph), then in order, so that `he` and `the two countries` look back.  Mentions nest: `Iranian` stands
inside `Iranian Foreign Minister`; the outer one starts first or ends last.  It never looks outside article and lexicon.
"""

from dataclasses import dataclass

from pipelines.coder.antecedents import (
    GroupPhrase,
    group_phrases,
    resolve_group,
    resolve_noun,
    resolve_pronoun,
    resolve_we,
)
from pipelines.coder.descriptors import Descriptor, Span, descriptors
from pipelines.coder.lexicon import Lexicon, Role
from pipelines.coder.names import Chunk, Hit, Scan, scan
from pipelines.coder.resolve import (
    UNRESOLVED,
    Memory,
    Resolution,
    Seen,
    resolve_name,
    resolve_office,
    resolve_surname,
    role_actor,
    unnamed_holder,
)
from pipelines.coder.types import Article, Mention, MetActor, NameSighting

_ARMED = ("opposition", "rebels", "militants", "militia")


@dataclass(frozen=True, slots=True)
class MentionResult:
    """Mentions in order of their start (outer before inner), actors met in the text, names that nothing explains."""

    mentions: tuple[Mention, ...]
    met_actors: tuple[MetActor, ...]
    name_sightings: tuple[NameSighting, ...]


def find_mentions(article: Article, lexicon: Lexicon) -> MentionResult:
    """Find and resolve all mentions of an article; offsets are code points of its text."""
    scans = [scan(sentence, lexicon) for sentence in article.sentences]
    memory = Memory(lexicon, article.published)
    phrases = [descriptors(found, lexicon) for found in scans]
    _survey(scans, phrases, memory)
    mentions: list[Mention] = []
    sightings: list[NameSighting] = []
    for found, roles in zip(scans, phrases, strict=True):
        reader = _Reader(found, roles, memory)
        reader.read()
        mentions.extend(reader.mentions)
        sightings.extend(reader.sightings)
    used = {i for mention in mentions for i in (*mention.actor_ids, *mention.candidates)}
    met = tuple(actor for actor_id, actor in sorted(memory.met.items()) if actor_id in used)
    return MentionResult(tuple(mentions), met, tuple(sightings))


def _survey(scans: list[Scan], phrases: list[list[Descriptor]], memory: Memory) -> None:
    """First reading: names that can mean one actor only, and people introduced by role and country."""
    for found in scans:
        for hit in found.hits.values():
            ids = {alias.actor_id for alias in hit.aliases}
            if len(ids) == 1 and hit.aliases[0].scope != "context":
                (actor_id,) = ids
                memory.named.add(actor_id)
                actor = memory.lexicon.actors[actor_id]
                if actor.country:
                    memory.countries[actor.country] += 1
                if actor.kind == "person":
                    memory.know_person(actor_id, found.text(hit.first, hit.end))
                    memory.know_person(actor_id, actor.actor)
    for found, roles in zip(scans, phrases, strict=True):
        reader = _Reader(found, roles, memory)
        for role in roles:
            if isinstance(role.name, Chunk) and role.name.end - role.name.first > 1:
                reader.introduce(role)


class _Reader:
    """Reads one sentence with the Memory of those before it."""

    def __init__(self, found: Scan, roles: list[Descriptor], memory: Memory) -> None:
        self.scan = found
        self.roles = roles
        self.memory = memory
        self.lexicon = memory.lexicon
        self.mentions: list[Mention] = []
        self.sightings: list[NameSighting] = []
        self._known: dict[tuple[int, int], Resolution] = {}

    def read(self) -> None:
        """Fill `mentions` and `sightings`, and let the Memory see them."""
        groups = group_phrases(self.scan, self.lexicon)
        taken = {at for group in groups for at in range(group.first, group.end)}
        items: list[tuple[int, int, Hit | Chunk | Descriptor | GroupPhrase | int]] = []
        items += [(hit.first, -hit.end, hit) for hit in self.scan.hits.values()]
        items += [(chunk.first, -chunk.end, chunk) for chunk in self.scan.chunks.values()]
        items += [(role.first, -role.end, role) for role in self.roles if role.end - 1 not in taken]
        items += [(group.first, -group.end, group) for group in groups]
        inside = {at for role in self.roles for at in range(role.first, role.end)} | taken
        items += [(at, -at, at) for at in range(len(self.scan.words))]
        late: list[int] = []
        for first, _, item in sorted(items, key=lambda item: item[:2]):
            if isinstance(item, Hit):
                self._hit(item)
            elif isinstance(item, Chunk):
                self._chunk(item)
            elif isinstance(item, Descriptor):
                self._descriptor(item)
            elif isinstance(item, GroupPhrase):
                self._group(item)
            elif self.scan.words[first].key in self.lexicon.words["we"]:
                late.append(first)
            else:
                self._word(first, inside)
        self._note_speaker()
        for at in late:
            self._emit(at, at + 1, "pronoun", resolve_we(self.scan, at, self.memory))
        self.mentions.sort(key=lambda mention: (mention.start, -mention.end))

    def _hit(self, hit: Hit) -> None:
        resolution, mention_type = resolve_name(hit.aliases, self.memory)
        modifier = all(alias.scope == "modifier" for alias in hit.aliases)
        if mention_type and not modifier:
            if mention_type == "name" and resolution.actor_ids and self._is_short(hit, resolution.actor_ids[0]):
                mention_type = "alias"
            self._emit(hit.first, hit.end, mention_type, resolution)

    def _is_short(self, hit: Hit, actor_id: str) -> bool:
        """One word for a person, or an acronym."""
        text = self.scan.text(hit.first, hit.end)
        return actor_id.startswith("per:") and " " not in text

    def _chunk(self, chunk: Chunk) -> None:
        resolution = self._resolve_chunk(chunk)
        if resolution.actor_ids or resolution.candidates:
            self._emit(chunk.first, chunk.end, "alias" if chunk.end - chunk.first == 1 else "name", resolution)
            return
        if self.scan.is_title_case:
            for end in range(chunk.first + 1, chunk.end):
                known = self.memory.surnames.get(self.scan.key(chunk.first, end))
                if known and len(known) == 1:
                    self._emit(chunk.first, end, "alias", Resolution(tuple(known), "full_name_in_article", 0.8))
                    return
            return
        if chunk.first == 0 and chunk.end == 1:
            return
        text = self.scan.text(chunk.first, chunk.end)
        words = self.scan.words
        self.sightings.append(
            NameSighting(
                words[chunk.first].start,
                words[chunk.end - 1].end,
                text,
                self.scan.sentence.no,
                self._likely_kind(chunk),
                None,
            )
        )

    def _likely_kind(self, chunk: Chunk) -> str | None:
        words = self.scan.words
        if words[chunk.end - 1].text in self.lexicon.words["organisation_noun"]:
            return "organisation"
        if words[chunk.end - 1].text in self.lexicon.words["place_noun"]:
            return "place"
        if chunk.end - chunk.first > 1 and words[chunk.first].key in self.lexicon.given_names:
            return "person"
        if chunk.first and words[chunk.first - 1].key in ("in", "near", "at"):
            return "place"
        return None

    def _resolve_chunk(self, chunk: Chunk, titled: bool = False) -> Resolution:
        """A chunk as the surname of somebody, or as the full name of somebody met."""
        key = (chunk.first, chunk.end)
        if key in self._known:
            return self._known[key]
        form = self.scan.key(chunk.first, chunk.end)
        resolution = UNRESOLVED
        if not self.scan.is_title_case or form in self.memory.surnames:
            at_start = chunk.first == 0 and not titled and form not in self.memory.surnames
            if not (at_start and chunk.end == 1 and form in self.lexicon.words["blocking"]):
                resolution = resolve_surname(form, self.memory, titled)
        for actor_id, actor in self.memory.met.items():
            if resolution is UNRESOLVED and actor.actor == self.scan.text(chunk.first, chunk.end):
                resolution = Resolution((actor_id,), "met_before", 0.85)
        self._known[key] = resolution
        return resolution

    def introduce(self, item: Descriptor) -> Resolution:
        """The person named beside a role: `Lithuania's foreign minister Gabrielius Landsbergis`."""
        name = item.name
        if isinstance(name, Hit):
            return resolve_name(name.aliases, self.memory)[0]
        if name is None:
            return UNRESOLVED
        text = self.scan.text(name.first, name.end)
        country = self._owner_country(item)
        known = self._resolve_chunk(name, titled=True)
        if known.actor_ids or (known.candidates and country is None):
            return known
        if country and item.role.offices:
            last = self.scan.words[name.end - 1].key
            day = self.memory.day if not item.effects & {"former", "then", "late"} else None
            holders = self.lexicon.holders(f"gov:{country}", item.role.offices, day)
            same = [i for i in holders if i in self.lexicon.surnames.get(last, ())]
            if len(same) == 1:
                self.memory.know_person(same[0], text)
                self._known[name.first, name.end] = Resolution((same[0],), "office_and_surname", 0.85)
                return self._known[name.first, name.end]
        if self.scan.words[name.end - 1].text in self.lexicon.words["organisation_noun"]:
            return UNRESOLVED
        sector = "ELI" if item.effects & {"former", "late"} else item.role.sector
        actor_id = self.memory.meet(text, "person", country, sector)
        self.memory.know_person(actor_id, text)
        self._known[name.first, name.end] = Resolution((actor_id,), "introduced", 0.8)
        return self._known[name.first, name.end]

    def _owner(self, item: Descriptor) -> str | None:
        """Whose role it is, as an actor."""
        owner = item.owner
        if isinstance(owner, Hit):
            ids = resolve_name(owner.aliases, self.memory)[0].actor_ids
        elif isinstance(owner, Chunk):
            ids = self._resolve_chunk(owner).actor_ids
        elif owner is not None:
            ids = self._known.get((owner.first, owner.end), UNRESOLVED).actor_ids
            if not ids and owner.end - owner.first == 1:
                ids = resolve_pronoun(self.scan, owner.first, self.memory).actor_ids
        else:
            return None
        return ids[0] if len(ids) == 1 else None

    def _owner_country(self, item: Descriptor) -> str | None:
        owner = self._owner(item)
        return self.memory.country(owner) if owner else None

    def _descriptor(self, item: Descriptor) -> None:
        # a pronoun that owns the role is resolved first, since the role is then the nearest person
        resolution = self._resolve_descriptor(item)
        mention_type = "descriptor"
        if item.role.number == "people" and item.role.organisation not in ("government", "mil", "state-media"):
            mention_type = "group"
        self._known[item.first, item.end] = resolution
        if item.role.scope == "title" and not item.role.sector:
            return
        if isinstance(item.owner, Span) and item.owner.end - item.owner.first == 1:
            pronoun = resolve_pronoun(self.scan, item.owner.first, self.memory)
            self._emit(item.owner.first, item.owner.end, "pronoun", pronoun)
        if resolution.actor_ids or resolution.candidates:
            self._emit(item.first, item.end, mention_type, resolution, item.role)

    def _resolve_descriptor(self, item: Descriptor) -> Resolution:
        role = item.role
        if role.scope == "kin":
            return self._kin(item)
        if item.name is not None:
            beside = self.introduce(item)
            if beside.actor_ids:
                if isinstance(item.name, Chunk):
                    self._known[item.name.first, item.name.end] = beside
                return Resolution(beside.actor_ids, "name_beside", beside.confidence)
            if beside.candidates:
                return beside
        owner = self._owner(item)
        if item.owner is not None and owner is None:
            return UNRESOLVED
        if owner is None:
            return self._without_owner(item)
        if role.organisation == "counterpart":
            return self._counterpart(item)
        country = self.memory.country(owner)
        kind = self.memory.kind(owner)
        past = bool(item.effects & {"former", "then", "late", "exiled"})
        if country is not None and kind in ("country", "government", "person"):
            return self._of_country(item, country, past)
        if role.is_head and not past:
            heads = [t.actor_id for t in self.lexicon.by_organisation(owner) if self._now(t.actor_id, owner)]
            if len(heads) == 1:
                return Resolution((heads[0],), "head_of_organisation", 0.8)
        return Resolution((owner,), "role_of_organisation", 0.75)

    def _now(self, actor_id: str, organisation_id: str) -> bool:
        day = self.memory.day
        return any(
            t.organisation_id == organisation_id and (day is None or t.covers(day))
            for t in self.lexicon.tenures.get(actor_id, ())
        )

    def _of_country(self, item: Descriptor, country: str, past: bool) -> Resolution:
        role = item.role
        if role.offices and "deputy" not in item.effects:
            resolution = resolve_office(f"gov:{country}", role, self.memory, dated=not past)
            if resolution.actor_ids or (resolution.candidates and not past):
                return resolution
            return Resolution((unnamed_holder(role, country, self.memory),), "office", 0.6)
        if role.number == "person" and past:
            return Resolution((unnamed_holder(role, country, self.memory),), "office", 0.5)
        return Resolution((role_actor(role, country, self.memory),), "role_and_country", 0.8)

    def _counterpart(self, item: Descriptor) -> Resolution:
        """`his Omani counterpart`: the same office, in the other country."""
        country, person = None, None
        for at in range(item.first, item.end):
            hit = self.scan.hits.get(at)
            if hit is not None:
                ids = resolve_name(hit.aliases, self.memory)[0].actor_ids
                country = self.memory.country(ids[0]) if ids else None
        if isinstance(item.owner, Span):
            person = self._owner(item)
        else:
            person = next((s.actor_ids[0] for s in reversed(self.memory.history) if s.kind == "person"), None)
        if country is None or person is None:
            return UNRESOLVED
        day = self.memory.day
        held = [t.role for t in self.lexicon.tenures.get(person, ()) if day is None or t.covers(day)]
        for role in self.lexicon.office_roles(held):
            resolution = resolve_office(f"gov:{country}", role, self.memory, dated=True)
            if resolution.actor_ids:
                return Resolution(resolution.actor_ids, "counterpart", 0.85)
        return Resolution((unnamed_holder(item.role, country, self.memory),), "counterpart_office", 0.6)

    def _without_owner(self, item: Descriptor) -> Resolution:
        """`the shah`, `the president`, `rebels`: from who was named before, or the country last named."""
        role = item.role
        if role.offices and role.number == "person":
            for seen in reversed(self.memory.history):
                if seen.kind == "person" and len(seen.actor_ids) == 1:
                    held = {t.role for t in self.lexicon.tenures.get(seen.actor_ids[0], ())}
                    if held & set(role.offices):
                        return Resolution(seen.actor_ids, "last_holder_named", 0.7)
            places = {place for office in role.offices for place in self.lexicon.places.get(office, ())}
            if len(places) == 1:
                return resolve_office(places.pop(), role, self.memory, dated=not item.effects)
        country = self._nearest_country()
        if country is None:
            return UNRESOLVED
        if role.offices and role.number == "person":
            found = resolve_office(f"gov:{country}", role, self.memory, dated=not item.effects)
            return Resolution(found.actor_ids, "office_of_nearest_country", 0.55) if found.actor_ids else UNRESOLVED
        return Resolution((role_actor(role, country, self.memory),), "nearest_country", 0.55)

    def _nearest_country(self) -> str | None:
        for seen in reversed(self.memory.history):
            if self.scan.sentence.no - seen.sentence_no > 3:
                return None
            if len(seen.actor_ids) == 1 and seen.kind in ("country", "government", "person"):
                country = self.memory.country(seen.actor_ids[0])
                if country is not None:
                    return country
        return None

    def _kin(self, item: Descriptor) -> Resolution:
        """`his wife Maryam` is a Rajavi if he is one."""
        relative = self._owner(item)
        if relative is None or self.memory.kind(relative) != "person":
            return UNRESOLVED
        known = self.memory.met.get(relative)
        full = known.actor if known else self.lexicon.actors[relative].actor
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
        self._known[item.name.first, item.name.end] = Resolution((actor_id,), "kin", 0.75)
        return self._known[item.name.first, item.name.end]

    def _group(self, phrase: GroupPhrase) -> None:
        listed: list[str] = []
        at = phrase.end
        while at < len(self.scan.words):
            hit = self.scan.hits.get(at)
            if hit is not None:
                listed.extend(resolve_name(hit.aliases, self.memory)[0].actor_ids)
                at = hit.end
            elif self.scan.words[at].key in ("and", ","):
                at += 1
            else:
                break
        self._emit(phrase.first, phrase.end, "group", resolve_group(phrase, self.scan, tuple(listed), self.memory))

    def _word(self, at: int, inside: set[int]) -> None:
        words = self.scan.words
        key = words[at].key
        classes = self.lexicon.words
        if key in classes["he"] or key in classes["she"] or key in classes["they"] or key in classes["it"]:
            if (at, at + 1) not in self._known:
                self._emit(at, at + 1, "pronoun", resolve_pronoun(self.scan, at, self.memory))
        elif at and at not in inside and (key in classes["group_noun"] or key in classes["country_noun"]):
            first = at - 1
            if words[first].key == "same" and first:
                first -= 1
            if words[first].key in ("the", "this", "that") and words[at].text.islower():
                self._emit(first, at + 1, "descriptor", resolve_noun(self.scan, key, self.memory))

    def _emit(self, first: int, end: int, mention_type: str, resolution: Resolution, role: Role | None = None) -> None:
        if not resolution.actor_ids and not resolution.candidates:
            return
        words = self.scan.words
        start, stop = words[first].start, words[end - 1].end
        offset = self.scan.sentence.start
        self._known[first, end] = resolution
        self.mentions.append(
            Mention(
                start,
                stop,
                self.scan.sentence.text[start - offset : stop - offset],
                self.scan.sentence.no,
                mention_type,
                resolution.actor_ids,
                resolution.rule,
                resolution.confidence,
                resolution.candidates,
            )
        )
        if resolution.actor_ids:
            self._remember(start, mention_type, resolution.actor_ids, role)

    def _remember(self, start: int, mention_type: str, ids: tuple[str, ...], role: Role | None) -> None:
        memory = self.memory
        kind = memory.kind(ids[0]) if len(ids) == 1 else "set"
        seen = Seen(start, self.scan.sentence.no, ids, kind, mention_type, role.number if role else "")
        if kind in ("country", "government") and mention_type != "demonym":
            self._pair(seen)
        memory.history.append(seen)

    def _pair(self, seen: Seen) -> None:
        """Two countries with only `and`, `with`, a hyphen ... between them are named together."""
        for last in reversed(self.memory.history):
            if last.sentence_no != seen.sentence_no or seen.start - last.start > 60:
                return
            if last.kind in ("country", "government") and len(last.actor_ids) == 1:
                one, two = self.memory.country(last.actor_ids[0]), self.memory.country(seen.actor_ids[0])
                between = [w.key for w in self.scan.words if last.start <= w.start < seen.start][1:]
                joined = all(key in self.lexicon.words["with"] or key == "'s" for key in between[-4:])
                if one and two and one != two and joined and len(between) < 6:
                    self.memory.pairs.append((one, two))
                return

    def _note_speaker(self) -> None:
        """Who speaks in the sentence, else its first person: the one that `he` of the next sentence means."""
        saying = self.lexicon.words["saying"]
        people = [m for m in self.mentions if len(m.actor_ids) == 1 and self.memory.kind(m.actor_ids[0]) == "person"]
        if not people:
            return
        after = {w.start: w.key for w in self.scan.words}
        starts = sorted(after)
        for mention in people:
            following = next((start for start in starts if start >= mention.end), None)
            preceding = next((start for start in reversed(starts) if start < mention.start), None)
            if (following is not None and after[following] in saying) or (
                preceding is not None and after[preceding] in saying and mention.mention_type != "pronoun"
            ):
                self.memory.speakers[self.scan.sentence.no] = mention.actor_ids[0]
                return
        self.memory.speakers[self.scan.sentence.no] = people[0].actor_ids[0]
