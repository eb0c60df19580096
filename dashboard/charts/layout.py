"""Where the parties of a network stand: ties pull, everybody pushes, until they rest.

Takes how many there are and which pull each other; gives a place for each.  The same ties give the same places: the
parties start on a circle and nothing is drawn by lot.
"""

from collections.abc import Sequence

import numpy as np

STEPS = 300
WIDE = 1.6  # a chart is wider than high
SHARED = 1.0  # how strongly a party is pulled by all its ties together

Pull = tuple[int, int, float]  # two parties, and how strongly they are drawn together


def places(n: int, pulls: Sequence[Pull]) -> list[tuple[float, float]]:
    """A place for each party, both coordinates from 0 to 1 (Fruchterman and Reingold 1991)."""
    if n < 3:
        return [(0.5, 0.5)] if n == 1 else [(0.25, 0.5), (0.75, 0.5)][:n]
    pull = np.zeros((n, n))
    for one, other, strength in pulls:
        pull[one, other] = pull[other, one] = strength
    # who is tied to many is not crushed among them: what pulls at one party is shared out among its ties
    busy = np.sqrt(np.maximum(pull.sum(axis=1), 1e-9))
    pull /= busy[:, None] * busy[None] / SHARED
    angles = 2 * np.pi * np.arange(n) / n
    at = np.column_stack((WIDE * np.cos(angles), np.sin(angles)))
    ideal = 2 * np.sqrt(WIDE / n)
    for step in range(STEPS):
        apart = at[:, None] - at[None]
        distance = np.maximum(np.hypot(apart[..., 0], apart[..., 1]), 0.01)
        force = ideal**2 / distance - pull * distance**2 / ideal
        np.fill_diagonal(force, 0.0)
        move = (apart / distance[..., None] * force[..., None]).sum(axis=1) - at * [0.5 / WIDE, 0.5]  # to the middle
        length = np.maximum(np.hypot(move[:, 0], move[:, 1]), 1e-9)[:, None]
        at += move / length * np.minimum(length, 0.2 * (1 - step / STEPS))
    low, high = at.min(axis=0), at.max(axis=0)
    return [(float(x), float(y)) for x, y in np.round((at - low) / np.maximum(high - low, 1e-9), 4)]
