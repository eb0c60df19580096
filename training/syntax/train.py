"""Trains the parser: `python -m training.syntax.train OUT.npz TREEBANK... [--dev FILE] [--vectors FILE] ...`.

Takes CoNLL-U files (those of `--silver` were labelled by a teacher, see `label`); gives a file of parameters with the
tables' names and the sizes beside them, averaged over the steps.  Prints one line of scores an epoch.
"""

import argparse
import json
import os
import random
import time
from collections import Counter
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

os.environ.setdefault("XLA_FLAGS", "--xla_cpu_multi_thread_eigen=false intra_op_parallelism_threads=1")

import jax
import jax.numpy as jnp
import numpy as np

from pipelines.coder.forms import SLOTS, TABLES, Forms, affixes_of, key_of, shape_of
from training.syntax.network import Params, Shape, initial, loss, predicted
from training.syntax.tables import Tables
from training.syntax.treebank import Sentence, read, training_sentences

LENGTHS = (10, 18, 28, 44, 80)  # sentences are padded to these, so that few programs are compiled
BATCH = 1200  # words, padding included
RARE = 2  # times that a word, shape or affix must be seen for a row of its own
Batch = dict[str, np.ndarray]


def names_of(sentences: list[Sentence], vector_words: list[str]) -> dict[str, list[str]]:
    """What has a row in each table; affixes are counted by words, not by their occurrences."""
    words = Counter(word for s in sentences for word in s.words)
    keys: Counter[str] = Counter()
    for word, n in words.items():
        keys[key_of(word)] += n
    found = {
        "word": [key for key, n in keys.items() if n >= RARE],
        "vector": vector_words,
        "shape": [s for s, n in Counter(map(shape_of, words)).items() if n >= RARE],
        "affix": [a for a, n in Counter(a for key in keys for a in affixes_of(key)).items() if n >= RARE + 1],
    }
    return {table: sorted(entries) if table != "vector" else entries for table, entries in found.items()}


def disguised(words: list[str], rng: random.Random) -> list[str]:
    """The words as another hand might have written them: case of headlines or none, curly quotes."""
    draw = rng.random()
    if draw < 0.04:
        words = [word.lower() for word in words]
    elif draw < 0.06:
        words = [word[:1].upper() + word[1:] for word in words]
    elif draw < 0.07:
        words = [word.upper() for word in words]
    return words


