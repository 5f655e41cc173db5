"""Copies of a store: made while it is written, checked, and restored to the same graph, byte for byte."""

import io
import json
import shutil
import sqlite3
import stat
import subprocess
import sys
import tarfile
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner
from test_build import ALL, FIRST, SECOND, THIRD, WordReader, lines, read_into

from kg import __version__
from kg.backup import MANIFEST, backup, restore, verify
from kg.build import Progress, build, follow, remove
from kg.cli import main
from kg.errors import KgError, StoreError, StoreLocked, StoreMissing, UsageError
from kg.settings import Settings
from kg.store import StoreFolder
from kg.tombstones import FILE as TOMBSTONES
from kg.updating import write
from kg.workers import Place, Update

OWN = "INSERT DATA { GRAPH <https://x.example/own> { <https://x.example/a> <https://x.example/b> [ <https://x.example/c> 'نص' ] } }"


@pytest.fixture
def store(tmp_path: Path) -> Path:
    """A store with all that one may hold: articles, one taken back, a gazetteer file, a user's graph, a decision, a secret."""
    names = tmp_path / "names.csv"
    names.write_text("id,class,ar\nQ990000001,ArmedGroup,سرايا الضباب\n", "utf-8")
    folder = tmp_path / "store"
    read_into(folder, ALL, gazetteer=(names,), min_confidence=0.1)
    remove(["رابع"], Settings(store=folder), reason="سحب")
    write(Update(OWN), Place(folder))
    decided = CliRunner().invoke(main, ["--store", str(folder), "decide", "--help"])
    assert decided.exit_code == 0
    (folder / "public").mkdir()
    (folder / "public" / "secret").write_bytes(b"s" * 32)
    return folder


def exported(store: Path) -> bytes:
    done = CliRunner().invoke(main, ["--store", str(store), "export", "--sorted", "--format", "nq"])
    assert done.exit_code == 0, done.output
    return done.stdout_bytes


@pytest.mark.parametrize("name", ["backup.tar", "backup.tar.gz", "backup.tgz", "backup"])
def test_what_is_restored_is_the_same_graph(store: Path, tmp_path: Path, name: str) -> None:
    made = backup(store, tmp_path / "copies" / name)
    assert (tmp_path / "copies" / name).is_dir() == ("." not in name)
    summary = restore(tmp_path / "copies" / name, Settings(store=tmp_path / "restored"))
    assert exported(tmp_path / "restored") == exported(store)
    assert (summary.articles, summary.min_confidence) == (3, 0.1)
    assert {file.path for file in made.files} >= {"extractions.sqlite", "builds.jsonl", TOMBSTONES, "public/secret"}
    for kept in (TOMBSTONES, "public/secret"):
        assert (tmp_path / "restored" / kept).read_bytes() == (store / kept).read_bytes()
    assert list((tmp_path / "copies").iterdir()) == [tmp_path / "copies" / name]


def test_a_restored_store_goes_on_as_the_other_would(store: Path, tmp_path: Path) -> None:
    backup(store, tmp_path / "b.tar")
    restore(tmp_path / "b.tar", Settings(store=tmp_path / "restored"))
    further = {"id": "خامس", "text": "انفجار في بغداد نفذه سرايا الضباب."}
    summaries = [read_into(folder, [FIRST, further], gazetteer=None) for folder in (store, tmp_path / "restored")]
    assert [(found.new, found.unchanged) for found in summaries] == [(1, 1), (1, 1)]
    assert exported(tmp_path / "restored") == exported(store)


def test_a_backup_may_be_made_while_a_build_writes(tmp_path: Path) -> None:
    targets: list[Path] = []

    def progress(progress: Progress) -> None:
        if progress.stage in ("write", "publish"):
            targets.append(tmp_path / f"{len(targets)}.tar")
            backup(tmp_path / "s", targets[-1])

    read_into(tmp_path / "s", ALL, batch=1, progress=progress)
    assert len(targets) == 5
    for number, target in enumerate(targets[:4], start=1):
        restore(target, Settings(store=tmp_path / f"r{number}"))
        read_into(tmp_path / f"expected{number}", ALL[:number])
        assert lines(tmp_path / f"r{number}") == lines(tmp_path / f"expected{number}")


