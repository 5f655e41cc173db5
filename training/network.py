"""The network in JAX, for training: the same layers that `kg.pipeline.network` runs in NumPy, with their loss."""

from typing import NamedTuple

import jax
import jax.numpy as jnp
import numpy
from jax import Array

Parameters = dict[str, Array]
"""Arrays by name, as `kg.pipeline.trained` reads them; `encoder.0.weights` is the first layer's weights, and so on."""

ROWS = (8009, 7993, 4001, 4003, 997, 61)
"""Of the tables that features are hashed into: primes, so that related hashes do not fall together."""
PIECES = 3
DIMENSIONS = (64, 64, 48, 48, 24, 16)
"""Of the tables of features; the first two are summed."""
IMPOSSIBLE = -1e4
FORGOTTEN = 0.3
"""Share of words whose own embedding is hidden while training: names never seen are to be found by vectors and neighbours."""


class Batch(NamedTuple):
    """Sentences of about one length, padded; B sentences, T tokens, F features of morphology, C classes."""

    rows: Array
    """(B, T, features) rows of the tables."""
    vectors: Array
    """(B, T, dimensions)"""
    tags: Array
    """(B, T) BIO tags."""
    classes: Array
    """(B, T, C): 1 for each class that the corpus leaves open; all 0 where there is no name."""
    morphology: Array
    """(B, T, F): value of each feature, -1 where the corpus tells none."""
    lengths: Array
    """(B,)"""
    styles: Array
    """(B,) which corpus's idea of a name the tags follow."""
    named: Array
    """(B,) 1 where names are told at all."""


class Shape(NamedTuple):
    """How large the network is and what its heads tell apart."""

    width: int
    depth: int
    dimensions: int
    styles: tuple[str, ...]
    tags: tuple[str, ...]
    classes: tuple[str, ...]
    morphology: dict[str, tuple[str, ...]]


def initial(shape: Shape, seed: int) -> Parameters:
    """Random parameters."""
    keys = iter(jax.random.split(jax.random.PRNGKey(seed), 64))

    def weights(inputs: int, outputs: int) -> Array:
        return jax.random.normal(next(keys), (inputs, outputs)) * inputs**-0.5

    def layer(name: str, inputs: int) -> Parameters:
        pieces = shape.width * PIECES
        made = {
            "weights": weights(inputs, pieces),
            "bias": jnp.zeros(pieces),
            "scale": jnp.ones(shape.width),
            "shift": jnp.zeros(shape.width),
        }
        return {f"{name}.{part}": array for part, array in made.items()}

    def head(name: str, labels: int) -> Parameters:
        return {f"{name}.weights": weights(shape.width, labels), f"{name}.bias": jnp.zeros(labels)}

    tags = len(shape.tags)
    tables = {
        f"table.{i}": jax.random.normal(next(keys), (rows, size)) * 0.1 for i, (rows, size) in enumerate(zip(ROWS, DIMENSIONS, strict=True))
    }
    made = tables | {"projection": weights(shape.dimensions, shape.width)} | layer("mix", sum(DIMENSIONS[1:]) + shape.width)
    for index in range(shape.depth):
        made |= layer(f"encoder.{index}", 3 * shape.width)
    made |= head("names", tags) | head("classes", len(shape.classes))
    for name, values in shape.morphology.items():
        made |= head(name, len(values))
    return made | {
        "styles.weights": jnp.zeros((len(shape.styles), shape.width, tags)),
        "styles.bias": jnp.zeros((len(shape.styles), tags)),
        "styles.start": jnp.zeros((len(shape.styles), tags)),
        "styles.transitions": jnp.zeros((len(shape.styles), tags, tags)),
    }


def impossible(tags: tuple[str, ...]) -> tuple[Array, Array]:
    """Scores that forbid to start with, or to pass on to, the inside of a name that was not begun."""
    inside = numpy.array([tag.startswith("I-") for tag in tags])
    goes_on = numpy.array([[a[2:] == b[2:] for b in tags] for a in tags])
    return numpy.where(inside, IMPOSSIBLE, 0.0), numpy.where(inside[None] & ~goes_on, IMPOSSIBLE, 0.0)


def layer(parameters: Parameters, name: str, inputs: Array) -> Array:
    """Maxout and layer normalisation."""
    outputs = inputs @ parameters[f"{name}.weights"] + parameters[f"{name}.bias"]
    best = outputs.reshape(*outputs.shape[:-1], PIECES, -1).max(-2)
    best = best - best.mean(-1, keepdims=True)
    return best * jax.lax.rsqrt((best**2).mean(-1, keepdims=True) + 1e-5) * parameters[f"{name}.scale"] + parameters[f"{name}.shift"]


