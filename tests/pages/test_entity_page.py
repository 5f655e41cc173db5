"""The page of one entity: names, relations, incidents, neighbours, statements and mentions in context."""

from pathlib import Path

import pytest
from flask.testing import FlaskClient

from kg.settings import Settings
from kg.web import create_app

BROWSER = {"Accept": "text/html"}


@pytest.fixture(scope="module")
def client(small_store: Path) -> FlaskClient:
    return create_app(Settings(store=small_store)).test_client()


def of(client: FlaskClient, name: str, language: str = "en") -> str:
    return client.get(f"/id/entity/{name}?lang={language}", headers=BROWSER).text


def test_names_in_all_forms_class_and_links_that_tell_nobody_where_they_were_followed(client: FlaskClient) -> None:
    page = of(client, "Q2429253")
    assert "Islamic State" in page
    assert "تنظيم داعش" in page
    assert "Armed group" in page
    assert '<a href="http://www.wikidata.org/entity/Q2429253" rel="noreferrer external" dir="ltr">Wikidata Q2429253</a>' in page


def test_a_person_has_a_role_with_its_words_and_where_they_stand(client: FlaskClient) -> None:
    page = of(client, "khatib")
    assert "وزير الداخلية السوري" in page
    assert "Ministry of Interior" in page
    assert "#char=229,261" in page


def test_parents_and_parts(client: FlaskClient) -> None:
    assert "جماعة الفجر" in of(client, "nur").partition("Relations and roles")[2]
    assert "حركة النور" in of(client, "fajr").partition("Parts, places and people")[2]


def test_incidents_say_as_what_it_has_a_part_in_them_and_lead_to_all_of_them(client: FlaskClient) -> None:
    page = of(client, "nur")
    listed = page.partition("Its incidents")[2].partition("</table>")[0]
    assert "Bombing in Al-Hasakah" in listed
    assert "accused" in listed
    assert "denied by" in listed
    assert "/incidents?lang=en&amp;actor=entity:nur" in page.replace("%3A", ":")
    assert "place=entity:Q173474" in of(client, "Q173474").replace("%3A", ":")


def test_with_whom_it_is_mentioned_and_in_how_many_articles(client: FlaskClient) -> None:
    page = of(client, "Q2429253")
    row = page.partition('class="neighbours"')[2].partition("حركة النور")[2].partition("</tr>")[0]
    assert '<td class="number">2</td>' in row
    assert "/explorer?" in page


def test_what_it_said_and_what_was_said_about_it(client: FlaskClient) -> None:
    assert "الهجوم لن يمر بلا عقاب" in of(client, "khatib").partition("What it said")[2]
    about = of(client, "nur").partition("What was said about it")[2]
    assert "Syrian Army" in about
    assert "Accuse" in about


def test_mentions_stand_in_their_context_and_lead_into_the_article(client: FlaskClient) -> None:
    page = of(client, "nur", "ar").partition("ذِكره في سياقه")[2]
    assert "واتهم الجيش السوري <mark>حركة النور</mark>، وهي الجناح" in page
    assert "#char=165,175" in page


def test_a_place_that_is_only_mentioned_has_a_page_too(client: FlaskClient) -> None:
    answer = client.get("/id/entity/Q3766?lang=en", headers=BROWSER)
    assert answer.status_code == 200
    assert "36.29" in answer.text
