"""Tokens with exact offsets: letters, digits and every other character apart, clitics as tokens of their own."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Self

from spacy.language import Language
from spacy.tokens import Doc
from spacy.util import DummyTokenizer, registry
from spacy.vocab import Vocab

from kg.arabic import MARKS, TATWEEL, fold_with_offsets
from kg.pipeline.clitics import Clitics
from kg.pipeline.sentences import sentence_begins
from kg.pipeline.trained import CLITICS, shipped_path

TOKENIZER = "isnad.ArabicTokenizer.v1"
"""What the tokenizer is called in a pipeline's configuration."""

LETTERS_OR_NUMBER = rf"[^\W\d_](?:[^\W\d_]|[{MARKS}{TATWEEL}])*|\d+(?:[.,٫٬]\d+)*"
"""Pattern of a word with its marks, or of a number."""
_PIECE = re.compile(rf"{LETTERS_OR_NUMBER}|\s|[^\s]")


@dataclass(frozen=True, slots=True)
class Part:
    """A token of a word: its characters as written, and its norm."""

    text: str
    norm: str
    """Folded for comparing; the article restored where لل stood («للأمم» is ل and «لأمم», whose norm is «الامم»)."""


class ArabicTokenizer(DummyTokenizer):
    """Cuts a text into tokens that, joined, give it back character for character.

    «موسكو125», «داعش-خراسان» and «#هجوم_موسكو» come to pieces at the change of character; «وبالمدرسة» at its clitics.
    """

    def __init__(self, vocab: Vocab, clitics: Clitics) -> None:
        self.vocab = vocab
        self._clitics = clitics
        self._kept = lru_cache(maxsize=30_000)(self._parts)

    def __reduce__(self) -> tuple[type[Self], tuple[Vocab, Clitics]]:
        """Goes to another process without what it remembers."""
        return type(self), (self.vocab, self._clitics)

    def __call__(self, text: str) -> Doc:
        """The tokens of `text`, with their norms and where sentences begin; `token.idx` is a code point offset."""
        words: list[str] = []
        norms: list[str] = []
        spaces: list[bool] = []
        starts: list[bool | int | None] = []
        begins = iter((*sentence_begins(text), len(text) + 1))
        begin = next(begins)
        for match in _PIECE.finditer(text):
            piece = match.group()
            if piece == " " and words and not spaces[-1] and not words[-1].isspace():
                spaces[-1] = True
                continue
            starts.append(match.start() >= begin)
            begin = next(begins) if starts[-1] else begin
            for part in self._kept(piece):
                words.append(part.text)
                norms.append(part.norm)
                spaces.append(False)
            starts += [False] * (len(words) - len(starts))
        doc = Doc(self.vocab, words=words, spaces=spaces, sent_starts=starts)
        for token, norm in zip(doc, norms, strict=True):
            token.norm_ = norm
        return doc

    def pieces(self, text: str) -> Iterator[tuple[str, tuple[Part, ...]]]:
        """Words, numbers and signs of a text, each with its tokens; white space left out."""
        for match in _PIECE.finditer(text):
            if not match.group().isspace():
                yield match.group(), self._kept(match.group())

    def _parts(self, piece: str) -> tuple[Part, ...]:
        """A word in its tokens; anything else is one token."""
        cuts = self._clitics.split(piece) if piece[0].isalpha() else ()
        texts = [piece[begin:end] for begin, end in zip((0, *cuts), (*cuts, len(piece)), strict=True)]
        norms = [fold_with_offsets(text)[0] or text for text in texts]
        for index, text in enumerate(texts[1:], start=1):
            if norms[index - 1] == "ل" and norms[index][0] == "ل" and len(norms[index]) > 2:
                norms[index] = self._clitics.before_lam(text) + norms[index]
        return tuple(Part(text, norm) for text, norm in zip(texts, norms, strict=True))


def create_tokenizer() -> Callable[[Language], ArabicTokenizer]:
    """The tokenizer with the clitics that travel with the package."""
    return lambda nlp: ArabicTokenizer(nlp.vocab, Clitics.load(shipped_path(CLITICS)))


registry.tokenizers(TOKENIZER, func=create_tokenizer)
