"""Reads the corpora that the pipeline learns from and is measured on, each cut into the pipeline's own tokens.

A corpus has a *style*: its own rules of what a name is and where it ends. Names are told in three sorts (Person,
Organisation, Place); the subclasses of our ontology only where a corpus tells them, else a class is left open.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from spacy.tokens import Doc, Token

from kg.arabic import fold_with_offsets
from kg.ontology import top
from kg.pipeline.components import OURS
from kg.pipeline.tokenizer import ArabicTokenizer

LONGEST = 200
"""Tokens of a piece of an article that is learned from."""
HELD_OUT = 0.08
"""Share of a corpus, its end, that shows how training goes, and that the network does not learn from."""
PLACES = ("Country", "Region", "Settlement", "Facility")
ORGANISATIONS = ("ArmedGroup", "SecurityForce", "GovernmentBody", "InternationalOrganisation", "MediaOutlet", "Organisation")
CLASSES = ("Person", *ORGANISATIONS, *PLACES)

CORPORA: Mapping[str, Mapping[str, str]] = {
    "anercorp": {"PERS": "Person", "LOC": "Place", "ORG": "Organisation"},
    "cleananercorp": {"PERS": "Person", "LOC": "Place", "ORG": "Organisation"},
    "aqmar": {"PER": "Person", "LOC": "Place", "ORG": "Organisation"},
    "caraner": {"PER": "Person", "LOC": "Place", "ORG": "Organisation"},
    "wojood": {"PERS": "Person", "LOC": "Place", "ORG": "Organisation", "GPE": "Place", "FAC": "Place"},
}
"""Tags of each corpus that name one of our sorts; its other tags are no names to us."""
ALLOWED: Mapping[str, tuple[str, ...]] = {
    "Person": ("Person",),
    "Organisation": ORGANISATIONS,
    "Place": PLACES,
    "GPE": ("Country", "Region", "Settlement"),
    "FAC": ("Facility",),
}
"""The classes that a sort or tag leaves open."""


_IS_ROLE = re.compile("رئيس|وزير|متحدث|ناطق|المسؤول|الأمين|السفير|المستشار|الملك|المرشد|القائد|قائد|زعيم|مدير|ولي العهد")
"""A mention of a person that has one of these is a role phrase, not a name."""


@dataclass(frozen=True, slots=True)
class Name:
    """A name from token `first` to `last`, inclusive."""

    first: int
    last: int
    sort: str
    classes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sentence:
    """Tokens with what a corpus says of them."""

    style: str
    words: tuple[str, ...]
    """Words as the corpus has them."""
    norms: tuple[str, ...]
    """Norm of each token."""
    word_of: tuple[int, ...]
    """For each token the index of its word."""
    names: tuple[Name, ...]
    features: tuple[Mapping[str, str], ...] = ()
    """Of treebanks: the universal features of each token, its part of speech as `Pos`."""


def named_entity_corpus(path: Path, style: str, tokenizer: ArabicTokenizer) -> Iterator[Sentence]:
    """Sentences of a file of `word<TAB>BIO tag` lines."""
    words: list[str] = []
    tags: list[str] = []
    for line in (*path.read_text("utf-8").split("\n"), ""):
        word, _, tag = line.partition("\t")
        if word.strip() and tag:
            words.append(word.strip())
            tags.append(tag.strip().replace("_", "-"))
        elif words:
            yield _sentence(style, words, list(_tagged(tags, CORPORA[style])), tokenizer)
            words, tags = [], []


def _tagged(tags: Sequence[str], sorts: Mapping[str, str]) -> Iterator[tuple[int, int, str]]:
    """Names as (first word, last word, tag), inclusive; tags that name none of our sorts left out."""
    first = 0
    for index, tag in enumerate(tags):
        if tag[:1] != "I" or tag[2:] != tags[index - 1][2:] or not index:
            first = index
        after = tags[index + 1] if index + 1 < len(tags) else "O"
        if tag[2:] in sorts and after != f"I-{tag[2:]}":
            yield first, index, tag[2:]


def _sentence(style: str, words: Sequence[str], tagged: Sequence[tuple[int, int, str]], tokenizer: ArabicTokenizer) -> Sentence:
    """Each word in its tokens; clitics at the edges of a name stay outside it."""
    norms: list[str] = []
    word_of: list[int] = []
    stems: list[tuple[int, int]] = []
    for index, word in enumerate(words):
        begin = len(norms)
        for _, parts in tokenizer.pieces(word):
            norms += [part.norm for part in parts]
        word_of += [index] * (len(norms) - begin)
        stems.append(_stem(norms, begin))
    names = [
        Name(stems[first][0], stems[last][1], CORPORA[style][tag], ALLOWED.get(tag, ALLOWED[CORPORA[style][tag]]))
        for first, last, tag in tagged
        if stems[first][0] <= stems[last][1]
    ]
    return Sentence(style, tuple(words), tuple(norms), tuple(word_of), tuple(names))


def _stem(norms: Sequence[str], begin: int) -> tuple[int, int]:
    """First and last token of a word that begins at `begin`, without the clitics before and after its longest token."""
    longest = max(range(begin, len(norms)), key=lambda index: len(norms[index]), default=begin)
    first = last = longest
    while first > begin and len(norms[first - 1]) > 1:
        first -= 1
    while last + 1 < len(norms) and (len(norms[last + 1]) > 3 or not norms[last + 1].isalpha()):
        last += 1
    return first, last


def own_articles(folder: Path) -> list[Path]:
    """The annotations of a folder of our own articles, in order of their names; each has its text beside it."""
    return [path for path in sorted(folder.glob("*.json")) if path.with_suffix(".txt").exists()]


def gold_sentences(annotations: Iterable[Path], tokenizer: ArabicTokenizer) -> Iterator[Sentence]:
    """The lines of articles that carry entities of our own classes, every occurrence of a name as its mention.

    Role phrases that stand for a person («الرئيس الروسي») are left out: rules read them.
    """
    for path in annotations:
        gold = json.loads(path.read_text("utf-8"))
        text = path.with_suffix(".txt").read_bytes().decode()
        yield from article_lines(text, list(occurrences(text, gold["entities"])), tokenizer)


def learned_and_held_out(corpus: Sequence[Any]) -> tuple[Sequence[Any], Sequence[Any]]:
    """A corpus in two."""
    end = round(len(corpus) * (1 - HELD_OUT))
    return corpus[:end], corpus[end:]


def occurrences(text: str, entities: Iterable[Mapping[str, Any]], *, roles: bool = False) -> Iterator[tuple[int, int, str]]:
    """Every mention of the entities as (begin, end, class) in code points, none overlapping; role phrases only when asked for."""
    taken = bytearray(len(text))
    names = sorted({(name, entity["class"]) for entity in entities for name in entity["mentions"]}, key=lambda n: (-len(n[0]), n))
    for name, kind in names:
        exact = list(re.finditer(r"(?<!\w)[وفبلك]{0,2}(" + re.escape(name) + r")(?!\w)", text))
        spans = [match.span(1) for match in exact] or [match.span() for match in re.finditer(re.escape(name), text)]
        for begin, end in spans:
            if not any(taken[begin:end]):
                taken[begin:end] = b"\x01" * (end - begin)
                if roles or not (kind == "Person" and _IS_ROLE.search(name)):
                    yield begin, end, kind


def article_lines(text: str, spans: Sequence[tuple[int, int, str]], tokenizer: ArabicTokenizer) -> Iterator[Sentence]:
    """The lines of an article; long ones in pieces that end with a sentence, where there is one."""
    doc = tokenizer(text)
    names = sorted((_covering(doc, begin, end), kind) for begin, end, kind in spans)
    for tokens in filter(None, _pieces(doc)):
        position = {token.i: index for index, token in enumerate(tokens)}
        here = [(span, kind) for span, kind in names if position.keys() >= set(span)]
        inside = tuple(Name(position[begin], position[end], top(kind), (kind,)) for (begin, end), kind in here)
        yield Sentence(OURS, tuple(t.text for t in tokens), tuple(t.norm_ for t in tokens), tuple(range(len(tokens))), inside)


def _pieces(doc: Doc) -> Iterator[list[Token]]:
    """The tokens of each line, white space left out, at most `LONGEST` where sentences allow it."""
    piece: list[Token] = []
    for sentence in doc.sents:
        tokens = [token for token in sentence if not token.is_space]
        if len(piece) + len(tokens) > LONGEST:
            yield piece
            piece = []
        piece += tokens
        if "\n" in sentence.text:
            yield piece
            piece = []
    yield piece


def _covering(doc: Doc, begin: int, end: int) -> tuple[int, int]:
    """First and last token of the characters from `begin` to `end`."""
    span = doc.char_span(begin, end, alignment_mode="expand")
    if span is None:
        raise ValueError(f"no tokens from {begin} to {end}")
    return span.start, span.end - 1


def labelled_sentences(path: Path) -> Iterator[Sentence]:
    """What training/label.py wrote."""
    with path.open(encoding="utf-8") as file:
        for line in file:
            record = json.loads(line)
            norms = tuple(record["norms"])
            names = tuple(Name(first, last, top(kind), (kind,)) for first, last, kind in record["names"])
            yield Sentence(OURS, norms, norms, tuple(range(len(norms))), names)


def treebank(path: Path, tokenizer: ArabicTokenizer) -> Iterator[Sentence]:
    """Sentences of a CoNLL-U file in its own tokens, which are cut at clitics as ours are."""
    norms: list[str] = []
    features: list[dict[str, str]] = []
    for line in path.read_text("utf-8").split("\n"):
        cells = line.split("\t")
        if len(cells) == 10 and cells[0].isdigit():
            norms.append(_norm(cells[1], norms, tokenizer))
            given = dict(pair.split("=", 1) for pair in cells[5].split("|") if "=" in pair)
            features.append({"Pos": cells[3], **given})
        elif not line and norms:
            yield Sentence("treebank", tuple(norms), tuple(norms), tuple(range(len(norms))), (), tuple(features))
            norms, features = [], []


def _norm(form: str, before: Sequence[str], tokenizer: ArabicTokenizer) -> str:
    """The norm that a word of a treebank has where the pipeline reads it: after ل with what was dropped."""
    after_lam = before[-1:] == ["ل"]
    parts = [part.norm for _, parts in tokenizer.pieces("ل" * after_lam + form) for part in parts]
    return parts[-1] if len(parts) == 1 + after_lam else fold_with_offsets(form)[0] or form


def shingles(norms: Sequence[str], size: int = 8) -> Iterator[int]:
    """Hashes of all runs of `size` tokens."""
    for index in range(len(norms) - size + 1):
        yield hash(tuple(norms[index : index + size]))


def without(sentences: Iterable[Sentence], held_out: frozenset[int]) -> Iterator[Sentence]:
    """The sentences that share no run of eight tokens with what is measured on."""
    for sentence in sentences:
        if held_out.isdisjoint(shingles(sentence.norms)):
            yield sentence
