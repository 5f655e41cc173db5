"""Counts what the graph holds; at publishing, into a file beside it, so that nobody who asks waits for that.

A writer of articles counts as the graph changes (`kept`), so that publishing costs what changed, not what there is; all others
count the whole graph (`graph`). Both come to the same.
"""

from kg.stats.contents import FILE, Contents, Stats, read_counts, write_contents
from kg.stats.graph import contents, stats, write_counts
from kg.stats.kept import Counts, Touched, contents_of, counts_in, keep, kept

__all__ = [
    "FILE",
    "Contents",
    "Counts",
    "Stats",
    "Touched",
    "contents",
    "contents_of",
    "counts_in",
    "keep",
    "kept",
    "read_counts",
    "stats",
    "write_contents",
    "write_counts",
]
