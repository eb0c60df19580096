"""Grammar's small change: which forms a verb or noun takes, and the closed classes of English words.

Takes the knowledge CSVs `verbs.csv` (irregular forms and roles) and `grammar_words.csv` (closed classes, and the
classes that rules ask for: `number`; `water`, seas that bear the name of a country; `placed`, participles of place;
`aside`, nouns of `in turn`, `in response`; `hacker` and `hack`, who attacks networks, and the deed; `ending`, the
noun of `an end to`; `people`, who may be hurt; `campaign`, in which one is; `broker` and `brokerage`, who stands
between two and what they do; `bench`, who arrests and sentences; `event:<beginning of a CAMEO code>`, nouns that may
stand for such an event told before); gives look-ups from a folded word to its readings.  Never looks at context: that
is `clauses`' work.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from pipelines.tables import read_table

VOWELS = "aeiou"
PAST = frozenset(["ed", "en"])


@dataclass(frozen=True, slots=True)
class Words:
    """`verbs[form]` -> {(lemma, tag)}, tags base s ed en ing; `classes[word]` -> classes; `roles[lemma]` -> roles."""

    verbs: dict[str, frozenset[tuple[str, str]]]
    classes: dict[str, frozenset[str]]
    tags: dict[str, frozenset[str]]  # form -> the tags of its readings
    roles: dict[str, frozenset[str]]
    events: dict[str, tuple[str, ...]]  # noun -> beginnings of the codes of the events that it may stand for

    @staticmethod
    def load(seeds: Path, more_lemmas: Iterable[str]) -> "Words":
        """Read `verbs.csv` and `grammar_words.csv`; `more_lemmas` are the verbs that the patterns name.

        Raises KnowledgeError for a row that cannot be used, with its file and line.
        """
        irregular: dict[str, tuple[str, str]] = {}
        roles: dict[str, frozenset[str]] = {}
        for row in _cells(seeds / "verbs.csv", ("lemma", "past", "participle", "role"), ("lemma",)):
            irregular[row["lemma"]] = (row["past"], row["participle"])
            roles[row["lemma"]] = frozenset(row["role"].split("|")) - {""}
        verbs: dict[str, set[tuple[str, str]]] = defaultdict(set)
        for lemma in {*irregular, *more_lemmas}:
            for form, tag in verb_forms(lemma, *irregular.get(lemma, ("", ""))):
                verbs[form].add((lemma, tag))
        classes: dict[str, set[str]] = defaultdict(set)
        events: dict[str, set[str]] = defaultdict(set)
        for row in _cells(seeds / "grammar_words.csv", ("word", "class"), ("word", "class")):
            kind, _, code = row["class"].partition(":")
            if kind == "event":
                events[row["word"]].add(code)
                events[plural(row["word"])].add(code)
            else:
                classes[row["word"]].add(kind)
        return Words(
            {form: frozenset(found) for form, found in verbs.items()},
            {word: frozenset(found) for word, found in classes.items()},
            {form: frozenset(tag for _, tag in found) for form, found in verbs.items()},
            roles,
            {word: tuple(sorted(codes)) for word, codes in events.items()},
        )

    def is_a(self, word: str, name: str) -> bool:
        """Whether `word` belongs to the closed class `name`."""
        return name in self.classes.get(word, ())

    def forms(self, word: str) -> frozenset[str]:
        """What `word` may be as a verb; an unknown word in -ed is a past form of itself."""
        return self.tags.get(word, PAST)

    def members(self, name: str) -> Iterator[str]:
        """The words of the closed class `name`."""
        return (word for word, classes in self.classes.items() if name in classes)

    def has_role(self, lemma: str, role: str) -> bool:
        """Whether the verb `lemma` has `role` (light, report)."""
        return role in self.roles.get(lemma, ())


def _cells(path: Path, columns: tuple[str, ...], needed: tuple[str, ...]) -> Iterator[dict[str, str]]:
    return (row.cells for row in read_table(path, columns, needed))


def verb_forms(lemma: str, past: str = "", participle: str = "") -> Iterator[tuple[str, str]]:
    """Every (form, tag) of a verb; a hyphenated lemma inflects as a whole (`re-establish`).

    >>> sorted(verb_forms("deny"))
    [('denied', 'ed'), ('denied', 'en'), ('denies', 's'), ('deny', 'base'), ('denying', 'ing')]
    """
    stem = lemma[:-1] if lemma.endswith("e") and not lemma.endswith(("ee", "ye", "oe")) else lemma
    doubled = (
        past[: -len("ed")] if past.endswith("ed") and past[: len(lemma)] == lemma and len(past) > len(lemma) + 2 else ""
    )
    if doubled and not lemma.endswith("e"):
        ing = doubled + "ing"
    elif lemma.endswith("ie"):
        ing = lemma[:-2] + "ying"
    else:
        ing = (_double(lemma) if past and not past.endswith("ed") else stem) + "ing"
    regular = lemma[:-1] + "ied" if _ends_y(lemma) else lemma + ("d" if lemma.endswith("e") else "ed")
    yield lemma, "base"
    yield plural(lemma), "s"
    yield past or regular, "ed"
    yield participle or past or regular, "en"
    yield ing, "ing"
    if doubled and doubled != lemma and doubled.endswith("ll"):  # travelled and traveled
        yield lemma + "ed", "ed"
        yield lemma + "ed", "en"
        yield lemma + "ing", "ing"


def plural(word: str) -> str:
    """The form in -s of a noun or verb.

    >>> [plural(w) for w in ("talk", "clash", "deny", "tie")]
    ['talks', 'clashes', 'denies', 'ties']
    """
    if _ends_y(word):
        return word[:-1] + "ies"
    return word + ("es" if word.endswith(("s", "sh", "ch", "x", "z", "o")) else "s")


def _ends_y(word: str) -> bool:
    return word.endswith("y") and len(word) > 1 and word[-2] not in VOWELS


def _double(lemma: str) -> str:
    """The stem before -ing of irregular verbs: hit -> hitt, take -> tak, meet -> meet."""
    if lemma.endswith("e") and not lemma.endswith("ee"):
        return lemma[:-1]
    ends = len(lemma) > 2 and lemma[-1] not in VOWELS + "wxy" and lemma[-2] in VOWELS and lemma[-3] not in VOWELS
    return lemma + lemma[-1] if ends else lemma
