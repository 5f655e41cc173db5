"""Folders that are watched: what comes is built when it is whole, what goes wrong is told and harms nothing."""

import json
import logging
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from threading import Event, Thread

import psutil
import pytest
from pyoxigraph import DefaultGraph
from test_build import FIRST, SECOND, THIRD, WordReader, article, lines, read_into
from test_serving import free_port

from kg.build import remove
from kg.errors import UsageError
from kg.settings import Settings
from kg.store import StoreFolder
from kg.watching import watching
from kg.watching.looking import Looked
from kg.watching.watch import watch


class Clock:
    """Time as a test has it go by."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


def put(folder: Path, name: str, text: str, **metadata: str) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.write_text(text, "utf-8")
    if metadata:
        (folder / f"{path.stem}.meta.json").write_text(json.dumps(metadata), "utf-8")
    return path


def until(holds: Callable[[], object], seconds: float = 60) -> None:
    """Waits until something holds."""
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline, "it did not come to hold"
        time.sleep(0.1)


def articles(store: Path) -> set[str]:
    """Identifiers of the articles that readers see."""
    if not StoreFolder(store).is_published():
        return set()
    kinds = StoreFolder(store).snapshot().quads_for_pattern(None, None, None, None)
    names = {quad.graph_name for quad in kinds if quad.graph_name != DefaultGraph()}
    return {name.value.rpartition("/")[2] for name in names if "/article/" in name.value}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    path = tmp_path / "news"
    path.mkdir()
    return path


# What is looked at


def test_a_file_is_built_when_it_has_been_quiet_for_a_moment(folder: Path) -> None:
    clock = Clock()
    looked = Looked((folder,), 2, clock)
    path = put(folder, "a.txt", "انفجار")
    for clock.now, text in ((0, "انفجار في"), (1, "انفجار في بغداد"), (2, None), (3, None)):
        if text:
            path.write_text(text, "utf-8")
        looked.look()
        assert set(looked.ready()) == ({path} if clock.now == 3 else set())


@pytest.mark.parametrize("change", ["content", "metadata", "same length", "again"])
def test_what_changed_is_built_again(folder: Path, change: str) -> None:
    looked = Looked((folder,), 0)
    path = put(folder, "a.txt", "انفجار في بغداد")
    looked.look()
    looked.built.update(looked.ready())
    looked.look()
    assert not looked.ready()
    if change == "metadata":
        put(folder, "a.txt", "انفجار في بغداد", title="x")
    elif change == "again":
        path.unlink()
        put(folder, "a.txt", "انفجار في بغداد")
        os.utime(path, (1, 1))
    else:
        path.write_text("انفجار في دمشق" if change == "content" else "انفجار في بغدات", "utf-8")
    looked.look()
    assert set(looked.ready()) == {path}


def test_a_drive_that_goes_and_comes_back_is_not_read_again(folder: Path, caplog: pytest.LogCaptureFixture) -> None:
    put(folder, "a.txt", "انفجار في بغداد")
    looked = Looked((folder,), 0)
    looked.look()
    looked.built.update(looked.ready())
    folder.rename(folder.with_name("away"))
    looked.look()
    looked.look()
    assert caplog.text.count("there is no such file or folder") == 1
    folder.with_name("away").rename(folder)
    looked.look()
    assert not looked.ready()


def test_what_is_no_article_is_not_looked_at(folder: Path) -> None:
    for name in (".a.txt.swp", "a.txt~", ".hidden.txt", "picture.jpg", "a.txt.part"):
        put(folder, name, "انفجار")
    looked = Looked((folder,), 0)
    looked.look()
    assert not looked.ready()


def test_what_is_ours_or_lies_elsewhere_is_not_looked_at(folder: Path, tmp_path: Path) -> None:
    put(folder / "store", "builds.jsonl", "{}")
    put(folder, "access.jsonl", "{}")
    (folder / "link.txt").symlink_to(put(tmp_path / "elsewhere", "b.txt", "انفجار"))
    inside = put(folder, "a.txt", "انفجار")
    looked = Looked((folder,), 0, apart=(folder / "store", folder / "access.jsonl"))
    looked.look()
    assert set(looked.ready()) == {inside}


# What is built


@contextmanager
def watched(folder: Path, store: Path) -> Iterator[None]:
    """A watch in a thread of this process, with the reader of a few words."""
    stop = Event()
    thread = Thread(target=watch, args=(Looked((folder,), 0.3), Settings(store=store), stop, WordReader()))
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join(30)
        assert not thread.is_alive()


def test_what_is_there_and_what_comes_is_built_into_a_store_that_was_not_there(folder: Path, tmp_path: Path) -> None:
    put(folder, "a.txt", FIRST["text"])
    with watched(folder, tmp_path / "s"):
        until(lambda: articles(tmp_path / "s") == {"a"})
        put(folder / "deeper", "b.txt", SECOND["text"])
        until(lambda: articles(tmp_path / "s") == {"a", "b"})
        put(folder, "a.txt", THIRD["text"])
        until(lambda: any("دمشق" in line for line in lines(tmp_path / "s")))
        assert articles(tmp_path / "s") == {"a", "b"}


def test_articles_whose_files_go_stay_until_they_are_removed(folder: Path, tmp_path: Path) -> None:
    path = put(folder, "a.txt", FIRST["text"])
    with watched(folder, tmp_path / "s"):
        until(lambda: articles(tmp_path / "s") == {"a"})
        path.unlink()
        put(folder, "b.txt", SECOND["text"])
        until(lambda: articles(tmp_path / "s") == {"a", "b"})
        remove(["a"], Settings(store=tmp_path / "s"), wait=True)
        put(folder, "c.txt", THIRD["text"])
        until(lambda: articles(tmp_path / "s") == {"b", "c"})


def test_what_cannot_be_read_is_told_once_and_the_rest_is_built(folder: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    (folder / "bad.txt").write_bytes(b"\xff\xfe\xfd")
    put(folder, "a\nb.txt", FIRST["text"])
    put(folder, "good.txt", FIRST["text"])
    with caplog.at_level(logging.INFO, "kg.watch"), watched(folder, tmp_path / "s"):
        until(lambda: "good" in articles(tmp_path / "s"))
        put(folder, "c.txt", THIRD["text"])
        until(lambda: "c" in articles(tmp_path / "s"))
        until(lambda: "articles in the graph" in caplog.text)
    told = [record.getMessage() for record in caplog.records if record.levelno == logging.WARNING]
    assert len([line for line in told if "bad.txt" in line]) == 1
    assert not any("\n" in line for line in told)


def test_a_writer_that_is_at_work_is_waited_for(folder: Path, tmp_path: Path) -> None:
    with ExitStack() as writing, watched(folder, tmp_path / "s"):
        writing.enter_context(StoreFolder(tmp_path / "s").writer())
        put(folder, "a.txt", FIRST["text"])
        time.sleep(1.5)
        assert not articles(tmp_path / "s")
        writing.close()
        until(lambda: articles(tmp_path / "s") == {"a"})


def test_a_store_that_cannot_be_written_is_tried_again(folder: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    put(folder, "a.txt", FIRST["text"])
    in_the_way = tmp_path / "s"
    in_the_way.write_text("a file", "utf-8")
    with watched(folder, in_the_way):
        until(lambda: "tried again in" in caplog.text)
        in_the_way.unlink()
        until(lambda: articles(in_the_way) == {"a"})


def test_where_nothing_is_told_of_changes_the_folder_is_looked_through(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def refuse(*_folders: Path, **_options: object) -> Iterator[None]:
        raise OSError("watch limit reached")

    monkeypatch.setattr("kg.watching.watch.watchfiles.watch", refuse)
    monkeypatch.setattr("kg.watching.watch._LOOK", 0.5)
    with watched(folder, tmp_path / "s"):
        until(lambda: "watch limit reached" in caplog.text)
        put(folder, "a.txt", FIRST["text"])
        until(lambda: articles(tmp_path / "s") == {"a"})


def test_a_store_that_another_extractor_read_is_left_alone(folder: Path, tmp_path: Path) -> None:
    read_into(tmp_path / "s", [FIRST])
    with pytest.raises(UsageError, match="was read by words"):
        watch(Looked((folder,)), Settings(store=tmp_path / "s"), Event())


def test_a_folder_that_is_not_there_is_said_at_once(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no such folder"), watching(Settings(store=tmp_path / "s"), [tmp_path / "none"]):
        pytest.fail("it began")


# Beside a server


def test_the_server_itself_loads_nothing_that_reads() -> None:
    subprocess.run([sys.executable, "-c", "import sys, kg.watching; assert 'spacy' not in sys.modules"], check=True)


@contextmanager
def server(store: Path, folder: Path) -> Iterator["subprocess.Popen[bytes]"]:
    command = [sys.executable, "-m", "kg", "--store", str(store), "serve", "--port", str(free_port()), "--watch", str(folder)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    try:
        yield process
    finally:
        process.kill()
        process.communicate(timeout=60)


def reader_of(process: "subprocess.Popen[bytes]") -> psutil.Process | None:
    """The process that reads for a server."""
    for child in psutil.Process(process.pid).children():
        with suppress(psutil.Error):  # it has just ended
            if "kg.watching" in child.cmdline():
                return child
    return None


@pytest.mark.web
def test_it_reads_beside_a_server_begins_again_when_it_crashed_and_ends_with_it(folder: Path, tmp_path: Path) -> None:
    put(folder, "a.txt", "قال رئيس الوزراء العراقي إن انفجارا وقع في بغداد.")
    with server(tmp_path / "s", folder) as process:
        until(lambda: articles(tmp_path / "s") == {"a"}, 180)
        first = reader_of(process)
        assert first
        first.kill()
        until(lambda: (found := reader_of(process)) and found.pid != first.pid)
        put(folder, "b.txt", "وقع هجوم في دمشق.")
        until(lambda: articles(tmp_path / "s") == {"a", "b"}, 180)
        second = reader_of(process)
        assert second
        process.send_signal(signal.SIGTERM)
        assert process.wait(30) == 0
        assert not second.is_running()
        assert process.stderr
        told = process.stderr.read().decode("utf-8")
        assert "it begins again in" in told
        assert "1 new" in told
        assert "Traceback" not in told


@pytest.mark.web
def test_it_ends_with_a_server_that_is_killed(folder: Path, tmp_path: Path) -> None:
    with server(tmp_path / "s", folder) as process:
        until(lambda: reader_of(process))
        reader = reader_of(process)
        assert reader
        process.kill()
        until(lambda: not reader.is_running() or reader.status() == psutil.STATUS_ZOMBIE, 120)
        assert not StoreFolder(tmp_path / "s").is_published()
        assert article("a")  # nothing was there to be read
