"""Trains the network that ships: reads the corpora, learns, and writes `kg/pipeline/data/network.npz`."""

import argparse
import functools
import random
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import jax
import numpy
import optax
import spacy
from batches import Batches, shape
from corpora import (
    Sentence,
    gold_sentences,
    labelled_sentences,
    learned_and_held_out,
    named_entity_corpus,
    own_articles,
    shingles,
    treebank,
    without,
)
from figures import names_score
from floret_file import read_floret
from jax import Array
from network import Batch, Parameters, Shape, impossible, initial, loss
from spacy.vectors import Vectors

from kg.pipeline import trained
from kg.pipeline.clitics import Clitics
from kg.pipeline.components import OURS
from kg.pipeline.tokenizer import ArabicTokenizer
from kg.pipeline.trained import CLITICS, NETWORK, shipped_path

Stepped = tuple[Parameters, Parameters, optax.OptState, Array]
"""Parameters, their running mean, the optimizer's state, and the loss."""

WIDTH, DEPTH = 128, 4
"""Numbers a token; layers, each of which sees one token further."""
ROUNDS, TOKENS, SEED = 5, 1536, 7
"""How often every sentence is seen, tokens of a batch, and the seed of all that is drawn."""
DECAY = 0.999
"""Of the running mean of the parameters, which is what ships."""
LEARNING_RATE, DROPOUT = 1.5e-3, 0.25
OWN_WEIGHT = 2
"""How often our own articles are seen in a round: they are few, and the only ones whose names end where ours do."""


def read_corpora(shared: Path, labelled: Path | None, tokenizer: ArabicTokenizer) -> tuple[list[Sentence], dict[str, list[Sentence]]]:
    """What is learned from, and by name what is held out; nothing learned from shares eight tokens in a row with what is measured on."""
    ner, gold = shared / "ner", shared / "gold"

    def corpus(name: str, part: str) -> list[Sentence]:
        return list(named_entity_corpus(ner / f"{name}-{part}.tsv", name, tokenizer))

    learned = [*corpus("wojood", "train"), *corpus("aqmar", "train"), *2 * list(treebank(ner / "ud-arabic-pud.conllu", tokenizer))]
    held_out = {"wojood": corpus("wojood", "val")}
    for name in ("anercorp", "cleananercorp"):
        first, last = learned_and_held_out(corpus(name, "train"))
        learned += first
        held_out[name] = list(last)
    own, own_held_out = learned_and_held_out(own_articles(gold / "train"))
    learned += OWN_WEIGHT * list(gold_sentences(own, tokenizer))
    held_out[OURS] = list(gold_sentences(own_held_out, tokenizer))
    measured = [s for name in ("anercorp", "cleananercorp", "wojood", "aqmar") for s in corpus(name, "test")]
    measured += [*named_entity_corpus(ner / "caraner.tsv", "caraner", tokenizer), *(s for held in held_out.values() for s in held)]
    measured += [s for part in ("dev", "seeds") for s in gold_sentences(own_articles(gold / part), tokenizer)]
    if labelled:
        learned += labelled_sentences(labelled)
    known = frozenset(shingle for sentence in measured for shingle in shingles(sentence.norms))
    return list(without(learned, known)), held_out


