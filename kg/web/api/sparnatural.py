"""`/sparnatural`: the configuration of Sparnatural, a query builder for people who know no SPARQL."""

from flask import Response, request

from kg.exports import sparnatural
from kg.web.context import Context


def config(_context: Context) -> Response:
    """Answers `/sparnatural` and `/sparnatural/config.ttl`, with names in both languages; with `?lang=` in that one, untagged.

    Sparnatural's own words are English and French only, and of a name in another language than that it shows the untagged.
    """
    chosen = request.args.get("lang")
    written = sparnatural.turtle(chosen if chosen in ("ar", "en") else None)
    return Response(written, content_type="text/turtle; charset=utf-8")
