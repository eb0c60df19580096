"""The knowledge of what counts as an event: `seeds/patterns.csv`, `event_types.csv` and `status_cues.csv`, made ready
to match.

A row of patterns.csv says: when these words are used in this way, it is this event.

    trigger    the words. A verb stands first, in its dictionary form: `sever tie|relation` matches `severed all
               diplomatic ties`. All its forms match, `|` parts alternatives, nouns match in singular and plural, and
               between verb and noun articles, adjectives, numbers and names may stand. A noun trigger ends in the
               noun (`prisoner swap`).
    part       verb or noun
    frame      where those stand to whom it is done, several places in the order in which they are tried (`on|against`):
                 obj      the object of the verb, or whom its object is about (`condemned the killing of A`)
                 who      an object that is itself the name (`met A`, not `met the needs of A`)
                 with, to, against ...   the name after that preposition
                 obj+to   the name after `to` where an object stands before it (`returned the land to A`)
                 within   the name between the words (`accused A of espionage`, `took A hostage`)
                 dat      the first of two objects (`lent A ships`)
                 that     the subject of the clause after `that` (`demanded that A withdraw`)
                 comp     whom the verb's complement is about (`refused to answer A`), where that is no event itself
                 place    the country in which it happens, where nothing else says whom it hits (`an attack in A`)
                 event    whose event the object stands for (`rejected the accusation`): module `reactions`
               Who does it is the subject of the verb, or the possessor, `by`, `of` or `from` of the noun; another
               place is put first: `from>subj` (`received aid from B`: B is the source).
    cameo_code a code of event_types.csv
    symmetric  `yes` where both do the same to each other (`A met B`); then `A and B met` also counts

A row of status_cues.csv says what a word makes of the event that it governs. `kind` is where it stands: verb (`plans
to V`), passive (`is expected to V`), noun (`attempts to V`), adjective (`planned talks`), adverb (`reportedly`),
clause (before `that`); `agent` rows are nouns that act for the actor before them (`Russian warplanes`). `effect` is
the status that the event takes, or: refused, threatened, vowed and agreed (an act of that kind: event_shifts.csv gives
its code), caused and accused (the verb's object is the one who does it).

Passives are understood by themselves.  This module reads files once; it codes nothing.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from pipelines.coder.words import Words, plural
from pipelines.tables import KnowledgeError, Row, read_table

CUE_KINDS = frozenset(["verb", "passive", "noun", "adjective", "adverb", "clause", "agent"])
STATUSES = frozenset(["actual", "planned", "potential", "attempted", "requested", "alleged", "negated"])
PARTS = ("verb", "noun")
MEDIATION, HOSTING = "045", "043"  # codes of what brokers and hosts do
AGAINST, FORCE = "14", "18"  # codes from here on are turned against somebody, are violence
SHOWN = 3  # alternatives of a word in the name of a rule
COLUMNS = {
    "event_types": ("cameo_code", "plover_type"),
    "patterns": ("trigger", "part", "frame", "cameo_code", "symmetric"),
    "status_cues": ("cue", "kind", "effect"),
    "event_shifts": ("stance", "from_code", "to_code", "status"),
}
EFFECTS = STATUSES | {"", "refused", "threatened", "vowed", "agreed", "caused", "accused"}


@dataclass(frozen=True, slots=True)
class Pattern:
    """One row of patterns.csv.

    `name` is its trigger, of many alternatives the first ones, and its frame.  `head` holds the lemmas of the verb, or
    the forms of the noun that ends the trigger; `words` the accepted forms of each word after the verb, or of each word
    of a noun trigger.
    """

    name: str
    part: str
    head: frozenset[str]
    words: tuple[frozenset[str], ...]
    source: tuple[str, ...]
    target: tuple[str, ...]
    cameo_code: str
    symmetric: bool


@dataclass(frozen=True)
class Patterns:
    """All patterns, found by head word, with the words of English that are needed to match them."""

    words: Words
    verbs: dict[str, tuple[Pattern, ...]]  # by lemma; longest first
    nouns: dict[str, tuple[Pattern, ...]]  # by form of the head noun; longest first
    cues: dict[tuple[str, str], str]  # (kind, word or lemma) -> effect
    plover: dict[str, str]  # cameo code -> PLOVER type, '' where it has none
    shifts: dict[tuple[str, str], tuple[str, str]]  # (stance, code or its beginning) -> (code, status)
    agents: frozenset[str]  # nouns that act for the actor before them: forces, warplanes

    @cached_property
    def tags(self) -> dict[str, str]:
        """Tags of words met so far, kept by `tagging`."""
        return {}

    @cached_property
    def single_nouns(self) -> frozenset[str]:
        """Nouns that are events by themselves."""
        return frozenset(form for form, found in self.nouns.items() if any(len(p.words) == 1 for p in found))

    @cached_property
    def blows(self) -> frozenset[str]:
        """Those of them that name an attack."""
        found = ((form, p) for form in self.single_nouns for p in self.nouns[form] if len(p.words) == 1)
        return frozenset(form for form, p in found if p.cameo_code >= FORCE and not p.symmetric)

    @cached_property
    def brokering(self) -> dict[str, str | None]:
        """Words that may tell of a third party -> `mediator` or `host`, what a verb's form tells, or None of a noun."""
        found: dict[str, str | None] = {}
        for word, classes in self.words.classes.items():
            if classes & {"broker", "brokerage"}:
                found[word] = None
        for form, readings in self.words.verbs.items():
            known = (p for lemma, _ in readings for p in self.verbs.get(lemma, ()) if not p.words)
            if any(pattern.cameo_code == MEDIATION for pattern in known):
                found[form] = "mediator"
            elif any(lemma == "host" for lemma, _ in readings):
                found[form] = "host"
        return found

    @cached_property
    def turning(self) -> frozenset[str]:
        """Seas and participles of place: they turn what stands beside them, or themselves, into something else."""
        return frozenset({*self.words.members("water"), *self.words.members("placed")})

    @cached_property
    def units(self) -> frozenset[str]:
        """Words of times, and nouns of asides."""
        return frozenset({*self.words.members("time"), *self.words.members("aside")})

    @cached_property
    def answers(self) -> dict[str, tuple[Pattern, ...]]:
        """Lemmas of verbs that answer what was told before, with the patterns that say so."""
        found = {lemma: tuple(p for p in known if p.target == ("event",)) for lemma, known in self.verbs.items()}
        return {lemma: known for lemma, known in found.items() if known}

    @cached_property
    def bouts(self) -> frozenset[str]:
        """Those of them that name a fight of two."""
        found = ((form, p) for form in self.single_nouns for p in self.nouns[form] if len(p.words) == 1)
        return frozenset(form for form, p in found if p.cameo_code >= FORCE and p.symmetric)

    @cached_property
    def fights(self) -> frozenset[str]:
        """Every noun that names force."""
        return self.blows | self.bouts

    @cached_property
    def heads(self) -> frozenset[str]:
        """Every form that may start a match: a sentence with none of them needs no work."""
        forms = {
            form for form, readings in self.words.verbs.items() if any(lemma in self.verbs for lemma, _ in readings)
        }
        return frozenset(forms | set(self.nouns))

    @staticmethod
    def load(seeds: Path) -> "Patterns":
        """Read the CSVs. Raises KnowledgeError for a row that cannot be used, with its file and line."""
        plover = {row.cells["cameo_code"]: row.cells["plover_type"] for row in _rows(seeds, "event_types")}
        patterns = [_pattern(row, plover) for row in _rows(seeds, "patterns")]
        cues = {(row.cells["kind"], row.cells["cue"]): _effect(row) for row in _rows(seeds, "status_cues")}
        verbs = [p for p in patterns if p.part == "verb"]
        lemmas = {lemma for p in verbs for lemma in p.head} | {
            cue.split()[0] for kind, cue in cues if kind in ("verb", "passive")
        }
        return Patterns(
            words=Words.load(seeds, lemmas),
            verbs=_by_head(verbs),
            nouns=_by_head(p for p in patterns if p.part == "noun"),
            cues=cues,
            plover=plover,
            shifts={
                (row.cells["stance"], row.cells["from_code"]): (row.cells["to_code"], row.cells["status"])
                for row in _rows(seeds, "event_shifts")
            },
            agents=frozenset(form for kind, cue in cues if kind == "agent" for form in (cue, plural(cue))),
        )


