"""Who did it and who suffered, in the terms that databases sort them by: states, armed groups, those who bear no arms."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from kg.exports.databases.background import Background
from kg.exports.databases.coded_places import english
from kg.incidents import Incident, Named
from kg.ontology import ancestors

Sort = Literal["state", "armed", "alliance", "person", "unarmed", "criminal", "unknown"]
"""A state or its forces; a group with arms; an organisation of states or its troops; one person; those without arms; a gang."""
_BY_CLASS: dict[str, Sort] = {
    **dict.fromkeys(("SecurityForce", "GovernmentBody", "Country"), "state"),
    "ArmedGroup": "armed", "InternationalOrganisation": "alliance", "Person": "person", "MediaOutlet": "unarmed",
}  # fmt: skip
_BY_TYPE: dict[str, Sort] = {
    **dict.fromkeys(("Military", "Police", "Government"), "state"),
    "ArmedGroupMembers": "armed", "Peacekeepers": "alliance", "Individual": "person", "Criminals": "criminal",
    **dict.fromkeys(("Civilians", "Religious", "Media", "Aid", "Education", "Business", "Infrastructure", "Rioters"), "unarmed"),
}  # fmt: skip
BEARING_ARMS = ("Military", "Police", "ArmedGroupMembers", "Peacekeepers")
"""Actor types that bear arms."""
_DOERS = ("perpetrator", "agent", "claimedBy")
"""Who is told to have done it, the surest first. An accusation tells of nobody that he did."""


@dataclass(frozen=True, slots=True)
class Parties:
    """The two sides of an incident."""

    doers: tuple[Named, ...]
    """Those told to have done it, as surely as anybody is; in a clash, all who took part. Of places only countries act."""
    as_what: str
    """"perpetrator", "agent" or "claimedBy"; "" where nobody is named."""
    doer_types: tuple[str, ...]
    """By how many claims have them, then by name."""
    targets: tuple[Named, ...]
    """Who and what was hit."""
    target_types: tuple[str, ...]
    claimants: tuple[Named, ...]
    accused: tuple[Named, ...]
    denying: tuple[Named, ...]
    """Those who deny having done it."""
    roles_at: Mapping[str, Named]
    """The organisations that people have a role at, by the people's IRIs."""

    @property
    def sufferers(self) -> tuple[Named, ...]:
        """The organisations that were hit. A place tells nothing of who suffered there, a name nothing of who bears it."""
        return tuple(dict.fromkeys(filter(None, map(self.party, self.targets))))

    @property
    def doer_sorts(self) -> frozenset[Sort]:
        """What sorts of parties did it: by those named, else by the type that most claims have, unless it can be that of the accused."""
        types = () if self.accused else self.doer_types[:1]
        return frozenset(map(sort_of, self.doers)) or frozenset(map(sort_of_type, types))

    @property
    def hit_arms(self) -> bool:
        """Whether some who suffered bear arms."""
        return any(each in BEARING_ARMS for each in self.target_types) or any(map(bears_arms, self.sufferers))

    @property
    def hit_unarmed(self) -> bool:
        """Whether some who suffered are known to bear none. Officials bear none; roads and power lines are nobody."""
        by_type = any(each not in (*BEARING_ARMS, "Criminals", "Infrastructure", "UnknownActor") for each in self.target_types)
        return by_type or any(each.kind in ("MediaOutlet", "GovernmentBody") for each in self.sufferers)

    def party(self, target: Named) -> Named | None:
        """The organisation that a target is or has a role at; None for a place, and for people of whom no role is told."""
        return target if is_organisation(target) else self.roles_at.get(target.iri)

    def remarks(self) -> Iterator[str]:
        """What databases have no column for: people who did it, accusations and denials."""
        if people := [each for each in self.doers if each.kind == "Person"]:
            yield f"{self.as_what}: {names(people)}"
        if self.accused:
            yield f"accused: {names(self.accused)}"
        if self.denying:
            yield f"denied by: {names(self.denying)}"


def parties(incident: Incident, background: Background) -> Parties:
    """Both sides of an incident, as its actors and claims have them."""
    as_what = next((relation for relation in _DOERS if _acting(incident, relation)), "")
    return Parties(
        _acting(incident, as_what),
        as_what,
        tuple(background.values(incident, "agentType")),
        _named(incident, "target"),
        tuple(background.values(incident, "targetType")),
        _acting(incident, "claimedBy"),
        _acting(incident, "accused"),
        _named(incident, "deniedBy"),
        background.roles_at,
    )


def sort_of(named: Named) -> Sort:
    """What sort of party an entity is. An organisation of no class of its own can be anything."""
    return next((_BY_CLASS[kind] for kind in ancestors(named.kind) if kind in _BY_CLASS), "unknown") if named.kind else "unknown"


def sort_of_type(name: str) -> Sort:
    """What sort of party an actor type is, by its local name."""
    return _BY_TYPE.get(name, "unknown")


def bears_arms(named: Named) -> bool:
    """Whether an entity is a force or a group with arms."""
    return named.kind in ("SecurityForce", "ArmedGroup")


def organised(named: Named, background: Background) -> tuple[Sort, str] | None:
    """The state or the armed group that an entity is or acts for, as sort and name ("Government of Iraq"); None for any other."""
    sort = sort_of(named)
    if sort == "armed":
        return sort, named.name("en")
    if sort != "state":
        return None
    country = background.country(named)
    return sort, f"Government of {english(country)}" if country else named.name("en")


def is_organisation(named: Named) -> bool:
    """Whether an entity is no person and no place."""
    return bool(named.kind) and "Organisation" in ancestors(named.kind)


def names(several: Iterable[Named], between: str = "; ") -> str:
    """English names, Arabic ones where there are none."""
    return between.join(each.name("en") for each in several)


def _acting(incident: Incident, relation: str) -> tuple[Named, ...]:
    """Of places only a country stands for who acts."""
    return tuple(each for each in _named(incident, relation) if each.kind not in ("Place", "Region", "Settlement", "Facility"))


def _named(incident: Incident, relation: str) -> tuple[Named, ...]:
    return tuple(actor.entity for actor in incident.actors if actor.relation == relation)
