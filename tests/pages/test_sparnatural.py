"""Sparnatural, the query builder, over the configuration that the server makes of the ontology.

In the browser it is the package itself, which is fetched by npm and no part of what ships (docs/front-ends.md says why).
"""

import base64
import hashlib
import re
import shutil
import subprocess
import tarfile
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlencode

import pytest
import rdflib
from flask.testing import FlaskClient
from playwright.sync_api import Browser, Page, expect
from test_own_page import DOCS, elsewhere

from kg.ontology import PARENT, labels
from kg.settings import Settings
from kg.web import create_app

PACKAGE = "sparnatural@11.1.1"
DIGEST = "1/pLoy3Xh8+vYqtPaOSj1v9re7lzVtEx78XBYE+iSY22Oq+dl31crIdsIG27KIsF2GK5GLAW+2LIllaPPk8zZg=="
SHAPE = rdflib.Namespace("https://w3id.org/isnad/sparnatural#")
KG = rdflib.Namespace("https://w3id.org/isnad/ontology#")
SH = rdflib.Namespace("http://www.w3.org/ns/shacl#")
DASH = rdflib.Namespace("http://datashapes.org/dash#")


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    return create_app(Settings(store=tmp_path_factory.mktemp("none"))).test_client()


def graph(client: FlaskClient, language: str = "") -> rdflib.Graph:
    answer = client.get("/sparnatural", query_string={"lang": language} if language else {})
    assert answer.content_type == "text/turtle; charset=utf-8"
    return rdflib.Graph().parse(data=answer.data, format="turtle")


# What the server gives


def test_every_class_has_a_shape_that_is_called_as_the_ontology_calls_it(client: FlaskClient) -> None:
    found = graph(client)
    for name in PARENT:
        assert (SHAPE[name], SH.targetClass, KG[name]) in found
        assert {str(label) for label in found.objects(SHAPE[name], rdflib.RDFS.label)} == set(labels()[name].values())


def test_every_property_has_names_a_path_and_a_control(client: FlaskClient) -> None:
    found = graph(client)
    properties = set(found.objects(None, SH.property))
    assert len(properties) > 30
    for each in properties:
        assert {name.language for name in found.objects(each, SH.name)} == {"ar", "en"}
        assert len(set(found.objects(each, SH.path))) == len(set(found.objects(each, DASH.searchWidget))) == 1


@pytest.mark.parametrize(
    ("name", "control"),
    [("place", "AutocompleteProperty"), ("status", "ListProperty"), ("earliest", "TimeProperty-Date"), ("killed", "NumberProperty")],
)
def test_the_control_fits_what_the_values_are(client: FlaskClient, name: str, control: str) -> None:
    (found,) = graph(client).objects(SHAPE[name], DASH.searchWidget)
    assert str(found).endswith(f"#{control}")


@pytest.mark.parametrize(("language", "name"), [("ar", "حادث"), ("en", "Incident")])
def test_names_in_one_language_carry_no_tag(client: FlaskClient, language: str, name: str) -> None:
    """Sparnatural has no Arabic of its own: of a name that has no tag it shows what there is."""
    assert list(graph(client, language).objects(SHAPE.Incident, rdflib.RDFS.label)) == [rdflib.Literal(name)]


def test_it_is_the_same_each_time(client: FlaskClient) -> None:
    assert client.get("/sparnatural/config.ttl").data == client.get("/sparnatural?lang=fr").data


