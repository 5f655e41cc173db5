"""The page of one event: who says what, the ledger of figures, and why reports were held to be one."""

import re
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, Store

from kg.exports.chosen import asks_of
from kg.incidents import read_incidents
from kg.ontology import Instances, kg, term
from kg.queries import Term
from kg.settings import Settings
from kg.store import StoreFolder
from kg.web import create_app
from kg.web.pages.ledger import Ledger, ledgers, place_of_number

HERE = Instances()
BROWSER = {"Accept": "text/html"}
PLOT, BLAST = HERE.node("event", "plot"), HERE.node("event", "blast")


def served(folder: Path, quads: list[Quad]) -> FlaskClient:
    """A client of a server over a store of some quads."""
    (folder / "current").mkdir()
    graph = Store(str(folder / "current" / "graph"))
    graph.bulk_extend(quads)
    graph.flush()
    del graph
    return create_app(Settings(store=folder)).test_client()


@pytest.fixture(scope="module")
def small_quads(small_store: Path) -> list[Quad]:
    return list(StoreFolder(small_store).snapshot())


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory, small_quads: list[Quad]) -> FlaskClient:
    matches = HERE.graph("matches")
    near = HERE.node("match", "m2")
    told = {
        "left": BLAST,
        "right": PLOT,
        "score": Literal("0.41", datatype=term("xsd:decimal")),
        "decision": kg("Near"),
        "decidedBy": Literal("سلمى"),
    }
    extra = [Quad(near, kg(name), value, matches) for name, value in told.items()]
    extra += [Quad(near, kg("reason"), Literal("other city", language="en"), matches), Quad(near, term("rdf:type"), kg("Match"), matches)]
    extra += [Quad(HERE.node("event", "blast-b2"), term("dcterms:isReplacedBy"), BLAST, DefaultGraph())]
    return served(tmp_path_factory.mktemp("incident"), [*small_quads, *extra])


@pytest.fixture(scope="module")
def page(client: FlaskClient) -> str:
    return client.get("/id/event/blast?lang=en", headers=BROWSER).text


def part(page: str, begin: str, end: str) -> str:
    """What stands between two strings of a page, without the space between elements."""
    return " ".join(page.partition(begin)[2].partition(end)[0].split())


def test_it_says_what_where_and_when_in_both_languages(client: FlaskClient, page: str) -> None:
    assert '<bdi class="generated">Bombing in Al-Hasakah, 1 May 2024</bdi>' in page
    assert "سيارة مفخخة" in page
    assert ">Al-Hasakah<" in page
    arabic = client.get("/id/event/blast?lang=ar", headers=BROWSER).text
    assert '<bdi class="generated">تفجير في الحسكة، 1 مايو 2024</bdi>' in arabic
    assert 'dir="rtl"' in arabic


def test_the_ledger_has_a_line_for_each_figure_with_its_words_and_the_number_marked(page: str) -> None:
    ledger = part(page, 'id="killed"', "</section>")
    assert "<mark>15</mark>" in ledger
    assert "<mark>12</mark>" in ledger
    assert "At least" in ledger
    assert "مصدر طبي" in ledger
    assert "/id/article/b2?lang=en#char=" in ledger


def test_what_differs_from_the_best_total_stands_out(page: str) -> None:
    killed, injured = part(page, 'id="killed"', "</section>"), part(page, 'id="injured"', "</section>")
    assert killed.count('class="differs"') == 1
    assert "sources differ" in killed
    assert "sources differ" not in injured


def told(value: int, counted: str, begin: int = 0, said_by: str = "", article: str = "a") -> dict[str, Term]:
    """A row of `incident-figures`: a total of those killed."""
    number = Literal(str(value), datatype=term("xsd:integer"))
    iris = {"claim": NamedNode(f"urn:{article}:{value}"), "article": NamedNode(f"urn:{article}"), "figure": kg("killed")}
    texts = {"counted": counted, "attribution": said_by, "begin": str(begin), "end": str(begin + 60), "words": f"قتل {value} {counted}"}
    return iris | {"value": number, "scope": kg("Whole")} | {name: Literal(each) for name, each in texts.items() if each}


