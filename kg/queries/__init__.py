"""Saved queries and how any query is run: what the command line and the web share.

A saved query is a SPARQL file that begins with `#+` lines, a YAML header: what it answers in Arabic and English, and its
parameters. In the query the parameter `place` is written `?_place`. It is put in as a whole RDF term where a token of that
name stands, so nothing that a user types can become SPARQL, and `?_place` inside a string or a comment stays as it is.
"""

from pyoxigraph import Store

from kg.queries.names import prefixes, shorten
from kg.queries.running import (
    GRAPHS,
    TABLES,
    Format,
    Refused,
    Results,
    Scope,
    SyntaxProblem,
    Table,
    Unwritable,
    answer,
    format_named,
    formats,
    run,
    serialise,
    table,
)
from kg.queries.saved import Parameter, SavedQuery, fill, load, load_file, parse
from kg.queries.xml import no_xml

__all__ = [
    "GRAPHS",
    "TABLES",
    "Format",
    "Parameter",
    "Refused",
    "Results",
    "SavedQuery",
    "Scope",
    "Store",
    "SyntaxProblem",
    "Table",
    "Unwritable",
    "answer",
    "fill",
    "format_named",
    "formats",
    "load",
    "load_file",
    "no_xml",
    "parse",
    "prefixes",
    "run",
    "serialise",
    "shorten",
    "table",
]
