"""Whole graphs to be downloaded: `/dump.nq.gz` and `/dump.trig`, each streamed from one snapshot."""

from flask import Response, request

from kg.web.context import Context
from kg.workers import WholeGraphs

_MEDIA_TYPES = {"nquads": "application/gzip", "trig": "application/trig"}
_NAMES = {"nquads": "dump.nq.gz", "trig": "dump.trig"}


def nquads(context: Context) -> Response:
    """N-Quads, compressed. Raises Busy, StoreError where there is no graph."""
    return _download(context, "nquads", compressed=True)


def trig(context: Context) -> Response:
    """TriG. Raises Busy, StoreError where there is no graph."""
    return _download(context, "trig", compressed=False)


def _download(context: Context, syntax: str, *, compressed: bool) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="{_NAMES[syntax]}"', "Cache-Control": "no-store"}
    dump = context.dumps.open(WholeGraphs(syntax, compressed))
    if request.method == "HEAD":  # is told what GET is told, also where there is nothing to be had
        dump.close()
    return Response(() if request.method == "HEAD" else dump, mimetype=_MEDIA_TYPES[syntax], headers=headers)
