"""Raw text in, word vectors out: which words stand just left and right of a word says most of what syntax asks.

Counts each word's neighbours by their distance (-2, -1, 1, 2), weighs the counts by positive pointwise mutual
information and keeps the strongest dimensions of their singular value decomposition.

`python -m training.syntax.vectors OUT.npz SENTENCES.txt TREEBANK...` does so for raw sentences, one a line, and
treebanks.
"""

import sys
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import numpy as np
import scipy.sparse as sp
from scipy.sparse.linalg import svds

from pipelines.coder.forms import key_of
from pipelines.coder.tokens import tokenize
from training.syntax.treebank import read

WORDS = 24000
LEAST = 4  # times that a word must be seen
CONTEXTS = 6000
NEAR = (-2, -1, 1, 2)
WIDTH = 96


def vectors(sentences: Iterable[list[str]]) -> tuple[list[str], np.ndarray]:
    """The commonest words, and a row of unit length for each; words come as `key_of` has them."""
    texts = list(sentences)
    counts = Counter(word for text in texts for word in text)
    words = [word for word, n in counts.most_common(WORDS) if n >= LEAST]
    ids = {word: i for i, word in enumerate(words)}
    rows, columns = [], []
    for text in texts:
        known = np.array([ids.get(word, -1) for word in ["<s>", "<s>", *text, "</s>", "</s>"]])
        for slot, far in enumerate(NEAR):
            here, there = known[2:-2], known[2 + far : len(known) - 2 + far]
            kept = (here >= 0) & (there >= 0) & (there < CONTEXTS)
            rows.append(here[kept])
            columns.append(there[kept] + slot * CONTEXTS)
    row, column = np.concatenate(rows), np.concatenate(columns)
    shape = len(words), CONTEXTS * len(NEAR)
    table = sp.coo_matrix((np.ones(len(row)), (row, column)), shape=shape).tocsr()
    table.sum_duplicates()
    cells = table.tocoo()
    by_word, by_context = np.asarray(table.sum(1)).ravel(), np.asarray(table.sum(0)).ravel() ** 0.75
    by_context /= by_context.sum()
    cells.data = np.maximum(np.log(cells.data / by_word[cells.row] / by_context[cells.col]), 0)
    left, strengths, _ = svds(cells.tocsr(), k=WIDTH, random_state=1)
    found = left * np.sqrt(strengths)
    return words, (found / np.maximum(np.linalg.norm(found, axis=1, keepdims=True), 1e-9)).astype(np.float32)


def main(out: Path, raw: Path, treebanks: list[Path]) -> None:
    """Count the words of raw sentences and treebanks; write their vectors."""
    texts = [[token.text for token in tokenize(line)] for line in raw.read_text(encoding="utf8").splitlines()]
    texts += [sentence.words for path in treebanks for sentence in read(path)]
    words, table = vectors([key_of(word) for word in text] for text in texts)
    np.savez(out, words=np.array(words), vectors=table)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), [Path(name) for name in sys.argv[3:]])
