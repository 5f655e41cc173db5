"""Measures the pipeline that ships on every corpus there is, and prints the tables of MODEL.md."""

import argparse
import json
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from clitics_gold import padt, pud
from corpora import Sentence, gold_sentences, named_entity_corpus, own_articles, treebank
from figures import Counts, morphology_score, names_score
from spacy.vocab import Vocab

from kg.pipeline.clitics import Clitics
from kg.pipeline.components import OURS, SORTS
from kg.pipeline.tokenizer import ArabicTokenizer
from kg.pipeline.trained import CLITICS, Trained, shipped, shipped_path

_SAME_PARTS = {"SCONJ": "CCONJ", "PROPN": "NOUN", "X": "NOUN", "AUX": "VERB", "CONJ": "CCONJ", "SYM": "PUNCT", "INTJ": "PART"}
"""Parts of speech that PADT, in its version here, does not tell apart from others."""


def name_tables(trained: Trained, shared: Path, tokenizer: ArabicTokenizer) -> Iterator[str]:
    """F1 of names by corpus and sort; `style` is whose idea of a name is asked for."""
    ner, gold = shared / "ner", shared / "gold"
    measured: list[tuple[str, str, list[Sentence]]] = [
        ("ANERcorp test", "anercorp", list(named_entity_corpus(ner / "anercorp-test.tsv", "anercorp", tokenizer))),
        ("cleanANERcorp test", "cleananercorp", list(named_entity_corpus(ner / "cleananercorp-test.tsv", "cleananercorp", tokenizer))),
        ("Wojood test", "wojood", list(named_entity_corpus(ner / "wojood-test.tsv", "wojood", tokenizer))),
        ("AQMAR test", "aqmar", list(named_entity_corpus(ner / "aqmar-test.tsv", "aqmar", tokenizer))),
        ("CAraNER (no part of it was learned from)", "cleananercorp", list(named_entity_corpus(ner / "caraner.tsv", "caraner", tokenizer))),
        ("our development articles", OURS, list(gold_sentences(own_articles(gold / "dev"), tokenizer))),
        ("our seeds", OURS, list(gold_sentences(own_articles(gold / "seeds"), tokenizer))),
    ]
    yield f"| corpus | style | F1 | precision | recall | {' | '.join(SORTS)} | class right |"
    yield "|---|---|---|---|---|---|---|---|---|"
    for name, style, sentences in measured:
        yield _row(name, style, names_score(trained, sentences, style))


def _row(name: str, style: str, counts: Counts) -> str:
    told = counts.classes.total()
    classes = f"{counts.classes[True] / told:.3f}" if told else ""
    by_sort = " | ".join(f"{counts.f1(sort):.3f}" for sort in SORTS)
    return f"| {name} | {style} | {counts.f1():.3f} | {counts.precision():.3f} | {counts.recall():.3f} | {by_sort} | {classes} |"


def morphology_table(trained: Trained, shared: Path, tokenizer: ArabicTokenizer) -> Iterator[str]:
    """Share of tokens right on a treebank that was not learned from."""
    sentences = [s for part in ("dev", "test") for s in treebank(shared / "ner" / f"ud-arabic-padt-{part}.conllu", tokenizer)]
    shares = morphology_score(trained, sentences, _SAME_PARTS)
    yield f"| PADT, development and test | {' | '.join(shares)} |"
    yield f"|---|{'---|' * len(shares)}"
    yield f"| share of tokens right | {' | '.join(f'{share:.3f}' for share in shares.values())} |"


def clitic_table(clitics: Clitics, shared: Path) -> Iterator[str]:
    """Share of words whose cuts are all right: of all, and of those whose cuts the treebank tells."""
    yield "| treebank | words | right | words analysed | right |"
    yield "|---|---|---|---|---|"
    for name, reader, part in (
        ("PADT, development", padt, "padt-dev"),
        ("PADT, test", padt, "padt-test"),
        ("PUD (learned from)", pud, "pud"),
    ):
        words = list(reader(shared / "ner" / f"ud-arabic-{part}.conllu"))
        analysed = [word for word in words if word.is_analysed]
        shares = [sum(clitics.split(word.text) == word.cuts for word in group) / len(group) for group in (words, analysed)]
        yield f"| {name} | {len(words)} | {shares[0]:.4f} | {len(analysed)} | {shares[1]:.4f} |"


_COST = """
import json, resource, sys, time
from pathlib import Path
begun = time.perf_counter()
from kg import load_pipeline
nlp = load_pipeline(exclude=["isnad_morphology"])
nlp("باريس")
loaded = time.perf_counter() - begun
texts = [path.read_bytes().decode() for path in sorted(Path(sys.argv[1]).glob("*.txt"))]
begun = time.process_time()
for _ in nlp.pipe(texts):
    pass
used = time.process_time() - begun
words = sum(len(text.split()) for text in texts)
print(json.dumps([loaded, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, words / used]))
"""
"""What is run in a process of its own, so that nothing is loaded already."""


def cost_table(articles: Path) -> Iterator[str]:
    """How large, how fast: imports count as loading, parts of speech are left out, as `kg build` does."""
    done = subprocess.run([sys.executable, "-c", _COST, str(articles)], check=True, capture_output=True, text=True)  # noqa: S603  # our own code
    loaded, memory, speed = json.loads(done.stdout)
    size = sum(path.stat().st_size for path in shipped_path("").iterdir()) / 1e6
    yield "| files | imported and loaded in | memory at most | words a second of processor time, names without parts of speech |"
    yield "|---|---|---|---|"
    yield f"| {size:.1f} MB | {loaded:.1f} s | {memory:.0f} MB | {speed:,.0f} |"


def main(arguments: Sequence[str]) -> None:
    """Print all tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.ArgumentDefaultsHelpFormatter)
    parser.add_argument("--shared", type=Path, default=Path("../shared"), help="folder of the corpora")
    given = parser.parse_args(arguments)
    trained, clitics = shipped(), Clitics.load(shipped_path(CLITICS))
    tokenizer = ArabicTokenizer(Vocab(), clitics)
    tables = (
        ("How large, how fast", cost_table(given.shared / "gold" / "train")),
        ("Names", name_tables(trained, given.shared, tokenizer)),
        ("Clitics", clitic_table(clitics, given.shared)),
        ("Parts of speech and features", morphology_table(trained, given.shared, tokenizer)),
    )
    for title, lines in tables:
        print(f"\n{title}\n")
        for line in lines:
            print(line, flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
