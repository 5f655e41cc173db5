"""What two builds tell differently, as an analyst would put it: incidents, their facts and figures, statements, entities.

Events are told to be the same by the words that report them (`alignment`), never by their IRIs alone, which change when a
report joins or leaves. How sure anything is, and where it is written down, is no difference.
"""

from kg.diff.alignment import Alignment, align
from kg.diff.differences import Change, Counts, Difference, Differences, compared
from kg.diff.graph import open_graph, told
from kg.diff.told import EventTold, GraphTold

__all__ = [
    "Alignment",
    "Change",
    "Counts",
    "Difference",
    "Differences",
    "EventTold",
    "GraphTold",
    "align",
    "compared",
    "open_graph",
    "told",
]
