"""Publications into real SPARQL servers on loopback: what arrives, what is sent again, and what becomes of one that is cut off."""

import http.server
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad
from remotes import PASSWORD, USER, VIRTUOSO, held, oxigraph, virtuoso
from stores import publish as put_snapshot

from kg.address import Address, is_address
from kg.errors import StoreError, UsageError
from kg.ontology import Instances
from kg.remote import Published, Remote, differences, publish, publishing, spreading, write_files
from kg.remote.connection import Connection
from kg.remote.ledger import PUBLICATION, Ledger
from kg.remote.parts import Lines, Part, Sum
from kg.remote.publishing import Progress
from kg.store import StoreFolder

pytestmark = pytest.mark.web
ARTICLES = [Instances().article(identifier).value for identifier in ("a1", "a2")]
SUMMARY = Instances().graph("summary").value
WKT = NamedNode("http://www.opengis.net/ont/geosparql#wktLiteral")


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Address]:
    with oxigraph(tmp_path_factory.mktemp("oxigraph")) as address:
        yield address


@pytest.fixture
def remote(server: Address) -> Remote:
    """The server, emptied."""
    found = Remote(server)
    with Connection(found) as connection:
        connection.update("DROP ALL")
    return found


def fact(number: int, *, graph: str = "", text: str = "نص") -> Quad:
    name = NamedNode(graph) if graph else DefaultGraph()
    subject = NamedNode(f"{Instances().base}entity/e{number}")
    return Quad(subject, NamedNode("http://www.w3.org/2000/01/rdf-schema#label"), Literal(f"{text} {number}", language="ar"), name)


def folder_of(path: Path, name: str, quads: list[Quad]) -> StoreFolder:
    """A store's folder with another snapshot."""
    put_snapshot(path, name, quads)
    return StoreFolder(path)


@pytest.fixture
def first(tmp_path: Path) -> StoreFolder:
    graphs = [fact(number, graph=graph) for graph in (*ARTICLES, SUMMARY) for number in range(3)]
    return folder_of(tmp_path / "first", "1", [*graphs, *(fact(number) for number in range(30))])


@pytest.fixture
def second(tmp_path: Path) -> StoreFolder:
    """Another publisher's store: one article less, another changed, other summaries and merged knowledge."""
    graphs = [fact(number, graph=graph, text="جديد") for graph in (ARTICLES[1], SUMMARY) for number in range(2, 6)]
    return folder_of(tmp_path / "second", "1", [*graphs, *(fact(number) for number in range(20, 60))])


def everything(folder: StoreFolder) -> set[Quad]:
    return set(folder.snapshot())


def test_a_store_is_brought_to_the_state_of_the_snapshot_and_nothing_is_sent_twice(remote: Remote, first: StoreFolder) -> None:
    done = publish(first, remote)
    assert held(remote.address) == everything(first)
    assert (done.graphs, done.removed, done.deleted, done.triples) == (len(ARTICLES), 0, 0, len(first.snapshot()))
    again = publish(first, remote)
    assert (again.graphs, again.parts, again.inserted, again.deleted) == (0, 0, 0, 0)
    assert differences(first, remote) == []


def test_what_changed_is_sent_and_that_alone(remote: Remote, first: StoreFolder) -> None:
    publish(first, remote)
    added, gone = fact(7, graph=ARTICLES[1], text="جديد"), fact(3)
    folder_of(first.path, "2", [quad for quad in (*everything(first), added, fact(99)) if quad != gone and name(quad) != ARTICLES[0]])
    done = publish(first, remote)
    assert held(remote.address) == everything(first)
    assert (done.graphs, done.removed, done.inserted, done.deleted) == (1, 1, 1, 1)


