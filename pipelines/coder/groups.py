"""`the two countries`, `both sides`, `the two presidents` in, the actors that they name together out.

A pair is two actors that a sentence joins (`Iran and Egypt`, `between A and B`, `A-B`); a dyad is two sides that are
the only ones a sentence names.  The nearest pair or dyad wins over the topic of the article, but who mediates, hosts or
urges stands outside of what he says of `the two sides`.  Where nothing decides, the phrase stays unresolved.
"""

from collections.abc import Iterable
from itertools import islice

from pipelines.coder.antecedents import ARMED
from pipelines.coder.group_phrases import GroupPhrase
from pipelines.coder.lexicon import Lexicon
from pipelines.coder.names import Scan
from pipelines.coder.resolve import NOBODY, UNRESOLVED, Memory, Pair, Resolution, Seen
from pipelines.coder.tokens import Word

_PAIR_REACH = 60  # code points between two actors that are named together
_STATES = ("country", "government")
_PARTIES = ("country", "government", "group", "organisation")


def note_pair(seen: Seen, first: int, scan: Scan, memory: Memory) -> None:
    """Note that `seen`, from word `first` on, is joined to the actor before it: by `and`, `with`, a hyphen ..."""
    kinds = ("person",) if seen.kind == "person" else _PARTIES
    if seen.kind not in kinds or seen.mention_type in ("demonym", "pronoun", "place"):
        return
    words, joining = scan.words, memory.lexicon.words["with"]
    if words[first - 1].folded not in joining and (scan.gap(first) != 1 or scan.end(first - 1) not in memory.ends):
        return  # neither a word that joins nor, with but a blank or a hyphen between, another actor before it
    last = None  # the nearest one, and the outermost of those
    for other in islice(reversed(memory.history), 1, None):
        if other.sentence_no != seen.sentence_no or seen.start - other.start > _PAIR_REACH:
            break
        fits = other.kind in kinds and len(other.actor_ids) == 1 and other.end <= seen.start
        if fits and (last is None or (other.end, -other.start) > (last.end, -last.start)):
            last = other
    if last is None:
        return
    after, before = scan.word_from(last.end), scan.word_from(last.start)
    joints = [word.folded for word in words[after:first]]
    if not joining.issuperset(joints):
        return
    if memory.pairs and memory.pairs[-1].end == last.end and joints[:1] in (["and"], [","]):
        memory.pairs.pop()  # a third one: it is a list
    elif joints[:1] != [","] and memory.listed != last.end:
        placed = is_placed(words, before, memory.lexicon)  # `talks in Iraq and Oman`
        ids = (last.actor_ids[0], seen.actor_ids[0])
        if not placed and len({_side(i, memory) for i in ids}) == 2:
            pair = Pair(ids, seen.kind == "person", seen.sentence_no, seen.end, _act_for_others(words[first:], memory))
            memory.pairs.append(pair)
            if seen.kind in _STATES and last.kind in _STATES:
                states = tuple(_side(i, memory) for i in ids)
                both = Seen(last.start, seen.end, seen.sentence_no, states, "set", "pair", "", "")
                memory.history.append(both)  # for `they`
        return
    memory.listed = seen.end


def is_placed(words: list[Word], first: int, lexicon: Lexicon) -> bool:
    """Whether a name says where: `in Iran`, `in northern Iran`, `near the Iranian border`."""
    locative, blocking = lexicon.words["locative"], lexicon.words["blocking"]
    for at in range(first - 1, max(first - 4, -1), -1):
        word = words[at]
        folded = word.folded
        if folded in locative:
            return True
        if folded in blocking or not word.text.islower():
            return False
    return False


def _side(actor_id: str, memory: Memory) -> str:
    """The side that an actor is on: an armed group, a body of many states, else the state."""
    country = memory.country(actor_id)
    return f"cty:{country}" if country and memory.kind(actor_id) != "group" else actor_id


def resolve_group(phrase: GroupPhrase, scan: Scan, listed: tuple[str, ...], memory: Memory) -> Resolution:
    """Who `the two countries` are.  `listed`: the countries that stand right behind the phrase.

    They come in the order of the sentence where that names them, else in that in which the article first did.
    """
    if len(listed) > 1:
        return Resolution(listed, "listed", 0.9)
    if phrase.noun_class == "set_open":
        return NOBODY
    if phrase.number == 0:
        return UNRESOLVED
    if phrase.number > 2:
        found = _last_named(phrase, scan, memory)
    elif phrase.noun_class in ("set_person", "set_word"):
        found = _two_people(phrase, scan, memory)
    else:
        found = _two_sides(phrase, scan, memory)
    if found.rule in ("pair_in_sentence", "dyad_in_sentence"):
        return found
    return found._replace(actor_ids=tuple(sorted(found.actor_ids, key=memory.first_named)))


