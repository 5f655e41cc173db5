"""Gold annotations: what people marked in an article, as frozen data. `docs/evaluate.md` shows the format."""

import difflib
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from kg.errors import GoldError
from kg.evaluate.fields import Fields, read_json
from kg.ontology import PARENT, TOP_CLASSES, ancestors, top

ROLES = ("place", "perpetrator", "claimedBy", "accused", "target", "participant")
"""Event arguments that are entities; "perpetrator" stands for whoever acts, of any incident."""
FIGURES = ("killed", "injured", "arrested")
ACTOR_TYPES = ("agentType", "targetType")
CLUSTERS = "clusters.json"

STATUSES = ("Occurred", "Foiled", "Planned", "Denied")
_DATE = re.compile(r"\d{4}(-\d\d(-\d\d)?)?")
_OTHER_KEYS = ("id", "class", "status", "trigger", "evidence", "date", "weapon", "note", "partOf", "sourced")
_EVENT_KEYS = frozenset((*_OTHER_KEYS, *ROLES, *FIGURES, *ACTOR_TYPES))
_SECTIONS = frozenset({"entities", "relations", "events", "statements"})


@dataclass(frozen=True, slots=True)
class GoldEntity:
    """A named organisation, person or place; `mentions` are all forms of its name in the text, without clitics."""

    id: str
    kind: str
    name: str
    mentions: tuple[str, ...]
    qid: str | None


@dataclass(frozen=True, slots=True)
class GoldRelation:
    """A lasting relation between two entities, by their ids."""

    subject: str
    predicate: str
    object: str
    role: str | None

    @property
    def triple(self) -> tuple[str, str, str]:
        """Subject, predicate, object."""
        return self.subject, self.predicate, self.object


@dataclass(frozen=True, slots=True)
class GoldFigure:
    """So many killed, injured or arrested; `scope` is None where the annotation does not say."""

    property: str
    value: str
    qualifier: str
    scope: str | None


@dataclass(frozen=True, slots=True)
class GoldSource:
    """An argument that the text attributes to somebody; `said_by` is his entity's id, if he is one."""

    property: str
    object: str
    said_by: str | None


@dataclass(frozen=True, slots=True)
class GoldEvent:
    """An incident or meeting; `evidence` are stretches of the text that report it, word for word."""

    id: str
    kind: str
    evidence: tuple[str, ...]
    status: str
    date: str | None
    roles: Mapping[str, tuple[str, ...]]
    """Entity ids by argument: each of ROLES, perhaps without any."""
    figures: tuple[GoldFigure, ...]
    actor_types: Mapping[str, tuple[str, ...]]
    """By "agentType" and "targetType", only where the annotation has the key."""
    part_of: str | None
    sources: tuple[GoldSource, ...]

    @property
    def is_sourced(self) -> bool:
        """Whether the annotation goes as far as who says what: it does where it has actor types."""
        return "agentType" in self.actor_types


@dataclass(frozen=True, slots=True)
class GoldStatement:
    """Somebody says something; `about` are ids of entities and events."""

    speaker: str
    act: str
    about: tuple[str, ...]
    evidence: str


Item = TypeVar("Item")
Identified = TypeVar("Identified", GoldEntity, GoldEvent)


@dataclass(frozen=True, slots=True)
class GoldArticle:
    """All annotations of one article; `id` is its dcterms:identifier."""

    id: str
    path: Path
    entities: tuple[GoldEntity, ...]
    relations: tuple[GoldRelation, ...]
    events: tuple[GoldEvent, ...]
    statements: tuple[GoldStatement, ...]

    @property
    def names(self) -> Mapping[str, str]:
        """Names of the entities by id."""
        return {entity.id: entity.name for entity in self.entities}


def read_gold(folder: Path) -> Iterator[GoldArticle]:
    """The annotations of a folder in the order of their file names; JSON files that annotate nothing are passed over.

    Raises GoldError for a folder without annotations, broken JSON, a missing key or a value that makes no sense.
    """
    if not folder.is_dir():
        raise GoldError(f"{folder}: no such folder; give the folder that holds your annotations (NAME.json)")
    seen: dict[str, Path] = {}
    for path in sorted(folder.glob("*.json")):
        values = read_json(path)
        if isinstance(values, dict) and values.keys() & _SECTIONS:
            article = _article(path, Fields(str(path), values))
            if article.id in seen:
                raise GoldError(f"{path}: annotates {article.id!r} as {seen[article.id].name} does; keep one of the two")
            seen[article.id] = path
            yield article
    if not seen:
        raise GoldError(f"{folder}: holds no annotations; put one NAME.json an article there (docs/evaluate.md)")