@pytest.mark.parametrize("files", [100, 2])
def test_a_graph_that_is_sent_in_many_batches_is_read_once_for_some_of_them(
    remote: Remote, first: StoreFolder, second: StoreFolder, monkeypatch: pytest.MonkeyPatch, files: int
) -> None:
    """The merged knowledge is ten batches of 3 triples: read once to be compared and, where files are enough, once to be sent."""
    monkeypatch.setattr(publishing, "_TRIPLES", 3)
    monkeypatch.setattr(spreading, "_FILES", files)
    read, real = [], Lines.end

    def end(self: Lines) -> None:
        read.append(self)
        real(self)

    monkeypatch.setattr(Lines, "end", end)
    publish(first, remote)
    assert held(remote.address) == everything(first)
    graphs = len([*ARTICLES, SUMMARY, "the merged knowledge"])
    assert (len(read) == 2 * graphs) == (files == 100)
    publish(second, remote)
    assert held(remote.address) == everything(second)


def test_another_publisher_came_before(remote: Remote, first: StoreFolder, second: StoreFolder) -> None:
    for folder in (first, second, first):
        publish(folder, remote)
        assert held(remote.address) == everything(folder)


class Cut(Exception):
    """Stands for the end of the process."""


def cut_at(monkeypatch: pytest.MonkeyPatch, number: int, *, before: bool) -> None:
    """Lets the nth request be the last one, not sent any more or just sent; what the server has by then it keeps."""
    sent, real = [0], Connection._sent

    def send(self: Connection, *arguments: object, **named: object) -> object:
        sent[0] += 1
        if sent[0] == number and before:
            raise Cut
        answer = real(self, *arguments, **named)  # type: ignore[arg-type]
        if sent[0] == number:
            raise Cut
        return answer

    monkeypatch.setattr(Connection, "_sent", send)


@pytest.mark.parametrize("step", [7, pytest.param(1, marks=pytest.mark.thorough)])
def test_cut_off_at_any_request_the_next_publication_of_whatever_puts_it_right(
    remote: Remote, first: StoreFolder, second: StoreFolder, step: int
) -> None:
    publish(first, remote)
    for number in range(1, 100, step):
        with pytest.MonkeyPatch.context() as patched:
            cut_at(patched, number, before=number % 2 == 0)
            try:
                publish(second, remote)
            except Cut:
                is_done = False
            else:
                is_done = True
        assert number > 1 or not is_done
        publish(first, remote)
        assert held(remote.address) == everything(first)
        if is_done:
            return
    raise AssertionError("no publication came to its end")


def test_one_that_is_overtaken_ends_and_the_later_one_stands(remote: Remote, first: StoreFolder, second: StoreFolder) -> None:
    started: list[Published] = []

    def overtake(progress: object) -> None:
        if getattr(progress, "stage", "") == "send" and getattr(progress, "done", 0) and not started:
            started.append(publish(second, remote))

    with pytest.raises(StoreError, match="another publication began"):
        publish(first, remote, progress=overtake)
    publish(second, remote)
    assert held(remote.address) == everything(second)


def other_texts(folder: StoreFolder, path: Path) -> StoreFolder:
    """Another store that has as many triples in each graph."""
    changed = [fact(number, graph=name(quad), text="جديد") for number, quad in enumerate(everything(folder))]
    return folder_of(path, "1", changed)


@pytest.mark.parametrize("asked", ["is_begun", "begin", "read"])
def test_one_that_another_overtakes_at_its_beginning_sends_what_that_changed(
    remote: Remote, first: StoreFolder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, asked: str
) -> None:
    publish(first, remote)
    other, real = other_texts(first, tmp_path / "other"), getattr(Ledger, asked)

    def overtaken(self: Ledger) -> object:
        answer = real(self)
        with monkeypatch.context() as undone:
            undone.setattr(Ledger, asked, real)
            publish(other, remote)
        return answer

    monkeypatch.setattr(Ledger, asked, overtaken)
    with suppress(StoreError):
        publish(first, remote)
    assert is_complete(remote)
    monkeypatch.setattr(Ledger, asked, real)
    assert held(remote.address) == everything(other if asked != "is_begun" else first)


