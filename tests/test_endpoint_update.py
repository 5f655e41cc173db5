"""SPARQL Update: who may, what may be written, and that it is all there at once, or nothing of it."""

import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from pyoxigraph import Quad, RdfFormat, Store
from serving import TOKEN, send, serving

from kg.errors import KgError, QueryError, StoreError
from kg.extractions import Extractions
from kg.queries import Refused, SyntaxProblem, TooLarge
from kg.queries.sparql.targets import targets, with_dataset
from kg.settings import Settings
from kg.store import StoreFolder
from kg.updating import write
from kg.web import create_app
from kg.workers import GraphChange, Limits, OutOfMemory, Place, TimeLimit, Update, WorkerCrashed, Writing
from kg.writer import open_writer

UPDATE = {"Content_Type": "application/sparql-update"}
INSERT = "INSERT DATA { GRAPH <a:mine> { <a:s> <a:p> 'سوق' } }"
ENDLESS = (
    "INSERT { GRAPH <a:mine> { ?a <a:p> ?m } } WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n ?o"
    ' FILTER(CONCAT(STR(?a), STR(?d), STR(?g), STR(?j), STR(?m)) = "nothing") }'
)
GREEDY = "INSERT { GRAPH <a:mine> { ?a ?e ?i } } WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
DEADLY = "INSERT DATA { GRAPH <a:mine> { <a:s> <a:p> " + "(" * 300_000
ARTICLE = "https://w3id.org/isnad/id/article/002"
ORDERS = "GRAPH ?g { ?s a kg:Article }"


@pytest.fixture
def built(seeds_store: Path, tmp_path: Path) -> Path:
    """A store that was built from articles, to be written into."""
    return shutil.copytree(seeds_store, tmp_path / "built", symlinks=True)


def update(store: Path, text: str, **further: object) -> None:
    write(Update(text, **further), Place(store))  # type: ignore[arg-type]


def quads(store: Path) -> set[Quad]:
    """What readers see."""
    return set(StoreFolder(store).snapshot())


def own(store: Path) -> set[str]:
    """What readers see of graphs whose names begin with `a:`."""
    return {str(quad) for quad in quads(store) if getattr(quad.graph_name, "value", "").startswith("a:")}


# Who may


def test_without_a_token_nobody_writes_and_the_remedy_is_said(small_store: Path) -> None:
    client = create_app(Settings(store=small_store)).test_client()
    for answer in (client.post("/update", data={"update": INSERT}), client.put("/graphs?graph=a:a"), client.post("/graphs")):
        assert (answer.status_code, "write_token" in answer.text) == (403, True)


@pytest.mark.parametrize("sent", [None, "Bearer wrong", "Bearer", f"Basic {TOKEN}", "Bearer سر"])
def test_without_the_token_a_client_is_told_to_send_it(small_store: Path, sent: str | None) -> None:
    client = create_app(Settings(store=small_store, write_token=TOKEN)).test_client()
    answer = client.post("/update", data={"update": INSERT}, headers={"Authorization": sent} if sent else {})
    assert (answer.status_code, answer.headers["WWW-Authenticate"].split()[0]) == (401, "Bearer")
    assert TOKEN not in answer.text


# What may be written


