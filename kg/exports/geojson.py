"""Incidents as GeoJSON (RFC 7946): a feature each, in the order in which they come, with what a map must know to draw it honestly.

The geometry is the representative point of the place. `precision` says what that point stands for: "facility" and
"settlement" are where something was; a "region" or "country" (`approximate` is true) is all that is known, and its point, often
far from where something was, must be drawn as the whole area or not at all. Where no place or no coordinates are known, the
geometry is null.
"""

import json
from collections.abc import Iterable, Iterator

from kg.incidents import Incident, Named, Place, Toll

MEDIA_TYPE = "application/geo+json"
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
    return {"type": "Feature", "id": incident.iri, "geometry": point(incident.place), "properties": _properties(incident)}


def point(place: Place | None) -> dict[str, object] | None:
    """The representative point of a place: longitude, then latitude. None without coordinates, or with such as no map has."""
    if place is None or place.latitude is None or place.longitude is None:
        return None
    if not (-90 <= place.latitude <= 90 and -180 <= place.longitude <= 180):
        return None
    return {"type": "Point", "coordinates": [round(place.longitude, _DECIMALS), round(place.latitude, _DECIMALS)]}


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
