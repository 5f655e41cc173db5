"""What a cluster does for a build: it reads articles ahead of the writer, then it works out the events of all that came."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from uuid import uuid4

from distributed import Future

from kg.change import Recorder
from kg.cluster import LOCAL, Outcome, Task
from kg.cluster.engine import Engine, connected
from kg.cluster.joining import Joining
from kg.cluster.parts import Parts
from kg.cluster.reading import ARTICLES, BEGUN, READ, Work, put, read_part, taken
from kg.errors import StoreError
from kg.identity import digest
from kg.model import Article
from kg.reading import batches


@dataclass(frozen=True, slots=True)
class DaskCrew:
    """A `kg.cluster.Crew`."""

    engine: Engine
    parts: Parts
    key: str
    """Tells parts that were read in one way from others."""
    work: Future
    """A `Work` that the workers have."""
    events: Parts
    """A place that no other build has, for all between reports and events."""

    def read(self, articles: Iterable[Article]) -> Iterator[list[Outcome]]:
        """See `Crew`. Parts that the writer has stored are removed."""
        place = Parts.at(self.parts.address, self.key)
        tasks = ((self.work, place, put(place, batch)) for batch in batches(articles))
        for (_, _, name), _ in self.engine.in_order(read_part, tasks):
            yield list(taken(place, name))
            for folder in (ARTICLES, READ, BEGUN):
                place.clear(f"{folder}/{name}")

    def join(self, recorder: Recorder, tell: Callable[[str], None]) -> None:
        """See `Crew`."""
        Joining(self.events, recorder).join(self.work, self.engine, tell)

    def take_over(self, recorder: Recorder) -> None:
        """See `Crew`."""
        Joining(self.events, recorder).take_over()


@contextmanager
def ready(task: Task) -> Iterator[DaskCrew]:
    """See `kg.cluster.crew`."""
    parts, derivation = Parts.at(task.parts), task.derivation
    events = Parts.at(parts.address, f"events-{uuid4().hex}")
    decisions = [judgement.id for judgement in derivation.judgements.all]
    key = digest(task.store, task.reader, derivation.version, str(task.article_seconds), *decisions)
    work = Work(
        key=key,
        version=derivation.version,
        gazetteer=task.gazetteer,
        judgements=derivation.judgements,
        min_confidence=derivation.min_confidence,
        chosen=task.chosen,
        given=task.given,
        article_seconds=task.article_seconds,
    )
    try:
        with connected(task.address, task.workers) as engine:
            if task.address != LOCAL:
                engine.require(parts)
            yield DaskCrew(engine, parts, key, engine.shared(work), events)
    finally:
        with suppress(StoreError):  # what is left there does no harm: no other build looks at it
            events.clear()
