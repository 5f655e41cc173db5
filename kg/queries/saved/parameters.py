"""Parameters of saved queries: what may be given for one, and the RDF term that it stands for.

Nothing that is given becomes SPARQL: it becomes a term first, or is refused, and Oxigraph writes that term.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation

from pyoxigraph import Literal, NamedNode

from kg.errors import UsageError
from kg.ontology import PREFIXES, Instances, term
from kg.queries.names import COLLECTIONS

_IRI = re.compile(r'[A-Za-z][A-Za-z0-9+.-]*:[^<>"{}|^`\\\x00-\x20]+')
_NUMBER = re.compile(r"[+-]?\d{1,18}([.٫]\d{1,18})?")  # what Oxigraph's decimals hold
_DATETIME = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,6})?)?(Z|[+-][0-9]{2}:[0-9]{2})?")
_BOOLEANS = {"true": True, "1": True, "false": False, "0": False}
_LARGEST = 2**63
_MOST_SHOWN = 20


@dataclass(frozen=True, slots=True)
class Parameter:
    """What a saved query can be asked with. One without a default must be given, unless it is optional."""

    name: str
    type: str
    """One of `TYPES`."""
    summary: Mapping[str, str]
    """By language: "ar" and "en"."""
    default: str | None = None
    variable: str = ""
    """How it is written in the query, without its question mark; as a rule the name after an underscore."""
    language: str | None = None
    """The language tag that a string gets."""
    choices: tuple[str, ...] = ()
    """The only values that are taken, where there are any."""
    asked: str | None = None
    """A SPARQL query whose first variable lists values of the graph, to choose from; "": made from the query itself."""
    optional: bool = False
    """Whether the variable stays a variable where nothing is given."""

    @property
    def required(self) -> bool:
        """Whether it must be given."""
        return self.default is None and not self.optional


def parameter_term(parameter: Parameter, value: str | None, instances: Instances) -> NamedNode | Literal:
    """The RDF term for a parameter's value as typed; without a value, for its default. Raises UsageError."""
    given = parameter.default if value is None or (not value and parameter.type != "string") else value
    if given is None:
        raise UsageError(f"parameter {parameter.name} ({parameter.type}) is missing: {parameter.summary['en']}")
    found = _term(parameter, given, instances)
    if parameter.choices and found not in [_term(parameter, choice, instances) for choice in parameter.choices]:
        shown = ", ".join([*parameter.choices[:_MOST_SHOWN], *["…"][: len(parameter.choices) > _MOST_SHOWN]])
        raise UsageError(f"parameter {parameter.name} must be one of {shown}, not {given!r}")
    return found


def _term(parameter: Parameter, given: str, instances: Instances) -> NamedNode | Literal:
    if parameter.type == "iri":
        return _named_node(parameter.name, given.strip(" \t\r\n"), instances)
    if parameter.type == "string":
        return _string(parameter, given)
    return _LITERALS[parameter.type](parameter.name, given.strip(" \t\r\n"))


def _string(parameter: Parameter, value: str) -> Literal:
    try:
        return Literal(value, language=parameter.language)
    except ValueError:
        raise UsageError(f"parameter {parameter.name} must be text, and half of a surrogate pair is none") from None


def _named_node(name: str, value: str, instances: Instances) -> NamedNode:
    prefix, colon, local = value.partition(":")
    try:
        if colon and local and not local.startswith("//"):
            if prefix == "article":
                return instances.article(local)
            if prefix in COLLECTIONS:
                value = instances.node(prefix, local).value
            elif prefix in PREFIXES:
                value = term(value).value
        if _IRI.fullmatch(value):
            return NamedNode(value)
    except (ValueError, UnicodeEncodeError) as error:
        raise UsageError(f"parameter {name} must be an IRI, not {value!r}: {error}") from error
    raise UsageError(f"parameter {name} must be an IRI (https://…) or a short name (entity:Q159, article:ID, kg:Attack), not {value!r}")


def _integer(name: str, value: str) -> Literal:
    if not re.fullmatch(r"[+-]?\d{1,19}", value) or not -_LARGEST <= int(value) < _LARGEST:
        raise UsageError(f"parameter {name} must be a whole number, not {value!r}")
    return Literal(int(value))


def _number(name: str, value: str) -> Literal:
    try:
        if not _NUMBER.fullmatch(value):
            raise InvalidOperation
        return Literal(f"{Decimal(value.replace('٫', '.')):f}", datatype=term("xsd:decimal"))
    except InvalidOperation:
        raise UsageError(f"parameter {name} must be a number, not {value!r}") from None


def _boolean(name: str, value: str) -> Literal:
    if value.lower() not in _BOOLEANS:
        raise UsageError(f"parameter {name} must be true or false, not {value!r}")
    return Literal(_BOOLEANS[value.lower()])


def _day(name: str, value: str) -> Literal:
    try:
        if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
            raise ValueError
        return Literal(date.fromisoformat(value).isoformat(), datatype=term("xsd:date"))
    except ValueError:
        raise UsageError(f"parameter {name} must be a day as YYYY-MM-DD, not {value!r}") from None


def _moment(name: str, value: str) -> Literal:
    try:
        if not _DATETIME.fullmatch(value):
            raise ValueError
        return Literal(datetime.fromisoformat(value).isoformat(), datatype=term("xsd:dateTime"))
    except ValueError:
        raise UsageError(f"parameter {name} must be a time as YYYY-MM-DDThh:mm:ss, with Z or +hh:mm for a zone, not {value!r}") from None


_LITERALS: Mapping[str, Callable[[str, str], Literal]] = {
    "integer": _integer,
    "number": _number,
    "boolean": _boolean,
    "date": _day,
    "datetime": _moment,
}
TYPES = ("iri", "string", *_LITERALS)