def rows_by_rule(seeds: Path) -> dict[str, dict[str, str]]:
    """The rows of patterns.csv by the rule that relations name, such as `verb:condemn:obj`.  Raises KnowledgeError."""
    return {f"{row.cells['part']}:{_name(row.cells)}": row.cells for row in _rows(seeds, "patterns")}


def _rows(seeds: Path, name: str) -> Iterator[Row]:
    return read_table(seeds / f"{name}.csv", COLUMNS[name])


def _effect(row: Row) -> str:
    cells = row.cells
    if not cells["cue"]:
        raise KnowledgeError(f"{row.place}: the cue is missing")
    for column, allowed in (("kind", CUE_KINDS), ("effect", EFFECTS)):
        if cells[column] not in allowed:
            known = ", ".join(sorted(allowed - {""}))
            raise KnowledgeError(f"{row.place}: {column} {cells[column]!r} is none that is known ({known})")
    return cells["effect"]


def _pattern(row: Row, plover: dict[str, str]) -> Pattern:
    cells = row.cells
    for column in ("trigger", "frame"):
        if not cells[column]:
            raise KnowledgeError(f"{row.place}: the {column} is missing")
    if cells["part"] not in PARTS:
        raise KnowledgeError(f"{row.place}: part {cells['part']!r} is none that is known ({', '.join(PARTS)})")
    if cells["cameo_code"] not in plover:
        raise KnowledgeError(f"{row.place}: cameo_code {cells['cameo_code']!r} is not in event_types.csv")
    parts = [frozenset(part.split("|")) for part in cells["trigger"].split()]
    source, _, target = cells["frame"].rpartition(">")
    nouned = [part | {plural(word) for word in part} for part in parts]
    head = parts[0] if cells["part"] == "verb" else nouned[-1]
    words = nouned[1:] if cells["part"] == "verb" else [*parts[:-1], nouned[-1]]
    default = "subj" if cells["part"] == "verb" else "poss|by|of|from|subj"
    return Pattern(
        name=_name(cells),
        part=cells["part"],
        head=head,
        words=tuple(words),
        source=tuple((source or default).split("|")),
        target=tuple(target.split("|")),
        cameo_code=cells["cameo_code"],
        symmetric=cells["symmetric"] == "yes",
    )


def _name(cells: dict[str, str]) -> str:
    return f"{' '.join(map(_shown, cells['trigger'].split()))}:{cells['frame']}"


def _shown(part: str) -> str:
    """A part of a trigger as rules are named by it: `town|city|village|…`."""
    words = part.split("|")
    return "|".join([*words[:SHOWN], *(["…"] if len(words) > SHOWN else [])])


def _rank(pattern: Pattern) -> tuple[int, bool, bool, bool]:
    """Which of several patterns for one word is tried first: more words, then the stricter frame; places last."""
    strict = any("+" in place or place == "who" for place in pattern.target)
    return -len(pattern.words), bool({"comp", "event"} & set(pattern.target)), "place" in pattern.target, not strict


def _by_head(patterns: Iterable[Pattern]) -> dict[str, tuple[Pattern, ...]]:
    found: dict[str, list[Pattern]] = defaultdict(list)
    for pattern in patterns:
        for head in pattern.head:
            found[head].append(pattern)
    return {head: tuple(sorted(group, key=_rank)) for head, group in found.items()}
