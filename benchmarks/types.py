"""How well the event type of a given pair is told: five-fold cross-validation of the whole coder on PLV's sentences.

    python -m benchmarks.types [--shared ../shared] [--rounds 3] [--confusion]

For each fold the classifier is trained on the others (and on the phrases and headlines of training/types) and the coder
answers the fold as `entente code` would: rules and classifier together.  Beside it: the classifier without the rules'
votes, the rules alone, and the classifier that has never seen a sentence of PLV.  A sentence with several pairs stays
in one fold.  Prints macro-F1 and accuracy, by type too, how far confidence is from what comes true, and the confusions.
The patterns were written with these sentences at hand, so what the rules add is flattering.  Needs scikit-learn.
"""

import argparse
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from sklearn.metrics import f1_score
from sklearn.model_selection import StratifiedGroupKFold

from pipelines.coder.classifier import Classifier
from pipelines.coder.coder import Coder
from pipelines.coder.pairs import best_relation
from pipelines.coder.types import Article, Relation, Sentence
from training.types.examples import ROOT, SHARED, YIELD, Example
from training.types.train import Material, materials, train

FOLDS = 5
Answer = tuple[str, float]  # a label and its confidence


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--shared", type=Path, default=SHARED, help="the folder with data/event_types")
    parser.add_argument("--rounds", type=int, default=3, help="cross-validations, each with folds of its own")
    parser.add_argument("--confusion", action="store_true", help="print what is taken for what")
    args = parser.parse_args()
    coder = Coder.load(ROOT / "seeds")
    real, phrases, titles = materials(coder, args.shared)
    gold = [example.label for example in real.examples]
    whole, free = [], []
    for seed in range(args.rounds):
        answers, bare = cross_validate(coder, real, phrases, titles, seed)
        whole.append(answers)
        free.append(bare)
        print(
            f"round {seed}: rules and classifier {told(gold, answers)}; classifier alone {told(gold, bare)}", flush=True
        )
    print(f"\nrules and classifier {mean(gold, whole)}")
    print(f"classifier alone     {mean(gold, free)}")
    unseen = train(Material([], []), phrases, titles)
    bare = [ask(unseen, real, n) for n in range(len(gold))]
    print(f"phrases and headlines only, no sentence of PLV: {told(gold, bare)}")
    print(f"the same with the rules' votes: {told(gold, [answer(coder, unseen, one) for one in real.examples])}")
    off = np.mean([calibration_error(gold, one) for one in whole])
    print(f"expected calibration error {off:.3f}: so far is confidence from the share that is right")
    labels = sorted(set(gold))
    by_type = np.mean([f1_score(gold, [a for a, _ in one], labels=labels, average=None) for one in whole], axis=0)
    for label, value in zip(labels, by_type, strict=True):
        print(f"{label:10} F1 {value:.3f}  gold {gold.count(label):4}")
    if args.confusion:
        wrong = Counter((g, a) for one in whole for g, (a, _) in zip(gold, one, strict=True) if g != a)
        for (g, a), count in wrong.most_common(25):
            print(f"  {g} taken for {a}: {count / args.rounds:.1f}")
    cost(unseen, real)


def cross_validate(
    coder: Coder, real: Material, phrases: Material, titles: Material, seed: int
) -> tuple[list[Answer], list[Answer]]:
    """What the whole coder and the classifier alone answer for each sentence while they have not seen it."""
    answers: dict[int, Answer] = {}
    bare: dict[int, Answer] = {}
    for learnt, asked in folds(real.examples, seed):
        part = Material([real.examples[n] for n in learnt], [real.features[n] for n in learnt])
        classifier = train(part, phrases, titles)
        for n in asked:
            answers[n] = answer(coder, classifier, real.examples[n])
            bare[n] = ask(classifier, real, n)
    return [answers[n] for n in sorted(answers)], [bare[n] for n in sorted(bare)]


def folds(examples: Sequence[Example], seed: int) -> Iterator[tuple[Sequence[int], Sequence[int]]]:
    """Which examples to learn from, and which to ask, five times; one sentence is never on both sides."""
    labels = [example.label for example in examples]
    groups = [example.group for example in examples]
    yield from StratifiedGroupKFold(FOLDS, shuffle=True, random_state=seed).split(labels, labels, groups)


def answer(coder: Coder, classifier: Classifier, example: Example) -> Answer:
    """The whole coder's answer."""
    sentence = Sentence(0, 0, "body", 0, len(example.text), example.text)
    found: Relation | None = best_relation(coder, classifier, Article("", (sentence,)), example.source, example.target)
    kind = coder.patterns.plover[found.cameo_code] if found else "NONE"
    return YIELD.get(kind, kind), found.confidence if found else 0.0


def ask(classifier: Classifier, real: Material, n: int) -> Answer:
    """The answer of the classifier, which hears no rule."""
    guess = classifier.predict(real.features[n])
    return guess.label, guess.confidence


def told(gold: Sequence[str], answers: Sequence[Answer]) -> str:
    said = [label for label, _ in answers]
    accuracy = float(np.mean([g == s for g, s in zip(gold, said, strict=True)]))
    return f"macro-F1 {macro_f1(gold, said):.3f} accuracy {accuracy:.3f}"


def mean(gold: Sequence[str], rounds: Sequence[Sequence[Answer]]) -> str:
    values = [macro_f1(gold, [label for label, _ in one]) for one in rounds]
    return f"macro-F1 {np.mean(values):.3f} (mean of {len(values)}, from {min(values):.3f} to {max(values):.3f})"


def macro_f1(gold: Sequence[str], said: Sequence[str]) -> float:
    return float(f1_score(gold, said, labels=sorted(set(gold)), average="macro"))


def calibration_error(gold: Sequence[str], answers: Sequence[Answer]) -> float:
    """How far the confidences of ten bands are from the share of right answers in them, on average."""
    bands = np.minimum((np.array([sure for _, sure in answers]) * 10).astype(int), 9)
    gaps = np.array([(label == g) - sure for g, (label, sure) in zip(gold, answers, strict=True)])
    return float(sum(abs(gaps[bands == band].sum()) for band in range(10)) / len(gold))


def cost(classifier: Classifier, real: Material) -> None:
    """The time of one prediction, its features given."""
    start = time.process_time()
    for one in real.features:
        classifier.predict(one)
    print(f"one prediction takes {(time.process_time() - start) / len(real.features) * 1000:.3f} ms")


if __name__ == "__main__":
    main()
