"""The store's folder: changes that are whole or not at all, snapshots that never change, one writer."""

import json
import subprocess
import sys
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, Store
from rdflib import URIRef

import kg
from kg.errors import StoreError, StoreLocked, StoreMissing
from kg.locks import SharedLock
from kg.ontology import DEFAULT_BASE
from kg.store import Change, StoreFolder, live_graph, open_graph, update_text

ARTICLE = NamedNode("https://w3id.org/isnad/id/article/%D8%AE%D8%A8%D8%B1")
BAGHDAD = NamedNode("https://w3id.org/isnad/id/entity/Q1530")
LABEL = NamedNode("http://www.w3.org/2000/01/rdf-schema#label")

HOLD = """
import sys, time
from pathlib import Path
from kg.store import StoreFolder
with StoreFolder(Path(sys.argv[1])).writer():
    print("held", flush=True)
    time.sleep(float(sys.argv[2]))
"""


def said(words: str, graph: NamedNode | None = ARTICLE) -> Quad:
    return Quad(BAGHDAD, LABEL, Literal(words, language="ar"), graph or DefaultGraph())


def apply(folder: StoreFolder, insert: Iterable[Quad] = (), delete: Iterable[Quad] = ()) -> None:
    """One change, published."""
    with folder.writer(), folder.live() as live:
        live.apply(Change.of(delete, insert))
        folder.publish(live)


def test_a_change_deletes_and_inserts(tmp_path: Path) -> None:
    folder = StoreFolder(tmp_path)
    apply(folder, [said("بغداد"), said("بغداد", None)])
    apply(folder, insert=[said("مدينة بغداد")], delete=[said("بغداد")])
    assert set(folder.snapshot()) == {said("مدينة بغداد"), said("بغداد", None)}


def test_opening_it_again_and_again_leaves_nothing_behind(tmp_path: Path) -> None:
    folder = StoreFolder(tmp_path)
    for _ in range(5):
        apply(folder, [said("بغداد")])
    assert len(list((tmp_path / "live").glob("LOG*"))) == 1


def test_a_graph_that_a_change_empties_is_gone(tmp_path: Path) -> None:
    folder = StoreFolder(tmp_path)
    apply(folder, [said("بغداد"), said("بغداد", None)])
    apply(folder, delete=[said("بغداد")])
    assert list(folder.snapshot().named_graphs()) == []


def test_a_graph_that_a_change_empties_is_gone_wherever_the_change_was_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live_graph, "_MANY", 1)  # quads of one update
    folder, update_text = StoreFolder(tmp_path), live_graph.update_text
    quads = [said("بغداد"), said("مدينة السلام"), said("بغداد", None), said("مدينة السلام", None)]
    apply(folder, quads)
    for steps in range(8):
        left = iter(range(steps))

        def stopped(*told: Any, left: Iterator[int] = left) -> str:
            if next(left, None) is None:
                raise KeyboardInterrupt
            return update_text(*told)

        with folder.writer(), folder.live() as live, pytest.MonkeyPatch.context() as patched, suppress(KeyboardInterrupt):
            patched.setattr(live_graph, "update_text", stopped)
            live.apply(Change.of(delete=[quad for quad in quads if quad in live]))
    apply(folder)
    assert list(folder.snapshot().named_graphs()) == []
    assert set(folder.snapshot()) == set()


def test_a_graph_of_which_something_is_left_stays(tmp_path: Path) -> None:
    folder = StoreFolder(tmp_path)
    apply(folder, [said("بغداد"), said("مدينة السلام")])
    apply(folder, delete=[said("بغداد")])
    assert list(folder.snapshot().named_graphs()) == [ARTICLE]


def test_a_change_is_written_as_sparql_update() -> None:
    text = update_text(Change.of([said("بغداد")], [said("بغداد", None)]), [ARTICLE])
    assert text == (
        f'DELETE DATA {{\nGRAPH {ARTICLE} {{\n{BAGHDAD} {LABEL} "بغداد"@ar .\n}}\n}};\n'
        f'INSERT DATA {{\n{BAGHDAD} {LABEL} "بغداد"@ar .\n}};\nDROP SILENT GRAPH {ARTICLE}'
    )


