"""The figures of `kg evaluate` are those of the shared scorer, where it is at hand: on graphs made from gold, whole and damaged."""

import json
import random
import shutil
import subprocess
import sys
from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, RdfFormat, Store, parse, serialize

from kg.evaluate import evaluate, to_json
from kg.ontology import kg, most_specific, term

ROOT = Path(__file__).parent.parent
SHARED = ROOT.parent / "shared" / "gold"
needs_shared = pytest.mark.skipif(not (SHARED / "score.py").exists(), reason="the shared scorer is not here")

Damage = Callable[[list[Quad]], Iterator[Quad]]


def drop_every(step: int, start: int = 0) -> Damage:
    """Leaves out each so-manieth quad, but for objects of claims: the shared scorer does without any triple but these."""
    return lambda quads: (quad for i, quad in enumerate(quads) if i % step != start or quad.predicate == term("rdf:object"))


def replace_objects(name: str, replacement: dict[str, str]) -> Damage:
    """Other kg: terms as values of one property."""
    terms = {kg(old): kg(new) for old, new in replacement.items()}

    def damage(quads: list[Quad]) -> Iterator[Quad]:
        for quad in quads:
            new = terms.get(quad.object, quad.object) if quad.predicate == term(name) else quad.object  # type: ignore[arg-type]
            yield Quad(quad.subject, quad.predicate, new, quad.graph_name)

    return damage


def rename_properties(replacement: dict[str, str]) -> Damage:
    """Other kg: properties, in triples and in claims."""
    terms = {kg(old): kg(new) for old, new in replacement.items()}

    def damage(quads: list[Quad]) -> Iterator[Quad]:
        for quad in quads:
            new = terms.get(quad.object, quad.object) if quad.predicate == term("rdf:predicate") else quad.object  # type: ignore[arg-type]
            yield Quad(quad.subject, terms.get(quad.predicate, quad.predicate), new, quad.graph_name)

    return damage


def raise_numbers(*names: str) -> Damage:
    """Every third number that is a value of these properties becomes one more."""
    properties = {term(name) for name in names}

    def raised(index: int, quad: Quad) -> Quad:
        is_changed = index % 3 == 0 and quad.predicate in properties and isinstance(quad.object, Literal)
        return Quad(quad.subject, quad.predicate, Literal(int(quad.object.value) + 1), quad.graph_name) if is_changed else quad

    return lambda quads: (raised(index, quad) for index, quad in enumerate(quads))


def without_each_third_article(quads: list[Quad]) -> Iterator[Quad]:
    gone = set(sorted({str(quad.graph_name) for quad in quads})[::3])
    return (quad for quad in quads if str(quad.graph_name) not in gone)


def first_incidents_joined(quads: list[Quad]) -> Iterator[Quad]:
    """The first event of every article is one node in all of them."""

    def joined(node: object) -> object:
        is_first = isinstance(node, NamedNode) and "/event/" in node.value and node.value.endswith("-i1")
        return NamedNode("https://w3id.org/isnad/id/event/joined-i1") if is_first else node

    return (Quad(joined(quad.subject), quad.predicate, joined(quad.object), quad.graph_name) for quad in quads)  # type: ignore[arg-type]


def types_and_links_elsewhere(quads: list[Quad]) -> Iterator[Quad]:
    """Entities' types and links stand in the default graph only, where all articles give an entity one class."""
    kinds: dict[tuple[object, object], set[str]] = defaultdict(set)
    for quad in quads:
        if quad.predicate == term("rdf:type"):
            kinds[quad.subject, quad.graph_name].add(quad.object.value.rpartition("#")[2])  # type: ignore[union-attr]
    by_node: dict[object, set[str]] = defaultdict(set)
    for (node, _), classes in kinds.items():
        if "Entity" in classes:
            by_node[node].add(most_specific(classes))
    for quad in quads:
        moves = quad.predicate in (term("rdf:type"), term("owl:sameAs")) and len(by_node[quad.subject]) == 1
        yield Quad(quad.subject, quad.predicate, quad.object, DefaultGraph() if moves else quad.graph_name)


def at_random(seed: int) -> Damage:
    """One quad in nine is lost, one value in nine becomes another that the property has in the same article."""

    def damage(quads: list[Quad]) -> Iterator[Quad]:
        chance = random.Random(seed)
        values: dict[tuple[object, object], list[NamedNode]] = defaultdict(list)
        for quad in quads:
            if isinstance(quad.object, NamedNode):
                values[quad.predicate, quad.graph_name].append(quad.object)
        for quad in quads:
            fate = chance.randrange(9)
            is_spared = quad.predicate in (term("rdf:object"), term("rdf:type"))
            if fate == 1 and not is_spared and isinstance(quad.object, NamedNode):
                yield Quad(quad.subject, quad.predicate, chance.choice(values[quad.predicate, quad.graph_name]), quad.graph_name)
            elif fate or is_spared:
                yield quad

    return damage


