"""A sentence in, the names in it out: dictionary hits, role phrases, and capitalised chunks that are neither.

It only finds where names stand; whom they name is for `resolve`.  Positions are word numbers of the sentence.
"""

from bisect import bisect_left
from dataclasses import dataclass
from operator import attrgetter

from pipelines.coder.index import LINKS, PARTICLES
from pipelines.coder.lexicon import Alias, Lexicon, Role
from pipelines.coder.tokens import HYPHENS, Word
from pipelines.coder.types import Sentence

_FOLDED = attrgetter("folded")
_PATRONYMIC = frozenset(("bin", "ben", "ibn", "al", "el", "abu", "bint"))
_CURRENCIES = "$\u20ac\u00a3\u00a5"
_JOINING = PARTICLES - LINKS - {"as", "at", "e"}  # words of unknown names too
NEVER_TITLES = frozenset(
    ("civilians", "militants", "migrants", "refugees", "social", "business", "crime", "labour", "education", "experts")
)


@dataclass(slots=True, eq=False)
class Hit:
    """Words that the dictionary knows as a name."""

    first: int
    end: int
    aliases: tuple[Alias, ...]


@dataclass(slots=True, eq=False)
class RoleHit:
    """Words that are a role phrase; `role` is what they mean."""

    first: int
    end: int
    role: Role


@dataclass(slots=True, eq=False)
class Chunk:
    """Capitalised words that the dictionary does not know as a name: perhaps a surname, perhaps an unknown name."""

    first: int
    end: int


@dataclass(slots=True)
class Scan:
    """One sentence with all that was found in it; the names, roles and chunks by their first word, and by their end."""

    sentence: Sentence
    words: list[Word]
    starts: list[int]  # where the words start in the article
    is_title_case: bool
    pronouns: list[int]  # where `he`, `its` stand
    speaking: list[int]  # where `we`, `our` stand
    nouns: list[int]  # where `group`, `country` stand
    set_starts: list[int]  # where `the two countries` may start
    first_quote: int  # number of the first quotation mark; as many as there are words, where there is none
    hits: dict[int, Hit]
    hit_ends: dict[int, Hit]
    roles: dict[int, RoleHit]
    role_ends: dict[int, RoleHit]
    chunks: dict[int, Chunk]
    chunk_ends: dict[int, Chunk]

    def end(self, at: int) -> int:
        """Where word `at` ends in the article."""
        return self.starts[at] + len(self.words[at].text)

    def gap(self, at: int) -> int:
        """How many code points stand between word `at` and the one before: 0 in `it's`, 1 for a blank or a hyphen."""
        return self.starts[at] - self.starts[at - 1] - len(self.words[at - 1].text)

    def text(self, first: int, end: int) -> str:
        """The words from `first` up to `end`, as written."""
        sentence, starts = self.sentence, self.starts
        stop = starts[end - 1] + len(self.words[end - 1].text)
        return sentence.text[starts[first] - sentence.start : stop - sentence.start]

    def key(self, first: int, end: int) -> str:
        """The same, folded."""
        if end - first == 1:
            return self.words[first].folded
        return " ".join(map(_FOLDED, self.words[first:end]))

    def word_from(self, place: int) -> int:
        """The first word that starts at `place` of the article or behind it."""
        return bisect_left(self.starts, place)

    def is_hyphened(self, at: int) -> bool:
        """Whether a hyphen stands right before word `at`."""
        return self.sentence.text[self.starts[at] - self.sentence.start - 1] in HYPHENS

    def is_hyphened_on(self, at: int) -> bool:
        """Whether a hyphen stands right behind word `at`."""
        after = self.end(at) - self.sentence.start
        return self.sentence.text[after : after + 1] in HYPHENS


def scan(sentence: Sentence, lexicon: Lexicon) -> Scan:
    """Find names, roles and unknown capitalised chunks of one sentence."""
    start = sentence.start
    words: list[Word] = []
    starts: list[int] = []
    places: tuple[list[int], ...] = ([], [], [], [], [], [], [], [], [], [], [])  # where words stand, by hint
    for word, hints, several, width in map(lexicon.pieces.__getitem__, sentence.text.split(" ")):
        if word is not None:
            if hints:
                at = len(words)
                for hint in hints:
                    places[hint].append(at)
            words.append(word)
            starts.append(start)
        else:
            for offset, word, hints in several:
                for hint in hints:
                    places[hint].append(len(words))
                words.append(word)
                starts.append(start + offset)
        start += width
    names, linked, roles, capitals, particles, pronouns, speaking, nouns, set_nouns, set_starts, quotes = places
    if linked:
        names = sorted({*names, *(at - 1 for at in linked if at)})
    found = Scan(
        sentence,
        words,
        starts,
        sentence.part == "title" and _is_title_case(words),
        pronouns,
        speaking,
        nouns,
        set_starts if set_nouns else [],
        quotes[0] if quotes else len(words),
        {},
        {},
        {},
        {},
        {},
        {},
    )
    covered = bytearray(len(words))
    if names:
        _find_hits(names, found, covered, lexicon)
    if roles:
        _find_roles(roles, found, covered, lexicon)
    if capitals:
        _find_chunks(capitals, particles, found, covered, lexicon)
    return found


