"""The tables of word rows as they are trained: sums of rows forward, slopes of rows back, and their steps of Adam.

Done with numpy and scipy beside the network, since scattered additions are the one thing that XLA does slowly on CPUs.
"""

import numpy as np
import scipy.sparse as sp

LEARNED = ("word", "shape", "affix")


class Tables:
    """`table_*` and `vector_W` of the parameters, with the running means that Adam and averaging need."""

    def __init__(self, parameters: dict[str, np.ndarray], vectors: np.ndarray) -> None:
        self._vectors = vectors
        self.now = {name: parameters[name].copy() for name in (*(f"table_{t}" for t in LEARNED), "vector_W")}
        self.mean = {name: array.copy() for name, array in self.now.items()}
        self._first = {name: np.zeros_like(array) for name, array in self.now.items()}
        self._second = {name: np.zeros_like(array) for name, array in self.now.items()}

    def sums(self, rows: np.ndarray, averaged: bool = False) -> np.ndarray:
        """What the network takes, for rows (batch, time, slots)."""
        p = self.mean if averaged else self.now
        found = p["table_word"][rows[..., 0]] + self._vectors[rows[..., 1]] @ p["vector_W"]
        found += p["table_shape"][rows[..., 2]]
        for slot in range(3, rows.shape[-1]):
            found += p["table_affix"][rows[..., slot]]
        return found

    def update(self, rows: np.ndarray, slope: np.ndarray, rate: float, step: int, slow: float) -> None:
        """One step for the slope of the sums."""
        flat, g = rows.reshape(-1, rows.shape[-1]), np.asarray(slope).reshape(-1, slope.shape[-1])
        slopes = {
            "table_word": _gathered(flat[:, :1], g, len(self.now["table_word"])),
            "table_shape": _gathered(flat[:, 2:3], g, len(self.now["table_shape"])),
            "table_affix": _gathered(flat[:, 3:], g, len(self.now["table_affix"])),
            "vector_W": self._vectors[flat[:, 1]].T @ g,
        }
        a, b = 1 - 0.9**step, 1 - 0.98**step
        for name, found in slopes.items():
            first, second, now, mean = self._first[name], self._second[name], self.now[name], self.mean[name]
            first += np.float32(0.1) * (found - first)
            second += np.float32(0.02) * (found * found - second)
            change = np.sqrt(second)
            change *= np.float32(1 / np.sqrt(b))
            change += np.float32(1e-8)
            np.divide(first, change, out=change)
            change *= np.float32(rate / a)
            now -= change
            mean += np.float32(1 - slow) * (now - mean)


def _gathered(rows: np.ndarray, slope: np.ndarray, size: int) -> np.ndarray:
    """The slope of each row of a table, from where it was used."""
    words, slots = rows.shape
    used = sp.csr_matrix(
        (np.ones(words * slots, np.float32), rows.ravel(), np.arange(0, words * slots + 1, slots)), shape=(words, size)
    )
    return np.asarray(used.T @ slope)
