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
        return _plural(before, no, memory)
    if word.folded in classes["it"]:
        return _thing(scan, at, before, memory)
    return UNRESOLVED


def _person(scan: Scan, at: int, before: list[Seen], memory: Memory) -> Resolution:
    gender = "he" if scan.words[at].folded in memory.lexicon.words["he"] else "she"
    saying = at + 1 < len(scan.words) and scan.words[at + 1].folded in memory.lexicon.words["saying"]
    here = _of_gender(before, gender, memory)
    if here and not (saying and scan.first_quote < at):
        memory.gender.setdefault(here[-1], gender)
        return Resolution((here[-1],), "pronoun_in_sentence", 0.75)
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

    subject = min((s for s in before if not s.is_place), key=lambda s: (s.start, -s.end), default=None)
    if subject is not None and len(subject.actor_ids) > 1:
        return Resolution(subject.actor_ids, "pronoun_to_subject", 0.75)
    for seen in reversed(before):
        if fits(seen):
            return Resolution(seen.actor_ids, "pronoun_in_sentence", 0.7)
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
    if named:
        return Resolution(named[-1].actor_ids, "pronoun_in_sentence", 0.65)
    earlier = [seen for seen in memory.of_sentence(scan.sentence.no - 1) if seen.kind in _BODIES]
    if doer:
        earlier = [seen for seen in earlier if memory.country(seen.actor_ids[0]) != doer]
    if earlier and len(earlier[0].actor_ids) == 1:
        return Resolution(earlier[0].actor_ids, "pronoun_to_subject", 0.55)
    return UNRESOLVED


def _bodies(before: list[Seen]) -> list[Seen]:
    """What `it` may stand for: one body, of its names the longest (`Ruritania's army`, not Ruritania), no crowd."""
    bodies = [seen for seen in before if seen.kind in _BODIES and len(seen.actor_ids) == 1 and not _is_crowd(seen)]
    return [
        seen
        for seen in bodies
        if not any(o.start <= seen.start and seen.end <= o.end and o is not seen and o.number == "body" for o in bodies)
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
    speaker = memory.speakers.get(scan.sentence.no) or memory.speakers.get(scan.sentence.no - 1)
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
