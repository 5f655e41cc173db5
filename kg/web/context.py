"""What every request needs: the settings, the saved queries, and the workers that ask the graph."""

from dataclasses import dataclass

from kg.address import Address, is_address
from kg.errors import UsageError
from kg.ontology import Instances
from kg.public import as_shown
from kg.queries import Most, SavedQueries, Term, Wanted, rows
from kg.remote import Remote
from kg.resources import resource
from kg.settings import Settings
from kg.web.answering.caching import Answers
from kg.web.pages.asking import Asking, instances_of
from kg.workers import Dumps, Limits, Place, Pool, Question, Source, Writing


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
        return instances_of(self.pool.source)

    def select(self, text: str) -> list[dict[str, Term]]:
        """The rows of a SELECT of ours; a variable that is unbound is left out. Raises as `Pool.ask` does."""
        return rows(self.pool.ask(Question(text, wanted=Wanted("json"))).body)


def make_context(settings: Settings) -> Context:
    """Workers start with the first question. Raises UsageError where there is no folder of saved queries, and where strangers
    could write.
    """
    settings = as_shown(settings)
    bounds = limits(settings)
    pool = Pool(source_of(settings), bounds)
    queries = SavedQueries(settings.queries or resource("queries"), pool.load)  # to check one may hang or crash a process
    writing = Writing(Place(settings.store, settings.base, bounds.services), bounds)
    answers = Answers(settings.cache << 20)
    return Context(settings, queries, pool, writing, Dumps(settings.store), answers, Asking(pool))


def source_of(settings: Settings) -> Source:
    """What is asked: the store's folder, or the store at an address. Raises UsageError for what goes with a folder alone."""
    if not is_address(settings.store):
        return settings.store
    for name, is_set, why in (
        ("write_token", settings.write_token != "none", "is written by `kg publish` alone"),  # noqa: S105  # the setting's name for no token
        ("service_hosts", settings.service_hosts != "none", "would ask other hosts itself"),
        ("public", bool(settings.public), "shows what was published there: publish it with --public"),
    ):
        if is_set:
            raise UsageError(f"leave out the setting {name}: the store at {settings.store} {why}")
    return Remote.of(Address.of(str(settings.store)), settings)


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
