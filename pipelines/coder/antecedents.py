"""`he`, `its`, `the group`, `the court` in, the actor that the article named before out.

Each function looks back through the Memory and answers a Resolution, unresolved where nothing fits in the sentences
just before.  It never looks ahead.  What names two actors at once is for `groups`.
"""

from pipelines.coder.names import Scan
from pipelines.coder.resolve import UNRESOLVED, Memory, Resolution, Seen

ARMED = ("rebels", "militants", "militia", "crime", "terrorists")
_BODIES = ("country", "government", "organisation", "group")


def resolve_pronoun(scan: Scan, at: int, memory: Memory) -> Resolution:
    """Whom the pronoun at word `at` stands for."""
    word = scan.words[at]
    classes = memory.lexicon.words
    no = scan.sentence.no
    before = memory.of_sentence(no)
    if word.folded in classes["he"] or word.folded in classes["she"]:
        return _person(scan, at, before, memory)
    if word.folded in classes["they"]:
        return _plural(scan, at, before, memory)
    if word.folded in classes["it"]:
        return _thing(scan, at, before, memory)
    return UNRESOLVED


def _person(scan: Scan, at: int, before: list[Seen], memory: Memory) -> Resolution:
    gender = "he" if scan.words[at].folded in memory.lexicon.words["he"] else "she"
    saying = at + 1 < len(scan.words) and scan.words[at + 1].folded in memory.lexicon.words["saying"]
    here = _of_gender([seen for seen in before if not _owns(scan, seen)] or before, gender, memory)
    here = here or _of_gender(before, gender, memory)
    if here and not (saying and scan.first_quote < at):
        memory.gender.setdefault(here[-1], gender)
        return Resolution((here[-1],), "pronoun_in_sentence", 0.75)
    if not here and _unknown_names(scan, 0, at, before, memory):
        return UNRESOLVED  # `Roe, a lawyer, denied it.  Poe said it harmed her.`
    for back in (1, 2, 3):
        there = _of_gender(memory.of_sentence(scan.sentence.no - back), gender, memory)
        known = [i for i in there if memory.gender_of(i) == gender]
        speaker = memory.speakers.get(scan.sentence.no - back)
        if known and gender == "she" and speaker not in known:
            speaker = known[-1]  # `Roe called Queen Jane. She thanked him.`
        elif speaker is not None and speaker not in there and len(there) == 1:
            speaker = there[0]
        if speaker is not None and memory.gender_of(speaker) in (gender, None):
            memory.gender.setdefault(speaker, gender)
            return Resolution((speaker,), "pronoun_to_subject", 0.7 if back == 1 else 0.55)
    return UNRESOLVED


def _of_gender(seens: list[Seen], gender: str, memory: Memory) -> list[str]:
    """People of these mentions who may be `he` or `she`, each once, in order."""
    people = (seen.actor_ids[0] for seen in seens if seen.kind == "person" and len(seen.actor_ids) == 1)
    return [i for i in people if memory.gender_of(i) in (gender, None)]


def _owns(scan: Scan, seen: Seen) -> bool:
    """Whether something of his is meant, not the person: `Roe's visit`."""
    after = scan.word_from(seen.end)
    return after < len(scan.words) and scan.words[after].folded in ("'s", "'")


def _unknown_names(scan: Scan, first: int, end: int, known: list[Seen], memory: Memory) -> bool:
    """Whether a capitalised name of nobody whom we know stands in these words, and not only to say where."""
    words, classes = scan.words, memory.lexicon.words
    ours = {at for role in scan.roles.values() for at in range(role.first, role.end)}
    for seen in known:
        ours.update(range(scan.word_from(seen.start), scan.word_from(seen.end)))
    for at in range(first, end):
        text = words[at].text
        if at in ours or not text[0].isupper() or text in classes["never_name"]:
            continue
        if at == 0:  # a first word has a capital anyway
            if words[1].folded in classes["auxiliary"] or words[1].folded in classes["saying"]:
                return True
            continue
        before = at - 2 if at > 1 and words[at - 1].folded == "the" else at - 1
        placed = words[before].folded in classes["locative"]
        if not placed and not (words[at - 1].text[0].isupper() or words[at - 1].folded in (",", "(")):
            return True
    return False


