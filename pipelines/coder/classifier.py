"""The event type that the words around two actors tell, where patterns are silent or unsure: a trained linear model.

Takes features; gives a type with a calibrated confidence and the three features that spoke for it most.  The model is a
file of numpy arrays, one row of small weights for each feature that training knew; `training.types` makes it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

MODEL = Path(__file__).parents[2] / "models" / "event_types" / "weights.npz"
REASONS = 3


@dataclass(frozen=True, slots=True)
class Guess:
    """A type of event, how likely it is (0-1), and the features that spoke for it, the strongest first."""

    label: str
    confidence: float
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class Classifier:
    """`weights[rows[feature]]` says how a feature speaks for each of `labels`; unknown features say nothing."""

    labels: tuple[str, ...]
    rows: Mapping[str, int]
    weights: NDArray[np.float32]  # features x labels
    rarity: NDArray[np.float32]  # how much each feature tells: rarer ones more
    bias: NDArray[np.float32]
    sharpness: float  # what a margin is worth, so that confidence is how often the type is right
    votes: tuple[float, float]  # what a pattern adds to the margin of its type: one whose grammar joins, one near by

    @staticmethod
    @cache
    def load(path: Path = MODEL) -> "Classifier":
        """Read the model's file; it is read once for each process."""
        with np.load(path) as arrays:
            return Classifier(
                labels=tuple(str(label) for label in arrays["labels"]),
                rows={name: row for row, name in enumerate(arrays["features"].tobytes().decode().split("\n"))},
                weights=arrays["weights"].astype(np.float32) * arrays["scale"],
                rarity=arrays["rarity"].astype(np.float32),
                bias=arrays["bias"],
                sharpness=float(arrays["sharpness"]),
                votes=(float(arrays["votes"][0]), float(arrays["votes"][1])),
            )

    def save(self, path: Path) -> None:
        """Write the model as `load` reads it, weights in one byte each."""
        scale = (np.abs(self.weights).max(axis=0) / 127).astype(np.float32)
        np.savez_compressed(
            path,
            labels=np.array(self.labels),
            features=np.frombuffer("\n".join(self.rows).encode(), dtype=np.uint8),
            weights=np.rint(self.weights / scale).astype(np.int8),
            scale=scale,
            rarity=self.rarity.astype(np.float16),
            bias=self.bias,
            sharpness=np.float32(self.sharpness),
            votes=np.array(self.votes, dtype=np.float32),
        )

    def predict(self, features: Mapping[str, float], joined: str = "", near: str = "") -> Guess:
        """The likeliest label, where a pattern that joins the two says `joined`, or one near them says `near`."""
        known = [(name, row) for name in features if (row := self.rows.get(name)) is not None]
        rows = [row for _, row in known]
        values = np.array([features[name] for name, _ in known], dtype=np.float32) * self.rarity[rows]
        weights = self.weights[rows]
        margins = values @ weights / max(float(np.sqrt(values @ values)), 1e-9) + self.bias
        for label, vote in zip((joined, near), self.votes, strict=True):
            if label in self.labels:
                margins[self.labels.index(label)] += vote
        powers = np.exp(self.sharpness * (margins - margins.max()))
        best = int(margins.argmax())
        told = values * (weights[:, best] - weights.mean(axis=1))  # against what they say for all
        reasons = [known[place][0] for place in np.argsort(-told, kind="stable")[:REASONS] if told[place] > 0]
        return Guess(self.labels[best], round(float(powers[best] / powers.sum()), 3), tuple(reasons))
