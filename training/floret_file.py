"""Word vectors made of hashed character sequences (floret), which every word has, seen before or not."""

from pathlib import Path

import numpy
from spacy.strings import StringStore
from spacy.vectors import Vectors


def read_floret(path: Path, strings: StringStore) -> Vectors:
    """The vectors of a `.floret` file.

    Its first line says: rows, dimensions, shortest and longest sequence, hashes for each sequence, seed, and the signs that stand for
    the beginning and the end of a word. See https://github.com/explosion/floret for the method.
    """
    with path.open(encoding="utf-8") as file:
        rows, dimensions, shortest, longest, hashes, seed, begin, end = file.readline().split()
        data = numpy.zeros((int(rows), int(dimensions)), dtype=numpy.float32)
        for index, line in enumerate(file):
            data[index] = numpy.array(line.split()[1:], dtype=numpy.float32)
    make = {"minn": int(shortest), "maxn": int(longest), "hash_count": int(hashes), "hash_seed": int(seed), "bow": begin, "eow": end}
    return Vectors(strings=strings, mode="floret", data=data, **make)