def train(batches: Batches, network: Shape, keep: Callable[[Parameters], None]) -> None:
    """Learn for `ROUNDS` through the batches. `keep` is handed the running mean of the parameters, at times and at the end."""
    parameters = initial(network, SEED)
    steps = sum(1 for _ in batches(random.Random(SEED)))
    total = steps * ROUNDS
    schedule = optax.warmup_cosine_decay_schedule(0.0, LEARNING_RATE, min(200, total // 10), total, LEARNING_RATE * 0.02)
    optimizer = optax.chain(optax.clip_by_global_norm(1.0), optax.adamw(schedule, weight_decay=0.01))

    @jax.jit
    def step(parameters: Parameters, mean: Parameters, state: optax.OptState, key: Array, batch: Batch) -> Stepped:
        value, gradient = jax.value_and_grad(loss)(parameters, network, batch, key, DROPOUT)
        updates, state = optimizer.update(gradient, state, parameters)
        parameters = optax.apply_updates(parameters, updates)
        return parameters, jax.tree.map(lambda old, new: DECAY * old + (1 - DECAY) * new, mean, parameters), state, value

    state, mean, order, key = optimizer.init(parameters), parameters, random.Random(SEED), jax.random.PRNGKey(SEED)
    done, begun, losses = 0, time.monotonic(), []
    while done < total:
        for batch in batches(order):
            key, now = jax.random.split(key)
            parameters, mean, state, value = step(parameters, mean, state, now, batch)
            losses.append(float(value))
            done += 1
            mean = parameters if done == total // 10 else mean
            if done % 200 == 0 or done == total:
                left = (time.monotonic() - begun) / done * (total - done)
                print(f"{done} of {total} steps, loss {numpy.mean(losses[-200:]):.4f}, {left / 60:.0f} minutes left", flush=True)
            if done % max(1, total // 5) == 0 or done == total:
                keep(mean)
            if done == total:
                break


def exported(parameters: Parameters, network: Shape) -> dict[str, numpy.ndarray]:
    """The arrays that the pipeline reads: a head and a chain for each style."""
    arrays = {name: numpy.asarray(array) for name, array in parameters.items() if not name.startswith(("styles.", "names."))}
    never_start, never_pass = impossible(network.tags)
    for index, style in enumerate(network.styles):
        arrays[f"{style}.names.weights"] = numpy.asarray(parameters["names.weights"] + parameters["styles.weights"][index])
        arrays[f"{style}.names.bias"] = numpy.asarray(parameters["names.bias"] + parameters["styles.bias"][index])
        arrays[f"{style}.start"] = numpy.asarray(parameters["styles.start"][index] + never_start)
        arrays[f"{style}.transitions"] = numpy.asarray(parameters["styles.transitions"][index] + never_pass)
    return arrays


def save(path: Path, parameters: Parameters, network: Shape, vectors: Vectors) -> None:
    """Write the network with its vectors as the pipeline reads it."""
    heads = {f"{style}.names": network.tags for style in network.styles} | {"classes": network.classes} | network.morphology
    make = {name: getattr(vectors, name) for name in ("minn", "maxn", "hash_count", "hash_seed", "bow", "eow")}
    tables = sum(name.startswith("table.") for name in parameters)
    about = {"heads": heads, "styles": network.styles, "depth": network.depth, "tables": tables, "vectors": make}
    trained.save(path, exported(parameters, network) | {"vectors": vectors.data}, about)


def main(arguments: Sequence[str]) -> None:
    """Train from the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.ArgumentDefaultsHelpFormatter)
    option = functools.partial(parser.add_argument, metavar="…")
    option("--shared", type=Path, default=Path("../shared"), help="folder of the corpora")
    option("--vectors", type=Path, required=True, help="word vectors that training/vectors.py made")
    option("--labelled", type=Path, help="news that training/label.py labelled")
    option("--out", type=Path, default=shipped_path(NETWORK), help="where the network goes")
    given = parser.parse_args(arguments)
    jax.config.update("jax_compilation_cache_dir", str(given.vectors.resolve().parent / "compiled"))
    vocab = spacy.blank("ar").vocab
    tokenizer = ArabicTokenizer(vocab, Clitics.load(shipped_path(CLITICS)))
    learned, held_out = read_corpora(given.shared, given.labelled, tokenizer)
    vectors = read_floret(given.vectors, vocab.strings)
    batches = Batches(learned, vectors, TOKENS)
    print(f"{len(learned)} sentences, {batches.size} tokens to learn from")
    network = shape(WIDTH, DEPTH, vectors.shape[1])
    train(batches, network, lambda parameters: save(given.out, parameters, network, vectors))
    model = trained.load(given.out)
    for name, sentences in held_out.items():
        print(f"held out of {name}: {names_score(model, sentences, name)}")


if __name__ == "__main__":
    main(sys.argv[1:])
