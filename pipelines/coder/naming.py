"""Names of one sentence in, whom they mean out: the dictionary, surnames, other spellings, people met by nation.

Who it is depends on what stands beside the name (a title, a longer name, a place); that is read here, and the Memory
is asked.  It never looks at role phrases beyond the one that touches the name.
"""

from pipelines.coder.names import Chunk, Hit, Scan
from pipelines.coder.resolve import (
    UNRESOLVED,
    Memory,
    Resolution,
    resolve_given_name,
    resolve_name,
    resolve_surname,
    stands_alone,
)

_SECTORS = ("BUS", "EDU", "GOV", "JRN", "MIL", "NGO")
_OF_ONE_STATE = ("COP", "GOV", "JUD", "LEG", "MIL", "PTY")  # such a body belongs to a country
_JOINTS = ("and", "of", "'s", "'")
_NOUNS = 4  # words between a nationality and the name


class NameReader:
    """Resolves the names of the sentence that it was turned to last."""

    scan: Scan
    known: dict[tuple[int, int], Resolution]  # what was resolved in the sentence so far, by first word and end

    def __init__(self, memory: Memory) -> None:
        self.memory = memory
        self.lexicon = memory.lexicon

    def turn_to(self, found: Scan) -> None:
        """From now on all is about the sentence `found`."""
        self.scan, self.known = found, {}

    def hit(self, hit: Hit) -> tuple[Resolution, str]:
        """A name of the dictionary, and its mention type; the type is empty where it names nobody here."""
        resolution, mention_type = resolve_name(hit.aliases, self.memory)
        if hit.end - hit.first > 1:
            return resolution, mention_type
        ids = resolution.actor_ids or resolution.candidates
        if not ids or ids[0][:4] != "per:" or not all(map(self.memory.is_single_name, ids)):
            return resolution, mention_type
        title = self.scan.role_ends.get(hit.first)
        name = self.scan.words[hit.first].folded
        ids = tuple(i for i in ids if stands_alone(i, name, self.memory, title.role if title else None))
        if len(ids) == 1:
            return Resolution(ids, resolution.rule, 0.8), mention_type
        given = resolve_given_name(name, self.memory)
        return given, "alias" if given.actor_ids else ""

    def chunk(self, chunk: Chunk, titled: bool = False) -> Resolution:
        """A capitalised chunk as the surname, or another spelling of the full name, of somebody known."""
        key = (chunk.first, chunk.end)
        known = self.known.get(key)
        if known is not None:
            return known
        form = self.scan.key(chunk.first, chunk.end)
        met = self.memory.met_by_name.get(form)
        unheard = form not in self.lexicon.surnames and form not in self.memory.surnames
        if met is None and unheard and not titled and " " not in form:
            resolution = UNRESOLVED
        elif met is not None:
            resolution = Resolution((met,), "met_before", 0.85)
        elif form not in self.memory.surnames and (self.scan.is_title_case or (not titled and self._is_part(chunk))):
            resolution = UNRESOLVED
        else:
            resolution = UNRESOLVED if unheard else resolve_surname(form, self.memory, titled)
            if titled and not resolution.actor_ids:
                given = resolve_given_name(form, self.memory)
                resolution = given if given.actor_ids else resolution
            if resolution is UNRESOLVED and " " in form:
                resolution = self._other_spelling(chunk)
                if resolution is UNRESOLVED and not titled:
                    resolution = self._body(chunk)
                    if resolution is UNRESOLVED:
                        resolution = self._of_nation(chunk)
        self.known[key] = resolution
        return resolution

    def _is_part(self, chunk: Chunk) -> bool:
        """Part of a longer name, or a place: `Etosha National Park`, `Reagan National Airport`, `in Garland`."""
        words, first, end = self.scan.words, chunk.first, chunk.end
        if first and (words[first - 1].folded in self.lexicon.words["locative"] or self._touches(first - 1, first)):
            if first not in self.scan.hit_ends and first not in self.scan.role_ends:
                return True
            role = self.scan.role_ends.get(first)
            if role is not None and role.role.number != "person":
                return True
        return (
            end < len(words)
            and end not in self.scan.roles
            and end not in self.scan.hits
            and self._touches(end - 1, end)
        )

    def _touches(self, one: int, two: int) -> bool:
        words = self.scan.words
        return one > 0 and words[one].text[0].isupper() and words[two].text[0].isupper() and self.scan.gap(two) == 1

    def _other_spelling(self, chunk: Chunk) -> Resolution:
        """`Abdel-Fattah Sisi` is Abdel Fattah el-Sisi: first and last word agree, and with nobody else's."""
        words = self.scan.words
        bearers = self.lexicon.surnames.get(words[chunk.end - 1].folded)
        if bearers is None:
            return UNRESOLVED
        first = words[chunk.first].folded
        same = [i for i in bearers if self.lexicon.given_name.get(i) == first]
        return Resolution((same[0],), "given_name_and_surname", 0.85) if len(same) == 1 else UNRESOLVED

    def _of_nation(self, chunk: Chunk) -> Resolution:
        """`Irish poet Seamus Tolliver`: country and kind are said."""
        at = chunk.first
        if self.scan.words[at].folded not in self.lexicon.given_names:
            return UNRESOLVED
        role = self.scan.role_ends.get(at)
        if role is not None and role.role.number == "person":
            return UNRESOLVED  # met by his role
        while chunk.first - at < _NOUNS and at and self._is_noun(at - 1):
            at -= 1
        hit = self.scan.hit_ends.get(at)
        country = self._country_of(hit)
        if hit is None or country is None or hit.aliases[0].alias_type != "demonym":
            return UNRESOLVED
        text = self.scan.text(chunk.first, chunk.end)
        actor_id = self.memory.meet(text, "person", country, None)
        self.memory.know_person(actor_id, text)
        return Resolution((actor_id,), "nationality", 0.7)

    def _body(self, chunk: Chunk) -> Resolution:
        """`the Malaysian Anti-Corruption Commission`, `Brazil's Supreme Federal Court`: a body by its last word."""
        if not self.is_body(chunk):
            return UNRESOLVED
        scan, first, end = self.scan, chunk.first, chunk.end
        words = scan.words
        before = scan.hit_ends.get(first)
        country = self._country_of(before)
        sector = self._sector_of_body(chunk)
        if before is not None and country is not None:
            actor_id = self.memory.meet(scan.text(before.first, end), "organisation", country, sector)
            return Resolution((actor_id,), "nationality", 0.7)
        named = {word.folded for word in words[first:end]}
        if before is not None or sector is None or self._is_cut(chunk):
            return UNRESOLVED
        if first and words[first - 1].folded in ("'s", "'"):
            country = self._country_of(scan.hit_ends.get(first - 1))
        elif end < len(words) and words[end].folded == "of":
            country = self._country_of(scan.hits.get(end + 1) or scan.hits.get(end + 2))
        if country is None and sector in _OF_ONE_STATE and named.isdisjoint(self.lexicon.words["worldwide"]):
            country = self._named_country()
        actor_id = self.memory.meet(scan.text(first, end), "organisation", country, sector)
        return Resolution((actor_id,), "named_body", 0.6)

    def _is_cut(self, chunk: Chunk) -> bool:
        """Whether a name is but the end of a longer one, or a province: `the Support and [Stabilization Mission]`."""
        first, words = chunk.first, self.scan.words
        if words[chunk.end - 1].text == "Department":
            return chunk.end < len(words) and words[chunk.end].folded == ","
        if first < 2 or first - 1 in self.scan.hit_ends:
            return False
        return words[first - 1].folded in _JOINTS and words[first - 2].text[0].isupper()

    def is_body(self, chunk: Chunk) -> bool:
        """Whether the last word of a name is that of a court, a company, a party ..."""
        return self.scan.words[chunk.end - 1].text in self.lexicon.words["organisation_noun"]

    def _sector_of_body(self, chunk: Chunk) -> str | None:
        """What the last words of a name make of it: `Chad National Army` is an army."""
        words = self.scan.words
        for at in range(max(chunk.first, chunk.end - 3), chunk.end):
            length, roles = self.lexicon.roles.longest(words, at)
            if length == chunk.end - at and roles[0].number != "person":
                return roles[0].sector
        kinds = (sector for sector in _SECTORS if words[chunk.end - 1].text in self.lexicon.words[f"body_{sector}"])
        return next(kinds, None)

    def _country_of(self, hit: Hit | None) -> str | None:
        """The country that a name of the dictionary is or belongs to as its people."""
        ids = resolve_name(hit.aliases, self.memory)[0].actor_ids if hit else ()
        return self.memory.country(ids[0]) if len(ids) == 1 and ids[0].startswith("cty:") else None

    def _named_country(self) -> str | None:
        """The one country that the sentence names."""
        ids = {alias.actor_id for hit in self.scan.hits.values() for alias in hit.aliases}
        countries = {self.memory.country(i) for i in ids if i.startswith(("cty:", "gov:"))}
        return countries.pop() if len(countries) == 1 else None

    def _is_noun(self, at: int) -> bool:
        word = self.scan.words[at]
        return word.text.isalpha() and word.text.islower() and word.folded not in self.lexicon.words["blocking"]
