"""Saved queries: a question a file, with a YAML header in lines that begin with `#+`."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import Store

from kg.errors import QueryError, UsageError
from kg.ontology import Instances
from kg.queries.answers.running import SyntaxProblem, run
from kg.queries.saved.header import LANGUAGES, UnusableQuery, read_header
from kg.queries.saved.parameters import Parameter, parameter_term
from kg.queries.sparql.tokens import kind, services, tokens
from kg.queries.sparql.windows import NAMES, Window, form, narrow, window

__all__ = ["Parameter", "SavedQuery", "fill", "load", "load_file", "parameter_term", "parse"]
_LARGEST_FILE = 100_000
_MOST = {"brackets": ("{([", 600), "operators": ("+-*/|&!^", 300)}
"""How much of what Oxigraph's parser recurses for is taken; ten times as much could end the process that checks it."""
_SAMPLES = {"iri": "kg:Incident", "string": "x", "integer": "1", "number": "1", "boolean": "true"} | {
    "date": "2024-01-31",
    "datetime": "2024-01-31T00:00:00Z",
}


@dataclass(frozen=True, slots=True)
class SavedQuery:
    """A question that can be asked by name. `text` is the whole file: line numbers of errors count in it."""

    name: str
    path: Path
    text: str
    summary: Mapping[str, str]
    """By language: "ar" and "en"."""
    description: Mapping[str, str]
    """Likewise; empty where it has none."""
    parameters: tuple[Parameter, ...]
    tags: tuple[str, ...] = ()
    method: str = "GET"
    """How it is asked over HTTP: "GET" or "POST"."""
    pagination: int | None = None
    """How many rows an answer over HTTP has, where its `limit` is not given; None: all."""

    @property
    def form(self) -> str:
        """SELECT, ASK, CONSTRUCT or DESCRIBE; "" for what is no query."""
        return form(self.text)


def load(folder: Path) -> dict[str, SavedQuery]:
    """All saved queries of a folder by name.

    Raises UsageError where there is no such folder, and UnusableQuery, naming file and line, for a query that cannot be used.
    """
    return {path.stem: load_file(path) for path in files(folder)}


def files(folder: Path) -> list[Path]:
    """The files of saved queries in a folder. Raises UsageError where there is no such folder."""
    if not folder.is_dir():
        raise UsageError(f"{folder}: there is no such folder of saved queries; ISNAD_QUERIES, or `queries` in a settings file, names one")
    return sorted(folder.glob("*.rq"))


def load_file(path: Path) -> SavedQuery:
    """One saved query. Raises UnusableQuery, naming file and line, where it cannot be used."""
    name = os.fsencode(path.name).decode("utf-8", "backslashreplace")
    if name != path.name:  # which no address, page or JSON could hold
        raise UnusableQuery(path.with_name(name), 1, "its name is not UTF-8", "rename it")
    try:
        text = path.read_text("utf-8")
    except OSError as error:
        raise UnusableQuery(path, 1, f"cannot be read: {error.strerror}", "see to it that it can be") from error
    except UnicodeDecodeError as error:
        raise UnusableQuery(path, 1, f"not UTF-8 at byte {error.start}", "save it as UTF-8") from error
    query = _read(path, text)
    check(query)
    return query


def parse(name: str, text: str) -> SavedQuery:
    """Any query that somebody hands over: with a header it is read as a saved one, without it has no parameters.

    Raises UnusableQuery for a header that cannot be used; the query itself is not looked at.
    """
    path = Path(name)
    if any(line.startswith("#+") for line in text.splitlines()):
        return _read(path, text)
    return SavedQuery(path.stem, path, text, dict.fromkeys(LANGUAGES, path.stem), {}, ())


