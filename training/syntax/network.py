"""The parser's network as it is trained: sums of word rows in, scores of heads, relations and parts of speech out.

Simple recurrent layers (gates that see the layer's input alone, so that all matrix
products run over whole batches) read the sentence both ways; two biaffine forms score every head and relation.
`pipelines.coder.network` computes the same with numpy.
"""

from functools import partial
from typing import Any, NamedTuple

import jax
import jax.numpy as jnp
import numpy as np

Params = dict[str, Any]
EPSILON = 1e-5


class Shape(NamedTuple):
    """Sizes of a network."""

    rows: dict[str, int]  # table -> rows, row 0 included
    vector: int
    relations: int
    tags: int
    width: int = 128
    hidden: int = 160  # each way
    depth: int = 3
    arc: int = 160
    label: int = 48
    tagged: int = 2  # the layer that parts of speech are read from


def initial(shape: Shape, seed: int) -> Params:
    """Fresh parameters, those of the tables as well."""
    rng = np.random.default_rng(seed)

    def matrix(rows: int, columns: int) -> np.ndarray:
        return (rng.standard_normal((rows, columns)) * np.sqrt(2 / (rows + columns))).astype(np.float32)

    both = 2 * shape.hidden
    found: Params = {
        **{
            f"table_{name}": (rng.standard_normal((rows, shape.width)) * 0.1).astype(np.float32)
            for name, rows in shape.rows.items()
            if name != "vector"
        },
        "vector_W": matrix(shape.vector, shape.width),
        "norm_g": np.ones(shape.width, np.float32),
        "norm_b": np.zeros(shape.width, np.float32),
        "root": (rng.standard_normal(both) * 0.1).astype(np.float32),
        "tag_W": matrix(both, shape.tags),
        "tag_b": np.zeros(shape.tags, np.float32),
        "arc_U": matrix(shape.arc, shape.arc),
        "arc_u": np.zeros(shape.arc, np.float32),
        "label_U": (matrix(shape.label + 1, (shape.label + 1) * shape.relations) * 0.5),
    }
    for name, size in (("arc", shape.arc), ("label", shape.label)):
        for side in ("child", "head"):
            found[f"{name}_{side}_W"] = matrix(both, size)
            found[f"{name}_{side}_b"] = np.zeros(size, np.float32)
    for i in range(shape.depth):
        wide = 3 * shape.width if i == 0 else both
        parts = 4 if i == 0 else 3  # the first layer's input is of another width, so it needs a way past the gates
        found[f"layer{i}_W"] = matrix(wide, parts * both) * 1.4
        bias = np.zeros(parts * both, np.float32)
        bias[both : 2 * both] = 1.0  # remember at first
        found[f"layer{i}_b"] = bias
        found[f"layer{i}_g"] = np.ones(both, np.float32)
        found[f"layer{i}_n"] = np.zeros(both, np.float32)
    return found


def _norm(x: jax.Array, gain: jax.Array, bias: jax.Array) -> jax.Array:
    centred = x - x.mean(-1, keepdims=True)
    return centred / jnp.sqrt((centred**2).mean(-1, keepdims=True) + EPSILON) * gain + bias


def _leaky(x: jax.Array) -> jax.Array:
    return jnp.maximum(x, 0.1 * x)


def _kept(key: jax.Array, shape: tuple[int, ...], drop: float) -> jax.Array:
    return jax.random.bernoulli(key, 1 - drop, shape) / (1 - drop)


