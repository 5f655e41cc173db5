"""Imports point only downwards (docs/architecture of the layers: README), and third parties stay behind their doors."""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
LAYERS = [
    {
        "kg",
        "kg.model",
        "kg.errors",
        "kg.arabic",
        "kg.identity",
        "kg.interrupts",
        "kg.locks",
        "kg.memory",
        "kg.seals",
        "kg.processes",
        "kg.processor_time",
    },
    {
        *("kg.address", "kg.calendar", "kg.settings", "kg.ontology", "kg.resources", "kg.gazetteer", "kg.articles", "kg.pipeline"),
        "kg.packing",
        "kg.tombstones",
    },
    {
        *("kg.extract", "kg.link", "kg.resolve", "kg.origins", "kg.summarise", "kg.describe", "kg.decisions"),
        *("kg.extractions", "kg.store", "kg.search"),
    },
    {
        "kg.build",
        "kg.check",
        "kg.confidence",
        "kg.queries",
        "kg.evaluate",
        "kg.incidents",
        "kg.exports",
        "kg.reconcile",
        "kg.explain",
        "kg.stats",
        "kg.change",
        "kg.difference",
        "kg.resolution",
        "kg.cluster",
        "kg.extractors",
        "kg.standing",
        "kg.decide",
        "kg.diff",
        "kg.writer",
        "kg.reading",
        "kg.searchable",
        "kg.workers",
        "kg.own",
        "kg.updating",
        "kg.public",
        "kg.preparing",
        "kg.publishing",
        "kg.feeds",
        "kg.watching",
        "kg.alerts",
        "kg.backup",
        "kg.remote",
    },
    {"kg.web", "kg.cli", "kg.__main__"},
]
LEVEL = {unit: level for level, units in enumerate(LAYERS) for unit in units}
MAY_KNOW_ITS_OWN_LAYER = {0, 1, 3, 4}  # the stages of layer 2 never import each other
DOORS = {
    "spacy": {"kg.extract", "kg.extractors", "kg.pipeline"},
    "thinc": {"kg.extract"},
    "numpy": {"kg.extract", "kg.pipeline"},
    "threadpoolctl": {"kg.pipeline"},
    "oxrdflib": {"kg.store"},
    "rdflib": {"kg.store", "kg.check"},
    "pyoxigraph": {
        *("kg.store", "kg.ontology", "kg.describe", "kg.difference", "kg.confidence"),
        *("kg.queries", "kg.check", "kg.evaluate", "kg.exports", "kg.explain", "kg.stats", "kg.decide", "kg.diff", "kg.extractors"),
        *("kg.own", "kg.updating", "kg.public", "kg.remote"),
    },
    "flask": {"kg.web"},
    "werkzeug": {"kg.web"},
    "markupsafe": {"kg.web"},
    "waitress": {"kg.web"},
    "psutil": {"kg.workers", "kg.updating"},
    "cachetools": {"kg.web", "kg.resolve", "kg.feeds", "kg.extractions"},
    "prometheus_client": {"kg.web"},
    "pyshacl": {"kg.check"},
    "click": {"kg.cli"},
    "rich": {"kg.cli"},
    "msgspec": {"kg.extractions", "kg.extractors", "kg.packing", "kg.cluster"},
    "sqlite3": {"kg.extractions", "kg.extractors", "kg.search", "kg.backup", "kg.feeds"},
    "watchfiles": {"kg.watching"},
    "feedparser": {"kg.feeds"},
    "protego": {"kg.feeds"},
    "networkx": {"kg.exports"},
    "icalendar": {"kg.exports"},
    "pyarrow": {"kg.exports", "kg.cluster"},
    "distributed": {"kg.cluster"},
    "fsspec": {"kg.cluster"},
    "gliner": {"kg.extractors"},
    "openai": {"kg.extractors"},
    "pyrate_limiter": {"kg.extractors"},
    "trafilatura": {"kg.articles"},
    "requests": {"kg.remote"},
    "urllib3": {"kg.remote"},
    "filelock": {"kg.store"},
    "rensa": {"kg.origins"},
    "yaml": {"kg.queries"},
    "babel": {"kg.gazetteer", "kg.calendar", "kg.summarise"},
    "hijridate": {"kg.calendar"},
}
MAY_IMPORT_LATE = {"kg/__init__.py", "kg/cli/__init__.py", "kg/extractors/__init__.py", "kg/exports/__init__.py", "kg/cluster/__init__.py"}
"""Commands by name, `kg.open_graph` by name, optional extractors, formats and the cluster by name: nothing else is imported late."""

FILES = sorted((ROOT / "kg").rglob("*.py"))


def module_of(file: Path) -> str:
    parts = file.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def unit_of(module: str) -> str:
    """The module or package directly under `kg` that a module belongs to: what stands in the table of layers."""
    return ".".join(module.split(".")[:2])


MODULES = {module_of(file) for file in FILES}