@pytest.mark.parametrize(
    "text",
    [
        "DROP ALL",
        "CLEAR NAMED",
        "CLEAR DEFAULT",
        "DROP SILENT DEFAULT",
        f"DROP GRAPH <{ARTICLE}>",
        f"CREATE GRAPH <{ARTICLE}>",
        "INSERT DATA { <a:s> <a:p> 1 }",
        f"INSERT DATA {{ GRAPH <{ARTICLE}> {{ <a:s> <a:p> 1 }} }}",
        "INSERT DATA { GRAPH <https://w3id.org/isnad/id/article/new> { <a:s> <a:p> 1 } }",
        "PREFIX x: <https://w3id.org/isnad/id/> INSERT DATA { GRAPH x:new { <a:s> <a:p> 1 } }",
        "BASE <https://w3id.org/isnad/id/> INSERT DATA { GRAPH <new> { <a:s> <a:p> 1 } }",
        "INSERT DATA { GRAPH <https://w3id.org/isnad/\\u0069d/new> { <a:s> <a:p> 1 } }",
        "DELETE WHERE { ?s ?p ?o }",
        f"DELETE WHERE {{ {ORDERS} }}",
        f"DELETE {{ {ORDERS} }} WHERE {{ {ORDERS} }}",
        f"INSERT {{ GRAPH ?g {{ <a:s> <a:p> 1 }} }} WHERE {{ {ORDERS} }}",
        f"DELETE {{ {ORDERS} }} INSERT {{ GRAPH ?g {{ ?s a <a:Swapped> }} }} WHERE {{ {ORDERS} }}",
        f"WITH <{ARTICLE}> DELETE {{ ?s ?p ?o }} WHERE {{ ?s ?p ?o }}",
        f"{INSERT} ; ADD GRAPH <a:mine> TO DEFAULT",
        f"{INSERT} ; COPY <a:mine> TO <{ARTICLE}>",
        f"MOVE <{ARTICLE}> TO <a:mine>",
        f"{INSERT} ; DELETE {{ ?s ?p ?o }} INSERT {{ ?s ?p ?o }} WHERE {{ ?s ?p ?o }} ; CLEAR DEFAULT",
        "INSERT { GRAPH ?g { <a:s> <a:p> 1 } } WHERE { ?s a kg:Bombing BIND(BNODE() AS ?g) } ; DROP ALL",
    ],
)
def test_what_a_build_makes_is_refused_and_nothing_is_changed(built: Path, text: str) -> None:
    before = quads(built)
    with pytest.raises(Refused, match="kg build"):
        update(built, text)
    assert quads(built) == before
    with open_writer(StoreFolder(built)) as writer:
        assert len(writer.live) == len(before)
        assert not writer.extractions.own_graphs()


def test_graphs_of_ones_own_are_made_of_what_was_built(built: Path) -> None:
    update(built, "INSERT { GRAPH <a:mine> { ?x <a:p> [] } } WHERE { ?x a kg:Incident }")
    made = own(built)
    assert made
    update(
        built, "DELETE { GRAPH ?g { ?s ?p ?o } } INSERT { GRAPH ?g { ?s <a:q> ?s } } WHERE { VALUES ?g { <a:mine> } GRAPH ?g { ?s ?p ?o } }"
    )
    assert len(own(built)) == len(made)
    update(built, "MOVE <a:mine> TO <a:other>")
    assert {quad.rpartition(" ")[2] for quad in own(built)} == {"<a:other>"}
    update(built, "DROP GRAPH <a:other> ; CREATE GRAPH <a:empty>")
    assert not own(built)


def test_what_users_wrote_survives_builds_a_live_graph_that_is_made_again_and_updates_around_it(built: Path) -> None:
    update(built, "INSERT DATA { GRAPH <a:mine> { <a:s> <a:p> _:blank . _:blank <a:p> 'سوق' } }")
    written = own(built)
    with open_writer(StoreFolder(built)) as writer:
        writer.remove(["002"])
        writer.catch_up()
        writer.publish()
        assert writer.stats().quads == len(writer.live)
    assert own(built) == written
    StoreFolder(built).remove_live()
    update(built, "INSERT DATA { GRAPH <a:another> { <a:s> <a:p> 1 } } ; DROP GRAPH <a:another>")
    assert own(built) == written


def test_before_anything_is_built_the_default_graph_is_the_users_and_a_build_does_not_take_it(tmp_path: Path) -> None:
    update(tmp_path, f"INSERT DATA {{ <a:s> <a:p> 1 }} ; {INSERT}")
    assert len(quads(tmp_path)) == 2
    with pytest.raises(StoreError, match="MOVE DEFAULT TO GRAPH"), open_writer(StoreFolder(tmp_path)):
        pass
    update(tmp_path, "MOVE DEFAULT TO GRAPH <a:default>")
    with open_writer(StoreFolder(tmp_path)) as writer:
        writer.catch_up()
        writer.publish()
    assert len(own(tmp_path)) == 2
    assert len(quads(tmp_path)) > 2
    with pytest.raises(Refused):
        update(tmp_path, "INSERT DATA { <a:s> <a:p> 1 }")