def _recurrent(p: Params, i: int, x: jax.Array, mask: jax.Array) -> jax.Array:
    """One layer over (time, batch, width), both ways; the second half of its width reads backwards."""
    both = p[f"layer{i}_g"].shape[0]
    half = both // 2
    parts = jnp.split(x @ p[f"layer{i}_W"] + p[f"layer{i}_b"], p[f"layer{i}_W"].shape[1] // both, -1)
    past = parts[3] if len(parts) == 4 else x
    keep = jax.nn.sigmoid(parts[1])
    new = (1 - keep) * parts[0] * mask[..., None]

    def turned(y: jax.Array) -> jax.Array:
        return jnp.concatenate([y[..., :half], y[::-1, :, half:]], -1)

    def step(cell: jax.Array, now: tuple[jax.Array, jax.Array]) -> tuple[jax.Array, jax.Array]:
        cell = now[0] * cell + now[1]
        return cell, cell

    _, cells = jax.lax.scan(step, jnp.zeros_like(x[0], shape=(x.shape[1], both)), (turned(keep), turned(new)))
    gate = jax.nn.sigmoid(parts[2])
    return _norm(gate * jnp.tanh(turned(cells)) + (1 - gate) * past, p[f"layer{i}_g"], p[f"layer{i}_n"])


def scores(
    p: Params, x: jax.Array, mask: jax.Array, shape: Shape, key: jax.Array | None, drop: float
) -> tuple[jax.Array, jax.Array, jax.Array, jax.Array]:
    """Scores for word sums (batch, time, width): arcs (b, t, 1 + t; 0 is the root), tags, both sides of labels."""
    x, mask = x.transpose(1, 0, 2), mask.T
    steps, batch = mask.shape
    keys = list(jax.random.split(key, 12)) if key is not None else []
    x = _norm(x, p["norm_g"], p["norm_b"]) * mask[..., None]
    if keys:
        x = x * _kept(keys[2], (1, batch, shape.width), drop * 0.5) * _kept(keys[11], (steps, batch, 1), 0.05)
    x = jnp.concatenate([jnp.pad(x[:-1], ((1, 0), (0, 0), (0, 0))), x, jnp.pad(x[1:], ((0, 1), (0, 0), (0, 0)))], -1)
    tags = jnp.zeros(())
    for i in range(shape.depth):
        x = _recurrent(p, i, x, mask)
        if i == shape.tagged - 1:
            tags = x @ p["tag_W"] + p["tag_b"]
        if keys:
            x = x * _kept(keys[3 + i], (1, batch, x.shape[-1]), drop)
    headed = jnp.concatenate([jnp.broadcast_to(p["root"], (1, batch, x.shape[-1])), x])

    def side(name: str, y: jax.Array, at: int) -> jax.Array:
        found = _leaky(y @ p[f"{name}_W"] + p[f"{name}_b"])
        return found * _kept(keys[at], (1, batch, found.shape[-1]), drop) if keys else found

    child, head = side("arc_child", x, 8), side("arc_head", headed, 9)
    arcs = jnp.einsum("ibd,jbd->bij", child @ p["arc_U"], head) + (head @ p["arc_u"]).T[:, None, :]
    arcs = jnp.where(jnp.concatenate([jnp.ones((1, batch)), mask]).T[:, None, :] > 0, arcs, -1e9)
    arcs = arcs - 1e9 * jnp.pad(jnp.eye(steps), ((0, 0), (1, 0)))  # nothing hangs on itself
    return arcs, tags.transpose(1, 0, 2), side("label_child", x, 10), side("label_head", headed, 10)


def label_scores(p: Params, child: jax.Array, head: jax.Array, heads: jax.Array, shape: Shape) -> jax.Array:
    """Scores (b, t, relations) of the relation of each word to its head, given as a column of the arcs."""
    chosen = jnp.take_along_axis(head.transpose(1, 0, 2), heads[..., None], 1)
    ones = jnp.ones((*heads.shape, 1))
    a = jnp.concatenate([child.transpose(1, 0, 2), ones], -1)
    b = jnp.concatenate([chosen, ones], -1)
    product = (a @ p["label_U"]).reshape(*heads.shape, shape.relations, shape.label + 1)
    return jnp.einsum("btrd,btd->btr", product, b)


@partial(jax.jit, static_argnames=("sizes",))
def predicted(
    p: Params, x: jax.Array, mask: jax.Array, sizes: tuple[Any, ...]
) -> tuple[jax.Array, jax.Array, jax.Array, jax.Array]:
    """Each word's best head (a column of the arcs; trees or not), relation and tag, and the head's log probability."""
    shape = Shape({}, *sizes)
    arcs, tags, child, head = scores(p, x, mask, shape, None, 0.0)
    heads = arcs.argmax(-1)
    sure = jax.nn.log_softmax(arcs).max(-1)
    return heads, label_scores(p, child, head, heads, shape).argmax(-1), tags.argmax(-1), sure


def loss(p: Params, x: jax.Array, batch: dict[str, jax.Array], key: jax.Array, shape: Shape, drop: float) -> jax.Array:
    """Mean cross entropy of heads, relations and tags per word."""
    mask = batch["mask"]
    arcs, tags, child, head = scores(p, x, mask, shape, key, drop)
    labels = label_scores(p, child, head, batch["heads"], shape)
    total = jnp.zeros(())
    for found, gold, weight in ((arcs, batch["heads"], 1.0), (labels, batch["deps"], 1.0), (tags, batch["pos"], 0.5)):
        likely = jax.nn.log_softmax(found)
        total -= weight * (jnp.take_along_axis(likely, gold[..., None], -1)[..., 0] * mask).sum()
    return total / mask.sum()
