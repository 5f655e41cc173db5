"""Reads lists of FollowTheMoney entities, as OpenSanctions publishes them: one JSON object a line (`entities.ftm.json`,
`targets.nested.json`), with `id`, `schema` and `properties`, each of which has several values.

An entity becomes a row of the gazetteer. What its schema and its topics are called is told by FollowTheMoney's model
(https://followthemoney.tech) and in OpenSanctions' data dictionary (https://www.opensanctions.org/reference/).
"""

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kg.arabic import MARKS, TATWEEL, fold
from kg.errors import GazetteerError
from kg.gazetteer.rows import Row, Rows
from kg.identity import digest
from kg.ontology import top

SUFFIXES = (".json", ".jsonl", ".ftm", ".ijson")
_ORGANISATIONS = frozenset(("Organization", "Company", "PublicBody", "LegalEntity"))
_OF_STATES = frozenset(("Organization", "LegalEntity", "PublicBody"))
_BY_TOPIC = (
    ("mil", "SecurityForce", _OF_STATES),
    ("gov.security", "SecurityForce", _OF_STATES),
    ("crime.terror", "ArmedGroup", _OF_STATES),
    ("gov.igo", "InternationalOrganisation", _OF_STATES),
    ("gov.soe", "Organisation", _ORGANISATIONS),
    ("gov", "GovernmentBody", _OF_STATES),
)
"""Topics, the most telling first, the class that one gives and the schemata of which it does. A topic has those below it."""
_COUNTRIES = ("citizenship", "nationality", "mainCountry", "jurisdiction", "country")
_NAMES = ("name", "alias", "previousName")
_HALF_CHARACTER = re.compile("[\ud800-\udfff]")
_WIKIDATA = re.compile(r"Q[1-9][0-9]*")
_LETTERS = f"[ء-غف-ي{TATWEEL}{MARKS}]"
_ARABIC_NAME = re.compile(f"{_LETTERS}+(?:[ -]{_LETTERS}+)*")
_PERSIAN_CODES = str.maketrans("یک", "يك")
"""Letters that Arabic has too, by the codes that Persian gives them."""
_LATIN_NAME = re.compile("[A-Za-z\u00c0-\u024f\u1e00-\u1eff][ -\u024f\u1e00-\u1eff‘’ʿ]*")


@dataclass(frozen=True, slots=True)
class Listing:
    """What a list holds for the gazetteer, and how many of its entities are left out, by reason."""

    rows: tuple[Row, ...]
    left_out: Mapping[str, int]
    lost: Mapping[str, int]
    """How much of what the used entities say is not used, by what it is."""


@dataclass(frozen=True, slots=True)
class _Listed:
    """One entity of a list, with the line that it stands in."""

    path: Path
    line: int
    id: str
    schema: str
    properties: Mapping[str, Sequence[object]]

    def texts(self, *names: str) -> tuple[str, ...]:
        """The values of some properties, one after the other, without repeats; nested entities are none."""
        found = (" ".join(value.split()) for name in names for value in self.properties.get(name, ()) if isinstance(value, str))
        return tuple(dict.fromkeys(text for text in found if text and "|" not in text))

    def arabic(self, *names: str) -> tuple[str, ...]:
        """Those of the values that are Arabic names."""
        return tuple(name for name in self._in_arabic_letters(*names) if fold(name))

    def empty(self, *names: str) -> int:
        """How many of the values look Arabic but hold no letter: a tatweel, a vowel mark."""
        return sum(not fold(name) for name in self._in_arabic_letters(*names))

    def _in_arabic_letters(self, *names: str) -> Iterator[str]:
        return (name for text in self.texts(*names) if _ARABIC_NAME.fullmatch(name := text.translate(_PERSIAN_CODES)))

    def latin(self, *names: str) -> tuple[str, ...]:
        """Those of the values that are names in Latin letters."""
        return tuple(text for text in self.texts(*names) if _LATIN_NAME.fullmatch(text))


