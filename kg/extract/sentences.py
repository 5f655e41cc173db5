"""Where sentences begin: after a full stop, a question or exclamation mark, or at the end of a line."""

from collections.abc import Iterator

from spacy.language import Language
from spacy.tokens import Doc

from kg.model import Span

_ENDS = frozenset(".!?؟…")
_CLOSING = frozenset("\"'»”’)]")


@Language.component("isnad_sentences", assigns=["token.is_sent_start", "doc._.sentence_spans"])
def sentences(doc: Doc) -> Doc:
    """Set the sentence boundaries of `doc`."""
    ended = True
    for token in doc:
        text = token.text
        is_end = text in _ENDS or "\n" in text
        token.is_sent_start = ended and not is_end and text not in _CLOSING and not text.isspace()
        if token.is_sent_start:
            ended = False
        ended = ended or is_end
    if len(doc):
        doc[0].is_sent_start = True
    doc._.sentence_spans = tuple(_spans(doc))
    return doc


def _spans(doc: Doc) -> Iterator[Span]:
    """The sentences without the white space around them."""
    text = doc.text
    starts = [token.idx for token in doc if token.is_sent_start]
    for begin, end in zip(starts, [*starts[1:], len(text)], strict=False):
        sentence = text[begin:end]
        first = begin + len(sentence) - len(sentence.lstrip())
        yield Span(first, max(first, begin + len(sentence.rstrip())))
