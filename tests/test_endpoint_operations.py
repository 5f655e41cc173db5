"""What operators and load balancers see of a server: health, measures, logs, limits."""

import json
import logging
import os
import shutil
import time
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from unittest.mock import Mock

import pytest
from flask.testing import FlaskClient
from prometheus_client.parser import text_string_to_metric_families
from serving import TOKEN, send, serving
from stores import publish, small_quads

from kg.cli.serve import log_to
from kg.errors import UsageError
from kg.public import PublicStore
from kg.settings import Settings, load
from kg.web import create_app, is_loopback
from kg.workers import Dumps, WholeGraphs, WorkerCrashed

ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n ?o }"


@pytest.fixture
def client(small_store: Path) -> FlaskClient:
    client = create_app(Settings(store=small_store, time_limit=1, slow_query=1, query_length=500)).test_client()
    for _ in range(60):  # the first worker may take longer to start than a query may take
        if client.get("/ready").status_code == 200:
            break
    return client


def measures(client: FlaskClient) -> Mapping[tuple[str, ...], float]:
    families = text_string_to_metric_families(client.get("/metrics").text)
    return {(sample.name, *sample.labels.values()): sample.value for family in families for sample in family.samples}


def test_a_server_without_a_graph_is_healthy_but_not_ready(tmp_path: Path) -> None:
    client = create_app(Settings(store=tmp_path)).test_client()
    assert (client.get("/health").status_code, client.get("/ready").status_code) == (200, 503)
    publish(tmp_path, "1", small_quads())
    assert client.get("/ready").status_code == 200


@pytest.fixture
def damaged_store(tmp_path: Path, small_store: Path) -> Path:
    """A store whose tables are there and are not what they were."""
    shutil.copytree(small_store, tmp_path / "damaged", symlinks=True)
    for table in (tmp_path / "damaged" / "snapshots" / "1" / "graph").glob("*.sst"):
        table.write_bytes(b"-" * table.stat().st_size)
    return tmp_path / "damaged"


def test_a_damaged_graph_is_said_to_be_so_and_the_server_is_not_ready(damaged_store: Path) -> None:
    client = create_app(Settings(store=damaged_store)).test_client()
    for path in ("/ready", "/sparql?query=SELECT * { ?s ?p ?o }", "/dump.trig"):
        answer = client.get(path)
        assert (answer.status_code, "the graph cannot be read" in answer.text, str(damaged_store) in answer.text) == (503, True, False)
    assert client.get("/health").status_code == 200


def test_a_copy_for_strangers_that_is_behind_is_served_and_said_to_be(tmp_path: Path) -> None:
    client = create_app(Settings(store=tmp_path, public=1)).test_client()
    publish(tmp_path, "1", small_quads())
    assert client.get("/ready").status_code == 503
    PublicStore(tmp_path).refresh()
    assert client.get("/ready").text == "ready\n"
    assert measures(client)["isnad_public_copy_behind_seconds",] == 0
    publish(tmp_path, "2", small_quads())
    os.utime(tmp_path / "current", (time.time() - 100,) * 2, follow_symlinks=False)
    answer = client.get("/ready")
    assert (answer.status_code, "the copy for strangers is 10" in answer.text) == (200, True)
    assert 99 < measures(client)["isnad_public_copy_behind_seconds",] < 200


def test_a_runaway_gets_a_whole_error_and_is_counted(client: FlaskClient) -> None:
    answer = client.get("/sparql", query_string={"query": ENDLESS, "format": "json"})
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")
    assert "1 seconds" in answer.json["error"]
    seen = measures(client)
    assert seen["isnad_workers_lost_total", "time"] == 1
    assert seen["isnad_request_seconds_count", "sparql", "unavailable"] == 1
    assert seen["isnad_snapshot_age_seconds",] > 0


def test_a_client_may_lower_the_time_limit_but_not_raise_it(client: FlaskClient) -> None:
    for asked, told in (("0.2", "0.2 seconds"), ("900", "1 seconds")):
        answer = client.get("/sparql", query_string={"query": ENDLESS, "timeout": asked})
        assert (answer.status_code, told in answer.text) == (503, True)
    assert client.get("/sparql", query_string={"query": "ASK {}", "timeout": "soon"}).status_code == 400


def test_a_query_that_is_too_long_is_refused_before_it_runs(client: FlaskClient) -> None:
    answer = client.post("/sparql", data={"query": "ASK {}" + " " * 500})
    assert (answer.status_code, "500" in answer.text) == (413, True)


