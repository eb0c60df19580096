"""A sentence as items and verb groups: enough grammar to know what is a verb, and what stands around it.

Takes the tokens of one sentence and the outermost mentions in it; gives `Clauses`: items (each mention is one) with a
tag, and verb groups with voice, helpers and the verb that governs them.  A tagger of a few rules, not a parser: where
it cannot tell, it says noun, since a verb that is not seen costs one relation and a noun taken for a verb invents
one.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from pipelines.coder.patterns import Patterns
from pipelines.coder.tokens import Token
from pipelines.coder.types import Mention

QUOTES = frozenset('"“”„«»')
ENDS = frozenset([";", ":", "(", ")", "—", "–", "--", "?", "!", "...", "…"])
OWNERS = frozenset(["his", "her", "its", "their", "our", "my", "your"])
CURRENCIES = frozenset("$€£¥₹%")
QUANTITIES = frozenset(
    {("at", "least"), ("at", "most"), ("more", "than"), ("less", "than"), ("fewer", "than"), ("up", "to")}
)
ROUGHLY = frozenset(["over", "about", "around", "nearly", "under", "almost", "roughly"])
SUBORDINATE_PREPOSITIONS = frozenset(["after", "before", "since", "until", "as", "than", "like", "for", "once", "till"])


@dataclass(slots=True)
class Item:
    """A token, or a whole mention: `tag` is one of A V N OWN (his, with its mention)
    DET PREP CONJ SUB REL BE HAVE DO MODAL NEG PRON ADV TO POSS NUM , " .
    """

    word: str
    start: int
    end: int
    tag: str
    capital: bool = False
    mention: Mention | None = None


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

    def verb_at(self, index: int) -> Verb | None:
        """The verb group whose main verb or helper stands at `index`."""
        return next((verb for verb in self.verbs if verb.first <= index <= verb.at), None)


def read(tokens: Sequence[Token], mentions: Sequence[Mention], patterns: Patterns) -> Clauses:
    """Tag one sentence. `mentions` are those of the sentence; nested ones are left out in favour of the outermost."""
    items = _without_asides(_items(tokens, outermost(mentions), patterns))
    for first, second in pairwise(items):
        if (first.word, second.word) in QUANTITIES and second.tag != "A":
            first.tag = second.tag = "DET"
        elif first.word in ROUGHLY and (second.tag == "NUM" or patterns.words.is_a(second.word, "number")):
            first.tag = "DET"  # `over 200 rockets`
    for water, of, name in zip(items, items[1:], items[2:], strict=False):
        if of.word == "of" and water.capital and name.mention and patterns.words.is_a(water.word, "water"):
            name.tag, name.mention = "N", None  # `the Gulf of Oman`
    for index, item in enumerate(items):
        if item.tag == "?":
            item.tag = "V" if _reads_as_verb(items, index, patterns) else "N"
        elif item.tag == "HAVE" and _stands_alone(items, index):
            item.tag = "V"
    clauses = Clauses(items)
    for index, item in enumerate(items):
        if item.tag == "V":
            clauses.verbs.append(_verb(items, index, patterns))
    for number, verb in enumerate(clauses.verbs):
        if number and _continues(clauses, clauses.verbs[number - 1], verb):
            _take_after(clauses.verbs[number - 1], verb)
        elif number and _stays_passive(clauses, clauses.verbs[number - 1], verb):
            verb.passive, verb.form, verb.finite = True, "en", True
        else:
            verb.governor = _governor(clauses, verb, patterns)
    return clauses


def outermost(mentions: Sequence[Mention]) -> list[Mention]:
    """The mentions that lie in no other, in order."""
    kept: list[Mention] = []
    for mention in sorted(mentions, key=lambda m: (m.start, -m.end)):
        if not kept or mention.start >= kept[-1].end:
            kept.append(mention)
    return kept


def _items(tokens: Sequence[Token], mentions: list[Mention], patterns: Patterns) -> list[Item]:
    items: list[Item] = []
    queue = list(reversed(mentions))
    for token in tokens:
        if queue and token.start >= queue[-1].end:
            queue.pop()
        if queue and token.start >= queue[-1].start:
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
        elif _is_compound(items, token, patterns):
            items.pop()
            items[-1] = Item(f"{items[-1].word}-{token.folded}", items[-1].start, token.end, "?")
        else:
            tag = _closed(token.folded, items, patterns)
            items.append(Item(token.folded, token.start, token.end, tag, token.text[:1].isupper()))
    return items


def _is_compound(items: list[Item], token: Token, patterns: Patterns) -> bool:
    """Whether the token ends a hyphened word that the patterns know: `cease-fire`, `re-establish`."""
    if len(items) < 2 or items[-1].word != "-" or items[-1].end != token.start or items[-2].mention:
        return False
    word = f"{items[-2].word}-{token.folded}"
    return word in patterns.words.verbs or word in patterns.nouns


def _without_asides(items: list[Item]) -> list[Item]:
    """Leave out short brackets: `the National Liberation Army (ELN) and`."""
    kept: list[Item] = []
    index = 0
    while index < len(items):
        close = next((i for i in range(index, min(index + 9, len(items))) if items[i].word == ")"), None)
        if items[index].word == "(" and close is not None:
            index = close
        else:
            kept.append(items[index])
        index += 1
    return kept


def _same(title: Mention, name: Mention) -> bool:
    """Whether two mentions side by side name one actor: `Iranian foreign minister` and the name after it."""
    return not title.actor_ids or title.actor_ids == name.actor_ids or title.mention_type == "descriptor"


def _closed(word: str, items: list[Item], patterns: Patterns) -> str:
    """The tag of a word that its class alone decides, or `?`."""
    if word in QUOTES or word in ("'", "’", "‘", "`", "[", "]"):  # brackets hold words put in by the editor
        return '"'
    if word in ENDS:
        return "."
    if word in ",-":
        return word
    if word == ".":
        return "."
    if word == "to":
        return "TO"
    before = items[-1].tag if items else "."
    if word in ("'s", "'"):
        return "POSS" if before in ("A", "N", "?") else "BE"
    classes = patterns.words.classes.get(word, frozenset())
    if word == "that":
        return "REL" if before in ("N", "A", "?") else "SUB"
    if word == "including":
        return "PREP"
    for name in ("neg", "modal", "be", "have", "do", "rel", "pron", "det", "prep", "conj", "sub"):
        if name in classes:
            return name.upper()
    if "noun" in classes:
        return "N"
    known = word in patterns.words.verbs or word in patterns.nouns
    if "adv" in classes or (word.endswith("ly") and len(word) > 4 and not known):
        return "ADV"
    if word[:1].isdigit() or word in CURRENCIES:
        return "NUM"
    if not word[:1].isalpha():
        return "."
    known = word in patterns.words.verbs or (word.endswith("ed") and len(word) > 4)
    return "?" if known else "N"


def readings(word: str, patterns: Patterns) -> frozenset[tuple[str, str]]:
    """The (lemma, form) readings of a word as a verb; an unknown word in -ed is a past form of itself."""
    known = patterns.words.verbs.get(word)
    return known if known else frozenset({(word, "ed"), (word, "en")})


def _reads_as_verb(items: list[Item], index: int, patterns: Patterns) -> bool:
    word = items[index].word
    forms = {form for _, form in readings(word, patterns)}
    before = index - 1
    while before >= 0 and items[before].tag in ("ADV", "NEG", '"'):
        before -= 1
    left = items[before].tag if before >= 0 else "."
    after = items[index + 1] if index + 1 < len(items) else Item("", 0, 0, ".")
    opens_object = after.tag in ("DET", "A", "OWN", "PRON", "SUB", "TO", "NUM")
    nounish = word in patterns.nouns
    strikes = after.tag in ("DET", "A", "NUM") or after.word in ("at", "into", "toward", "towards")
    if left == "TO":
        return "base" in forms
    if left in ("MODAL", "DO"):
        return "base" in forms
    if left == "HAVE":
        return bool(forms & {"en", "ed"})
    if left == "BE":
        return bool(forms & {"en", "ing"})
    if left == "-" or after.tag == "-":
        return False
    if left in ("DET", "POSS", "NUM", "OWN"):
        return False
    if forms & {"ed", "en"} and not ("base" in forms and nounish and left == "PREP"):
        return left != "PREP"
    if "ing" in forms:
        if nounish and after.tag in ("PREP", ".", ",", "BE", "HAVE", "CONJ", "POSS", "V"):
            return False
        if left == "V" and after.tag == "N" and not _takes_verb(items, before, patterns):
            return False  # `back opposing sides`
        return not (nounish and left in ("A", "N") and not opens_object)
    if "s" in forms:
        if left in ("PRON", "REL") or (left == "N" and strikes and items[before].word in patterns.agents):
            return True  # `a Russian missile strikes a house`
        if left == "A" and after.word in ("at", "into", "toward", "towards") and word not in patterns.single_nouns:
            return True  # `A fires at B`
        if nounish and after.tag in ("PREP", ".", ",", "CONJ", "BE", "HAVE", "MODAL", "POSS"):
            return False
        if nounish and after.tag == "?" and after.word.endswith("ed"):  # `talks resumed`
            return False
        if left == "A":
            mention = items[before].mention
            return not (nounish and mention is not None and mention.mention_type == "demonym" and after.tag == "?")
        if left == "CONJ":
            return not nounish and any(i.tag == "V" for i in items[:index])
        return left in ("N", ",") and not nounish and (opens_object or _role(word, patterns, "report"))
    if left in ("PRON", "REL"):
        return True
    if left == "A":
        return _plural(items, before) and (not nounish or after.tag not in ("PREP", ".", ","))
    if left in ("CONJ", ","):
        earlier = [i for i in items[:index] if i.tag == "V"]
        return (
            bool(earlier)
            and (opens_object or not nounish)
            and "base" in {f for _, f in readings(earlier[-1].word, patterns)}
        )
    acts = not nounish or items[before].word in patterns.agents
    if opens_object and not nounish and left in ("N", "A", ","):
        head = _head_before(items, before)
        if head < before and items[head].word in patterns.agents and items[head].word.endswith("s"):
            return True  # `Israeli strikes in Gaza kill 35 people`
    return left == "N" and items[before].word.endswith("s") and acts and opens_object


def _takes_verb(items: list[Item], index: int, patterns: Patterns) -> bool:
    """Whether a form in -ing may complete the verb at `index`: `began shelling`, `stopped attacking`."""
    lemmas = {lemma for lemma, _ in readings(items[index].word, patterns)}
    return any(("verb", lemma) in patterns.cues for lemma in lemmas) or _role(items[index].word, patterns, "light")


def _head_before(items: list[Item], index: int) -> int:
    """The noun that the phrases before `index` belong to: `strikes` of `strikes in the south of A`."""
    head = index
    while index >= 0 and items[index].tag in ("A", "N", "DET", "NUM", "PREP", "CONJ", ",", "POSS", "-"):
        if items[index].tag == "PREP" and index and items[index - 1].tag == "N":
            head = index - 1
        index -= 1
    return head


def _stands_alone(items: list[Item], index: int) -> bool:
    """Whether `have` is the main verb: `both have had talks`, `they have ties`."""
    following = next((i for i in items[index + 1 :] if i.tag not in ("ADV", "NEG")), None)
    return following is not None and following.tag in ("DET", "N", "NUM", "A", "OWN")


def _role(word: str, patterns: Patterns, role: str) -> bool:
    return any(patterns.words.has_role(lemma, role) for lemma, _ in readings(word, patterns))


def _plural(items: list[Item], index: int) -> bool:
    """Whether the mention at `index` takes a plural verb: a set, a group, or the end of a list."""
    mention = items[index].mention
    if mention is None:
        return False
    before = index - 1
    while before > 0 and items[before].tag in ("DET", "N", "?"):
        before -= 1
    joined = before > 0 and (items[before].tag in ("CONJ", ",") or items[before].word == "-")
    return (
        len(mention.actor_ids) > 1
        or mention.mention_type in ("group", "pronoun")
        or joined
        or mention.surface.endswith("s")
    )


def _verb(items: list[Item], index: int, patterns: Patterns) -> Verb:
    first, helpers = index, []
    while first > 0 and items[first - 1].tag in ("ADV", "NEG", "MODAL", "BE", "HAVE", "DO"):
        first -= 1
        helpers.append(items[first].word)
    infinitive = first > 0 and items[first - 1].tag == "TO"
    if infinitive:
        first -= 1
        while first > 0 and items[first - 1].tag in ("NEG", "ADV"):
            first -= 1
            helpers.append(items[first].word)
    tags = [items[i].tag for i in range(first, index)]
    has_be = "BE" in tags
    found = readings(items[index].word, patterns)
    forms = {form for _, form in found}
    form = _form(forms, tags, infinitive)
    after = items[index + 1].word if index + 1 < len(items) else ""
    passive = "en" in forms and (has_be or (form == "en" and "HAVE" not in tags) or (not tags and after == "by"))
    if passive and form == "ed":
        form = "en"
    helped = any(tag in ("BE", "HAVE", "DO", "MODAL") for tag in tags)
    finite = not infinitive and (helped or form in ("s", "ed") or (form == "base"))
    lemmas = frozenset(lemma for lemma, tag in found if tag == form or (form in ("ed", "en") and tag in ("ed", "en")))
    return Verb(first, index, min(lemmas), form, passive, infinitive, finite, tuple(reversed(helpers)), None, lemmas)


def _form(forms: set[str], tags: list[str], infinitive: bool) -> str:
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
    """Whether `verb` is passive after a passive: `was expelled by A and handed to B`."""
    bare = verb.form == "ed" and not verb.helpers and before.passive and before.finite and bool(before.helpers)
    return bare and verb.first > 0 and clauses.items[verb.first - 1].tag == "CONJ"


def _take_after(before: Verb, verb: Verb) -> None:
    verb.governor, verb.infinitive, verb.finite = before.governor, before.infinitive, before.finite
    verb.helpers = (*before.helpers, *verb.helpers)


def _is_cue(verb: Verb, between: Sequence[Item], patterns: Patterns) -> bool:
    nouns = [item.word for item in between if item.tag == "N"]
    return any(("verb", f"{lemma} {noun}") in patterns.cues for lemma in verb.lemmas for noun in nouns) or any(
        ("verb", lemma) in patterns.cues and any(item.tag == "A" for item in between) for lemma in verb.lemmas
    )


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
        return candidate if not any(item.tag == "," for item in between) else None
    if verb.form == "ing" and between and between[-1].tag == "CONJ" and candidate.form == "ing":
        return candidate.governor
    if verb.form == "ing" and (not between or between[-1].tag == "PREP"):
        noun = any(item.tag == "N" for item in between)
        governs = not noun or _is_cue(candidate, between, patterns)
        return candidate if governs and not any(item.tag == "," for item in between) else None
    return None
