"""What every request needs: the settings, the saved queries, and the workers that ask the graph."""

from dataclasses import dataclass

from kg.ontology import Instances
from kg.public import as_shown
from kg.queries import Most, SavedQueries, Term, Wanted, rows
from kg.resources import resource
from kg.settings import Settings
from kg.store import StoreFolder
from kg.web.answering.caching import Answers
from kg.web.pages.asking import Asking
from kg.workers import Dumps, Limits, Place, Pool, Question, Writing


@dataclass(frozen=True, slots=True)
class Context:
    """Handed to every view. No view opens a store: what it shows is asked of the pool."""

    settings: Settings
    queries: SavedQueries
    pool: Pool
    writing: Writing
    dumps: Dumps
    answers: Answers
    asking: Asking

    @property
    def instances(self) -> Instances:
        """The IRIs of the store that is there now."""
        return Instances(StoreFolder(self.settings.store).base())

    def select(self, text: str) -> list[dict[str, Term]]:
        """The rows of a SELECT of ours; a variable that is unbound is left out. Raises as `Pool.ask` does."""
        return rows(self.pool.ask(Question(text, wanted=Wanted("json"))).body)


def make_context(settings: Settings) -> Context:
    """Workers start with the first question. Raises UsageError where there is no folder of saved queries, and where strangers
    could write.
    """
    settings = as_shown(settings)
    bounds = limits(settings)
    pool = Pool(settings.store, bounds)
    queries = SavedQueries(settings.queries or resource("queries"), pool.load)  # to check one may hang or crash a process
    writing = Writing(Place(settings.store, settings.base, bounds.services), bounds)
    answers = Answers(settings.cache << 20)
    return Context(settings, queries, pool, writing, Dumps(settings.store), answers, Asking(pool, settings.store))


def limits(settings: Settings) -> Limits:
    """How far queries may go."""
    return Limits(
        workers=settings.workers,
        seconds=settings.time_limit,
        memory=settings.memory << 20,
        answer=Most(settings.answer_size << 20, settings.rows),
        waiting=settings.waiting,
        services=words(settings.service_hosts),
    )


def words(setting: str) -> tuple[str, ...]:
    """What a setting of several words names; nothing for "none"."""
    return () if setting.strip() == "none" else tuple(setting.split())