def _plural(scan: Scan, at: int, before: list[Seen], memory: Memory) -> Resolution:
    no, words = scan.sentence.no, scan.words

    def crowd_behind(seen: Seen | None) -> bool:
        """Whether people who are nobody of ours are named behind `seen`: `the court tried two men, as they ...`."""
        first = scan.word_from(seen.end) if seen else 0
        ours = [range(scan.word_from(s.start), scan.word_from(s.end)) for s in before]
        return any(
            words[i].folded in memory.lexicon.words["people_noun"] and not any(i in span for span in ours)
            for i in range(first, at)
        )

    def fits(seen: Seen) -> bool:
        if len(seen.actor_ids) > 1 or seen.kind == "group":
            return True
        if seen.kind == "person" or seen.organisation == "court":
            return False
        return (
            seen.number == "people"
            or seen.number == "body"
            or (seen.kind == "organisation" and seen.mention_type != "pronoun")
        )

    subject = min((s for s in before if not s.is_place), key=lambda s: (s.start, -s.end), default=None)
    if subject is not None and len(subject.actor_ids) > 1:
        return UNRESOLVED if crowd_behind(subject) else Resolution(subject.actor_ids, "pronoun_to_subject", 0.75)
    for seen in reversed(before):
        if fits(seen):
            return UNRESOLVED if crowd_behind(seen) else Resolution(seen.actor_ids, "pronoun_in_sentence", 0.7)
    if crowd_behind(None):
        return UNRESOLVED
    earlier = memory.of_sentence(no - 1)
    sets = [seen for seen in earlier if len(seen.actor_ids) > 1]
    for seen in reversed(sets or earlier):
        if fits(seen):
            return Resolution(seen.actor_ids, "pronoun_to_last", 0.6)
    return UNRESOLVED


def _thing(scan: Scan, at: int, before: list[Seen], memory: Memory) -> Resolution:
    classes = memory.lexicon.words
    words = scan.words
    owned = words[at + 1].folded if at + 1 < len(words) else ""
    is_subject = words[at].folded in classes["it_subject"]
    if is_subject:
        opens = at == 0 or words[_before_day(scan, at, memory) - 1].folded in classes["opener"]
        empty = owned in classes["expletive"] or owned in classes["impersonal"]
        if not opens or empty or (at == 0 and owned in classes["modal_it"]):
            return UNRESOLVED
    bodies = _bodies(before)
    abroad = not is_subject and owned in classes["abroad"]
    last = max(before, key=lambda seen: (seen.end, -seen.start), default=None)
    doer = memory.country(last.actor_ids[0]) if abroad and last and _is_crowd(last) else None
    if doer:  # `Ruritanian protesters attacked its embassy`: that of another state
        bodies = [seen for seen in bodies if memory.country(seen.actor_ids[0]) != doer]
    named = [seen for seen in bodies if seen.mention_type != "demonym"] or bodies
    if named and _is_half_of_many(scan, named[-1], at, memory):
        named = [seen for seen in named[:1] if seen is not named[-1] and not seen.is_place]
    if named:
        subject = _subject(scan, at, named, memory)
        meant = subject or named[-1]
        end = scan.word_from(meant.end)
        if (meant.is_place and len(before) == 1) or _unknown_names(scan, end, at, before, memory):
            return UNRESOLVED  # `Ruritania's Borland halts its sales`
        return Resolution(meant.actor_ids, "pronoun_to_subject" if subject else "pronoun_in_sentence", 0.65)
    if _unknown_names(scan, 0, at, before, memory):
        return UNRESOLVED
    earlier = [seen for seen in memory.of_sentence(scan.sentence.no - 1) if seen.kind in _BODIES]
    earlier = [seen for seen in earlier if seen.number != "people" and seen.mention_type != "demonym"]
    if doer:
        earlier = [seen for seen in earlier if memory.country(seen.actor_ids[0]) != doer]
    if earlier and len(earlier[0].actor_ids) == 1:
        return Resolution(earlier[0].actor_ids, "pronoun_to_subject", 0.55)
    return UNRESOLVED