def test_one_that_another_still_writes_beside_is_not_complete(remote: Remote, first: StoreFolder) -> None:
    """The earlier one puts a graph that the later one has sent and checked by then, and finds out only behind that."""
    with Connection(remote) as connection:
        earlier, graph = Ledger(connection), Part(ARTICLES[0])
        earlier.begin()
        earlier.read()
        earlier.mark([graph])

        def write(progress: Progress) -> None:
            if progress.stage == "check" and progress.done == progress.total:
                connection.put(graph.graph, b"\n".join(f"{fact(number).triple} .".encode() for number in range(3, 6)))
                with pytest.raises(StoreError, match="another publication began"):
                    earlier.note({graph: Sum(3, 1)})

        with pytest.raises(StoreError, match="run the same command again"):
            publish(first, remote, progress=write)
    assert not is_complete(remote)
    publish(first, remote)
    assert is_complete(remote)
    assert held(remote.address) == everything(first)


def test_one_that_was_overtaken_notes_nothing_any_more(remote: Remote, first: StoreFolder) -> None:
    with Connection(remote) as connection:
        earlier = Ledger(connection)
        earlier.begin()
        earlier.read()
        publish(first, remote)
        with pytest.raises(StoreError, match="another publication began"):
            earlier.mark([Part(ARTICLES[0])])
    assert is_complete(remote)
    assert publish(first, remote).graphs == 0


def is_complete(remote: Remote) -> bool:
    """Whether the store says so, as docs/remote.md has it asked."""
    with Connection(remote) as connection:
        return [row["complete"] for row in connection.select(PUBLICATION)] == ["true"]


def test_what_no_publication_wrote_is_replaced_only_when_asked(remote: Remote, first: StoreFolder) -> None:
    with Connection(remote) as connection:
        connection.update('INSERT DATA { <urn:theirs> <urn:says> "x" . GRAPH <urn:own> { <urn:theirs> <urn:says> "y" } }')
    with pytest.raises(UsageError, match=r"holds 1 triples .* --replace"):
        publish(first, remote)
    publish(first, remote, replace=True)
    assert {quad for quad in held(remote.address) if name(quad) != "urn:own"} == everything(first)


def test_damage_done_by_others_is_noticed_and_mended(remote: Remote, first: StoreFolder) -> None:
    publish(first, remote)
    with Connection(remote) as connection:
        connection.update(f"DELETE WHERE {{ GRAPH <{ARTICLES[0]}> {{ ?s ?p ?o }} }}; DELETE DATA {{ {fact(3).triple} }}")
    with pytest.raises(StoreError, match=r"triples are in its named graphs.*--replace"):
        publish(first, remote)
    assert [found.graph for found in differences(first, remote)] == ["", ARTICLES[0]]
    publish(first, remote, replace=True)
    assert held(remote.address) == everything(first)


def test_graphs_of_users_with_blank_nodes_and_long_texts(remote: Remote, tmp_path: Path) -> None:
    own, says = NamedNode("urn:own"), NamedNode("urn:says")
    odd = Literal('"""\\ \n\t\r } # <x> _:b ' + "ن" * 300_000, language="ar")
    quads = [Quad(BlankNode("x"), says, BlankNode("y"), own), Quad(BlankNode("y"), says, odd, own), fact(1), fact(2, graph=ARTICLES[0])]
    folder = folder_of(tmp_path / "own", "1", [*quads, Quad(own, says, Literal("POINT(44.36 -33.3)", datatype=WKT), DefaultGraph())])
    publish(folder, remote)
    assert len(held(remote.address)) == len(quads) + 1
    assert publish(folder, remote).graphs == 0
    assert differences(folder, remote) == []


def test_a_blank_node_in_the_merged_knowledge_is_refused_before_anything_is_sent(remote: Remote, tmp_path: Path) -> None:
    says = NamedNode("urn:says")
    folder = folder_of(tmp_path / "own", "1", [fact(1), Quad(NamedNode("urn:x"), says, BlankNode("y"), DefaultGraph())])
    with pytest.raises(StoreError, match="default graph holds a blank node"):
        publish(folder, remote)
    assert held(remote.address) == set()


