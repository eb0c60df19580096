"""The event type that the words around two actors tell, where patterns are silent or unsure: a trained linear model.

Takes features; gives a type with a calibrated confidence and the three features that spoke for it most.  `training.types`
makes the model, a file of numpy arrays: one row of small weights for each feature that training knew.
"""

from collections.abc import Mapping, Sequence
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

    def margins(self, features: Mapping[str, float]) -> NDArray[np.float32]:
        """How far each label is ahead."""
        rows, values = self._known(features)
        return values @ self.weights[rows] + self.bias

    def predict(self, features: Mapping[str, float], joined: str = "", near: str = "") -> Guess:
        """The likeliest label, where a pattern that joins the two says `joined`, or one near them says `near`."""
        margins = self.margins(features)
        for label, vote in zip((joined, near), self.votes, strict=True):
            if label in self.labels:
                margins[self.labels.index(label)] += vote
        powers = np.exp(self.sharpness * (margins - margins.max()))
        best = int(margins.argmax())
        return Guess(self.labels[best], round(float(powers[best] / powers.sum()), 3), self.reasons(features, best))

    def reasons(self, features: Mapping[str, float], label: int) -> tuple[str, ...]:
        """The features that speak most for the label, against the mean of what they say for all."""
        known = [name for name in features if name in self.rows]
        rows, values = self._known(features)
        told = values * (self.weights[rows, label] - self.weights[rows].mean(axis=1))
        return tuple(known[place] for place in np.argsort(-told, kind="stable")[:REASONS] if told[place] > 0)

    def _known(self, features: Mapping[str, float]) -> tuple[Sequence[int], NDArray[np.float32]]:
        known = [(row, value) for name, value in features.items() if (row := self.rows.get(name)) is not None]
        rows = [row for row, _ in known]
        values = np.array([value for _, value in known], dtype=np.float32) * self.rarity[rows]
        length = float(np.sqrt(values @ values))
        return rows, values / length if length else values
