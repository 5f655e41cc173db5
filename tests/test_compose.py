"""The container files, without a container engine: their schema, the paths they name, the order in which services start."""

import re
from pathlib import Path
from typing import Any

import check_jsonschema
import jsonschema
import pytest
import yaml

from kg.settings import Settings, load

ROOT = Path(__file__).parent.parent
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
    assert "kg build /articles || [ $$? -eq 1 ]" in compose["services"]["build"]["entrypoint"]


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
