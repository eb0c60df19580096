"""A sentence as items and verb groups: enough grammar to know what is a verb, and what stands around it.

Takes the tokens of one sentence and the outermost mentions in it; gives `Clauses`: items (each mention is one) with a
tag, and verb groups with voice, helpers and the verb that governs them.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from pipelines.coder.dependencies import Tree, plant
from pipelines.coder.patterns import Pattern, Patterns
from pipelines.coder.syntax import Parse
from pipelines.coder.tagging import Item, closed_tag, place_goes_on, readings, reads_as_verb, stands_alone
from pipelines.coder.tokens import Token
from pipelines.coder.types import Mention

OWNERS = frozenset(["his", "her", "its", "their", "our", "my", "your"])
QUANTITIES = frozenset(
    {("at", "least"), ("at", "most"), ("more", "than"), ("less", "than"), ("fewer", "than"), ("up", "to")}
)
ROUGHLY = frozenset(["over", "about", "around", "nearly", "under", "almost", "roughly"])
TURNING = ROUGHLY.union(["yet", "may"], (first for first, _ in QUANTITIES))
LATE = frozenset(["late", "early"])
SINCE = LATE | {"since"}
WHICH = frozenset(["last", "this", "next", "late", "early"])
GOVERNING = frozenset(["PREP", "DET", "POSS", "TO", "OWN"])  # what makes a time part of a phrase
OPEN = frozenset(["?", "HAVE"])  # tags of what may be a verb with a meaning of its own
SUBORDINATE_PREPOSITIONS = frozenset(["after", "before", "since", "until", "as", "than", "like", "for", "once", "till"])


@dataclass(slots=True)
class Verb:
    """A verb group: items first..last, `at` is the main verb. `governor` is the verb it completes (`agreed to V`)."""

    first: int
    at: int
    lemma: str
    form: str  # base s ed en ing
    passive: bool
    infinitive: bool
    finite: bool
    helpers: tuple[str, ...]
    governor: "Verb | None" = None
    lemmas: frozenset[str] = frozenset()


@dataclass(slots=True)
class Clauses:
    """One sentence, tagged."""

    items: list[Item]
    verbs: list[Verb] = field(default_factory=list)
    tree: Tree | None = None
    open: dict[int, str] = field(default_factory=dict)  # what may be a verb -> its tag before that was decided
    words: frozenset[str] = frozenset()  # all words of the items, and the last ones of names

    @property
    def is_prose(self) -> bool:
        """Whether words are written small, as they are not in headlines, so that a capital tells a name."""
        return sum(not item.capital and item.tag in ("N", "V") for item in self.items) > 2

    def fitting(self, known: Iterable[Pattern]) -> list[Pattern]:
        """Those of the patterns whose words all stand in the sentence, wherever: most fail here at once."""
        lacks = self.words.isdisjoint
        return [p for p in known if not (p.words and any(map(lacks, p.words)))]

    def verb_at(self, index: int) -> Verb | None:
        """The verb group whose main verb or helper stands at `index`."""
        return next((verb for verb in self.verbs if verb.first <= index <= verb.at), None)


def read(tokens: Sequence[Token], mentions: Sequence[Mention], patterns: Patterns) -> Clauses:
    """Tag one sentence. `mentions` are those of the sentence; nested ones are left out in favour of the outermost."""
    items = _without_asides(_items(tokens, outermost(mentions), patterns))
    _mend(items, patterns)
    _set_apart_times(items, patterns)
    words = frozenset(item.word if item.mention is None else item.word.rpartition(" ")[2] for item in items)
    return _grouped(
        Clauses(items, open={i: x.tag for i, x in enumerate(items) if x.tag in OPEN}, words=words), patterns
    )


def _mend(items: Sequence[Item], patterns: Patterns) -> None:
    """Tag anew what stands for something else beside other words: `at least`, `the Gulf of Oman`, `has yet to`."""
    known = patterns.turning
    places = [place for place, item in enumerate(items[:-1]) if item.word in TURNING or item.word in known]
    for place in places:
        first, second = items[place], items[place + 1]
        if (first.word, second.word) in QUANTITIES and second.tag != "A":
            first.tag = second.tag = "DET"
        elif first.word in ROUGHLY and (second.tag == "NUM" or patterns.words.is_a(second.word, "number")):
            first.tag = "DET"  # `over 200 rockets`
    for place in places:
        water, of, name = items[place], items[place + 1], items[min(place + 2, len(items) - 1)]
        if of.word == "of" and water.capital and name.mention and patterns.words.is_a(water.word, "water"):
            name.tag, name.mention = "N", None  # `the Gulf of Oman`
    for place in filter(None, places):
        before, item, after = items[place - 1 : place + 2]
        if before.tag in ("N", "?", "A") and after.tag == "PREP" and patterns.words.is_a(item.word, "placed"):
            item.tag = "ADV"  # `aircraft stationed at an airport in A`
        elif item.word == "yet" and before.tag in ("NEG", "HAVE", "BE", "DO", "MODAL"):
            item.tag = "ADV"  # `has not yet attacked`, `has yet to attack`
        elif item.word == "may" and item.capital and (after.tag == "NUM" or before.tag in ("PREP", "NUM")):
            item.tag = "NUM"  # the month


def reread(clauses: Clauses, parse: Parse, start: int, patterns: Patterns) -> Clauses:
    """The same sentence, which begins at `start`, by its syntax: it tells verbs from nouns, and who depends on whom."""
    items = list(clauses.items)
    for index, tag in clauses.open.items():
        item = items[index]
        items[index] = Item(item.word, item.start, item.end, tag, item.capital)
    tree = plant(items, parse, start) if parse.start else None
    return _grouped(Clauses(items, tree=tree, open=clauses.open, words=clauses.words), patterns)


def _grouped(clauses: Clauses, patterns: Patterns) -> Clauses:
    """The same with its verbs, which are told from nouns here."""
    items = clauses.items
    for index in clauses.open:
        item = items[index]
        if item.tag == "?":
            item.tag = "V" if _is_verb(items, index, clauses.tree, patterns) else "N"
        elif stands_alone(items, index):
            item.tag = "V"
    for index, item in enumerate(items):
        if item.tag == "V":
            clauses.verbs.append(_verb(items, index, patterns))
    for number, verb in enumerate(clauses.verbs):
        if number and _continues(clauses, clauses.verbs[number - 1], verb):
            _take_after(clauses.verbs[number - 1], verb)
        elif number and _stays_passive(clauses, clauses.verbs[number - 1], verb):
            verb.passive, verb.form, verb.finite = True, "en", True
        elif _tells_of_noun(clauses, number, patterns):
            verb.passive, verb.form, verb.finite = True, "en", False
        else:
            verb.governor = _governor(clauses, verb, patterns)
    return clauses


def _is_verb(items: list[Item], index: int, tree: Tree | None, patterns: Patterns) -> bool:
    """Whether the word at `index` is a verb that acts: not one that only qualifies a noun (`guided bombs`)."""
    if items[index].word.endswith("ing") and items[index].word in patterns.nouns and index + 1 < len(items):
        before, after = items[index - 1].tag if index else ".", items[index + 1]
        acts = after.tag in ("?", "V") and after.word.endswith("ed")
        if before in (".", "?", "N", "DET", "CONJ", "SUB", ",") and (acts or after.word == "between"):
            return False  # `heavy fighting raged`, `fighting between A and B`
    if tree is None or not tree.tags[index]:
        return reads_as_verb(items, index, patterns)
    return tree.tags[index] == "VERB" and tree.deps[index] not in ("amod", "compound", "case", "mark")


def _set_apart_times(items: Sequence[Item], patterns: Patterns) -> None:
    """Tag what only says when or how as adverbs: `A last week attacked B`, `two weeks ago`, `in turn`."""
    for place in range(1, len(items) - 1):
        left, item, after = items[place - 1], items[place], items[place + 1]
        if item.word not in SINCE and after.word not in patterns.units:  # most words, at once
            continue
        ends = items[place + 2].tag if place + 2 < len(items) else "."
        unit = after.tag in ("N", "?") and patterns.words.is_a(after.word, "time")
        if item.word == "since" and left.tag == "HAVE":
            item.tag = "ADV"  # `has since attacked`
        elif item.tag == "PREP" and patterns.words.is_a(after.word, "aside") and ends not in ("PREP", "TO"):
            item.tag = after.tag = "ADV"
        elif item.word in LATE and after.tag == "PREP" and left.tag == "A":
            item.tag = "ADV"  # `A late on Monday attacked B`
        elif unit and item.word in WHICH and left.tag not in GOVERNING and ends not in ("POSS", "BE"):
            item.tag = after.tag = "ADV"
        elif unit and _numbers(item, patterns) and left.tag not in GOVERNING:
            for word in items[place : place + 3] if ends == "ADV" else []:
                word.tag = "ADV"  # `two weeks ago`


def _numbers(item: Item, patterns: Patterns) -> bool:
    return item.tag == "NUM" or patterns.words.is_a(item.word, "number")


def outermost(mentions: Sequence[Mention]) -> list[Mention]:
    """The mentions that lie in no other, in order."""
    kept: list[Mention] = []
    resolved = [m for m in mentions if m.actor_ids]
    for mention in sorted(mentions, key=lambda m: (m.start, -m.end)):
        names_other = mention.resolved_by == "relational"  # `Chad's rival` is not Chad
        if (
            not mention.actor_ids
            and not names_other
            and any(mention.start <= m.start and m.end <= mention.end for m in resolved)
        ):
            continue  # whoever `Chad's man` may be, Chad is named
        if not kept or mention.start >= kept[-1].end:
            kept.append(mention)
    return kept


def _items(tokens: Sequence[Token], mentions: list[Mention], patterns: Patterns) -> list[Item]:
    items: list[Item] = []
    queue, tags = list(reversed(mentions)), patterns.tags
    for token in tokens:
        if queue and token.start >= queue[-1].end:
            queue.pop()
        named = bool(queue) and token.start == queue[-1].start
        if named and items and items[-1].tag == "TO" and (token.text, "base") in readings(token.text, patterns):
            items.append(Item(token.folded, token.start, token.end, "?"))  # `to broker a truce` names no broker
        elif queue and token.start >= queue[-1].start:
            mention = queue[-1]
            if items and items[-1].mention is mention:
                if token.end == mention.end and mention.mention_type == "descriptor" and token.folded in patterns.blows:
                    items[-1].end = token.start  # `Israeli airstrikes`: an actor and what it did
                    items.append(Item(token.folded, token.start, token.end, "N"))
                continue
            if items and items[-1].mention and items[-1].end + 1 >= mention.start and _same(items[-1].mention, mention):
                items[-1] = Item(mention.surface.lower(), items[-1].start, mention.end, "A", True, mention)
                continue
            tag = "OWN" if mention.surface.lower() in OWNERS else "A"
            items.append(Item(mention.surface.lower(), mention.start, mention.end, tag, True, mention))
        elif len(items) > 1 and items[-1].word == "-" and _is_compound(items, token, patterns):
            items.pop()
            items[-1] = Item(f"{items[-1].word}-{token.folded}", items[-1].start, token.end, "?")
        else:
            tag = tags.get(token.folded) or closed_tag(token.folded, items, patterns)  # mostly met before
            items.append(Item(token.folded, token.start, token.end, tag, token.text[:1].isupper()))
    return items


def _is_compound(items: list[Item], token: Token, patterns: Patterns) -> bool:
    """Whether the token after a hyphen ends a word that the patterns know: `cease-fire`, `re-establish`."""
    if items[-1].end != token.start or items[-2].mention:
        return False
    word = f"{items[-2].word}-{token.folded}"
    return word in patterns.words.verbs or word in patterns.nouns


def _without_asides(items: list[Item]) -> list[Item]:
    """Leave out short brackets: `the National Liberation Army (ELN) and`."""
    kept: list[Item] = []
    index = 0
    while index < len(items):
        close = None
        if items[index].word == "(":
            close = next((i for i in range(index, min(index + 9, len(items))) if items[i].word == ")"), None)
        if close is None:
            kept.append(items[index])
        index = (index if close is None else close) + 1
    return kept


def _same(title: Mention, name: Mention) -> bool:
    """Whether two mentions side by side name one actor: `Iranian foreign minister` and the name after it."""
    person = all(actor_id.startswith("per:") for actor_id in name.actor_ids) and name.mention_type != "pronoun"
    if person and name.actor_ids and title.actor_ids and title.actor_ids != name.actor_ids:  # `U.S. envoy Witkoff`
        of_country = title.actor_ids[0].replace("cty:", "per:") == name.actor_ids[0][:7]
        return (of_country or title.mention_type == "descriptor") and not title.surface.endswith("s")
    return not title.actor_ids or title.actor_ids == name.actor_ids or title.mention_type == "descriptor"


def _verb(items: list[Item], index: int, patterns: Patterns) -> Verb:
    first, helpers = index, []
    while first > 0 and items[first - 1].tag in ("ADV", "NEG", "MODAL", "BE", "HAVE", "DO"):
        first -= 1
        helpers.append(items[first].word)
    infinitive = first > 0 and items[first - 1].tag == "TO"
    tags = [items[i].tag for i in range(first, index)]
    if infinitive:
        first -= 1
        while first > 0 and items[first - 1].tag in ("NEG", "ADV"):
            first -= 1
            helpers.append(items[first].word)
        due = first > 1 and ("adjective", items[first - 1].word) in patterns.cues and items[first - 2].tag == "BE"
        if due or (first > 0 and items[first - 1].tag in ("BE", "HAVE")):  # `is to V`, `has yet to V`, `was due to V`
            infinitive = False
            helpers.append("to")
            tags = ["MODAL", *tags]
            while first > 0 and (due or items[first - 1].tag in ("BE", "HAVE", "NEG", "ADV", "MODAL")):
                first, due = first - 1, False
                helpers.append(items[first].word)
    has_be = "BE" in tags
    found = readings(items[index].word, patterns)
    forms = patterns.words.forms(items[index].word)
    form = _form(forms, tags, infinitive)
    after = items[index + 1].word if index + 1 < len(items) else ""
    passive = "en" in forms and (has_be or (form == "en" and "HAVE" not in tags) or (not tags and after == "by"))
    if passive and form == "ed":
        form = "en"
    helped = any(tag in ("BE", "HAVE", "DO", "MODAL") for tag in tags)
    finite = not infinitive and (helped or form in ("s", "ed") or (form == "base"))
    lemmas = frozenset(lemma for lemma, tag in found if tag == form or (form in ("ed", "en") and tag in ("ed", "en")))
    return Verb(first, index, min(lemmas), form, passive, infinitive, finite, tuple(reversed(helpers)), None, lemmas)


def _form(forms: frozenset[str], tags: list[str], infinitive: bool) -> str:
    if infinitive or "MODAL" in tags or "DO" in tags:
        return "base" if "base" in forms else min(forms)
    if "HAVE" in tags or "BE" in tags:
        return "ing" if "ing" in forms else "en" if "en" in forms else min(forms)
    return next((form for form in ("ed", "s", "ing", "base", "en") if form in forms), "base")


def _continues(clauses: Clauses, before: Verb, verb: Verb) -> bool:
    """Whether `verb` goes on where `before` began: `will visit A and meet B`, `decided to occupy A and oust B`."""
    bare = verb.form == "base" and not verb.infinitive and not set(verb.helpers) - {"not", "never"}
    joined = verb.first > 0 and clauses.items[verb.first - 1].tag in ("CONJ", ",")
    between = clauses.items[before.at + 1 : verb.first]
    return bare and joined and before.form == "base" and not any(item.tag in (".", "SUB", "REL") for item in between)


def _stays_passive(clauses: Clauses, before: Verb, verb: Verb) -> bool:
    """Whether `verb` is passive after a passive: `was expelled by A and handed to B`, `ten were shot and six hurt`."""
    tree = clauses.tree
    if tree is not None and verb.form == "ed" and not verb.helpers and tree.deps[verb.at] == "conj":
        acts = any(clauses.items[child].tag == "A" for child in tree.below(verb.at, "nsubj"))
        if tree.heads[verb.at] == before.at and before.passive and before.helpers and not acts:
            return True
    helped = any(item.tag != "ADV" for item in clauses.items[verb.first : verb.at])
    bare = verb.form == "ed" and not helped and before.passive and before.finite and bool(before.helpers)
    return bare and verb.first > 0 and clauses.items[verb.first - 1].tag == "CONJ"


def _tells_of_noun(clauses: Clauses, number: int, patterns: Patterns) -> bool:
    """Whether the verb only tells of a noun: `received A's nationals detained in B`, `civilians killed in B rose`."""
    items, verb, tree = clauses.items, clauses.verbs[number], clauses.tree
    helped = any(item.tag != "ADV" for item in items[verb.first : verb.at])
    if verb.form != "ed" or helped or not any(form == "en" for _, form in readings(items[verb.at].word, patterns)):
        return False
    if tree is not None:
        return tree.deps[verb.at] == "acl" and not tree.below(verb.at, "obj")
    if verb.at + 1 >= len(items) or items[verb.at + 1].tag not in ("PREP", "ADV"):
        return False
    before = clauses.verbs[number - 1] if number else None
    after = clauses.verbs[number + 1] if number + 1 < len(clauses.verbs) else None
    if after is not None and after.finite and _is_one_clause(items, verb.at + 1, after.first):
        return True
    told = before is None or any(patterns.words.has_role(lemma, "report") for lemma in before.lemmas)
    return (
        before is not None
        and before.finite
        and not (before.passive or told)
        and before.at + 1 < verb.first
        and _is_one_clause(items, before.at + 1, verb.first)
    )


def _is_one_clause(items: Sequence[Item], start: int, end: int) -> bool:
    """Whether only phrases stand from `start` to `end`: no comma, conjunction or other opening of a clause."""
    tags = ("A", "N", "DET", "NUM", "PREP", "OWN", "POSS", "-", "ADV")
    return all(item.tag in tags and item.word not in SUBORDINATE_PREPOSITIONS for item in items[start:end])


def _take_after(before: Verb, verb: Verb) -> None:
    verb.governor, verb.infinitive, verb.finite = before.governor, before.infinitive, before.finite
    verb.helpers = (*before.helpers, *verb.helpers)


def _is_cue(verb: Verb, between: Sequence[Item], patterns: Patterns) -> bool:
    nouns = [item.word for item in between if item.tag == "N"]
    return any(("verb", f"{lemma} {noun}") in patterns.cues for lemma in verb.lemmas for noun in nouns) or any(
        ("verb", lemma) in patterns.cues and any(item.tag == "A" for item in between) for lemma in verb.lemmas
    )


def _is_parted(items: Sequence[Item], start: int, end: int) -> bool:
    """Whether a comma parts the words from `start` to `end`: not those of `visited Ottawa, Canada, to V`."""
    for index in range(start, end):
        closes = index - start > 2 and items[index - 2].tag == "," and place_goes_on(items, index - 2)
        if items[index].tag == "," and not (closes or place_goes_on(items, index)):
            return True
    return False


def _governor(clauses: Clauses, verb: Verb, patterns: Patterns) -> Verb | None:
    """The verb group that `verb` completes: `agreed to V`, `urged Iran to V`, `accused A of V-ing`, `stopped V-ing`."""
    if verb.finite:
        return None
    earlier = [v for v in clauses.verbs if v.at < verb.first]
    if not earlier:
        return None
    candidate = earlier[-1]
    between = clauses.items[candidate.at + 1 : verb.first]
    if any(item.tag in (".", "SUB", "REL") for item in between):
        return None
    if verb.infinitive:
        if between and between[-1].tag == "CONJ" and candidate.infinitive:
            return candidate.governor
        return candidate if not _is_parted(clauses.items, candidate.at + 1, verb.first) else None
    if verb.form == "ing" and between and between[-1].tag == "CONJ" and candidate.form == "ing":
        return candidate.governor
    if verb.form == "ing" and (not between or between[-1].tag == "PREP"):
        noun = any(item.tag == "N" for item in between)
        governs = not noun or _is_cue(candidate, between, patterns)
        return candidate if governs and not any(item.tag == "," for item in between) else None
    return None
