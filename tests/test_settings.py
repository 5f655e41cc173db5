from pathlib import Path

import pytest

from kg.errors import UsageError
from kg.settings import Settings, load


def toml(folder: Path, text: str) -> Path:
    path = folder / "isnad.toml"
    path.write_text(text, "utf-8")
    return path


def test_without_anything_the_defaults_hold() -> None:
    assert load(environment={}) == Settings()


def test_arguments_win_over_the_environment_and_that_over_the_file(tmp_path: Path) -> None:
    file = toml(tmp_path, 'store = "from-file"\nhost = "from-file"\nport = 1')
    settings = load({"store": "from-argument"}, {"ISNAD_STORE": "from-environment", "ISNAD_HOST": "from-environment"}, file)
    assert (settings.store, settings.host, settings.port) == (Path("from-argument"), "from-environment", 1)


def test_an_argument_that_was_not_given_counts_for_nothing() -> None:
    assert load({"port": None}, {"ISNAD_PORT": "8001"}).port == 8001


def test_the_process_environment_is_read_where_none_is_given(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ISNAD_PORT", "8002")
    assert load().port == 8002


def test_an_empty_variable_counts_as_unset() -> None:
    assert load(environment={"ISNAD_STORE": "", "ISNAD_PORT": ""}) == Settings()


def test_paths_are_taken_as_written(tmp_path: Path) -> None:
    settings = load(environment={}, file=toml(tmp_path, 'store = "graph"\nqueries = "/questions"'))
    assert (settings.store, settings.queries) == (Path("graph"), Path("/questions"))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("port = ", "isnad.toml: cannot be read as TOML"),
        ('ports = "1"', "unknown setting 'ports'; known are access_log, answer_size"),
        ("port = 'many'", "port must be"),
        ("port = 70000", "port must be"),
        ("port = 1.5", "port must be"),
        ("port = true", "port must be"),
        ("store = 1", "store must be"),
        ("host = [1]", "host must be"),
        ("host = ''", "host must be"),
        ("base = 'https://x.example/id'", "base must"),
        ("base = 'x.example/id/'", "base must"),
        ("base = 'https://x.example/a b/'", "base must"),
        ("base = 'https://x.example/kg#'", "ends in /"),
    ],
)
def test_what_is_wrong_in_a_file_is_said(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(UsageError) as error:
        load(environment={}, file=toml(tmp_path, text))
    assert message in str(error.value)


def test_a_file_that_is_not_there_is_a_usage_error(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"none\.toml"):
        load(environment={}, file=tmp_path / "none.toml")


@pytest.mark.parametrize("base", ["https://x.example/id/", "http://x.example:8080/kg/", "urn:isnad:/"])
def test_a_base_is_an_iri_that_ends_where_names_begin(base: str) -> None:
    assert load({"base": base}, {}).base == base
