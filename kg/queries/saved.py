"""Saved queries: a question a file, with a YAML header in lines that begin with `#+`."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import yaml
from pyoxigraph import Literal, NamedNode

from kg.errors import QueryError, UsageError
from kg.ontology import PREFIXES, Instances, term
from kg.queries.names import COLLECTIONS
from kg.queries.tokens import replace_variables, variables

TYPES = ("iri", "string", "integer", "date")
LANGUAGES = ("ar", "en")
_KEYS = {"summary", "description", "parameters", "method", "endpoint_in_url", "tags"}
_PARAMETER_KEYS = {"name", "type", "default", "summary"}
_IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^<>\"{}|^`\\\x00-\x20]+")
_LARGEST = 2**63
_RESERVED = ("format", "lang")  # what the web's addresses say besides parameters


@dataclass(frozen=True, slots=True)
class Parameter:
    """What a saved query can be asked with. One without a default must be given."""

    name: str
    type: str
    """"iri", "string", "integer" or "date"."""
    summary: Mapping[str, str]
    """By language: "ar" and "en"."""
    default: str | None = None


@dataclass(frozen=True, slots=True)
class SavedQuery:
    """A question that can be asked by name. `text` is the whole file: line numbers of errors count in it."""

    name: str
    path: Path
    text: str
    summary: Mapping[str, str]
    """By language: "ar" and "en"."""
    description: str
    parameters: tuple[Parameter, ...]


def load(folder: Path) -> dict[str, SavedQuery]:
    """All saved queries of a folder by name.

    Raises UsageError where there is no such folder, and QueryError, naming file and line, for a query that cannot be used.
    """
    if not folder.is_dir():
        raise UsageError(f"{folder}: there is no such folder of saved queries; ISNAD_QUERIES, or `queries` in a settings file, names one")
    return {path.stem: load_file(path) for path in sorted(folder.glob("*.rq"))}


def load_file(path: Path) -> SavedQuery:
    """One saved query. Raises QueryError, naming file and line, where it cannot be used."""
    try:
        text = path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise QueryError(f"{path}: cannot be read: {error}") from error
    return _read(path, text)


def parse(name: str, text: str) -> SavedQuery:
    """Any query that somebody hands over: with a header it is read as a saved one, without it has no parameters.

    Raises QueryError for a header that cannot be used.
    """
    path = Path(name)
    if any(line.startswith("#+") for line in text.splitlines()):
        return _read(path, text)
    return SavedQuery(path.stem, path, text, dict.fromkeys(LANGUAGES, path.stem), "", ())


def fill(query: SavedQuery, values: Mapping[str, str], instances: Instances) -> str:
    """The query's SPARQL with each `?_name` replaced by the term that its parameter's value stands for.

    Raises UsageError for a value of the wrong kind, a parameter that is missing, or one that the query does not have.
    """
    known = {parameter.name: parameter for parameter in query.parameters}
    if unknown := sorted(values.keys() - known.keys()):
        has = f"it has {', '.join(known)}" if known else "it has none"
        raise UsageError(f"{query.name} has no parameter {unknown[0]!r}; {has}")
    terms = {f"_{name}": str(parameter_term(parameter, values.get(name), instances)) for name, parameter in known.items()}
    return replace_variables(query.text, terms.get)


def parameter_term(parameter: Parameter, value: str | None, instances: Instances) -> NamedNode | Literal:
    """The RDF term for a parameter's value as typed; without a value, for its default. Raises UsageError."""
    given = parameter.default if value is None or (not value and parameter.type != "string") else value
    if given is None:
        raise UsageError(f"parameter {parameter.name} ({parameter.type}) is missing: {parameter.summary['en']}")
    match parameter.type:
        case "iri":
            return _named_node(parameter.name, given.strip(), instances)
        case "integer":
            return _integer(parameter.name, given.strip())
        case "date":
            return _day(parameter.name, given.strip())
        case _:
            return Literal(given)


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


def _day(name: str, value: str) -> Literal:
    try:
        if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
            raise ValueError
        return Literal(date.fromisoformat(value).isoformat(), datatype=term("xsd:date"))
    except ValueError:
        raise UsageError(f"parameter {name} must be a day as YYYY-MM-DD, not {value!r}") from None