def read_clusters(folder: Path) -> tuple[tuple[tuple[str, str], ...], ...] | None:
    """Which events of different articles are one, as groups of (article id, event id); None where the folder does not say.

    Raises GoldError where clusters.json is not a list of lists of "ARTICLE#EVENT".
    """
    path = folder / CLUSTERS
    if not path.exists():
        return None
    clusters = read_json(path)
    if not isinstance(clusters, list) or not all(isinstance(cluster, list) for cluster in clusters):
        raise GoldError(f'{path}: is no list of lists; write [["ARTICLE#EVENT", "ARTICLE#EVENT"], …]')
    return tuple(tuple(_member(path, member) for member in cluster) for cluster in clusters)


def _member(path: Path, member: object) -> tuple[str, str]:
    if not isinstance(member, str) or "#" not in member:
        raise GoldError(f"{path}: holds {member!r}; write each event as ARTICLE#EVENT")
    article, _, event = member.rpartition("#")
    return article, event


def _article(path: Path, fields: Fields) -> GoldArticle:
    fields.require("id", "entities", "events")
    return GoldArticle(
        id=fields.text("id"),
        path=path,
        entities=_distinct(fields, _all(fields, "entities", _entity)),
        relations=_all(fields, "relations", _relation),
        events=_distinct(fields, _all(fields, "events", _event)),
        statements=_all(fields, "statements", _statement),
    )


def _all(fields: Fields, key: str, read: Callable[[Fields], Item]) -> tuple[Item, ...]:
    return tuple(read(item) for item in fields.objects(key))


def _distinct(fields: Fields, items: Iterable[Identified]) -> tuple[Identified, ...]:
    by_id: dict[str, Identified] = {}
    for item in items:
        if item.id in by_id:
            raise fields.error(f"the id {item.id!r} is given twice", "give each entity and each event its own id")
        by_id[item.id] = item
    return tuple(by_id.values())


def _entity(fields: Fields) -> GoldEntity:
    fields.require("id", "class", "name", "mentions")
    kind = fields.text("class")
    if kind not in PARENT or top(kind) not in TOP_CLASSES:
        raise fields.error(f"'class' is {kind!r}", "name a class of organisations, persons or places, as 'ArmedGroup'")
    return GoldEntity(fields.text("id"), kind, fields.text("name"), fields.texts("mentions"), fields.optional_text("qid"))


def _relation(fields: Fields) -> GoldRelation:
    return GoldRelation(fields.text("s"), fields.text("p"), fields.text("o"), fields.optional_text("role"))


def _event(fields: Fields) -> GoldEvent:
    fields.require("id", "class", "evidence")
    kind = fields.text("class")
    if kind not in PARENT or "Event" not in ancestors(kind) or kind == "Statement":
        raise fields.error(f"'class' is {kind!r}", "name a class of incidents, as 'Bombing', or 'Meeting'")
    _check_event(fields)
    return GoldEvent(
        id=fields.text("id"),
        kind=kind,
        evidence=fields.texts("evidence"),
        status=fields.optional_text("status") or "Occurred",
        date=fields.optional_text("date"),
        roles={role: fields.texts(role) for role in ROLES},
        figures=tuple(_figure(name, item) for name in FIGURES for item in fields.objects(name)),
        actor_types={key: fields.texts(key) for key in ACTOR_TYPES if fields.has(key)},
        part_of=fields.optional_text("partOf"),
        sources=_all(fields, "sourced", _source),
    )


def _check_event(fields: Fields) -> None:
    """Raises GoldError for what would only lower the figures without a word: unknown keys, statuses and dates."""
    if unknown := sorted(fields.values.keys() - _EVENT_KEYS):
        close = difflib.get_close_matches(unknown[0], _EVENT_KEYS, n=1)
        raise fields.error(f"the key {unknown[0]!r} is unknown", f"did you mean {close[0]!r}?" if close else "take it out")
    if (status := fields.optional_text("status")) not in (None, *STATUSES):
        raise fields.error(f"'status' is {status!r}", f"write one of {', '.join(STATUSES)}")
    if (day := fields.optional_text("date")) is not None and not _DATE.fullmatch(day):
        raise fields.error(f"'date' is {day!r}", "write it as '2024', '2024-03' or '2024-03-22'")


def _figure(name: str, fields: Fields) -> GoldFigure:
    return GoldFigure(name, fields.number_as_text("value"), fields.text("qualifier"), fields.optional_text("scope"))


def _source(fields: Fields) -> GoldSource:
    name = fields.text("p")
    value = fields.number_as_text("o") if name in FIGURES else fields.text("o")
    return GoldSource(name, value, fields.optional_text("saidBy"))


def _statement(fields: Fields) -> GoldStatement:
    fields.require("speaker", "act", "evidence")
    return GoldStatement(fields.text("speaker"), fields.text("act"), fields.texts("about"), fields.text("evidence"))
