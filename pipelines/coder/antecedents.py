"""`he`, `its`, `the two countries`, `the group` in, the actors that the article named before out.

Each function looks back through the Memory and answers a Resolution, unresolved where nothing fits in the sentences
just before.  It never looks ahead, but for a list that follows at once (`regional rivals Iran and Saudi Arabia`).
"""

from dataclasses import dataclass

from pipelines.coder.lexicon import Lexicon
from pipelines.coder.names import Scan
from pipelines.coder.resolve import UNRESOLVED, Memory, Resolution, Seen

_STATES = ("country", "government")
_BODIES = ("country", "government", "organisation", "group")


@dataclass(frozen=True, slots=True)
class GroupPhrase:
    """`the two countries`, `both sides`, `the regional powers`: words first..end, of what class, how many."""

    first: int
    end: int
    noun_class: str  # set_country set_person set_group
    count: int


def resolve_pronoun(scan: Scan, at: int, memory: Memory) -> Resolution:
    """Whom the pronoun at word `at` stands for."""
    word = scan.words[at]
    classes = memory.lexicon.words
    no = scan.sentence.no
    before = [seen for seen in memory.history if seen.sentence_no == no]
    if word.key in classes["he"] or word.key in classes["she"]:
        return _person(scan, at, before, memory)
    if word.key in classes["they"]:
        return _plural(before, no, memory)
    if word.key in classes["it"]:
        return _thing(scan, at, before, memory)
    return UNRESOLVED


def _person(scan: Scan, at: int, before: list[Seen], memory: Memory) -> Resolution:
    gender = "he" if scan.words[at].key in memory.lexicon.words["he"] else "she"
    saying = at + 1 < len(scan.words) and scan.words[at + 1].key in memory.lexicon.words["saying"]
    here = [seen.actor_ids[0] for seen in before if seen.kind == "person" and len(seen.actor_ids) == 1]
    here = [i for i in here if memory.gender.get(i, gender) == gender]
    if here and not (saying and scan.first_quote < at):
        memory.gender.setdefault(here[-1], gender)
        return Resolution((here[-1],), "pronoun_in_sentence", 0.75)
    for back in (1, 2, 3):
        speaker = memory.speakers.get(scan.sentence.no - back)
        if speaker is not None and memory.gender.get(speaker, gender) == gender:
            memory.gender.setdefault(speaker, gender)
            return Resolution((speaker,), "pronoun_to_subject", 0.7 if back == 1 else 0.55)
    return UNRESOLVED


def _plural(before: list[Seen], no: int, memory: Memory) -> Resolution:
    def fits(seen: Seen) -> bool:
        if len(seen.actor_ids) > 1 or seen.kind == "group":
            return True
        if seen.kind == "person":
            return False
        return (
            seen.number == "people"
            or seen.number == "body"
            or (seen.kind == "organisation" and seen.mention_type != "pronoun")
        )

    for seen in reversed(before):
        if fits(seen):
            return Resolution(seen.actor_ids, "pronoun_in_sentence", 0.7)
    for seen in reversed([seen for seen in memory.history if seen.sentence_no == no - 1]):
        if fits(seen):
            return Resolution(seen.actor_ids, "pronoun_to_last", 0.6)
    return UNRESOLVED


def _thing(scan: Scan, at: int, before: list[Seen], memory: Memory) -> Resolution:
    classes = memory.lexicon.words
    word = scan.words[at]
    bodies = [seen for seen in before if seen.kind in _BODIES and len(seen.actor_ids) == 1]
    if word.key in classes["it_subject"]:
        after = scan.words[at + 1].key if at + 1 < len(scan.words) else ""
        opens = at == 0 or scan.words[at - 1].key in classes["opener"]
        empty = after in classes["expletive"] or after in classes["impersonal"]
        if not opens or empty or (at == 0 and after in classes["modal_it"]):
            return UNRESOLVED
    named = [seen for seen in bodies if seen.mention_type != "demonym"] or bodies
    if named:
        return Resolution(named[-1].actor_ids, "pronoun_in_sentence", 0.65)
    earlier = [s for s in memory.history if s.sentence_no == scan.sentence.no - 1 and s.kind in _BODIES]
    if earlier and len(earlier[0].actor_ids) == 1:
        return Resolution(earlier[0].actor_ids, "pronoun_to_subject", 0.55)
    return UNRESOLVED


def resolve_we(scan: Scan, at: int, memory: Memory) -> Resolution:
    """`we` and `our` in a quotation: the speaker's government, or the body that the speaker belongs to."""
    if scan.first_quote > at:
        return UNRESOLVED
    speaker = memory.speakers.get(scan.sentence.no) or memory.speakers.get(scan.sentence.no - 1)
    if speaker is None:
        return UNRESOLVED
    if memory.kind(speaker) != "person":
        return Resolution((speaker,), "speaker", 0.7)
    country = memory.country(speaker)
    for tenure in memory.lexicon.tenures.get(speaker, ()):
        if tenure.country == country and (memory.day is None or tenure.covers(memory.day)):
            return Resolution((tenure.organisation_id,), "speaker_office", 0.7)
    met = memory.met.get(speaker)
    if country and f"gov:{country}" in memory.lexicon.actors and met and met.sector in ("GOV", "MIL", "COP", "SPY"):
        return Resolution((f"gov:{country}",), "speaker_country", 0.6)
    return UNRESOLVED


