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
    word = scan.words[at]
    bodies = [seen for seen in before if seen.kind in _BODIES and len(seen.actor_ids) == 1]
    if word.folded in classes["it_subject"]:
        after = scan.words[at + 1].folded if at + 1 < len(scan.words) else ""
        opens = at == 0 or scan.words[at - 1].folded in classes["opener"]
        empty = after in classes["expletive"] or after in classes["impersonal"]
        if not opens or empty or (at == 0 and after in classes["modal_it"]):
            return UNRESOLVED
    named = [seen for seen in bodies if seen.mention_type != "demonym"] or bodies
    if named:
        return Resolution(named[-1].actor_ids, "pronoun_in_sentence", 0.65)
    earlier = [s for s in memory.of_sentence(scan.sentence.no - 1) if s.kind in _BODIES]
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


def resolve_noun(scan: Scan, noun: str, memory: Memory) -> Resolution:
    """`the group`, `the country`: the last actor of that kind, first of all one whose name has the noun."""
    is_group = noun in memory.lexicon.words["group_noun"]
    called = last_called(noun, memory) if is_group else UNRESOLVED
    if called.actor_ids:
        return called
    adjective = UNRESOLVED  # `Israeli` is but the second best for `the country`
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
            if country and seen.mention_type != "demonym":
                return resolution
            adjective = adjective if adjective.actor_ids else resolution
    return adjective


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