def test_files_for_a_loader_are_a_first_publication(first: StoreFolder, tmp_path: Path) -> None:
    files = write_files(first, Remote(Address("oxigraph", "http://127.0.0.1:1")), tmp_path / "files")
    place = tmp_path / "loaded"
    loader = [str(Path(sys.executable).parent / "oxigraph"), "load", "--location", str(place)]
    subprocess.run([*loader, *(part for file in files for part in ("--file", str(file)))], check=True, capture_output=True)
    with oxigraph(place) as address:
        assert held(address) == everything(first)
        done = publish(first, Remote(address))
    assert (done.graphs, done.inserted, done.deleted) == (0, 0, 0)
    with pytest.raises(UsageError, match="is there already"):
        write_files(first, Remote(Address("oxigraph", "http://127.0.0.1:1")), tmp_path / "files")


class Unwell(http.server.BaseHTTPRequestHandler):
    """Answers 503 at first, then a table."""

    asked: list[str]

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        self.asked.append(self.headers.get("Authorization", ""))
        body = b'{"head": {"vars": []}, "results": {"bindings": []}}'
        self.send_response(503 if len(self.asked) < 3 else 200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


def test_a_server_that_is_unwell_is_asked_again_and_one_that_is_not_there_is_named() -> None:
    Unwell.asked = []
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Unwell) as unwell:
        threading.Thread(target=unwell.serve_forever, daemon=True).start()
        port = unwell.server_address[1]
        with Connection(Remote(Address("oxigraph", f"http://127.0.0.1:{port}"), token="t")) as connection:
            assert connection.select("SELECT * {}") == []
        unwell.shutdown()
    assert Unwell.asked == ["Bearer t"] * 3
    gone = Remote(Address("oxigraph", f"http://127.0.0.1:{port}"))
    with Connection(gone, attempts=1) as connection, pytest.raises(StoreError, match=rf"127.0.0.1:{port}: does not answer.*refused"):
        connection.select("SELECT * {}")


class Elsewhere(http.server.BaseHTTPRequestHandler):
    """Points to another path, where all is well; keeps what it was asked, and with which log-in."""

    asked: list[tuple[str, str, str]]

    def handle_one_request(self) -> None:
        """All methods are alike."""
        self.raw_requestline = self.rfile.readline()
        if not self.raw_requestline or not self.parse_request():
            self.close_connection = True
            return
        self.rfile.read(int(self.headers.get("Content-Length") or 0))
        self.asked.append((self.command, self.path.partition("?")[0], self.headers.get("Authorization", "")))
        self.send_response(200 if self.path == "/there" else 302)
        self.send_header("Location", "/there")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def elsewhere() -> Iterator[Address]:
    Elsewhere.asked = []
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Elsewhere) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield Address("oxigraph", f"http://127.0.0.1:{server.server_address[1]}")
        server.shutdown()


@pytest.mark.parametrize(
    "ask",
    [
        lambda connection: connection.update("DROP ALL"),
        lambda connection: connection.select("SELECT * {}"),
        lambda connection: connection.put("urn:g", b""),
        lambda connection: connection.post("urn:g", b""),
        lambda connection: connection.delete("urn:g"),
        lambda connection: list(connection.get("urn:g")),
    ],
    ids=["update", "select", "put", "post", "delete", "get"],
)
@pytest.mark.parametrize("user", ["none", "me"])
def test_a_server_that_points_elsewhere_did_nothing_and_is_not_followed(
    elsewhere: Address, ask: Callable[[Connection], object], user: str
) -> None:
    with Connection(Remote(elsewhere, user=user)) as connection, pytest.raises(StoreError, match=r"points to /there \(302\)"):
        ask(connection)
    assert "/there" not in {path for _, path, _ in Elsewhere.asked}


