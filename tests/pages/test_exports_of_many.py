"""`/export/FORMAT` of many incidents: written by a process of its own, which its client alone waits for."""

import json
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psutil
import pytest
from made_incidents import publish_incidents
from serving import send, serving

from kg.incidents import Filter
from kg.workers import Dumps, IncidentsFile


def test_a_client_that_goes_away_ends_the_process_that_writes_its_file(tmp_path: Path) -> None:
    publish_incidents(tmp_path, 400)
    dump = Dumps(tmp_path).open(IncidentsFile("gexf", Filter(), "latest"))
    assert len(next(dump)) == 1 << 16
    writes = psutil.Process(dump._process.pid)
    assert writes.is_running()
    dump.close()
    assert not writes.is_running()


def test_a_file_is_of_one_snapshot_whatever_is_published_meanwhile(tmp_path: Path) -> None:
    publish_incidents(tmp_path, 400)
    dump = Dumps(tmp_path).open(IncidentsFile("cytoscape", Filter(), "latest"))
    publish_incidents(tmp_path, 1, "2")
    nodes = json.loads(b"".join(dump))["elements"]["nodes"]
    dump.close()
    assert sum(each["data"]["sort"] == "incident" for each in nodes) == 400


@pytest.mark.slow
@pytest.mark.web
def test_eight_networks_of_three_thousand_incidents_cost_the_server_no_memory(tmp_path: Path) -> None:
    publish_incidents(tmp_path, 3_000)
    with serving(tmp_path) as address:
        assert send("GET", f"{address}/incidents")[0] == 200
        port = int(address.rpartition(":")[2])
        server = psutil.Process(next(each.pid for each in psutil.net_connections("tcp") if each.laddr.port == port and each.pid))
        before = server.memory_info().rss
        with ThreadPoolExecutor(8) as threads:
            answers = list(threads.map(lambda _: send("GET", f"{address}/export/gexf"), range(8)))
        assert server.memory_info().rss - before < 80 << 20
    assert Counter(status for status, _, _ in answers) == {200: 2, 429: 6}
    assert len({body for status, _, body in answers if status == 200}) == 1
