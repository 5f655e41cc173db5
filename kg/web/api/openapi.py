"""`/openapi.json`: what this server answers, as OpenAPI 3.1. Made from its routes and from the saved queries as they are now."""

import re
from collections.abc import Mapping
from functools import partial
from inspect import cleandoc
from urllib.parse import quote

from flask import Response, current_app, json, request
from werkzeug.routing import Rule

from kg import __version__
from kg.exports import FORMATS
from kg.incidents.filters import PARAMETERS
from kg.queries import LARGEST, LEAST, Parameter, SavedQuery
from kg.web.api import operations
from kg.web.api.operations import Described
from kg.web.api.saved import choices, formats_of
from kg.web.context import Context

_FURTHER = "\u00c0-\u024f\u0620-\u06d3"  # letters of Latin and Arabic: others are taken too, and said to nobody
_IN_NAMES = f"(?:[A-Za-z0-9._~!$&'()*+,;=-]|[{_FURTHER}]|%[0-9A-Fa-f]{{2}})"
_ANYWHERE = f"(?:{_IN_NAMES}|[@:/?])"
_IRI = f"^[A-Za-z][A-Za-z0-9+.-]*:(?://{_IN_NAMES}+(?::[0-9]+)?(?:/{_ANYWHERE}*)?|{_IN_NAMES}{_ANYWHERE}*)(?:#{_ANYWHERE}*)?$"
"""RFC 3987, 2.2, of which this is a part; short names such as entity:Q159 look like IRIs too."""
_SCHEMAS: Mapping[str, Described] = {
    "iri": {"type": "string", "pattern": _IRI},
    "string": {"type": "string"},
    "integer": {"type": "integer", "format": "int64", "minimum": -(2**63), "maximum": 2**63 - 1},
    "number": {"type": "number"},
    "boolean": {"type": "boolean"},
    "date": {"type": "string", "format": "date"},
    "datetime": {"type": "string", "format": "date-time"},
}
_MOST_EXAMPLES = 10
_METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
"""Those that are described; HEAD is answered where GET is, OPTIONS everywhere."""
_FILTERED = ("incidents", "export")
"""Routes that take the filters of incidents."""
_OWN_PATHS = ("static",)
"""Routes that are no part of the API: what pages need."""


def document(context: Context) -> Response:
    """The whole description, in the language of `?lang=` or Accept-Language, else in English."""
    described = {
        "openapi": "3.1.0",
        "info": {
            "title": "Isnad",
            "version": __version__,
            "summary": "A knowledge graph of Arabic news in which every statement can be traced to its article, its words and its speaker",
            "license": {"name": "Apache 2.0", "identifier": "Apache-2.0"},
        },
        "servers": [{"url": request.script_root or "/"}],
        "paths": _paths(context, language()),
        "components": operations.COMPONENTS,
    }
    return Response(json.dumps(described, ensure_ascii=False), mimetype="application/json")


def language() -> str:
    """The language of descriptions: programs that name none get English."""
    asked = request.args.get("lang")
    return asked if asked in ("ar", "en") else request.accept_languages.best_match(("en", "ar"), "en") or "en"


def path_of(rule: Rule) -> str:
    """A route as a path of OpenAPI: `/id/<path:name>` is `/id/{name}`."""
    return re.sub(r"<(?:[^:<>]*:)?([^<>]+)>", r"{\1}", rule.rule)


def _paths(context: Context, lang: str) -> Described:
    found: dict[str, Described] = {}
    for rule in current_app.url_map.iter_rules():
        if rule.endpoint in _OWN_PATHS:
            continue
        if rule.endpoint == "saved_query":
            found |= {
                f"/queries/{quote(each.name)}": {each.method.lower(): _query(context, each, lang)} for each in context.queries.values()
            }
            continue
        operation = found.setdefault(path_of(rule), {})
        operation |= {method.lower(): _fixed(rule, method) for method in _METHODS if method in (rule.methods or ())}
    return found