def test_each_request_is_a_line_with_the_hash_of_its_query_and_slow_ones_with_its_text(
    client: FlaskClient, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "kg.access")
    client.get("/sparql", query_string={"query": "ASK {}"})
    client.get("/sparql", query_string={"query": ENDLESS})
    quick, slow = (json.loads(record.message) for record in caplog.records if record.name == "kg.access")
    assert (quick["status"], quick["endpoint"], len(quick["query"])) == (200, "sparql", 16)
    assert slow["seconds"] >= 1
    (told,) = (json.loads(record.message) for record in caplog.records if record.name == "kg.slow")
    assert (told["text"], told["query"]) == (ENDLESS, slow["query"])


def test_one_address_gets_no_more_than_its_share_until_its_answer_is_sent(small_store: Path) -> None:
    app = create_app(Settings(store=small_store, per_client=1))
    first = app.test_client().get("/queries")  # sent when it is closed
    refused = app.test_client().get("/queries")
    assert (first.status_code, refused.status_code, refused.headers["Retry-After"]) == (200, 429, "1")
    assert app.test_client().get("/health").status_code == 200
    first.close()
    for method in ("HEAD", "OPTIONS", "GET"):
        answer = app.test_client().open("/queries", method=method)
        assert answer.status_code == 200
        answer.close()


def test_a_setting_of_none_that_wait_is_refused() -> None:
    with pytest.raises(UsageError, match="waiting must be a whole number from 1"):
        load({"waiting": 0}, {})


