"""How many mentions are right, by hand: a sample that a person has read, and whether the coder still gives the same.

    python -m benchmarks.judged LINKS.jsonl.gz [--changed | --draw]

Takes the corpus of short events that benchmarks.mentions takes, and `judged_mentions.csv` beside this file: where each
mention stands (entry, start, end), what the coder said of it (type, actors, country, sector before any office), the
verdict on that, and what is wrong.  Prints the share of each verdict, and how many mentions no longer come out as they
were judged: on those the verdicts say nothing any more.  `--changed` writes them, `--draw` a new sample, as CSV with
the sentences, to be judged; the sentences stay out of the table.

Verdicts: right, wrong actor, wrong type, no actor (the span names none), unresolved (the text tells more), gone (no
mention stands there any more; counted in no share).  A capital that only says where something happened is right as its
country.  An office without a name is right as the body that it belongs to.  `stratum` is `random`, or the type of
mention that was drawn to see more of it.
"""

import argparse
import csv
import random
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from benchmarks.corpus import SEEDS, article, json_lines
from pipelines.coder.lexicon import Lexicon, load_lexicon
from pipelines.coder.mentions import find_mentions

TABLE = Path(__file__).with_name("judged_mentions.csv")
SEED = 3
SIZES = {"random": 200, "descriptor": 60, "group": 50, "pronoun": 40, "metonym": 25, "alias": 25}
PLACE = ("entry", "start", "end")
SAID = ("mention_type", "actor_ids", "country", "sector")
GONE = ("",) * len(SAID)
JUDGED = ("verdict", "wrong")
COLUMNS = ("stratum", *PLACE, *SAID, *JUDGED, "sentence")
Said = tuple[str, ...]


class Found(NamedTuple):
    """A mention of an entry, and what the coder says of it."""

    place: tuple[int, int, int]
    said: Said


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("links", type=Path, help="JSON lines with date and text, gzipped")
    parser.add_argument("--table", type=Path, default=TABLE, help="the judged mentions")
    wanted = parser.add_mutually_exclusive_group()
    wanted.add_argument("--changed", action="store_true", help="write the mentions that came out otherwise when judged")
    wanted.add_argument("--draw", action="store_true", help="write a new sample, to be judged")
    args = parser.parse_args()
    entries = list(json_lines(args.links))
    lexicon = load_lexicon(SEEDS)
    if args.draw:
        found = [one for no, entry in enumerate(entries) for one in mentions(no, entry, lexicon)]
        write([{"stratum": stratum, **row(one, entries)} for stratum, one in drawn(found)])
        return
    with args.table.open(encoding="utf8", newline="") as lines:
        judged = list(csv.DictReader(lines))
    now: dict[tuple[int, int, int], Said] = {}
    for no in sorted({int(one["entry"]) for one in judged}):
        if no < len(entries):
            now.update(mentions(no, entries[no], lexicon))
    changed = [one for one in judged if now.get(place(one), GONE) != tuple(one[name] for name in SAID)]
    if args.changed:
        write([{**one, **row(Found(place(one), now.get(place(one), GONE)), entries)} for one in changed])
        return
    print_shares(judged)
    print_changes(changed, now, len(judged))


def mentions(no: int, entry: dict[str, Any], lexicon: Lexicon) -> Iterator[Found]:
    result = find_mentions(article(entry["text"], date.fromisoformat(entry["date"])), lexicon)
    actors = lexicon.actors | {actor.actor_id: actor for actor in result.met_actors}
    for mention in result.mentions:
        meant = [actors[i] for i in mention.actor_ids]
        countries, sectors = ("|".join(getattr(one, name) or "" for one in meant) for name in ("country", "sector"))
        said = (mention.mention_type, "|".join(mention.actor_ids), countries, sectors)
        yield Found((no, mention.start, mention.end), said)


def drawn(found: list[Found]) -> Iterator[tuple[str, Found]]:
    """Some of all, then some more of each type that is seldom seen."""
    chance = random.Random(SEED)
    taken: set[int] = set()
    for stratum, size in SIZES.items():
        left = [no for no, one in enumerate(found) if no not in taken and stratum in ("random", one.said[0])]
        picked = sorted(chance.sample(left, min(size, len(left))))
        taken.update(picked)
        yield from ((stratum, found[no]) for no in picked)


def place(judged: dict[str, str]) -> tuple[int, int, int]:
    return int(judged["entry"]), int(judged["start"]), int(judged["end"])


def row(found: Found, entries: list[dict[str, Any]]) -> dict[str, object]:
    no, start, end = found.place
    text = entries[no]["text"] if no < len(entries) else ""
    marked = f"{text[:start]}[{text[start:end]}]{text[end:]}"
    return dict(zip((*PLACE, *SAID), (*found.place, *found.said), strict=True)) | {"sentence": marked}


def write(rows: Sequence[Mapping[str, object]], columns: Sequence[str] = COLUMNS) -> None:
    writer = csv.DictWriter(sys.stdout, columns, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)


def print_shares(judged: list[dict[str, str]]) -> None:
    for stratum in dict.fromkeys(one["stratum"] for one in judged):
        here = [one for one in judged if one["stratum"] == stratum and one["verdict"] != "gone"]
        verdicts = Counter(one["verdict"] for one in here)
        right = verdicts.pop("right", 0)
        rest = ", ".join(f"{verdict} {n}" for verdict, n in verdicts.most_common())
        print(f"{stratum:10} {len(here):4} judged  right {right / len(here):.3f}  {rest}")
    wrong = Counter(one["wrong"] for one in judged if one["wrong"])
    print("what is wrong: " + ", ".join(f"{name} {n}" for name, n in wrong.most_common()))


def print_changes(changed: list[dict[str, str]], now: dict[tuple[int, int, int], Said], size: int) -> None:
    was_right = sum(one["verdict"] == "right" for one in changed)
    gone = sum(place(one) not in now for one in changed)
    print(f"{len(changed)} of {size} no longer come out as they were judged, {gone} of them are gone:")
    print(f"  {was_right} were right, {len(changed) - was_right} were not; --changed shows them, to be judged anew")


if __name__ == "__main__":
    main()