def head(parameters: Parameters, name: str, states: Array) -> Array:
    """Scores of a head's labels."""
    return states @ parameters[f"{name}.weights"] + parameters[f"{name}.bias"]


def encode(parameters: Parameters, shape: Shape, batch: Batch, key: Array | None = None, rate: float = 0.0) -> Array:
    """States of all tokens, (B, T, width). With a key, a part of what the network sees is dropped at `rate`, whole words' norms too."""
    keys = iter(jax.random.split(key, shape.depth + 3)) if rate else iter([None] * (shape.depth + 3))
    real = (jnp.arange(batch.rows.shape[1])[None] < batch.lengths[:, None])[..., None]
    looked_up = [parameters[f"table.{index}"][batch.rows[..., index]] for index in range(len(ROWS))]
    norms = _dropped(next(keys), looked_up[0] + looked_up[1], FORGOTTEN if rate else 0.0, (*batch.rows.shape[:2], 1))
    embedded = jnp.concatenate([norms, *looked_up[2:], batch.vectors @ parameters["projection"]], -1)
    states = layer(parameters, "mix", _dropped(next(keys), embedded, rate)) * real
    for index in range(shape.depth):
        seen = _dropped(next(keys), states, rate)
        before, after = jnp.pad(seen[:, :-1], ((0, 0), (1, 0), (0, 0))), jnp.pad(seen[:, 1:], ((0, 0), (0, 1), (0, 0)))
        states = (states + layer(parameters, f"encoder.{index}", jnp.concatenate([before, seen, after], -1))) * real
    return _dropped(next(keys), states, rate)


def _dropped(key: Array | None, values: Array, rate: float, shape: tuple[int, ...] | None = None) -> Array:
    if key is None:
        return values
    return values * jax.random.bernoulli(key, 1 - rate, shape or values.shape) / (1 - rate)


def tag_scores(parameters: Parameters, shape: Shape, states: Array, styles: Array) -> tuple[Array, Array, Array]:
    """Scores of tags (B, T, tags), of passing from one to another (B, tags, tags), of starting (B, tags): each sentence in its style."""
    never_start, never_pass = impossible(shape.tags)
    scores = head(parameters, "names", states) + jnp.einsum("btw,bwl->btl", states, parameters["styles.weights"][styles])
    passing = parameters["styles.transitions"][styles] + never_pass
    return scores + parameters["styles.bias"][styles][:, None], passing, parameters["styles.start"][styles] + never_start


def loss(parameters: Parameters, shape: Shape, batch: Batch, key: Array, rate: float) -> Array:
    """A token's share of: the sequence of tags, what is told of classes (what is left open costs nothing), and morphology."""
    states = encode(parameters, shape, batch, key, rate)
    classes = jax.nn.log_softmax(head(parameters, "classes", states))
    open_ones = jax.nn.logsumexp(classes + jnp.where(batch.classes > 0, 0.0, IMPOSSIBLE), -1)
    total = _tag_loss(parameters, shape, states, batch) - 0.5 * (open_ones * (batch.classes.sum(-1) > 0)).sum()
    for index, name in enumerate(shape.morphology):
        values = batch.morphology[..., index]
        likely = jnp.take_along_axis(jax.nn.log_softmax(head(parameters, name, states)), jnp.maximum(values, 0)[..., None], -1)[..., 0]
        total -= 0.3 * (likely * (values >= 0)).sum()
    return total / jnp.maximum(batch.lengths.sum(), 1)


def _tag_loss(parameters: Parameters, shape: Shape, states: Array, batch: Batch) -> Array:
    """Negative logarithm of the probability of the tags under the chain, summed over sentences."""
    scores, passing, start = tag_scores(parameters, shape, states, batch.styles)
    real = jnp.arange(scores.shape[1])[None] < batch.lengths[:, None]

    def forward(total: Array, here: tuple[Array, Array]) -> tuple[Array, None]:
        score, inside = here
        onward = jax.nn.logsumexp(total[:, :, None] + passing, axis=1) + score
        return jnp.where(inside[:, None], onward, total), None

    total, _ = jax.lax.scan(forward, start + scores[:, 0], (scores[:, 1:].transpose(1, 0, 2), real[:, 1:].T))
    every = jnp.arange(len(scores))
    told = (jnp.take_along_axis(scores, batch.tags[..., None], -1)[..., 0] * real).sum(1) + start[every, batch.tags[:, 0]]
    told += (passing[every[:, None], batch.tags[:, :-1], batch.tags[:, 1:]] * real[:, 1:]).sum(1)
    return ((jax.nn.logsumexp(total, -1) - told) * batch.named).sum()
