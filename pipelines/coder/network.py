"""The parser's network, run with numpy: words of many sentences in; heads, relations and parts of speech out.

Takes a file of parameters that `training/syntax` wrote.  Words become the sum of their table rows; simple recurrent
layers, whose matrix products run over all sentences at once, read every sentence both ways; each word then takes the
head that scores best, and where that makes no tree the best tree is searched.  Sentences are worked on in groups of
like length, and no sentence's result depends on its group.  Never reads text: that is `syntax`' work.
"""

import json
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pipelines.coder.forms import TABLES, Forms
from pipelines.coder.trees import best_tree, is_tree

Floats = NDArray[np.float32]
Ints = NDArray[np.intp]
GROUP = 1024  # words that are worked on together
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

    def _parse(self, group: Sequence[Sequence[str]]) -> list[tuple[Ints, Ints, Ints]]:
        """The same for a group, longest first.  Its words stand step by step: all first words, all second ones, ..."""
        lengths = np.array([len(words) for words in group])
        steps, batch = int(lengths[0]), len(group)
        step, row = np.nonzero(np.arange(steps)[:, None] < lengths)
        first = np.searchsorted(step, np.arange(steps + 1))  # where each step begins
        place = np.full((batch, steps + 2), len(step))  # where the word before, each word, and the one after it stand
        place[row, step + 1] = np.arange(len(step))
        known = np.zeros((len(step) + 1, self._sums.shape[1]), np.float32)
        known[place[place < len(step)]] = self._words([word for words in group for word in words])
        x = known[np.stack([place[row, step], place[row, step + 1], place[row, step + 2]], 1)].reshape(len(step), -1)
        for i in range(self._depth):
            x = self._layer(i, x, first)
            if i == self._tagged - 1:
                tags = (x @ self._p["tag_W"] + self._p["tag_b"]).argmax(-1)
        headed = np.concatenate([x, self._p["root"][None]])
        arcs = self._arcs(x, headed, place, lengths)
        heads = arcs.argmax(-1)
        for wrong in np.flatnonzero(~is_tree(heads, lengths)):
            n = int(lengths[wrong])
            heads[wrong, :n] = best_tree(arcs[wrong, :n, : n + 1])
        relations = self._relations(x, headed[place[row, heads[row, step]]])
        here = [place[b, 1 : n + 1] for b, n in enumerate(lengths.tolist())]
        return [(heads[b, : len(at)] - 1, relations[at], tags[at]) for b, at in enumerate(here)]

    def _arcs(self, x: Floats, headed: Floats, place: Ints, lengths: Ints) -> Floats:
        """For each sentence how well each word (rows) hangs on the root and on each word (columns)."""
        steps = place.shape[1] - 2
        child, head = self._side("arc_child", x) @ self._p["arc_U"], self._side("arc_head", headed)
        score = head @ self._p["arc_u"]
        column = np.where(np.arange(steps + 1) <= lengths[:, None], place[:, :-1], 0)  # some word, where there is none
        arcs: Floats = np.matmul(child[column[:, 1:]], head[column].transpose(0, 2, 1))
        arcs += score[column][:, None, :]
        arcs[:, np.arange(steps), np.arange(1, steps + 1)] = NOWHERE  # nothing hangs on itself
        arcs.transpose(0, 2, 1)[np.arange(steps + 1) > lengths[:, None]] = NOWHERE
        return arcs

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

    def _layer(self, i: int, x: Floats, first: Ints) -> Floats:
        """One layer; the second half of its width reads backwards.  Each step begins at one of `first`."""
        p = self._p
        both = p[f"layer{i}_g"].shape[0]
        half = both // 2
        parts = x @ p[f"layer{i}_W"]
        parts += p[f"layer{i}_b"]
        past = parts[:, 3 * both :] if parts.shape[1] == 4 * both else x
        keep, gate = _sigmoid(parts[:, both : 3 * both]).reshape(len(x), 2, both).transpose(1, 0, 2)
        cells = (1 - keep) * parts[:, :both]
        spans = list(pairwise(first.tolist()))
        for (before, _), (start, end) in pairwise(spans):
            cells[start:end, :half] += keep[start:end, :half] * cells[before : before + end - start, :half]
        for (before, _), (start, end) in reversed(list(pairwise(spans))):
            also = slice(before, before + end - start)
            cells[also, half:] += keep[also, half:] * cells[start:end, half:]
        np.tanh(cells, out=cells)
        cells -= past
        cells *= gate
        cells += past
        return _norm(cells, p[f"layer{i}_g"], p[f"layer{i}_n"])

    def _side(self, name: str, x: Floats) -> Floats:
        found: Floats = x @ self._p[f"{name}_W"] + self._p[f"{name}_b"]
        np.maximum(found, np.float32(0.1) * found, out=found)
        return found

    def _relations(self, x: Floats, heads: Floats) -> Ints:
        """Each word's relation to its head."""
        one = np.ones((len(x), 1), np.float32)
        a = np.concatenate([self._side("label_child", x), one], 1)
        b = np.concatenate([self._side("label_head", heads), one], 1)
        product = (a @ self._p["label_U"]).reshape(len(a), len(self.relations), -1)
        found: Ints = np.matmul(product, b[:, :, None])[..., 0].argmax(-1)
        return found


def _groups(lengths: list[int]) -> Iterator[list[int]]:
    """Sentences of like length together, longest first, `GROUP` words or one sentence at a time; no empty ones."""
    group: list[int] = []
    words = 0
    for at in sorted((at for at, n in enumerate(lengths) if n), key=lambda at: (-lengths[at], at)):
        if group and words + lengths[at] > GROUP:
            yield group
            group, words = [], 0
        group.append(at)
        words += lengths[at]
    if group:
        yield group


def _norm(x: Floats, gain: Floats, bias: Floats) -> Floats:
    found: Floats = x - x.mean(-1, keepdims=True)
    found /= np.sqrt(np.square(found).mean(-1, keepdims=True) + np.float32(EPSILON))
    found *= gain
    found += bias
    return found


def _sigmoid(x: Floats) -> Floats:
    found: Floats = np.float32(0.5) * x
    np.tanh(found, out=found)  # never overflows, unlike exp
    found += 1
    found *= np.float32(0.5)
    return found
