"""Somebody who has done nothing of an event that he is named beside, and what he is instead."""

from dataclasses import dataclass

from kg.extract.candidates import Named

IDLE, CLEARED, UNRELATED = "idle", "cleared", "unrelated"
"""Neither agent nor perpetrator; not accused there either; nothing at all, as the parent of another body."""
ACCUSED, CLAIMS, DENIES = "accused", "claimedBy", "deniedBy"
"""No agent either, but accused, claiming or denying instead."""
TELLS, UNCLAIMED, UNDENIED = "tells", "unclaimed", "undenied"
"""No target; nobody who claims it; nobody who denies it."""


@dataclass(frozen=True, slots=True)
class Aside:
    """Somebody who by the words he stands in has done nothing of an event."""

    sort: str
    who: Named
    event: int
    by: Named | None = None
    """Who says so, where that is told."""
