"""Bad weather: damaged files are noticed and mended, the clock is turned back, the store cannot be written, a backup was killed."""

import json
import os
import shutil
import sqlite3
import subprocess
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from test_build import ALL, FIRST, SECOND, THIRD, built, lines, read_into

from kg import seals
from kg.backup import backup, restore
from kg.build import build, follow, remove
from kg.check.files import damages
from kg.cli import main
from kg.errors import StoreError
from kg.extractions import Extractions
from kg.queries.sparql.searching import search_beside
from kg.seals import FILE as SEAL
from kg.seals import broken
from kg.search import FILE as SEARCH
from kg.search import Question
from kg.settings import Settings
from kg.store import StoreFolder

NOBODY = 65534
FUTURE = 4_000_000_000
"""In seconds since 1970: a clock that was turned back finds files of then."""


@pytest.fixture(scope="module")
def built_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("faults") / "s"
    read_into(folder, ALL)
    return folder


@pytest.fixture
def store(tmp_path: Path, built_once: Path) -> Path:
    return shutil.copytree(built_once, tmp_path / "s", symlinks=True)


def kg(store: Path, *arguments: str) -> Result:
    return CliRunner().invoke(main, ["--store", str(store), *arguments])


def flip(path: Path, at: int | None = None) -> None:
    """Flips a bit; in a file of its own, since snapshots share theirs."""
    content = bytearray(path.read_bytes())
    content[len(content) // 2 if at is None else at] ^= 4
    path.unlink()
    path.write_bytes(content)


def cut(path: Path) -> None:
    content = path.read_bytes()
    path.unlink()
    path.write_bytes(content[:-1])


# Snapshots


@pytest.mark.parametrize(
    ("name", "damage"),
    [("graph/CURRENT", Path.unlink), ("graph/MANIFEST*", cut), ("base", flip), ("void.json", flip), (SEARCH, flip), (SEARCH, Path.unlink)],
)
def test_a_damaged_snapshot_is_never_answered_from_and_made_again(store: Path, name: str, damage: Callable[[Path], None]) -> None:
    before = lines(store)
    (path,) = (store / "snapshots" / "1").glob(name)
    damage(path)
    with pytest.raises(StoreError, match="remove its live and snapshots folders and build again"):
        StoreFolder(store).snapshot()
    assert kg(store, "stats").exit_code == 2
    assert kg(store, "search", "بغداد").exit_code == 2
    assert any(path.name in str(found) for found in damages(StoreFolder(store)))
    shutil.rmtree(store / "live")
    shutil.rmtree(store / "snapshots")
    follow(Settings(store=store))
    assert lines(store) == before
    assert list(damages(StoreFolder(store))) == []


def test_a_table_of_the_graph_that_is_cut_short_or_gone_is_noticed_where_it_is_opened(store: Path) -> None:
    table = max((store / "snapshots" / "1" / "graph").glob("*.sst"), key=lambda path: path.stat().st_size)
    for damage in (cut, Path.unlink):
        damage(table)
        with pytest.raises(StoreError, match=table.name):
            StoreFolder(store).snapshot()


def test_a_flipped_bit_in_a_table_is_found_by_a_check(store: Path) -> None:
    table = max((store / "snapshots" / "1" / "graph").glob("*.sst"), key=lambda path: path.stat().st_size)
    flip(table)
    shown = kg(store, "check", "--files")
    assert shown.exit_code == 1
    assert f"{table}: is not what it was; remove the store's folders live and snapshots" in shown.output
    (told,) = map(json.loads, kg(store, "check", "--files", "--json").stdout.splitlines())
    assert told["path"] == str(store / "snapshots" / "1")


def test_a_sound_store_has_no_damage(store: Path) -> None:
    read_into(store, [FIRST | {"text": "هجوم في دمشق."}])
    shown = kg(store, "check", "--files")
    assert (shown.exit_code, shown.output) == (0, "No damage: all files are what was written.\n")


def test_what_two_snapshots_share_is_not_read_again_for_the_seal(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[Path] = []
    digest = seals._digest
    monkeypatch.setattr(seals, "_digest", lambda path: digest(read.append(path) or path))
    remove(["رابع"], Settings(store=store))
    tables = set((store / "snapshots" / "2" / "graph").glob("*.sst"))
    shared = {path.name for path in tables if path.stat().st_nlink > 2 or (store / "snapshots" / "1" / "graph" / path.name).exists()}
    assert not shared & {path.name for path in read}
    assert {f"graph/{path.name}" for path in tables} <= json.loads((store / "snapshots" / "2" / SEAL).read_text("utf-8")).keys()
    assert list(broken(store / "snapshots" / "2", thoroughly=True)) == []


def test_a_seal_that_cannot_be_read_is_damage_and_does_not_stop_the_next_one(store: Path) -> None:
    (store / "snapshots" / "1" / SEAL).write_text("{", "utf-8")
    with pytest.raises(StoreError, match=r"seal\.json: cannot be read"):
        StoreFolder(store).snapshot()
    read_into(store, [FIRST | {"text": "هجوم في دمشق."}])
    assert len(lines(store)) > 100


def test_a_snapshot_that_a_power_cut_left_in_part_is_published_again(store: Path) -> None:
    (store / "current" / SEAL).write_bytes(b"")
    build([], Settings(store=store))
    assert not list(broken(store / "current"))


def test_a_snapshot_of_before_there_were_seals_is_read(store: Path) -> None:
    (store / "snapshots" / "1" / SEAL).unlink()
    assert len(lines(store)) > 100


# What the writer has


def overwritten(store: Path, table: str, column: str) -> None:
    """One letter of what is kept in a row is another one, as a disk would have it: SQLite finds nothing wrong with that."""
    with sqlite3.connect(store / "extractions.sqlite") as database:
        ((row, body),) = database.execute(f"SELECT rowid, {column} FROM {table} LIMIT 1").fetchall()
        changed = body.replace("بغداد".encode(), "بغدان".encode()) if "بغداد".encode() in body else body.replace(b"0", b"1", 1)
        assert changed != body
        database.execute(f"UPDATE {table} SET {column} = ? WHERE rowid = ?", (changed, row))


@pytest.mark.parametrize(("table", "column"), [("article", "article"), ("article", "extraction"), ("report", "body")])
def test_what_was_read_of_an_article_is_not_taken_for_true_when_it_is_damaged(store: Path, table: str, column: str) -> None:
    before = lines(store)
    overwritten(store, table, column)
    shown = kg(store, "check", "--files")
    assert shown.exit_code == 1
    assert f"{table} " in shown.output
    assert "take it back with `kg remove` and build it again" in shown.output
    shutil.rmtree(store / "live")
    with pytest.raises(StoreError, match="`kg check --files` says which"):
        follow(Settings(store=store))
    assert lines(store) == before  # readers have what they had
    remove([told["id"] for told in ALL], Settings(store=store))
    assert built(store, ALL) == before


def test_reports_that_are_handed_on_as_they_lie_are_checked_too(store: Path) -> None:
    with Extractions(store / "extractions.sqlite") as extractions:
        assert {json.loads(body)["id"] for _, body in extractions.all_reports()} == {
            identifier for identifier, _ in extractions.all_reports()
        }
        assert all(json.loads(body)["left"] for body in extractions.all_sames())
    overwritten(store, "report", "body")
    with Extractions(store / "extractions.sqlite") as extractions, pytest.raises(StoreError, match="`kg check --files` says which"):
        list(extractions.all_reports())


@pytest.mark.parametrize("checked", [False, True])
def test_rows_of_before_they_were_compressed_are_read(store: Path, *, checked: bool) -> None:
    def written(row: bytes) -> bytes:
        body = zlib.decompress(row)
        return body + b"\0" + zlib.crc32(body).to_bytes(4) if checked else body

    before = lines(store)
    with sqlite3.connect(store / "extractions.sqlite") as database:
        rows = database.execute("SELECT rowid, article, extraction FROM article").fetchall()
        database.executemany(
            "UPDATE article SET article = ?, extraction = ? WHERE rowid = ?",
            [(written(a), written(e), row) for row, a, e in rows],
        )
    shutil.rmtree(store / "live")
    follow(Settings(store=store))
    assert lines(store) == before
    assert kg(store, "check", "--files").exit_code == 0


def test_a_damaged_page_of_the_extractions_is_told_with_a_remedy(store: Path) -> None:
    path = store / "extractions.sqlite"
    content = bytearray(path.read_bytes())
    content[4096:] = bytes(len(content) - 4096)
    path.write_bytes(content)
    with pytest.raises(StoreError, match="build again from the articles"):
        read_into(store, [{"id": "خامس", "text": "انفجار في بغداد."}])


def test_a_damaged_live_graph_is_told_and_made_again(store: Path) -> None:
    for table in (store / "live").glob("*.sst"):
        flip(table)
    assert any("live" in found.path for found in damages(StoreFolder(store)))
    with pytest.raises(StoreError, match="remove that folder, the next build makes it again"):
        read_into(store, [FIRST | {"text": "هجوم في دمشق."}])
    shutil.rmtree(store / "live")
    assert built(store, ALL) == built(store.parent / "other", ALL)


def test_a_damaged_search_index_is_told_and_made_again(store: Path) -> None:
    path = store / SEARCH
    content = bytearray(path.read_bytes())
    content[8192:] = bytes(len(content) - 8192)
    path.write_bytes(content)
    assert any(SEARCH in found.path for found in damages(StoreFolder(store)))
    with pytest.raises(StoreError, match="if the file is damaged remove it first"):
        read_into(store, [FIRST | {"text": "هجوم في دمشق."}])
    path.unlink()
    assert built(store, ALL) == built(store.parent / "other", ALL)


# Readers


def test_the_words_of_a_query_are_found_in_the_index_of_its_own_snapshot(store: Path) -> None:
    opened = StoreFolder(store).snapshot()
    with search_beside(opened) as search:
        before = search.iris(Question.of("انفجار"), 100)
    read_into(store, [{"id": f"{number}", "text": f"انفجار في بغداد أسفر عن {number} قتيلا."} for number in range(5)])
    with search_beside(opened) as search:
        assert search.iris(Question.of("انفجار"), 100) == before
    with search_beside(StoreFolder(store).snapshot()) as search:
        assert len(search.iris(Question.of("انفجار"), 100)) > len(before)


# Where it cannot be written


@pytest.mark.skipif(os.name != "posix" or os.geteuid() != 0, reason="only root can be another user")
def test_who_may_not_write_reads_and_is_told_what_to_do(store: Path) -> None:
    for path in (store, *store.parents):
        path.chmod(path.stat().st_mode | 0o055)
    before = len(lines(store))
    os.seteuid(NOBODY)
    try:
        assert len(lines(store)) == before
        for write in (lambda: remove(["رابع"], Settings(store=store)), lambda: backup(store, store / "b.tar")):
            with pytest.raises(StoreError, match=r"(Permission denied|readonly|unable to open).*; "):
                write()
        with pytest.raises(StoreError, match="choose a folder that can be written with --store"):
            follow(Settings(store=store))
    finally:
        os.seteuid(0)
    assert len(lines(store)) == before


@pytest.mark.skipif(os.name != "posix" or os.geteuid() != 0, reason="only root can mount a file system")
def test_a_store_on_a_read_only_file_system_is_read_and_not_written(store: Path, tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=64m", "tmpfs", disk], check=False).returncode:
        pytest.skip("nothing can be mounted here")
    try:
        there = shutil.copytree(store, disk / "s", symlinks=True)
        subprocess.run(["mount", "-o", "remount,ro", disk], check=True)
        assert lines(there) == lines(store)
        with pytest.raises(StoreError, match=r"Read-only file system.*choose a folder that can be written with --store"):
            follow(Settings(store=there))
        assert lines(there) == lines(store)
    finally:
        subprocess.run(["umount", "--lazy", disk], check=True)


# The clock


def test_a_clock_that_was_turned_back_changes_nothing(tmp_path: Path) -> None:
    """What there is was written in the future."""
    read_into(tmp_path / "s", [FIRST | {"text": "هجوم في دمشق."}, THIRD])
    (tmp_path / "s" / "lock.json").write_text('{"pid": 1, "since": "2096-10-02T07:06:40+00:00", "command": "kg build"}', "utf-8")
    with (tmp_path / "s" / "builds.jsonl").open("a", encoding="utf-8") as log:
        log.write('{"at": "2096-10-02T07:06:40+00:00", "command": "build"}\n')
    for path in (tmp_path / "s").rglob("*"):
        os.utime(path, (FUTURE, FUTURE), follow_symlinks=False)
    assert built(tmp_path / "s", ALL) == built(tmp_path / "other", ALL)
    backup(tmp_path / "s", tmp_path / "b.tar")
    os.utime(tmp_path / "b.tar", (FUTURE, FUTURE))
    remove(["ثان"], Settings(store=tmp_path / "s"))
    assert lines(tmp_path / "s") == built(tmp_path / "without", [told for told in ALL if told != SECOND])
    restore(tmp_path / "b.tar", Settings(store=tmp_path / "s"), force=True)
    assert lines(tmp_path / "s") == lines(tmp_path / "other")


# Backups


def test_what_a_killed_backup_left_goes_with_the_next_one_but_not_what_another_makes(store: Path, tmp_path: Path) -> None:
    left, other, foreign = (tmp_path / "copies" / name for name in (".b.tar-killed.unfinished", ".c.tar-alive.unfinished", ".x.unfinished"))
    for folder in (left, other):
        (folder / "backup").mkdir(parents=True)
        (folder / "maker").touch()
    foreign.mkdir()
    (foreign / "notes.txt").touch()
    with subprocess.Popen(["flock", "--shared", other / "maker", "sleep", "60"]) as alive:
        while not subprocess.run(["flock", "--nonblock", other / "maker", "true"], check=False).returncode:
            pass
        backup(store, tmp_path / "copies" / "b.tar")
        alive.kill()
    assert not left.exists()
    assert other.exists()
    assert foreign.exists()
    with Extractions(store / "extractions.sqlite") as extractions:
        assert extractions.totals().articles == len(ALL)
