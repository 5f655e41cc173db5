"""A disk that is full, with a little more room each time: what is told, what readers see meanwhile, what comes of it with room again."""

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import click

from kg.errors import KgError
from soak.looking import Graph, require_settled, shown
from soak.material import Material
from soak.processes import ChildFailed, in_child
from soak.scenarios import Doing, Scenario, Scenarios

_SIZE, _FIRST = 24 << 20, 32 << 10
"""Bytes of the disk, and of the first room that is tried."""


@dataclass(frozen=True, slots=True)
class Tried:
    """What came of a command that had so much room."""

    scenario: str
    room: int
    """In bytes."""
    told: str
    """Its error; empty where it was done."""
    problem: str = ""


class NoDisk(Exception):
    """A disk of our own cannot be mounted."""


@contextmanager
def mounted(place: Path, options: str = f"size={_SIZE}") -> Iterator[Path]:
    """A small disk in memory. Raises NoDisk where mounting is not allowed."""
    place.mkdir(parents=True, exist_ok=True)
    done = subprocess.run(["mount", "-t", "tmpfs", "-o", options, "tmpfs", place], capture_output=True, text=True, check=False)  # noqa: S603, S607  # our own words
    if done.returncode:
        raise NoDisk(f"{done.stderr.strip()}; a disk can be mounted by root alone, and not in every container")
    try:
        yield place
    finally:
        subprocess.run(["umount", "--lazy", place], check=True)  # noqa: S603, S607  # our own words


def fill(material: Material, place: Path, points: int) -> Iterator[Tried]:
    """Does each command with ever more room until it is enough, and with so many amounts of room from nothing to that."""
    ready = list(Scenarios(material, place / "undisturbed").ready())
    with mounted(place / "disk") as disk:
        for scenario in ready:
            room = _FIRST
            while (tried := _tried(scenario, disk, room)).told:
                yield tried
                room *= 2
            yield tried
            for point in range(points):
                yield _tried(scenario, disk, room * point // points)


def _tried(scenario: Scenario, disk: Path, room: int) -> Tried:
    for old in disk.iterdir():
        shutil.rmtree(old) if old.is_dir() else old.unlink()
    folder = disk / "folder"
    shutil.copytree(scenario.before, folder, symlinks=True)
    ballast = disk / "ballast"
    with ballast.open("wb") as file:
        free = os.statvfs(disk)
        os.posix_fallocate(file.fileno(), 0, max(1, free.f_bavail * free.f_bsize - room))
    told = ""
    try:
        told = in_child(lambda: _told(scenario.act, folder))
        left = in_child(lambda: shown(folder / "store"))
        ballast.unlink()
        end = in_child(lambda: _ended(scenario.act, folder))
    except ChildFailed:
        return Tried(scenario.name, room, told, "a child failed, see above")
    return Tried(scenario.name, room, told, "; ".join(_problems(scenario, told, left, end)))


def _told(act: Doing, folder: Path) -> str:
    """What a command tells where it cannot be done."""
    try:
        act(folder)
    except KgError as error:
        return f"{type(error).__name__}: {error}"
    return ""


def _ended(act: Callable[[Path], object], folder: Path) -> Graph | None:
    act(folder)
    end = shown(folder / "store")
    assert end
    require_settled(folder / "store", end)
    return end


def _problems(scenario: Scenario, told: str, left: Graph | None, end: Graph | None) -> Iterator[str]:
    if told and "again" not in told:
        yield f"no remedy is named: {told}"
    if left not in scenario.seen:
        yield "readers see a graph that never was"
    if end != scenario.seen[-1]:
        yield "with room again it comes to another graph"


def tell(found: Sequence[Tried]) -> bool:
    """Prints the counts. Whether all was told and nothing lost."""
    click.echo(f"{'':<18}{'tried':>6}{'told':>6}{'bad':>5}  enough, KiB")
    for name in dict.fromkeys(each.scenario for each in found):
        those = [each for each in found if each.scenario == name]
        told, bad = sum(bool(each.told) for each in those), sum(bool(each.problem) for each in those)
        click.echo(f"{name:<18}{len(those):>6}{told:>6}{bad:>5}  {min(each.room for each in those if not each.told) >> 10}")
    for each in found:
        if each.problem:
            click.echo(f"{each.scenario} with {each.room >> 10} KiB: {each.problem}", err=True)
    return not any(each.problem for each in found)