def _subject(scan: Scan, at: int, bodies: list[Seen], memory: Memory) -> Seen | None:
    """The subject of the clause, where `its` and `it says` are sure to mean that and not the name nearest to them.

    `A added B to its list` is A's; `A punished B for its raid` and `A urged B to end its raid` are not.
    """
    words, classes = scan.words, memory.lexicon.words
    first = next((seen for seen in bodies if not seen.is_place and seen.mention_type != "metonym"), None)
    if first is None or first is bodies[-1]:
        return None
    opens = scan.word_from(first.start)
    before = opens - 1 - (opens > 0 and words[opens - 1].folded == "the")
    if before >= 0 and words[before].folded in classes["blocking"]:
        return None  # it stands behind a preposition
    after = at + 1
    if words[at].folded == "it":
        return first if after < len(words) and words[after].folded in classes["saying"] else None
    end = scan.word_from(first.end)
    if words[end].folded in ("'s", "'") or words[at - 1].folded in classes["reason"]:
        return None
    between = [word.folded for word in words[scan.word_from(bodies[-1].end) : at]]
    joined = _is_joined(scan, bodies[-2], bodies[-1])
    if not joined and ((between[:1] == ["to"] and len(between) > 1) or not {"and", "or"}.isdisjoint(between)):
        return None
    return None if any(word.folded in classes["clause"] for word in words[end:at]) else first


def _is_joined(scan: Scan, one: Seen, two: Seen) -> bool:
    """`A and B`, who are not `it`."""
    first, end = (scan.word_from(place) for place in (one.end, two.start))
    return [word.folded for word in scan.words[first:end] if word.folded != "the"] == ["and"]


def _is_half_of_many(scan: Scan, seen: Seen, at: int, memory: Memory) -> bool:
    """`A and a neighbour are planning to take its island`."""
    words, plural = scan.words, memory.lexicon.words["plural_verb"]
    end = scan.word_from(seen.end)
    return words[end].folded == "and" and any(word.folded in plural for word in words[end:at])


def _bodies(before: list[Seen]) -> list[Seen]:
    """What `it` may stand for: one body, of its names the longest (`Ruritania's army`, not Ruritania), no crowd."""
    bodies = [seen for seen in before if seen.kind in _BODIES and len(seen.actor_ids) == 1 and not _is_crowd(seen)]
    wholes = [seen for seen in bodies if seen.number == "body"]
    if not wholes:
        return bodies
    return [
        seen
        for seen in bodies
        if not any(whole.start <= seen.start and seen.end <= whole.end and whole is not seen for whole in wholes)
    ]


def _is_crowd(seen: Seen) -> bool:
    return seen.number == "people" and seen.mention_type == "group"


def _before_day(scan: Scan, at: int, memory: Memory) -> int:
    """Where the words that say on which day start before `it`: `said on Friday it would`."""
    days = memory.lexicon.words["day"]
    if at > 1 and scan.words[at - 1].folded in days:
        return at - 2 if scan.words[at - 2].folded == "on" else at - 1
    return at