def group_phrases(scan: Scan, lexicon: Lexicon) -> list[GroupPhrase]:
    """The phrases of a sentence that name several actors at once by how many they are."""
    found: list[GroupPhrase] = []
    words = scan.words
    nouns = lexicon.words["set_noun"]
    if not any(word.key in nouns for word in words):
        return found
    starts = lexicon.words["set_start"]
    at = 0
    while at < len(words):
        first = at
        if words[at].key not in starts and not lexicon.modifiers.may_start(words[at].key):
            at += 1
            continue
        if words[at].key in lexicon.words["article"] and at + 1 < len(words):
            at += 1
        phrase = _numbered(scan, first, at, lexicon) or _rivals(scan, first, at, lexicon)
        if phrase is not None:
            found.append(phrase)
            at = phrase.end
        else:
            at = first + 1
    return found


def _numbered(scan: Scan, first: int, at: int, lexicon: Lexicon) -> GroupPhrase | None:
    words = scan.words
    if words[at].key not in lexicon.words["set_number"] or at + 1 >= len(words):
        return None
    count = {"two": 2, "both": 2, "three": 3, "four": 4}[words[at].key]
    for end in range(at + 1, min(at + 5, len(words))):
        for noun_class in ("set_country", "set_person", "set_group"):
            if words[end].key in lexicon.words[noun_class]:
                if end + 1 < len(words) and words[end + 1].key == "of":
                    return None
                if first == at and words[at].key != "both":  # `two countries` are any two
                    return None
                return GroupPhrase(first, end + 1, noun_class, count)
        if not words[end].text.isalpha() or words[end].text[0].isupper() or words[end].key in lexicon.words["blocking"]:
            break
    return None


def _rivals(scan: Scan, first: int, at: int, lexicon: Lexicon) -> GroupPhrase | None:
    words = scan.words
    length = 0
    while at + length < len(words) and lexicon.modifiers.longest(words, at + length)[0]:
        length += lexicon.modifiers.longest(words, at + length)[0]
    noun = at + length
    if noun >= len(words) or words[noun].key not in lexicon.words["set_rival"]:
        return None
    listed = noun + 1 in scan.hits
    if not listed and (first == at or (noun + 1 < len(words) and words[noun + 1].key == "of")):
        return None
    return GroupPhrase(first, noun + 1, "set_country", 0 if listed else 2)


def resolve_group(phrase: GroupPhrase, scan: Scan, listed: tuple[str, ...], memory: Memory) -> Resolution:
    """Who `the two countries` are.  `listed`: the countries that stand right behind the phrase."""
    if phrase.count == 0:
        return Resolution(listed, "listed", 0.9) if len(listed) > 1 else UNRESOLVED
    if phrase.noun_class == "set_country" and phrase.count == 2:
        if memory.pairs:
            return Resolution(tuple(f"cty:{country}" for country in memory.pairs[-1]), "last_pair", 0.8)
        top = [*memory.countries.most_common(3), ("", 0), ("", 0)]
        if top[1][1] > 1 and top[1][1] > top[2][1]:
            return Resolution((f"cty:{top[0][0]}", f"cty:{top[1][0]}"), "pair_of_article", 0.6)
        return UNRESOLVED
    wanted = ("person",) if phrase.noun_class == "set_person" else ("group", "organisation")
    if phrase.noun_class == "set_country":
        wanted = _STATES
    members: list[str] = []
    for seen in reversed(memory.history):
        if scan.sentence.no - seen.sentence_no > 3:
            break
        if seen.kind in wanted and len(seen.actor_ids) == 1 and seen.actor_ids[0] not in members:
            members.append(seen.actor_ids[0])
        if len(members) == phrase.count:
            return Resolution(tuple(reversed(members)), "last_named", 0.65)
    if phrase.noun_class != "set_country" and phrase.count == 2 and memory.pairs and phrase.noun_class == "set_person":
        return Resolution(tuple(f"gov:{country}" for country in memory.pairs[-1]), "last_pair", 0.6)
    return UNRESOLVED


def resolve_noun(scan: Scan, noun: str, memory: Memory) -> Resolution:
    """`the group`, `the country`: the last actor of that kind."""
    classes = memory.lexicon.words
    wanted = ("group", "organisation") if noun in classes["group_noun"] else ("country", "government")
    for seen in reversed(memory.history):
        if scan.sentence.no - seen.sentence_no > 3:
            break
        if seen.kind in wanted and len(seen.actor_ids) == 1 and seen.number != "people":
            actor_id = seen.actor_ids[0]
            if wanted[0] == "country":
                country = memory.country(actor_id)
                if country is None:
                    continue
                actor_id = f"cty:{country}"
            return Resolution((actor_id,), "last_of_kind", 0.65)
    return UNRESOLVED