def test_a_dump_of_which_nothing_is_taken_is_ended(small_store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.workers.dump._PATIENCE", 0.2)
    dump = Dumps(small_store).open(WholeGraphs("trig"))
    while dump._held:  # its place is free when it is ended
        time.sleep(0.02)
    with pytest.raises(WorkerCrashed):
        list(dump)


def test_a_dump_that_cannot_be_started_gives_its_place_back(small_store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    dumps = Dumps(small_store)
    with monkeypatch.context() as patched:
        patched.setattr("multiprocessing.process.BaseProcess.start", Mock(side_effect=OSError("no more processes")))
        for _ in range(10):
            with pytest.raises(OSError, match="no more"):
                dumps.open(WholeGraphs("trig"))
    dumps.open(WholeGraphs("trig")).close()


@pytest.mark.parametrize(("origins", "allowed"), [("*", "*"), ("https://a.example https://b.example", "https://b.example"), ("none", None)])
def test_pages_of_other_sites_read_answers_where_they_may(small_store: Path, origins: str, allowed: str | None) -> None:
    client = create_app(Settings(store=small_store, cors_origins=origins)).test_client()
    answer = client.get("/sparql?query=ASK{}", headers={"Origin": "https://b.example"})
    assert answer.headers.get("Access-Control-Allow-Origin") == allowed


@pytest.mark.parametrize(
    ("origin", "host", "allowed"),
    [
        ("https://evil.example", "127.0.0.1", None),
        ("null", "127.0.0.1", None),
        ("http://localhost:3000", "127.0.0.1", "http://localhost:3000"),
        ("http://[::1]:3000", "127.0.0.1", "http://[::1]:3000"),
        ("https://evil.example", "0.0.0.0", "*"),
    ],
)
def test_what_is_served_to_one_machine_is_read_by_its_own_pages(small_store: Path, origin: str, host: str, allowed: str | None) -> None:
    answer = create_app(Settings(store=small_store, host=host)).test_client().get("/health", headers={"Origin": origin})
    assert answer.headers.get("Access-Control-Allow-Origin") == allowed


@pytest.mark.parametrize(("name", "status"), [("evil.example:8000", 421), ("127.0.0.1:8000", 200), ("[::1]:8000", 200), ("localhost", 200)])
def test_a_name_that_only_leads_to_this_machine_is_not_answered(small_store: Path, name: str, status: int) -> None:
    assert create_app(Settings(store=small_store)).test_client().get("/health", headers={"Host": name}).status_code == status
    behind = create_app(Settings(store=small_store, trusted_proxy="127.0.0.1")).test_client()
    assert behind.get("/health", headers={"Host": name}).status_code == 200


def test_a_fault_of_the_server_says_nothing_of_it(
    small_store: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("kg.web.answering.answers.wanted", lambda: 1 / 0)
    answer = create_app(Settings(store=small_store)).test_client().get("/sparql?query=ASK{}")
    assert (answer.status_code, "Traceback" in answer.text, "ZeroDivision" in answer.text) == (500, False, False)
    assert "ZeroDivisionError" in caplog.text


def test_which_addresses_only_this_machine_reaches() -> None:
    hosts = ["127.0.0.1", "::1", "localhost", "0.0.0.0", "news.example"]
    assert [is_loopback(host) for host in hosts] == [True, True, True, False, False]


def test_a_log_that_cannot_be_written_is_said_at_the_start(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="--access-log"):
        log_to(str(tmp_path / "none" / "access.log"))


def test_strangers_are_not_told_where_the_store_lies(tmp_path: Path) -> None:
    (tmp_path / "snapshots" / "1" / "graph").mkdir(parents=True)
    client = create_app(Settings(store=tmp_path / "none")).test_client()
    for path in ("/ready", "/"):
        answer = client.get(path)
        assert (answer.status_code, str(tmp_path) in answer.text) == (503, False)


@pytest.mark.parametrize("host", ["a_b.example", "bücher.example"])
def test_a_host_that_is_no_name_keeps_nobody_from_asking(small_store: Path, host: str) -> None:
    client = create_app(Settings(store=small_store, host="0.0.0.0")).test_client()
    assert client.get("/sparql?query=ASK{}", headers={"Host": host}).status_code == 200


@pytest.mark.web
def test_a_name_with_an_underscore_is_a_host_too(tmp_path: Path) -> None:
    """Containers are called so."""
    publish(tmp_path, "1", small_quads())
    with serving(tmp_path, write_token=TOKEN) as address:
        assert b"http://kg_server:8000/sparql" in send("GET", f"{address}/sparql?format=nt", Host="kg_server:8000")[2]
        for host in ("kg_server:8000", "a b"):
            headers = {"Host": host, "Content-Type": "application/sparql-update"}
            assert send("POST", f"{address}/update", b"CLEAR SILENT GRAPH <urn:none>", **headers)[0] == 204


@pytest.mark.web
def test_what_the_proxy_only_passes_on_is_not_believed(small_store: Path) -> None:
    told = {"X_Forwarded_Proto": "https", "X_Forwarded_Host": "evil.example"}
    with serving(small_store, trusted_proxy="127.0.0.1", proxy_headers="for proto") as address:
        described = send("GET", f"{address}/sparql?format=nt", **told)[2]
        assert (b"evil.example" in described, b"https://127.0.0.1" in described) == (False, True)


@pytest.mark.web
def test_a_saved_query_that_hangs_its_check_hangs_nothing_else(small_store: Path, tmp_path: Path) -> None:
    chained = " ".join(f"?a{number} <urn:p> ?a{number + 1} ." for number in range(4_000))
    for name, pattern in (("good", "?s a kg:Event"), ("hanging", chained)):
        (tmp_path / f"{name}.rq").write_text(f"#+ summary: {name}\nSELECT * {{ {pattern} }}", "utf-8")
    with serving(small_store, queries=str(tmp_path)) as address, ThreadPoolExecutor(1) as threads:
        assert send("GET", f"{address}/queries/good?limit=1")[0] == 200  # workers have started
        hanging = threads.submit(send, "GET", f"{address}/queries/hanging")
        for _ in range(5):
            began = time.monotonic()
            assert send("GET", f"{address}/queries/good?limit=1")[0] == 200
            assert time.monotonic() - began < 4  # the check takes five
        status, headers, body = hanging.result()
        assert (status, "retry-after" in headers, str(tmp_path).encode() in body) == (500, False, False)
        assert b"hanging.rq:1: it could not be checked" in body
        listed = {item["name"]: "problem" in item for item in json.loads(send("GET", f"{address}/queries?format=json")[2])}
        assert listed == {"good": False, "hanging": True}


@pytest.mark.web
def test_the_trusted_proxy_says_under_which_address_it_is_asked(small_store: Path) -> None:
    told = {"X_Forwarded_Proto": "https", "X_Forwarded_Host": "graph.example"}
    with serving(small_store, trusted_proxy="127.0.0.1") as address:
        assert b"https://graph.example/sparql" in send("GET", f"{address}/sparql?format=nt", **told)[2]
    with serving(small_store) as address:
        assert b"graph.example" not in send("GET", f"{address}/sparql?format=nt", **told)[2]
