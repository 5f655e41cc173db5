"""What a language model is asked to answer: types, from which the JSON schema is made, and how an answer is taken apart."""

import json
from collections import Counter
from collections.abc import Mapping
from functools import cache
from typing import Annotated, Any, Literal, TypeVar

import msgspec
from msgspec import Meta, Struct
from pyoxigraph import NamedNode

from kg.ontology import PARENT, ancestors, kg, term, vocabulary

_NOT_ASKED_FOR = frozenset(("Entity", "Place", "Event", "Statement"))
"""Classes of which nothing is directly, and statements, which are asked for by themselves."""


def _one_of(sort: str) -> Meta:
    """Marks a text as a term of the ontology; `schema` writes out which there are."""
    return Meta(extra_json_schema={"terms": sort})


EntityClass = Annotated[str, _one_of("Entity")]
EventClass = Annotated[str, _one_of("Event")]
Status = Annotated[str, _one_of("Status")]
ActorType = Annotated[str, _one_of("ActorType")]
Qualifier = Annotated[str, _one_of("Qualifier")]
Scope = Annotated[str, _one_of("Scope")]
SpeechAct = Annotated[str, _one_of("SpeechAct")]


class _Part(Struct, forbid_unknown_fields=True):
    """What all parts of an answer have in common: every field is there, and no other."""


class NamedThing(_Part):
    """An organisation, a person or a place; all words are verbatim."""

    id: str
    kind: EntityClass
    names: list[str]
    roles: list[str]
    """Role phrases that stand alone for a person."""


class LastingRelation(_Part):
    """What holds of a named thing."""

    subject: str
    property: Literal["affiliatedWith", "country", "partOf", "locatedIn"]
    object: str
    role: str | None
    former: bool
    evidence: str


class Wording(_Part):
    """A place at which the article tells of an event: the word that names it, and the clause around that."""

    trigger: str
    evidence: str


class Participation(_Part):
    """What a named thing has to do with an event; `source` as written, where the text attributes it."""

    property: Literal["agent", "perpetrator", "claimedBy", "accused", "deniedBy", "target", "participant"]
    entity: str
    evidence: str
    source: str | None
    source_entity: str | None


class Toll(_Part):
    """A number of people; `source` as written, where the text attributes it."""

    property: Literal["killed", "injured", "arrested"]
    value: int
    qualifier: Qualifier
    scope: Scope
    counted: str | None
    evidence: str
    source: str | None
    source_entity: str | None


class Happening(_Part):
    """An incident or a meeting."""

    id: str
    kind: EventClass
    wordings: list[Wording]
    status: Status
    date: str | None
    date_text: str | None
    places: list[str]
    part_of: str | None
    agent_types: list[ActorType]
    target_types: list[ActorType]
    weapon: str | None
    participations: list[Participation]
    tolls: list[Toll]


class Speech(_Part):
    """What somebody says."""

    speaker: str
    act: SpeechAct
    verb: str
    evidence: str
    quote: str | None
    about: list[str]


class Answer(_Part):
    """All that an article says."""

    entities: list[NamedThing]
    relations: list[LastingRelation]
    events: list[Happening]
    statements: list[Speech]


class BadAnswer(Exception):
    """What a model gave is no answer: no JSON, cut off, or refused."""


_Item = TypeVar("_Item")
_Schema = dict[str, Any]


@cache
def terms(sort: str) -> tuple[str, ...]:
    """The terms of a sort: classes of named things ("Entity") or of events ("Event"), or the individuals of a class."""
    if sort in ("Entity", "Event"):
        return tuple(kind for kind in PARENT if sort in ancestors(kind) and kind not in _NOT_ASKED_FOR)
    found = (t.subject for t in vocabulary() if t.predicate == term("rdf:type") and t.object == kg(sort))
    return tuple(sorted(node.value.removeprefix(kg("").value) for node in found if isinstance(node, NamedNode)))


@cache
def schema() -> _Schema:
    """The JSON schema of an answer, in what strict structured output allows: every field required, no other allowed."""
    written = json.dumps(msgspec.json.schema(Answer))
    opened: _Schema = json.loads(written, object_hook=_with_terms)
    return {**opened["$defs"].pop(Answer.__name__), "$defs": opened["$defs"]}


def _with_terms(part: _Schema) -> _Schema:
    """Part of a schema, its terms written out, and without what msgspec takes from the docstrings."""
    if "terms" in part:
        return {"type": "string", "enum": list(terms(part["terms"]))}
    kept = {key: value for key, value in part.items() if key not in ("title", "description")}
    return {"type": "string", **kept} if "enum" in kept else kept


def answer(written: str, dropped: Counter[str]) -> Answer:
    """What a model wrote, without those items that have another form, or name another term, than the schema says: they are counted.

    Raises BadAnswer where it is no JSON of that form at all.
    """
    try:
        found = msgspec.json.decode(written[written.find("{") : written.rfind("}") + 1])  # some servers put ```json around it
    except msgspec.DecodeError as error:
        raise BadAnswer("it is no JSON") from error
    if not isinstance(found, dict) or not found.keys() & set(Answer.__struct_fields__):
        raise BadAnswer("it is JSON of another form than was asked for")
    parts = (_items(found, "entities", NamedThing, dropped), _items(found, "relations", LastingRelation, dropped))
    return Answer(*parts, _items(found, "events", Happening, dropped), _items(found, "statements", Speech, dropped))


def _items(found: Mapping[str, Any], name: str, kind: type[_Item], dropped: Counter[str]) -> list[_Item]:
    given = found.get(name)
    kept = []
    for item in given if isinstance(given, list) else ():
        try:
            converted = msgspec.convert(item, kind)
        except msgspec.ValidationError:
            dropped["of another form"] += 1
            continue
        if _names_terms(item, schema()["$defs"][kind.__name__]):
            kept.append(converted)
        else:
            dropped["of no class of ours"] += 1
    return kept


def _names_terms(item: object, part: _Schema) -> bool:
    """Whether an item has, wherever its schema lists what there is, one of these."""
    if "$ref" in part:
        part = schema()["$defs"][part["$ref"].rpartition("/")[2]]
    if isinstance(item, dict):
        return all(_names_terms(value, part["properties"][name]) for name, value in item.items())
    if isinstance(item, list):
        return all(_names_terms(value, part["items"]) for value in item)
    return item in part.get("enum", (item,))