@pytest.mark.parametrize(
    ("text", "error"),
    [
        (f"{INSERT} ; CLEAR XYZ", SyntaxProblem),
        (f"{INSERT} ; DROP GRAPH <a:nowhere>", QueryError),
        (f"{INSERT} ; LOAD <http://127.0.0.1:1/x> INTO GRAPH <a:mine>", Refused),
        (f"{INSERT} ; INSERT {{ GRAPH <a:mine> {{ ?s ?p ?o }} }} WHERE {{ SERVICE <http://127.0.0.1:1/> {{ ?s ?p ?o }} }}", Refused),
        ("SELECT * { ?s ?p ?o }", SyntaxProblem),
    ],
)
def test_an_update_that_fails_somewhere_changes_nothing(tmp_path: Path, text: str, error: type[KgError]) -> None:
    with pytest.raises(error):
        update(tmp_path, text)
    update(tmp_path, "CREATE GRAPH <a:x>")
    assert not quads(tmp_path)


# What can be read again


def kept(store: Path) -> dict[str, bytes]:
    """The users' graphs that the store keeps."""
    with Extractions(StoreFolder(store).extractions) as extractions:
        return {name: extractions.own_graph(name) for name in extractions.own_graphs()}


def long(size: int) -> str:
    return f"<a:s> <a:p> '{'x' * size}' ."


@pytest.mark.parametrize("size", [1 << 20, 17 << 20])
def test_what_could_not_be_read_again_is_not_kept(tmp_path: Path, size: int) -> None:
    update(tmp_path, INSERT)
    before = kept(tmp_path)
    with pytest.raises(TooLarge):
        write(GraphChange("a:mine", (("text/turtle", long(size).encode()),)), Place(tmp_path))
    doubling = "BIND('xxxxxxxxxxxxxxxx' AS ?v0)" + "".join(f" BIND(CONCAT(?v{n}, ?v{n}) AS ?v{n + 1})" for n in range(21))
    with pytest.raises(TooLarge, match="a:mine"):
        update(tmp_path, f"INSERT {{ GRAPH <a:mine> {{ <a:s> <a:p> ?v21 }} }} WHERE {{ {doubling} }}")
    assert kept(tmp_path) == before
    write(GraphChange("a:mine", (("text/turtle", long((1 << 20) - 100).encode()),)), Place(tmp_path))
    assert len(own(tmp_path)) == 1


@pytest.mark.parametrize("unreadable", [long(17 << 20).replace("'", '"'), "no triple"])
def test_a_graph_that_cannot_be_read_is_named_and_can_be_removed(built: Path, unreadable: str) -> None:
    with Extractions(StoreFolder(built).extractions) as extractions, extractions.transaction():
        extractions.write_own_graph("a:broken", unreadable.encode())
    with pytest.raises(StoreError, match=r"a:broken.*DELETE"):
        update(built, INSERT)
    with pytest.raises(StoreError, match="a:broken"), open_writer(StoreFolder(built)) as writer:
        writer.catch_up()
    with pytest.raises(StoreError, match="a:broken"):
        write(GraphChange("a:broken", (("text/turtle", b"<a:s> <a:p> 1 ."),), kept=True), Place(built))
    write(GraphChange("a:broken"), Place(built))
    update(built, INSERT)
    assert len(own(built)) == 1


def test_rdf_xml_that_declares_entities_is_refused_and_other_is_read(tmp_path: Path) -> None:
    start = '<r:RDF xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><r:Description r:about="a:s">'
    rdf = start + '<p xmlns="a:">{}</p></r:Description></r:RDF>'
    entities = '<!DOCTYPE r [<!ENTITY a "xxxxxxxxxx"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    for media_type in ("application/rdf+xml", "application/rdf+xml; charset=utf-8", "text/xml"):
        with pytest.raises(QueryError, match="ENTITY"):
            write(GraphChange("a:mine", ((media_type, (entities + rdf.format("&b;")).encode()),)), Place(tmp_path))
    write(GraphChange("a:mine", (("application/rdf+xml", rdf.format("سوق").encode()),)), Place(tmp_path))
    assert len(own(tmp_path)) == 1


# Other datasets