def test_what_was_written_but_is_not_shown_yet_is_shown_by_the_restored_store(tmp_path: Path) -> None:
    """Killed between the transaction and the graph: the list of what is pending is in the backup too."""
    read_into(tmp_path / "s", [FIRST])
    with sqlite3.connect(tmp_path / "s" / "extractions.sqlite") as database:
        database.execute("INSERT INTO pending VALUES ('article', 'أول')")
    backup(tmp_path / "s", tmp_path / "b")
    restore(tmp_path / "b", Settings(store=tmp_path / "r"))
    assert lines(tmp_path / "r") == lines(tmp_path / "s")


def test_nothing_is_overwritten_unless_it_is_forced(store: Path, tmp_path: Path) -> None:
    backup(store, tmp_path / "b.tar")
    before = exported(store)
    read_into(store, [{**SECOND, "id": "سادس"}], gazetteer=None)
    (store / "decisions.jsonl").write_text("", "utf-8")
    (store / "own-notes.txt").write_text("x", "utf-8")
    with pytest.raises(UsageError, match="--force"):
        restore(tmp_path / "b.tar", Settings(store=store))
    with pytest.raises(UsageError, match="is there already"):
        backup(store, tmp_path / "b.tar")
    restore(tmp_path / "b.tar", Settings(store=store), force=True)
    assert exported(store) == before
    assert not (store / "decisions.jsonl").exists()
    assert (store / "own-notes.txt").exists()
    assert json.loads((store / "builds.jsonl").read_text("utf-8").splitlines()[-1])["command"] == "restore"


def test_readers_keep_what_they_read_and_see_the_restored_graph_next(store: Path, tmp_path: Path) -> None:
    backup(store, tmp_path / "b.tar")
    read_into(store, [{**SECOND, "id": "سادس"}], gazetteer=None)
    reading = StoreFolder(store).snapshot()
    before = len(reading)
    restore(tmp_path / "b.tar", Settings(store=store), force=True)
    assert len(reading) == before
    assert len(StoreFolder(store).snapshot()) < before