def is_entity_file(path: Path) -> bool:
    """Whether a file is a list of entities, by its name or because it begins like one."""
    if path.suffix.lower() in SUFFIXES:
        return True
    try:
        with path.open("rb") as stream:
            return stream.read(64).removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"{")
    except OSError:
        return False  # whoever reads it says why


def read_listing(path: Path, known: Rows) -> Listing:
    """The entities of one file that the gazetteer can use; `known` are the rows before them.

    An entity is known already where a row has its Wikidata id, or its Arabic name and not another Wikidata id. Raises GazetteerError,
    with file, line and remedy, where the file cannot be read or a line is no entity.
    """
    taken: dict[str, dict[str, str]] = {}
    lines: dict[str, int] = {}
    ids: dict[str, str] = {}
    left_out: Counter[str] = Counter()
    lost: Counter[str] = Counter()
    named = _ids_by_name(known)
    for entity in _entities(path):
        identifier = ids[entity.id] = _row_id(entity)
        if reason := _unusable(entity, identifier, known, named):
            left_out[reason] += 1
        elif identifier in taken:
            left_out["given twice"] += 1
        else:
            taken[identifier], lines[identifier] = _cells(entity, identifier, known), entity.line
            lost["names without a letter"] += entity.empty(*_NAMES)
    lost["parents that are no other organisation of the list, or go in a circle"] = _settle_parents(taken, ids, known)
    rows = tuple(Row(path, lines[identifier], cells, identifier) for identifier, cells in taken.items())
    return Listing(rows, left_out, +lost)


def _settle_parents(taken: Mapping[str, dict[str, str]], ids: Mapping[str, str], known: Rows) -> int:
    """Puts row ids in the place of the list's own, and takes out parents that cannot be one; how many these are."""
    out = 0
    for identifier, cells in taken.items():
        if "parent" not in cells:
            continue
        parent = ids.get(cells.pop("parent"), "")
        if _is_organisation(parent, taken, known) and not _is_above(identifier, parent, taken):
            cells["parent"] = parent
        else:
            out += 1
    return out


def _is_organisation(identifier: str, taken: Mapping[str, dict[str, str]], known: Rows) -> bool:
    row = taken.get(identifier) or known.by_id.get(identifier)
    return row is not None and top(row["class"]) == "Organisation"


def _is_above(identifier: str, parent: str, taken: Mapping[str, Mapping[str, str]]) -> bool:
    """Whether an entity is its would-be parent or stands above that, by the parents settled so far."""
    step = parent
    while step in taken and step != identifier:
        step = taken[step].get("parent", "")
    return step == identifier


def _unusable(entity: _Listed, identifier: str, known: Rows, named: Mapping[tuple[str, str], set[str]]) -> str | None:
    """Why an entity is left out, as counted: None where it is not."""
    kind, label = _kind(entity), _label(entity)
    if kind is None:
        return f"of schema {entity.schema}"
    if label is None:
        return "without an Arabic name"
    same = named.get((top(kind), fold(label)), set())
    if identifier in known.by_id or any(not (other.startswith("Q") and identifier.startswith("Q")) for other in same):
        return "known already"
    return None


def _ids_by_name(known: Rows) -> dict[tuple[str, str], set[str]]:
    """Ids of rows by top class and folded Arabic label or alias."""
    found: dict[tuple[str, str], set[str]] = {}
    for row in known.by_id.values():
        for name in (row["ar"], *row.several("aliases")):
            found.setdefault((top(row["class"]), fold(name)), set()).add(row.id)
    return found


def _entities(path: Path) -> Iterator[_Listed]:
    try:
        with path.open(encoding="utf-8-sig") as stream:
            for number, line in enumerate(stream, 1):
                if line.strip():
                    yield _entity(path, number, line)
    except UnicodeDecodeError as error:
        raise GazetteerError(f"{path}: not UTF-8 at byte {error.start}; save it as UTF-8") from error
    except OSError as error:
        raise GazetteerError(f"{path}: cannot be read ({error.strerror}); check the path") from error


