"""Words to tags: closed classes by list, verbs by what stands beside them.

Takes the items of one sentence in order; gives tags.  A tagger of a few rules: where it cannot tell, it says noun,
since a verb that is not seen costs one relation and a noun taken for a verb invents one.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from pipelines.coder.patterns import Patterns
from pipelines.coder.types import Mention

QUOTES = frozenset('"“”„«»')
ENDS = frozenset([";", ":", "(", ")", "—", "–", "--", "?", "!", "...", "…"])
REMEMBERED = 65536  # words whose tags are kept
CURRENCIES = frozenset("$€£¥₹%")


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


def closed_tag(word: str, items: list[Item], patterns: Patterns) -> str:
    """The tag of a word that its class alone decides, or `?`."""
    if word == "'s":
        return "POSS" if items and items[-1].tag in ("A", "N", "?") else "BE"
    if word == "that":
        return "REL" if items and items[-1].tag in ("N", "A", "?") else "SUB"
    known = patterns.tags.get(word)
    if known is None:
        if len(patterns.tags) >= REMEMBERED:
            patterns.tags.clear()
        patterns.tags[word] = known = _class_tag(word, patterns)
    return known


def _class_tag(word: str, patterns: Patterns) -> str:
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
    classes = patterns.words.classes.get(word, frozenset())
    if word == "including":
        return "PREP"
    for name in ("neg", "modal", "be", "have", "do", "rel", "pron", "det", "prep", "conj", "sub"):
        if name in classes:
            return name.upper()
    if "noun" in classes:
        return "N"
    known = word in patterns.words.verbs or word in patterns.nouns
    if ("adjective", word) in patterns.cues and word.endswith("ly"):  # `is likely to attack`
        return "N"
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


def reads_as_verb(items: list[Item], index: int, patterns: Patterns) -> bool:
    """Whether the word at `index`, which may be a noun or a verb, is a verb there."""
    word = items[index].word
    forms = patterns.words.forms(word)
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
        if left == "A" and after.tag == "PREP" and _is_oblique(items, before):
            return False  # `strikes on Hezbollah targets in A`
        if left == "A":
            mention = items[before].mention
            return not (nounish and mention is not None and mention.mention_type == "demonym" and after.tag == "?")
        if left == "CONJ":
            return not nounish and any(i.tag == "V" for i in items[:index])
        return left in ("N", ",") and not nounish and (opens_object or _role(word, patterns, "report"))
    if left in ("PRON", "REL"):
        points = items[before].word == "that" and before > 0 and items[before - 1].tag == "V"
        return not (points and nounish and after.tag in (",", ".", "CONJ", "PREP"))  # `claimed that attack`
    if left == "A":
        return _plural(items, before) and (not nounish or after.tag not in ("PREP", ".", ","))
    if left == "V" and items[before].word in ("help", "helps", "helped", "helping"):
        return True  # `help lift the siege`
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


def _is_oblique(items: list[Item], index: int) -> bool:
    """Whether a preposition governs the mention at `index`, in the clause of an earlier verb."""
    start = index
    while start > 0 and items[start - 1].tag in ("DET", "N", "NUM"):
        start -= 1
    if start < 2 or items[start - 1].tag != "PREP" or items[start - 1].word in ("after", "since", "before"):
        return False
    for item in reversed(items[: start - 1]):
        if item.tag in (",", ".", "SUB", "REL", "CONJ"):
            return False
        if item.tag == "V":
            return True
    return False


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


def stands_alone(items: list[Item], index: int) -> bool:
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


def place_goes_on(items: Sequence[Item], index: int) -> bool:
    """Whether the comma at `index` stands inside the name of a place: `in Garissa, Kenya`."""
    if index < 1 or not items[index - 1].capital or items[index - 1].tag not in ("N", "A"):
        return False
    place = index + 1
    while place < len(items) and items[place].tag == "N" and items[place].capital:
        place += 1
    if place >= len(items):
        return False
    if items[place].tag == "A":
        after = items[place + 1].tag if place + 1 < len(items) else "."
        return after in (",", ".", "CONJ", "PREP", "TO", '"')
    return place > index + 1 and items[place].tag == "," and place_goes_on(items, place)
