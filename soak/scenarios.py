"""What is killed: a store as it is before, what is done to it, and the graphs that readers may see on the way."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from kg.backup import backup, restore, verify
from kg.build import follow, remove
from kg.settings import Settings
from kg.store import StoreFolder
from kg.writer import open_writer
from soak.looking import Graph, shown
from soak.material import Material
from soak.processes import in_child, steps

_OLD = "2014-05-06"
"""The day of other versions of some articles."""
_KEPT = "kept.tar"

Doing = Callable[[Path], object]
"""Something that is done in a folder which has the store in `store`."""


@dataclass(frozen=True, slots=True)
class Scenario:
    """A command that is to be killed."""

    name: str
    before: Path
    """The folder as it is before."""
    act: Doing
    """The command; done again it goes on."""
    seen: tuple[Graph | None, ...]
    """What readers may see meanwhile; the last one is what they see in the end."""
    steps: int
    """How many calls that reach the disk it takes."""


@dataclass(frozen=True, slots=True)
class Scenarios:
    """All that is killed. Each is done once undisturbed, below `place`, to know what it comes to."""

    material: Material
    place: Path

    def ready(self) -> Iterator[Scenario]:
        """Each as it is ready, which takes as long as doing it."""
        yield self._scenario("first build", lambda folder: None, self._build)
        yield self._scenario("build", self._older, self._build)
        yield self._scenario("publication", self._unshown, _follow)
        yield self._scenario("graph made again", self._without_live, _follow)
        yield self._scenario("removal", self._build, self._remove)
        yield self._scenario("backup", self._build, _back_up)
        yield self._scenario("restoration", self._other_with_backup, _restore)

    def _scenario(self, name: str, begin: Doing, act: Doing) -> Scenario:
        before, after = self.place / name / "before", self.place / name / "after"
        before.mkdir(parents=True)
        in_child(lambda: begin(before) and None)
        shutil.copytree(before, after, symlinks=True)
        number = steps(lambda: act(after))
        ends = [in_child(partial(shown, folder / "store")) for folder in (before, after)]
        on_the_way = self._built(begin, name) if act == self._build else []
        return Scenario(name, before, act, (ends[0], *on_the_way, ends[1]), number)

    def _built(self, begin: Doing, name: str) -> list[Graph | None]:
        """What readers may see of a build that goes on: the graphs of its first articles, also of a batch that is not full."""

        def first(last: int) -> Graph | None:
            folder = self.place / name / f"first {last}"
            folder.mkdir()
            begin(folder)
            self.material.build(folder / "store", 0, last)
            return shown(folder / "store")

        return [in_child(partial(first, last)) for last in range(1, len(self.material.articles))]

    def _build(self, folder: Path) -> None:
        self.material.build(folder / "store", 0, len(self.material.articles))

    def _half(self) -> int:
        return len(self.material.articles) // 2

    def _older(self, folder: Path) -> None:
        """The second half of the articles, in other versions."""
        self.material.build(folder / "store", self._half(), len(self.material.articles), issued=_OLD)

    def _unshown(self, folder: Path) -> None:
        """Half of the articles; all others are in the graph that is being written, but not shown."""
        self.material.build(folder / "store", 0, self._half())
        with open_writer(StoreFolder(folder / "store")) as writer:
            writer.add([(article, self.material.reader(article)) for article in self.material.articles[self._half() :]])
            writer.catch_up()

    def _without_live(self, folder: Path) -> None:
        self._build(folder)
        StoreFolder(folder / "store").remove_live()

    def _remove(self, folder: Path) -> None:
        identifiers = [article.id for article in self.material.articles[:: len(self.material.articles) // 2]]
        remove(identifiers, Settings(store=folder / "store"), reason="withdrawn")

    def _other_with_backup(self, folder: Path) -> None:
        """A store of all articles, beside a backup of half of them in other versions."""
        self._older(folder)
        backup(folder / "store", folder / _KEPT)
        self._build(folder)


def _follow(folder: Path) -> None:
    follow(Settings(store=folder / "store"))


def _back_up(folder: Path) -> None:
    """Makes a backup; one that is there is whole, and of those that were killed nothing is left afterwards."""
    if (folder / _KEPT).exists():
        verify(folder / _KEPT)
        (folder / _KEPT).unlink()
    backup(folder / "store", folder / _KEPT)
    left = [path.name for path in folder.glob(".*")]
    assert not left, f"left over beside the backup: {left}"


def _restore(folder: Path) -> None:
    restore(folder / _KEPT, Settings(store=folder / "store"), force=True)
