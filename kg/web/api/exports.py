"""Downloads for other tools: `/export/FORMAT`, by the filters of the page of incidents, streamed."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from urllib.parse import urlencode

from flask import Response, json, request, url_for

from kg.errors import UsageError
from kg.exports import FORMATS, Format, parts
from kg.incidents.filters import PARAMETERS
from kg.web.answering.answers import problem
from kg.web.context import Context
from kg.web.pages.choosing import Asked
from kg.workers import IncidentsFile, WholeGraphs

_PIECE = 1 << 16
"""Bytes that are sent at once."""


@dataclass(frozen=True, slots=True)
class Download:
    """A format with the address of its file."""

    form: Format
    address: str


def downloads(parameters: Mapping[str, str]) -> list[Download]:
    """Every format with its address, by the filters that `Asked.parameters` gives; those of whole graphs without them, at the end."""
    query = f"?{urlencode(parameters)}" if parameters else ""
    narrow = [Download(form, f"{url_for('export', name=form.name)}{query}") for form in FORMATS.values() if not form.is_rdf]
    return narrow + [Download(form, url_for("export", name=form.name)) for form in FORMATS.values() if form.is_rdf]


def listing(_context: Context) -> Response:
    """All formats with their addresses, as JSON. Filters are added to the addresses of those that take them."""
    described = [
        {
            "name": each.form.name,
            "media_type": each.form.media_type,
            "file": each.form.file,
            "summary": dict(each.form.summary),
            "filters": [] if each.form.is_rdf else [parameter.name for parameter in PARAMETERS],
            "url": each.address,
        }
        for each in downloads({})
    ]
    return Response(json.dumps(described, ensure_ascii=False), mimetype="application/json")


def export(context: Context, name: str) -> Response:
    """A file of a format. Raises UsageError for a filter that is none, and as `Dumps.open` and `Asking.incidents` do."""
    form = FORMATS.get(name)
    if form is None:
        return problem(HTTPStatus.NOT_FOUND, f"there is no format {name[:40]!r}; known are {', '.join(FORMATS)}")
    asked = Asked.read(context, request.args)
    if form.is_rdf and (given := asked.filter.parameters(context.instances)):
        raise UsageError(f"{next(iter(given))} chooses incidents, and {form.name} holds whole graphs; ask without it or for another format")
    headers = {"Content-Disposition": f'attachment; filename="{form.file}"', "Cache-Control": "no-store"}
    return Response(_parts(context, form, asked), content_type=_content_type(form), headers=headers)


def _content_type(form: Format) -> str:
    is_text = form.media_type.startswith("text/") and not form.is_rdf
    return f"{form.media_type}; charset=utf-8" if is_text else form.media_type


def _parts(context: Context, form: Format, asked: Asked) -> Iterable[bytes]:
    if request.method == "HEAD":
        return ()
    if form.is_rdf:
        return context.dumps.open(WholeGraphs(form.name))
    if form.of_incidents:  # which are at hand
        return context.dumps.here(_pieces(parts(form, asked.choose(context.asking.incidents()))))
    return context.dumps.open(IncidentsFile(form.name, asked.filter, asked.order, context.settings.memory << 20))


def _pieces(written: Iterable[bytes]) -> Iterator[bytes]:
    """In pieces of some size: a server that sends each line by itself is slow."""
    waiting = bytearray()
    for part in written:
        waiting += part
        if len(waiting) >= _PIECE:
            yield bytes(waiting)
            waiting.clear()
    if waiting:
        yield bytes(waiting)