def _fixed(rule: Rule, method: str) -> Described:
    """A route that is the same for every server: as `operations` has it, else what its function says of itself."""
    path = path_of(rule)
    known = operations.FIXED.get((method, path))
    names = re.findall(r"{([^}]+)}", path)
    schema: Described = {"type": "string", "enum": list(FORMATS)} if rule.endpoint == "export" else {"type": "string"}
    placed: list[Described] = [{"name": name, "in": "path", "required": True, "schema": schema} for name in names]
    if known is None:
        view = current_app.view_functions[rule.endpoint]
        told = cleandoc((view.func if isinstance(view, partial) else view).__doc__ or rule.endpoint)
        known = {"summary": told.splitlines()[0], "responses": operations.answers({"*/*": {}})}
    own = [*known.get("parameters", []), *(_filters() if rule.endpoint in _FILTERED else ())]
    return {"operationId": f"{method.lower()}_{rule.endpoint}", **known, **({"parameters": placed + own} if placed or own else {})}


def _filters() -> list[Described]:
    """The filters of incidents, all optional."""
    return [_parameter(each.name, _schema(each), False, each.summary["en"], []) for each in PARAMETERS]  # noqa: FBT003  # as above


def _query(context: Context, query: SavedQuery, lang: str) -> Described:
    found = choices(context, query)
    named = {item.name: (_schema(item), item.required, item.summary[lang], found.get(item.name, [])) for item in query.parameters}
    described: Described = {
        "operationId": query.name,
        "summary": query.summary[lang],
        "x-summary": dict(query.summary),
        "tags": list(query.tags) or ["queries"],
        "responses": operations.answers(operations.contents(query.form)),
    }
    described |= {"description": query.description[lang]} if query.description else {}
    own = [] if query.method == "POST" else [_parameter(name, *told) for name, told in named.items()]
    described["parameters"] = [*own, *_window(query), operations.format_parameter(formats_of(query)), operations.TIMEOUT, operations.LANG]
    if query.method == "POST" and named:
        fields = {name: schema | {"description": summary} for name, (schema, _, summary, _) in named.items()}
        form = {"type": "object", "properties": fields, "required": [name for name, (_, required, _, _) in named.items() if required]}
        described["requestBody"] = {"content": {"application/x-www-form-urlencoded": {"schema": form}}}
    return described


def _window(query: SavedQuery) -> list[Described]:
    """`limit` and `offset`, of a SELECT."""
    if query.form != "SELECT":
        return []
    told = {"limit": "How many rows at most", "offset": "How many rows are left out before the first"}
    usual = {"limit": query.pagination, "offset": 0}
    schemas = {name: {"type": "integer", "minimum": LEAST[name], "maximum": LARGEST[name]} for name in told}
    schemas |= {name: schemas[name] | {"default": usual[name]} for name in told if usual[name] is not None}
    return [_parameter(name, schemas[name], False, told[name], []) for name in told]  # noqa: FBT003  # in the order of a saved query's


def _parameter(name: str, schema: Described, required: bool, summary: str, found: list[str]) -> Described:  # noqa: FBT001
    described = {"name": name, "in": "query", "required": required, "description": summary, "schema": schema}
    if not required:
        described["allowEmptyValue"] = True  # forms send fields that nobody filled in
    if found and "enum" not in schema:
        described["examples"] = {f"value{number}": {"value": value} for number, value in enumerate(found[:_MOST_EXAMPLES], 1)}
    return described


def _schema(item: Parameter) -> Described:
    schema = dict(_SCHEMAS[item.type])
    if item.choices:
        schema["enum"] = [_typed(item, choice) for choice in item.choices]
    if item.default is not None:
        schema["default"] = _typed(item, item.default)
    return schema


def _typed(item: Parameter, value: str) -> object:
    match item.type:
        case "integer":
            return int(value)
        case "number":
            return float(value)
        case "boolean":
            return value.lower() in ("true", "1")
        case _:
            return value
