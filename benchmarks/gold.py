"""Scores the coder on our own gold, and moves the floors that the tests and the pipeline hold it to.

    python -m benchmarks.gold                   all scores: the gold of the product and the sentences held out
    python -m benchmarks.gold --misses          also every sentence read wrongly; never one of those held out
    python -m benchmarks.gold --write-floors    raises the floors to the scores; lowers none
    python -m benchmarks.gold --write-floors --lower    lowers them too: say why in the commit

Who mends the coder looks at the misses of `dev` and `short` alone, and never opens tests/gold/heldout.jsonl.
"""

import argparse
import json
from pathlib import Path

from pipelines.coder.coder import Coder
from pipelines.coder.evaluation import Reading, Score, fits, floor_of, moved, read, scores

ROOT = Path(__file__).parents[1]
SEEDS = ROOT / "seeds"
GOLD = SEEDS / "gold"  # what the product measures itself by
HELD_OUT = ROOT / "tests" / "gold"  # what nobody mends by; each folder has its floors.json


def readings(folder: Path, coder: Coder) -> list[Reading]:
    return [
        reading
        for path in sorted(folder.glob("*.jsonl"))
        for reading in read(path.read_text(encoding="utf8").splitlines(), coder)
    ]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--misses", action="store_true", help="print the sentences read wrongly")
    parser.add_argument("--write-floors", action="store_true", help="raise the floors to the scores")
    parser.add_argument("--lower", action="store_true", help="with --write-floors: lower them too")
    args = parser.parse_args()
    if args.lower and not args.write_floors:
        parser.error("--lower goes with --write-floors")
    coder = Coder.load(SEEDS)
    for folder in (GOLD, HELD_OUT):
        read_here = readings(folder, coder)
        found, path = scores(read_here, coder), folder / "floors.json"
        floors = json.loads(path.read_text(encoding="utf8")) if path.exists() else {}
        for score in found:
            print(row(score, floor_of(score, floors)))
        if args.misses and folder == GOLD:
            for reading in read_here:
                print("\n".join(misses(reading, coder)), end="")
        if args.write_floors:
            moved_to = moved(floors, found, lower=args.lower)
            path.write_text(json.dumps(moved_to, indent=2) + "\n", encoding="utf8")


def row(score: Score, floor: float | None) -> str:
    named = f"{score.part:8} {score.level:14} {score.facet:12} {score.member:14}"
    ratios = "  ".join("  -  " if ratio is None else f"{ratio:.3f}" for ratio in (score.precision, score.recall))
    return f"{named} {score.n_gold:4} {score.n_found:4}  {ratios}  {score.score:.3f}  {'' if floor is None else floor}"


def misses(reading: Reading, coder: Coder) -> list[str]:
    """The sentence with what is wrong about it; nothing where all is right."""
    coded, found = reading.coded, reading.found
    missed = [e for e in reading.events if not any(fits(coded, r, e, "when", coder) for r in found)]
    wrong = [r for r in found if not any(fits(coded, r, e, "when", coder) for e in reading.line["events"])]
    if not missed and not wrong:
        return []
    said = [f"\n{reading.line.get('part', 'short')}: {reading.line['text']}"]
    said += [f"  missed {e['source']} > {e['target']} {e['plover']} {e['status']} {e.get('when', '')}" for e in missed]
    said += [
        f"  wrong  {r.source_id} > {r.target_id} {coder.patterns.plover[r.cameo_code]} {r.cameo_code} {r.status}"
        f" {r.when.start}/{r.when.end} '{r.trigger}' by {r.rule}"
        for r in wrong
    ]
    return [*said, ""]


if __name__ == "__main__":
    main()
