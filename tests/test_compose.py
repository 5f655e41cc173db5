"""The container files, without a container engine: their schema, the paths they name, the order in which services start."""

import json
import re
from pathlib import Path
from typing import Any

import check_jsonschema
import jsonschema
import pytest
import yaml

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
