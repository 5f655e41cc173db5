"""Lets the reader as it is label news that nobody annotated, for the next network to learn from (self-training, Yarowsky 1995).

The whole reader labels, gazetteer and patterns included, so that the network learns to see what they know. Kept are
sentences all of whose names are likely and in which nothing else was nearly a name.
"""

import argparse
import json
import lzma
import random
import sys
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path

from corpora import Name, Sentence
from spacy.tokens import Doc

from kg.extract import load_extractor
from kg.extract.choice import likelihood
from kg.extract.gazetteer_names import FoundName
from kg.extract.names import Names
from kg.extract.words import Word, words
from kg.gazetteer import load
from kg.model import Article
from kg.ontology import top
from kg.pipeline.components import OURS

SURE, UNSURE = 0.65, 0.3
"""A sentence is kept whose candidates are all likelier than the one or less likely than the other."""
SHORTEST = 5
"""Tokens of a sentence that is kept."""
SEED = 7


def drawn(news: Path, count: int) -> Iterator[Article]:
    """Articles on security affairs, as the corpus marks them, from all over it and in its order."""
    with lzma.open(news, "rt", encoding="utf-8") as file:
        fitting = [index for index, line in enumerate(file) if json.loads(line)["security"] > 0]
    chosen = set(random.Random(SEED).sample(fitting, min(count, len(fitting))))
    with lzma.open(news, "rt", encoding="utf-8") as file:
        for index, line in enumerate(file):
            if index in chosen:
                record = json.loads(line)
                yield Article(record["id"], record["text"], "", "")


def labelled(articles: Iterator[Article]) -> Iterator[Sentence]:
    """The sentences of which the reader is sure, in our style."""
    extractor = load_extractor(load())
    names = next(pipe for _, pipe in extractor.nlp.pipeline if isinstance(pipe, Names))
    before = [name for name in extractor.nlp.pipe_names if name in ("isnad_encoder", "isnad_entities", "isnad_sentences")]
    with extractor.nlp.select_pipes(enable=before):
        for doc in extractor.nlp.pipe(map(extractor.document, articles)):
            found = tuple(words(doc))
            likely = [(c.name, likelihood(c.evidence)) for c in names.competing(doc, found)]
            yield from _sure_sentences(doc, found, likely)


def _sure_sentences(doc: Doc, found: Sequence[Word], likely: Sequence[tuple[FoundName, float]]) -> Iterator[Sentence]:
    spans = [(_tokens(doc, found, name), name.kind, sure) for name, sure in likely if sure > UNSURE]
    for sentence in doc.sents:
        line = [token.i for token in sentence if not token.is_space]
        if len(line) < SHORTEST:
            continue
        here = [(span, kind, sure) for span, kind, sure in spans if line[0] <= span[0] <= line[-1]]
        if all(sure >= SURE and span[1] <= line[-1] for span, _, sure in here) and not _overlap([span for span, _, _ in here]):
            place = {token: index for index, token in enumerate(line)}
            told = (Name(place[first], place[last], top(kind), (kind,)) for (first, last), kind, _ in here)
            norms = tuple(doc[token].norm_ for token in line)
            yield Sentence(OURS, norms, norms, tuple(range(len(line))), tuple(told))


def _overlap(spans: Sequence[tuple[int, int]]) -> bool:
    return any(one[1] >= other[0] for one, other in pairwise(sorted(spans)))


def _tokens(doc: Doc, found: Sequence[Word], name: FoundName) -> tuple[int, int]:
    """First and last token of a name."""
    span = doc.char_span(found[name.first].begin_after(name.skip), found[name.last].end, alignment_mode="expand")
    return span.start, span.end - 1


def main(arguments: Sequence[str]) -> None:
    """Label from the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.ArgumentDefaultsHelpFormatter)
    parser.add_argument("--shared", type=Path, default=Path("../shared"), help="folder of the corpora")
    parser.add_argument("--articles", type=int, default=5_000, help="how many are drawn")
    parser.add_argument("--out", type=Path, required=True, help="where the sentences go, a JSON object a line")
    given = parser.parse_args(arguments)
    with given.out.open("w", encoding="utf-8") as file:
        for sentence in labelled(drawn(given.shared / "corpus" / "news.jsonl.xz", given.articles)):
            names = [[name.first, name.last, *name.classes] for name in sentence.names]
            file.write(json.dumps({"norms": sentence.norms, "names": names}, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main(sys.argv[1:])
