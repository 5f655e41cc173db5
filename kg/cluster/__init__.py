"""A build whose work is done by many machines: `kg build --cluster`. Needs the extra `cluster` (Dask distributed, pyarrow, fsspec).

    articles ──► read (a part a task) ──► the writer stores each report as an event of its own
    blocks ──► pairs ──► comparisons ──► what hangs together ──► events ──► the writer takes them over, and publishes

Reading, linking, pairing, comparing and grouping are tasks; the store has one writer, as ever. What passes between them lies as
Parquet in a folder, or an object store, that all machines see: a task is told names only, may be done twice, and says the same again.
A part that is there is not read again.

    parts.py      Parquet in a folder or an object store       engine.py    Dask: who works, and what is lost
    reading.py    the task that reads, and what it needs       joining.py   from what came to the events it makes
    resolving.py  the tasks that pair, compare and group       forests.py   what hangs together
    crew.py       all of it, for a build

The graph is the one that a single process makes: the same reports are compared, by the same function.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from importlib import import_module
from typing import Protocol, cast

from kg.change import Derivation, Prepared, Recorder
from kg.errors import ArticleError, UsageError, how_to_install
from kg.extract import Extractor
from kg.extractors import Choice
from kg.model import Article

LOCAL = "local"
"""The address of a cluster on this machine, started for the build."""
_NEEDS = frozenset(("dask", "distributed", "pyarrow", "fsspec", "cryptography"))

Outcome = Prepared | ArticleError


@dataclass(frozen=True, slots=True)
class Task:
    """What a crew is to do."""

    address: str
    """Of a scheduler, or LOCAL."""
    workers: int
    """Processes of a local cluster; 1: one for each core."""
    parts: str
    """A folder, or an address in an object store, for what passes between machines."""
    store: str
    """Tells the store from others whose parts lie there too."""
    reader: str
    """The id of the reader that the extractor is."""
    derivation: Derivation
    gazetteer: tuple[str, ...] = ()
    """What a user's own gazetteer files say."""
    chosen: Choice | None = None
    given: Extractor | None = None
    """An extractor that was made already."""
    article_seconds: int = 0
    """See the setting of that name."""


class Crew(Protocol):
    """Machines that work for a build. All raise WorkerLost where they cannot go on, and StoreError where parts cannot be kept."""

    def read(self, articles: Iterable[Article]) -> Iterator[list[Outcome]]:
        """What was read in articles, in their order, some at a time; when the next are asked for, those before were stored."""
        ...

    def join(self, recorder: Recorder, tell: Callable[[str], None]) -> None:
        """Works out of which events the reports are that came."""
        ...

    def take_over(self, recorder: Recorder) -> None:
        """Lets the store say so: all of it, or nothing."""
        ...


def crew(task: Task) -> AbstractContextManager[Crew]:
    """Machines for a task.

    Raises UsageError where the extra is not installed, nobody answers, nobody works there, or has other versions or other files.
    """
    try:
        module = import_module("kg.cluster.crew")
    except ModuleNotFoundError as error:
        if (error.name or "").split(".")[0] not in _NEEDS:
            raise
        raise UsageError(f"--cluster needs the package {error.name}: {how_to_install('cluster')}") from error
    return cast("AbstractContextManager[Crew]", module.ready(task))
