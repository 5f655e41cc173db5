"""The query editor: YASGUI with our prefixes, terms, saved queries and views, asking nobody but this server."""

import json
import re
import subprocess
from pathlib import Path
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient
from playwright.sync_api import Browser, Locator, Page, expect
from test_explorer import DRAWN

from kg.settings import Settings
from kg.web import create_app

BROWSER = "text/html,application/xhtml+xml,*/*;q=0.8"
PLACES = "SELECT ?place ?lat ?long WHERE { ?place a kg:Place ; wgs:lat ?lat ; wgs:long ?long }"
DEAD = "SELECT ?incident ?label ?date ?killed WHERE { ?incident rdfs:label ?label ; kg:earliest ?date ; kg:killedBest ?killed }"
GRAPH = "CONSTRUCT { ?a kg:perpetrator ?b . ?a rdfs:label ?l . ?a kg:kind ?k } WHERE { ?a kg:perpetrator ?b ; rdfs:label ?l ; kg:kind ?k }"


@pytest.fixture(scope="module")
def client(seeds_store: Path) -> FlaskClient:
    return create_app(Settings(store=seeds_store)).test_client()


# What the server gives


def test_a_saved_query_comes_as_text_with_its_defaults_put_in(client: FlaskClient) -> None:
    text = client.get("/editor/statements-about.rq?lang=en").text
    assert "?_about" not in text
    assert not any(line.startswith("#+") for line in text.splitlines())
    assert client.post("/sparql", data={"query": text}).status_code == 200


def test_every_saved_query_can_be_opened_and_run(client: FlaskClient) -> None:
    for query in client.get("/queries").json:
        text = client.get(f"/editor/{query['name']}.rq").text
        assert client.post("/sparql", data={"query": text}).status_code == 200, query["name"]


def test_values_are_put_in_as_terms_and_a_wrong_one_is_told(client: FlaskClient) -> None:
    filled = client.get("/editor/find-entity.rq", query_string={"name": '") } DROP ALL #'}).text
    assert r'"\") } DROP ALL #"' in filled
    refused = client.get("/editor/deadliest-incidents.rq?at_least=many")
    assert (refused.status_code, "at_least" in refused.text) == (400, True)


def test_a_browser_that_asks_the_endpoint_nothing_lands_in_the_editor(client: FlaskClient) -> None:
    page = client.get("/sparql", headers={"Accept": BROWSER}, follow_redirects=True)
    assert 'id="yasgui"' in page.text


def test_without_a_script_there_is_a_box_whose_example_can_be_run(client: FlaskClient) -> None:
    page = client.get("/editor?lang=en").text
    example = page.split("<textarea", 1)[1].split(">", 1)[1].split("</textarea>", 1)[0]
    example = example.replace("&#34;", '"').replace("&lt;", "<").replace("&gt;", ">")
    assert client.post("/sparql", data={"query": example}).json["results"]["bindings"]


def test_the_terms_for_completion_have_names_in_both_languages(client: FlaskClient) -> None:
    rows = client.get("/queries/terms?format=json").json["results"]["bindings"]
    (killed,) = (row for row in rows if row["term"]["value"].endswith("#killed"))
    assert (killed["sort"]["value"], killed["term_en"]["value"]) == ("DatatypeProperty", "killed")
    assert killed["term_ar"]["xml:lang"] == "ar"


# In the browser


@pytest.mark.web
@pytest.mark.parametrize(("language", "table", "tab"), [("ar", "جدول", "استعلام"), ("en", "Table", "Query")])
def test_the_first_query_is_answered_as_a_table_of_links_in_the_pages_language(page: Page, language: str, table: str, tab: str) -> None:
    page.goto(f"/editor?lang={language}")
    ask(page)
    expect(page.locator(".result-table tbody tr")).to_have_count(4)
    expect(page.locator(".select_table")).to_have_text(table)
    expect(page.locator(".tabsList .tab.active")).to_contain_text(tab)
    page.locator(".result-table tbody a").first.click()
    page.wait_for_url("**/id/event/*")


@pytest.mark.web
def test_a_table_is_sorted_and_narrowed(page: Page) -> None:
    show(page, DEAD)
    cells = page.locator(".result-table tbody tr td:nth-child(4)")
    page.get_by_role("button", name="killed").click()
    page.get_by_role("button", name="killed").click()
    numbers = [int(each) for each in cells.all_inner_texts()]
    assert numbers == sorted(numbers, reverse=True)
    page.locator(".result-table input[type=search]").fill("كابول")
    expect(page.locator(".result-table tbody tr")).to_have_count(1)