def damaged(source: Path, change: str) -> None:
    """Damages a backup that is a folder."""
    file = source / "store" / "extractions.sqlite"
    if change == "a byte":
        content = bytearray(file.read_bytes())
        content[len(content) // 2] ^= 1
        file.write_bytes(content)
    elif change == "cut short":
        file.write_bytes(file.read_bytes()[:-1])
    elif change == "a file is gone":
        file.unlink()
    elif change == "a further file":
        (source / "store" / "decisions.jsonl").write_text("", "utf-8")
    else:
        (source / MANIFEST).write_text(change, "utf-8")


@pytest.mark.parametrize("change", ["a byte", "cut short", "a file is gone", "a further file", "{", "[]", '{"format": 1}'])
def test_a_damaged_backup_is_refused_and_the_store_is_as_it_was(tmp_path: Path, change: str) -> None:
    read_into(tmp_path / "s", [FIRST])
    backup(tmp_path / "s", tmp_path / "b")
    damaged(tmp_path / "b", change)
    with pytest.raises(StoreError, match="damaged"):
        restore(tmp_path / "b", Settings(store=tmp_path / "s"), force=True)
    with pytest.raises(StoreError, match="damaged"):
        verify(tmp_path / "b")
    assert len(lines(tmp_path / "s")) > 0
    read_into(tmp_path / "s", [FIRST, THIRD])


def test_an_archive_that_is_cut_short_is_refused(tmp_path: Path) -> None:
    read_into(tmp_path / "s", [FIRST])
    backup(tmp_path / "s", tmp_path / "b.tar.gz")
    whole = (tmp_path / "b.tar.gz").read_bytes()
    for length in (0, 10, len(whole) // 2, len(whole) - 1000):
        (tmp_path / "b.tar.gz").write_bytes(whole[:length])
        with pytest.raises(KgError):
            restore(tmp_path / "b.tar.gz", Settings(store=tmp_path / "r"))
    assert not StoreFolder(tmp_path / "r").is_published()


@pytest.mark.parametrize("path", ["../evil", "/evil", "a/../../evil", "..\\evil", "C:evil"])
def test_nothing_is_written_outside_of_the_store(tmp_path: Path, path: str) -> None:
    file = {"path": path, "size": 1, "sha256": "2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881"}
    manifest = json.dumps({"made": "", "version": __version__, "format": 1, "files": [file]}).encode()
    with tarfile.open(tmp_path / "b.tar", "w") as packed:
        for name, content in ((MANIFEST, manifest), (f"store/{path}", b"x")):
            member = tarfile.TarInfo(name)
            member.size = len(content)
            packed.addfile(member, io.BytesIO(content))
    with pytest.raises(StoreError, match="outside"):
        restore(tmp_path / "b.tar", Settings(store=tmp_path / "deep" / "r"))
    assert not list(tmp_path.rglob("*evil"))


def test_what_is_no_backup_is_said(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    for source in (tmp_path / "none.tar", tmp_path / "folder"):
        with pytest.raises(UsageError):
            restore(source, Settings(store=tmp_path / "r"))
    with pytest.raises(StoreMissing):
        backup(tmp_path / "folder", tmp_path / "b.tar")
    (tmp_path / "text.tar").write_text("x" * 2000, "utf-8")
    with pytest.raises(StoreError, match="cannot be read as a backup"):
        restore(tmp_path / "text.tar", Settings(store=tmp_path / "r"))


def test_a_restore_that_fails_at_its_end_leaves_the_store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_arguments: object, **_options: object) -> None:
        raise StoreError("no space left")

    read_into(tmp_path / "s", [FIRST])
    backup(tmp_path / "s", tmp_path / "b")
    before = lines(tmp_path / "s")
    monkeypatch.setattr("kg.backup.follow", fail)
    with pytest.raises(StoreError, match="no space left"):
        restore(tmp_path / "b", Settings(store=tmp_path / "s"), force=True)
    assert lines(tmp_path / "s") == before
    assert not list((tmp_path / "s").glob("*.unfinished"))


def test_a_restore_that_fails_over_a_store_without_snapshots_loses_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who is told that a graph is damaged removes `live` and `snapshots`; `current` still leads to one of them."""
    show = StoreFolder.show

    def fail(folder: StoreFolder, snapshot: Path, number: int) -> None:
        if folder.path == tmp_path / "s":
            raise OSError("no space left")
        show(folder, snapshot, number)

    read_into(tmp_path / "s", [FIRST])
    backup(tmp_path / "s", tmp_path / "b")
    read_into(tmp_path / "s", ALL)
    before = lines(tmp_path / "s")
    for folder in ("live", "snapshots"):
        shutil.rmtree(tmp_path / "s" / folder)
    monkeypatch.setattr(StoreFolder, "show", fail)
    with pytest.raises(StoreError, match="no space left"):
        restore(tmp_path / "b", Settings(store=tmp_path / "s"), force=True)
    monkeypatch.undo()
    follow(Settings(store=tmp_path / "s"))
    assert lines(tmp_path / "s") == before


@pytest.mark.slow
def test_wherever_moving_it_into_place_fails_the_store_is_as_it_was(store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The disk may be gone at any of the renames: the first, the second …"""
    backup(store, tmp_path / "b.tar")
    read_into(store, [{**SECOND, "id": "سادس"}], gazetteer=None)
    before, files = exported(store), {path.name for path in store.iterdir()}
    rename, replace, failing = Path.rename, Path.replace, 0

    def restored(last: int) -> bool:
        renames = 0

        def failed(path: Path, target: Path, move: Callable[[Path, Path], Path]) -> Path:
            nonlocal renames
            moved = path.relative_to(store).parts if store in path.parents else ()
            if moved and path.name != "lock.json.unfinished" and moved[0] != target.relative_to(store).parts[0]:
                renames += 1
                if renames == last:
                    raise OSError(28, "No space left on device")
            return move(path, target)

        with monkeypatch.context() as patched:
            patched.setattr(Path, "rename", lambda path, target: failed(path, target, rename))
            patched.setattr("kg.backup.placing.Path.replace", lambda path, target: failed(path, target, replace))
            try:
                restore(tmp_path / "b.tar", Settings(store=store), force=True)
            except StoreError:
                return False
        return True

    while not restored(failing := failing + 1):
        assert exported(store) == before
        assert {path.name for path in store.iterdir()} == files
    assert failing > 8
    assert exported(store) != before
    assert not list(store.glob("*.unfinished"))


KILLED = """
import os, sys
from pathlib import Path
from kg.backup import restore
from kg.settings import Settings

source, store, last = Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3])
steps = 0

def inside(path):
    return Path(path).relative_to(store).parts if Path(path).is_relative_to(store) else ()

def is_step(event, arguments):
    # what is moved from one folder of the store to another, and what is removed of what was replaced
    if event == "os.rename":
        path, target = (inside(str(argument)) for argument in arguments[:2])
        return bool(path and target) and path[0] != target[0] and path[0] != "lock.json.unfinished"
    return event == "shutil.rmtree" and "replaced-" in str(arguments[0])

def step(event, arguments):
    global steps
    steps += is_step(event, arguments)
    if steps > last:
        os._exit(9)

sys.addaudithook(step)
restore(source, Settings(store=store), force=True)
"""


@pytest.mark.slow
def test_wherever_a_restoration_is_killed_the_store_is_one_or_the_other_and_goes_on(store: Path, tmp_path: Path) -> None:
    """Killed at the first step of moving it into place, at the third …: never a store that is a bit of both."""
    backup(store, tmp_path / "b.tar")
    restored = lines(store)
    read_into(store, [{**SECOND, "id": "سادس"}], gazetteer=None)
    before, ends = lines(store), []
    for last in range(0, 100, 2):
        shutil.copytree(store, copy := tmp_path / "copies" / str(last), symlinks=True)
        killed = subprocess.run([sys.executable, "-c", KILLED, tmp_path / "b.tar", copy, str(last)], check=False)
        with StoreFolder(copy).writer():
            assert not list(copy.glob("re*.unfinished"))
        build([], Settings(store=copy), extractor=WordReader())
        ends.append(lines(copy))
        assert ends[-1] in (before, restored)
        if killed.returncode == 0:
            break
    assert ends == sorted(ends, key=(before, restored).index)
    assert ends.count(before) > 4
    assert ends.count(restored) > 0


def test_what_a_killed_restoration_did_not_clear_up_never_comes_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_arguments: object) -> None:
        raise OSError(28, "No space left on device")

    store = tmp_path / "s"
    read_into(store, [FIRST])
    backup(store, tmp_path / "b")
    with monkeypatch.context() as patched:
        patched.setattr("kg.store.replacement.Replacement.clear", lambda _: None)
        restore(tmp_path / "b", Settings(store=store), force=True)
    assert list(store.glob("replaced-*"))
    read_into(store, [FIRST, THIRD])
    assert not list(store.glob("replaced-*"))
    before = exported(store)
    with monkeypatch.context() as patched:
        patched.setattr(StoreFolder, "show", fail)
        with pytest.raises(StoreError, match="No space"):
            restore(tmp_path / "b", Settings(store=store), force=True)
    assert exported(store) == before
    build([], Settings(store=store), extractor=WordReader())
    assert exported(store) == before


def test_of_an_erased_article_nothing_is_left_where_a_restoration_was_killed(tmp_path: Path) -> None:
    store = tmp_path / "s"
    read_into(store, [FIRST, {"id": "سر", "text": "انفجار في دمشق كلمة فريدة شيخوخة."}])
    for left in ("restored.unfinished", "replaced-1.unfinished/was"):
        (store / left).mkdir(parents=True)
        shutil.copy(store / "extractions.sqlite", store / left)
    remove(["سر"], Settings(store=store), erased=True)
    assert not list(store.glob("re*.unfinished"))
    for file in store.rglob("*.sqlite*"):
        assert "شيخوخة".encode() not in file.read_bytes()


def test_a_store_that_was_half_replaced_is_not_replaced_unless_it_is_forced(tmp_path: Path) -> None:
    store = tmp_path / "s"
    read_into(store, [FIRST])
    backup(store, tmp_path / "b")
    before = exported(store)
    StoreFolder(store).replacement().put(tmp_path / "none", "extractions.sqlite")
    assert not (store / "extractions.sqlite").exists()
    with pytest.raises(UsageError, match="--force"):
        restore(tmp_path / "b", Settings(store=store))
    build([], Settings(store=store), extractor=WordReader())
    assert exported(store) == before


def test_where_the_log_cannot_be_written_the_store_is_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(folder: StoreFolder, entry: dict[str, object]) -> None:
        if entry["command"] == "restore":
            raise StoreError(f"{folder.path}: No space left on device")

    read_into(tmp_path / "s", [FIRST])
    backup(tmp_path / "s", tmp_path / "b")
    read_into(tmp_path / "s", [FIRST, THIRD])
    before = exported(tmp_path / "s")
    monkeypatch.setattr(StoreFolder, "log", fail)
    with pytest.raises(StoreError, match="No space"):
        restore(tmp_path / "b", Settings(store=tmp_path / "s"), force=True)
    assert exported(tmp_path / "s") == before


def test_another_writer_is_not_disturbed(tmp_path: Path) -> None:
    read_into(tmp_path / "s", [FIRST])
    backup(tmp_path / "s", tmp_path / "b")
    with StoreFolder(tmp_path / "s").writer(), pytest.raises(StoreLocked):
        restore(tmp_path / "b", Settings(store=tmp_path / "s"), force=True)


def test_a_line_that_was_being_written_is_left_out(tmp_path: Path) -> None:
    read_into(tmp_path / "s", [FIRST])
    with (tmp_path / "s" / "builds.jsonl").open("a", encoding="utf-8") as file:
        file.write('{"at": "2024')
    backup(tmp_path / "s", tmp_path / "b")
    assert all(json.loads(line) for line in (tmp_path / "b" / "store" / "builds.jsonl").read_text("utf-8").splitlines())


def test_texts_that_were_taken_back_are_in_no_backup(tmp_path: Path) -> None:
    read_into(tmp_path / "s", [FIRST, {"id": "سر", "text": "انفجار في دمشق كلمة فريدة شيخوخة."}])
    remove(["سر"], Settings(store=tmp_path / "s"))
    backup(tmp_path / "s", tmp_path / "b")
    for file in (tmp_path / "b").rglob("*"):
        assert file.is_dir() or "شيخوخة".encode() not in file.read_bytes()


def test_the_commands_say_what_they_did(tmp_path: Path) -> None:
    read_into(tmp_path / "s", [FIRST])
    run = CliRunner().invoke
    made = run(main, ["--store", str(tmp_path / "s"), "backup", str(tmp_path / "b.tar.gz")])
    assert (made.exit_code, "2 files" in made.output) == (0, True)
    checked = run(main, ["restore", "--check", str(tmp_path / "b.tar.gz")])
    assert (checked.exit_code, "whole; 2 files" in checked.output) == (0, True)
    restored = run(main, ["--store", str(tmp_path / "r"), "restore", str(tmp_path / "b.tar.gz")])
    assert (restored.exit_code, restored.output.startswith("1 articles")) == (0, True)
    refused = run(main, ["--store", str(tmp_path / "r"), "restore", str(tmp_path / "b.tar.gz")])
    assert (refused.exit_code, "--force" in refused.output) == (2, True)


def test_the_server_sees_a_restored_store_as_any_publication(tmp_path: Path) -> None:
    read_into(tmp_path / "s", [FIRST])
    backup(tmp_path / "s", tmp_path / "b")
    shutil.rmtree(tmp_path / "s")
    build([], Settings(store=tmp_path / "s"), extractor=WordReader())
    before = (tmp_path / "s" / "current").lstat()
    restore(tmp_path / "b", Settings(store=tmp_path / "s"), force=True)
    assert (tmp_path / "s" / "current").lstat().st_ino != before.st_ino or (tmp_path / "s" / "current").readlink().name == "2"
    assert (tmp_path / "s" / "current" / "void.json").exists()
    subprocess.run([sys.executable, "-m", "kg", "--store", str(tmp_path / "s"), "stats"], check=True, capture_output=True)


def test_the_secret_and_what_holds_it_are_the_owners_alone(store: Path, tmp_path: Path) -> None:
    (store / "public" / "secret").chmod(0o600)
    backup(store, tmp_path / "b.tar.gz")
    restore(tmp_path / "b.tar.gz", Settings(store=tmp_path / "restored"))
    for path in (tmp_path / "b.tar.gz", tmp_path / "restored" / "public" / "secret"):
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
