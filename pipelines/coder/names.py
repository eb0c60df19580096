"""A sentence in, the names in it out: dictionary hits, role phrases, and capitalised chunks that are neither.

It only finds where names stand; whom they name is for `resolve`.  Positions are word numbers of the sentence.
"""

from operator import itemgetter
from typing import NamedTuple

from pipelines.coder.index import LINKS, PARTICLES
from pipelines.coder.lexicon import CAPITAL, HINTS, NAME, NOUN, PRONOUN, QUOTE, ROLE, SET_NOUN, Alias, Lexicon, Role
from pipelines.coder.tokens import HYPHENS, Token, name_words
from pipelines.coder.types import Sentence

_PATRONYMIC = frozenset(("bin", "ben", "ibn", "al", "el", "abu", "bint"))
_text = itemgetter(2)  # of a token; a third quicker than its name
_CURRENCIES = "$\u20ac\u00a3\u00a5"
_LOOSE = LINKS | {"as", "at", "e"}  # join words of known names only
NEVER_TITLES = (
    "civilians",
    "militants",
    "migrants",
    "refugees",
    "social",
    "business",
    "crime",
    "labour",
    "education",
    "experts",
)


class Hit(NamedTuple):
    """Words that the dictionary knows as a name."""

    first: int
    end: int
    aliases: tuple[Alias, ...]


class RoleHit(NamedTuple):
    """Words that are a role phrase; `role` is what they mean."""

    first: int
    end: int
    role: Role


class Chunk(NamedTuple):
    """Capitalised words that the dictionary does not know as a name: perhaps a surname, perhaps an unknown name."""

    first: int
    end: int


class Scan(NamedTuple):
    """One sentence with all that was found in it."""

    sentence: Sentence
    words: list[Token]
    hits: dict[int, Hit]  # by first word
    hit_ends: dict[int, Hit]  # by end word
    roles: dict[int, RoleHit]
    role_ends: dict[int, RoleHit]
    chunks: dict[int, Chunk]
    chunk_ends: dict[int, Chunk]
    pronouns: list[int]  # where pronouns stand
    nouns: list[int]  # where `group`, `country` stand
    has_set_noun: bool
    is_title_case: bool
    first_quote: int  # number of the first quotation mark; as many as there are words, where there is none

    def text(self, first: int, end: int) -> str:
        """The words from `first` up to `end`, as written."""
        start = self.sentence.start
        return self.sentence.text[self.words[first].start - start : self.words[end - 1].end - start]

    def key(self, first: int, end: int) -> str:
        """The same, folded."""
        return self.words[first].folded if end - first == 1 else " ".join([word[3] for word in self.words[first:end]])


def scan(sentence: Sentence, lexicon: Lexicon) -> Scan:
    """Find names, roles and unknown capitalised chunks of one sentence."""
    words = name_words(sentence.text, sentence.start)
    title_case = sentence.part == "title" and _is_title_case(words)
    places: list[list[int]] = [[] for _ in HINTS]  # where names, roles, capitals ... may start
    for at, hints in enumerate(map(lexicon.hints.__getitem__, map(_text, words))):
        if hints:
            for hint in hints:
                places[hint].append(at)
    covered = bytearray(len(words))
    hits = _hits(places[NAME], words, covered, lexicon, title_case)
    roles = _roles(places[ROLE], sentence, words, covered, lexicon, title_case)
    for role in roles.values():
        covered[role.first : role.end] = b"\1" * (role.end - role.first)
    chunks = _chunks(places[CAPITAL], sentence, words, covered, lexicon)
    return Scan(
        sentence,
        words,
        hits,
        {hit.end: hit for hit in hits.values()},
        roles,
        {role.end: role for role in roles.values()},
        chunks,
        {chunk.end: chunk for chunk in chunks.values()},
        places[PRONOUN],
        places[NOUN],
        bool(places[SET_NOUN]),
        title_case,
        places[QUOTE][0] if places[QUOTE] else len(words),
    )


