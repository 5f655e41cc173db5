"""A linear-chain conditional random field (Lafferty, McCallum and Pereira 2001): from scores of labels to a sequence of them."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy

from kg.pipeline.network import Bools, Floats, Integers

Result = TypeVar("Result", Floats, Integers)

_LEAST = -60.0
"""A score this far below the best of its row is as good as impossible; smaller ones would end in no number at all."""
_AT_ONCE = 16_384
"""Places of sequences, padding included, that are worked through at once."""


@dataclass(frozen=True, slots=True)
class Chain:
    """What one label says of the next: scores of starting with a label, (labels), and of passing from one to another, (labels, labels)."""

    start: Floats
    transitions: Floats

    def best(self, scores: Floats, lengths: Sequence[int]) -> Integers:
        """The label of every row of `scores`, (rows, labels), in the likeliest sequences: Viterbi's algorithm.

        The rows are those of sequences of `lengths` rows, one after the other.
        """
        return _by_length(scores, lengths, self._paths, numpy.zeros(len(scores), dtype=numpy.int64))

    def probabilities(self, scores: Floats, lengths: Sequence[int]) -> Floats:
        """How likely each label of each row is, (rows, labels), all sequences considered: the forward-backward algorithm."""
        return _by_length(scores, lengths, self._likely, numpy.zeros_like(scores))

    def _paths(self, scores: Floats, inside: Bools) -> Integers:
        count, longest, labels = scores.shape
        before = numpy.zeros((longest, count, labels), dtype=numpy.int8)
        total = self.start + scores[:, 0]
        for place in range(1, longest):
            options = total[:, :, None] + self.transitions
            here = inside[:, place, None]
            before[place] = numpy.where(here, options.argmax(axis=1), numpy.arange(labels))
            total = numpy.where(here, options.max(axis=1) + scores[:, place], total)
        path = numpy.zeros((count, longest), dtype=numpy.int64)
        path[:, -1] = total.argmax(axis=1)
        for place in range(longest - 1, 0, -1):
            path[:, place - 1] = before[place, numpy.arange(count), path[:, place]]
        return path

    def _likely(self, scores: Floats, inside: Bools) -> Floats:
        weights = numpy.exp(numpy.maximum(scores - scores.max(axis=2, keepdims=True), _LEAST))
        pass_on = numpy.exp(self.transitions)
        forward, backward = numpy.empty_like(weights), numpy.ones_like(weights)
        forward[:, 0] = _normalised(numpy.exp(self.start) * weights[:, 0])
        for place in range(1, weights.shape[1]):
            forward[:, place] = _normalised((forward[:, place - 1] @ pass_on) * weights[:, place])
        for place in range(weights.shape[1] - 2, -1, -1):
            onward = _normalised((backward[:, place + 1] * weights[:, place + 1]) @ pass_on.T)
            backward[:, place] = numpy.where(inside[:, place + 1, None], onward, 1.0)
        return _normalised(forward * backward)


def _by_length(scores: Floats, lengths: Sequence[int], work: Callable[[Floats, Bools], Result], out: Result) -> Result:
    """`out` with what `work` makes of sequences of about one length at a time: scores (sequences, longest, labels), and which are real."""
    sizes = numpy.array(lengths, dtype=numpy.int64)
    begins = numpy.cumsum(sizes) - sizes
    order = numpy.argsort(sizes, kind="stable")
    for group in _groups(order, sizes):
        inside: Bools = numpy.arange(sizes[group].max(initial=1))[None] < sizes[group][:, None]
        rows = (begins[group][:, None] + numpy.arange(inside.shape[1]))[inside]
        padded = numpy.zeros((*inside.shape, scores.shape[1]), dtype=numpy.float32)
        padded[inside] = scores[rows]
        out[rows] = work(padded, inside)[inside]
    return out


def _groups(order: Integers, sizes: Integers) -> Iterator[Integers]:
    """The sequences in this order, from short to long, in groups that are not too large when all are padded to the longest."""
    begin = 0
    for end in range(1, len(order) + 1):
        if end == len(order) or (end + 1 - begin) * sizes[order[end]] > _AT_ONCE:
            yield order[begin:end]
            begin = end


def _normalised(weights: Floats) -> Floats:
    total: Floats = weights / weights.sum(axis=-1, keepdims=True)
    return total