def _last_named(phrase: GroupPhrase, scan: Scan, memory: Memory) -> Resolution:
    """`the three leaders`: as many as were named last, if they were named just before."""
    wanted = {"set_person": ("person",), "set_country": _STATES}.get(phrase.noun_class, ("group", "organisation"))
    if phrase.noun_class == "set_word":
        n_people = len(_people(memory, scan.sentence.no - 1, scan.sentence.no - 1))
        wanted = ("person",) if n_people == phrase.number else _STATES
    members: dict[str, None] = {}
    for seen in reversed(memory.history):
        if scan.sentence.no - seen.sentence_no > 3:
            break
        if seen.kind in wanted and len(seen.actor_ids) == 1:
            members[seen.actor_ids[0]] = None
        if len(members) == phrase.number:
            return Resolution(tuple(reversed(members)), "last_named", 0.65)
    return UNRESOLVED


def _two_sides(phrase: GroupPhrase, scan: Scan, memory: Memory) -> Resolution:
    words, no = memory.lexicon.words, scan.sentence.no
    noun = scan.words[phrase.end - 1].folded
    if noun in words["outsider"]:  # `both mediators`
        pairs = [pair for pair in memory.pairs if pair.is_outside]
        return Resolution(pairs[-1].actor_ids, "last_pair", 0.7) if pairs else UNRESOLVED
    kinds = "groups" if phrase.noun_class == "set_group" else "sides" if noun in words["set_side"] else "countries"
    joined = [(pair, ids) for pair in memory.pairs if (ids := _fitting(pair.actor_ids, kinds, memory))]
    here = memory.of_sentence(no)
    opens = phrase.first == 0
    for pair, ids in joined[-1:]:
        if pair.sentence_no == no and not _acts_outside(pair.end, phrase, scan, memory):
            return Resolution(ids, "pair_in_sentence", 0.8)
    if here and not _acts_outside(here[0].end, phrase, scan, memory):
        dyad = _dyad(here, kinds, memory, everywhere=True)
        if dyad:
            return Resolution(dyad, "dyad_in_sentence", 0.75)
    before = [pair for pair in memory.pairs if pair.sentence_no == no - 1]
    for pair, ids in reversed(joined):
        if pair.sentence_no == no - 1 and (opens or not pair.is_outside):
            return Resolution(ids, "last_pair", 0.8)
    topic = _topic(joined, kinds, memory)
    dyad = () if any(pair.is_outside for pair in before) else _dyad_before(no, kinds, memory)
    if dyad and not (topic and kinds == "sides"):
        return Resolution(dyad, "dyad_before", 0.7)
    if topic:
        return Resolution(topic, "pair_of_title", 0.7)
    for pair, ids in reversed(joined):
        if pair.sentence_no < no and not pair.is_outside:
            return Resolution(ids, "last_pair", 0.6)
    top = [*memory.countries.most_common(3), ("", 0), ("", 0)]
    if kinds != "groups" and top[1][1] > 1 and top[1][1] > top[2][1]:
        return Resolution((f"cty:{top[0][0]}", f"cty:{top[1][0]}"), "pair_of_article", 0.55)
    return UNRESOLVED


def _topic(joined: list[tuple[Pair, tuple[str, ...]]], kinds: str, memory: Memory) -> tuple[str, ...]:
    """The two sides that the headline joins, or that it names and no third."""
    for pair, ids in joined[:1]:
        if memory.topic and pair.sentence_no == memory.topic[0].sentence_no:
            return ids
    return _dyad(memory.topic, kinds, memory) or _dyad(memory.topic, kinds, memory, everywhere=True)


def _dyad_before(no: int, kinds: str, memory: Memory) -> tuple[str, ...]:
    """The two sides of the sentence before, or of the one before it where that names no other."""
    last = memory.of_sentence(no - 1)
    dyad = _dyad(last, kinds, memory)
    if dyad:
        return dyad
    dyad = _dyad(memory.of_sentence(no - 2), kinds, memory, everywhere=True)
    return dyad if set(dyad) >= set(_sides(last, kinds, memory)) else ()


def _acts_outside(start: int, phrase: GroupPhrase, scan: Scan, memory: Memory) -> bool:
    """Whether those who are named up to `start` mediate between, urge or host `the two sides`."""
    return _act_for_others(scan.words[scan.word_from(start) : phrase.first], memory)


def _act_for_others(words: list[Word], memory: Memory) -> bool:
    """`offered to mediate`, `urged`, `called on`, but not `brokered by`."""
    outsider = memory.lexicon.words["outsider"]
    for at, word in enumerate(words):
        after = words[at + 1].folded if at + 1 < len(words) else ""
        if (word.folded in outsider and after != "by") or (word.folded == "called" and after in ("on", "")):
            return True
    return False


def _fitting(ids: Iterable[str], kinds: str, memory: Memory) -> tuple[str, ...]:
    """The two sides that `ids` make, as a phrase of this kind counts them; () where they are not two."""
    if kinds == "groups":
        found = dict.fromkeys(i for i in ids if i.startswith("mil:") or memory.kind(i) == "group")
        return tuple(found) if len(found) == 2 else ()
    ids = list(dict.fromkeys(ids))
    if kinds == "countries":
        states = (i for i in ids if memory.kind(i) != "group")
        countries = dict.fromkeys(country for i in states if (country := memory.country(i)))
        return tuple(f"cty:{country}" for country in countries) if len(countries) == 2 else ()
    at_home = {memory.country(i) for i in ids if memory.kind(i) == "group"}  # against its own state, or its army
    found = dict.fromkeys(i if memory.country(i) in at_home and i[:4] != "per:" else _side(i, memory) for i in ids)
    if len(found) > 2:
        found = {i: None for i in found if not (i.startswith("cty:") and i[4:] in at_home)}
    return tuple(found) if len(found) == 2 else ()


