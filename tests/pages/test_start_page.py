"""The start page: what the graph holds, where its counts lead, and its incidents."""

import re
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from made_incidents import publish_incidents
from playwright.sync_api import Page, expect

from kg.settings import Settings
from kg.web import create_app


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    folder = tmp_path_factory.mktemp("start")
    publish_incidents(folder, 40)
    return create_app(Settings(store=folder)).test_client()


@pytest.mark.parametrize("language", ["ar", "en"])
def test_each_count_leads_to_a_page_that_answers(client: FlaskClient, language: str) -> None:
    text = client.get("/", query_string={"lang": language}).text
    counts = re.search(r'<dl class="counts">.*?</dl>', text, re.DOTALL)
    assert counts
    addresses = re.findall(r'<dd><a href="([^"]+)">', counts[0])
    assert len(addresses) == counts[0].count("<dt>")
    for address in addresses:
        assert client.get(address.replace("&amp;", "&"), headers={"Accept": "text/html"}).status_code == 200, address


def test_the_latest_and_the_deadliest_incidents_are_there(client: FlaskClient) -> None:
    text = client.get("/?lang=en").text
    deadliest = text[text.index('id="deadliest"') :]
    killed = [int(number) for number in re.findall(r'<td class="number">(\d+)', deadliest)]
    assert killed == sorted(killed, reverse=True)
    assert text.count("<tr>") == 2 + 2 * 10


def test_it_says_what_was_read_and_when(client: FlaskClient) -> None:
    assert "Articles with a date: 40, from \u20662015-01-02\u2069" in client.get("/?lang=en").text


def test_the_search_box_has_suggestions_and_works_as_a_form(client: FlaskClient) -> None:
    text = client.get("/?lang=ar").text
    assert 'data-suggest="/search/suggest"' in text
    assert 'action="/search"' in text


@pytest.mark.web
def test_suggestions_have_their_class_and_take_slips_and_words_of_articles(page: Page) -> None:
    page.goto("/?lang=en")
    for typed, suggested in {
        "Mosc": ["Moscow Settlement", "Attack in Moscow"],
        "موسكوو": ["موسكو Settlement"],
        "بضواحي موسكو": ["Article"],
    }.items():
        page.locator("#q").fill(typed)
        for each in suggested:
            expect(page.get_by_role("option", name=re.compile(each)).first).to_be_visible()


def test_a_count_whose_query_this_server_does_not_have_leads_nowhere(client: FlaskClient, tmp_path: Path) -> None:
    folder, queries = tmp_path / "store", tmp_path / "queries"
    queries.mkdir()
    publish_incidents(folder, 2)
    text = create_app(Settings(store=folder, queries=queries)).test_client().get("/?lang=en").text
    assert re.findall(r'<dd><a href="([^"]+)">', text) == ["/incidents?lang=en"]


def test_without_a_graph_it_says_so(tmp_path: Path) -> None:
    answer = create_app(Settings(store=tmp_path)).test_client().get("/?lang=en")
    assert answer.status_code == 503
    assert 'class="problem"' in answer.text