@pytest.mark.web
def test_a_saved_query_opens_in_its_tab_with_its_form_and_is_asked_with_other_values(page: Page) -> None:
    page.goto("/editor?lang=en")
    page.locator('a[data-query="deadliest-incidents"]').click()
    form = page.locator('[data-form="deadliest-incidents"]')
    expect(form).to_be_visible()
    expect(editor(page)).to_contain_text("?killed_high")
    form.locator("input[name=at_least]").fill("100")
    form.get_by_role("button").click()
    expect(page.locator(".tabPanel.active .result-table tbody tr").first).to_be_visible()
    highest = page.locator(".tabPanel.active .result-table thead th").all_inner_texts().index("killed_high")
    assert all(
        int(row.locator("td").nth(highest).inner_text()) >= 100 for row in page.locator(".tabPanel.active .result-table tbody tr").all()
    )


@pytest.mark.web
def test_completion_knows_terms_by_short_name_and_by_what_they_are_called(page: Page) -> None:
    page.goto("/editor?lang=en&query=" + quote("SELECT * { ?a "))
    page.locator(".tabPanel.active .CodeMirror").click()
    page.keyboard.press("Control+End")
    page.keyboard.type("kg:killedB")
    hint = page.locator(".CodeMirror-hint").first
    expect(hint).to_contain_text("kg:killedBest")
    expect(hint).to_contain_text("killed, best")
    page.keyboard.press("Enter")
    expect(editor(page)).to_contain_text("kg:killedBest")
    expect(editor(page)).to_contain_text("PREFIX kg: <https://w3id.org/isnad/ontology#>")
    page.keyboard.type(" ?b . ?b perpetra")
    page.keyboard.press("Control+Space")
    expect(page.locator(".CodeMirror-hint").first).to_contain_text("kg:perpetrator")


@pytest.mark.web
def test_places_are_shown_on_a_map(page: Page) -> None:
    show(page, PLACES)
    page.locator(".select_map").click()
    expect(page.locator(".result-map .result-spot").first).to_be_visible()
    expect(page.locator(".result-map .land").first).to_be_attached()
    page.locator(".result-spot").last.click()
    expect(page.locator(".leaflet-popup a").first).to_have_attribute("href", re.compile("/id/entity/"))


@pytest.mark.web
def test_dates_are_shown_along_time_and_numbers_as_bars(page: Page) -> None:
    show(page, DEAD)
    rows = page.locator(".result-table tbody tr").count()
    page.locator(".select_timeline").click()
    expect(page.locator(".result-timeline .dot")).to_have_count(rows)
    page.locator(".select_chart").click()
    expect(page.locator(".result-chart .bar")).to_have_count(rows)


@pytest.mark.web
def test_statements_are_drawn_as_a_graph(page: Page) -> None:
    show(page, GRAPH)
    page.locator(".select_graph").click()
    expect(page.locator(".result-graph canvas").first).to_be_visible()


@pytest.mark.web
def test_the_address_and_the_curl_command_of_an_answer_give_the_same_elsewhere(page: Page) -> None:
    show(page, DEAD)
    rows = page.locator(".result-table tbody tr").count()
    page.locator(".select_elsewhere").click()
    address, curl, share = page.locator(".result-elsewhere pre").all_inner_texts()
    assert len(page.request.get(address).json()["results"]["bindings"]) == rows
    answered = subprocess.run(["bash", "-c", f"{curl} --silent"], capture_output=True, check=True, text=True).stdout
    assert len(json.loads(answered)["results"]["bindings"]) == rows
    page.get_by_role("button", name="Copy").first.click()
    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    page.goto("about:blank")
    page.goto(share)
    expect(editor(page)).to_contain_text("kg:killedBest")


@pytest.mark.web
def test_a_shared_address_cannot_send_the_query_to_another_host(page: Page) -> None:
    page.goto(f"/editor?lang=en#query={quote(DEAD)}&endpoint=https%3A%2F%2Felsewhere.example%2Fsparql&headers=%7B%22X%22%3A%22y%22%7D")
    expect(page.locator(".result-table tbody tr").first).to_be_visible()  # and the fixture sees to it that no other host was asked


@pytest.mark.web
def test_what_is_wrong_with_a_query_is_said_in_the_servers_words(page: Page, complaints: list[str]) -> None:
    page.goto("/editor?lang=en#query=" + quote("SELECT ?a WHERE { ?a kg:killed }"))
    expect(page.locator(".yasr_results [role=alert]")).to_contain_text("line 1")
    assert all("400" in each for each in complaints)
    complaints.clear()


@pytest.mark.web
def test_tabs_are_kept_in_the_browser(page: Page) -> None:
    page.goto("/editor?lang=en")
    page.locator('a[data-query="places"]').click()
    expect(page.locator(".tabsList .tab")).to_have_count(2)
    page.goto("/editor?lang=en")
    expect(page.locator(".tabsList .tab")).to_have_count(2)
    expect(editor(page)).to_contain_text("kg:Place")