def _sides(seens: Iterable[Seen], kinds: str, memory: Memory, everywhere: bool = True) -> list[str]:
    """Whom a sentence names, each outermost mention once; places (`in Riyadh`) only with `everywhere`."""
    found: dict[str, None] = {}
    end = -1
    for seen in sorted(seens, key=lambda seen: (seen.start, -seen.end)):
        is_crowd = seen.kind == "group" and seen.number == "people" and seen.organisation not in ARMED
        if seen.start >= end and len(seen.actor_ids) == 1 and seen.kind not in ("region", "set") and not is_crowd:
            end = seen.end
            is_city = seen.mention_type in ("metonym", "place")
            if (everywhere and not is_city) or not seen.is_place:
                found[seen.actor_ids[0]] = None
    if kinds == "countries":
        states = (i for i in found if memory.kind(i) != "group")
        return list(dict.fromkeys(f"cty:{country}" for i in states if (country := memory.country(i))))
    return list(found)


def _dyad(seens: list[Seen], kinds: str, memory: Memory, everywhere: bool = False) -> tuple[str, ...]:
    """The two sides of a sentence that names two and no third; () else."""
    found = _fitting(_sides(seens, kinds, memory, everywhere), kinds, memory)
    if not everywhere and found and len(_fitting(_sides(seens, kinds, memory), kinds, memory)) != 2:
        return ()
    return found


def _two_people(phrase: GroupPhrase, scan: Scan, memory: Memory) -> Resolution:
    """`the two presidents`: who was named just before and holds that office, else the holders of the two countries."""
    no = scan.sentence.no
    noun = scan.words[phrase.end - 1].folded
    title = scan.key(phrase.first, phrase.end).removesuffix("s").split()
    here = memory.of_sentence(no)
    outside = bool(here) and _acts_outside(here[0].end, phrase, scan, memory)
    for pair in memory.pairs[-1:]:
        near = pair.sentence_no == no - 1 or (pair.sentence_no == no and not outside)
        if pair.is_people and near and (phrase.first == 0 or not pair.is_outside):
            return Resolution(pair.actor_ids, "last_pair", 0.8)
    is_office = any(title[-1] in office for office in memory.lexicon.role_of_office)
    windows = [] if outside else [_people(memory, no, no)]
    windows += [_people(memory, no - 1, no - 1), _people(memory, no - 2, no - 1)]
    for people in windows:
        fit = [i for i in people if _fits(i, title[-1], memory)] if is_office else []
        chosen = fit if len(fit) == 2 else people
        if len(chosen) == 2:
            return Resolution(tuple(chosen), "last_named", 0.7)
    if is_office and noun != "leaders":
        article = _people(memory, 0, no)
        titled = [i for i in article if any(i in seen.actor_ids for seen in memory.topic)]
        topic = _topic([], "countries", memory)
        for people in (article, titled, [i for i in article if f"cty:{memory.country(i)}" in topic]):
            fit = [i for i in people if _fits(i, title[-1], memory)]
            if len(fit) == 2:
                return Resolution(tuple(fit), "holders_in_article", 0.65)
    if phrase.noun_class == "set_word":
        return _two_sides(phrase, scan, memory)
    sides = _two_sides(GroupPhrase(phrase.first, phrase.end, "set_country", 2), scan, memory)
    ids = tuple(_holder(i, title, memory) for i in sides.actor_ids)
    known = ids and all(i in memory.lexicon.actors for i in ids)
    return Resolution(ids, "holders_of_pair", round(sides.confidence - 0.1, 2)) if known else UNRESOLVED


def _people(memory: Memory, first_no: int, last_no: int) -> list[str]:
    """People named in these sentences, oldest first."""
    here = (seen for seen in memory.history if first_no <= seen.sentence_no <= last_no)
    return list(dict.fromkeys(s.actor_ids[0] for s in here if s.kind == "person" and len(s.actor_ids) == 1))


def _fits(actor_id: str, title: str, memory: Memory) -> bool:
    """Whether a person holds an office whose name has the word `title`, or the article says so."""
    day = memory.day
    held = (t.role for t in memory.lexicon.tenures.get(actor_id, ()) if day is None or t.covers(day))
    return any(title in office for office in (*held, *memory.titles.get(actor_id, ())))


def _holder(country_id: str, title: list[str], memory: Memory) -> str:
    """The one who holds the office in a country on the article's day, else the government."""
    government = f"gov:{country_id[4:]}"
    for office in (" ".join(title[-2:]), title[-1]):
        holders = memory.lexicon.holders(government, (office,), memory.day) if memory.day else ()
        if len(holders) == 1:
            return holders[0]
    return government
