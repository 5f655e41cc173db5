"""The graph without what is not sure enough: `--min-confidence`.

A build leaves out what was read below a confidence (`articles`); what was read stays in the extractions, so that a later build
with another confidence reads nothing again. A query or an export sees a published graph as if it lacked such claims (`graph`).

Below it or not, two things stay: what a person decided, and the status of an event, since without it an attack that was foiled
would be told as one that took place.
"""

from kg.confidence.articles import required, sure_enough
from kg.confidence.graph import MOST_QUADS, confident, left_out

__all__ = ["MOST_QUADS", "confident", "left_out", "required", "sure_enough"]
