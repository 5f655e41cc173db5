"""The one whose account a report is: everything that it tells, it has from him."""

from kg.model import Event, Fact, LinkedArticle, ValueType

_TOLD = ("killed", "injured", "arrested", "agent", "perpetrator")
"""Properties that say what happened. What somebody claims or is accused of may be known from him however many saw it happen."""


def speaker(linked: LinkedArticle, event: Event) -> str | None:
    """Id of the entity to whom an article attributes everything that it tells of an event; None where there is no such one.

    That the speaker acts himself he need not be quoted for («قال الجيش إنه قصف …»).
    """
    told = [fact for fact in event.facts if fact.property in _TOLD]
    sayers = {_entity(linked, fact.said_by) for fact in told if fact.said_by is not None}
    if len(sayers) != 1 or None in sayers:
        return None
    (sayer,) = sayers
    return sayer if all(fact.said_by is not None or _is_of(linked, fact, sayer) for fact in told) else None


def _is_of(linked: LinkedArticle, fact: Fact, entity: str | None) -> bool:
    """Whether a fact is about an entity itself."""
    return fact.value.type is ValueType.MENTION and _entity(linked, int(fact.value.value)) == entity


def _entity(linked: LinkedArticle, mention: int) -> str | None:
    link = linked.links[mention]
    return link.entity if link else None
