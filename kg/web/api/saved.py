"""Saved queries as an API: `/queries` lists them, `/queries/NAME?parameter=value` asks one."""

from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from itertools import groupby
from urllib.parse import quote, urlencode

from flask import Response, g, json, request, url_for

from kg.errors import KgError, UsageError
from kg.queries import (
    GRAPHS,
    HTML,
    TABLES,
    Parameter,
    SavedQuery,
    UnusableQuery,
    Wanted,
    choices_found,
    choices_query,
    fill,
    rows,
    window,
)
from kg.web.answering.answers import problem, respond
from kg.web.context import Context
from kg.web.pages.offering import offered
from kg.web.pages.rendering import queries_page
from kg.workers import Question

_OF_THE_ADDRESS = ("format", "lang", "timeout")
"""What an address says besides the query's parameters."""
_SECONDS_FOR_CHOICES = 5


@dataclass(frozen=True, slots=True)
class Neighbours:
    """The addresses of the pages around one that has `limit` rows at most. Whether there is a next one, its rows tell."""

    limit: int
    first: str
    previous: str | None
    next: str


def listing(context: Context) -> Response:
    """All saved queries with their parameters, as JSON, or as a page for browsers; and what is wrong with those that are broken."""
    accepts = request.accept_mimetypes
    wants_page = accepts[HTML] > accepts["application/json"] and request.args.get("format") != "json"
    if wants_page:
        return Response(_page(context), mimetype=HTML)
    described = [describe(query) for query in context.queries.values()]
    described += [{"name": each.path.stem, "problem": describe_problem(each)} for each in context.queries.problems()]
    return Response(json.dumps(described, ensure_ascii=False, indent=2), mimetype="application/json")


def ask(context: Context, name: str) -> Response:
    """Asks one with the parameters of the address or the form. Raises KgError for what cannot be answered."""
    query = context.queries.get(name)
    if query is None:
        return _no_such_query(context, name)
    if request.method not in (query.method, "HEAD" if query.method == "GET" else query.method):
        refused = problem(HTTPStatus.METHOD_NOT_ALLOWED, f"{name} is asked by {query.method}")
        refused.headers["Allow"] = f"{query.method}, OPTIONS"
        return refused
    values = _given()
    if query.pagination and not values.get("limit"):
        values["limit"] = str(query.pagination)
    text = fill(query, values, context.instances)
    neighbours = _neighbours(values)
    g.neighbours = neighbours  # a page for people links to them
    answer = respond(context, text, question=query.summary, counted=neighbours is not None)
    if neighbours and answer.status_code == HTTPStatus.OK:
        answer.headers["Link"] = _links(neighbours, answer)
    return answer


def _no_such_query(context: Context, name: str) -> Response:
    broken = context.queries.problem(name)
    if broken is None:
        return problem(HTTPStatus.NOT_FOUND, f"there is no saved query {name!r}; /queries lists them")
    told = describe_problem(broken)
    return problem(
        HTTPStatus.INTERNAL_SERVER_ERROR,
        f"the saved query {name} cannot be used: {told['file']}:{told['line']}: {told['problem']}; {told['remedy']}",
    )


def _given() -> dict[str, str]:
    if repeated := next((key for key, values in request.values.lists() if len(values) > 1), None):
        raise UsageError(f"parameter {repeated} is given more than once")
    return {key: value for key, value in request.values.items() if key not in _OF_THE_ADDRESS}


def _neighbours(values: Mapping[str, str]) -> Neighbours | None:
    """Where the pages before and after are, if this is one; a form that was posted has none, since links are followed by GET."""
    asked = window(values)
    if asked is None or asked.limit is None or request.method == "POST":
        return None
    previous = _page_at(asked.limit, max(0, asked.offset - asked.limit)) if asked.offset else None
    return Neighbours(asked.limit, _page_at(asked.limit, 0), previous, _page_at(asked.limit, asked.offset + asked.limit))


def _links(pages: Neighbours, answer: Response) -> str:
    """The header Link (RFC 8288). There may be a next page where this one is full."""
    number: int | None = g.get("number_of_rows")
    if number is None:  # a page for people: it has the link where there may be more
        number = pages.limit * (b'rel="next"' in answer.get_data())
    next_page = pages.next if number >= pages.limit else None
    addresses = {"first": pages.first, "prev": pages.previous, "next": next_page}
    return ", ".join(f'<{address}>; rel="{name}"' for name, address in addresses.items() if address)


def _page_at(limit: int, offset: int) -> str:
    kept = [(name, value) for name, value in request.args.items() if name not in ("limit", "offset")]
    return f"{request.script_root}{quote(request.path)}?{urlencode([*kept, ('limit', limit), ('offset', offset)])}"


def describe(query: SavedQuery) -> dict[str, object]:
    """A saved query as the listing has it."""
    return {
        "name": query.name,
        "summary": dict(query.summary),
        "description": dict(query.description),
        "tags": list(query.tags),
        "method": query.method,
        "pagination": query.pagination,
        "parameters": [_describe_parameter(item) for item in query.parameters],
        "formats": list(formats_of(query)),
        "url": url_for("saved_query", name=query.name),
    }


def _describe_parameter(item: Parameter) -> dict[str, object]:
    described = {"name": item.name, "type": item.type, "default": item.default, "required": item.required, "summary": dict(item.summary)}
    return described | ({"choices": list(item.choices)} if item.choices else {})


def describe_problem(broken: UnusableQuery) -> dict[str, object]:
    """What is wrong with a file, without the folder that it lies in."""
    told = broken.problem.replace(str(broken.path), broken.path.name)
    return {"file": broken.path.name, "line": broken.line, "problem": told, "remedy": broken.remedy}


def formats_of(query: SavedQuery) -> tuple[str, ...]:
    """The names of the formats that an answer can be had in."""
    return ("html", *(item.name for item in (TABLES if query.form in ("SELECT", "ASK") else GRAPHS)))


def choices(context: Context, query: SavedQuery) -> Mapping[str, list[str]]:
    """What each parameter can be given, by name, where that is known: from the header, or from the graph."""
    return {item.name: found for item in query.parameters if (found := list(item.choices) or _in_the_graph(context, query, item))}


def _in_the_graph(context: Context, query: SavedQuery, item: Parameter) -> list[str]:
    instances = context.instances
    text = choices_query(query, item, instances)
    if text is None:
        return []
    try:
        found = context.pool.ask(Question(text, wanted=Wanted("json"), seconds=_SECONDS_FOR_CHOICES))
    except KgError:
        return []  # choices are a help: without them a value is typed
    return choices_found(rows(found.body), instances)


def _page(context: Context) -> str:
    def first_tag(query: SavedQuery) -> tuple[bool, str]:
        return not query.tags, next(iter(query.tags), "")

    queries = sorted(context.queries.values(), key=first_tag)
    return queries_page(
        groups=[(tag, list(group)) for (_, tag), group in groupby(offered(context, queries), first_tag)],
        problems=[describe_problem(each) for each in context.queries.problems()],
        choices={query.name: choices(context, query) for query in queries},
        formats={query.name: formats_of(query) for query in queries},
        addresses={query.name: _example(query) for query in queries},
    )


def _example(query: SavedQuery) -> str:
    """The whole address of an answer, for use elsewhere."""
    values = {item.name: item.default or next(iter(item.choices), "") for item in query.parameters if not item.optional}
    return url_for("saved_query", name=query.name, _external=True) + "?" + urlencode({**values, "format": formats_of(query)[1]})