def ledger_of(*rows: dict[str, Term], best: int) -> Ledger:
    """The one ledger that some rows make."""
    (found,) = ledgers({"killed_best": Literal(str(best), datatype=term("xsd:integer"))}, rows)
    return found


def test_totals_of_different_people_in_one_sentence_are_parts_and_no_dispute() -> None:
    found = ledger_of(told(13, "عضوا من الخدمات الأمريكية"), told(170, "مدنيا أفغانيا"), best=183)
    assert [(entry.is_part, entry.differs) for entry in found.entries] == [(True, False), (True, False)]
    assert not found.is_disputed
    assert {(verdict.ruled.low, verdict.ruled.high) for verdict in found.verdicts if verdict.ruled} == {(183, 183)}
    assert all(verdict.lines == (1, 2) for verdict in found.verdicts)


def test_sources_differ_only_where_articles_or_speakers_do() -> None:
    assert not ledger_of(told(12, "شخصا"), told(15, "شخصا", begin=90), best=15).is_disputed
    assert ledger_of(told(12, "شخصا"), told(15, "شخصا", begin=90, said_by="مصدر طبي"), best=15).is_disputed
    assert ledger_of(told(12, "شخصا"), told(15, "شخصا", article="b"), best=15).is_disputed
    assert not ledger_of(told(12, "شخصا"), told(12, "قتيلا", article="b"), best=12).is_disputed


def test_the_dead_of_kabul_airport_are_of_two_sorts_and_nobody_differs(seeds_store: Path) -> None:
    asks = asks_of(StoreFolder(seeds_store).snapshot(), HERE)
    incidents = read_incidents(lambda name: asks(name, {})).incidents
    (kabul,) = (incident for incident in incidents if incident.killed and incident.killed.best == 183)
    client = create_app(Settings(store=seeds_store)).test_client()
    page = client.get(f"{kabul.iri.removeprefix('https://w3id.org/isnad')}?lang=en", headers=BROWSER).text
    killed = part(page, 'id="killed"', "</section>")
    assert "sources differ" not in killed
    assert killed.count('class="number best">183</td>') == 4


def test_the_rules_of_other_databases_are_applied_cited_and_lead_to_their_lines(page: str) -> None:
    rules = part(page, '<table class="rules">', "</table>")
    assert "Global Terrorism Database Codebook" in rules
    rows = {name: rules.partition(f">{name}<")[2].partition("</tr>")[0] for name in ("GTD", "UCDP GED", "ACLED")}
    assert 'class="number best">15</td>' in rows["GTD"]
    assert 'class="number best">12</td><td class="number">15</td>' in rows["UCDP GED"]
    assert 'class="number best">12</td>' in rows["ACLED"]
    assert 'href="#line-1"' in rows["GTD"]
    assert 'id="line-1"' in page


def test_claims_of_responsibility_accusations_and_denials_are_apart_each_with_who_says_so(page: str) -> None:
    section = part(page, "<h3>Responsibility</h3>", "</section>")
    claimed, accused = part(section, "Claims of responsibility", "</table>"), part(section, "Accusations", "</table>")
    denied = part(section, "Denials", "</table>")
    assert "Islamic State" in claimed
    assert "حركة النور" not in claimed
    assert "حركة النور" in accused
    assert "Syrian Army" in accused
    assert "حركة النور" in denied


def test_every_article_that_reports_it_is_there_with_its_evidence_in_place(page: str) -> None:
    reports = part(page, "<h3>The articles that report it", "</section>")
    assert reports.count('<article class="report">') == 2
    assert "قُتل 12 شخصا وأصيب 30 آخرون" in reports
    assert "#char=20,106" in reports