def _find_hits(places: list[int], scan: Scan, covered: bytearray, lexicon: Lexicon) -> None:
    free = 0
    for at in places:
        if at < free:
            continue
        length, aliases = lexicon.names.longest(scan.words, at)
        if not length:
            continue
        end = at + length
        kept = tuple([alias for alias in aliases if _stands(alias, scan, at, end, lexicon)])
        if not kept or (not scan.is_title_case and _begins_a_place(kept[0], scan, end, lexicon)):
            continue
        free = end
        covered[at:end] = b"\1" * length
        if len(kept) > 1:  # what is a place too is an actor
            kept = tuple(alias for alias in kept if alias.alias_type not in ("place", "locality")) or kept
        if kept[0].alias_type != "place":  # a place covers its words, gives no actor
            scan.hits[at] = scan.hit_ends[end] = Hit(at, end, kept)


def _stands(alias: Alias, scan: Scan, first: int, end: int, lexicon: Lexicon) -> bool:
    """Whether the words beside a name let it stand: no `Michael Jordan`, no `Jordan River`."""
    words = scan.words
    after = words[end] if end < len(words) else None
    before = words[first - 1] if first else None
    kind = alias.actor_id[:4]
    if after is not None and after.text in _CURRENCIES and not scan.gap(end):
        return False  # `AU$240 million`
    if kind in ("cty:", "gov:", "reg:") and alias.alias_type not in ("demonym", "locality"):
        if after is not None and after.text in lexicon.words["place_noun"] and scan.gap(end) <= 1:
            return lexicon.roles.longest(words, end)[0] > 1  # `the United States Coast Guard`, not `the West Bank`
        if kind == "reg:" and after is not None and lexicon.names.longest(words, end)[0] and after.text[0].isupper():
            return False  # `the West African bloc`
        if alias.scope == "homonym":
            if before is not None and _is_name_word(before, lexicon) and before.folded in lexicon.given_names:
                return False
            if after is not None and _is_name_word(after, lexicon) and not lexicon.names.longest(words, end)[0]:
                return bool(lexicon.roles.longest(words, end)[0])
    if kind == "grp:" and alias.scope == "homonym":  # `Richard Wagner`
        if before is None or not _is_name_word(before, lexicon) or lexicon.roles.may_start(before.folded):
            return True
        return before.folded not in lexicon.given_names and (first == 1 or scan.gap(first) > 1)
    if kind == "grp:" and alias.scope == "modifier":  # `Republican senators`, but not `the Republican Guard`
        return after is not None and after.text.islower() and not (before is not None and before.text.istitle())
    return kind != "per:" or end - first > 1 or not _is_within_name(scan, first, lexicon)


def _begins_a_place(alias: Alias, scan: Scan, end: int, lexicon: Lexicon) -> bool:
    """`Aden Adde Airport`, `Julius Nyerere International Airport`: a city or a person that a place is called after."""
    is_city = alias.alias_type in ("metonym", "locality")
    if not is_city and alias.actor_id[:4] != "per:":
        return False
    words = scan.words
    if alias.alias_type == "locality" and end < len(words) and words[end].text in lexicon.words["locality_noun"]:
        return False  # `Kherson Oblast` and `Kherson Airport` are where Kherson is
    for at in range(end, min(end + 3, len(words))):
        if scan.gap(at) > 1 or not _is_name_word(words[at], lexicon):
            return False
        if words[at].text in lexicon.words["place_noun"]:
            return True
        if at == end and is_city:
            known = lexicon.names.longest(words, at)[0] or lexicon.roles.longest(words, at)[0]
            return not known
    return False


def _is_within_name(scan: Scan, at: int, lexicon: Lexicon) -> bool:
    """Whether a single name is but a part of a longer one: `Saud` in `Abdullah bin Saud al-Anzi`."""
    words = scan.words
    if at and words[at - 1].folded in _PATRONYMIC:
        return True
    if at + 2 < len(words) and words[at + 1].folded in _PATRONYMIC and words[at + 2].text[:1].isupper():
        return True
    after = words[at + 1] if at + 1 < len(words) else None
    if after is not None and scan.gap(at + 1) <= 1 and _is_name_word(after, lexicon):
        return not lexicon.names.may_start(after.folded) and not lexicon.roles.may_start(after.folded)
    before = words[at - 1] if at > 1 else None
    return before is not None and _is_name_word(before, lexicon) and before.folded in lexicon.given_names


