"""Incidents as one flat table, read from the graph by saved queries, with the filters that pages and exports share.

Whatever shows or writes incidents begins here: `read_incidents(ask)` gives an `IncidentTable`, `Filter` says which rows of it
are meant, and `facets` and `timeline` count them.
"""

from kg.incidents.facets import Facet, facets
from kg.incidents.filters import Filter
from kg.incidents.killed import killed_in
from kg.incidents.orders import ORDERS, ordered
from kg.incidents.places import AtPlace, at_places, drawn_at, kinds_by_frequency
from kg.incidents.reading import QUERIES, Ask, read_incidents
from kg.incidents.table import Actor, Incident, IncidentTable, Issue, Named, Place, Report, Toll
from kg.incidents.timeline import Period, timeline

__all__ = [
    "ORDERS",
    "QUERIES",
    "Actor",
    "Ask",
    "AtPlace",
    "Facet",
    "Filter",
    "Incident",
    "IncidentTable",
    "Issue",
    "Named",
    "Period",
    "Place",
    "Report",
    "Toll",
    "at_places",
    "drawn_at",
    "facets",
    "killed_in",
    "kinds_by_frequency",
    "ordered",
    "read_incidents",
    "timeline",
]
