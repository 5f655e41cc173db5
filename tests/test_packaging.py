"""The wheel: what is in it, and that it works where there is nothing else of the project."""

import json
import os
import re
import subprocess
import sys
import sysconfig
import tomllib
import zipfile
from pathlib import Path

import pytest

pytestmark = pytest.mark.xdist_group("packaging")  # one process builds the wheel
ROOT = Path(__file__).parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
ARTICLE = "اعتقال مشتبه بهم\nاعتقلت الشرطة المغربية أربعة أشخاص في مدينة فاس يوم الخميس، بحسب وزارة الداخلية.\n"


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "build", "--no-isolation", "--wheel", "--outdir", str(folder), str(ROOT)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    (built,) = folder.glob("isnad_kg-*.whl")
    return built


@pytest.fixture(scope="module")
def environment(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An environment of its own with the wheel in it. Its dependencies are those of the running one, seen through a
    .pth file: what is tested is the wheel, not the download. The project's own checkout is not on its path."""
    folder = tmp_path_factory.mktemp("installed") / "venv"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(folder)], check=True)
    site = next((folder / "lib").glob("python*/site-packages"))
    install = [sys.executable, "-m", "pip", "--python", str(folder), "install", "--no-deps", "--no-index", "--quiet", str(wheel)]
    subprocess.run(install, check=True)
    # A plain path line: the .pth files of that folder, the editable install among them, are not followed from here.
    (site / "dependencies.pth").write_text(sysconfig.get_paths()["purelib"] + "\n", "utf-8")
    return folder


def run(environment: Path, folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "ISNAD", "VIRTUAL_ENV"))}
    command = [str(environment / "bin" / "kg"), *arguments]
    return subprocess.run(command, cwd=folder, env=clean, capture_output=True, text=True, check=False)


def test_the_version_stands_in_one_place() -> None:
    assert "version" in PROJECT["dynamic"]
    assert "version" not in PROJECT


def test_every_dependency_says_what_it_is_for() -> None:
    lines = (ROOT / "pyproject.toml").read_text("utf-8").splitlines()
    begin = lines.index("dependencies = [") + 1
    assert all("#" in line for line in lines[begin : lines.index("]", begin)])


def test_what_the_tests_import_is_named_among_what_they_need() -> None:
    named = {
        re.split(r"[\[<>=]", each)[0].lower().replace("-", "_")
        for each in [*PROJECT["dependencies"], *PROJECT["optional-dependencies"]["test"]]
    }
    own = {
        "kg",
        *(path.stem for path in (ROOT / "tests").rglob("*.py")),
        *(path.stem for folder in ("docs", "training", "requirements") for path in (ROOT / folder).glob("*.py")),
    }
    own |= {
        "gliner",
        "torch",
        "tokenizers",
        "transformers",
        "sklearn",
        "followthemoney",
    }  # of extras: tests that need them are skipped without
    by_module = {"yaml": "pyyaml", "dask": "distributed", "fsspec": "s3fs"}
    for path in (ROOT / "tests").rglob("*.py"):
        for module in re.findall(r"^(?:import|from) (\w+)", path.read_text("utf-8"), re.MULTILINE):
            known = module in own | sys.stdlib_module_names or by_module.get(module, module) in named
            assert known, f"{path.name} imports {module}"


def test_every_requirement_has_a_lower_bound() -> None:
    requirements = [*PROJECT["dependencies"], *PROJECT["optional-dependencies"]["test"]]
    assert [each for each in requirements if ">=" not in each] == []


@pytest.mark.slow
def test_the_wheel_carries_the_data_and_nothing_that_is_only_for_developers(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    data = {f"kg/data/{path.relative_to(ROOT)}" for name in ("ontology", "queries") for path in (ROOT / name).iterdir() if path.is_file()}
    inside = {
        str(path.relative_to(ROOT))
        for path in (ROOT / "kg").rglob("*")
        if path.is_file() and "__pycache__" not in path.parts and path.suffix != ".pyc"
    }
    sources = "kg/web/frontend/"  # of what the pages load; what was built of them ships
    assert data | {name for name in inside if not name.startswith(sources)} <= names
    assert not [name for name in names if name.startswith(sources)]
    assert not [name for name in names if name.split("/")[0] not in {"kg"} and ".dist-info/" not in name]
    assert any(name.endswith("licenses/LICENSE") for name in names)


@pytest.mark.slow
def test_the_wheel_is_for_every_system(wheel: Path) -> None:
    assert wheel.name.endswith("-py3-none-any.whl")


@pytest.mark.slow
def test_installed_it_gives_the_trained_pipeline_to_others(environment: Path, tmp_path: Path) -> None:
    code = "import kg; print([ent.text for ent in kg.load_pipeline()('قال فلاديمير بوتين في موسكو').ents])"
    read = subprocess.run([environment / "bin" / "python", "-I", "-c", code], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert read.stdout.strip() == "['فلاديمير بوتين', 'موسكو']", read.stderr


@pytest.mark.slow
def test_installed_it_builds_asks_checks_and_shows_its_pages_from_another_folder(environment: Path, tmp_path: Path) -> None:
    (tmp_path / "news").mkdir()
    (tmp_path / "news" / "خبر.txt").write_text(ARTICLE, "utf-8")

    where = subprocess.run(
        [environment / "bin" / "python", "-c", "import kg; print(kg.__file__)"], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert str(ROOT) not in where.stdout

    built = run(environment, tmp_path, "build", "news", "--json")
    assert built.returncode == 0, built.stderr
    assert json.loads(built.stdout)["articles"] == 1
    assert (tmp_path / ".store").is_dir()

    listed = run(environment, tmp_path, "query", "--list")
    assert "incidents" in listed.stdout
    asked = run(environment, tmp_path, "query", "articles-mentioning", "--format", "csv")
    assert asked.returncode == 0, asked.stderr
    checked = run(environment, tmp_path, "check")
    assert checked.returncode == 0, checked.stdout + checked.stderr

    code = "from kg.web import create_app; from kg.settings import load; print(create_app(load()).test_client().get('/').status_code)"
    page = subprocess.run([environment / "bin" / "python", "-I", "-c", code], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert page.stdout.strip() == "200", page.stderr
