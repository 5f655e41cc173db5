"""The header of a saved query: YAML in lines that begin with `#+`, by the conventions of grlc and our own."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import yaml

from kg.errors import QueryError, UsageError
from kg.ontology import Instances
from kg.queries.saved.parameters import TYPES, Parameter, parameter_term
from kg.queries.sparql.tokens import kind, tokens, variables

LANGUAGES = ("ar", "en")
METHODS = ("GET", "POST")
RESERVED = ("format", "lang", "limit", "offset", "timeout")
"""What the web's addresses say besides parameters."""
_KEYS = {
    *("summary", "description", "parameters", "defaults", "enumerate", "pagination", "method", "tags"),
    *("endpoint", "endpoint_in_url"),  # grlc's, without meaning here: the graph that is asked is always the server's own
}
_PARAMETER_KEYS = {"name", "type", "default", "summary", "language", "optional"}
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]*")
_LANGUAGE = re.compile(r"[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*")
_SUFFIXES = {"iri": "iri", "literal": "string", "string": "string", "integer": "integer", "number": "number"} | {
    "boolean": "boolean",
    "date": "date",
    "dateTime": "datetime",
}
"""What grlc lets a variable's name end with, to say the type of its parameter."""
_LARGEST_PAGE = 1_000_000


class UnusableQuery(QueryError):
    """A saved query that cannot be used: where it is wrong, how, and what to do. `line` counts from 1."""

    def __init__(self, path: Path, line: int, problem: str, remedy: str) -> None:
        super().__init__(path, line, problem, remedy)
        self.path, self.line, self.problem, self.remedy = path, line, problem, remedy

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.problem}; {self.remedy}"


@dataclass(frozen=True, slots=True)
class Header:
    """What a header says."""

    summary: Mapping[str, str]
    description: Mapping[str, str]
    """Empty where the header has none."""
    parameters: tuple[Parameter, ...]
    tags: tuple[str, ...]
    method: str
    pagination: int | None


def read_header(path: Path, text: str) -> Header:
    """The header of a query's file. Raises UnusableQuery."""
    return _Reader(path, text).header()