def _hits(
    places: list[int], words: list[Token], covered: bytearray, lexicon: Lexicon, title_case: bool
) -> dict[int, Hit]:
    hits: dict[int, Hit] = {}
    free = 0
    for at in places:
        if at < free:
            continue
        length, aliases = lexicon.names.longest(words, at)
        if not length:
            continue
        end = at + length
        kept = tuple([alias for alias in aliases if _stands(alias, words, at, end, lexicon)])
        if not kept or (not title_case and _begins_a_place(kept[0], words, end, lexicon)):
            continue
        free = end
        covered[at:end] = b"\1" * length
        if len(kept) > 1:  # what is a place too is an actor
            kept = tuple(alias for alias in kept if alias.alias_type != "place") or kept
        if kept[0].alias_type != "place":  # a place covers its words, gives no actor
            hits[at] = Hit(at, end, kept)
    return hits


def _stands(alias: Alias, words: list[Token], first: int, end: int, lexicon: Lexicon) -> bool:
    """Whether the words beside a name let it stand: no `Michael Jordan`, no `Jordan River`."""
    after = words[end] if end < len(words) else None
    before = words[first - 1] if first else None
    kind = alias.actor_id[:4]
    if after is not None and after.text in _CURRENCIES and after.start == words[end - 1].end:
        return False  # `AU$240 million`
    if kind in ("cty:", "gov:", "reg:") and alias.alias_type != "demonym":
        if after is not None and after.text in lexicon.words["place_noun"] and _adjacent(words[end - 1], after):
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
        return before.folded not in lexicon.given_names and (first == 1 or not _adjacent(before, words[first]))
    if kind == "grp:" and alias.scope == "modifier":  # `Republican senators`, but not `the Republican Guard`
        return after is not None and after.text.islower() and not (before is not None and before.text.istitle())
    return kind != "per:" or end - first > 1 or not _is_within_name(words, first, lexicon)


def _begins_a_place(alias: Alias, words: list[Token], end: int, lexicon: Lexicon) -> bool:
    """`Aden Adde Airport`, `Julius Nyerere International Airport`: a city or a person that a place is called after."""
    is_city = alias.alias_type == "metonym"
    if not is_city and alias.actor_id[:4] != "per:":
        return False
    for at in range(end, min(end + 3, len(words))):
        if not _adjacent(words[at - 1], words[at]) or not _is_name_word(words[at], lexicon):
            return False
        if words[at].text in lexicon.words["place_noun"]:
            return True
        if at == end and is_city:
            known = lexicon.names.longest(words, at)[0] or lexicon.roles.longest(words, at)[0]
            return not known
    return False


def _is_within_name(words: list[Token], at: int, lexicon: Lexicon) -> bool:
    """Whether a single name is but a part of a longer one: `Saud` in `Abdullah bin Saud al-Anzi`."""
    if at and words[at - 1].folded in _PATRONYMIC:
        return True
    if at + 2 < len(words) and words[at + 1].folded in _PATRONYMIC and words[at + 2].text[:1].isupper():
        return True
    after = words[at + 1] if at + 1 < len(words) else None
    if after is not None and _adjacent(words[at], after) and _is_name_word(after, lexicon):
        return not lexicon.names.may_start(after.folded) and not lexicon.roles.may_start(after.folded)
    before = words[at - 1] if at > 1 else None
    return before is not None and _is_name_word(before, lexicon) and before.folded in lexicon.given_names


def _is_name_word(word: Token, lexicon: Lexicon) -> bool:
    return word.text[:1].isupper() and not word.text.isupper() and word.text not in lexicon.words["never_name"]


def _adjacent(one: Token, two: Token) -> bool:
    return two.start - one.end <= 1


def _roles(
    places: list[int],
    sentence: Sentence,
    words: list[Token],
    covered: bytearray,
    lexicon: Lexicon,
    title_case: bool,
) -> dict[int, RoleHit]:
    roles: dict[int, RoleHit] = {}
    free = 0
    for at in places:
        if at < free or covered[at]:
            continue
        length, found = lexicon.roles.longest(words, at)
        end = at + length
        if not length or any(covered[at:end]) or _is_attached(sentence, words, at, end, lexicon):
            continue
        if found[0].organisation in NEVER_TITLES and not title_case and _ends_a_name(words, at):
            continue
        office = found[0].number == "person" and found[0].organisation not in NEVER_TITLES
        if office or not _is_in_name(words, covered, at, end, lexicon, title_case):
            roles[at] = RoleHit(at, end, found[0])
            free = end
    return roles


def _ends_a_name(words: list[Token], at: int) -> bool:
    """`Ruritanian Airlines`, `the Capital Nationals`, `the Rally of the Ruritanian People`: no crowd, but a name."""
    return (
        at > 0 and words[at].text.istitle() and words[at - 1].text[0].isupper() and _adjacent(words[at - 1], words[at])
    )


