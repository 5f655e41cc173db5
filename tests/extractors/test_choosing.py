"""Which extractor is meant, and what is said where it is not there."""

import subprocess
import sys

import pytest

from kg.errors import UsageError
from kg.extractors import DOORS, Choice, Door, choice, load_chosen
from kg.gazetteer import Gazetteer
from kg.settings import Settings


@pytest.mark.parametrize("written", ["", "isnad", " isnad "])
def test_the_extractor_that_ships_needs_no_choice(written: str) -> None:
    assert choice(written) is None


@pytest.mark.parametrize(
    ("written", "chosen"),
    [
        ("spacy:ar_news", Choice("spacy", "ar_news")),
        ("gliner:owner/model-v2.1", Choice("gliner", "owner/model-v2.1")),
        ("llm:family:7b", Choice("llm", "family:7b")),
    ],
)
def test_a_model_stands_after_the_first_colon(written: str, chosen: Choice) -> None:
    assert choice(written) == chosen


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("spcay:x", "there is no extractor 'spcay'; there are isnad, spacy:MODEL, gliner:MODEL, llm:MODEL"),
        ("isnad:x", "there are isnad, spacy:MODEL"),
        ("llm", "Write llm:MODEL"),
        ("gliner: ", "Write gliner:MODEL"),
    ],
)
def test_what_makes_no_sense_is_refused(written: str, told: str) -> None:
    with pytest.raises(UsageError) as error:
        choice(written)
    assert told in str(error.value)


def test_a_missing_package_is_named_with_the_line_that_installs_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(DOORS, "odd", Door("package_that_nobody_has:create", ("package_that_nobody_has",), "odd"))
    with pytest.raises(UsageError, match=r"needs the package package_that_nobody_has: pip install '\.\[odd\]'"):
        load_chosen(Choice("odd", "x"), Gazetteer.of(()), Settings())


def test_a_fault_in_our_own_imports_is_not_taken_for_a_missing_package(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(DOORS, "odd", Door("kg.extractors.nowhere:create", ("other",), "odd"))
    with pytest.raises(ModuleNotFoundError):
        load_chosen(Choice("odd", "x"), Gazetteer.of(()), Settings())


def test_nothing_of_the_optional_extractors_is_imported_before_one_is_chosen() -> None:
    asked = "import sys, kg.build, kg.cli.change; print(sorted({'openai', 'pyrate_limiter', 'gliner', 'torch'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