@given(st.text(st.characters(exclude_categories=["Cs"])))
@settings(max_examples=300, deadline=None)
def test_any_words_survive_being_written_as_an_update(words: str) -> None:
    store = Store()
    store.update(update_text(Change.of(insert=[said(words)])))
    assert set(store) == {said(words)}
    store.update(update_text(Change.of([said(words)])))
    assert len(store) == 0


def test_readers_see_what_was_published_and_not_what_is_being_written(tmp_path: Path) -> None:
    folder = StoreFolder(tmp_path)
    apply(folder, [said("بغداد")])
    before = folder.snapshot()
    with folder.writer(), folder.live() as live:
        live.apply(Change.of(insert=[said("مدينة السلام")]))
        assert set(folder.snapshot()) == {said("بغداد")}
        folder.publish(live)
        assert len(folder.snapshot()) == 2
    assert set(before) == {said("بغداد")}  # who opened the old one keeps it


def test_one_snapshot_is_kept_and_the_link_is_relative(tmp_path: Path) -> None:
    folder = StoreFolder(tmp_path / "store")
    for words in ("بغداد", "دمشق", "بيروت", "عمان"):
        apply(folder, [said(words)])
    assert sorted(found.name for found in (tmp_path / "store" / "snapshots").iterdir()) == ["4"]
    moved = (tmp_path / "store").rename(tmp_path / "moved")
    assert len(StoreFolder(moved).snapshot()) == 4


