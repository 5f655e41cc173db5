"""Silence on the page of incidents: what was read of the time that is asked for, and of the publisher, also where nothing was found."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from made_incidents import entity, event, publish, quads
from pyoxigraph import DefaultGraph, Literal, Quad

from kg.ontology import Instances, kg, term
from kg.settings import Settings
from kg.web import create_app

NUMBER = 60
"""The first article of each publisher, 12 in all, has no date; the last five articles have no publisher."""
HERE = Instances()

Open = Callable[..., str]


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    folder = tmp_path_factory.mktemp("read")
    without_date = {HERE.article(f"a{number}") for number in range(12)}
    without_publisher = {HERE.article(f"a{number}") for number in range(55, NUMBER)}
    publish(
        folder,
        "1",
        (
            quad
            for quad in quads(NUMBER)
            if not (quad.predicate == term("dcterms:issued") and quad.subject in without_date)
            and not (quad.predicate == term("dcterms:publisher") and quad.subject in without_publisher)
        ),
    )
    return create_app(Settings(store=folder)).test_client()


@pytest.fixture(scope="module")
def opened(client: FlaskClient) -> Open:
    def page(**parameters: str) -> str:
        answer = client.get("/incidents", query_string={"lang": "en"} | parameters)
        assert answer.status_code == 200, answer.text
        return answer.text

    return page


def along(text: str) -> list[tuple[str, int, int, int]]:
    """Rows of the timeline's table: the period, its incidents, articles and publishers."""
    (table,) = re.findall(r'<section class="along".*?<tbody>(.*?)</tbody>', text, re.DOTALL)
    rows = [re.findall(r"<td[^>]*>(.*?)</td>", row) for row in table.split("</tr>")[:-1]]
    return [(re.sub(r"<[^>]*>", "", period), int(total), int(articles), int(known)) for period, total, _, articles, known in rows]


def test_where_nothing_was_found_it_is_shown_what_was_read(opened: Open) -> None:
    text = opened(kind="kg:CyberAttack", since="2016-01-01", until="2016-12-31")
    assert "No incident fits" in text
    found = along(text)
    assert [period for period, *_ in found] == [f"2016-{month:02}" for month in range(1, 13)]
    assert sum(total for _, total, *_ in found) == 0
    assert sum(articles for *_, articles, _ in found) > 0
    assert "<svg" in text


def test_a_time_of_which_nothing_was_read_is_hatched_whole(opened: Open) -> None:
    text = opened(since="1900-01-01", until="1900-12-31")
    assert [(total, articles) for _, total, articles, _ in along(text)] == [(0, 0)] * 12
    assert text.count('fill="url(#unread)"') == 12


def test_the_time_is_the_one_that_is_asked_for_and_else_all_that_was_read(opened: Open) -> None:
    read = [period for period, _, articles, _ in along(opened()) if articles]
    found = [period for period, *_ in along(opened(kind="kg:CyberAttack"))]
    assert (found[0], found[-1]) == (read[0], read[-1])
    assert [period for period, *_ in along(opened(since="2015-03-30", until="2015-04-02"))] == [
        "2015-03-30",
        "2015-03-31",
        "2015-04-01",
        "2015-04-02",
    ]


def test_a_bar_leads_to_no_wider_time_than_is_asked_for(opened: Open) -> None:
    text = opened(since="2015-01-10", until="2016-11-20")
    leads = re.findall(r'<a href="[^"]*since=([\d-]+)&amp;until=([\d-]+)[^"]*" class="bar"', text)
    assert leads
    assert min(since for since, _ in leads) >= "2015-01-10"
    assert max(until for _, until in leads) <= "2016-11-20"


def test_articles_without_a_date_are_counted_and_said_to_be_from_any_time(opened: Open) -> None:
    told = "Articles without a date of issue, which may be from any time: <bdi>{}</bdi>"
    assert sum(articles for *_, articles, _ in along(opened())) == NUMBER - 12
    assert told.format(12) in opened()
    assert told.format(12) in opened(since="1900-01-01", until="1900-12-31")
    assert told.format(1) in opened(publisher="entity:m5")
    assert "مقالات بلا تاريخ نشر، وقد تكون من أي مدة: <bdi>12</bdi>" in opened(lang="ar")


def test_what_was_read_is_that_of_the_publisher_who_is_asked_for(opened: Open) -> None:
    found = along(opened(publisher="entity:m5"))  # of articles 1, 13, 25, 37 and 49, the first without a date
    assert sum(articles for *_, articles, _ in found) == 4
    assert {known for *_, known in found} == {0, 1}


def test_a_publisher_who_is_not_known_is_none(opened: Open) -> None:
    days = along(opened(since="2020-08-09", until="2020-08-11"))  # article 55
    assert days[-1] != ("2020-08-11", 0, 1, 1)
    assert sum(known < articles for *_, articles, known in along(opened())) > 0


def test_the_start_page_counts_articles_without_a_date_too(client: FlaskClient) -> None:
    text = client.get("/?lang=en").text
    assert f"Articles with a date: {NUMBER - 12}" in text
    assert "Articles without a date of issue, which may be from any time: 12." in text


def test_what_is_denied_is_neither_among_the_deadliest_nor_among_the_dead(tmp_path: Path) -> None:
    """إشاعة عن خمسمئة قتيل نُفيت، وسلسلة قُتل فيها مئة، منهم ثلاثون في جزء منها."""
    rumour, series, part = (event(number) for number in (1, 2, 4))
    killed = {rumour: 500, series: 100, part: 30}
    statuses = {each: kg("Denied" if each == rumour else "Occurred") for each in killed}
    said = {kg("mainStatus"), kg("mainPlace"), *(kg(f"killed{bound}") for bound in ("Low", "Best", "High"))}
    kept = [quad for quad in quads(5) if not (quad.subject in killed and quad.predicate in said)]
    made = [Quad(each, kg("mainStatus"), status, DefaultGraph()) for each, status in statuses.items()]
    made += [Quad(each, kg("mainPlace"), entity("s", 0), DefaultGraph()) for each in killed]
    made += [Quad(each, kg(f"killed{bound}"), Literal(number)) for each, number in killed.items() for bound in ("Low", "Best", "High")]
    publish(tmp_path, "1", [*kept, *made, Quad(part, kg("subEventOf"), series, DefaultGraph())])
    client = create_app(Settings(store=tmp_path)).test_client()
    start = client.get("/?lang=en").text
    deadliest = start[start.index('id="deadliest"') :]
    assert [f"/id/event/{each.value.rpartition('/')[2]}?" in deadliest for each in (rumour, series, part)] == [False, True, True]
    assert "status=kg:Occurred" in start.replace("%3A", ":")
    assert re.search(r'Town 0</bdi></a>.*?<td class="number">4</td><td class="number">100</td>', client.get("/incidents?lang=en").text)