class _Reader:
    """Reads one header; what is wrong is told with the line that it stands in."""

    def __init__(self, path: Path, text: str) -> None:
        self._path, self._text = path, text
        self._values = self._yaml()
        self._check_keys(self._values, _KEYS)

    def header(self) -> Header:
        summary = self._summary(self._values, "summary")
        description = self._texts(self._values, "description", "description") if self._values.get("description") else {}
        named = self._declared() if "parameters" in self._values else self._named_as_by_grlc()
        parameters = tuple(self._enumerated(self._with_defaults(named)))
        self._check_variables(parameters)
        for parameter in parameters:
            self._check_default(parameter)
        return Header(summary, description, parameters, self._tags(), self._method(), self._pagination())

    def _wrong(self, word: str, problem: str, remedy: str) -> UnusableQuery:
        return UnusableQuery(self._path, self._line_of(word), problem, remedy)

    def _line_of(self, word: str) -> int:
        """The first header line in which a word stands; 1 where none has it."""
        lines = enumerate(self._text.split("\n"), 1)
        return next((number for number, line in lines if line.startswith("#+") and re.search(rf"\b{re.escape(word)}\b", line)), 1)

    def _yaml(self) -> dict[str, object]:
        """The YAML of the `#+` lines, on the file's own line numbers."""
        lines = [line[2:] if line.startswith("#+") else "" for line in self._text.split("\n")]
        if not any(lines):
            raise UnusableQuery(
                self._path, 1, "a saved query begins with a header in lines that start with #+", "write #+ summary: … first"
            )
        try:
            values = yaml.safe_load("\n".join(lines))
        except yaml.MarkedYAMLError as error:
            line = error.problem_mark.line + 1 if error.problem_mark else 1
            raise UnusableQuery(self._path, line, f"the header is not YAML: {error.problem}", "mend it there") from error
        except (yaml.YAMLError, ValueError, RecursionError) as error:
            raise UnusableQuery(self._path, 1, f"the header is not YAML: {error}", "mend it") from error
        if not isinstance(values, dict):
            raise UnusableQuery(self._path, 1, "the header must be `key: value` lines", "write #+ summary: … first")
        return values

    def _check_keys(self, given: Mapping[str, object], known: set[str]) -> None:
        if unknown := sorted(str(key) for key in given if key not in known):
            raise self._wrong(unknown[0], f"unknown key {unknown[0]!r}", f"known are {', '.join(sorted(known))}")

    def _summary(self, holder: Mapping[str, object], where: str) -> dict[str, str]:
        return self._texts(holder, "summary", where)

    def _texts(self, holder: Mapping[str, object], key: str, where: str) -> dict[str, str]:
        """What a key says by language: one text is taken for both."""
        given = holder.get(key)
        if isinstance(given, str) and given.strip():
            return dict.fromkeys(LANGUAGES, given.strip())
        if not isinstance(given, dict) or any(not isinstance(given.get(language), str) for language in LANGUAGES):
            remedy = "write one text, or one in Arabic and one in English: {ar: …, en: …}"
            raise self._wrong(where, f"there must be a {key}{'' if where == key else ' of ' + where}", remedy)
        return {language: given[language] for language in LANGUAGES}

    def _declared(self) -> list[Parameter]:
        items = self._values["parameters"] or []
        if not isinstance(items, list):
            raise self._wrong("parameters", "parameters must be a list", "write - name: …")
        found = [self._parameter(item) for item in items]
        names = [parameter.name for parameter in found]
        if twice := next((name for name in names if names.count(name) > 1), None):
            raise self._wrong(twice, f"parameter {twice} is declared twice", "keep one")
        return found

    def _parameter(self, item: object) -> Parameter:
        if not isinstance(item, dict) or not isinstance(item.get("name"), str):
            raise self._wrong("parameters", f"each parameter needs a name, unlike {item!r}", "write - name: …")
        name, kind_of_value = item["name"], item.get("type")
        self._check_keys(item, _PARAMETER_KEYS)
        self._check_name(name)
        if kind_of_value not in TYPES:
            raise self._wrong(
                name, f"parameter {name}: type must be one of {', '.join(TYPES)}, not {kind_of_value!r}", "write one of these"
            )
        language = item.get("language")
        if language is not None and (kind_of_value != "string" or not _LANGUAGE.fullmatch(str(language))):
            raise self._wrong(name, f"parameter {name}: language must be a tag such as ar, and only of a string", "mend it or leave it out")
        default = _written(item.get("default"))
        tag = None if language is None else str(language)
        return Parameter(name, kind_of_value, self._summary(item, name), default, f"_{name}", tag, optional=item.get("optional") is True)

    def _check_name(self, name: str) -> None:
        if not _NAME.fullmatch(name) or name in RESERVED:
            remedy = f"a name is made of letters, digits and _, and is not one of {', '.join(RESERVED)}"
            raise self._wrong(name, f"parameter {name}: it cannot be called so", remedy)

    def _named_as_by_grlc(self) -> list[Parameter]:
        """Without `parameters`, each variable whose name begins with _ is one, and the name's end says of which type."""
        found: dict[str, Parameter] = {}
        for variable, offset in variables(self._text):
            if not variable.startswith("_"):
                continue
            parameter = _by_its_name(variable)
            if not _NAME.fullmatch(parameter.name) or parameter.name in RESERVED or found.get(parameter.name, parameter) != parameter:
                line = self._text.count("\n", 0, offset) + 1
                remedy = "call the variable otherwise, or declare the parameters in the header"
                raise UnusableQuery(self._path, line, f"?_{parameter.name} cannot be a parameter", remedy)
            found[parameter.name] = parameter
        return list(found.values())

    def _with_defaults(self, parameters: list[Parameter]) -> list[Parameter]:
        given = self._by_parameter("defaults", parameters)
        return [replace(each, default=_written(given[each.name])) if each.name in given else each for each in parameters]

    def _by_parameter(self, key: str, parameters: list[Parameter]) -> dict[str, object]:
        """Of grlc: `- name: value` items, `- name` alone being None, or a mapping. Raises UnusableQuery for unknown names."""
        listed = self._values.get(key) or {}
        items = listed if isinstance(listed, list) else [listed]
        found: dict[str, object] = {}
        for item in items:
            found |= {str(name): value for name, value in (item if isinstance(item, dict) else {item: None}).items()}
        known = {name: each.name for each in parameters for name in (each.variable, each.name)}
        if unknown := sorted(found.keys() - known.keys()):
            raise self._wrong(
                unknown[0], f"{key}: there is no parameter {unknown[0]}", f"name one of {', '.join(known) or 'the parameters'}"
            )
        return {known[name]: value for name, value in found.items()}

    def _enumerated(self, parameters: list[Parameter]) -> list[Parameter]:
        given = self._by_parameter("enumerate", parameters)
        return [self._with_choices(each, given[each.name]) if each.name in given else each for each in parameters]

    def _with_choices(self, parameter: Parameter, choices: object) -> Parameter:
        if choices is None or isinstance(choices, str):
            return replace(parameter, asked=choices or "")
        if not isinstance(choices, list) or not choices:
            remedy = "give a list, a SELECT, or the name alone"
            raise self._wrong(parameter.name, f"enumerate: {parameter.name} has no values", remedy)
        listed = tuple(written for choice in choices if (written := _written(choice)) is not None)
        for choice in listed:
            self._check_value(parameter, choice, "the value")
        return replace(parameter, choices=listed)

    def _check_default(self, parameter: Parameter) -> None:
        if parameter.default is not None:
            self._check_value(parameter, parameter.default, "the default")

    def _check_value(self, parameter: Parameter, value: str, what: str) -> None:
        try:
            parameter_term(parameter, value, Instances())
        except UsageError as error:
            raise self._wrong(parameter.name, f"parameter {parameter.name}: {what} does not fit: {error}", "write another") from error

    def _check_variables(self, parameters: tuple[Parameter, ...]) -> None:
        declared = {parameter.variable: parameter.name for parameter in parameters}
        used = {name: offset for name, offset in variables(self._text) if name.startswith("_")}
        for name, offset in sorted(used.items()):
            if name not in declared:
                line = self._text.count("\n", 0, offset) + 1
                raise UnusableQuery(self._path, line, f"?{name} is not among the header's parameters", "declare it there, or rename it")
        if unused := sorted(declared.keys() - used.keys()):
            name = declared[unused[0]]
            raise self._wrong(name, f"parameter {name} is not used", f"write ?{unused[0]} in the query")
        self._check_comparisons(declared)

    def _check_comparisons(self, declared: Mapping[str, str]) -> None:
        """`?a<?_x&&?b>1` has what looks like an IRI and hides a parameter."""
        for token in tokens(self._text):
            named = re.findall(r"[?$](\w+)", token.group().partition(":")[0]) if kind(token) == "iri" else []
            if hidden := next((name for name in named if name in declared), None):
                line = self._text.count("\n", 0, token.start()) + 1
                raise UnusableQuery(self._path, line, f"?{hidden} stands in what looks like an IRI", "write a space after <")

    def _tags(self) -> tuple[str, ...]:
        tags = self._values.get("tags") or []
        if not isinstance(tags, list) or any(isinstance(tag, dict | list) for tag in tags):
            raise self._wrong("tags", "tags must be a list of words", "write tags: [one, two]")
        return tuple(str(tag) for tag in tags)

    def _method(self) -> str:
        method = str(self._values.get("method") or METHODS[0]).upper()
        if method not in METHODS:
            raise self._wrong("method", f"method must be {' or '.join(METHODS)}, not {method!r}", "write one of these, or leave it out")
        return method

    def _pagination(self) -> int | None:
        size = self._values.get("pagination")
        if size is not None and (not isinstance(size, int) or isinstance(size, bool) or not 1 <= size <= _LARGEST_PAGE):
            raise self._wrong("pagination", f"pagination must be rows of a page, 1 to {_LARGEST_PAGE}, not {size!r}", "write such a number")
        return size


def _by_its_name(variable: str) -> Parameter:
    """`_born_date`: a parameter `born` that is a date; with two underscores in front one that is optional."""
    whole = variable.lstrip("_")
    name, _, suffix = whole.rpartition("_")
    if name and suffix in _SUFFIXES:
        kind_of_value, language = _SUFFIXES[suffix], None
    elif name and re.fullmatch("[a-z]{2}", suffix):
        kind_of_value, language = "string", suffix
    else:
        name, kind_of_value, language = whole, "string", None
    return Parameter(name, kind_of_value, dict.fromkeys(LANGUAGES, name), None, variable, language, optional=variable.startswith("__"))


def _written(value: object) -> str | None:
    """A value of YAML as it would be typed."""
    if isinstance(value, bool):
        return str(value).lower()
    return None if value is None else str(value)
