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

_NOUNS = 4  # words between a nationality and the name


class NameReader:
    """Resolves the names of one sentence; `known` holds what was resolved in it so far, by (first, end) word."""

    def __init__(self, found: Scan, memory: Memory, known: dict[tuple[int, int], Resolution]) -> None:
        self.scan = found
        self.memory = memory
        self.lexicon = memory.lexicon
        self.known = known

    def hit(self, hit: Hit) -> tuple[Resolution, str]:
        """A name of the dictionary, and its mention type; the type is empty where it names nobody here."""
        resolution, mention_type = resolve_name(hit.aliases, self.memory)
        if hit.end - hit.first > 1:
            return resolution, mention_type
        ids = resolution.actor_ids or resolution.candidates
        if not ids or not all(map(self.memory.is_single_name, ids)):
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
        if key in self.known:
            return self.known[key]
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
            resolution = resolve_surname(form, self.memory, titled)
            if titled and not resolution.actor_ids:
                given = resolve_given_name(form, self.memory)
                resolution = given if given.actor_ids else resolution
            if resolution is UNRESOLVED and " " in form:
                resolution = self._other_spelling(chunk)
            if resolution is UNRESOLVED and " " in form and not titled:
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
        capitals = words[one].text[:1].isupper() and words[two].text[:1].isupper()
        return capitals and words[two].start - words[one].end == 1 and one > 0

    def _other_spelling(self, chunk: Chunk) -> Resolution:
        """`Abdel-Fattah Sisi` is Abdel Fattah el-Sisi: first and last word agree, and with nobody else's."""
        words = self.scan.words
        first, last = words[chunk.first].folded, words[chunk.end - 1].folded
        same = [i for i in self.lexicon.surnames.get(last, ()) if self.lexicon.given_name.get(i) == first]
        return Resolution((same[0],), "given_name_and_surname", 0.85) if len(same) == 1 else UNRESOLVED

    def _of_nation(self, chunk: Chunk) -> Resolution:
        """`Irish poet Seamus Tolliver`, `the Malaysian Anti-Corruption Commission`: country and kind are said."""
        words = self.scan.words
        at = chunk.first
        is_body = words[chunk.end - 1].text in self.lexicon.words["organisation_noun"]
        if not is_body and words[chunk.first].folded not in self.lexicon.given_names:
            return UNRESOLVED
        role = self.scan.role_ends.get(at)
        if role is not None and role.role.number == "person" and not is_body:
            return UNRESOLVED  # the role is what the person is met by
        while not is_body and chunk.first - at < _NOUNS and at and self._is_noun(at - 1):
            at -= 1
        hit = self.scan.hit_ends.get(at)
        ids = resolve_name(hit.aliases, self.memory)[0].actor_ids if hit else ()
        if hit is None or len(ids) != 1 or not ids[0].startswith("cty:"):
            return UNRESOLVED
        if hit.aliases[0].alias_type != "demonym" and not is_body:
            return UNRESOLVED
        text = self.scan.text(hit.first if is_body else chunk.first, chunk.end)
        actor_id = self.memory.meet(text, "organisation" if is_body else "person", self.memory.country(ids[0]), None)
        if not is_body:
            self.memory.know_person(actor_id, text)
        return Resolution((actor_id,), "nationality", 0.7)

    def _is_noun(self, at: int) -> bool:
        word = self.scan.words[at]
        return word.text.isalpha() and word.text.islower() and word.folded not in self.lexicon.words["blocking"]
