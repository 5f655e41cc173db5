"""Somebody who has done nothing of an event that he is named beside, and what he is instead."""

from dataclasses import dataclass

from kg.extract.candidates import Named

IDLE, CLEARED, PARENT, ACCUSED, CLAIMS, DENIES, TELLS, SUFFERS, UNCLAIMED = (
    "idle",
    "cleared",
    "parent",
    "accused",
    "claimedBy",
    "deniedBy",
    "tells",
    "target",
    "unclaimed",
)
"""What comes of it: neither agent nor perpetrator, not accused there either, nothing at all as the parent of another body, or
accused, claiming, denying, suffering instead; no target; nobody who claims it.
"""


@dataclass(frozen=True, slots=True)
class Aside:
    """Somebody who by the words he stands in has done nothing of an event."""

    sort: str
    who: Named
    event: int
    by: Named | None = None
    """Who says so, where that is told."""
