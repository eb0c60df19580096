"""How many relations are right, by hand: a sample that a person has read, and whether the coder still gives the same.

    python -m benchmarks.judged_relations EVENTS.jsonl.gz [--changed | --draw]

Takes the corpus of short events (`date`, `text`, `category`) and `judged_relations.csv` beside this file: where each
relation stands (entry, start of its trigger), what the coder said (source, target, CAMEO code, status, whether it goes
both ways), who told it (`both` readings of a sentence, or the `tree` or the word `order` alone), how sure it was, and
the verdict.  Prints the share right in who, what and whom, and in status too, of all, by reading, by PLOVER type and by
confidence; how many relations no longer come out as they were judged: on those the verdicts say nothing any more; and
the relations per sentence by category.
Reading and confidence are today's wherever a relation still comes out.  `--changed` writes those that do not, `--draw`
a new sample, as CSV with the sentences, to be judged; the sentences stay out of the table.

Verdicts: right, wrong source, wrong target, wrong type, wrong status, no event.  A place taken for a party, attacker
and attacked swapped, a type of another CAMEO root are wrong; a finer code of the right root, a country for its army,
government or people, and 182 or 1823 for whoever was hurt or killed by whatever means are right.  `wrong` says what is;
`date` beside a right relation says that its date is not.

The sample is blind: drawn once from the entries of odd number, which nobody reads to mend the coder, and judged as the
coder then was.  On it 168 of 200 were right in who, what and whom (0.84), 159 in status too.  Of a sample drawn before,
from all entries, 151 were; what was wrong there was then mended.
"""

import argparse
import csv
import random
from collections import Counter
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from benchmarks.corpus import SEEDS, article, json_lines
from benchmarks.judged import write
from pipelines.coder.coder import Coder
from pipelines.coder.types import Relation

TABLE = Path(__file__).with_name("judged_relations.csv")
SEED, SIZE = 41, 200  # drawn from entries of odd number: those of even number are read by who mends the coder
PIECE = 100  # entries that are coded together
KEY = ("entry", "start", "source_id", "target_id", "cameo_code", "status", "is_symmetric")
TOLD = ("reading", "confidence")
VERDICT = ("verdict", "wrong")
READINGS = ("tree", "order")
BANDS = (0.5, 0.6, 0.7, 0.8, 0.9)
Row = dict[str, str]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("events", type=Path, help="JSON lines with date, category and text, gzipped")
    parser.add_argument("--table", type=Path, default=TABLE, help="the judged relations")
    wanted = parser.add_mutually_exclusive_group()
    wanted.add_argument(
        "--changed", action="store_true", help="write the relations that came out otherwise when judged"
    )
    wanted.add_argument("--draw", action="store_true", help="write a new sample, to be judged")
    args = parser.parse_args()
    entries = list(json_lines(args.events))
    coder = Coder.load(SEEDS)
    sentences, found = code(entries, coder)
    texts = [entry["text"] for entry in entries]
    if args.draw:
        write([with_text(one, texts) for one in drawn(found)], (*KEY, *TOLD, *VERDICT, "sentence"))
        return
    with args.table.open(encoding="utf8", newline="") as lines:
        judged = list(csv.DictReader(lines))
    now = {key(one): one for one in found}
    changed = [one for one in judged if key(one) not in now]
    if args.changed:
        write([with_text(one, texts) for one in changed], (*KEY, *TOLD, *VERDICT, "sentence"))
        return
    print_shares([{**one, **now.get(key(one), {})} for one in judged], coder.patterns.plover)
    was_right = sum(map(is_right, changed))
    print(f"\n{len(changed)} of {len(judged)} no longer come out as they were judged: {was_right} were right,")
    print(f"{len(changed) - was_right} were not; --changed shows them")
    print_categories(entries, sentences, found)


def code(entries: list[dict[str, Any]], coder: Coder) -> tuple[list[int], list[Row]]:
    """How many sentences each entry has, and every relation in them."""
    sentences, found = [], []
    for at in range(0, len(entries), PIECE):
        here = [article(one["text"], date.fromisoformat(one["date"])) for one in entries[at : at + PIECE]]
        for no, coded in enumerate(coder.code_all(here), at):
            sentences.append(len(coded.article.sentences))
            found += [row(no, relation) for relation in coded.relations]
    return sentences, found


def row(entry: int, relation: Relation) -> Row:
    said = (relation.source_id, relation.target_id, relation.cameo_code, relation.status, relation.is_symmetric)
    reading = relation.rule.partition("-")[0]
    told = (reading if reading in READINGS else "both", relation.confidence)
    return dict(zip((*KEY, *TOLD), map(str, (entry, relation.trigger_span[0], *said, *told)), strict=True))


def key(one: Row) -> tuple[str, ...]:
    return tuple(one[name] for name in KEY)


def drawn(found: list[Row]) -> list[Row]:
    unread = [no for no, one in enumerate(found) if int(one["entry"]) % 2]
    picked = random.Random(SEED).sample(unread, min(SIZE, len(unread)))
    return [found[no] for no in sorted(picked)]


def with_text(one: Row, texts: list[str]) -> Row:
    entry, start = int(one["entry"]), int(one["start"])
    text = texts[entry] if entry < len(texts) else ""
    return {**one, "sentence": f"{text[:start]}>{text[start:]}"}


# ---- what is printed -----------------------------------------------------------------------------


def is_right(one: Row) -> bool:
    return one["verdict"] == "right"


def band(one: Row) -> str:
    low = max((low for low in BANDS if float(one["confidence"]) >= low), default=None)
    return f"from {low}" if low else f"below {BANDS[0]}"


def print_shares(judged: list[Row], plover: dict[str, str]) -> None:
    by: list[Callable[[Row], str]] = [
        lambda _: "all",
        lambda one: one["reading"],
        lambda one: plover[one["cameo_code"]],
        band,
    ]
    for group in by:
        print()
        for name in sorted({group(one) for one in judged}):
            verdicts = Counter(one["verdict"] for one in judged if group(one) == name)
            n, right = verdicts.total(), verdicts.pop("right", 0)
            rest = ", ".join(f"{verdict} {n}" for verdict, n in verdicts.most_common())
            but_status = right + verdicts["wrong status"]
            print(f"{name:10} {n:4} judged  right {but_status / n:.3f}, in status too {right / n:.3f}  {rest}")
    wrong = Counter(one["wrong"] for one in judged if one["wrong"])
    print("\nwhat is wrong: " + ", ".join(f"{name} {n}" for name, n in wrong.most_common()))


def print_categories(entries: list[dict[str, Any]], sentences: list[int], found: list[Row]) -> None:
    n_sentences, n_relations = Counter[str](), Counter[str]()
    for entry, n in zip(entries, sentences, strict=True):
        n_sentences[entry["category"].capitalize()] += n
    for one in found:
        n_relations[entries[int(one["entry"])]["category"].capitalize()] += 1
    print("\nrelations per sentence")
    for category, n in n_sentences.most_common():
        print(f"  {category:30} {n:6} sentences {n_relations[category] / n:.3f}")


if __name__ == "__main__":
    main()