def test_the_parameters_say_which_graphs_patterns_are_asked_of(tmp_path: Path) -> None:
    update(tmp_path, "INSERT DATA { GRAPH <a:1> { <a:s1> <a:p> 1 } GRAPH <a:2> { <a:s2> <a:p> 1 } GRAPH <a:3> { <a:s3> <a:p> 1 } }")
    copying = "INSERT { GRAPH <a:d> { ?s <a:in> 'd' } GRAPH <a:n> { ?t <a:in> ?g } } WHERE { { ?s ?p ?o } UNION { GRAPH ?g { ?t ?p ?o } } }"
    update(tmp_path, copying, default_graphs=("a:1",), named_graphs=("a:2",))
    found = {(quad.graph_name.value, quad.subject.value) for quad in quads(tmp_path) if quad.predicate.value == "a:in"}
    assert found == {("a:d", "a:s1"), ("a:n", "a:s2")}


@pytest.mark.parametrize(
    "text", ["WITH <a:g> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }", "DELETE WHERE { ?s ?p ?o }", "INSERT {} USING <a:g> WHERE {}"]
)
def test_two_words_on_which_graphs_are_meant_are_one_too_many(text: str) -> None:
    with pytest.raises(ValueError, match="graphs"):
        with_dataset(text, ["a:g"], [])


def test_a_clause_goes_before_the_where_of_an_operation_and_nowhere_else() -> None:
    text = "INSERT { GRAPH <a:g> { ?s <a:p> 'WHERE {' } } WHERE { { SELECT * WHERE { ?s ?p ?o } } } # WHERE"
    assert with_dataset(text, ["a:1"], ["a:2"]) == text.replace("} } WHERE", "} } USING <a:1> USING NAMED <a:2> WHERE", 1)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("INSERT DATA { <a:s> <a:p> 1 . GRAPH <a:g> { <a:s> <a:p> 1 } }", {"", "a:g"}),
        ("PREFIX x: <a:x#> DELETE WHERE { GRAPH x:g { ?s ?p ?o } } ; CLEAR SILENT DEFAULT", {"a:x#g", ""}),
        (
            "WITH <a:g> DELETE { ?s ?p ?o } INSERT { GRAPH <a:h> { ?s ?p ?o } } USING NAMED <a:i> WHERE { GRAPH ?x { ?s ?p ?o } }",
            {"a:g", "a:h"},
        ),
        ("MOVE SILENT GRAPH <a:g> TO <a:h> ; ADD <a:i> TO GRAPH <a:j> ; COPY DEFAULT TO <a:k>", {"a:g", "a:h", "a:j", "a:k"}),
        ("LOAD <http://x.example/> INTO GRAPH <a:g>", {"a:g"}),
        ("INSERT DATA {}", set()),
        ("DROP ALL", None),
        ("INSERT { GRAPH ?g { ?s ?p ?o } } WHERE { GRAPH ?g { ?s ?p ?o } }", None),
        ("INSERT { GRAPH <a:g> { ?s ?p 1 } } WHERE { ?s ?p ?o FILTER(?o <a:b#>\n 1) }", None),
        ("BASE <a:b/> INSERT DATA { GRAPH <g> { <a:s> <a:p> 1 } }", None),
        ("INSERT DATA { GRAPH <a:g> { <a:s> <a:p> 'open } }", None),
        ("INSERT DATA { GRAPH", None),
        ("HELLO", None),
    ],
)
def test_what_an_update_aims_at_is_read_from_it_where_that_is_plain(text: str, found: set[str] | None) -> None:
    assert targets(text, {}) == found


# The process


@pytest.fixture
def writing(built: Path) -> Iterator[Writing]:
    writing = Writing(Place(built), Limits(seconds=20, memory=300 << 20))
    yield writing
    writing.close()


@pytest.mark.slow
def test_what_runs_away_or_crashes_is_ended_and_the_next_change_is_made(built: Path, writing: Writing) -> None:
    before = quads(built)
    with pytest.raises((OutOfMemory, TimeLimit)):
        writing.ask(Update(GREEDY))
    with pytest.raises((WorkerCrashed, OutOfMemory, SyntaxProblem, TimeLimit)):
        writing.ask(Update(DEADLY))
    quick = Writing(Place(built), Limits(seconds=2))
    with pytest.raises(TimeLimit, match="nothing was changed"):
        quick.ask(Update(ENDLESS))
    quick.close()
    assert quads(built) == before
    assert not writing.ask(GraphChange("a:mine", (("text/turtle", b"<a:s> <a:p> 1 ."),))).was_there
    assert len(own(built)) == 1
    assert not list((built / "snapshots").glob("*unfinished"))


