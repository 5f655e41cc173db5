"""Roles that several people share: «وزيرا خارجية مصر فلان والأردن فلان», «الرئيسان الأوغندي فلان والكيني فلان»."""

from collections.abc import Iterator
from dataclasses import replace

from kg.extract.context import Named
from kg.extract.relations.roles import before_ranks, is_sort
from kg.extract.relations.view import COMMAS, View
from kg.model import Relation, Span

_SHARED = 0.75
_TOPIC = 3
"""Words between a plural role and the first country («وزراء الدفاع والخارجية في …»)."""


def shared_roles(view: View) -> Iterator[Relation]:
    """Affiliations with the country that stands right before each name of a list under one role."""
    heads: dict[int, int] = {}
    for person in view.names:
        if person.mention.kind != "Person":
            continue
        end = before_ranks(view, person.first)
        first, country = _country_before(view, end)
        head = None if first is None else _plural_before(view, first, heads)
        if first is None or head is None:
            continue
        heads[person.last] = head
        if country:
            relation = view.relation(person, "affiliatedWith", country, _SHARED)
            role = Span(view.words[head].begin, view.words[end - 1 if head + _TOPIC > first else head + 1].end)
            yield Relation(relation.subject, replace(relation.fact, role=role))


def _country_before(view: View, end: int) -> tuple[int | None, Named | None]:
    """Where the country or nationality begins that ends right before a word, and a mention of that country."""
    if not view.is_joined(end):
        return None, None
    n = view.at(end - 1)
    if n and view.is_country(n):
        return n.first, n
    found = view.adjective_before(end)
    return (found.first, view.countries.get(found.country)) if found and n is None else (None, None)


def _plural_before(view: View, first: int, heads: dict[int, int]) -> int | None:
    """The plural role that a country stands under: right before it, or that of the person whom it is joined to."""
    if view.words[first].form[0] == "و" or view.glued(first) in COMMAS:
        return heads.get(first - 1)
    for index in range(first - 1, max(first - 1 - _TOPIC, -1), -1):
        if view.at(index) or not view.is_joined(index + 1):
            return None
        if is_sort(view, index, "plural"):
            return None if _is_of_one(view, index) else index
    return None


def _is_of_one(view: View, plural: int) -> bool:
    """«رئيس وزراء إسرائيل»: the plural belongs to the role of one."""
    return plural > 0 and view.is_joined(plural) and is_sort(view, plural - 1, "role") and not is_sort(view, plural - 1, "plural")
