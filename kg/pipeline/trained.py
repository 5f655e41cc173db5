"""The file that training writes and the pipeline reads: one compressed NumPy archive, numbers in half precision."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from importlib.resources import files
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import numpy
from spacy.strings import StringStore
from spacy.vectors import Vectors

from kg.errors import ModelError
from kg.pipeline.network import Embedder, Floats, Head, Layer, Network
from kg.pipeline.sequences import Chain

CLITICS, NETWORK = "clitics.gz", "network.npz"
"""Names of the trained files."""
_ABOUT = "about"
_LAYER = ("weights", "bias", "scale", "shift")


@dataclass(frozen=True, slots=True)
class Trained:
    """What training made, ready for use."""

    network: Network
    chains: Mapping[str, Chain]
    """Of each style of annotation: ours, and those of the corpora that were learned from."""
    vectors: Vectors
    version: str
    """Hash of the file."""


def save(path: Path, arrays: Mapping[str, Floats], about: Mapping[str, Any]) -> None:
    """Write what was trained: arrays by name, and in `about` the labels of the heads and the make of the vectors."""
    unfit = [name for name, array in arrays.items() if not numpy.isfinite(array.astype(numpy.float16)).all()]
    if unfit:
        raise ValueError(f"no half precision number holds what is in {', '.join(sorted(unfit))}: training has failed")
    text = numpy.frombuffer(json.dumps(about, ensure_ascii=False, sort_keys=True).encode(), dtype=numpy.uint8)
    halves = {name: array.astype(numpy.float16) for name, array in sorted(arrays.items())}
    with path.open("wb") as file:
        numpy.savez_compressed(file, **{_ABOUT: text}, **halves)  # type: ignore[arg-type]  # its stub takes `allow_pickle` among the arrays


def load(path: Path) -> Trained:
    """Read what `save` wrote. Raises ModelError where the file cannot be had or is another."""
    try:
        return _load(path)
    except (OSError, EOFError, KeyError, TypeError, ValueError, BadZipFile) as error:
        raise ModelError(path, error) from error


def _load(path: Path) -> Trained:
    with numpy.load(path, allow_pickle=False) as archive:
        about = json.loads(archive[_ABOUT].tobytes())
        arrays = {name: archive[name].astype(numpy.float32) for name in archive.files if name != _ABOUT}
    vectors = Vectors(strings=StringStore(), mode="floret", data=arrays["vectors"], **about["vectors"])
    tables = [arrays[f"table.{index}"] for index in range(about["tables"])]
    embed = Embedder(tables, arrays["projection"], _layer(arrays, "mix"), vectors)
    encoder = tuple(_layer(arrays, f"encoder.{index}") for index in range(about["depth"]))
    heads = {name: Head(tuple(labels), arrays[f"{name}.weights"], arrays[f"{name}.bias"]) for name, labels in about["heads"].items()}
    chains = {style: Chain(arrays[f"{style}.start"], arrays[f"{style}.transitions"]) for style in about["styles"]}
    return Trained(Network(embed, encoder, heads), chains, vectors, sha256(path.read_bytes()).hexdigest())


def _layer(arrays: Mapping[str, Floats], name: str) -> Layer:
    return Layer(*(arrays[f"{name}.{part}"] for part in _LAYER))


def shipped_path(name: str) -> Path:
    """Where a trained file lies that travels with the package."""
    return Path(str(files("kg.pipeline").joinpath("data", name)))


@lru_cache(maxsize=1)
def shipped() -> Trained:
    """What travels with the package, read once in a process."""
    return load(shipped_path(NETWORK))


@lru_cache(maxsize=1)
def trained_version() -> str:
    """Hash of all trained files that travel with the package."""
    return sha256(b"".join(shipped_path(name).read_bytes() for name in (CLITICS, NETWORK))).hexdigest()