def imports(file: Path) -> Iterator[tuple[str, bool]]:
    """Each absolute module that a file imports, and whether it does so inside a function. Types-only imports count too."""
    tree = ast.parse(file.read_text("utf-8"))
    late = {
        id(inner)
        for outer in ast.walk(tree)
        if isinstance(outer, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)
        for inner in ast.walk(outer)
    }
    package = module_of(file) if file.name == "__init__.py" else module_of(file).rpartition(".")[0]
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((alias.name, id(node) in late) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            origin = package.rsplit(".", node.level - 1)[0] if node.level > 1 else package
            source = node.module or "" if not node.level else f"{origin}.{node.module}".rstrip(".") if node.module else origin
            for alias in node.names:
                submodule = f"{source}.{alias.name}"
                yield (submodule if submodule in MODULES else source), id(node) in late


def own_imports(file: Path) -> set[str]:
    return {name for name, _ in imports(file) if name in MODULES} - {module_of(file)}


@pytest.mark.parametrize("file", FILES, ids=module_of)
def test_every_module_has_its_place_in_the_layers(file: Path) -> None:
    assert unit_of(module_of(file)) in LEVEL, f"say in LAYERS (and in the README) where {module_of(file)} belongs"


@pytest.mark.parametrize("file", FILES, ids=module_of)
def test_imports_point_only_downwards(file: Path) -> None:
    unit = unit_of(module_of(file))
    if unit == "kg":
        return  # `kg.open_graph` comes by name, when somebody asks for it
    for other in sorted({unit_of(name) for name in own_imports(file)} - {unit, "kg"}):
        assert LEVEL[other] <= LEVEL[unit], f"{unit} (layer {LEVEL[unit]}) imports {other} (layer {LEVEL[other]})"
        if LEVEL[other] == LEVEL[unit]:
            assert LEVEL[unit] in MAY_KNOW_ITS_OWN_LAYER, f"{unit} imports {other}: the stages do not know each other"


@pytest.mark.parametrize("file", FILES, ids=module_of)
def test_third_parties_stay_behind_their_doors(file: Path) -> None:
    unit = unit_of(module_of(file))
    for name, _ in imports(file):
        doors = DOORS.get(name.split(".")[0])
        assert doors is None or unit in doors, f"{unit} imports {name}: only {', '.join(sorted(doors or ()))} may"


@pytest.mark.parametrize("file", FILES, ids=module_of)
def test_every_third_party_has_a_door(file: Path) -> None:
    for name, _ in imports(file):
        top = name.split(".")[0]
        assert top in DOORS or top in sys.stdlib_module_names or top == "kg", f"{module_of(file)} imports {top}: add its door to DOORS"


@pytest.mark.parametrize("file", [f for f in FILES if unit_of(module_of(f)) in LAYERS[0]], ids=module_of)
def test_the_lowest_layer_needs_the_standard_library_only(file: Path) -> None:
    outside = {name for name, _ in imports(file) if name.split(".")[0] not in sys.stdlib_module_names | {"kg"}}
    assert not outside


@pytest.mark.parametrize("file", FILES, ids=module_of)
def test_nothing_is_imported_inside_a_function(file: Path) -> None:
    late = [name for name, inside in imports(file) if inside]
    assert not late or str(file.relative_to(ROOT)) in MAY_IMPORT_LATE, f"{module_of(file)} imports {late} inside a function"


def test_late_imports_by_name_are_in_the_sanctioned_places_only() -> None:
    users = {str(file.relative_to(ROOT)) for file in FILES if "import_module" in file.read_text("utf-8")}
    assert users <= MAY_IMPORT_LATE


def test_there_is_no_cycle_of_imports() -> None:
    graph = {module_of(file): own_imports(file) - {"kg"} for file in FILES}
    done: set[str] = set()

    def visit(module: str, path: tuple[str, ...]) -> None:
        assert module not in path, f"imports go round: {' -> '.join((*path[path.index(module) :], module))}"
        if module not in done:
            for other in sorted(graph[module]):
                visit(other, (*path, module))
            done.add(module)

    for module in sorted(graph):
        visit(module, ())


def test_there_is_no_bare_or_silent_except() -> None:
    for file in FILES:
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.ExceptHandler):
                assert not fault_of(node), f"{file.name}:{node.lineno}: {fault_of(node)}"


def fault_of(handler: ast.ExceptHandler) -> str:
    """What is wrong with an `except`: it catches everything, or leaves no trace of what it caught. "" where nothing is."""
    if handler.type is None:
        return "say which exceptions"
    silent = all(
        isinstance(step, ast.Pass) or (isinstance(step, ast.Expr) and isinstance(step.value, ast.Constant)) for step in handler.body
    )
    return "write contextlib.suppress where nothing is to be done" if silent else ""


@pytest.mark.parametrize(
    ("handler", "fault"),
    [("except: raise", True), ("except OSError: pass", True), ("except OSError: ...", True), ("except OSError: return", False)],
)
def test_a_bare_or_silent_except_would_be_noticed(handler: str, *, fault: bool) -> None:
    (found,) = (node for node in ast.walk(ast.parse(f"def f():\n try: g()\n {handler}")) if isinstance(node, ast.ExceptHandler))
    assert bool(fault_of(found)) == fault
