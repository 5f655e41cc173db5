"""The container files, without a container engine: their schema, the paths they name, the order in which services start."""

import gzip
import json
import re
from pathlib import Path
from typing import Any

import check_jsonschema
import jsonschema
import pytest
import yaml

from kg.cli.change import build as BUILD  # noqa: N812  # a constant here
from kg.cli.serve import serve as COMMAND  # noqa: N812  # a constant here
from kg.settings import Settings, load
from kg.watching import _FAREWELL
from kg.web.server.running import _LAST_WORDS, _PATIENCE
from kg.workers.pool import _SLOW_FOR_EACH

ROOT = Path(__file__).parent.parent
READING = 1_024
"""MiB that the server and the process that reads take themselves, and more."""
SCHEMA = Path(check_jsonschema.__file__).parent / "builtin_schemas" / "vendor" / "compose-spec.json"


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text("utf-8"))
    return loaded


@pytest.fixture(scope="module")
def dockerfile() -> str:
    return re.sub(r"\\\n", " ", (ROOT / "Dockerfile").read_text("utf-8"))


def test_the_compose_file_satisfies_the_specification(compose: dict[str, Any]) -> None:
    jsonschema.validate(compose, yaml.safe_load(SCHEMA.read_text("utf-8")))


def test_the_schema_would_notice_a_mistake(compose: dict[str, Any]) -> None:
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({**compose, "services": {"build": {"volumes": "store"}}}, yaml.safe_load(SCHEMA.read_text("utf-8")))


def test_serving_starts_when_building_is_done(compose: dict[str, Any]) -> None:
    assert compose["services"]["serve"]["depends_on"] == {"build": {"condition": "service_completed_successfully"}}


def test_both_services_share_the_store_and_seeds_are_read_by_default(compose: dict[str, Any]) -> None:
    build, serve = compose["services"]["build"]["volumes"], compose["services"]["serve"]["volumes"]
    assert "store:/store" in build
    assert "store:/store" in serve
    assert "store" in compose["volumes"]
    assert "${ARTICLES:-./seeds}:/articles:ro" in build
    assert any((ROOT / "seeds").glob("*.txt"))


def test_a_skipped_article_does_not_keep_the_rest_from_being_served(compose: dict[str, Any]) -> None:
    assert "kg build --wait /articles || [ $$? -eq 1 ]" in compose["services"]["build"]["entrypoint"]


def test_what_comes_into_the_folder_of_articles_is_read_by_the_server(compose: dict[str, Any]) -> None:
    serve = compose["services"]["serve"]
    assert serve["command"] == ["serve", "--watch", "/articles"]
    assert "${ARTICLES:-./seeds}:/articles:ro" in serve["volumes"]
    assert "--watch" in {option for parameter in COMMAND.params for option in parameter.opts}
    assert not any(volume.startswith("store:") and volume.endswith(":ro") for volume in serve["volumes"])


def test_the_server_is_healthy_when_its_graph_can_be_asked_and_is_not_started_anew_for_that(compose: dict[str, Any]) -> None:
    assert "/ready" in compose["services"]["serve"]["healthcheck"]["test"][-1]
    assert compose["services"]["build"]["healthcheck"] == {"disable": True}


def test_what_the_checks_of_health_run_is_python(compose: dict[str, Any], dockerfile: str) -> None:
    (image,) = re.findall(r"^HEALTHCHECK .*?CMD (\[.*\])$", dockerfile, re.MULTILINE)
    for command in (json.loads(image), compose["services"]["serve"]["healthcheck"]["test"][1:]):
        assert command[:2] == ["python", "-c"]
        compile(command[2], "health check", "exec")


