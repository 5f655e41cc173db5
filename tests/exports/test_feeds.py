"""Feeds of saved queries, read back by feedparser."""

import json
from datetime import date
from pathlib import Path

import feedparser
import pytest
from exporting import BAD, BLAST, publish_with_a_bad_name
from flask.testing import FlaskClient

from kg.exports.feeds import entries
from kg.incidents import Incident, IncidentTable, Named, Report
from kg.queries import NamedNode
from kg.settings import Settings
from kg.web import create_app

BASE = "https://w3id.org/isnad/id/"


@pytest.fixture(scope="module")
def client(small_store: Path) -> FlaskClient:
    return create_app(Settings(store=small_store)).test_client()


def read(client: FlaskClient, address: str) -> feedparser.FeedParserDict:
    answer = client.get(address)
    assert answer.status_code == 200, answer.text
    found = feedparser.parse(answer.data)
    assert not found.bozo, found.bozo_exception
    return found


def reported(name: str, *issued: date | None) -> Incident:
    reports = tuple(Report(f"{BASE}article/{number}", day, Named("x", "وكالة", "")) for number, day in enumerate(issued))
    return Incident(
        f"{BASE}event/{name}", name, "", "Attack", "Occurred", date(2020, 1, 1), date(2020, 1, 1), None, None, None, (), reports, 1
    )


def test_an_entry_is_an_incident_and_is_updated_with_its_newest_report(client: FlaskClient) -> None:
    found = read(client, "/feeds/incidents.atom?kind=kg:Bombing&lang=en")
    (entry,) = found.entries
    assert entry.id == BLAST
    assert (entry.updated, entry.published) == ("2024-05-03T00:00:00Z", "2024-05-02T00:00:00Z")
    assert entry.title == "Bombing in Al-Hasakah, 1 May 2024"
    assert entry.link.endswith("/id/event/blast?lang=en")
    assert "12–15" in entry.content[0].value


def test_what_was_reported_last_comes_first_whatever_the_order_of_the_query() -> None:
    table = IncidentTable((reported("a", date(2024, 1, 1)), reported("b", date(2023, 1, 1), date(2024, 6, 1)), reported("c", None)), {})
    found = entries([{"incident": NamedNode(each.iri)} for each in table.incidents], table, "ar")
    assert [entry.title for entry in found] == ["b", "a", "c"]


def test_several_rows_of_an_incident_are_one_entry(client: FlaskClient) -> None:
    assert [entry.id for entry in read(client, "/feeds/responsibility.atom").entries] == [BLAST]


def test_rows_that_name_no_incident_are_about_what_they_name_first(client: FlaskClient) -> None:
    titles = {entry.id: entry.title for entry in read(client, "/feeds/people-roles.atom?lang=ar").entries}
    assert titles == {f"{BASE}entity/khatib": "سامر الخطيب"}


def test_json_feed_has_what_its_version_requires(client: FlaskClient) -> None:
    answer = client.get("/feeds/incidents.json?kind=kg:Bombing&lang=ar")
    feed = json.loads(answer.data)
    assert answer.mimetype == "application/feed+json"
    assert (feed["version"], feed["language"]) == ("https://jsonfeed.org/version/1.1", "ar")
    assert feed["feed_url"].endswith("/feeds/incidents.json?kind=kg:Bombing&lang=ar")
    (item,) = feed["items"]
    assert (item["id"], item["date_modified"]) == (BLAST, "2024-05-03T00:00:00Z")
    assert item["content_text"]


def test_older_entries_are_on_further_pages(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = [entry.id for entry in read(client, "/feeds/places.atom?lang=en").entries]
    monkeypatch.setattr("kg.web.api.feeds.MOST", 1)
    met, address = [], "/feeds/places.atom?lang=en"
    while address:
        page = read(client, address)
        met += [entry.id for entry in page.entries]
        address = next((link.href.removeprefix("http://localhost") for link in page.feed.links if link.rel == "next"), "")
    assert met == whole
    assert len(whole) > 1
    assert "next_url" in json.loads(client.get("/feeds/places.json").data)


def test_a_feed_is_the_same_whoever_asks_and_however(client: FlaskClient) -> None:
    one = read(client, "/feeds/incidents.atom?kind=kg:Bombing&lang=en").feed.id
    other = feedparser.parse(client.get("/feeds/incidents.atom?lang=en&kind=kg:Bombing", headers={"Host": "127.0.0.1:8000"}).data).feed.id
    assert one == other == f"{BASE}feed/incidents?kind=kg%3ABombing&lang=en"


def test_a_reader_that_has_it_already_is_told_so(client: FlaskClient) -> None:
    known = client.get("/feeds/incidents.atom").headers["ETag"]
    assert client.get("/feeds/incidents.atom", headers={"If-None-Match": known}).status_code == 304


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/feeds/none.atom", 404),
        ("/feeds/incidents.json?kin=x", 400),
        ("/feeds/event-claims.atom", 400),
        ("/feeds/incidents.atom?lang=%EF%BF%BE", 400),
        ("/feeds/incidents.atom?page=0", 400),
    ],
)
def test_what_cannot_be_asked_is_refused(client: FlaskClient, address: str, status: int) -> None:
    assert client.get(address).status_code == status


def test_a_bad_name_is_a_title(tmp_path: Path) -> None:
    publish_with_a_bad_name(tmp_path)
    bad = create_app(Settings(store=tmp_path)).test_client()
    (entry,) = read(bad, "/feeds/incidents.atom?kind=kg:Bombing&lang=ar").entries
    assert entry.title_detail.type == "text/plain"
    assert entry.title == BAD.replace("\x01", "\ufffd")
