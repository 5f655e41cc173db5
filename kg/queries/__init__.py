"""Saved queries and how any query is run: what the command line and the web share.

A saved query is a SPARQL file that begins with `#+` lines, a YAML header: what it answers in Arabic and English, and its
parameters. In the query the parameter `place` is written `?_place`. It is put in as a whole RDF term where a token of that
name stands, so nothing that a user types can become SPARQL, and `?_place` inside a string or a comment stays as it is.
"""

from pyoxigraph import Literal, NamedNode, Store

from kg.queries.answers.counting import count_rows
from kg.queries.answers.negotiation import HTML, Unacceptable, Wanted, choose
from kg.queries.answers.running import Refused, Scope, SyntaxProblem, Table, answer, run, table
from kg.queries.answers.writing import (
    BINDINGS,
    GRAPHS,
    TABLES,
    Format,
    Most,
    Results,
    Term,
    TooLarge,
    Unwritable,
    format_named,
    formats,
    rows,
    serialise,
)
from kg.queries.answers.xml import no_xml
from kg.queries.names import prefixes, shorten
from kg.queries.saved.choices import choices_found, choices_query
from kg.queries.saved.folder import SavedQueries
from kg.queries.saved.header import UnusableQuery
from kg.queries.saved.keeping import keep
from kg.queries.saved.parameters import parameter_term
from kg.queries.saved.query import Parameter, SavedQuery, fill, load, load_file, parse
from kg.queries.sparql.windows import LARGEST, LEAST, Window, window

__all__ = [
    "BINDINGS",
    "GRAPHS",
    "HTML",
    "LARGEST",
    "LEAST",
    "TABLES",
    "Format",
    "Literal",
    "Most",
    "NamedNode",
    "Parameter",
    "Refused",
    "Results",
    "SavedQueries",
    "SavedQuery",
    "Scope",
    "Store",
    "SyntaxProblem",
    "Table",
    "Term",
    "TooLarge",
    "Unacceptable",
    "UnusableQuery",
    "Unwritable",
    "Wanted",
    "Window",
    "answer",
    "choices_found",
    "choices_query",
    "choose",
    "count_rows",
    "fill",
    "format_named",
    "formats",
    "keep",
    "load",
    "load_file",
    "no_xml",
    "parameter_term",
    "parse",
    "prefixes",
    "rows",
    "run",
    "serialise",
    "shorten",
    "table",
    "window",
]
