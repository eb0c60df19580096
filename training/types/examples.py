"""Sentences with a source, a target and an event type, from which the classifier learns.

Three sources: the marked sentences of PLV, the phrases beside this file (our own), and the headlines of machine-written
stories.  The first and the last are read where they lie, and are not needed at run time.
"""

import csv
import gzip
import json
import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pipelines.coder.lexicon import Lexicon
from pipelines.coder.mentions import find_mentions
from pipelines.coder.patterns import Patterns
from pipelines.coder.types import Article, Sentence

ROOT = Path(__file__).parents[2]
PHRASES = Path(__file__).with_name("phrases.tsv")
SHARED = ROOT.parent / "shared"
EVENT_TYPES = Path("data", "event_types")
PER_PHRASE = 24  # variants of one phrase, more where one of its places has more alternatives
ACTORS = [
    *("France", "the Kenyan government", "Ukraine", "the United Nations", "Peru", "the opposition", "the rebels"),
    *("President Lungu", "Turkey's foreign minister", "the European Union", "Hezbollah", "the army", "India", "Iran"),
    *("a court in Lima", "the Malian authorities", "Chinese officials", "the Taliban", "the prime minister", "police"),
    *("protesters", "the Nigerian military", "Moscow", "the union", "Prime Minister Kallas", "the Security Council"),
    *("a Syrian activist", "two Iraqi journalists", "the Red Cross", "Algeria"),
]
BEGINNINGS = [
    *[""] * 8,
    *("On Monday, ", "Last year, ", "In a statement, ", "In July 2014, ", "Earlier, ", "Officials say "),
]
ENDINGS = [
    *["."] * 6,
    *(" on Tuesday.", " last week.", " in March 2019.", ", officials said.", ", the ministry said on Friday."),
    *(" after months of tension.", " amid the crisis.", ", according to state media."),
]
YIELD = {"CONCEDE": "YIELD", "RETREAT": "YIELD"}  # PLV holds the two to be one type
Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Example:
    """`text[source]` does something of PLV's `label` to `text[target]`; examples of one `group` stay together."""

    text: str
    source: Span | None
    target: Span | None
    label: str
    group: str


def marked(path: Path) -> list[Example]:
    """The sentences of PLV: `<s>` and `<t>` mark source and target."""
    csv.field_size_limit(10**8)
    with path.open(encoding="utf8", newline="") as lines:
        rows = list(csv.DictReader(lines, delimiter="\t"))
    return [Example(*_unmarked(row["marked_sentence"]), row["gold_root"], row["sentence"]) for row in rows]


def _unmarked(text: str) -> tuple[str, Span | None, Span | None]:
    plain, spans, opened = "", dict[str, Span](), dict[str, int]()
    for piece in re.split(r"(</?[st]>)", text):
        if tag := re.fullmatch(r"<(/?)([st])>", piece):
            if tag[1]:
                spans.setdefault(tag[2], (opened[tag[2]], len(plain)))
            else:
                opened[tag[2]] = len(plain)
        else:
            plain += piece
    return plain, spans.get("s"), spans.get("t")


def phrased(patterns: Patterns, path: Path = PHRASES) -> Iterator[Example]:
    """Variants of every phrase of phrases.tsv (a CAMEO code, and words in which S does it to T), always the same."""
    chance = random.Random(7)
    with path.open(encoding="utf8", newline="") as lines:
        rows = list(csv.DictReader(lines, delimiter="\t"))
    for row in rows:
        label = patterns.plover[row["code"]]
        for variant in _variants(row["phrase"], chance):
            sentence = chance.choice(BEGINNINGS) + variant + chance.choice(ENDINGS)
            example = _filled(sentence, YIELD.get(label, label), row["phrase"], chance)
            if example is not None:
                yield example


def _variants(phrase: str, chance: random.Random) -> list[str]:
    """Ways through the alternatives of a phrase, `S (met|saw) T`, in which each of them is taken at least once."""
    parts = [part.split("|") for part in re.split(r"[()]", phrase)]
    wanted = max(PER_PHRASE, *map(len, parts))
    for part in parts:
        chance.shuffle(part)
    made = ["".join(part[n % len(part)] for part in parts) for n in range(wanted)]
    made += ["".join(chance.choice(part) for part in parts) for _ in range(wanted)]
    return list(dict.fromkeys(" ".join(one.split()).replace(" 's", "'s") for one in made))[:wanted]


def _filled(sentence: str, label: str, group: str, chance: random.Random) -> Example | None:
    """The sentence with names for S and T; None where its variant has no T."""
    names = dict(zip("ST", chance.sample(ACTORS, 2), strict=True))
    text, spans = "", dict[str, Span]()
    for piece in re.split(r"\b([ST])\b", sentence):
        if piece in names and piece not in spans:
            spans[piece] = (len(text), len(text) + len(names[piece]))
            text += names[piece]
        else:
            text += piece
    return Example(text, spans["S"], spans["T"], label, group) if len(spans) == 2 else None


def headlines(path: Path, lexicon: Lexicon) -> Iterator[Example]:
    """Headlines of stories that name two actors, as source and target in this order."""
    seen: set[str] = set()
    with gzip.open(path, "rt", encoding="utf8") as lines:
        for story in map(json.loads, lines):
            text, label = story["headline"], story["plover_type"]
            if text in seen:
                continue
            seen.add(text)
            sentence = Sentence(0, 0, "body", 0, len(text), text)
            ends: list[Span] = []
            for mention in sorted(find_mentions(Article("", (sentence,)), lexicon).mentions, key=lambda m: m.start):
                if mention.mention_type != "pronoun" and (not ends or mention.start >= ends[-1][1]):
                    ends.append((mention.start, mention.end))
            if len(ends) > 1:
                yield Example(text, ends[0], ends[1], YIELD.get(label, label), text)