def test_no_service_takes_all_memory_and_queries_stay_below_it(compose: dict[str, Any]) -> None:
    limits = {name: service["mem_limit"] for name, service in compose["services"].items()}
    assert set(limits.values()) == {"${MEMORY:-4g}"}
    told = {name.removeprefix("ISNAD_").lower(): value for name, value in compose["services"]["serve"]["environment"].items()}
    settings = load(told, environment={})
    beside = 1 + _SLOW_FOR_EACH
    assert settings.workers * beside * settings.memory <= 4 * 1024 - READING


def test_the_server_has_more_time_to_end_than_it_takes(compose: dict[str, Any]) -> None:
    assert int(compose["services"]["serve"]["stop_grace_period"].removesuffix("s")) > _PATIENCE + 2 * _LAST_WORDS + _FAREWELL


def test_the_server_can_run_where_only_the_store_and_passing_files_are_written(compose: dict[str, Any]) -> None:
    assert compose["services"]["serve"]["read_only"]
    assert compose["services"]["serve"]["tmpfs"] == ["/tmp"]


def test_only_this_machine_reaches_the_port_unless_asked_for(compose: dict[str, Any]) -> None:
    assert all(port.startswith("127.0.0.1:") for port in compose["services"]["serve"]["ports"])


def test_what_the_dockerfile_copies_is_there_and_not_ignored(dockerfile: str) -> None:
    kept = {line[1:] for line in (ROOT / ".dockerignore").read_text("utf-8").split() if line.startswith("!")}
    copied = [path for line in re.findall(r"^COPY (?!--from)(.+)$", dockerfile, re.MULTILINE) for path in line.split()[:-1]]
    assert copied
    for path in copied:
        assert (ROOT / path).exists(), path
        assert path in kept, f".dockerignore leaves out {path}"


def test_the_image_holds_all_that_the_wheel_is_made_of(dockerfile: str) -> None:
    wheel = (ROOT / "pyproject.toml").read_text("utf-8")
    for source in ("kg", "ontology", "queries", "README.md", "LICENSE"):
        assert source in wheel
        assert re.search(rf"^COPY .*\b{re.escape(source)}\b", dockerfile, re.MULTILINE), source


def test_the_image_runs_as_nobody_special_and_says_whether_it_is_well(dockerfile: str) -> None:
    last_stage = dockerfile.rsplit("\nFROM ", 1)[1]
    assert re.search(r"^USER (?!root)", last_stage, re.MULTILINE)
    assert re.search(r"^HEALTHCHECK .*/health", last_stage, re.MULTILINE)


def test_no_stage_has_a_compiler(dockerfile: str) -> None:
    assert "--only-binary=:all:" in dockerfile
    assert not re.search(r"apt-get|gcc|build-essential", dockerfile)


def test_the_images_variables_are_settings(dockerfile: str) -> None:
    environment = dict(re.findall(r"(ISNAD_\w+)=(\S+)", dockerfile))
    assert load(environment=environment) == Settings(store=Path("/store"), host="0.0.0.0", port=8000)


# A build by a cluster


def test_a_build_by_a_cluster_has_a_scheduler_and_two_workers_that_nobody_else_reaches(compose: dict[str, Any]) -> None:
    services = compose["services"]
    several = {name: service for name, service in services.items() if service.get("profiles") == ["cluster"]}
    assert set(several) == {"scheduler", "worker", "cluster-build"}
    assert several["worker"]["deploy"] == {"replicas": 2}
    assert all(service["build"]["args"] == {"EXTRAS": "cluster"} and "ports" not in service for service in several.values())
    assert "profiles" not in services["build"]
    assert "profiles" not in services["serve"]


def test_who_works_and_who_writes_see_the_same_parts_and_the_store_has_one_writer(compose: dict[str, Any], dockerfile: str) -> None:
    services = compose["services"]
    assert "parts:/parts" in services["worker"]["volumes"]
    assert "parts:/parts" in services["cluster-build"]["volumes"]
    assert not any(volume.startswith("store:") for volume in services["worker"]["volumes"])
    assert re.search(r"install -d -o isnad -g isnad /store /parts", dockerfile)


