"""Figures: how many people were killed, injured or arrested, with qualifier and who is counted, and whose figures they are.

`numbers` finds numbers of people among the words, `outcomes` says what became of them, `counts` puts the two together for the whole
article, and `assignment`, which is learned, says which counts are figures of which event, and whether of all of it.
"""

from kg.extract.figures.counts import Count, EventFigure, figures
from kg.extract.figures.outcomes import casualty

__all__ = ["Count", "EventFigure", "casualty", "figures"]
