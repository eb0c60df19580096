"""Scores of heads in, one tree out: the highest-scoring tree over a sentence in which one word hangs on the root.

Columns count from the root at 0, so column `i + 1` is word `i`.  (Chu and Liu 1965; Edmonds 1967.)
"""

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.intp]


def is_tree(heads: Ints, lengths: Ints) -> NDArray[np.bool_]:
    """Per row of (sentence, word) heads, whether its first `lengths` words are a tree with one word on the root."""
    words = np.arange(heads.shape[1])
    real = words < lengths[:, None]
    reach = np.zeros((len(heads), heads.shape[1] + 1), np.intp)
    reach[:, 1:] = np.where(real, heads, 0)
    single = ((heads == 0) & real).sum(1) == 1
    for _ in range(int(heads.shape[1]).bit_length()):
        reach = np.take_along_axis(reach, reach, 1)  # twice as far up each time
    found: NDArray[np.bool_] = single & (reach == 0).all(1)
    return found


def best_tree(scores: NDArray[np.float32]) -> Ints:
    """The heads of the best tree for scores (words, 1 + words)."""
    words = len(scores)
    square = np.full((words + 1, words + 1), -np.inf)
    square[1:] = scores
    np.fill_diagonal(square, -np.inf)
    heads = _arborescence(square)
    roots = np.flatnonzero(heads[1:] == 0) + 1
    if len(roots) > 1:  # the best of the trees in which one of these alone hangs on the root
        trees = []
        for root in roots:
            only = square.copy()
            only[1:, 0] = -np.inf
            only[root] = -np.inf
            only[root, 0] = square[root, 0]
            tree = _arborescence(only)
            trees.append((square[np.arange(1, words + 1), tree[1:]].sum(), -int(root), tree))
        heads = max(trees, key=lambda found: found[:2])[2]
    below: Ints = heads[1:]
    return below


def _arborescence(scores: NDArray[np.float64]) -> Ints:
    """Heads of the best tree rooted at 0; `scores[i, j]` is for `i` on `j`.  The root's own entry is 0."""
    heads: Ints = scores.argmax(1)
    heads[0] = 0
    cycle = _cycle(heads)
    if not cycle:
        return heads
    inside = np.array(cycle)
    outside = np.array([i for i in range(len(scores)) if i not in set(cycle)])
    held = scores[inside, heads[inside]]
    entering = scores[np.ix_(inside, outside)] - held[:, None]  # what it costs to break the cycle at each member
    leaving = scores[np.ix_(outside, inside)]
    new = len(outside)
    smaller = np.full((new + 1, new + 1), -np.inf)
    smaller[:new, :new] = scores[np.ix_(outside, outside)]
    smaller[new, :new] = entering.max(0)
    smaller[:new, new] = leaving.max(1)
    smaller[0] = -np.inf
    found = _arborescence(smaller)
    for i in range(1, new):
        heads[outside[i]] = inside[leaving[i].argmax()] if found[i] == new else outside[found[i]]
    broken = int(entering[:, found[new]].argmax())
    heads[inside[broken]] = outside[found[new]]
    return heads


def _cycle(heads: Ints) -> list[int]:
    """One cycle of the heads, or nothing."""
    state = [0] * len(heads)  # 1 on the present path, 2 known to reach the root
    state[0] = 2
    for start in range(len(heads)):
        path, at = [], start
        while state[at] == 0:
            state[at] = 1
            path.append(at)
            at = int(heads[at])
        if state[at] == 1:
            return path[path.index(at) :]
        for seen in path:
            state[seen] = 2
    return []
