"""The page of incidents over a real store: its filters against SPARQL, its downloads read back, in both languages, with bad names."""

import csv
import io
import json
import re
import time
from html import unescape
from pathlib import Path
from urllib.parse import urlencode

import pytest
from flask.testing import FlaskClient
from made_incidents import GROUPS, PLACES, entity, publish, publish_incidents, quads
from pyoxigraph import DefaultGraph, Literal, Quad, Store

from kg.ontology import Instances, kg, term
from kg.queries import run
from kg.settings import Settings
from kg.store import StoreFolder
from kg.web import create_app

NUMBER = 300
HERE = Instances()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("incidents")
    publish_incidents(folder, NUMBER)
    return folder


@pytest.fixture(scope="module")
def store(folder: Path) -> Store:
    return StoreFolder(folder).snapshot()


@pytest.fixture(scope="module")
def client(folder: Path) -> FlaskClient:
    return create_app(Settings(store=folder)).test_client()


def page(client: FlaskClient, **parameters: str) -> str:
    answer = client.get("/incidents", query_string={"lang": "en"} | parameters)
    assert answer.status_code == 200, answer.text
    return answer.text


def listed(client: FlaskClient, **parameters: str) -> list[dict[str, str]]:
    answer = client.get("/export/csv", query_string=parameters)
    assert answer.status_code == 200, answer.text
    return list(csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig"), newline="")))


def asked(store: Store, pattern: str) -> set[str]:
    """The incidents that a pattern of SPARQL finds."""
    found = run(store, f"SELECT DISTINCT ?i {{ ?i a kg:Incident . {pattern} }}", HERE)
    return {row["i"].value for row in found}


CASES = [
    ({}, ""),
    ({"kind": "kg:Attack"}, "?i a kg:Attack"),
    ({"kind": "kg:Bombing"}, "?i a kg:Bombing"),
    ({"status": "kg:Foiled"}, "?i kg:mainStatus kg:Foiled"),
    ({"place": "entity:s7"}, "?i kg:place entity:s7"),
    ({"place": "entity:c7"}, "?i kg:place/kg:locatedIn* entity:c7"),
    ({"actor": "entity:g11"}, "?i kg:agent|kg:perpetrator|kg:target entity:g11"),
    ({"actor": "entity:c8"}, "?i kg:agent|kg:perpetrator|kg:target entity:c8"),
    ({"killed": "50"}, "?i kg:killedBest ?n FILTER(?n >= 50)"),
    ({"killed": "0"}, "?i kg:killedBest ?n"),
    ({"publisher": "entity:m5"}, "GRAPH ?a { ?i a kg:Incident } ?a dcterms:publisher entity:m5"),
    ({"since": "2018-03-10"}, '?i kg:latest ?d FILTER(?d >= "2018-03-10"^^xsd:date)'),
    ({"until": "2016-02-15"}, '?i kg:earliest ?d FILTER(?d <= "2016-02-15"^^xsd:date)'),
    (
        {"kind": "kg:Attack", "place": "entity:c3", "since": "2016-01-01", "killed": "5"},
        "?i a kg:Attack ; kg:place/kg:locatedIn* entity:c3 ; kg:latest ?d ; kg:killedBest ?n "
        'FILTER(?d >= "2016-01-01"^^xsd:date && ?n >= 5)',
    ),
]


@pytest.mark.parametrize(("parameters", "pattern"), CASES)
def test_a_filter_leaves_what_sparql_finds(client: FlaskClient, store: Store, parameters: dict[str, str], pattern: str) -> None:
    expected = asked(store, pattern)
    assert {row["incident"] for row in listed(client, **parameters)} == expected
    heading = re.search(r"<h2>Incidents <span.*?<bdi>([\d,]+)</bdi>", page(client, **parameters), re.DOTALL)
    assert heading
    assert int(heading[1].replace(",", "")) == len(expected) > 0


def choices(text: str) -> dict[str, int]:
    """Each choice of a filter on a page: where it leads, and the count beside it."""
    found = re.findall(r'<li[^>]*><a href="([^"]+)" rel="nofollow"[^>]*>.*?</a> <span class="count"><bdi>([\d,]+)</bdi>', text)
    return {unescape(address): int(count.replace(",", "")) for address, count in found}


@pytest.mark.parametrize("parameters", [{}, {"kind": "kg:Attack"}, {"place": "entity:c7", "killed": "5"}])
def test_the_count_beside_a_choice_is_how_many_it_leaves(client: FlaskClient, parameters: dict[str, str]) -> None:
    found = choices(page(client, **parameters))
    assert len(found) > 20
    current = client.get("/incidents", query_string={"lang": "en"} | parameters).request.full_path
    for address, count in list(found.items())[::7]:
        if address != current and not set(parameters) - set(re.findall(r"(\w+)=", address)):  # not one that takes a filter away
            rows = list(csv.DictReader(io.StringIO(client.get(address.replace("/incidents?", "/export/csv?")).data.decode("utf-8-sig"))))
            assert len(rows) == count, address


def test_each_filter_that_is_set_can_be_taken_away(client: FlaskClient) -> None:
    text = page(client, kind="kg:Attack", place="entity:c7", killed="5")
    applied = re.search(r'<ul class="applied".*?</ul>', text, re.DOTALL)
    assert applied
    assert "Country 7" in applied[0]
    assert "5 or more" in applied[0]
    addresses = [unescape(each) for each in re.findall(r'href="([^"]+)"', applied[0])]
    assert "place=" not in addresses[1]
    assert "kind=kg%3AAttack" in addresses[1]
    assert addresses[-1] == "/incidents?lang=en"


def test_the_form_keeps_what_is_chosen_and_shows_what_is_typed(client: FlaskClient) -> None:
    text = page(client, kind="kg:Attack", since="2016-01-01", order="deadliest")
    assert '<input type="hidden" name="kind" value="kg:Attack">' in text
    assert '<input type="hidden" name="order" value="deadliest">' in text
    assert 'name="since" value="2016-01-01"' in text


def test_nothing_fits_is_said_in_words(client: FlaskClient) -> None:
    assert "No incident fits" in page(client, since="1900-01-01", until="1900-01-02")
    assert listed(client, since="1900-01-01", until="1900-01-02") == []


@pytest.mark.parametrize(
    "bad",
    [
        {"since": "yesterday"},
        {"killed": "many"},
        {"kyll": "10"},
        {"order": "worst"},
        {"page": "0"},
        {"page": "x"},
        {"place": "Basra"},
        {"kind": "kg:Bomb"},
        {"kind": "http://evil.example/x#Attack"},
        {"status": "kg:Happened"},
    ],
)
def test_what_is_no_filter_is_refused_by_its_name(client: FlaskClient, bad: dict[str, str]) -> None:
    (name,) = bad
    for address in ("/incidents", *(() if name == "page" else ("/export/csv", "/export/geojson", "/incidents/at?at=entity:s7"))):
        answer = client.get(f"{address}{'&' if '?' in address else '?'}{urlencode(bad)}")
        assert answer.status_code == 400, address
        assert name in answer.text


def test_pages_and_orders(client: FlaskClient) -> None:
    assert "Page 1 of 6" in page(client)
    assert "Page 6 of 6" in page(client, page="999999999")
    killed = [int(row["killed_best"] or -1) for row in listed(client, order="deadliest")]
    assert killed == sorted(killed, reverse=True)
    days = [row["earliest"] for row in listed(client, order="earliest")]
    assert days == sorted(days)
    assert 'aria-sort="ascending"' in page(client, order="earliest")
    assert page(client, page="2").count("<tr>") == page(client).count("<tr>")


def test_geojson_has_what_csv_has(client: FlaskClient) -> None:
    query = {"kind": "kg:Attack", "order": "deadliest"}
    answer = client.get("/export/geojson", query_string=query)
    assert answer.mimetype == "application/geo+json"
    assert "attachment" in answer.headers["Content-Disposition"]
    found = json.loads(answer.data)["features"]
    assert [feature["id"] for feature in found] == [row["incident"] for row in listed(client, **query)]
    assert {(feature["properties"]["precision"], feature["geometry"] is None) for feature in found} == {
        ("settlement", False),
        ("facility", False),
        ("region", True),
    }


def test_what_is_shown_can_be_downloaded_as_it_is_chosen_and_ordered(client: FlaskClient) -> None:
    asked = {"kind": "kg:Attack", "order": "deadliest"}
    links = re.findall(r'<a href="([^"]+)" download>', page(client, **asked))
    assert [unescape(link) for link in links] == [f"/export/{form}?kind=kg:Attack&order=deadliest" for form in ("csv", "geojson")]


@pytest.mark.parametrize(("language", "direction", "words"), [("ar", "rtl", "على مر الزمن"), ("en", "ltr", "Along time")])
def test_both_languages(client: FlaskClient, language: str, direction: str, words: str) -> None:
    text = page(client, lang=language)
    assert f'<html lang="{language}" dir="{direction}"' in text
    assert words in text
    assert f"lang={language}" in next(iter(choices(text)))


def test_time_runs_as_the_page_does(client: FlaskClient) -> None:
    def first_and_last(language: str) -> tuple[float, float]:
        edges = [float(edge) for edge in re.findall(r'class="bar".*?<rect x="([\d.]+)%"', page(client, lang=language))]
        return edges[0], edges[-1]

    assert first_and_last("en")[0] < first_and_last("en")[1]
    assert first_and_last("ar")[0] > first_and_last("ar")[1]


def test_each_bar_leads_to_its_time(client: FlaskClient) -> None:
    bars = re.findall(r'<a href="([^"]+)" class="bar"[^>]* aria-label="[^"]*Incidents?: (\d+)', page(client), re.IGNORECASE)
    address, count = unescape(bars[2][0]), int(bars[2][1])
    since, until = re.search(r"since=([\d-]+)", address), re.search(r"until=([\d-]+)", address)
    assert since
    assert until
    within = [row for row in listed(client) if since[1] <= row["earliest"] <= until[1]]
    assert len(within) == count


def test_the_map_lists_a_place_in_the_place_of_its_click(client: FlaskClient) -> None:
    data = re.search(r'<script type="application/json" id="places">(.*?)</script>', page(client, kind="kg:Attack"), re.DOTALL)
    assert data
    places = json.loads(data[1])
    assert sum(place["count"] for place in places) == len(listed(client, kind="kg:Attack"))
    found = client.get(places[0]["list"]).json
    assert found["total"] == places[0]["count"]
    assert all(re.fullmatch(r"/id/event/e\d+\?lang=en", each["address"]) for each in found["incidents"])
    assert client.get("/incidents/at").status_code == 400


def test_nothing_on_the_page_needs_what_the_policy_forbids(client: FlaskClient) -> None:
    text = page(client)
    assert " style=" not in text
    assert not re.search(r"<script(?![^>]*(src=|application/json))", text)
    assert not re.search(r'(src|href)="https?://', text)


HOSTILE = [
    '<script>alert(1)</script>"><img src=x onerror=alert(1)>',
    "\u202e\u2066قلب الاتجاه",
    "</script><script>alert(2)</script>",
    "{{ 7*7 }}",
    '=HYPERLINK("http://example.org")',
    "طويل " * 2000,
]


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    """The names of places and incidents are what somebody might put into an article to break pages."""
    folder = tmp_path_factory.mktemp("hostile")
    label = term("rdfs:label")
    named = {entity("s", number * 7 % PLACES) for number in range(12)} | {entity("g", number * 11 % GROUPS) for number in range(12)}
    events = [HERE.node("event", f"e{number}") for number in range(12)]
    renamed = {node: HOSTILE[place % len(HOSTILE)] for place, node in enumerate([*sorted(named, key=str), *events])}
    kept = [quad for quad in quads(12) if not (quad.predicate == label and quad.subject in renamed)]
    new = [Quad(node, label, Literal(name, language=tag), DefaultGraph()) for node, name in renamed.items() for tag in ("ar", "en")]
    publish(folder, "1", [*kept, *new])
    return create_app(Settings(store=folder)).test_client()


@pytest.mark.parametrize("language", ["ar", "en"])
@pytest.mark.parametrize("address", ["/incidents", "/"])
def test_hostile_names_are_text(hostile: FlaskClient, address: str, language: str) -> None:
    text = hostile.get(address, query_string={"lang": language}).text
    assert "<script>alert" not in text
    assert "<img" not in text
    assert "&lt;script&gt;alert(1)" in text
    assert "{{ 7*7 }}" in text
    assert text.count("<script") == text.count("</script>")


def test_hostile_names_break_no_download(hostile: FlaskClient) -> None:
    rows = listed(hostile)
    assert len(rows) == 12
    assert not [cell for row in rows for name, cell in row.items() if cell.startswith(("=", "@", "+"))]
    assert {feature["properties"]["label_ar"] for feature in json.loads(hostile.get("/export/geojson").data)["features"]} == set(HOSTILE)


def test_a_publication_is_seen_at_once(tmp_path: Path) -> None:
    publish_incidents(tmp_path, 3)
    client = create_app(Settings(store=tmp_path)).test_client()
    assert len(listed(client)) == 3
    publish_incidents(tmp_path, 5, "2")
    assert len(listed(client)) == 5


def test_a_term_of_the_ontology_is_no_incident(store: Store) -> None:
    assert not asked(store, f"FILTER(?i = {kg('Incident')})")


@pytest.mark.slow
def test_ten_thousand_incidents(tmp_path: Path) -> None:
    """Processor time of this process: what the machine does besides must not decide."""
    publish_incidents(tmp_path, 10_000)
    client = create_app(Settings(store=tmp_path)).test_client()
    page(client)  # the table is read, which a server does ahead of the first who asks
    for parameters, seconds in (({}, 1.0), ({"kind": "kg:Attack"}, 0.3), ({"place": "entity:c7"}, 0.3), ({"actor": "entity:g11"}, 0.3)):
        began = time.process_time()
        page(client, **parameters)
        assert time.process_time() - began < seconds, parameters