def test_a_snapshot_that_keeps_what_the_live_graph_has_rewritten_is_outgrown(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = StoreFolder(tmp_path)
    assert not folder.is_outgrown()  # nothing is there yet
    apply(folder, map(said, "خبر"))
    with folder.live() as live:
        live.apply(Change.of(insert=map(said, "كتاب")))
    Store(str(folder.path / "live")).optimize()  # merges the tables of both into others
    assert not folder.is_outgrown()  # these are no gigabytes
    monkeypatch.setattr("kg.store.folder._SPARED", 0)
    assert folder.is_outgrown()
    apply(folder, [said("بيروت")])
    assert not folder.is_outgrown()


READ = """
import sys
from pathlib import Path
from kg.store import StoreFolder
opened = StoreFolder(Path(sys.argv[1])).snapshot()
print("opened", flush=True)
sys.stdin.readline()
print(len(list(opened)), flush=True)
"""


def many(number: int) -> list[Quad]:
    """Quads of which each thousand makes a file of its own."""
    numbers = range(number * 1_000, (number + 1) * 1_000)
    return [Quad(NamedNode(f"urn:s{n}"), LABEL, Literal(f"{n} {'كلام ' * 20}"), ARTICLE) for n in numbers]


@pytest.mark.slow
def test_a_reader_in_another_process_keeps_its_snapshot_whatever_is_published(tmp_path: Path) -> None:
    folder = StoreFolder(tmp_path)
    with folder.writer():
        for number in range(60):  # Oxigraph opens some sixteen files at once, and the others when they are read
            with folder.live() as live:
                live.apply(Change.of(insert=many(number)))
        with folder.live() as live:
            folder.publish(live)
    assert len(list((tmp_path / "snapshots" / "1" / "graph").glob("*.sst"))) > 16
    command = [sys.executable, "-c", READ, str(tmp_path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as reader:
        assert reader.stdout is not None
        assert reader.stdout.readline() == "opened\n"
        for words in ("بغداد", "دمشق", "بيروت"):
            apply(folder, [said(words)])
        assert sorted(found.name for found in (tmp_path / "snapshots").iterdir()) == ["1", "4"]
        assert reader.communicate("\n")[0] == "60000\n"
    apply(folder, [said("عمان")])  # whoever is gone holds nothing
    assert sorted(found.name for found in (tmp_path / "snapshots").iterdir()) == ["5"]


def test_a_snapshot_that_is_read_is_kept_until_it_is_let_go_of(tmp_path: Path) -> None:
    folder = StoreFolder(tmp_path)
    apply(folder, [said("بغداد")])
    first = folder.snapshot()
    found = first.quads_for_pattern(None, None, None, None)
    next_one = iter(first)
    for words in ("دمشق", "بيروت", "عمان"):
        apply(folder, [said(words)])
    assert set(first) == set(found) == {said("بغداد")}
    assert (tmp_path / "snapshots" / "1").exists()
    del first, found, next_one
    apply(folder, [said("تونس")])
    assert sorted(found.name for found in (tmp_path / "snapshots").iterdir()) == ["5"]


def test_who_opens_while_another_snapshot_is_published_gets_that_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = StoreFolder(tmp_path)
    apply(folder, [said("بغداد")])
    opening = SharedLock.__init__

    def late(lock: SharedLock, path: Path) -> None:
        monkeypatch.setattr(SharedLock, "__init__", opening)
        for words in ("دمشق", "بيروت"):
            apply(folder, [said(words)])
        opening(lock, path)

    monkeypatch.setattr(SharedLock, "__init__", late)
    assert len(folder.snapshot()) == 3


def test_only_a_snapshot_that_is_still_current_can_be_damaged(tmp_path: Path) -> None:
    apply(StoreFolder(tmp_path), [said("بغداد")])
    (tmp_path / "snapshots" / "1" / "graph" / "CURRENT").write_text("تالف")
    with pytest.raises(StoreError, match="remove its live and snapshots"):
        StoreFolder(tmp_path).snapshot()


def test_the_base_of_the_iris_lies_beside_the_snapshot(tmp_path: Path) -> None:
    folder = StoreFolder(tmp_path)
    assert folder.base() == DEFAULT_BASE
    with folder.writer(), folder.live() as live:
        folder.publish(live, "https://example.org/")
    assert folder.base() == "https://example.org/"


def test_a_folder_that_cannot_be_written_is_a_store_error(tmp_path: Path) -> None:
    folder = StoreFolder(tmp_path)
    (tmp_path / "snapshots").write_text("")
    with pytest.raises(StoreError, match="run the same command again"):
        apply(folder, [said("بغداد")])
    (tmp_path / "builds.jsonl").mkdir()
    with pytest.raises(StoreError, match="run the same command again"):
        folder.log({"command": "build"})


def test_what_a_killed_publication_left_is_removed(tmp_path: Path) -> None:
    folder = StoreFolder(tmp_path)
    apply(folder, [said("بغداد")])
    (tmp_path / "snapshots" / "2.unfinished" / "graph").mkdir(parents=True)
    (tmp_path / "snapshots" / "2").mkdir()  # renamed, but the link was not swapped any more
    (tmp_path / "current.unfinished").symlink_to("snapshots/2")
    apply(folder, [said("دمشق")])
    assert sorted(found.name for found in (tmp_path / "snapshots").iterdir()) == ["2"]
    assert len(folder.snapshot()) == 2
    assert not (tmp_path / "current.unfinished").is_symlink()


def test_what_was_replaced_is_put_back_unless_its_snapshot_is_shown(tmp_path: Path) -> None:
    folder, new = StoreFolder(tmp_path / "store"), tmp_path / "new"
    apply(folder, [said("بغداد")])
    for path, content in (
        (folder.path / "a/secret", "قديم"),
        (new / "a/secret", "جديد"),
        (new / "b%2Fc", "جديد"),
        (folder.path / "d", "قديم"),
    ):
        path.parent.mkdir(exist_ok=True, parents=True)
        path.write_text(content, "utf-8")
    replacement = folder.replacement()
    for name in ("live", "a/secret", "b%2Fc", "d", "nowhere"):
        replacement.put(new / name, name)
    (folder.path / "a/secret-wal").write_text("", "utf-8")  # of the new one: the old one must never be read with it
    assert [(folder.path / name).exists() for name in ("live", "a/secret", "b%2Fc", "d")] == [False, True, True, False]
    with folder.writer():
        found = {path.relative_to(folder.path).as_posix() for path in folder.path.rglob("*") if path.is_file()}
        assert {"a/secret", "d", "live/CURRENT"} <= found
        assert not any("b%2Fc" in name or "replaced" in name or "-wal" in name for name in found)
    assert (folder.path / "a/secret").read_text("utf-8") == "قديم"


def test_where_nothing_was_built_the_message_says_how(tmp_path: Path) -> None:
    with pytest.raises(StoreMissing, match="build PATH"):
        StoreFolder(tmp_path / "nothing").snapshot()
    with pytest.raises(StoreMissing, match="build PATH"):
        StoreFolder(tmp_path / "nothing").require()
    assert not (tmp_path / "nothing").exists()


def test_while_a_first_build_has_shown_nothing_readers_are_told_so_and_after_it_was_stopped_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "extractions.sqlite").touch()
    with StoreFolder(tmp_path).writer(), pytest.raises(StoreMissing, match=r"process \d+ .* is still making the store .*; ask again"):
        StoreFolder(tmp_path).snapshot()
    with pytest.raises(StoreMissing, match=r"was interrupted .*; `kg --store .* build` shows what it kept"):
        StoreFolder(tmp_path).snapshot()


def test_a_second_writer_is_told_who_writes(tmp_path: Path) -> None:
    with subprocess.Popen([sys.executable, "-c", HOLD, str(tmp_path), "60"], stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        with pytest.raises(StoreLocked, match=f"process {holder.pid} .* is writing; .*--wait"), StoreFolder(tmp_path).writer():
            pass
        holder.kill()
    with StoreFolder(tmp_path).writer():  # a killed writer holds nothing
        pass


def test_a_writer_can_wait(tmp_path: Path) -> None:
    with subprocess.Popen([sys.executable, "-c", HOLD, str(tmp_path), "0.3"], stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdout is not None
        holder.stdout.readline()
        with StoreFolder(tmp_path).writer(wait=True):
            assert json.loads((tmp_path / "lock.json").read_text())["command"] == " ".join(sys.argv)


def test_a_folder_that_is_a_file_is_reported(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreError, match=r"a file is there.*--store"), StoreFolder(tmp_path / "file").writer():
        pass
    with pytest.raises(StoreMissing, match=r"a file is there.*--store"):
        StoreFolder(tmp_path / "file").snapshot()
    with pytest.raises(StoreMissing, match=r"a file is there.*--store"):
        StoreFolder(tmp_path / "file").require()


def test_a_damaged_live_graph_is_reported_with_a_remedy(tmp_path: Path) -> None:
    apply(StoreFolder(tmp_path), [said("بغداد")])
    (tmp_path / "live" / "CURRENT").write_text("تالف")
    with pytest.raises(StoreError, match="remove that folder"):
        StoreFolder(tmp_path).live()


def test_rdflib_reads_the_merged_knowledge_and_each_article(tmp_path: Path) -> None:
    apply(StoreFolder(tmp_path), [said("بغداد", None), said("بغداد"), said("مدينة السلام")])
    dataset = kg.open_graph(tmp_path)
    assert len(dataset.default_graph) == 1
    article = dataset.get_graph(URIRef(ARTICLE.value))
    assert article is not None
    assert {str(label) for label in article.objects()} == {"بغداد", "مدينة السلام"}
    found = dataset.query("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }")
    assert [int(row.n) for row in found] == [1]


def test_a_graph_that_was_opened_to_read_cannot_be_written(tmp_path: Path) -> None:
    apply(StoreFolder(tmp_path), [said("بغداد")])
    dataset = open_graph(str(tmp_path))
    with pytest.raises(RuntimeError, match="read-write"):
        dataset.default_graph.add((URIRef("urn:a"), URIRef("urn:b"), URIRef("urn:c")))


def test_what_the_package_does_not_have_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        kg.nothing  # noqa: B018  # asking is the test
