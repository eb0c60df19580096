"""An article in, its mentions out: who is named where, by what kind of words, and who that is.

`find_mentions` reads the article twice: first for who is named anywhere (a surname in the headline means the man of
the third paragraph), then in order, so that `he` and `the two countries` look back.  Mentions nest: `Iranian` stands
inside `Iranian Foreign Minister`; the outer one starts first or ends last.  It never looks outside article and lexicon.
"""

from dataclasses import dataclass
from operator import attrgetter

from pipelines.coder.antecedents import resolve_noun, resolve_pronoun, resolve_we
from pipelines.coder.capitals import sense_of_capital
from pipelines.coder.descriptors import Descriptor, descriptors, shared_roles
from pipelines.coder.group_phrases import GroupPhrase, group_phrases, region_start
from pipelines.coder.groups import is_placed, note_pair, resolve_group
from pipelines.coder.lexicon import Lexicon, Role
from pipelines.coder.names import Chunk, Hit, Scan, scan
from pipelines.coder.resolve import NOBODY, RELATIONAL, Memory, Resolution, Seen
from pipelines.coder.roles import RoleReader
from pipelines.coder.tokens import new
from pipelines.coder.types import Article, Mention, MetActor, NameSighting

_OF_STATE = ("government", "mil", "mod", "mfa", "presidency", "parliament", "state-media", "counterpart")
_PLACE = "capital_as_place"
LOCALITY = "locality"
_CITY = (_PLACE, LOCALITY)
_Span = Hit | Chunk | Descriptor | GroupPhrase
_FIRST, _END, _START = attrgetter("first"), attrgetter("end"), attrgetter("start")


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
    phrases = [descriptors(found, lexicon) if found.roles else [] for found in scans]
    reader = _Reader(memory)
    _survey(scans, phrases, reader)
    for found, roles in zip(scans, phrases, strict=True):
        reader.read(found, roles)
    mentions = reader.mentions
    mentions.sort(key=_END, reverse=True)
    mentions.sort(key=_START)
    used = memory.order.keys() | {i for mention in mentions for i in mention.candidates}
    met = tuple(actor for actor_id, actor in sorted(memory.met.items()) if actor_id in used)
    return MentionResult(tuple(mentions), met, tuple(reader.sightings))


def _survey(scans: list[Scan], phrases: list[list[Descriptor]], reader: RoleReader) -> None:
    """First reading: names that can mean one actor only, and people introduced by role and country."""
    memory = reader.memory
    for found in scans:
        for hit in found.hits.values():
            first = hit.aliases[0]
            single = hit.end - hit.first == 1 and memory.is_single_name(first.actor_id)
            one = len(hit.aliases) == 1 or all(alias.actor_id == first.actor_id for alias in hit.aliases)
            if one and not single and first.scope != "context":
                memory.note_named(first.actor_id, found.text(hit.first, hit.end))
    for found, roles in zip(scans, phrases, strict=True):
        if not found.chunks and not roles:
            continue
        reader.turn_to(found)
        for chunk in found.chunks.values():
            if chunk.end - chunk.first > 1 and not reader.is_body(chunk):  # a body goes by its full name
                resolution = reader.chunk(chunk)
                if resolution.rule == "given_name_and_surname":
                    memory.note_named(resolution.actor_ids[0], found.text(chunk.first, chunk.end))
        for role in roles:
            if role.possessor is not None:
                continue  # `its leader Jane Roe`: who `it` is, only the second reading knows
            if isinstance(role.name, Hit) or (role.name is not None and role.name.end - role.name.first > 1):
                resolution = reader.introduce(role)
                for actor_id in resolution.actor_ids:
                    memory.titles.setdefault(actor_id, set()).update(role.role.offices or (role.role.phrase,))