# In the browser


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of what the package has for browsers."""
    npm, folder = shutil.which("npm"), tmp_path_factory.mktemp("sparnatural")
    if npm is None:
        pytest.skip("npm is not installed: apt-get install npm")
    fetched = subprocess.run([npm, "pack", "--silent", PACKAGE], cwd=folder, capture_output=True, text=True, check=False)
    if fetched.returncode:
        pytest.skip(f"npm cannot fetch {PACKAGE} here: {fetched.stderr.strip()[-300:]}")
    archive = folder / fetched.stdout.split()[-1]
    assert base64.b64encode(hashlib.sha512(archive.read_bytes()).digest()).decode() == DIGEST
    with tarfile.open(archive) as opened:
        opened.extractall(folder, filter="data")
    return folder / "package" / "dist"


@pytest.fixture
def builder(browser: Browser, site: str, package: Path, request: pytest.FixtureRequest) -> Iterator[Page]:
    """docs/own-page-sparnatural.html beside the package, at another site, east of UTC; names in the language of the parameter."""
    errors: list[str] = []
    known = "Cannot read properties of null (reading 'parentNode')"  # of Sparnatural's calendar, when it closes: nothing comes of it
    for each in DOCS.glob("own-page-sparnatural.*"):
        shutil.copy(each, package)
    with elsewhere(package) as other:
        page = browser.new_context(viewport={"width": 1300, "height": 900}, timezone_id="Asia/Baghdad").new_page()
        page.set_default_timeout(10_000)
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.on("request", lambda asked: None if asked.url.startswith((other, site, "data:")) else errors.append(asked.url))
        page.goto(f"{other}/own-page-sparnatural.html?{urlencode({'server': site, 'lang': getattr(request, 'param', 'en')})}")
        yield page
        page.context.close()
    assert [each for each in errors if each != known] == []


def by_status(page: Page) -> None:
    choose(page, "status", SHAPE.Status)
    page.locator(".list-widget .select2-selection").click()
    page.locator(".select2-results__option", has_text="Foiled").click()


def by_place(page: Page) -> None:
    choose(page, "place", SHAPE.Entity, SHAPE.Place)
    page.locator(".WidgetWrapper input").first.press_sequentially("باري", delay=50)
    page.locator(".awesomplete li", has_text="باريس").click()


def by_day(page: Page) -> None:
    choose(page, "earliest", "http://special/Z_Date")
    page.locator("#input-start").press_sequentially("01-01-2015")
    page.locator("#input-end").press_sequentially("31-12-2016")
    page.locator(".timedatepicker-widget .button-add").click()


def by_number(page: Page) -> None:
    choose(page, "killed, best", "http://special/Z_Number")
    page.locator("#input-from").fill("100")
    page.locator(".number-widget .button-add").click()


@pytest.mark.web
@pytest.mark.thorough
@pytest.mark.parametrize(
    ("ask", "pattern"),
    [
        (by_status, "kg:status kg:Foiled"),
        (by_place, "kg:place <https://w3id.org/isnad/id/entity/Q90>"),
        (by_day, 'kg:earliest ?day FILTER(?day >= "2015-01-01"^^xsd:date && ?day <= "2016-12-31"^^xsd:date)'),
        (by_number, "kg:killedBest ?killed FILTER(?killed >= 100)"),
    ],
    ids=["a list", "a name", "days", "a number"],
)
def test_what_is_put_together_asks_for_what_was_meant(builder: Page, site: str, ask: Callable[[Page], None], pattern: str) -> None:
    before = built(builder)
    ask(builder)
    expect(builder.locator("pre")).not_to_have_text(before)
    prefixes = f"PREFIX kg: <{KG}> PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>"
    meant = asked(builder, site, f"{prefixes} SELECT DISTINCT ?incident {{ ?incident a kg:Incident ; {pattern} }}", "incident")
    assert asked(builder, site, built(builder), "Incident_1") == meant != set()
    builder.locator(".playBtn").click()
    expect(builder.locator("ol a")).to_have_count(len(meant))


@pytest.mark.web
@pytest.mark.thorough
@pytest.mark.parametrize("builder", ["ar"], indirect=True)
def test_the_classes_can_have_their_arabic_names(builder: Page) -> None:
    expect(builder.locator(".StartClassGroup .item-label", has_text=re.compile("^حدث$"))).to_be_visible()


def choose(page: Page, called: str, *way: str) -> None:
    """Begins with incidents and leads to the values of a property; `way` are the classes that are opened to find what they are."""
    page.locator(f'.StartClassGroup li[data-id="{SHAPE.Event}"] .item-traverse').first.click()
    page.locator(f'.StartClassGroup li[data-id="{SHAPE.Incident}"] .item-sel').first.click()
    for each in way[:-1]:
        page.locator(f'.EndClassGroup li[data-id="{each}"] .item-traverse').first.click()
    page.locator(f'.EndClassGroup li[data-id="{way[-1]}"] .item-sel').first.click()
    page.locator(".ObjectPropertyGroup .item-sel", has_text=re.compile(f"^{called}$")).first.click()


def built(page: Page) -> str:
    return page.locator("pre").inner_text()


def asked(page: Page, site: str, query: str, variable: str) -> set[str]:
    rows = page.request.post(f"{site}/sparql", form={"query": query, "format": "json"}).json()["results"]["bindings"]
    return {row[variable]["value"] for row in rows}
