"""The sentences of an article, without the white space around them."""

from collections.abc import Iterator

from spacy.language import Language
from spacy.tokens import Doc

from kg.model import Span
from kg.pipeline.sentences import sentence_begins


@Language.component("isnad_sentences", assigns=["doc._.sentence_spans"])
def sentences(doc: Doc) -> Doc:
    """Set the sentences of `doc`: those of the pipeline, as spans of the text."""
    doc._.sentence_spans = tuple(_spans(doc._.article.text))
    return doc


def _spans(text: str) -> Iterator[Span]:
    begins = sentence_begins(text)
    for begin, end in zip(begins, [*begins[1:], len(text)], strict=True):
        sentence = text[begin:end]
        if sentence:
            first = begin + len(sentence) - len(sentence.lstrip())
            yield Span(first, max(first, begin + len(sentence.rstrip())))