@pytest.mark.web
def test_stored_texts_are_shown_letter_by_letter_and_never_as_markup(page: Page) -> None:
    show(page, "SELECT ('<img src=x onerror=alert(1)> {{a}} & \u202eb' AS ?said) {}")
    expect(page.locator(".result-table tbody td")).to_have_text("<img src=x onerror=alert(1)> {{a}} & \u202eb")
    assert page.locator(".result-table img").count() == 0


@pytest.mark.web
def test_what_names_places_is_on_the_map_though_it_has_no_coordinates(page: Page) -> None:
    show(page, "SELECT ?incident ?label WHERE { ?incident a kg:Incident ; rdfs:label ?label }")
    page.locator(".select_map").click()
    expect(page.locator(".result-map .result-spot").first).to_be_visible()
    page.goto("about:blank")
    page.goto(f"/editor?lang=en#query={quote('SELECT ?person WHERE { ?person a kg:Person }')}")
    page.locator(".tabPanel.active .select_map").click()
    expect(page.locator(".tabPanel.active .result-map .hint")).to_have_text("Of nothing in this answer a place with coordinates is known.")


@pytest.mark.web
def test_a_view_that_cannot_be_had_says_why(page: Page) -> None:
    show(page, "SELECT ?act WHERE { ?statement kg:speechAct ?act }")
    for view, why in {"map": "no coordinates", "timeline": "no column of dates", "chart": "numbers", "graph": "only statements"}.items():
        expect(page.locator(f".select_{view}")).to_have_attribute("title", re.compile(why))
    page.locator(".select_graph").click(force=True)
    expect(page.locator(".yasr_fallback_info")).to_contain_text("only statements are drawn")


@pytest.mark.web
def test_links_of_other_vocabularies_have_names(browser: Browser, site: str) -> None:
    page = browser.new_page(base_url=site)
    page.add_init_script(DRAWN)
    page.goto("/editor?lang=ar&name=co-mentions")
    page.locator('[data-form="co-mentions"]').get_by_role("button").click()
    page.locator(".tabPanel.active .select_graph:not(.disabled)").click()
    expect(page.locator(".result-graph canvas").first).to_be_visible(timeout=30_000)
    page.wait_for_function("() => window.drawn_by_the_test.join().includes('ذُكرا معا')", timeout=30_000)
    drawn = page.evaluate("() => window.drawn_by_the_test.join()")
    assert "related" not in drawn
    page.close()


@pytest.mark.web
def test_a_field_that_wants_an_identifier_takes_a_name(page: Page) -> None:
    page.goto("/editor?lang=en&name=incidents-near")
    field = page.locator('[data-form="incidents-near"] input[name=place]')
    field.fill("Mosc")
    page.get_by_role("option", name="Moscow Settlement").click()
    expect(field).to_have_value("entity:Q649")
    expect(page.locator('[data-form="incidents-near"] .suggested > bdi')).to_have_text("Moscow")
    field.fill("Mosc")
    assert field.evaluate("field => field.matches(':invalid')")  # neither a short name nor an IRI


def test_a_default_that_the_graph_lacks_is_asked_for(client: FlaskClient, small_store: Path) -> None:
    with_it, without = (each.get("/editor?lang=en").text for each in (client, create_app(Settings(store=small_store)).test_client()))
    field = re.compile(r'<input name="place" value="([^"]*)"[^>]*?( required)?>')
    assert field.findall(with_it)[0] == ("entity:Q649", "")
    assert field.findall(without)[0] == ("", " required")
    text = create_app(Settings(store=small_store)).test_client().get("/editor/incidents-near.rq").text
    assert "?_place" in text


@pytest.mark.web
def test_a_query_that_is_stopped_is_said_to_be_in_the_pages_language(page: Page) -> None:
    endless = "SELECT (COUNT(*) AS ?n) WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER(?a != ?i) }"
    page.goto(f"/editor?lang=ar&query={quote(endless)}")
    ask(page)
    expect(page.locator(".yasqe_queryButton.busy")).to_be_visible()
    ask(page)
    expect(page.locator(".yasr_results [role=alert]")).to_have_text("أُوقف الاستعلام.")


def show(page: Page, query: str) -> None:
    """Opens a query by its address, and waits for the answer."""
    page.goto(f"/editor?lang=en#query={quote(query)}")
    expect(page.locator(".tabPanel.active .result-table tbody tr").first).to_be_visible()


def ask(page: Page) -> None:
    page.locator(".tabPanel.active .yasqe_queryButton").click()


def editor(page: Page) -> Locator:
    return page.locator(".tabPanel.active .CodeMirror-code")
