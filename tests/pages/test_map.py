"""The map of the page of incidents: what is known only to a province or a country is drawn as such, which GeoJSON leaves to who draws."""

import json
from pathlib import Path

import pytest
from made_incidents import entity, event, publish, quads
from playwright.sync_api import Browser, expect
from pyoxigraph import DefaultGraph, Literal, Quad
from serving import serving

from kg.ontology import kg, term


@pytest.mark.web
def test_a_province_is_a_ring_and_a_country_an_area_though_geojson_has_no_point_of_them(browser: Browser, tmp_path: Path) -> None:
    town, province, country = event(0), event(1), event(2)
    moved, renamed = (country, kg("mainPlace")), (entity("c", 0), term("rdfs:label"))
    kept = [quad for quad in quads(3) if (quad.subject, quad.predicate) not in (moved, renamed)]
    iraq = [Quad(*renamed, Literal(name, language=tag), DefaultGraph()) for tag, name in (("ar", "العراق"), ("en", "Iraq"))]
    publish(tmp_path, "1", [*kept, *iraq, Quad(*moved, entity("c", 0), DefaultGraph())])
    with serving(tmp_path) as site:
        page = browser.new_page(base_url=site)
        page.goto("/incidents?lang=ar")
        for shape in ("spot", "ring", "country"):
            expect(page.locator(f"#map path.{shape}")).to_have_count(1)
        expect(page.locator("#map path.country")).to_have_attribute("aria-label", "العراق (البلد، بلا موضع أدق) · حوادث: 1")
        found = {each["id"]: each for each in json.loads(page.request.get("/export/geojson").text())["features"]}
        page.close()
    assert {iri: each["geometry"] is not None for iri, each in found.items()} == {
        town.value: True,
        province.value: False,
        country.value: False,
    }
    assert all(each["properties"]["representative_point"] for each in found.values())