def _entity(path: Path, number: int, line: str) -> _Listed:
    where = f"{path}:{number}"
    try:
        given: Any = json.loads(line)
    except RecursionError as error:
        raise GazetteerError(f"{where}: JSON nested too deeply; leave the line out or correct its brackets") from error
    except ValueError as error:
        raise GazetteerError(f'{where}: no JSON ({error}); give one entity a line, as {{"id": …, "schema": …}}') from error
    if not isinstance(given, dict):
        raise GazetteerError(f"{where}: a JSON {type(given).__name__}, but an entity is an object; give one entity a line")
    for key, kind in (("id", str), ("schema", str), ("properties", dict)):
        if not isinstance(given.get(key), kind) or (not given[key] and kind is str):
            raise GazetteerError(f"{where}: an entity without {key!r}; every FollowTheMoney entity has id, schema and properties")
    if _HALF_CHARACTER.search(given["id"] + given["schema"]):
        raise GazetteerError(f"{where}: half a character (a lone surrogate) in id or schema; correct or leave out its \\u escape")
    properties = {name: values if isinstance(values, list) else [values] for name, values in given["properties"].items()}
    return _Listed(path, number, given["id"], given["schema"], properties)


def _row_id(entity: _Listed) -> str:
    """The Wikidata id where the list has it, else a hash of the list's own id."""
    wikidata = [text for text in (entity.id, *entity.texts("wikidataId")) if _WIKIDATA.fullmatch(text)]
    return wikidata[0] if wikidata else digest("ftm", entity.id)


def _kind(entity: _Listed) -> str | None:
    """The class that schema and topics give; None for what is neither a person nor an organisation (a ship, an address, a sanction)."""
    topics = entity.texts("topics")
    role = any(topic.startswith("role.") for topic in topics)
    if entity.schema == "Person" or (entity.schema == "LegalEntity" and role):
        return "Person"
    if entity.schema not in _ORGANISATIONS:
        return None
    for topic, kind, schemata in _BY_TOPIC:
        if entity.schema in schemata and any(f"{given}.".startswith(f"{topic}.") for given in topics):
            return kind
    return "GovernmentBody" if entity.schema == "PublicBody" else "Organisation"


def _label(entity: _Listed) -> str | None:
    return next(iter(entity.arabic(*_NAMES)), None)


def _cells(entity: _Listed, identifier: str, known: Rows) -> dict[str, str]:
    """The cells of an entity's row; `parent` is the list's id still. A single Arabic word is a name only where the context supports it."""
    names = entity.arabic(*_NAMES)
    doubtful = dict.fromkeys((*entity.arabic("weakAlias"), *(name for name in names if " " not in name)))
    cells = {
        "id": identifier if identifier.startswith("Q") else "",
        "class": _kind(entity) or "",
        "ar": names[0],
        "en": next(iter(entity.latin("name", "alias")), ""),
        "aliases": "|".join(name for name in names[1:] if name not in doubtful),
        "ambiguous": "|".join(doubtful),
        "country": _country(entity, known),
    }
    if cells["class"] == "Person":
        cells["roles"] = "|".join(role for role in entity.arabic("position") if " " in role)
    else:
        cells["parent"] = _parent(entity)
    return {column: value for column, value in cells.items() if value}


def _country(entity: _Listed, known: Rows) -> str:
    """The id of the one country of the first property that has just one; empty where none has."""
    for name in _COUNTRIES:
        codes = entity.texts(name)
        if len(codes) == 1 and (row := known.by_code.get(codes[0].upper())) and row["class"] == "Country":
            return row.id
    return ""


def _parent(entity: _Listed) -> str:
    """The list's id of the organisation that an entity is a part of, which the nested format gives as an object."""
    for value in entity.properties.get("parent", ()):
        identifier = value.get("id") if isinstance(value, dict) else value
        if isinstance(identifier, str):
            return identifier
    return ""
