"""A build shows readers what it has while it goes on: whole articles, consistent with each other, at little cost."""

import json
import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from pyoxigraph import Store
from test_build import ALL, FIRST, SECOND, THIRD, WordReader, article, built, lines, read_into

from kg.build import BuildInterrupted, Progress, build
from kg.ontology import kg, term
from kg.publishing import SHARE, Pace
from kg.search import FILE as SEARCH
from kg.settings import Settings
from kg.stats import read_counts
from kg.store import StoreFolder

SOON = 1e-9
"""Seconds: every batch is published."""


class Clock:
    """Time as a test has it go by."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


def published(folder: Path, **options: object) -> Iterator[list[str]]:
    """What readers see after each publication but the last of a build of all articles, one at a time."""
    seen: list[list[str]] = []

    def progress(progress: Progress) -> None:
        if progress.stage == "read" and StoreFolder(folder).is_published() and (not seen or lines(folder) != seen[-1]):
            seen.append(lines(folder))

    read_into(folder, ALL, batch=1, publish_every=SOON, progress=progress, **options)
    yield from seen


@pytest.fixture
def cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    """Lets publishing take as much of the time as it likes: these builds are too short for less."""
    monkeypatch.setattr("kg.publishing.SHARE", 1.0)


@pytest.mark.usefixtures("cheap")
def test_readers_see_at_each_time_what_a_build_of_the_articles_so_far_would_have_given(tmp_path: Path) -> None:
    seen = list(published(tmp_path / "s"))
    expected = [built(tmp_path / f"{number}", ALL[:number]) for number in range(1, len(ALL))]
    assert seen == expected
    assert lines(tmp_path / "s") == built(tmp_path / "all", ALL)


@pytest.mark.usefixtures("cheap")
def test_two_reports_are_one_incident_from_the_moment_that_the_second_is_seen(tmp_path: Path) -> None:
    stated = f"{term('rdf:type')} {kg('Incident')}"
    incidents = [sum(stated in line and line.count("<") == 3 for line in seen) for seen in published(tmp_path / "s")]
    assert incidents == [1, 1, 2]  # in the default graph, which has no fourth name


@pytest.mark.usefixtures("cheap")
def test_counts_and_the_search_index_are_those_of_what_is_published(tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    folder = tmp_path / "s"

    def progress(progress: Progress) -> None:
        if progress.stage == "read" and StoreFolder(folder).is_published():
            counted = read_counts(folder / "current")
            assert counted
            assert (folder / "current" / SEARCH).exists()
            told.append((counted.stats.articles, counted.stats.quads))
            assert counted.stats.quads == len(Store.read_only(str((folder / "current" / "graph").resolve())))

    read_into(folder, ALL, batch=1, publish_every=SOON, progress=progress)
    assert [articles for articles, _ in told] == [1, 2, 3]


@pytest.mark.usefixtures("cheap")
def test_the_newest_snapshot_is_kept_and_those_that_are_being_read(tmp_path: Path) -> None:
    folder = tmp_path / "s"
    held: list[Store] = []
    most: list[int] = []

    def progress(progress: Progress) -> None:
        if progress.stage == "read" and StoreFolder(folder).is_published():
            most.append(len(list((folder / "snapshots").iterdir())))
            if not held:
                held.append(StoreFolder(folder).snapshot())

    read_into(folder, [{**FIRST, "id": f"{number}"} for number in range(8)], batch=1, publish_every=SOON, progress=progress)
    assert max(most) == 2
    names = sorted(int(found.name) for found in (folder / "snapshots").iterdir())
    assert names[0] == 1
    assert len(names) == 2
    assert article("0") in {quad.graph_name for quad in held[0]}
    held.clear()
    read_into(folder, [SECOND])
    assert len(list((folder / "snapshots").iterdir())) == 1


@pytest.mark.usefixtures("cheap")
def test_what_was_published_before_a_build_failed_stays_whole(tmp_path: Path) -> None:
    def progress(progress: Progress) -> None:
        if progress.stage == "read" and progress.articles == 2:
            os.kill(os.getpid(), signal.SIGINT)

    with pytest.raises(BuildInterrupted):
        read_into(tmp_path / "s", ALL, batch=1, publish_every=SOON, progress=progress)
    assert lines(tmp_path / "s") == built(tmp_path / "other", ALL[:3])


def test_a_batch_that_does_not_fill_is_written_when_it_is_time(tmp_path: Path, cheap: None) -> None:
    assert len(list(published(tmp_path / "s"))) == 3
    stages: list[str] = []
    read_into(tmp_path / "t", ALL, publish_every=SOON, progress=lambda progress: stages.append(progress.stage))
    assert stages.count("publish") == len(ALL) + 1


def test_without_an_interval_a_build_is_published_when_it_is_done(tmp_path: Path, cheap: None) -> None:
    stages: list[str] = []
    summary = read_into(tmp_path / "s", ALL, batch=1, publish_every=0, progress=lambda progress: stages.append(progress.stage))
    assert stages.count("publish") == 1
    assert 0 < summary.publishing <= summary.seconds


def test_a_build_that_changes_nothing_publishes_nothing(tmp_path: Path) -> None:
    read_into(tmp_path / "s", ALL)
    before = (tmp_path / "s" / "current").readlink()
    read_into(tmp_path / "s", ALL, publish_every=SOON)
    assert (tmp_path / "s" / "current").readlink() == before


def test_the_gazetteer_of_the_build_before_goes_on_where_none_is_named(tmp_path: Path) -> None:
    names = tmp_path / "names.csv"
    names.write_text("id,class,ar\nQ990000001,ArmedGroup,سرايا الضباب\n", "utf-8")
    given = tmp_path / "given.jsonl"
    given.write_text(json.dumps(FIRST, ensure_ascii=False), "utf-8")
    read_into(tmp_path / "s", [FIRST], gazetteer=(names,))
    names.unlink()
    summary = read_into(tmp_path / "s", [FIRST, THIRD], gazetteer=None)
    assert not any("used no more" in note for note in summary.notes)
    dropping = build([given], Settings(store=tmp_path / "s"), extractor=WordReader())
    assert any("used no more" in note for note in dropping.notes)


@pytest.mark.parametrize("cost", [0.2, 3, 40])
def test_publishing_takes_no_more_than_its_share_of_a_long_build(cost: float) -> None:
    clock = Clock()
    pace = Pace(30, cost, clock)
    times = []
    while clock.now < 10_000:
        clock.now += 1
        if pace.is_due():
            with pace.measured():
                clock.now += cost
            times.append(clock.now)
            assert pace.spent <= SHARE * clock.now
    assert len(times) >= 0.9 * min(10_000 / (30 + cost), SHARE * 10_000 / cost) - 1


def test_a_publication_that_makes_room_is_due_whatever_it_costs_but_not_at_once() -> None:
    clock = Clock()
    pace = Pace(30, 40, clock)
    clock.now = 29
    assert not pace.is_due(makes_room=True)
    clock.now = 31
    assert not pace.is_due()
    assert pace.is_due(makes_room=True)
    assert not Pace(0, 40, clock).is_due(makes_room=True)  # --publish-every 0: at the end alone


def test_a_publication_that_becomes_dearer_is_made_up_for() -> None:
    clock, cost = Clock(), 1.0
    pace = Pace(30, 0, clock)
    while clock.now < 20_000:
        clock.now += 1
        if pace.is_due():
            cost *= 1.05
            with pace.measured():
                clock.now += cost
    assert pace.spent <= 1.1 * SHARE * clock.now
