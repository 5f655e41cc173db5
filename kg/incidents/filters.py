"""Which incidents are meant: the filters of pages, exports and feeds, as they stand in an address or on the command line."""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import date

from kg.incidents.table import Incident
from kg.ontology import Instances, ancestors
from kg.queries import Parameter, parameter_term, shorten

PARAMETERS = (
    Parameter("since", "date", {"ar": "منذ يوم", "en": "from this day on"}),
    Parameter("until", "date", {"ar": "حتى يوم", "en": "to this day"}),
    Parameter("kind", "iri", {"ar": "صنف الحادثة وما تحته، مثل kg:Attack", "en": "class, with its subclasses, such as kg:Attack"}),
    Parameter("status", "iri", {"ar": "الحال، مثل kg:Foiled", "en": "status, such as kg:Foiled"}),
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
        return self._fits_in_time(incident) and self._fits_in_kind(incident) and self._fits_in_names(incident)

    def _fits_in_time(self, incident: Incident) -> bool:
        if self.since is None and self.until is None:
            return True
        if incident.earliest is None or incident.latest is None:
            return False
        return (self.since is None or incident.latest >= self.since) and (self.until is None or incident.earliest <= self.until)

    def _fits_in_kind(self, incident: Incident) -> bool:
        return (
            (self.kind is None or self.kind in ancestors(incident.kind))
            and (self.status is None or self.status == incident.status)
            and (self.killed is None or (incident.killed is not None and incident.killed.best >= self.killed))
        )

    def _fits_in_names(self, incident: Incident) -> bool:
        place = incident.place
        return (
            (self.place is None or (place is not None and (place.name.iri == self.place or self.place in place.within)))
            and (self.actor is None or any(actor.entity.iri == self.actor for actor in incident.actors))
            and (self.publisher is None or any(each.publisher and each.publisher.iri == self.publisher for each in incident.reports))
        )


def _written(name: str, value: object, instances: Instances) -> str:
    if name in ("kind", "status"):
        return f"kg:{value}"
    return shorten(value, instances) if isinstance(value, str) else str(value)
