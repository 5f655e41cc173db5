"""The engine behind a cluster: Dask. Who works, in which order its answers come, and what it means when it is lost."""

import logging
import signal
import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from os import cpu_count
from pathlib import Path
from typing import Any, TypeVar
from uuid import uuid4

import distributed
from distributed import CancelledError, Client, Future, LocalCluster, WorkerPlugin
from distributed.comm import CommClosedError
from distributed.scheduler import KilledWorker
from distributed.security import Security

import kg
from kg.cluster import LOCAL
from kg.cluster.parts import Parts
from kg.errors import ArticleError, UsageError, how_to_install
from kg.identity import digest
from kg.reading import WorkerLost

_AHEAD = 3
"""Tasks that wait for, or at, each worker: enough that none idles while the graph is written, few enough to bound what is held."""
_PATIENCE = 20.0
"""Seconds in which a scheduler must answer, and the first of its workers be there."""
_CODE = frozenset((".py", ".tsv", ".txt", ".csv", ".gz", ".npz"))
_Task = TypeVar("_Task", bound=tuple[Any, ...])
_Result = TypeVar("_Result")


@dataclass(frozen=True, slots=True)
class Engine:
    """A cluster that works for this process. Raises WorkerLost where it cannot go on."""

    client: Client

    def size(self) -> int:
        """How many tasks can run at once, now."""
        return max(1, sum(map(int, self.client.nthreads().values())))

    def shared(self, value: object) -> Future:
        """Something that many tasks are given: sent to each worker once, and again to those that come later."""
        return self.client.submit(_same, value, pure=False)

    def in_order(self, work: Callable[..., _Result], tasks: Iterable[_Task]) -> Iterator[tuple[_Task, _Result]]:
        """Runs a task for the arguments in each of `tasks`, few ahead of what is taken; a lost worker's are done again by others."""
        waiting: deque[tuple[_Task, Future]] = deque()
        try:
            for task in tasks:
                waiting.append((task, self.client.submit(work, *task, pure=False)))
                if len(waiting) >= _AHEAD * self.size():
                    yield _first(waiting)
            while waiting:
                yield _first(waiting)
        except ArticleError:  # no further article is to be had: what was begun is still taken
            while waiting:
                yield _first(waiting)
            raise
        except KilledWorker as error:
            problem = "a task ended one worker after the other, as a rule for want of memory; give the workers more of it"
            raise WorkerLost(problem) from error
        except (CancelledError, CommClosedError, TimeoutError) as error:
            raise WorkerLost(f"the cluster is gone ({type(error).__name__}); what was read is kept: run the same command again") from error
        finally:
            self.client.cancel([future for _, future in waiting])

    def require(self, parts: Parts) -> None:
        """Raises UsageError where workers do not see a place for parts, or are of another version than this process."""
        probe = f"probe-{uuid4().hex}"
        parts.write(probe, [{"code": code()}])
        try:
            mine, all_seen = _seen(parts, probe), self._asked(_seen, parts, probe)
        finally:
            parts.clear(probe)
        for worker, found in all_seen.items():
            if found != mine:
                whom = f"the worker {worker}"
                if found[1] is None:
                    problem = f"{whom} does not see {parts.address}: name a folder that all machines have, or an object store"
                    raise UsageError(f"{problem}, as in --parts s3://BUCKET/FOLDER")
                raise UsageError(f"{whom} has {found[0]}, this process {mine[0]}: install the same version on all machines")

    def _asked(self, what: Callable[..., Any], *arguments: object) -> dict[str, Any]:
        try:
            return dict(self.client.run(what, *arguments))
        except ModuleNotFoundError as error:
            raise UsageError(f"a worker has no {error.name}: {how_to_install('cluster')}, the same one, on all machines") from error


class _LeaveInterrupts(WorkerPlugin):  # type: ignore[misc]  # Dask is untyped
    """Ctrl-C reaches every process of a terminal; the one that writes decides what becomes of it."""

    def setup(self, worker: object) -> None:  # Dask's signature
        """When a worker starts, also in place of one that was lost."""
        signal.signal(signal.SIGINT, signal.SIG_IGN)


@contextmanager
def connected(address: str, workers: int) -> Iterator[Engine]:
    """The cluster at an address; see `kg.cluster.crew`."""
    logging.getLogger("distributed").setLevel(logging.CRITICAL)  # what it has to say is told here, in words
    with ExitStack() as stack:
        if address == LOCAL:
            client = stack.enter_context(Client(stack.enter_context(_local(workers)), timeout=_PATIENCE))
            client.register_plugin(_LeaveInterrupts())
        else:
            client = stack.enter_context(_remote(address))
        yield Engine(client)


def _local(workers: int) -> LocalCluster:
    """Processes of this machine; they speak by certificates of their own, else any user of the machine could have them run anything."""
    return LocalCluster(
        n_workers=workers if workers > 1 else cpu_count() or 1,
        threads_per_worker=1,
        dashboard_address=None,
        security=Security.temporary(),
        silence_logs=logging.CRITICAL,
    )


def _remote(address: str) -> Client:
    try:
        client = Client(address, timeout=_PATIENCE)
    except (OSError, ValueError) as error:
        problem = f"no scheduler answers at {address}: start one (`dask scheduler`) and workers (`dask worker {address} --nthreads 1`)"
        raise UsageError(f"{problem}, or leave the address away for a cluster on this machine") from error
    try:
        client.wait_for_workers(1, timeout=_PATIENCE)
    except TimeoutError as error:
        client.close()
        raise UsageError(f"the scheduler at {address} has no workers: start some (`dask worker {address} --nthreads 1`)") from error
    return client


def _first(waiting: "deque[tuple[_Task, Future]]") -> tuple[_Task, Any]:
    task, future = waiting.popleft()
    return task, future.result()


def _same(value: object) -> object:
    return value


def _seen(parts: Parts, probe: str) -> tuple[str, str | None]:
    """The versions of this process, and the code that it finds told in a place for parts; None where it does not see the place."""
    python = ".".join(map(str, sys.version_info[:2]))
    versions = f"Isnad {kg.__version__} ({code()}), Python {python}, Dask {distributed.__version__}"
    return versions, parts.read(probe)[0]["code"] if parts.has(probe) else None


@cache
def code() -> str:
    """Hash of all that ships: two processes with the same one make the same graph."""
    package = Path(kg.__file__).parent
    files = sorted(path for path in package.rglob("*") if path.suffix in _CODE and "frontend" not in path.parts)
    return digest(*(sha256(path.read_bytes()).hexdigest() for path in files))
