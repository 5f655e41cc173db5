"""`/openapi.json` is valid, has every route, and tells the truth: the server is asked what it says can be asked, and what not."""

import re
from pathlib import Path

import pytest
import schemathesis
from flask import Flask
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis.errors import Unsatisfiable
from openapi_spec_validator import OpenAPIV31SpecValidator
from schemathesis.checks import not_a_server_error
from schemathesis.core.failures import Failure, FailureGroup
from schemathesis.specs.openapi.checks import positive_data_acceptance

from kg.settings import Settings
from kg.web import create_app

EXAMPLES = 50
"""Requests for each operation: at 8 of them a fault in one parameter of five is hardly met."""
ANY_TEXT = ("/sparql", "/update", "/graphs", "/search")
"""What takes any text and answers 400 to some of it: no schema can say which texts are SPARQL, or hold a word."""


@pytest.fixture(scope="session")
def app(small_store: Path) -> Flask:
    return create_app(Settings(store=small_store))


def test_the_description_is_valid_openapi(app: Flask) -> None:
    described = app.test_client().get("/openapi.json").json
    assert described["openapi"].startswith("3.1")
    assert [error.message for error in OpenAPIV31SpecValidator(described).iter_errors()] == []


def test_no_route_is_forgotten(app: Flask) -> None:
    described = app.test_client().get("/openapi.json").json["paths"]
    queries = [query["url"] for query in app.test_client().get("/queries").json]
    expected = set()
    for rule in app.url_map.iter_rules():
        methods = {method.lower() for method in rule.methods or ()} - {"head", "options"}
        path = re.sub(r"<(?:[^:>]*:)?(\w+)>", r"{\1}", rule.rule)
        if rule.endpoint == "saved_query":
            expected |= {(url, "get") for url in queries}
        elif rule.endpoint != "static":
            expected |= {(path, method) for method in methods}
    assert {(path, method) for path, methods in described.items() for method in methods} == expected


def test_every_operation_says_what_it_does_and_every_parameter_what_it_is(app: Flask) -> None:
    described = app.test_client().get("/openapi.json").json["paths"]
    operations = [operation for methods in described.values() for operation in methods.values()]
    assert all(operation["summary"] for operation in operations)
    assert len({operation["operationId"] for operation in operations}) == len(operations)
    assert all(each.get("description") or each["in"] == "path" for operation in operations for each in operation.get("parameters", []))


def test_a_saved_query_is_described_with_types_defaults_and_formats(app: Flask) -> None:
    paths = app.test_client().get("/openapi.json?lang=ar").json["paths"]
    asked = paths["/queries/incidents-near"]["get"]
    parameters = {each["name"]: each for each in asked["parameters"]}
    assert asked["tags"] == ["incidents"]
    assert parameters["from"]["schema"]["format"] == "date"
    assert isinstance(parameters["within"]["schema"]["default"], int)
    assert parameters["limit"]["schema"]["minimum"] == 1
    assert parameters["format"]["schema"]["enum"] == ["html", "json", "xml", "csv", "tsv"]
    assert re.search("[ء-ي]", asked["summary"])
    assert "text/turtle" in paths["/queries/article-graph"]["get"]["responses"]["200"]["content"]
    assert "limit" not in {each["name"] for each in paths["/queries/article-graph"]["get"]["parameters"]}


def test_values_of_the_graph_are_examples(app: Flask) -> None:
    kind, *_ = app.test_client().get("/openapi.json").json["paths"]["/queries/incidents"]["get"]["parameters"]
    assert {"value": "kg:Bombing"} in kind["examples"].values()


@pytest.mark.slow
@pytest.mark.parametrize("mode", list(schemathesis.GenerationMode))
def test_the_server_keeps_to_its_description(app: Flask, mode: schemathesis.GenerationMode) -> None:
    """Requests as described are answered as described; others are refused, and nothing is a fault of the server."""
    failures = []
    for found in schemathesis.openapi.from_wsgi("/openapi.json", app).get_all_operations():
        operation = found.ok()
        if mode == schemathesis.GenerationMode.NEGATIVE and not (operation.query or operation.path_parameters or operation.body):
            continue  # there is nothing that could be asked wrongly
        try:
            fuzz(operation, mode)
        except FailureGroup as failure:
            failures += [f"{operation.label}: {each.title}: {each.message} {asked(each)}" for each in failure.exceptions]
        except Unsatisfiable:
            continue  # all that can be said is right, since it may be any text
    assert not failures, "\n".join(failures)


def asked(failure: Failure) -> str:
    return "\n".join(getattr(failure, "__notes__", []))


def as_typed(value: object) -> object:
    """A whole number as an address has it: to JSON Schema 5.0 is an integer too, and nobody types it for one."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


def fuzz(operation: schemathesis.APIOperation, mode: schemathesis.GenerationMode) -> None:
    excluded = [not_a_server_error, *([positive_data_acceptance] if operation.path.startswith(ANY_TEXT) else [])]

    @seed(1)
    @settings(max_examples=EXAMPLES, deadline=None, database=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck))
    @given(operation.as_strategy(generation_mode=mode))
    def ask(case: schemathesis.Case) -> None:
        if mode == schemathesis.GenerationMode.POSITIVE:
            (case.query or {}).pop("timeout", None)  # so short a time would end a worker for each example
            case.query = {name: as_typed(value) for name, value in (case.query or {}).items()}
        answer = case.call_and_validate(excluded_checks=excluded)
        assert answer.status_code in (503, *range(500)), "only what took too long, or is not there yet, is the server's fault"

    ask()
