"""Incidents as GeoJSON (RFC 7946): a feature each, in the order in which they come, with what a map must know to draw it honestly.

The geometry is a point only where a site or a town is known: `precision` is "facility" or "settlement". Where no more than a
"region" or "country" is known (`approximate` is true) it is null, since whatever opens the file would draw a point of it at once,
often far from where something was: `representative_point` is for who can draw the whole area. Where no place or no coordinates are
known, both are null.
"""

import json
from collections.abc import Iterable, Iterator

from kg.incidents import Incident, Named, Place, Toll

_DECIMALS = 6
"""Of degrees: a tenth of a metre, as RFC 7946 advises."""


def write_geojson(incidents: Iterable[Incident]) -> Iterator[str]:
    """The feature collection, part by part: a line a feature."""
    yield '{"type": "FeatureCollection", "features": ['
    before = "\n"
    for incident in incidents:
        yield before + json.dumps(feature(incident), ensure_ascii=False)
        before = ",\n"
    yield "\n]}\n"


def feature(incident: Incident) -> dict[str, object]:
    """An incident as a feature; what is not known is null."""
    return {"type": "Feature", "id": incident.iri, "geometry": geometry(incident.place), "properties": _properties(incident)}


def geometry(place: Place | None) -> dict[str, object] | None:
    """Where something was, as a point; None where that is not known to the town."""
    coordinates = point(place)
    return {"type": "Point", "coordinates": coordinates} if place and place.is_exact and coordinates else None


def point(place: Place | None) -> list[float] | None:
    """The representative point of a place: longitude, then latitude. None without coordinates, or with such as no map has."""
    if place is None or place.latitude is None or place.longitude is None:
        return None
    if not (-90 <= place.latitude <= 90 and -180 <= place.longitude <= 180):
        return None
    return [round(place.longitude, _DECIMALS), round(place.latitude, _DECIMALS)]


def _properties(incident: Incident) -> dict[str, object]:
    place = incident.place
    return {
        "label_ar": incident.ar,
        "label_en": incident.en or None,
        "class": incident.kind,
        "status": incident.status,
        "earliest": incident.earliest.isoformat() if incident.earliest else None,
        "latest": incident.latest.isoformat() if incident.latest else None,
        "place": _named(place.name) if place else None,
        "precision": place.precision if place else None,
        "approximate": not place.is_exact if place else None,
        "representative_point": point(place),
        "killed": _toll(incident.killed),
        "injured": _toll(incident.injured),
        "actors": [{"relation": actor.relation, **_named(actor.entity)} for actor in incident.actors],
        "articles": [report.article for report in incident.reports],
        "independent_sources": incident.sources,
    }


def _named(named: Named) -> dict[str, object]:
    return {"iri": named.iri, "ar": named.ar, "en": named.en or None, "class": named.kind}


def _toll(toll: Toll | None) -> dict[str, int] | None:
    return {"low": toll.low, "best": toll.best, "high": toll.high} if toll else None