@pytest.mark.parametrize(
    ("login", "sent"),
    [(("none", "", "none"), [""]), (("none", "", "mine"), ["Bearer mine"]), (("me", "p", "none"), ["", "Basic bWU6cA=="])],
    ids=["none", "token", "password"],
)
def test_the_log_in_is_what_is_configured_whatever_netrc_has(
    elsewhere: Address, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, login: tuple[str, str, str], sent: list[str]
) -> None:
    (tmp_path / "netrc").write_text("machine 127.0.0.1 login other password secret\n", "utf-8")
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))
    user, password, token = login
    with Connection(Remote(elsewhere, user=user, password=password, token=token)) as connection, pytest.raises(StoreError):
        connection.update("DROP ALL")
    assert [said for _, _, said in Elsewhere.asked] == sent


def test_a_server_that_stays_silent_is_given_up() -> None:
    class Silent(http.server.BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            time.sleep(3)

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Silent) as silent:
        silent.daemon_threads, silent.block_on_close = True, False
        threading.Thread(target=silent.serve_forever, daemon=True).start()
        remote = Remote(Address("fuseki", f"http://127.0.0.1:{silent.server_address[1]}"), seconds=0.2)
        with Connection(remote, attempts=1) as connection, pytest.raises(StoreError, match="timed out"):
            connection.select("SELECT * {}")
        silent.shutdown()


@pytest.mark.parametrize(
    ("text", "url"),
    [
        ("oxigraph+http://127.0.0.1:7878/", "http://127.0.0.1:7878"),
        ("fuseki+https:/host/news", "https://host/news"),  # a path has lost a slash
    ],
)
def test_addresses(text: str, url: str) -> None:
    assert is_address(text)
    assert Address.of(text).url == url


@pytest.mark.parametrize(
    "text", ["http://127.0.0.1:7878", "mysql+http://host", "oxigraph+http://me:secret@host", "oxigraph+ftp://host", ".store"]
)
def test_what_is_no_address_is_said_and_no_password_is_repeated(text: str) -> None:
    with pytest.raises(UsageError, match=r"write KIND\+URL") as raised:
        Address.of(text)
    assert "secret" not in str(raised.value)


def test_a_password_is_not_shown() -> None:
    assert "hidden" not in repr(Remote(Address("oxigraph", "http://127.0.0.1"), user="me", password="hidden", token="hidden"))


@pytest.mark.slow
def test_killed_by_the_system_the_same_command_goes_on(seeds_store: Path, tmp_path: Path) -> None:
    """Killed after growing times, until one comes to its end: the store equals the snapshot then."""
    with oxigraph(tmp_path / "oxigraph") as address:
        command = [sys.executable, "-m", "kg", "--store", str(seeds_store), "publish", "--to", str(address)]
        for tenths in range(10, 600, 20):
            with subprocess.Popen(command, stdout=subprocess.DEVNULL) as publication:
                try:
                    assert publication.wait(tenths / 10) == 0
                    break
                except subprocess.TimeoutExpired:
                    os.kill(publication.pid, signal.SIGKILL)
        assert held(address) == everything(StoreFolder(seeds_store))


@pytest.mark.skipif(VIRTUOSO is None, reason="Virtuoso is not installed (Debian: virtuoso-opensource)")
def test_virtuoso(first: StoreFolder, second: StoreFolder, tmp_path: Path) -> None:
    """It has no default graph of its own, wants a digest, keeps points in single precision and cuts answers at 10,000 triples."""
    many = [fact(number % 100, text=f"{number}") for number in range(10_100)]
    point = Quad(NamedNode("urn:x"), NamedNode("urn:at"), Literal("POINT(44.3661 33.3152)", datatype=WKT), DefaultGraph())
    folder_of(first.path, "2", [*everything(first), *many, point])
    (tmp_path / "virtuoso").mkdir()
    with virtuoso(tmp_path / "virtuoso") as address:
        with pytest.raises(StoreError, match=r"refused \(401\).*ISNAD_REMOTE_USER"):
            publish(first, Remote(address))
        remote = Remote(address, user=USER, password=PASSWORD)
        for folder in (first, second, first):
            publish(folder, remote)
            assert differences(folder, remote) == []
        assert publish(first, remote).inserted == 0


def name(quad: Quad) -> str:
    """The name of a quad's graph, "" of the default one."""
    return quad.graph_name.value if isinstance(quad.graph_name, NamedNode) else ""
