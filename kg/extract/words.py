"""The folded words that the lexicons are looked up by: whole words, where the tokens of the pipeline are cut at clitics."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from unicodedata import category

from spacy.tokens import Doc

from kg.arabic import Stem, fold_with_offsets, proclitic_stems
from kg.model import Span
from kg.pipeline.tokenizer import LETTERS_OR_NUMBER

_WORD = re.compile(LETTERS_OR_NUMBER)


@dataclass(frozen=True, slots=True)
class Word:
    """A word or number of the text, folded for comparing."""

    index: int
    """Position among the words of the article."""
    begin: int
    end: int
    form: str
    offsets: tuple[int, ...]
    """For each character of `form` its index within the word."""
    sentence: int
    glued: str
    """What stands between the word before and this one, white space left out: "" where only space does."""

    @property
    def span(self) -> Span:
        """The whole word, clitics included."""
        return Span(self.begin, self.end)

    def begin_after(self, skip: int) -> int:
        """Offset in the text at which the word goes on when `skip` folded characters are taken off its front."""
        return self.begin + self.offsets[skip]

    def stems(self) -> tuple[Stem, ...]:
        """Ways to take proclitics off it; the whole word first."""
        return proclitic_stems(self.form)


def words(doc: Doc) -> Iterator[Word]:
    """The words and numbers of a document with sentence boundaries, in order; clitics are not cut off."""
    text: str = doc._.article.text
    begins = [span.begin for span in doc._.sentence_spans]
    between, end, index = "", 0, 0
    for match in _WORD.finditer(text):
        written, begin = match.group(), match.start()
        if not (written[0].isalpha() or written[0].isdigit()):  # «½» stands between words
            continue
        between += _seen(text[end:begin])
        end = match.end()
        form, offsets = fold_with_offsets(written)
        if not form:  # a tatweel alone («قال ل ـ فلان») belongs to no word
            continue
        yield Word(index, begin, end, form, offsets, bisect_right(begins, begin) - 1, between)
        between, index = "", index + 1


@lru_cache(maxsize=1_000)
def _seen(gap: str) -> str:
    """What a reader sees between two words: line ends, but no other space, no direction marks and joiners («داعش\u200f خراسان»).

    Nor what makes a tag of them: «#الجيش_اليمني» is read as «الجيش اليمني».
    """
    return "".join([c for c in gap if c == "\n" or not (c.isspace() or c in "#_" or category(c) == "Cf")])