def _is_name_word(word: Word, lexicon: Lexicon) -> bool:
    return word.text[:1].isupper() and not word.text.isupper() and word.text not in lexicon.words["never_name"]


def _find_roles(places: list[int], scan: Scan, covered: bytearray, lexicon: Lexicon) -> None:
    words, free = scan.words, 0
    for at in places:
        if at < free or covered[at]:
            continue
        length, found = lexicon.roles.longest(words, at)
        end = at + length
        if not length or 1 in covered[at:end] or _is_attached(scan, at, end, lexicon):
            continue
        crowd = found[0].organisation in NEVER_TITLES
        if crowd and not scan.is_title_case and _ends_a_name(scan, at):
            continue
        office = found[0].number == "person" and not crowd
        if office or not _is_in_name(scan, covered, at, end, lexicon):
            scan.roles[at] = scan.role_ends[end] = RoleHit(at, end, found[0])
            free = end
    for first, role in scan.roles.items():
        covered[first : role.end] = b"\1" * (role.end - first)


def _ends_a_name(scan: Scan, at: int) -> bool:
    """`Ruritanian Airlines`, `the Capital Nationals`, `the Rally of the Ruritanian People`: no crowd, but a name."""
    words = scan.words
    return at > 0 and words[at].text.istitle() and words[at - 1].text[0].isupper() and scan.gap(at) <= 1


def _is_in_name(scan: Scan, covered: bytearray, at: int, end: int, lexicon: Lexicon) -> bool:
    """`Harmony Foundation`, `National Museum`: a role that is but a word of a longer name."""
    words = scan.words
    if at < 1 or not words[at].text[0].isupper():
        return False
    before = not covered[at - 1] and at > 1 and _is_name_word(words[at - 1], lexicon)
    if before and scan.gap(at) == 1:
        return True
    after = words[end] if end < len(words) and not covered[end] else None
    if after is None or scan.gap(end) != 1:
        return False
    if after.text in lexicon.words["named_thing"]:
        return True
    whole = words[end - 1].text in lexicon.words["organisation_noun"]  # `the Russian Air Force Antonov`
    if scan.is_title_case or whole or not _is_name_word(after, lexicon):
        return False
    _, roles = lexicon.roles.longest(words, end)
    return not roles or roles[0].number != "person"  # `Army Chief of Staff` is no name


def _is_attached(scan: Scan, first: int, end: int, lexicon: Lexicon) -> bool:
    """`anti-terrorist`, `rebel-held`: a role that is but a part of a word."""
    words = scan.words
    if first and words[first - 1].folded in lexicon.words["prefix"]:
        return True
    return end < len(words) and words[end].text.islower() and scan.is_hyphened_on(end - 1)


def _find_chunks(capitals: list[int], particles: list[int], scan: Scan, covered: bytearray, lexicon: Lexicon) -> None:
    """Runs of capitalised words; particles (`bin`, `al-`, `de`) join them."""
    words, free = scan.words, 0
    named = frozenset(capitals)
    for at in sorted((*capitals, *particles)) if particles else capitals:
        if at < free or covered[at]:
            continue
        if at not in named and at + 1 not in named:  # neither `Bashir` nor `al-Bashir`
            continue
        end = at + 1
        if words[at].text in lexicon.words["direction"] and end not in named:
            continue
        while end < len(words) and not covered[end]:
            if end in named:
                end += 1
            elif end + 1 in named and not covered[end + 1] and words[end].folded in _JOINING:
                end += 2
            elif tail := _hyphen_tail(scan, at, end, named, lexicon):
                end += tail
            else:
                break
        scan.chunks[at] = scan.chunk_ends[end] = Chunk(at, end)
        free = end


def _hyphen_tail(scan: Scan, first: int, end: int, named: frozenset[int], lexicon: Lexicon) -> int:
    """How many words from `end` on hang on a name by hyphens: `Cho Tae-yong`, `Waker-uz-Zaman`, not `Aramco-led`."""
    text, folded = scan.words[end].text, scan.words[end].folded
    if not text.islower() or not scan.is_hyphened(end):
        return 0
    if end + 1 in named and scan.is_hyphened(end + 1):
        return 2 if len(text) < 4 else 0
    is_given_name = end - first > 1 and len(text) < 6 and not text.endswith("ed")
    return int(is_given_name and folded not in lexicon.words["compound"])


def _is_title_case(words: list[Word]) -> bool:
    """Headlines In Capitals Like This: there a capital says nothing."""
    long = [word.text for word in words if len(word.text) > 3 and word.text.isalpha()]
    return len(long) > 3 and sum(text[0].isupper() for text in long) > 0.7 * len(long)
