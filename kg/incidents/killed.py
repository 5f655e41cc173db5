"""How many were killed in several incidents together, none of them counted twice."""

from collections.abc import Iterable

from kg.incidents.table import Incident


def killed_in(incidents: Iterable[Incident]) -> int:
    """The dead of all of them, by their latest figures.

    What is denied, planned or foiled killed nobody. The dead of a part are among those of its whole, and are not added again where
    the whole is among the incidents and has a figure.
    """
    counted = {incident.iri: incident for incident in incidents if incident.killed and incident.status == "Occurred"}
    alone = (each for each in counted.values() if not any(_has(counted[iri], each) for iri in each.wholes if iri in counted))
    return sum(_best(incident) for incident in alone)


def _has(whole: Incident, part: Incident) -> bool:
    """Whether the dead of a part are counted by a whole: of two that are told to be each other's part, the one with more dead is it."""
    return part.iri not in whole.wholes or (_best(whole), whole.iri) > (_best(part), part.iri)


def _best(incident: Incident) -> int:
    return incident.killed.best if incident.killed else 0