def _read(path: Path, text: str) -> SavedQuery:
    header = _header(path, text)
    items = header.get("parameters") or []
    if not isinstance(items, list):
        raise QueryError(f"{path}:{_line_of(text, 'parameters')}: parameters must be a list")
    summary = _summary(f"{path}:{_line_of(text, 'summary')}", header)
    parameters = tuple(_parameter(path, text, item) for item in items)
    _check_variables(path, text, {parameter.name for parameter in parameters})
    return SavedQuery(path.stem, path, text, summary, str(header.get("description") or ""), parameters)


def _header(path: Path, text: str) -> dict[str, object]:
    """The YAML of the `#+` lines, on the file's own line numbers."""
    lines = [line[2:] if line.startswith("#+") else "" for line in text.split("\n")]
    if not any(lines):
        raise QueryError(f"{path}:1: a saved query begins with a header in lines that start with #+")
    try:
        header = yaml.safe_load("\n".join(lines))
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise QueryError(f"{path}:{line}: the header is not YAML: {error.problem}") from error
    except yaml.YAMLError as error:
        raise QueryError(f"{path}:1: the header is not YAML: {error}") from error
    if not isinstance(header, dict):
        raise QueryError(f"{path}:1: the header must be `key: value` lines")
    _check_keys(path, text, header, _KEYS)
    return header


def _check_keys(path: Path, text: str, given: Mapping[str, object], known: set[str]) -> None:
    if unknown := sorted(str(key) for key in given if key not in known):
        line = _line_of(text, unknown[0])
        raise QueryError(f"{path}:{line}: unknown key {unknown[0]!r}; known are {', '.join(sorted(known))}")


def _summary(where: str, holder: Mapping[str, object]) -> dict[str, str]:
    summary = holder.get("summary")
    if not isinstance(summary, dict) or any(not isinstance(summary.get(language), str) for language in LANGUAGES):
        raise QueryError(f"{where}: there must be a summary in Arabic and English: {{ar: …, en: …}}")
    return {language: summary[language] for language in LANGUAGES}


def _parameter(path: Path, text: str, item: object) -> Parameter:
    if not isinstance(item, dict) or not isinstance(item.get("name"), str):
        raise QueryError(f"{path}:{_line_of(text, 'parameters')}: each parameter needs a name, unlike {item!r}")
    name = item["name"]
    where = f"{path}:{_line_of(text, name)}: parameter {name}"
    _check_keys(path, text, item, _PARAMETER_KEYS)
    if not re.fullmatch(r"[A-Za-z][A-Za-z0-9_]*", name) or name in _RESERVED:
        raise QueryError(f"{where}: a name is made of letters, digits and _, and is not one of {', '.join(_RESERVED)}")
    if item.get("type") not in TYPES:
        raise QueryError(f"{where}: type must be one of {', '.join(TYPES)}, not {item.get('type')!r}")
    default = item.get("default")
    parameter = Parameter(name, item["type"], _summary(where, item), None if default is None else str(default))
    if parameter.default is not None:
        _check_default(where, parameter)
    return parameter


def _check_default(where: str, parameter: Parameter) -> None:
    try:
        parameter_term(parameter, None, Instances())
    except UsageError as error:
        raise QueryError(f"{where}: the default does not fit: {error}") from error


def _check_variables(path: Path, text: str, declared: set[str]) -> None:
    used = {name[1:]: offset for name, offset in variables(text) if name.startswith("_")}
    for name, offset in sorted(used.items()):
        if name not in declared:
            line = text.count("\n", 0, offset) + 1
            raise QueryError(f"{path}:{line}: ?_{name} is not among the header's parameters")
    if unused := sorted(declared - used.keys()):
        line = _line_of(text, unused[0])
        raise QueryError(f"{path}:{line}: parameter {unused[0]} is not used: write ?_{unused[0]} in the query")


def _line_of(text: str, word: str) -> int:
    """The first header line in which a word stands; 1 where none has it."""
    lines = enumerate(text.split("\n"), 1)
    return next((number for number, line in lines if line.startswith("#+") and re.search(rf"\b{re.escape(word)}\b", line)), 1)
