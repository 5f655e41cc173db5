"""Where sentences begin: after a full stop, a question or exclamation mark, or at the end of a line."""

from collections.abc import Iterator

from spacy.language import Language
from spacy.tokens import Doc

from kg.model import Span

_ENDS = frozenset(".!?؟…")
_CLOSING = frozenset("\"'»”’)]")


@Language.component("isnad_sentences", assigns=["doc._.sentence_starts", "doc._.sentence_spans"])
def sentences(doc: Doc) -> Doc:
    """Set the sentence boundaries of `doc`."""
    ended, starts = True, []
    for token in doc:
        text = token.text
        is_end = text in _ENDS or "\n" in text
        begins = token.i == 0 or (ended and not is_end and text not in _CLOSING and not text.isspace())
        if begins:
            starts.append(token.i)
        ended = (ended and not begins) or is_end
    # Not on the tokens: `token.is_sent_start = …` looks through the whole document each time.
    doc._.sentence_starts = tuple(starts)
    doc._.sentence_spans = tuple(_spans(doc))
    return doc


def _spans(doc: Doc) -> Iterator[Span]:
    """The sentences without the white space around them."""
    text = doc.text
    starts = [doc[index].idx for index in doc._.sentence_starts]
    for begin, end in zip(starts, [*starts[1:], len(text)], strict=False):
        sentence = text[begin:end]
        first = begin + len(sentence) - len(sentence.lstrip())
        yield Span(first, max(first, begin + len(sentence.rstrip())))
