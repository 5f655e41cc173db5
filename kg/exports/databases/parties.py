"""Who did it and who suffered, in the terms that databases sort them by: states, armed groups, those who bear no arms."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from kg.exports.databases.background import Background
from kg.incidents import Incident, Named
from kg.ontology import ancestors

Sort = Literal["state", "armed", "alliance", "person", "unarmed", "criminal", "unknown"]
"""A state or its forces; a group with arms; an organisation of states or its troops; one person; those without arms; a gang."""
_BY_CLASS: dict[str, Sort] = {
    **dict.fromkeys(("SecurityForce", "GovernmentBody", "Place"), "state"),
    "ArmedGroup": "armed", "InternationalOrganisation": "alliance", "Person": "person", "MediaOutlet": "unarmed",
}  # fmt: skip
_BY_TYPE: dict[str, Sort] = {
    **dict.fromkeys(("Military", "Police", "Government"), "state"),
    "ArmedGroupMembers": "armed", "Peacekeepers": "alliance", "Individual": "person", "Criminals": "criminal",
    **dict.fromkeys(("Civilians", "Religious", "Media", "Aid", "Education", "Business", "Infrastructure", "Rioters"), "unarmed"),
}  # fmt: skip
_BEARING_ARMS = ("Military", "Police", "ArmedGroupMembers", "Peacekeepers")
_DOERS = ("perpetrator", "agent", "claimedBy", "accused")
"""Who is held to have done it, the surest first."""


@dataclass(frozen=True, slots=True)
class Parties:
    """The two sides of an incident."""

    doers: tuple[Named, ...]
    """Those named as having done it, as surely as anybody is; in a clash, all who took part."""
    as_what: str
    """"perpetrator", "agent", "claimedBy" or "accused"; "" where nobody is named."""
    doer_types: tuple[str, ...]
    """By how many claims have them, then by name."""
    targets: tuple[Named, ...]
    target_types: tuple[str, ...]
    claimants: tuple[Named, ...]

    @property
    def doer_sorts(self) -> frozenset[Sort]:
        """What sorts of parties did it: by those named, else by the type that most claims have."""
        return frozenset(map(sort_of, self.doers)) or frozenset(sort_of_type(each) for each in self.doer_types[:1])

    @property
    def target_sorts(self) -> frozenset[Sort]:
        """What sorts of parties suffered: by their types, else by those named."""
        return frozenset(sort_of_type(each) for each in self.target_types) or frozenset(map(sort_of, self.targets))

    @property
    def hit_arms(self) -> bool:
        """Whether some who suffered bear arms."""
        if self.target_types:
            return any(each in _BEARING_ARMS for each in self.target_types)
        return any(each.kind in ("SecurityForce", "ArmedGroup") for each in self.targets)

    @property
    def hit_unarmed(self) -> bool:
        """Whether some who suffered are known to bear none. Officials bear none; a country as a whole is neither."""
        if self.target_types:
            return any(each not in (*_BEARING_ARMS, "Criminals", "UnknownActor") for each in self.target_types)
        return any(each.kind in ("Person", "MediaOutlet", "GovernmentBody") for each in self.targets)


def parties(incident: Incident, background: Background) -> Parties:
    """Both sides of an incident, as its actors and claims have them."""
    as_what = next((relation for relation in _DOERS if _named(incident, relation)), "")
    return Parties(
        _named(incident, as_what),
        as_what,
        tuple(background.values(incident, "agentType")),
        _named(incident, "target"),
        tuple(background.values(incident, "targetType")),
        _named(incident, "claimedBy"),
    )


def sort_of(named: Named) -> Sort:
    """What sort of party an entity is. A place acts for its state; an organisation of no class of its own can be anything."""
    return next((_BY_CLASS[kind] for kind in ancestors(named.kind) if kind in _BY_CLASS), "unknown") if named.kind else "unknown"


def sort_of_type(name: str) -> Sort:
    """What sort of party an actor type is, by its local name."""
    return _BY_TYPE.get(name, "unknown")


def names(several: Iterable[Named], between: str = "; ") -> str:
    """English names, Arabic ones where there are none."""
    return between.join(each.name("en") for each in several)


def _named(incident: Incident, relation: str) -> tuple[Named, ...]:
    return tuple(actor.entity for actor in incident.actors if actor.relation == relation)
