"""`/export/FORMAT` of a server: the files of the command line, by the same filters, from the copy that is shown."""

import json
from pathlib import Path

import pytest
from exporting import BLAST, publish_with_a_bad_name, written
from flask.testing import FlaskClient
from pyoxigraph import RdfFormat, parse
from serving import send, serving

from kg.errors import StoreMissing
from kg.exports import FORMATS
from kg.incidents import Filter
from kg.settings import Settings
from kg.web import create_app
from kg.web.api.exports import downloads
from kg.workers import Dumps, IncidentsFile, OutOfMemory

INCIDENTS = [name for name, form in FORMATS.items() if not form.is_rdf]


@pytest.fixture(scope="module")
def client(small_store: Path) -> FlaskClient:
    return create_app(Settings(store=small_store)).test_client()


@pytest.mark.parametrize("form", INCIDENTS)
def test_a_file_is_that_of_the_command_line(client: FlaskClient, small_store: Path, form: str) -> None:
    with client.get(f"/export/{form}?kind=kg:Bombing", buffered=True) as answer:
        assert answer.status_code == 200, answer.text
        assert answer.data == written(small_store, form, kind="kg:Bombing")
        assert answer.mimetype == FORMATS[form].media_type
        assert answer.headers["Content-Disposition"] == f'attachment; filename="{FORMATS[form].file}"'


@pytest.mark.parametrize(("form", "syntax"), [("trig", RdfFormat.TRIG), ("turtle", RdfFormat.TURTLE), ("rdfxml", RdfFormat.RDF_XML)])
def test_whole_graphs_are_streamed(client: FlaskClient, form: str, syntax: RdfFormat) -> None:
    with client.get(f"/export/{form}", buffered=True) as answer:
        assert len(list(parse(answer.data, syntax))) > 100


def test_json_ld_is_whole_json(client: FlaskClient) -> None:
    with client.get("/export/jsonld", buffered=True) as answer:
        assert json.loads(answer.data)["@graph"]


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/export/docx", 404),
        ("/export/csv?kin=kg:Attack", 400),
        ("/export/csv?since=yesterday", 400),
        ("/export/trig?kind=kg:Attack", 400),
    ],
)
def test_what_makes_no_sense_is_refused_and_nothing_is_written(client: FlaskClient, address: str, status: int) -> None:
    assert client.get(address).status_code == status


def test_without_a_graph_it_says_so_and_begins_no_file(tmp_path: Path) -> None:
    empty = create_app(Settings(store=tmp_path)).test_client()
    assert [empty.get(f"/export/{form}").status_code for form in ("csv", "gexf", "trig")] == [503] * 3


def test_all_formats_are_listed_with_addresses_that_answer(client: FlaskClient) -> None:
    listed = {each["name"]: each for each in client.get("/export").json}
    assert listed.keys() == FORMATS.keys()
    for each in listed.values():
        with client.head(each["url"]) as answer:
            assert answer.status_code == 200


def test_an_address_of_a_download_keeps_the_filters(client: FlaskClient) -> None:
    with client.application.test_request_context():
        found = {each.form.name: each.address for each in downloads({"kind": "kg:Bombing", "killed": "5"})}
    assert found["gexf"] == "/export/gexf?kind=kg%3ABombing&killed=5"
    assert found["trig"] == "/export/trig"
    with client.get(found["geojson"]) as answer:
        assert [each["id"] for each in answer.json["features"]] == [BLAST]


def test_the_description_of_the_interface_has_the_filters(client: FlaskClient) -> None:
    described = client.get("/openapi.json").json["paths"]["/export/{name}"]["get"]
    named = {each["name"]: each for each in described["parameters"]}
    assert named["name"]["schema"]["enum"] == list(FORMATS)
    assert {"since", "until", "kind", "place", "killed"} <= named.keys()


@pytest.mark.parametrize(("form", "another"), [("gexf", "ftm"), ("csv", "ics")])
def test_two_files_are_written_at_once_and_who_wants_a_third_is_told_to_come_again(client: FlaskClient, form: str, another: str) -> None:
    running = [client.get(f"/export/{each}") for each in (form, another)]  # written until they are closed
    refused = client.get(f"/export/{form}")
    assert ([each.status_code for each in running], refused.status_code) == ([200, 200], 429)
    assert refused.headers["Retry-After"] == "1"
    for each in running:
        each.close()
    with client.get(f"/export/{form}") as answer:
        assert answer.status_code == 200


def test_files_of_the_graph_leave_those_of_the_table_their_places(client: FlaskClient) -> None:
    running = [client.get(f"/export/{each}") for each in ("gexf", "gtd", "csv", "geojson", "trig")]
    assert [each.status_code for each in running] == [200] * 5
    for each in running:
        each.close()


def test_a_file_keeps_the_order_that_is_asked_for(seeds_store: Path) -> None:
    client, killed = create_app(Settings(store=seeds_store)).test_client(), {}
    for order in ("latest", "deadliest"):
        with client.get(f"/export/cytoscape?order={order}") as answer:
            nodes = [each["data"] for each in answer.json["elements"]["nodes"]]
        killed[order] = [each.get("killed", -1) for each in nodes if each["sort"] == "incident"]
    assert killed["deadliest"] == sorted(killed["latest"], reverse=True) != killed["latest"]


def test_what_cannot_be_begun_is_an_error_and_no_file(tmp_path: Path) -> None:
    with pytest.raises(StoreMissing):
        Dumps(tmp_path).open(IncidentsFile("gexf", Filter(), "latest"))
    publish_with_a_bad_name(tmp_path)
    answer = create_app(Settings(store=tmp_path)).test_client().get("/export/rdfxml")
    assert (answer.status_code, "a character that XML cannot hold" in answer.text) == (400, True)


def test_a_file_that_takes_too_much_memory_costs_its_client_an_error(small_store: Path) -> None:
    with pytest.raises(OutOfMemory, match="ask for fewer incidents"):
        Dumps(small_store).open(IncidentsFile("gexf", Filter(), "latest", memory=1))
    Dumps(small_store).open(IncidentsFile("gexf", Filter(), "latest", memory=1 << 30)).close()


@pytest.mark.web
def test_without_the_extra_its_name_is_told(small_store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "pyarrow.py").write_text("raise ModuleNotFoundError(name='pyarrow')", "utf-8")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    with serving(small_store) as address:
        status, _, body = send("GET", f"{address}/export/parquet-claims")
    assert (status, "pip install '.[parquet]'" in body.decode()) == (400, True)