DAMAGES: dict[str, Damage] = {
    "none": iter,
    "every 7th quad lost": drop_every(7),
    "every 3rd quad lost": drop_every(3, 1),
    "other classes": replace_objects(
        "rdf:type",
        {"ArmedGroup": "SecurityForce", "Settlement": "Region", "Bombing": "Shooting", "Meeting": "Arrest", "Person": "Organisation"},
    ),
    "other terms": replace_objects("kg:speechAct", {"Say": "Warn"}),
    "other qualifiers": replace_objects("kg:qualifier", {"Exactly": "About"}),
    "other scopes": replace_objects("kg:scope", {"Whole": "Part"}),
    "other properties": rename_properties({"claimedBy": "perpetrator", "accused": "agent", "killed": "injured", "partOf": "locatedIn"}),
    "other figures": raise_numbers("kg:killed", "kg:injured", "kg:arrested", "rdf:object"),
    "spans shifted": raise_numbers("nif:beginIndex", "nif:endIndex"),
    "articles lost": without_each_third_article,
    "events joined": first_incidents_joined,
    "types elsewhere": types_and_links_elsewhere,
}
QUICK = ("none", "every 7th quad lost", "other classes", "other properties", "events joined", "types elsewhere")


def gold_graph(gold: Path, folder: Path) -> list[Quad]:
    subprocess.run([sys.executable, SHARED / "as_graph.py", gold, folder / "gold.nq"], check=True)
    return sorted(parse(path=folder / "gold.nq", format=RdfFormat.N_QUADS), key=str)


def assert_same_figures(quads: Iterator[Quad], gold: Path, folder: Path) -> None:
    """Ours and those of the shared scorer, which runs as it would for anybody."""
    path = folder / "damaged.nq"
    serialize(quads, output=path, format=RdfFormat.N_QUADS)
    command = [sys.executable, SHARED / "score.py", path, gold, "--json", folder / "figures.json"]
    subprocess.run(command, check=True, capture_output=True)
    store = Store()
    store.bulk_load(path=path, format=RdfFormat.N_QUADS)
    theirs = json.loads((folder / "figures.json").read_text("utf-8"))
    ours = to_json(evaluate(store, gold))
    assert ours.keys() == theirs.keys()
    for name, figure in theirs.items():
        assert ours[name] == (pytest.approx(figure, rel=0, abs=1e-12) if isinstance(figure, float | dict) else figure), name


@pytest.fixture(scope="module")
def seeds(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("seeds")
    for path in (*(ROOT / "tests" / "gold").glob("*.json"), *(ROOT / "seeds").glob("*.txt")):
        shutil.copy(path, folder)
    return folder


@pytest.fixture(scope="module")
def seed_quads(seeds: Path, tmp_path_factory: pytest.TempPathFactory) -> list[Quad]:
    return gold_graph(seeds, tmp_path_factory.mktemp("graph"))


@needs_shared
@pytest.mark.parametrize("damage", QUICK)
def test_the_seeds_get_the_figures_of_the_shared_scorer(damage: str, seeds: Path, seed_quads: list[Quad], tmp_path: Path) -> None:
    assert_same_figures(DAMAGES[damage](seed_quads), seeds, tmp_path)


@needs_shared
def test_the_seeds_get_the_same_figures_without_their_texts(seeds: Path, seed_quads: list[Quad]) -> None:
    store = Store()
    store.extend(seed_quads)
    assert to_json(evaluate(store, ROOT / "tests" / "gold")) == to_json(evaluate(store, seeds))


@pytest.fixture(scope="module")
def development_quads(tmp_path_factory: pytest.TempPathFactory) -> list[Quad]:
    return gold_graph(SHARED / "dev", tmp_path_factory.mktemp("graph"))


@needs_shared
@pytest.mark.slow
@pytest.mark.parametrize("damage", [*DAMAGES.values(), *map(at_random, range(6))], ids=[*DAMAGES, *(f"chance {i}" for i in range(6))])
def test_the_development_articles_get_the_figures_of_the_shared_scorer(
    damage: Damage, development_quads: list[Quad], tmp_path: Path
) -> None:
    assert_same_figures(damage(development_quads), SHARED / "dev", tmp_path)
