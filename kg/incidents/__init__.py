"""Incidents as one flat table, read from the graph by saved queries, with the filters that pages and exports share.

Whatever shows or writes incidents begins here: `read_incidents(ask)` gives an `IncidentTable`, `Filter` says which rows of it
are meant, and `facets` and `timeline` count them.
"""

from kg.incidents.facets import Facet, facets
from kg.incidents.filters import Filter
from kg.incidents.reading import Ask, read_incidents
from kg.incidents.table import Actor, Incident, IncidentTable, Named, Place, Report, Toll
from kg.incidents.timeline import Issue, Period, timeline

__all__ = [
    "Actor",
    "Ask",
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
    "facets",
    "read_incidents",
    "timeline",
]
