"""What strangers are shown: no withheld name by any door, every name that may be told, and quotes that stand where they are said to."""

import gzip
import json
import logging
import re
import stat
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote, unquote

import psutil
import pytest
from click.testing import CliRunner
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Store
from serving import send, serving

from kg.arabic import fold
from kg.build import build, remove
from kg.cli import main
from kg.errors import UsageError
from kg.identity import entity_id
from kg.model import Span
from kg.ontology import Instances, kg, term
from kg.public import PublicStore, as_shown, following
from kg.public.masking import Masks, replaced
from kg.public.minors import is_called_a_child
from kg.public.names import Found, Names
from kg.public.offices import is_named_by_office
from kg.public.pseudonyms import Pseudonyms, secret_in
from kg.public.verdicts import tells_of_verdict
from kg.public.withheld import Reading, Source, Why, span_of
from kg.queries import GRAPHS, TABLES
from kg.settings import Settings
from kg.store import StoreFolder
from kg.tombstones import leave
from kg.updating import write
from kg.web import create_app
from kg.workers import GraphChange, Place

ARTICLES = [
    {
        "id": "مقتل-سالم-الدروبي",
        "title": "مقتل سالم الدروبي في بغداد",
        "text": "مقتل سالم الدروبي في بغداد\nقُتل المواطن سالم الدروبي في هجوم مسلح في بغداد يوم الأحد، حسب الشرطة العراقية."
        " وقال شقيقه ماجد الدروبي: «كان سالم الدروبي عائدا من عمله». وشُيّع الدروبي الاثنين، ولسالم الدروبيّ ابنان.",
        "url": "https://news.example/" + quote("مقتل-سالم-الدروبي"),
        "date": "2024-03-04",
    },
    {
        "id": "قصف-حلب",
        "title": "قصف على حلب",
        "text": "أصيبت الطفلة هند الزعبي (9 أعوام) في قصف على مدينة حلب السورية يوم الثلاثاء."
        " وقال وزير الداخلية السوري سامر الخطيب إن القصف لن يمر بلا عقاب.",
        "url": "https://news.example/2",
        "date": "2024-03-05",
    },
    {
        "id": "اعتقال",
        "title": "اعتقال مدير مصرف",
        "text": "اعتقلت الشرطة التونسية مدير مصرف الأمل نبيل القاسمي يوم الأربعاء في تونس."
        " وقال متحدث باسم الشرطة إن نبيل القاسمي سيُحال إلى القضاء.",
        "date": "2024-03-06",
    },
    {
        "id": "حكم",
        "title": "السجن لوزير سابق",
        "text": "قضت محكمة في القاهرة بسجن وزير الزراعة المصري السابق فؤاد الحناوي خمس سنوات يوم الخميس."
        " وأدانت المحكمة فؤاد الحناوي بتهمة الرشوة.",
        "date": "2024-03-07",
    },
    {
        "id": "وزير",
        "title": "تصريح الوزير",
        "text": "قال وزير الصحة العراقي حيدر العبودي في بغداد إن المستشفيات استقبلت الجرحى. وأكد العبودي أن الوضع تحت السيطرة.",
        "date": "2024-03-08",
    },
    {"id": "البصرة", "title": "انفجار", "text": "أصيب كريم الساعدي في انفجار في البصرة يوم الجمعة.", "date": "2024-03-09"},
    {
        "id": "البرلمان",
        "title": "رئيس البرلمان",
        "text": "قال رئيس البرلمان العراقي كريم الساعدي إن الانفجار جريمة.",
        "date": "2024-03-10",
    },
]
WITHHELD = ("سالم الدروبي", "ماجد الدروبي", "الدروبي", "هند الزعبي", "الزعبي", "نبيل القاسمي", "القاسمي")
SHOWN = ("حيدر العبودي", "سامر الخطيب", "فؤاد الحناوي", "كريم الساعدي")
OWN = "https://example.org/notes"
EVERYTHING = "SELECT * { { GRAPH ?g { ?s ?p ?o } } UNION { ?s ?p ?o } }"
DESCRIBED = "CONSTRUCT { ?s ?p ?o } { { GRAPH ?g { ?s ?p ?o } } UNION { ?s ?p ?o } }"
ESCAPED = re.compile(r"\\u([0-9a-fA-F]{4})")


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store of invented articles, read by the real reader, with a graph that a user wrote, and its copy for strangers."""
    folder = tmp_path_factory.mktemp("public")
    file = folder / "articles.jsonl"
    file.write_text("".join(json.dumps(article, ensure_ascii=False) + "\n" for article in ARTICLES), "utf-8")
    build([file], Settings(store=folder / "s"))
    note = '<urn:note> <urn:says> "رأيت سالم الدروبي أمس"@ar , "رأيت حيدر العبودي أمس"@ar .'
    write(GraphChange(OWN, (("text/turtle", note.encode()),)), Place(folder / "s"))
    PublicStore(folder / "s").refresh()
    return folder / "s"


@pytest.fixture(scope="module")
def graph(store: Path) -> Store:
    return PublicStore(store).folder.snapshot()


@pytest.fixture(scope="module")
def client(store: Path) -> Iterator[FlaskClient]:
    with create_app(Settings(store=store, public=1)).test_client() as client:
        yield client


def as_read(body: bytes) -> str:
    """The words of an answer as somebody would find them who looks for a name: without escapes, folded."""
    text = ESCAPED.sub(lambda found: chr(int(found.group(1), 16)), body.decode("utf-8"))
    return fold(unquote(text).replace("_", " "))


def require_no_name(body: bytes) -> str:
    words = as_read(body)
    for name in WITHHELD:
        assert fold(name) not in words, name
    return words


def labels(store: Store) -> dict[str, str]:
    rows = store.query(
        "SELECT ?p ?l { ?p a <https://w3id.org/isnad/ontology#Person> ; rdfs:label ?l FILTER(LANG(?l) = 'ar') }", prefixes=NAMESPACES
    )
    return {row["l"].value: row["p"].value for row in rows}  # type: ignore[union-attr]


NAMESPACES = {"rdfs": "http://www.w3.org/2000/01/rdf-schema#"}

# Who


def test_private_people_minors_and_the_accused_are_withheld_and_nobody_else(store: Path) -> None:
    original = StoreFolder(store).snapshot()
    withheld, called = Source(original, Instances()).withheld(), labels(original)
    assert {bare(name): withheld.get(iri) for name, iri in called.items()} == {
        "سالم الدروبي": Why.PRIVATE,
        "ماجد الدروبي": Why.PRIVATE,
        "هند الزعبي": Why.MINOR,
        "نبيل القاسمي": Why.ACCUSED,  # a director, whom a verdict would make nameable again
        **dict.fromkeys(SHOWN),  # who is a victim in one article and an official in another is an official
    }


@pytest.mark.parametrize(
    "text",
    [
        "أصيب الطفل {} بجروح",
        "توفيت الرضيعة {}",
        "والقاصر {} أيضا",
        "الطفلة الفلسطينية {} أصيبت",
        "قُتل {} (14 عاما)",
        "قُتلت {}، ٩ أعوام،",
        "قُتل {} البالغ من العمر 15 عامًا",
        "قُتل {} ابن الـ16 عاما",
        "قُتل {} وعمره ثلاثة عشر عاما",
        "{}, 9, was killed",
        "{} (aged 12) was killed",
    ],
)
def test_a_text_that_calls_somebody_a_child(text: str) -> None:
    assert is_called_a_child(*named(text))


@pytest.mark.parametrize(
    "text",
    [
        "قُتل الطفل وأصيب {}",
        "زار الأطفال {}",
        "قُتل {} (41 عاما)",
        "سُجن {} خمس سنوات",
        "تولى {} المنصب قبل 10 سنوات",
        "حُكم على {}. 10 أعوام مضت",
        "{} في 10 سنوات",
        "{}, 45, was killed",
    ],
)
def test_a_text_that_does_not(text: str) -> None:
    assert not is_called_a_child(*named(text))


@pytest.mark.parametrize(
    "text",
    [
        "قال وزير الخارجية المصري {} إن",
        "وأعلن المتحدث باسم وزارة الداخلية {} أن",
        "التقى رئيس مجلس النواب العراقي {} أمس",
        "وقال {}، وزير الدفاع، إن",
        "للرئيس {} كلمة",
    ],
)
def test_an_office_beside_a_name(text: str) -> None:
    assert is_named_by_office(*named(text))


def test_an_office_in_place_of_a_name() -> None:
    assert is_named_by_office("زار أمير قطر بغداد", Span(4, 12))


@pytest.mark.parametrize(
    "text",
    [
        "قُتلت زوجة الوزير {} أمس",
        "زار الوزير المستشفى والتقى {} هناك",
        "قال الوزير: {} قُتل",
        "قتل المواطن {} أمس",
        "وصل الوزير ثم تحدث {} عنه",
    ],
)
def test_an_office_of_somebody_else(text: str) -> None:
    assert not is_named_by_office(*named(text))


def bare(name: str) -> str:
    return name.replace("\u0651", "")


def named(text: str) -> tuple[str, Span]:
    begin = text.index("{}")
    return text.replace("{}", "سامي نور"), Span(begin, begin + len("سامي نور"))


@pytest.mark.parametrize(
    "words", ["قضت محكمة بسجن فلان", "وأدين فلان بالرشوة", "حكم على فلان بالسجن", "برأت المحكمة فلانا", "حُكم عليه بالإعدام"]
)
def test_a_verdict(words: str) -> None:
    assert tells_of_verdict(words)


@pytest.mark.parametrize(
    "words", ["يحاكم فلان", "ينتظر فلان الحكم", "طالبت النيابة بالحكم عليه بالسجن", "لم يصدر حكما", "محاكمة فلان", "لائحة اتهام"]
)
def test_a_trial_that_goes_on(words: str) -> None:
    assert not tells_of_verdict(words)


# Names and pseudonyms


@given(st.text("ابتسد ", min_size=1, max_size=40), st.binary(min_size=32, max_size=32))
def test_a_pseudonym_in_a_text_is_as_long_as_the_name(name: str, secret: bytes) -> None:
    found = Pseudonyms(secret).instead("urn:somebody", name)
    assert len(found) == len(name)
    assert found == Pseudonyms(secret).instead("urn:somebody", name)


def test_a_pseudonym_needs_the_secret_which_is_the_owners_alone(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    first, again, other = secret_in(tmp_path), secret_in(tmp_path), secret_in(tmp_path / "b")
    assert first == again != other
    assert Pseudonyms(first).label("urn:a", "ar") != Pseudonyms(other).label("urn:a", "ar")
    assert stat.S_IMODE((tmp_path / "secret").stat().st_mode) == 0o600


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("قال سالم الدروبي", "سالم الدروبي"),
        ("ولسالم الدروبي", "سالم الدروبي"),
        ("سالمٌ الدُّروبيّ قال", "سالمٌ الدُّروبيّ"),
        ("رأى عبدالرحمن أحمد", "عبدالرحمن أحمد"),
        ("رأى عبد الرحمن احمد", "عبد الرحمن احمد"),
        ("سالم-الدروبي", "سالم-الدروبي"),
    ],
)
def test_a_name_is_found_however_it_is_written(text: str, found: str) -> None:
    names = Names.of({"urn:a": ["سالم الدروبي", "عبد الرحمن أحمد"]}, single=False)
    assert [one.span.of(text) for one in names.find(text)] == [found]


def test_a_single_word_of_a_name_is_hidden_only_where_its_bearer_is_named_and_nobody_else_has_it() -> None:
    masks = Masks.of({"urn:victim": frozenset({"سالم الدروبي"})}, Pseudonyms(b"s" * 32))
    text = "قُتل سالم الدروبي. وقال الدروبي إنه حزين."
    victim = (Span(5, 17), NamedNode("urn:victim"))
    assert "الدروبي" not in masks.article(Reading(NamedNode("urn:g"), text, (victim,))).shown
    official = (Span(24, 31), NamedNode("urn:official"))
    assert masks.article(Reading(NamedNode("urn:g"), text, (victim, official))).shown.count("الدروبي") == 1
    assert masks.article(Reading(NamedNode("urn:g"), "قال الدروبي", ())).shown == "قال الدروبي"


@given(st.data(), st.text("ابتس دي.", max_size=60))
def test_whatever_is_hidden_every_other_word_stays_where_it_was(data: st.DataObject, text: str) -> None:
    cuts = sorted(data.draw(st.lists(st.integers(0, len(text)), max_size=6, unique=True)))
    spans = [Span(*pair) for pair in zip(cuts[::2], cuts[1::2], strict=False)]
    shown = replaced(text, [Found(span, "urn:a") for span in spans], Pseudonyms(b"s" * 32))
    assert len(shown) == len(text)
    hidden = {offset for span in spans for offset in range(span.begin, span.end)}
    assert all(shown[offset] == text[offset] for offset in range(len(text)) if offset not in hidden)


# The copy


def test_every_span_and_quote_is_an_exact_slice_of_the_text_that_is_shown(graph: Store) -> None:
    seen = 0
    for quad in graph.quads_for_pattern(None, term("nif:anchorOf"), None, None):
        (text,) = (q.object.value for q in graph.quads_for_pattern(quad.graph_name, kg("text"), None, quad.graph_name))
        span = span_of(quad.subject)
        assert span is not None
        assert span.of(text) == quad.object.value
        for name, offset in (("nif:beginIndex", span.begin), ("nif:endIndex", span.end)):
            assert {q.object for q in graph.quads_for_pattern(quad.subject, term(name), None, quad.graph_name)} == {Literal(offset)}
        seen += 1
    for predicate in ("quote", "attribution", "role", "dateText", "weapon", "counted"):
        for quad in graph.quads_for_pattern(None, kg(predicate), None, None):
            if isinstance(quad.graph_name, NamedNode):
                (text,) = (q.object.value for q in graph.quads_for_pattern(quad.graph_name, kg("text"), None, quad.graph_name))
                assert quad.object.value in text
                seen += predicate == "quote"
    assert seen > 50


def test_texts_are_as_long_as_they_were(store: Path, graph: Store) -> None:
    original = StoreFolder(store).snapshot()
    lengths = [
        sorted(len(quad.object.value) for quad in each.quads_for_pattern(None, kg("text"), None, None)) for each in (original, graph)
    ]
    assert lengths[0] == lengths[1]


def test_nothing_is_lost_but_what_tells_who_somebody_is(store: Path, graph: Store) -> None:
    original = StoreFolder(store).snapshot()
    for predicate in (term("itsrdf:taIdentRef"), term("rdf:subject"), kg("target"), kg("speaker"), kg("status"), term("rdf:type")):
        counts = [sum(1 for _ in each.quads_for_pattern(None, predicate, None, None)) for each in (original, graph)]
        assert counts[0] == counts[1], predicate


def test_people_are_linked_to_their_pseudonym_in_labels_of_both_languages(graph: Store) -> None:
    called = [label for label in labels(graph) if label.startswith("شخص ")]
    assert len(set(called)) == 4
    (node,) = {quad.subject for quad in graph.quads_for_pattern(None, term("rdfs:label"), Literal(called[0], language="ar"), None)}
    found = {quad.object for quad in graph.quads_for_pattern(node, term("rdfs:label"), None, None)}
    assert found == {Literal(called[0], language="ar"), Literal(called[0].replace("شخص", "Person"), language="en")}


def test_no_iri_can_be_worked_out_from_a_name(store: Path, graph: Store) -> None:
    nodes = {str(node) for quad in graph for node in (quad.subject, quad.object, quad.graph_name)}
    for name in WITHHELD:
        assert str(Instances().node("entity", entity_id("Person", name))) not in nodes
    original = StoreFolder(store).snapshot()
    claims = [{q.subject for q in each.quads_for_pattern(None, term("rdf:type"), kg("Claim"), None)} for each in (original, graph)]
    masked = {q.subject for q in original.quads_for_pattern(None, term("rdf:type"), kg("Claim"), Instances().article("قصف-حلب"))}
    assert masked <= claims[0] - claims[1]  # their hashes have the words as read in them


def test_neither_can_those_of_an_article_that_is_called_by_one(store: Path, graph: Store) -> None:
    article = Instances().article("مقتل-سالم-الدروبي")
    of_article = StoreFolder(store).snapshot().quads_for_pattern(None, term("rdf:type"), kg("Event"), article)
    hashed = {quad.subject for quad in of_article} | {article}
    assert len(hashed) > 2
    assert hashed.isdisjoint(node for quad in graph for node in (quad.subject, quad.object, quad.graph_name))


def test_hashes_of_texts_and_addresses_with_a_name_are_left_out(graph: Store) -> None:
    hashed = {quad.subject for quad in graph.quads_for_pattern(None, kg("sha256"), None, None)}
    assert hashed == {Instances().article(name) for name in ("حكم", "وزير", "البصرة", "البرلمان")}
    pages = {quad.object.value for quad in graph.quads_for_pattern(None, term("dcterms:source"), None, None)}
    assert pages == {"https://news.example/2"}


def test_users_own_graphs_are_shown_without_whole_names(graph: Store) -> None:
    said = sorted(quad.object.value for quad in graph.quads_for_pattern(None, None, None, NamedNode(OWN)))
    assert said[0] == "رأيت حيدر العبودي أمس"
    assert re.fullmatch("رأيت شخص [0-9a-f]{8} أمس", said[1])


def test_the_copy_follows_what_is_published(tmp_path: Path) -> None:
    file = tmp_path / "a.jsonl"
    settings, public = Settings(store=tmp_path / "s"), PublicStore(tmp_path / "s")
    assert not public.refresh()  # there is nothing yet
    file.write_text(json.dumps(ARTICLES[5], ensure_ascii=False), "utf-8")
    build([file], settings)
    assert public.refresh()
    assert not public.refresh()
    first = labels(public.folder.snapshot())
    assert [name for name in first if not name.startswith("شخص ")] == []  # so far he is only a victim
    file.write_text(json.dumps(ARTICLES[6], ensure_ascii=False), "utf-8")
    build([file], settings)
    assert not public.is_current()
    assert public.refresh()
    assert "كريم الساعدي" in labels(public.folder.snapshot())
    remove(["البرلمان"], settings)
    assert public.is_current()  # what is taken back is nowhere when that is done
    assert labels(public.folder.snapshot()) == first  # the same pseudonym


# The doors


def test_no_answer_in_any_format_has_a_withheld_name(client: FlaskClient) -> None:
    for form in TABLES:
        require_no_name(client.get("/sparql", query_string={"query": EVERYTHING, "format": form.name}).data)
    for form in GRAPHS:
        words = require_no_name(client.get("/sparql", query_string={"query": DESCRIBED, "format": form.name}).data)
        for name in SHOWN:
            assert fold(name) in words


def test_a_name_is_found_by_no_query(client: FlaskClient) -> None:
    for name in WITHHELD:
        ask = f'ASK {{ {{ GRAPH ?g {{ ?s ?p ?o }} }} UNION {{ ?s ?p ?o }} FILTER(CONTAINS(STR(?o), "{name}")) }}'
        assert client.get("/sparql", query_string={"query": ask, "format": "json"}).json["boolean"] is False
        search = f'SELECT * {{ ?s <https://w3id.org/isnad/ontology#search> "{name}" }}'
        require_no_name(client.get("/sparql", query_string={"query": search, "format": "json"}).data)


def test_search_finds_no_withheld_name_and_all_others(client: FlaskClient) -> None:
    for name in WITHHELD:
        require_no_name(client.get("/search", query_string={"q": name}).data)
        require_no_name(client.get("/search/suggest", query_string={"q": name[:4]}).data)
        assert not [hit for hit in client.get("/search", query_string={"q": name}).json["hits"] if hit["found"] in ("exact", "text")]
    for name in SHOWN:
        assert client.get("/search", query_string={"q": name}).json["hits"][0]["label"]["ar"] == name
    assert client.get("/search", query_string={"q": "شخص", "type": "person"}).json["hits"]


def test_the_index_has_no_withheld_name_in_its_file(store: Path) -> None:
    held = (store / "public" / "current" / "search.sqlite").read_bytes()
    for name in ("سالم", "الدروبي", "الزعبي", "القاسمي"):
        assert name.encode() not in held
        assert fold(name).encode() not in held


def test_every_page_of_a_thing_is_without_them(client: FlaskClient, graph: Store) -> None:
    base = Instances().base
    nodes = {
        node.value.split("#")[0]
        for quad in graph
        for node in (quad.subject, quad.object)
        if isinstance(node, NamedNode) and node.value.startswith(base)
    }
    shown = 0
    for node in sorted(nodes):
        name = node.removeprefix(base)
        if name.split("/")[0] in ("entity", "event", "article"):
            for form in ("html", "turtle"):
                answer = client.get(f"/id/{name}", query_string={"format": form})
                require_no_name(answer.data)
                shown += answer.status_code == 200
    assert shown > 40


def test_the_name_that_somebody_had_leads_nowhere(client: FlaskClient, store: Path) -> None:
    for name, iri in labels(StoreFolder(store).snapshot()).items():
        status = client.get("/id/" + iri.removeprefix(Instances().base), headers={"Accept": "text/turtle"}).status_code
        assert status == (404 if bare(name) in WITHHELD else 200)


def test_every_saved_query_is_without_them(client: FlaskClient) -> None:
    asked = 0
    for name, item in client.get("/openapi.json").json["paths"].items():
        if not name.startswith("/queries/"):
            continue
        for value in ("الدروبي", "سالم الدروبي"):
            given = {each["name"]: value for each in item["get"].get("parameters", []) if each.get("required") and each["in"] == "query"}
            answer = client.get(name, query_string={**given, "format": "json"})
            require_no_name(answer.data) if answer.status_code == 200 else None
            asked += answer.status_code == 200
    assert asked > 20


def test_other_pages_are_without_them(client: FlaskClient) -> None:
    for path in ("/", "/queries", "/openapi.json", "/rdf/statistics/summary", "/sparql", "/metrics"):
        answer = client.get(path)
        assert answer.status_code == 200
        require_no_name(answer.data)


def test_whole_graphs_are_without_them(client: FlaskClient) -> None:
    for words in (require_no_name(gzip.decompress(client.get("/dump.nq.gz").data)), require_no_name(client.get("/dump.trig").data)):
        for name in SHOWN:
            assert fold(name) in words
    require_no_name(client.get("/graphs", query_string={"graph": OWN}).data)


def test_nothing_is_to_be_indexed(client: FlaskClient, store: Path) -> None:
    for path in ("/", "/search?q=x", "/sparql?query=ASK{}", "/nowhere", "/dump.nq.gz", "/health"):
        assert "noindex" in client.get(path).headers["X-Robots-Tag"]
    assert client.get("/robots.txt").text == "User-agent: *\nDisallow: /\n"
    assert '<meta name="robots" content="noindex' in client.get("/?lang=ar", headers={"Accept": "text/html"}).text
    with create_app(Settings(store=store)).test_client() as private:
        answer = private.get("/")
        assert "X-Robots-Tag" not in answer.headers
        assert 'name="robots"' not in answer.text
        assert private.get("/robots.txt").status_code == 404


def test_what_is_asked_is_not_logged(store: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch) -> None:
    caplog.set_level(logging.INFO)
    clock = iter(range(0, 1_000_000, 100))
    monkeypatch.setattr("kg.web.server.monitoring.time.monotonic", lambda: next(clock))
    with create_app(Settings(store=store, public=1, slow_query=1)).test_client() as client:
        client.get("/sparql", query_string={"query": 'ASK { ?s ?p "سر" }'})
    slow = [json.loads(record.message) for record in caplog.records if record.name == "kg.slow"]
    assert len(slow) == 1
    assert slow[0]["query"]
    assert "سر" not in caplog.text


def test_a_public_server_takes_no_writes(store: Path) -> None:
    with pytest.raises(UsageError, match="takes no writes"):
        as_shown(Settings(store=store, public=1, write_token="x"))
    ended = CliRunner().invoke(main, ["--store", str(store), "serve", "--public"], env={"ISNAD_WRITE_TOKEN": "x"})
    assert ended.exit_code == 2
    assert "takes no writes" in ended.stderr


@pytest.mark.web
def test_a_server_shows_the_copy_and_keeps_it_up_to_date(tmp_path: Path) -> None:
    file, settings = tmp_path / "a.jsonl", Settings(store=tmp_path / "s")
    file.write_text(json.dumps(ARTICLES[0], ensure_ascii=False), "utf-8")
    build([file], settings)
    with serving(tmp_path / "s", public="1") as address:
        status, headers, body = send("GET", f"{address}/dump.trig")
        assert status == 200
        assert "noindex" in headers["x-robots-tag"]
        require_no_name(body)
        leave(tmp_path / "s", ["غائب"], "")
        file.write_text(json.dumps(ARTICLES[4], ensure_ascii=False), "utf-8")
        build([file], settings)
        for _ in range(100):
            words = require_no_name(send("GET", f"{address}/dump.trig")[2])
            if fold("حيدر العبودي") in words:
                break
            time.sleep(0.2)
        assert fold("حيدر العبودي") in words


def test_the_process_that_makes_the_copy_begins_again_when_it_dies(tmp_path: Path) -> None:
    server = psutil.Process()
    known = {child.pid for child in server.children()}

    def copier() -> psutil.Process | None:
        return next((child for child in server.children() if child.pid not in known and child.status() != psutil.STATUS_ZOMBIE), None)

    with following(tmp_path):
        first = copier()
        assert first
        first.kill()
        known.add(first.pid)
        for _ in range(100):
            if copier():
                break
            time.sleep(0.1)
        assert copier()
    assert copier() is None