def test_why_reports_were_merged_and_near_misses_that_were_not(client: FlaskClient, page: str) -> None:
    merged, _, near = part(page, 'id="matches"', "</section>").partition("Near misses")
    assert "same place" in merged
    assert "0.9" in merged
    assert "other city" in near
    assert "Attack in Qamishli" in near
    assert "سلمى" in near
    other_side = client.get("/id/event/plot?lang=en", headers=BROWSER).text
    assert "other city" in other_side
    assert "Bombing in Al-Hasakah" in other_side


def test_a_meeting_and_a_statement_have_a_simpler_page(client: FlaskClient) -> None:
    meeting = client.get("/id/event/meeting?lang=en", headers=BROWSER).text
    assert "participant" in meeting
    assert "سامر الخطيب" in meeting
    assert 'class="ledger"' not in meeting
    statement = client.get("/id/event/khatib-says?lang=en", headers=BROWSER).text
    assert '<blockquote lang="ar" dir="auto">الهجوم لن يمر بلا عقاب</blockquote>' in statement


def test_labels_that_look_like_markup_or_turn_the_line_around_stay_words(tmp_path: Path, small_quads: list[Quad]) -> None:
    hostile = '<script>alert(1)</script>\u202e"' + "ا" * 10_000
    quads = [quad for quad in small_quads if quad.object != Literal("Islamic State", language="en")]
    label = Literal(hostile, language="en")
    entity, graph = HERE.node("entity", "Q2429253"), HERE.graph("summary")
    named = [Quad(entity, term("rdfs:label"), label, graph), Quad(entity, term("rdfs:label"), label)]
    client = served(tmp_path, [*quads, *named])
    for path in ("event/blast", "entity/Q2429253", "article/b2"):
        page = client.get(f"/id/{path}?lang=en", headers=BROWSER).text
        assert "<script>alert" not in page
        assert re.search(r"<bdi[^>]*>&lt;script&gt;alert\(1\)", page)


@pytest.mark.parametrize(
    ("words", "value", "counted", "number"),
    [
        ("قُتل 12 شخصا وأصيب 30 آخرون", 12, "شخصا", "12"),
        ("قُتل 12 شخصا وأصيب 30 آخرون", 30, "آخرون", "30"),
        ("مقتل ١٬٢٠٠ شخص", 1200, "شخص", "١٬٢٠٠"),
        ("اعتقال خمسة مشتبه بهم", 5, "مشتبه بهم", "خمسة"),
        ("مقتل ثلاثة وعشرين مدنيا", 23, "مدنيا", "ثلاثة وعشرين"),
        ("أسفر عن مقتل شخصين", 2, "شخصين", "شخصين"),
        ("قتل 8 في هجوم، و8 جنود في آخر", 8, "جنود", "8"),
        ("قتل جندي", 1, "جندي", "جندي"),
        ("لا أرقام هنا", 7, "", ""),
    ],
)
def test_the_number_is_found_in_the_words(words: str, value: int, counted: str, number: str) -> None:
    found = place_of_number(words, value, counted)
    assert (words[slice(*found)] if found else "") == number


def test_of_two_places_with_the_number_the_one_before_who_is_counted_is_meant() -> None:
    words = "قتل 8 في هجوم، و8 جنود في آخر"
    assert place_of_number(words, 8, "جنود") == (words.rindex("8"), words.rindex("8") + 1)


@pytest.mark.parametrize(
    ("qualifier", "value", "differs"),
    [("AtLeast", 14, False), ("AtLeast", 20, True), ("AtMost", 30, False), ("About", 20, False), ("Exactly", 14, True)],
)
def test_a_bound_that_leaves_room_for_the_best_figure_does_not_differ(qualifier: str, value: int, *, differs: bool) -> None:
    found = ledger_of(told(value, "شخصا") | {"qualifier": kg(qualifier)}, best=19)
    assert [entry.differs for entry in found.entries] == [differs]
