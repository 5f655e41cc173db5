"""What comes of claims, denials and blame, and what bodies may do so: armed groups, states and parties to conflicts."""

from collections.abc import Iterator
from dataclasses import dataclass

from kg.extract.context import Named
from kg.extract.responsibility.acts import Act
from kg.extract.responsibility.clauses import bare
from kg.extract.responsibility.ground import Ground

CLAIMS, DENIES, ACCUSED = "claimedBy", "deniedBy", "accused"
NOT_SAID, WITHDRAWN, CLEARED, NOT_DONE, UNPROVEN = "not said", "withdrawn", "cleared", "not done", "unproven"
NOT_ACCUSED = "not accused"
CLAIMERS = frozenset(("ArmedGroup", "Organisation"))
STATES = frozenset(("Country", "SecurityForce", "GovernmentBody"))
OBJECT = 7
"""Words after a verb within which its object begins."""
_GROUPS = frozenset("حركه جبهه كتايب سرايا لواء الويه تنظيم جماعه فصيل جيش حزب".split())
_ARMED = frozenset("التحالف تحالف قوات القوات الدفاع جيش الجيش المسلحه الخارجيه جبهه الجبهه حركه الحركه".split())
"""Words in the names of bodies that are parties to conflicts."""
_STEM = 4
"""Letters that the name of a country and its adjective have in common."""


@dataclass(frozen=True, slots=True)
class Telling:
    """Somebody is said to be something to an event: "claimedBy", "deniedBy", "accused", "agent"; or not to be."""

    property: str
    who: Named
    event: int
    sentence: int
    by: Named | None = None
    """Who says so, where the same clause names him."""
    another: bool = False
    """Whether the event is told of as another than those before."""


def of_speakers(property_: str, ground: Ground, act: Act, event: int | None) -> Iterator[Telling]:
    """Something of those whose an act is; nothing where it is negated."""
    if event is not None:
        name = NOT_SAID if act.negated else property_
        yield from (Telling(name, n, event, ground.words[act.index].sentence) for n in act.speakers)


def is_group(ground: Ground, n: Named) -> bool:
    """Whether a body is an armed group, or bears the name of one («كتائب …»)."""
    head = bare(ground.words[ground.clause.start(n)].form)
    return n.mention.kind == "ArmedGroup" or (n.mention.kind == "Organisation" and head.removeprefix("ال") in _GROUPS)


def is_party(ground: Ground, n: Named) -> bool:
    """Whether a body is a party to a conflict, not an authority that looks into a crime: a group, an army, a ministry of defence."""
    words = {bare(word.form) for word in ground.words[max(n.first - 1, 0) : n.last + 1]}
    return is_group(ground, n) or not _ARMED.isdisjoint(words)


def are_of_one_nation(ground: Ground, one: Named, other: Named) -> bool:
    """Whether the name of a body holds that of a country, or its adjective («الجيش العراقي», «العراق»)."""
    forms = [[w.form.removeprefix("ال")[:_STEM] for w in ground.words[n.first : n.last + 1]] for n in (one, other)]
    return not set(forms[0]).isdisjoint(forms[1])