def batches(
    sentences: list[Sentence], forms: Forms, ids: dict[str, dict[str, int]], rng: random.Random | None
) -> Iterator[tuple[Batch, list[Sentence]]]:
    """Sentences of like length together; shuffled and disguised where there is a source of chance."""
    groups: dict[int, list[Sentence]] = {length: [] for length in LENGTHS}
    for sentence in sentences:
        length = next((n for n in LENGTHS if len(sentence.words) <= n), None)
        if length:
            groups[length].append(sentence)
    cuts = []
    for length, group in groups.items():
        if rng:
            rng.shuffle(group)
        size = max(1, BATCH // length)
        cuts += [(length, size, group[at : at + size]) for at in range(0, len(group), size)]
    if rng:
        rng.shuffle(cuts)
    for length, size, cut in cuts:
        batch = {
            "rows": np.zeros((size, length, SLOTS), np.int32),
            "mask": np.zeros((size, length), np.float32),
            **{name: np.zeros((size, length), np.int32) for name in ("heads", "deps", "pos")},
        }
        for i, sentence in enumerate(cut):
            n = len(sentence.words)
            words = disguised(sentence.words, rng) if rng else sentence.words
            batch["rows"][i, :n] = [forms[word] for word in words]
            batch["mask"][i, :n] = 1
            batch["heads"][i, :n] = np.array(sentence.heads) + 1
            batch["deps"][i, :n] = [ids["deps"].get(dep, 0) for dep in sentence.deps]
            batch["pos"][i, :n] = [ids["pos"].get(pos, 0) for pos in sentence.pos]
        yield batch, cut


@partial(jax.jit, static_argnames=("sizes", "drop"), donate_argnums=(0,))
def update(
    state: Params, x: jax.Array, batch: Any, rate: Any, slow: Any, sizes: tuple[Any, ...], drop: float
) -> tuple[Params, jax.Array, jax.Array]:
    """One step of Adam with clipped slopes; `mean` follows the parameters slowly.  Gives the slope of `x` as well."""
    key, sub = jax.random.split(state["key"])
    cost, (slope, back) = jax.value_and_grad(loss, (0, 1))(state["now"], x, batch, sub, Shape({}, *sizes), drop)
    clip = jnp.minimum(1.0, 5.0 / jnp.sqrt(sum((g**2).sum() for g in jax.tree.leaves(slope))))
    slope = jax.tree.map(lambda g: g * clip, slope)
    step = state["step"] + 1
    first = jax.tree.map(lambda m, g: 0.9 * m + 0.1 * g, state["first"], slope)
    second = jax.tree.map(lambda v, g: 0.98 * v + 0.02 * g * g, state["second"], slope)
    a, b = 1 - 0.9**step, 1 - 0.98**step
    now = jax.tree.map(
        lambda p, m, v: p * (1 - rate * 0.003) - rate * (m / a) / (jnp.sqrt(v / b) + 1e-8), state["now"], first, second
    )
    mean = jax.tree.map(lambda x, y: slow * x + (1 - slow) * y, state["mean"], now)
    return {"now": now, "first": first, "second": second, "mean": mean, "step": step, "key": key}, cost, back * clip


def read_parameters(path: Path) -> tuple[dict[str, Any], Params]:
    """What training wrote: names and sizes, then the arrays."""
    with np.load(path) as file:
        return json.loads(str(file["about"])), {name: file[name] for name in file.files if name != "about"}


def read_vectors(path: Path) -> tuple[list[str], np.ndarray]:
    """Words, and their vectors behind a row of zeros for unknown ones."""
    with np.load(path) as file:
        table = file["vectors"]
        return file["words"].tolist(), np.concatenate([np.zeros((1, table.shape[1]), np.float32), table])


def accuracy(p: Params, tables: Tables, dev: list[Batch], sizes: tuple[Any, ...]) -> tuple[float, float, float]:
    """UAS, LAS and accuracy of parts of speech over all words, before trees are made."""
    right = np.zeros(4)
    for batch in dev:
        heads, deps, tags, _ = predicted(p, tables.sums(batch["rows"], averaged=True), batch["mask"], sizes)
        hit = (np.asarray(heads) == batch["heads"]) * batch["mask"]
        both = hit * (np.asarray(deps) == batch["deps"])
        right += hit.sum(), both.sum(), ((np.asarray(tags) == batch["pos"]) * batch["mask"]).sum(), batch["mask"].sum()
    return tuple(100 * right[:3] / right[3])


def main() -> None:
    """Train as the command line says."""
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("out", type=Path)
    ask.add_argument("treebanks", type=Path, nargs="+")
    ask.add_argument("--dev", type=Path, required=True)
    ask.add_argument("--vectors", type=Path, required=True)
    ask.add_argument("--silver", type=Path, help="sentences labelled by a teacher")
    ask.add_argument("--silver-share", type=float, default=1.0, help="silver sentences an epoch, per gold one")
    ask.add_argument("--start", type=Path, help="parameters to go on from")
    ask.add_argument("--epochs", type=int, default=10)
    ask.add_argument("--rate", type=float, default=2e-3)
    ask.add_argument("--drop", type=float, default=0.3)
    ask.add_argument("--hidden", type=int, default=160)
    ask.add_argument("--depth", type=int, default=3)
    ask.add_argument("--seed", type=int, default=1)
    given = ask.parse_args()
    jax.config.update("jax_default_prng_impl", "unsafe_rbg")
    jax.config.update("jax_compilation_cache_dir", str(given.out.parent / "compiled"))
    jax.config.update("jax_persistent_cache_min_compile_time_secs", 2)
    rng = random.Random(given.seed)
    gold = [s for path in given.treebanks for s in training_sentences(path)]
    silver = list(read(given.silver)) if given.silver else []
    vector_words, vectors = read_vectors(given.vectors)
    if given.start:
        about, start = read_parameters(given.start)
    else:
        about = {
            "names": names_of(gold, vector_words),
            "deps": sorted({dep for s in gold for dep in s.deps}),
            "pos": sorted({pos for s in gold for pos in s.pos}),
        }
        rows = {table: len(about["names"][table]) + 1 for table in TABLES}
        shape = Shape(
            rows, vectors.shape[1], len(about["deps"]), len(about["pos"]), hidden=given.hidden, depth=given.depth
        )
        about["sizes"], about["tagged"] = list(shape[1:]), shape.tagged
        start = initial(shape, given.seed)
    sizes = tuple(about["sizes"])
    forms = Forms(about["names"])
    ids = {kind: {name: i for i, name in enumerate(about[kind])} for kind in ("deps", "pos")}
    dev = [batch for batch, _ in batches(list(read(given.dev)), forms, ids, None)]
    tables = Tables(start, vectors)
    now = {name: jnp.asarray(array) for name, array in start.items() if name not in tables.now}
    chance = np.random.default_rng(given.seed)
    state: Params = {
        "now": now,
        "first": jax.tree.map(jnp.zeros_like, now),
        "second": jax.tree.map(jnp.zeros_like, now),
        "mean": jax.tree.map(jnp.array, now),
        "step": jnp.zeros(()),
        "key": jax.random.PRNGKey(given.seed),
    }
    print({k: len(v) for k, v in about["names"].items()}, sum(x.size for x in start.values()), flush=True)
    began, step, total = time.time(), 0, 0
    for epoch in range(given.epochs):
        chosen = gold + (rng.sample(silver, min(len(silver), int(given.silver_share * len(gold)))) if silver else [])
        cuts = list(batches(chosen, forms, ids, rng))
        total = total or given.epochs * len(cuts)
        costs = []
        for batch, _ in cuts:
            rate = given.rate * min(1, (step + 1) / 200) * max(0.03, 1 - step / total)
            rows = batch.pop("rows")
            for slot, unknown in ((0, 0.15), (1, 0.1)):
                rows[..., slot][chance.random(rows.shape[:2]) < unknown] = 0
            slow = min(0.998, (1 + step) / (10 + step))
            state, cost, slope = update(state, tables.sums(rows), batch, rate, slow, sizes, given.drop)
            step += 1
            tables.update(rows, slope, rate, step, slow)
            costs.append(cost)
        uas, las, pos = accuracy(state["mean"], tables, dev, sizes)
        print(
            f"{epoch + 1} steps {step} loss {np.mean([float(c) for c in costs]):.3f} "
            f"UAS {uas:.2f} LAS {las:.2f} POS {pos:.2f} {time.time() - began:.0f}s",
            flush=True,
        )
        np.savez(given.out, about=json.dumps(about), **jax.tree.map(np.asarray, state["mean"]), **tables.mean)


if __name__ == "__main__":
    main()