def resolve_we(scan: Scan, at: int, memory: Memory) -> Resolution:
    """`we` and `our` in a quotation: the speaker's government, or the body that the speaker belongs to."""
    if scan.first_quote > at:
        return UNRESOLVED
    speakers = memory.speakers
    speaker = _speaking_body(scan, memory) or speakers.get(scan.sentence.no) or speakers.get(scan.sentence.no - 1)
    if speaker is None:
        return UNRESOLVED
    if memory.kind(speaker) != "person":
        return Resolution((speaker,), "speaker", 0.7)
    country = memory.country(speaker)
    own = f"gov:{country}"  # before the other thrones that a king may hold
    for tenure in sorted(memory.lexicon.tenures.get(speaker, ()), key=lambda tenure: tenure.organisation_id != own):
        if tenure.country == country and (memory.day is None or tenure.covers(memory.day)):
            return Resolution((tenure.organisation_id,), "speaker_office", 0.7)
    met = memory.met.get(speaker)
    if country and f"gov:{country}" in memory.lexicon.actors and met and met.sector in ("GOV", "MIL", "COP", "SPY"):
        return Resolution((f"gov:{country}",), "speaker_country", 0.6)
    return UNRESOLVED


def _speaking_body(scan: Scan, memory: Memory) -> str | None:
    """Which body a verb of saying stands right behind: `the Foreign Office said`."""
    words, saying = scan.words, memory.lexicon.words["saying"]
    for seen in _bodies(memory.of_sentence(scan.sentence.no)):
        after = scan.word_from(seen.end)
        if after < len(words) and words[after].folded in saying:
            return seen.actor_ids[0]
    return None


def resolve_noun(scan: Scan, at: int, memory: Memory) -> Resolution:
    """`the group`, `the country`: the last actor of that kind, first of all one whose name has the noun."""
    noun = scan.words[at].folded
    is_group = noun in memory.lexicon.words["group_noun"]
    called = last_called(noun, memory) if is_group else UNRESOLVED
    if called.actor_ids:
        return called
    topic = (
        _topic_group(scan, memory) if is_group and at < 3 and noun not in memory.lexicon.words["body_noun"] else None
    )
    if topic:
        return Resolution((topic,), "topic_of_sentences", 0.6)
    second = UNRESOLVED  # an `Israeli`, or a minister of Israel, is but the second best for `the country`
    for seen in reversed(memory.history):
        if scan.sentence.no - seen.sentence_no > 3:
            break
        if len(seen.actor_ids) > 1:
            continue
        actor_id = seen.actor_ids[0]
        if is_group:
            armed = seen.kind == "group" and (seen.number != "people" or seen.organisation in ARMED)
            if (armed and noun not in memory.lexicon.words["body_noun"]) or (
                seen.kind == "organisation" and not seen.number and not is_state_organ(actor_id)
            ):
                return Resolution((actor_id,), "last_of_kind", 0.65)
        elif seen.kind in ("country", "government") and seen.number != "people":
            country = memory.country(actor_id)
            resolution = Resolution((f"cty:{country}",), "last_of_kind", 0.65) if country else UNRESOLVED
            if country and seen.mention_type != "demonym" and seen.number != "person":
                return resolution
            second = second if second.actor_ids else resolution
    return second


def _topic_group(scan: Scan, memory: Memory) -> str | None:
    """The group of which most of the three sentences before told first: that one opens the next sentence too."""
    firsts = []
    for back in (1, 2, 3):
        seens = memory.of_sentence(scan.sentence.no - back)
        first = min(seens, key=lambda seen: (seen.start, -seen.end), default=None)
        if first and first.kind == "group" and len(first.actor_ids) == 1:
            firsts.append(first.actor_ids[0])
    return firsts[0] if len(firsts) > 1 and len(set(firsts)) == 1 else None


def last_called(noun: str, memory: Memory) -> Resolution:
    """`the court` after `the International Court of Justice`: the last body whose own name has the noun."""
    for seen in reversed(memory.history):
        is_body = seen.kind in ("organisation", "group") and len(seen.actor_ids) == 1 and not seen.number
        if is_body and noun in memory.name(seen.actor_ids[0]).lower().split():
            return Resolution(seen.actor_ids, "last_called_so", 0.75)
    return UNRESOLVED


def is_state_organ(actor_id: str) -> bool:
    """Armed forces, ministries, police of a state; they are known by an id with its country."""
    return actor_id.startswith("mil:") or (actor_id.startswith("org:") and actor_id[4:7].isupper())
