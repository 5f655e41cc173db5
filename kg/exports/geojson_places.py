"""Places as GeoJSON (RFC 7946): a feature each, with how many incidents are known to have been there and no more exactly than that.

Provinces and countries have no geometry but a `representative_point`, as in `kg.exports.geojson`.
"""

import json
from collections.abc import Iterable, Iterator

from kg.exports.geojson import geometry, point
from kg.incidents import AtPlace, Incident, at_places


def write_places(incidents: Iterable[Incident]) -> Iterator[str]:
    """The places of the incidents, those with most first, a line a place. An incident in a town does not count for its country too."""
    yield '{"type": "FeatureCollection", "features": ['
    before = "\n"
    for at in at_places(incidents):
        yield before + json.dumps(_feature(at), ensure_ascii=False)
        before = ",\n"
    yield "\n]}\n"


def _feature(at: AtPlace) -> dict[str, object]:
    place = at.place
    properties = {
        "label_ar": place.name.ar,
        "label_en": place.name.en or None,
        "class": place.name.kind,
        "precision": place.precision,
        "approximate": not place.is_exact,
        "representative_point": point(place),
        "incidents": at.total,
        "classes": dict(at.kinds),
        "within": sorted(place.within),
    }
    return {"type": "Feature", "id": place.name.iri, "geometry": geometry(place), "properties": properties}