def test_while_another_process_writes_a_change_waits_a_little_and_is_then_sent_away(built: Path) -> None:
    lines = ("from pathlib import Path", "from kg.store import StoreFolder", f"with StoreFolder(Path({str(built)!r})).writer():")
    held = "\n".join([*lines, " print(flush=True)", " input()"])
    with subprocess.Popen([sys.executable, "-c", held], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:
        assert other.stdout
        other.stdout.readline()
        with pytest.raises(StoreError, match="is writing"):
            update(built, INSERT)
        other.kill()
    update(built, INSERT)
    assert len(own(built)) == 1


@pytest.mark.web
def test_an_update_is_published_before_it_is_answered(built: Path) -> None:
    with serving(built, write_token=TOKEN) as address:
        for number in range(3):
            status, _, body = send("POST", f"{address}/update", INSERT.replace("سوق", str(number)).encode(), **UPDATE)
            assert (status, body) == (204, b"")
            counted = send(
                "GET", f"{address}/sparql?query=SELECT(COUNT(*)AS%20%3Fn)%7BGRAPH%3Ca:mine%3E%7B%3Fs%20%3Fp%20%3Fo%7D%7D&format=csv"
            )[2]
            assert counted.split() == [b"n", str(number + 1).encode()]
        assert send("GET", f"{address}/update?update=DROP%20ALL")[0] == 405
        assert send("POST", f"{address}/update", b"DROP ALL", Content_Type="text/plain")[0] == 415
        assert send("POST", f"{address}/update", b"DROP ALL", **UPDATE)[0] == 403
        dump = Store()
        dump.load(send("GET", f"{address}/dump.trig")[2], RdfFormat.TRIG)
        assert set(dump) == quads(built)


@pytest.mark.web
def test_after_an_update_that_failed_the_next_one_is_made(built: Path) -> None:
    clears = "INSERT { ?s <a:new> ?o } WHERE { ?s a kg:Incident . ?s ?p ?o } ; CLEAR SILENT GRAPH <a:x>"  # found out by comparing
    failing = [("INSERT DATA { oops", 400), ("DROP GRAPH <a:nowhere>", 400), (clears, 403), (f"{INSERT} ; DROP ALL", 403)]
    with serving(built, write_token=TOKEN) as address:
        for text, expected in failing:
            for _ in range(2):
                status, _, body = send("POST", f"{address}/update", text.encode(), **UPDATE)
                assert (status, str(built).encode() in body) == (expected, False)
            assert send("POST", f"{address}/update", INSERT.encode(), **UPDATE)[::2] == (204, b"")


def test_what_fails_in_the_store_is_logged_and_a_client_learns_nothing_of_it(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    with pytest.raises(KgError, match=r"cannot be worked out; the server's log says why$") as raised:
        write(Update("LOAD <http://127.0.0.1:1/x> INTO GRAPH <a:mine>"), Place(tmp_path, hosts=("127.0.0.1",)))
    assert not isinstance(raised.value, QueryError)
    assert "port 1" in caplog.text


@pytest.mark.skipif(sys.platform != "linux", reason="only there the system bounds it")
def test_the_system_bounds_the_memory_of_the_process_that_writes(tmp_path: Path) -> None:
    update(tmp_path, INSERT)
    greedy = "from kg.updating.__main__ import _bound_memory; _bound_memory(64 << 20); bytearray(1 << 30)"
    done = subprocess.run([sys.executable, "-c", greedy], capture_output=True, check=False)
    assert b"MemoryError" in done.stderr
    writing = Writing(Place(tmp_path), Limits(seconds=20, memory=200 << 20))
    assert writing.ask(GraphChange("a:mine", (("text/turtle", b"<a:s> <a:p> 1 ."),))).was_there
    writing.close()
