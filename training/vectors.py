"""Learns word vectors from the news: skip-grams over hashed character sequences (floret), on the pipeline's own tokens."""

import argparse
import json
import lzma
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

import floret
import spacy

from kg.pipeline.clitics import Clitics
from kg.pipeline.tokenizer import ArabicTokenizer

MAKE = {
    "model": "skipgram", "dim": 100, "mode": "floret", "bucket": 50_000, "hashCount": 2, "minn": 3, "maxn": 5,
    "minCount": 10, "epoch": 1, "lr": 0.05, "ws": 5, "neg": 5, "t": 1e-4, "verbose": 1,
}  # fmt: skip
"""What floret is told; names as its own documentation has them."""
SHORTEST = 5
"""Tokens of a line that is learned from."""


def lines(news: Path, tokenizer: ArabicTokenizer) -> Iterator[str]:
    """The lines of all articles as norms with spaces between them."""
    with lzma.open(news, "rt", encoding="utf-8") as file:
        for record in file:
            for line in json.loads(record)["text"].split("\n"):
                norms = [part.norm for _, parts in tokenizer.pieces(line) for part in parts]
                if len(norms) >= SHORTEST:
                    yield " ".join(norms)


def main(arguments: Sequence[str]) -> None:
    """Learn from the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.ArgumentDefaultsHelpFormatter)
    parser.add_argument("--shared", type=Path, default=Path("../shared"), help="folder of the corpora")
    parser.add_argument("--clitics", type=Path, default=Path("kg/pipeline/data/clitics.gz"), help="what training/clitics.py made")
    parser.add_argument("--out", type=Path, required=True, help="where the vectors go")
    parser.add_argument("--threads", type=int, default=2, help="with more than one, two runs differ in the last digits")
    given = parser.parse_args(arguments)
    tokenizer = ArabicTokenizer(spacy.blank("ar").vocab, Clitics.load(given.clitics))
    with tempfile.TemporaryDirectory() as folder:
        text = Path(folder) / "news.txt"
        with text.open("w", encoding="utf-8") as file:
            file.writelines(f"{line}\n" for line in lines(given.shared / "corpus" / "news.jsonl.xz", tokenizer))
        floret.train_unsupervised(str(text), thread=given.threads, **MAKE).save_floret_vectors(str(given.out))


if __name__ == "__main__":
    main(sys.argv[1:])