def fill(query: SavedQuery, values: Mapping[str, str], instances: Instances) -> str:
    """The query's SPARQL with each parameter's variable replaced by the term that its value stands for.

    `limit` and `offset` among the values choose rows of a SELECT. Raises UsageError for a value of the wrong kind, a
    parameter that is missing, or one that the query does not have.
    """
    known = {parameter.name: parameter for parameter in query.parameters}
    if unknown := sorted(values.keys() - known.keys() - set(NAMES)):
        has = f"it has {', '.join(known)}" if known else "it has none"
        raise UsageError(f"{query.name} has no parameter {unknown[0]!r}; {has}")
    asked = window(values)
    if asked and query.form != "SELECT":
        raise UsageError(f"limit and offset choose rows of a SELECT, and {query.name} is none; leave them out")
    given = {name: values.get(name) for name in known}
    text = put_in({each.variable: each for each in query.parameters}, query.text, given, instances)
    return narrow(text, asked) if asked else text


def put_in(parameters: Mapping[str, Parameter], text: str, given: Mapping[str, str | None], instances: Instances) -> str:
    """A text with the variables that stand for parameters replaced by terms; an optional one without a value stays.

    `parameters` are by variable, `given` is by name. Raises UsageError.
    """
    terms = {
        variable: str(parameter_term(each, given.get(each.name), instances))
        for variable, each in parameters.items()
        if not (each.optional and each.default is None and not given.get(each.name))
    }
    parts = []
    for token in tokens(text):
        written = terms.get(token.group()[1:]) if kind(token) == "variable" else None
        parts.append(token.group() if written is None else _apart(text, token.start(), token.end(), written))
    return "".join(parts)


def _apart(text: str, begin: int, end: int, written: str) -> str:
    """A term with spaces where it would run into what stands beside it: `<` before an IRI, `@en` after a string."""
    left = " " if begin and not (text[begin - 1].isspace() or text[begin - 1] in "{([,") else ""
    right = " " if end < len(text) and not (text[end].isspace() or text[end] in "})],;.") else ""
    return f"{left}{written}{right}"


def check(query: SavedQuery) -> None:
    """Whether Oxigraph would take the query, with sample values, over an empty graph. Raises UnusableQuery with file and line.

    One that names SERVICE is not tried, since to try it could ask another server.
    """
    _check_size(query)
    if any(True for _ in services(query.text)):
        return
    samples = {each.name: each.default or next(iter(each.choices), _SAMPLES[each.type]) for each in query.parameters}
    text = fill(query, samples, Instances())
    if query.form == "SELECT" and _fault(narrow(text, Window(1, 1))) is None:
        return  # what can be narrowed can be asked as it is
    fault = _fault(text)
    if isinstance(fault, SyntaxProblem):
        where = str(fault).partition("\n")[0].removeprefix(f"line {fault.line}, ")
        raise UnusableQuery(query.path, fault.line, where, "mend it there")
    if fault:
        raise UnusableQuery(query.path, 1, str(fault), "mend it, or remove the file")
    if query.form == "SELECT":
        raise UnusableQuery(query.path, 1, "limit and offset cannot be put in", "write spaces around LIMIT, OFFSET and their numbers")


def _fault(text: str) -> QueryError | None:
    try:
        run(Store(), text, Instances())
    except QueryError as error:
        return error
    return None


def _check_size(query: SavedQuery) -> None:
    if len(query.text) > _LARGEST_FILE:
        raise UnusableQuery(query.path, 1, f"it has over {_LARGEST_FILE} characters", "shorten it")
    written = [token.group() for token in tokens(query.text) if kind(token) == "other"]
    for what, (characters, most) in _MOST.items():
        if sum(character in characters for character in written) > most:
            raise UnusableQuery(query.path, 1, f"it has over {most} {what}", "shorten it")


def _read(path: Path, text: str) -> SavedQuery:
    header = read_header(path, text)
    return SavedQuery(
        path.stem,
        path,
        text,
        header.summary,
        header.description,
        header.parameters,
        header.tags,
        header.method,
        header.pagination,
    )