class _Reader(RoleReader):
    """Reads an article sentence by sentence, each with the Memory of those before it."""

    def __init__(self, memory: Memory) -> None:
        super().__init__(memory)
        self.words = memory.lexicon.words
        self.mentions: list[Mention] = []
        self.sightings: list[NameSighting] = []
        self._people: list[Mention] = []  # the mentions of the sentence that are of one person
        self._shared: dict[int, Role] = {}

    def read(self, found: Scan, roles: list[Descriptor]) -> None:
        """Add to `mentions` and `sightings` what a sentence has, and let the Memory see it."""
        self.turn_to(found)
        self._people = []
        self._shared = shared_roles(found, roles) if roles else {}
        spans, words = self._spans(roles)
        for item in spans:
            while words and words[-1] < item.first:
                self._word(words.pop())
            if isinstance(item, Hit):
                self._hit(item)
            elif isinstance(item, Chunk):
                self._chunk(item)
            elif isinstance(item, Descriptor):
                self._descriptor(item)
            else:
                self._group(item)
        while words:
            self._word(words.pop())
        if self._people:
            self._note_speaker()
        for at in found.speaking:  # `we` is the speaker, who may be named behind
            if at not in found.hits:  # `US` is none
                self._emit(at, at + 1, "pronoun", resolve_we(found, at, self.memory))

    def _spans(self, roles: list[Descriptor]) -> tuple[list[_Span], list[int]]:
        """What may be a mention: spans by the first word, the longer one first; and pronouns and nouns, last first."""
        found = self.scan
        groups = group_phrases(found, self.lexicon) if found.set_starts else []
        spans: list[_Span] = [*groups, *found.hits.values(), *found.chunks.values()]
        taken: set[int] = set()
        for group in groups:
            taken.update(range(group.first, group.end))
        for role in roles:
            if role.role_end - 1 not in taken:
                spans.append(role)
                taken.update(range(role.role_first, role.role_end))
        if len(spans) > 1:
            spans.sort(key=_END, reverse=True)
            spans.sort(key=_FIRST)
        words = [at for at in found.pronouns if at not in found.hits] if found.pronouns else []
        if found.nouns:
            words += [at for at in found.nouns if at not in taken]
        if len(words) > 1:
            words.sort(reverse=True)
        return spans, words

    def _hit(self, hit: Hit) -> None:
        if hit.aliases[0].scope == "modifier" and all(alias.scope == "modifier" for alias in hit.aliases):
            return
        resolution, mention_type = self.hit(hit)
        if hit.first in self._shared:
            resolution = self.of_shared_role(resolution, self._shared[hit.first])
        if mention_type in ("metonym", LOCALITY) and len(resolution.actor_ids) == 1:
            country = self.memory.country(resolution.actor_ids[0]) or ""
            sense = sense_of_capital(self.scan, hit, country, self.lexicon)
            if sense == "none":
                return
            if mention_type == LOCALITY:
                resolution, mention_type = Resolution(resolution.actor_ids, LOCALITY, 0.7), "name"
            elif sense == "place":
                resolution, mention_type = Resolution((f"cty:{country}",), _PLACE, 0.7), "name"
        if mention_type == "name" and resolution.actor_ids and hit.end - hit.first == 1:
            mention_type = "alias" if resolution.actor_ids[0].startswith("per:") else "name"
        if mention_type:
            some = mention_type == "group" and self.scan.words[hit.end - 1].text.islower()
            first = region_start(self.scan, hit.first, self.lexicon) if some else hit.first
            self._emit(first, hit.end, mention_type, resolution)

    def _chunk(self, chunk: Chunk) -> None:
        resolution = self.chunk(chunk)
        if resolution.actor_ids or resolution.candidates:
            nation = self.scan.hit_ends.get(chunk.first)
            whole = (
                nation and resolution.rule == "nationality" and self.memory.kind(resolution.actor_ids[0]) != "person"
            )
            first = nation.first if nation and whole else chunk.first  # `Iranian` belongs to the name of the body
            self._emit(first, chunk.end, "alias" if chunk.end - first == 1 else "name", resolution)
        elif self.scan.is_title_case:
            self._surname_in_title(chunk)
        elif chunk.first or chunk.end > 1:
            start, text = self.scan.starts[chunk.first], self.scan.text(chunk.first, chunk.end)
            no, kind = self.scan.sentence.no, self._likely_kind(chunk)
            self.sightings.append(new(NameSighting, (start, start + len(text), text, no, kind, None)))

    def _surname_in_title(self, chunk: Chunk) -> None:
        """`Landsbergis Visits Kyiv`: in a headline the capitals behind a name do not belong to it."""
        for first in range(chunk.first, chunk.end):
            for end in range(chunk.end, first, -1):
                known = self.memory.surnames.get(self.scan.key(first, end), {})
                if len(known) == 1:
                    self._emit(first, end, "alias", Resolution(tuple(known), "full_name_in_article", 0.8))
                    return

    def _likely_kind(self, chunk: Chunk) -> str | None:
        words = self.scan.words
        last = words[chunk.end - 1].text
        if last in self.words["organisation_noun"]:
            return "organisation"
        if last in self.words["place_noun"]:
            return "place"
        if chunk.end - chunk.first > 1 and words[chunk.first].folded in self.lexicon.given_names:
            return "person"
        if chunk.first and words[chunk.first - 1].folded in ("in", "near", "at"):
            return "place"
        return None

    def _descriptor(self, item: Descriptor) -> None:
        if item.possessor is not None:  # resolved first: later the role itself is the nearest person
            pronoun = resolve_pronoun(self.scan, item.possessor.first, self.memory)
            self._emit(item.possessor.first, item.possessor.end, "pronoun", pronoun)
        resolution = self.resolve(item)
        self.known[item.first, item.end] = resolution
        if item.role.scope == "title" and not item.role.sector:
            return
        named = item.role.number == "people" and item.role.organisation not in _OF_STATE
        self._emit(item.first, item.end, "group" if named else "descriptor", resolution, item.role)

    def _group(self, phrase: GroupPhrase) -> None:
        listed: list[str] = []
        at = phrase.end
        while at < len(self.scan.words):
            hit = self.scan.hits.get(at)
            if hit is not None:
                listed.extend(self.hit(hit)[0].actor_ids)
                at = hit.end
            elif self.scan.words[at].folded in ("and", ","):
                at += 1
            else:
                break
        resolution = resolve_group(phrase, self.scan, tuple(listed), self.memory)
        self._emit(phrase.first, phrase.end, "group", resolution)

    def _word(self, at: int) -> None:
        """A pronoun, or `the group`, `this country`."""
        words = self.scan.words
        if words[at].folded in self.words["pronoun"]:
            if (at, at + 1) not in self.known:
                self._emit(at, at + 1, "pronoun", resolve_pronoun(self.scan, at, self.memory))
            return
        if self._apposed(at):
            return
        first = at - 1
        if first > 0 and words[first].folded == "same":
            first -= 1
        after = words[at + 1].folded if at + 1 < len(words) else ""
        if words[at].folded == "state" and (after == "of" or (after.isalpha() and after not in self.words["blocking"])):
            return  # `the state of emergency`, `the state sponsors`
        if first >= 0 and words[first].folded in ("the", "this", "that") and words[at].text.islower():
            self._emit(first, at + 1, "descriptor", resolve_noun(self.scan, at, self.memory))

    def _apposed(self, at: int) -> bool:
        """`The MEK, a Marxist group`: what is said of a name right behind it."""
        words = self.scan.words
        first = next((i for i in (at - 1, at - 2) if i > 1 and words[i].folded in ("a", "an")), None)
        if first is None or words[first - 1].folded != ",":
            return False
        before = self.scan.end(first - 3 if words[first - 2].folded == ")" and first > 3 else first - 2)
        for seen in reversed(self.memory.history):
            if seen.end == before and seen.kind in ("group", "organisation"):
                self._emit(first, at + 1, "descriptor", Resolution(seen.actor_ids, "apposition", 0.8))
                return True
        return False

    def _emit(self, first: int, end: int, mention_type: str, resolution: Resolution, role: Role | None = None) -> None:
        ids, rule, confidence, candidates = resolution
        if not ids and not candidates and resolution not in (RELATIONAL, NOBODY):
            return
        scan, memory = self.scan, self.memory
        words, starts, sentence = scan.words, scan.starts, scan.sentence
        start, stop = starts[first], starts[end - 1] + len(words[end - 1].text)
        text = sentence.text[start - sentence.start : stop - sentence.start]
        self.known[first, end] = resolution
        mention = new(Mention, (start, stop, text, sentence.no, mention_type, ids, rule, confidence, candidates))
        self.mentions.append(mention)
        if not ids:
            return
        for actor_id in ids:
            if actor_id not in memory.order:
                memory.note_first(actor_id)
        kind = memory.kind(ids[0]) if len(ids) == 1 else "set"
        if kind == "person":
            self._people.append(mention)
            self._note_gender(ids[0], words[first - 1].folded if first else "", role)
        is_city = rule in _CITY
        placed = is_city or (first > 0 and kind != "person" and is_placed(words, first, self.lexicon))
        said = "place" if is_city else mention_type
        number, organisation = (role.number, role.organisation) if role else ("", "")
        seen = new(Seen, (start, stop, sentence.no, ids, kind, said, number, organisation, placed))
        memory.history.append(seen)
        memory.ends.add(stop)
        if sentence.no == 0 or sentence.part == "title":
            memory.topic.append(seen)
        if len(ids) == 1 and first > 0:
            note_pair(seen, first, scan, memory)

    def _note_gender(self, actor_id: str, before: str, role: Role | None) -> None:
        """`Mrs Roe`, `Queen Jane`, `his sister`: what the words say of the person."""
        title = role.phrase.split()[-1] if role else ""
        for gender, words in (("he", self.words["he_only"]), ("she", self.words["she_only"])):
            if before in words or title in words:
                self.memory.gender.setdefault(actor_id, gender)

    def _note_speaker(self) -> None:
        """Who speaks in the sentence, else its first person: the one that `he` of the next sentence means."""
        words, saying = self.scan.words, self.words["saying"]
        speaker = self._people[0]
        for mention in self._people:
            after, before = self.scan.word_from(mention.end), self.scan.word_from(mention.start) - 1
            follows = after < len(words) and words[after].folded in saying
            leads = before >= 0 and words[before].folded in saying and mention.mention_type != "pronoun"
            if follows or leads:
                speaker = mention
                break
        self.memory.speakers[self.scan.sentence.no] = speaker.actor_ids[0]