def _is_in_name(words: list[Token], covered: bytearray, at: int, end: int, lexicon: Lexicon, title_case: bool) -> bool:
    """`Harmony Foundation`, `National Museum`: a role that is but a word of a longer name."""
    if at < 1 or not words[at].text[0].isupper():
        return False
    before = not covered[at - 1] and at > 1 and _is_name_word(words[at - 1], lexicon)
    if before and words[at].start - words[at - 1].end == 1:
        return True
    after = words[end] if end < len(words) and not covered[end] else None
    if after is None or after.start - words[end - 1].end != 1:
        return False
    if after.text in lexicon.words["named_thing"]:
        return True
    whole = words[end - 1].text in lexicon.words["organisation_noun"]  # `the Russian Air Force Antonov`
    if title_case or whole or not _is_name_word(after, lexicon):
        return False
    _, roles = lexicon.roles.longest(words, end)
    return not roles or roles[0].number != "person"  # `Army Chief of Staff` is no name


def _is_attached(sentence: Sentence, words: list[Token], first: int, end: int, lexicon: Lexicon) -> bool:
    """`anti-terrorist`, `rebel-held`: a role that is but a part of a word."""
    if first and words[first - 1].folded in lexicon.words["prefix"]:
        return True
    after = words[end - 1].end - sentence.start
    return sentence.text[after : after + 1] in HYPHENS and end < len(words) and words[end].text.islower()


def _chunks(
    places: list[int], sentence: Sentence, words: list[Token], covered: bytearray, lexicon: Lexicon
) -> dict[int, Chunk]:
    """Runs of capitalised words; particles (`bin`, `al-`, `de`) join them."""
    chunks: dict[int, Chunk] = {}
    free = 0
    for at in places:
        if at < free or covered[at] or not _starts_name(sentence, words, at, lexicon):
            continue
        end = at + 1
        if words[at].text in lexicon.words["direction"] and not (end < len(words) and _continues(words[end], lexicon)):
            continue
        while end < len(words) and not covered[end]:
            if _continues(words[end], lexicon):
                end += 1
            elif (
                words[end].folded in PARTICLES
                and words[end].folded not in _LOOSE
                and end + 1 < len(words)
                and not covered[end + 1]
                and _continues(words[end + 1], lexicon)
            ):
                end += 2
            elif tail := _hyphen_tail(sentence, words, at, end, lexicon):
                end += tail
            else:
                break
        chunks[at] = Chunk(at, end)
        free = end
    return chunks


def _hyphen_tail(sentence: Sentence, words: list[Token], first: int, end: int, lexicon: Lexicon) -> int:
    """How many words from `end` on hang on a name by hyphens: `Cho Tae-yong`, `Waker-uz-Zaman`, not `Aramco-led`."""
    word = words[end]
    if not word.text.islower() or not _is_hyphened(sentence, word):
        return 0
    if end + 1 < len(words) and _is_hyphened(sentence, words[end + 1]) and _continues(words[end + 1], lexicon):
        return 2 if len(word.text) < 4 else 0
    is_given_name = end - first > 1 and len(word.text) < 6 and not word.text.endswith("ed")
    return int(is_given_name and word.folded not in lexicon.words["compound"])


def _is_hyphened(sentence: Sentence, word: Token) -> bool:
    return sentence.text[word.start - sentence.start - 1] in HYPHENS


def _starts_name(sentence: Sentence, words: list[Token], at: int, lexicon: Lexicon) -> bool:
    word = words[at]
    if word.folded in PARTICLES and word.text[:1].islower():  # al-Bashir, el-Sisi
        hyphen = sentence.text[word.end - sentence.start : word.end - sentence.start + 1]
        return hyphen in HYPHENS and at + 1 < len(words) and _continues(words[at + 1], lexicon)
    return _continues(word, lexicon)


def _continues(word: Token, lexicon: Lexicon) -> bool:
    return word.text[:1].isupper() and word.text not in lexicon.words["never_name"]


def _is_title_case(words: list[Token]) -> bool:
    """Headlines In Capitals Like This: there a capital says nothing."""
    long = [word for word in words if len(word.text) > 3 and word.text.isalpha()]
    return len(long) > 3 and sum(word.text[0].isupper() for word in long) > 0.7 * len(long)
