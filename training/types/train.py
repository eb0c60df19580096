"""Train the classifier of event types anew: `python -m training.types.train [--shared ../shared]`.

Writes models/event_types/weights.npz, the same bytes for the same inputs on one machine.  Needs scikit-learn.
"""

import argparse
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pipelines.coder.classifier import MODEL, Classifier
from pipelines.coder.clauses import read
from pipelines.coder.coder import Coder
from pipelines.coder.features import Features, pair_features
from pipelines.coder.patterns import Patterns
from pipelines.coder.tokens import tokenize
from pipelines.coder.types import Mention
from training.types.examples import EVENT_TYPES, ROOT, SHARED, Example, headlines, marked, phrased
from training.types.fit import balanced, fit

WEIGHTS = (2000.0, 2000.0, 84.0)  # what marked sentences, phrases and headlines count, each all together


@dataclass(frozen=True)
class Material:
    """Examples and their features, in one order."""

    examples: list[Example]
    features: list[Features]


def gather(examples: Sequence[Example], patterns: Patterns) -> Material:
    """Work out the features of examples."""
    return Material(list(examples), [features_of(example, patterns) for example in examples])


def features_of(example: Example, patterns: Patterns) -> Features:
    """The features of one example, as the coder sees it."""
    ends = [
        Mention(*span, example.text[slice(*span)], 0, "name", (name,), "given", 1.0) if span else None
        for name, span in (("source", example.source), ("target", example.target))
    ]
    clauses = read(tokenize(example.text), [end for end in ends if end], patterns)
    return pair_features(clauses, *ends, patterns.words)


def train(*materials: Material) -> Classifier:
    """Learn from marked sentences, phrases and headlines; each label counts the same in each of them."""
    labels = [[example.label for example in part.examples] for part in materials]
    return fit(
        [one for part in materials for one in part.features],
        [label for some in labels for label in some],
        [weight for some, total in zip(labels, WEIGHTS, strict=True) for weight in balanced(some, total)],
    )


def materials(coder: Coder, shared: Path) -> tuple[Material, Material, Material]:
    """The marked sentences, the phrases and the headlines."""
    folder = shared / EVENT_TYPES
    return (
        gather(marked(folder / "PLV_train.tsv"), coder.patterns),
        gather(list(phrased(coder.patterns)), coder.patterns),
        gather(list(headlines(folder / "synthetic_stories.jsonl.gz", coder.lexicon)), coder.patterns),
    )


def main() -> None:
    """Train on everything and write the model."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--shared", type=Path, default=SHARED, help="the folder with data/event_types")
    args = parser.parse_args()
    made = train(*materials(Coder.load(ROOT / "seeds"), args.shared))
    MODEL.parent.mkdir(parents=True, exist_ok=True)
    made.save(MODEL)
    print(f"{len(made.rows)} features, {len(made.labels)} types, {MODEL.stat().st_size / 1024:.0f} KB: {MODEL}")


if __name__ == "__main__":
    main()
