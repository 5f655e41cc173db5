"""Downloads for other tools: `/export/FORMAT`, by the filters of the page of incidents, streamed."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from itertools import chain
from urllib.parse import urlencode

from flask import Response, json, request, url_for

from kg.errors import UsageError
from kg.exports import FORMATS, Chosen, Format, parts
from kg.incidents import Filter
from kg.incidents.filters import PARAMETERS
from kg.web.answering.answers import problem
from kg.web.context import Context
from kg.web.pages.choosing import Asked

_PIECE = 1 << 16
"""Bytes that are sent at once."""
_OF_THE_ADDRESS = ("lang", "order", "page")
"""What an address may say besides the filters."""


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
    """A file of a format. Raises UsageError for a filter that is none, MissingExtra, Busy, and as `Pool.ask` does."""
    form = FORMATS.get(name)
    if form is None:
        return problem(HTTPStatus.NOT_FOUND, f"there is no format {name[:40]!r}; known are {', '.join(FORMATS)}")
    known = {each.name for each in PARAMETERS}
    if unknown := sorted(request.args.keys() - known - set(_OF_THE_ADDRESS)):
        raise UsageError(f"there is no filter {unknown[0][:40]!r}; there are {', '.join(each.name for each in PARAMETERS)}")
    if form.is_rdf and (given := sorted(known & request.args.keys())):
        raise UsageError(f"{given[0]} chooses incidents, and {form.name} holds whole graphs; ask without it, or for another format")
    headers = {"Content-Disposition": f'attachment; filename="{form.file}"', "Cache-Control": "no-store"}
    return Response(_parts(context, form), content_type=_content_type(form), headers=headers)


def _content_type(form: Format) -> str:
    is_text = form.media_type.startswith("text/") and not form.is_rdf
    return f"{form.media_type}; charset=utf-8" if is_text else form.media_type


def _parts(context: Context, form: Format) -> Iterable[bytes]:
    if request.method == "HEAD":
        return ()
    if form.is_rdf:
        return context.dumps.open(form.name, compressed=False)
    written = _pieces(parts(form, _chosen(context)))
    return chain([next(written, b"")], written)  # what cannot be begun is an error, and no file that breaks off


def _chosen(context: Context) -> Chosen:
    asked, table = Asked.read(context, request.args), context.asking.incidents().table
    return Chosen(asked.choose(table), table, context.asking.rows, context.instances, asked.filter == Filter())


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