def test_the_options_of_the_build_by_a_cluster_are_there(compose: dict[str, Any]) -> None:
    (command,) = compose["services"]["cluster-build"]["entrypoint"][2:]
    given = set(re.findall(r"--[a-z]+", command))
    assert given == {"--wait", "--cluster", "--parts"}
    assert given <= {option for parameter in BUILD.params for option in parameter.opts}


@pytest.fixture(scope="module")
def manifests() -> dict[str, dict[str, Any]]:
    documents = yaml.safe_load_all((ROOT / "deploy" / "kubernetes.yaml").read_text("utf-8"))
    return {document["kind"]: document for document in documents}


@pytest.fixture(scope="module")
def dask_cluster() -> dict[str, Any]:
    """The operator's schema of a DaskCluster (dask-kubernetes 2026.3.0, BSD-3-Clause), with no other fields than it names."""
    definition = json.loads(gzip.decompress((ROOT / "tests" / "data" / "daskcluster.json.gz").read_bytes()))
    (version,) = definition["spec"]["versions"]
    return closed(version["schema"]["openAPIV3Schema"])


def closed(schema: Any) -> Any:
    """A schema under which an object has the properties that are named only: Kubernetes drops others without a word."""
    if isinstance(schema, list):
        return [closed(part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    found = {name: closed(part) for name, part in schema.items()}
    if isinstance(schema.get("properties"), dict) and schema.get("type", "object") == "object" and not keeps_others(schema):
        found.setdefault("additionalProperties", False)
    return found


def keeps_others(schema: dict[str, Any]) -> bool:
    return bool(schema.get("x-kubernetes-preserve-unknown-fields"))


def body(document: dict[str, Any]) -> dict[str, Any]:
    """What the operator's schema is about: all but what every object of Kubernetes has."""
    return {name: part for name, part in document.items() if name not in ("apiVersion", "kind", "metadata")}


def test_the_cluster_under_kubernetes_satisfies_the_operators_schema(
    manifests: dict[str, dict[str, Any]], dask_cluster: dict[str, Any]
) -> None:
    cluster = manifests["DaskCluster"]
    assert cluster["apiVersion"] == "kubernetes.dask.org/v1"
    jsonschema.validate(body(cluster), dask_cluster)


def test_the_operators_schema_would_notice_a_mistake(manifests: dict[str, dict[str, Any]], dask_cluster: dict[str, Any]) -> None:
    spec = manifests["DaskCluster"]["spec"]
    for wrong in ({**spec, "workers": 2}, {**spec, "worker": {**spec["worker"], "replicas": "many"}}):
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate({"spec": wrong}, dask_cluster)


def test_the_pod_that_builds_is_one_of_kubernetes(manifests: dict[str, dict[str, Any]], dask_cluster: dict[str, Any]) -> None:
    pods = dask_cluster["properties"]["spec"]["properties"]["worker"]["properties"]["spec"]  # the schema of any pod
    jsonschema.validate(manifests["Job"]["spec"]["template"]["spec"], pods)


def test_all_pods_run_one_image_and_the_build_finds_the_scheduler(manifests: dict[str, dict[str, Any]]) -> None:
    spec, job = manifests["DaskCluster"]["spec"], manifests["Job"]["spec"]["template"]["spec"]
    pods = [spec["scheduler"]["spec"], spec["worker"]["spec"], job]
    assert len({container["image"] for pod in pods for container in pod["containers"]}) == 1
    arguments = job["containers"][0]["args"]
    (port,) = (port["port"] for port in spec["scheduler"]["service"]["ports"] if port["name"] == "tcp-comm")
    assert f"tcp://{manifests['DaskCluster']['metadata']['name']}-scheduler:{port}" in arguments
    assert {one for one in arguments if one.startswith("--")} <= {option for parameter in BUILD.params for option in parameter.opts}
