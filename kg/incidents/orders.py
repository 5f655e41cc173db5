"""In which order incidents are shown and written."""

from collections.abc import Iterable

from kg.errors import UsageError
from kg.incidents.table import Incident

ORDERS = ("latest", "earliest", "deadliest")
"""The latest first, the earliest first, or those with most killed first. What is not known comes last in each."""


def ordered(incidents: Iterable[Incident], order: str = "latest") -> list[Incident]:
    """Incidents, given with the latest first, in an order of that name. Raises UsageError for one that there is not."""
    if order not in ORDERS:
        raise UsageError(f"order must be one of {', '.join(ORDERS)}, not {order!r}")
    found = list(incidents)
    if order == "earliest":
        found.sort(key=lambda incident: (incident.earliest is None, incident.earliest, incident.iri))
    if order == "deadliest":
        found.sort(key=lambda incident: -incident.killed.best if incident.killed else 1)
    return found
