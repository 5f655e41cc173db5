"""`python -m soak COMMAND`: faults that are made on purpose, and what Isnad comes to. Ends with 1 where anything was lost or wrong."""

import os
import platform
import random
import shutil
import sys
import tempfile
import time
from pathlib import Path

import click

from soak import damage as damaging
from soak import full as filling
from soak import kills as killing
from soak import mixed as loading
from soak import readers as reading
from soak.material import Material

_MEMORY, _ROOM = Path("/dev/shm"), 1 << 30  # noqa: S108  # folders are made in it by `tempfile`
"""Where Linux keeps files in memory, and how many bytes must be free there."""
_SEED = click.option("--seed", type=int, default=lambda: random.SystemRandom().randrange(1 << 32), help="Draws the same again.")


def _place() -> tempfile.TemporaryDirectory[str]:
    """A folder for stores: where TMPDIR says, else in memory. A killed process loses nothing that a disk has yet to write, but
    three quarters of the time would be spent on waiting for it.
    """
    in_memory = "TMPDIR" not in os.environ and _MEMORY.is_dir() and shutil.disk_usage(_MEMORY).free > _ROOM
    return tempfile.TemporaryDirectory(dir=_MEMORY if in_memory else None)


@click.group()
def main() -> None:
    """Make faults on purpose, count what comes of them."""
    click.echo(f"{os.cpu_count()} cores ({platform.machine()}), load {os.getloadavg()[0]:.1f}, Python {platform.python_version()}")


@main.command()
@click.option("--number", default=1000, show_default=True, help="How many processes are killed.")
@click.option("--articles", default=5, show_default=True, help="How many the stores have.")
@_SEED
def kills(number: int, articles: int, seed: int) -> None:
    """Kill builds, publications, removals, backups and restorations at any step."""
    click.echo(f"{number} kills, seed {seed}")
    began, found = time.monotonic(), []
    with _place() as place:
        material = Material.made(Path(place), articles)
        for each in killing.kill(material, Path(place), number, seed):
            found.append(each)
            if len(found) % 100 == 0:
                wrong = sum(bool(each.problem or each.half or each.lost) for each in found)
                click.echo(f"{len(found)} done, {wrong} of them wrong, {time.monotonic() - began:.0f} s", err=True)
    sys.exit(0 if killing.tell(found) else 1)


@main.command()
@click.option("--points", default=24, show_default=True, help="How many amounts of room each command is tried with.")
@click.option("--articles", default=5, show_default=True, help="How many the stores have.")
def full(points: int, articles: int) -> None:
    """Do the same on a disk that has too little room. Wants the right to mount one."""
    with _place() as place:
        found = list(filling.fill(Material.made(Path(place), articles), Path(place), points))
    sys.exit(0 if filling.tell(found) else 1)


@main.command()
@click.option("--number", default=280, show_default=True, help="How many stores are damaged.")
@click.option("--articles", default=6, show_default=True, help="How many the stores have.")
@_SEED
def damage(number: int, articles: int, seed: int) -> None:
    """Damage files of a store: is it noticed, and does what is told mend it?"""
    click.echo(f"{number} damaged stores, seed {seed}")
    with _place() as place:
        found = list(damaging.damage(Material.made(Path(place), articles), Path(place), number, seed))
    sys.exit(0 if damaging.tell(found) else 1)


@main.command()
@click.option("--readers", default=50, show_default=True, help="How many, half of them over a server.")
@click.option("--changes", default=200, show_default=True, help="How many snapshots are published.")
def readers(readers: int, changes: int) -> None:
    """Let many read while one snapshot after another is published."""
    with _place() as place:
        found = reading.read(Path(place, "store"), readers, changes)
    sys.exit(0 if reading.tell(found) else 1)


@main.command()
@click.option("--minutes", default=60.0, show_default=True, help="How long.")
def mixed(minutes: float) -> None:
    """Ask well and badly, build, remove and back up at once: what is there afterwards that was not before?"""
    click.echo(f"{minutes:g} minutes")
    with _place() as place:
        outcome = loading.load(Path(place), minutes)
    sys.exit(0 if loading.tell(outcome) else 1)


if __name__ == "__main__":
    main()
