"""Examples in, a classifier out: one linear separator for each type, on features weighted by how rare they are."""

from collections import Counter
from collections.abc import Sequence

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.svm import LinearSVC

from pipelines.coder.classifier import Classifier
from pipelines.coder.features import Features

SLACK = 1.5  # of the separators: the higher, the closer they follow the examples
SHARPNESS = 4.5  # README.md says how this and the votes were found
VOTES = (0.3, 0.2)
SEEN = 2  # features that fewer examples have are left out


def fit(features: Sequence[Features], labels: Sequence[str], weights: Sequence[float]) -> Classifier:
    """Learn from examples, each of which counts by its weight."""
    counts = Counter(name for one in features for name in one)
    names = [name for name, count in counts.items() if count >= SEEN]
    rows = {name: row for row, name in enumerate(names)}
    rarity = np.array([np.log((1 + len(features)) / (1 + counts[name])) + 1 for name in names], dtype=np.float32)
    model = LinearSVC(C=SLACK, random_state=0)
    model.fit(_matrix(features, rows, rarity), np.array(labels), sample_weight=np.array(weights))
    return Classifier(
        labels=tuple(str(label) for label in model.classes_),
        rows=rows,
        weights=np.ascontiguousarray(model.coef_.T, dtype=np.float32),
        rarity=rarity,
        bias=model.intercept_.astype(np.float32),
        sharpness=SHARPNESS,
        votes=VOTES,
    )


def _matrix(features: Sequence[Features], rows: dict[str, int], rarity: np.ndarray) -> csr_matrix:
    """One row per example, of length one."""
    places, values, starts = [], [], [0]
    for one in features:
        known = [(rows[name], value) for name, value in one.items() if name in rows]
        here = np.array([value for _, value in known]) * rarity[[row for row, _ in known]]
        places += [row for row, _ in known]
        values += list(here / max(float(np.linalg.norm(here)), 1e-9))
        starts.append(len(places))
    return csr_matrix((values, places, starts), shape=(len(features), len(rows)))


def balanced(labels: Sequence[str], total: float) -> list[float]:
    """Weights that make every label count the same; all together they sum to `total`."""
    counts = Counter(labels)
    return [total / len(counts) / counts[label] for label in labels]
