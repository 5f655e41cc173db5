"""Which incidents are meant: the filters of pages, exports and feeds, as they stand in an address or on the command line."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from functools import partial
from typing import Any

from kg.incidents.table import Incident
from kg.ontology import PARENT, Instances, ancestors
from kg.queries import Parameter, parameter_term, shorten

_KINDS = tuple(f"kg:{kind}" for kind in PARENT if "Incident" in ancestors(kind))
_STATUSES = ("kg:Occurred", "kg:Foiled", "kg:Planned", "kg:Denied")
PARAMETERS = (
    Parameter("since", "date", {"ar": "منذ يوم", "en": "from this day on"}),
    Parameter("until", "date", {"ar": "حتى يوم", "en": "to this day"}),
    Parameter(
        "kind", "iri", {"ar": "صنف الحادثة وما تحته، مثل kg:Attack", "en": "class, with its subclasses, such as kg:Attack"}, choices=_KINDS
    ),
    Parameter("status", "iri", {"ar": "الحال، مثل kg:Foiled", "en": "status, such as kg:Foiled"}, choices=_STATUSES),
    Parameter("place", "iri", {"ar": "المكان وما يقع فيه، مثل entity:Q796", "en": "place, with what lies in it, such as entity:Q796"}),
    Parameter("actor", "iri", {"ar": "من شارك فيها أو استُهدف، مثل entity:Q2429253", "en": "who has a part in it, such as entity:Q2429253"}),
    Parameter("killed", "integer", {"ar": "أقل عدد للقتلى", "en": "least number of killed"}),
    Parameter("publisher", "iri", {"ar": "ناشر يذكرها", "en": "publisher that reports it"}),
)
"""What can be asked for. All are optional, and all that are given must hold."""


@dataclass(frozen=True, slots=True)
class Filter:
    """What an incident must be like; None: any. IRIs are whole, but classes and statuses go by their local names."""

    since: date | None = None
    """Incidents that may have been on this day or later: a date known only to the month counts where any of its days fits."""
    until: date | None = None
    kind: str | None = None
    status: str | None = None
    place: str | None = None
    """One of the places that are told, or what it lies in."""
    actor: str | None = None
    killed: int | None = None
    publisher: str | None = None

    @classmethod
    def read(cls, values: Mapping[str, str], instances: Instances) -> "Filter":
        """The filter that some parameters stand for; empty and other ones are left alone. Raises UsageError for what is none."""
        given = {each.name: parameter_term(each, value, instances).value for each in PARAMETERS if (value := values.get(each.name, ""))}
        days = {name: date.fromisoformat(given[name]) for name in ("since", "until") if name in given}
        local = {name: given[name].rpartition("#")[2] for name in ("kind", "status") if name in given}
        whole = {"killed": int(given["killed"])} if "killed" in given else {}
        return cls(**(given | days | local | whole))  # type: ignore[arg-type]  # each value was made what its field holds

    def parameters(self, instances: Instances) -> dict[str, str]:
        """The parameters that stand for this filter, with short names, in a fixed order; `read` takes them back."""
        given = {field.name: value for field in fields(self) if (value := getattr(self, field.name)) is not None}
        return {name: _written(name, value, instances) for name, value in given.items()}

    def without(self, name: str) -> "Filter":
        """The same filter but for one of its parameters."""
        return replace(self, **{name: None})

    def matches(self, incident: Incident) -> bool:
        """Whether an incident is meant."""
        return all(fits(incident) for _, fits in self.parts())

    def choose(self, incidents: Iterable[Incident]) -> list[Incident]:
        """Those that are meant, in the order in which they come."""
        parts = [fits for _, fits in self.parts()]
        return [incident for incident in incidents if all(fits(incident) for fits in parts)]

    def parts(self) -> list[tuple[str, Callable[[Incident], bool]]]:
        """What must hold for each parameter that is given, by its name."""
        given = [(field.name, getattr(self, field.name)) for field in fields(self)]
        return [(name, partial(_FITS[name], value)) for name, value in given if value is not None]


def _fits_place(iri: str, incident: Incident) -> bool:
    return any(iri == place.name.iri or iri in place.within for place in incident.places)


_FITS: Mapping[str, Callable[[Any, Incident], bool]] = {
    "since": lambda day, incident: incident.latest is not None and incident.latest >= day,
    "until": lambda day, incident: incident.earliest is not None and incident.earliest <= day,
    "kind": lambda kind, incident: kind in ancestors(incident.kind),
    "status": lambda status, incident: incident.status == status,
    "place": _fits_place,
    "actor": lambda iri, incident: any(actor.entity.iri == iri for actor in incident.actors),
    "killed": lambda least, incident: incident.killed is not None and incident.killed.best >= least,
    "publisher": lambda iri, incident: any(report.publisher and report.publisher.iri == iri for report in incident.reports),
}
"""Whether an incident fits what is given for a parameter."""


def _written(name: str, value: object, instances: Instances) -> str:
    if name in ("kind", "status"):
        return f"kg:{value}"
    return shorten(value, instances) if isinstance(value, str) else str(value)
