"""Every address that the server answers, with what answers it."""

from collections.abc import Callable
from typing import NamedTuple

from flask import Response

from kg.web.api import exports, feeds, openapi, saved, search, sparnatural
from kg.web.pages import editor, explorer, incidents, ontology, start, things
from kg.web.protocols import description, dump, graphs, sparql, update
from kg.web.server import readiness, robots

_READ = ("GET",)
_ASK = ("GET", "POST")
_WRITE = ("POST",)
_ALL = ("GET", "PUT", "POST", "DELETE")


class Route(NamedTuple):
    """An address, the name by which links are made to it, what answers it, and by which methods it is asked."""

    rule: str
    name: str
    view: Callable[..., Response]
    """Takes the context, and what the rule has in angle brackets by name."""
    methods: tuple[str, ...]


ROUTES = (
    Route("/", "start", start.page, _READ),
    Route("/incidents", "incidents", incidents.listing, _READ),
    Route("/incidents/at", "incidents_at", incidents.at_place, _READ),
    Route("/sparql", "sparql", sparql.endpoint, _ASK),
    Route("/explorer", "explorer", explorer.page, _READ),
    Route("/editor", "editor", editor.page, _READ),
    Route("/editor/<name>.rq", "query_text", editor.text, _READ),
    Route("/queries", "queries", saved.listing, _READ),
    Route("/queries/<name>", "saved_query", saved.ask, _ASK),
    Route("/ontology", "ontology", ontology.page, _READ),
    Route("/sparnatural", "sparnatural", sparnatural.config, _READ),
    Route("/sparnatural/config.ttl", "sparnatural_config", sparnatural.config, _READ),
    Route("/openapi.json", "openapi", openapi.document, _READ),
    Route("/search", "search", search.search, _READ),
    Route("/search/suggest", "suggest", search.suggest, _READ),
    Route("/sparql/status", "query_status", sparql.status, _ASK),
    Route("/rdf/statistics/summary", "summary", description.summary, _READ),
    Route("/update", "update", update.endpoint, _WRITE),
    Route("/graphs", "graphs", graphs.by_parameter, _ALL),
    Route("/graphs/<path:path>", "graph", graphs.by_address, _ALL),
    Route("/dump.nq.gz", "dump_nquads", dump.nquads, _READ),
    Route("/dump.trig", "dump_trig", dump.trig, _READ),
    Route("/export", "exports", exports.listing, _READ),
    Route("/export/<name>", "export", exports.export, _READ),
    Route("/feeds/<name>.atom", "atom_feed", feeds.atom, _READ),
    Route("/feeds/<name>.json", "json_feed", feeds.json_feed, _READ),
    Route("/id/<path:name>", "thing", things.thing, _READ),
    Route("/robots.txt", "robots", robots.rules, _READ),
    Route("/health", "health", readiness.health, _READ),
    Route("/ready", "ready", readiness.ready, _READ),
)
