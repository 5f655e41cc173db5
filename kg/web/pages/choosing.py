"""The filters of the page of incidents: what is chosen, what else could be, and where each choice leads."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from flask import request, url_for

from kg.errors import UsageError
from kg.incidents import ORDERS, Filter, IncidentTable, facets, ordered
from kg.incidents.filters import PARAMETERS
from kg.incidents.table import Incident
from kg.ontology import PARENT, Instances, ancestors
from kg.queries import shorten
from kg.web.context import Context
from kg.web.pages.rendering import language
from kg.web.pages.showing import name_of
from kg.web.words import words_in

SHOWN_AT_ONCE = 7
"""Choices of a filter that are seen without unfolding it."""
_MOST = 150
"""Choices of a filter that a page has at all."""
_TYPED = ("since", "until", "killed")
"""Filters that are typed, not chosen."""
_FILTERS = frozenset(each.name for each in PARAMETERS)
_OF_THE_ADDRESS = frozenset({"lang", "order", "page"})
"""What an address may say besides the filters."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A value of a filter, how many incidents it would leave, and the address of the page with it, or without it where it is chosen."""

    value: str
    name: str
    count: int
    address: str
    chosen: bool
    depth: int = 0
    """Of a class below the classes of incidents: 0 for an attack, 1 for a bombing."""


@dataclass(frozen=True, slots=True)
class Choices:
    """A filter with its choices; `more` is how many there are beyond them."""

    name: str
    choices: tuple[Choice, ...]
    more: int


@dataclass(frozen=True, slots=True)
class Applied:
    """A part of the filter that is set: which, its value in words, and the address of the page without it."""

    name: str
    value: str
    address: str


@dataclass(frozen=True, slots=True)
class Asked:
    """What an address of the page asks for."""

    filter: Filter
    order: str
    instances: Instances

    @classmethod
    def read(cls, context: Context, values: Mapping[str, str]) -> "Asked":
        """Raises UsageError for what is no filter or no order: whoever mistypes a filter must not be given everything."""
        if unknown := sorted(values.keys() - _FILTERS - _OF_THE_ADDRESS):
            raise UsageError(f"there is no filter {unknown[0][:40]!r}; there are {', '.join(each.name for each in PARAMETERS)}")
        order = values.get("order") or ORDERS[0]
        if order not in ORDERS:
            raise UsageError(f"order must be one of {', '.join(ORDERS)}, not {order!r}")
        instances = context.instances
        return cls(Filter.read(values, instances), order, instances)

    def choose(self, table: IncidentTable) -> list[Incident]:
        """The incidents that are asked for, in order."""
        return ordered(self.filter.choose(table.incidents), self.order)

    def address(self, endpoint: str = "incidents", /, **changed: str | None) -> str:
        """Where the same is asked with some parameters changed, or left out where they are None. Paging begins anew."""
        kept = {**self.parameters(), "lang": language()} | changed
        return f"{url_for(endpoint)}?{urlencode([(name, value) for name, value in kept.items() if value is not None])}"

    def parameters(self) -> dict[str, str]:
        """What stands for it in an address, the usual order left out."""
        return self.filter.parameters(self.instances) | ({"order": self.order} if self.order != ORDERS[0] else {})

    def kept(self) -> dict[str, str]:
        """The parameters that are chosen and not typed: a form that is sent keeps them in fields that nobody sees."""
        return {name: value for name, value in self.parameters().items() if name not in _TYPED}


def choices(asked: Asked, table: IncidentTable) -> list[Choices]:
    """Every filter that is chosen and not typed, with counts: classes as a tree, all others with the most frequent first."""
    return [_choices(asked, table, facet.name, facet.counts) for facet in facets(table, asked.filter)]


def _choices(asked: Asked, table: IncidentTable, name: str, counts: Iterable[tuple[str, int]]) -> Choices:
    counted = dict(counts)
    current = getattr(asked.filter, name)
    if current is not None:
        counted.setdefault(current, 0)
    values = [kind for kind in PARENT if kind in counted] if name == "kind" else _with_the_chosen_first(list(counted), current)
    made = [_choice(asked, table, (name, value), counted[value]) for value in values[:_MOST]]
    return Choices(name, tuple(made), len(values) - len(made))


def _with_the_chosen_first(values: list[str], chosen: str | None) -> list[str]:
    return values if chosen is None else [chosen, *(value for value in values if value != chosen)]


def _choice(asked: Asked, table: IncidentTable, what: tuple[str, str], count: int) -> Choice:
    name, value = what
    chosen = getattr(asked.filter, name) == value
    written = f"kg:{value}" if name in ("kind", "status") else shorten(value, asked.instances)
    depth = max(0, len(ancestors(value)) - 3) if name == "kind" else 0
    return Choice(value, _name(asked, table, name, value), count, asked.address(**{name: None if chosen else written}), chosen, depth)


def applied(asked: Asked, table: IncidentTable) -> list[Applied]:
    """What is set, in the order of the parameters, each with the way to take it away."""
    found = []
    for name in asked.filter.parameters(asked.instances):
        value = getattr(asked.filter, name)
        found.append(Applied(name, _name(asked, table, name, value), asked.address(**{name: None})))
    return found


def _name(asked: Asked, table: IncidentTable, name: str, value: object) -> str:
    """A value of a filter, for people."""
    if isinstance(value, date):
        return value.isoformat()
    if name in ("kind", "status"):
        return name_of(str(value), language())
    if name == "killed":
        return words_in(language())["at_least"].format(value)
    named = table.named(str(value))
    return named.name(language()) if named else shorten(str(value), asked.instances)


def page_number(most: int) -> int:
    """The page of the table that the address asks for, the last one at most. Raises UsageError for what is no number."""
    given = request.args.get("page") or "1"
    if not (given.isdecimal() and len(given) < 10 and int(given)):
        raise UsageError(f"page must be a whole number from 1 on, not {given[:40]!r}")
    return min(int(given), most)
