"""A teacher labels raw text: `python -m training.syntax.label PARAMETERS.npz VECTORS.npz SENTENCES.txt OUT.conllu`.

Of a sample of the sentences it keeps those that it is surest of, by the mean log probability of their heads, and only
where the likeliest heads make a tree.
"""

import argparse
import random
from pathlib import Path

import jax
import numpy as np

from pipelines.coder.forms import Forms
from pipelines.coder.syntax import words
from pipelines.coder.trees import is_tree
from training.syntax.network import predicted
from training.syntax.tables import Tables
from training.syntax.train import batches, read_parameters, read_vectors
from training.syntax.treebank import Sentence

SHORTEST, LONGEST = 10, 40


def main() -> None:
    """Label as the command line says."""
    ask = argparse.ArgumentParser(description=__doc__)
    for name in ("parameters", "vectors", "sentences", "out"):
        ask.add_argument(name, type=Path)
    ask.add_argument("--sample", type=int, default=20000)
    ask.add_argument("--keep", type=float, default=0.6, help="share that is kept")
    given = ask.parse_args()
    jax.config.update("jax_compilation_cache_dir", str(given.parameters.parent / "compiled"))
    about, parameters = read_parameters(given.parameters)
    tables = Tables(parameters, read_vectors(given.vectors)[1])
    network = {name: array for name, array in parameters.items() if name not in tables.now}
    rng = random.Random(1)
    lines = given.sentences.read_text(encoding="utf8").splitlines()
    rng.shuffle(lines)
    found: list[tuple[float, Sentence]] = []
    raw = []
    for line in lines:
        cut, spaces, _ = words(line)
        if SHORTEST <= len(cut) <= LONGEST and line[-1] in '.?!"”':
            raw.append(Sentence(cut, spaces, [0] * len(cut), [""] * len(cut), [""] * len(cut)))
        if len(raw) == given.sample:
            break
    for batch, kept in batches(raw, Forms(about["names"]), {"deps": {}, "pos": {}}, None):
        heads, deps, tags, sure = map(
            np.asarray, predicted(network, tables.sums(batch["rows"]), batch["mask"], tuple(about["sizes"]))
        )
        lengths = batch["mask"].sum(1).astype(int)
        for i in np.flatnonzero(is_tree(heads, lengths) & (lengths > 0)):
            n = lengths[i]
            found.append(
                (
                    float(sure[i, :n].mean()),
                    kept[i]._replace(
                        heads=(heads[i, :n] - 1).tolist(),
                        deps=[about["deps"][d] for d in deps[i, :n]],
                        pos=[about["pos"][t] for t in tags[i, :n]],
                    ),
                )
            )
    found.sort(key=lambda entry: -entry[0])
    with given.out.open("w", encoding="utf8") as out:
        for _, sentence in found[: int(given.keep * len(found))]:
            for i, (word, space, head, dep, pos) in enumerate(zip(*sentence, strict=True), 1):
                misc = "_" if space else "SpaceAfter=No"
                out.write(f"{i}\t{word}\t_\t{pos}\t_\t_\t{head + 1}\t{dep}\t_\t{misc}\n")
            out.write("\n")


if __name__ == "__main__":
    main()
