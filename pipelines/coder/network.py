"""The parser's network, run with numpy: words of many sentences in; heads, relations and parts of speech out.

Takes a file of parameters that `training/syntax` wrote.  Words become the sum of their table rows; simple recurrent
layers, whose matrix products run over all sentences at once, read every sentence both ways; each word then takes the
head that scores best, and where that makes no tree the best tree is searched.  Sentences are worked on in groups of
like length, and no sentence's result depends on its group.  Never reads text: that is `syntax`' work.
"""

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pipelines.coder.forms import TABLES, Forms
from pipelines.coder.trees import best_tree, is_tree

Floats = NDArray[np.float32]
Ints = NDArray[np.intp]
GROUP = 2048  # words that are worked on together, padding included
REMEMBERED = 16384  # words whose sums are kept
EPSILON = 1e-5
NOWHERE = np.float32(-1e9)


class Network:
    """Parameters and the sums of words seen lately; `parse` is all there is to call."""

    def __init__(self, about: dict[str, Any], parameters: dict[str, Floats]) -> None:
        self.relations: list[str] = about["deps"]
        self.tags: list[str] = about["pos"]
        self._p = parameters
        self._depth = sum(name.startswith("layer") and name.endswith("_W") for name in parameters)
        self._tagged: int = about["tagged"]
        self._forms = Forms({table: about["names"][table] for table in TABLES})
        self._seen: dict[str, int] = {}
        self._sums: Floats = np.zeros((REMEMBERED, parameters["norm_g"].shape[0]), np.float32)

    @staticmethod
    def load(path: Path) -> "Network":
        """Read a file of parameters: `name` as it is, or whole numbers of 8 bits with a `name.scale` for each row."""
        with np.load(path) as file:
            about = json.loads(str(file["about"]))
            parameters = {
                name: file[name].astype(np.float32) * (file[f"{name}.scale"] if f"{name}.scale" in file.files else 1)
                for name in file.files
                if name != "about" and not name.endswith(".scale")
            }
        return Network(about, {name: np.ascontiguousarray(p, np.float32) for name, p in parameters.items()})

    def parse(self, sentences: Sequence[Sequence[str]]) -> list[tuple[Ints, Ints, Ints]]:
        """Per sentence: each word's head (-1 for the root), its relation and its part of speech, as numbers."""
        empty = np.zeros(0, np.intp)
        found: list[tuple[Ints, Ints, Ints]] = [(empty, empty, empty)] * len(sentences)
        for group in _groups([len(words) for words in sentences]):
            for at, parsed in zip(group, self._parse([sentences[at] for at in group]), strict=True):
                found[at] = parsed
        return found

    def _parse(self, group: list[Sequence[str]]) -> Iterator[tuple[Ints, Ints, Ints]]:
        lengths = np.array([len(words) for words in group])
        steps, batch = int(lengths.max()), len(group)
        mask = np.arange(steps)[:, None] < lengths  # (time, batch), as all that follows
        x = np.zeros((steps, batch, self._sums.shape[1]), np.float32)
        x.transpose(1, 0, 2)[mask.T] = self._words([word for words in group for word in words])
        wide = np.zeros((steps, batch, 3, x.shape[2]), np.float32)  # each word between its neighbours
        wide[1:, :, 0], wide[:, :, 1], wide[:-1, :, 2] = x[:-1], x, x[1:]
        x = wide.reshape(steps, batch, -1)
        for i in range(self._depth):
            x = self._layer(i, x, mask)
            if i == self._tagged - 1:
                tags = (_times(x, self._p["tag_W"]) + self._p["tag_b"]).argmax(-1)
        root = np.broadcast_to(self._p["root"], (1, batch, x.shape[2]))
        headed = np.concatenate([root, x])
        child = _times(self._side("arc_child", x), self._p["arc_U"])
        head = self._side("arc_head", headed)
        arcs = np.matmul(child.transpose(1, 0, 2), head.transpose(1, 2, 0))
        arcs += (head @ self._p["arc_u"]).T[:, None, :]
        arcs[:, np.arange(steps), np.arange(1, steps + 1)] = NOWHERE  # nothing hangs on itself
        arcs.transpose(0, 2, 1)[:, 1:][~mask.T] = NOWHERE
        heads = arcs.argmax(-1)
        for wrong in np.flatnonzero(~is_tree(heads, lengths)):
            n = int(lengths[wrong])
            heads[wrong, :n] = best_tree(arcs[wrong, :n, : n + 1])
        relations = self._relations(x, headed, heads, mask)
        for b, n in enumerate(lengths.tolist()):
            yield heads[b, :n] - 1, relations[b, :n], tags[:n, b]

    def _words(self, words: list[str]) -> Floats:
        seen = self._seen
        fresh = {word for word in words if word not in seen}
        if len(seen) + len(fresh) > REMEMBERED:
            seen.clear()
            fresh = set(words)
            if len(fresh) > len(self._sums):
                self._sums = np.zeros((len(fresh), self._sums.shape[1]), np.float32)
        if fresh:
            order = sorted(fresh)
            rows = np.array([self._forms[word] for word in order])
            p = self._p
            sums = p["table_word"][rows[:, 0]] + p["table_vector"][rows[:, 1]] @ p["vector_W"]
            sums += p["table_shape"][rows[:, 2]] + p["table_affix"][rows[:, 3:]].sum(1)
            first = len(seen)
            self._sums[first : first + len(order)] = _norm(sums, p["norm_g"], p["norm_b"])
            seen.update(zip(order, range(first, first + len(order)), strict=True))
        found: Floats = self._sums[[seen[word] for word in words]]
        return found

    def _layer(self, i: int, x: Floats, mask: NDArray[np.bool_]) -> Floats:
        """One layer; the second half of its width reads backwards."""
        p = self._p
        both = p[f"layer{i}_g"].shape[0]
        half = both // 2
        parts = _times(x, p[f"layer{i}_W"])
        parts += p[f"layer{i}_b"]
        past = parts[..., 3 * both :] if parts.shape[2] == 4 * both else x
        keep, gate = _sigmoid(parts[..., both : 2 * both]), _sigmoid(parts[..., 2 * both : 3 * both])
        cells = (1 - keep) * parts[..., :both]
        cells *= mask[..., None]
        for t in range(1, len(x)):
            cells[t, :, :half] += keep[t, :, :half] * cells[t - 1, :, :half]
            back = len(x) - 1 - t
            cells[back, :, half:] += keep[back, :, half:] * cells[back + 1, :, half:]
        np.tanh(cells, out=cells)
        cells -= past
        cells *= gate
        cells += past
        return _norm(cells, p[f"layer{i}_g"], p[f"layer{i}_n"])

    def _side(self, name: str, x: Floats) -> Floats:
        found: Floats = _times(x, self._p[f"{name}_W"]) + self._p[f"{name}_b"]
        np.maximum(found, np.float32(0.1) * found, out=found)
        return found

    def _relations(self, x: Floats, headed: Floats, heads: Ints, mask: NDArray[np.bool_]) -> Ints:
        child = self._side("label_child", x).transpose(1, 0, 2)
        head = np.take_along_axis(self._side("label_head", headed).transpose(1, 0, 2), heads[..., None], 1)
        kept = mask.T
        one = np.ones((int(kept.sum()), 1), np.float32)
        a, b = np.concatenate([child[kept], one], 1), np.concatenate([head[kept], one], 1)
        product = (a @ self._p["label_U"]).reshape(len(a), len(self.relations), -1)
        found = np.zeros(heads.shape, np.intp)
        found[kept] = np.matmul(product, b[:, :, None])[..., 0].argmax(-1)
        return found


def _groups(lengths: list[int]) -> Iterator[list[int]]:
    """Sentences of like length together, `GROUP` words or one sentence at a time; empty ones left out."""
    group: list[int] = []
    for at in sorted((at for at, n in enumerate(lengths) if n), key=lambda at: (lengths[at], at)):
        if group and (len(group) + 1) * lengths[at] > GROUP:
            yield group
            group = []
        group.append(at)
    if group:
        yield group


def _times(x: Floats, matrix: Floats) -> Floats:
    """One product over all words of all sentences."""
    found: Floats = x.reshape(-1, x.shape[-1]) @ matrix
    return found.reshape(*x.shape[:-1], -1)


def _norm(x: Floats, gain: Floats, bias: Floats) -> Floats:
    found: Floats = x - x.mean(-1, keepdims=True)
    found /= np.sqrt(np.square(found).mean(-1, keepdims=True) + np.float32(EPSILON))
    found *= gain
    found += bias
    return found


def _sigmoid(x: Floats) -> Floats:
    found: Floats = np.tanh(np.float32(0.5) * x)  # never overflows, unlike exp
    found += 1
    found *= np.float32(0.5)
    return found
