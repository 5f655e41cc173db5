"""A build whose articles are read, and whose events are worked out, by a cluster.

The store shows readers nothing before the events of all that came are worked out. Where it ends early, what was read by then is in the
store; the same command goes on from there, and so does a build without a cluster.
"""

import json
from collections.abc import Iterable
from dataclasses import replace
from uuid import uuid4

from kg.build.options import BuildOptions
from kg.build.run import Run
from kg.build.summary import BuildSummary
from kg.change import UNRESOLVED
from kg.cluster import LOCAL, Crew, Task, crew
from kg.errors import ArticleError, ExtractorUnavailable, UsageError
from kg.extract import Extractor
from kg.extractions import Extractions
from kg.extractors import Choice
from kg.model import Article
from kg.reading import WorkerLost


def clustered(options: BuildOptions, chosen: Choice | None) -> BuildOptions:
    """The options as they are for a cluster. Raises UsageError where they do not fit one."""
    if not options.cluster:
        raise UsageError("--parts is where what passes between the machines of a cluster lies: give --cluster too")
    if chosen and chosen.door.is_priced:
        raise UsageError("a language model is asked by one process, several articles at once (llm_parallel): leave --cluster away")
    if options.cluster != LOCAL and options.workers > 1:
        raise UsageError(f"how many work at {options.cluster} is up to that cluster: leave --workers away")
    return replace(options, publish_every=0)


def spread(
    run: Run, unread: Iterable[Article], reader: str, chosen: Choice | None, given: Extractor | None, seconds: int
) -> tuple[BaseException | None, BuildSummary]:
    """Reads `unread`, and articles of the store that another reader than `reader` read. Returns what stopped it, if anything did.

    `seconds` is the setting `article_seconds`.
    """
    writer, options = run.writer, run.options
    files: dict[str, str] = json.loads(writer.extractions.meta("gazetteer") or "{}")
    task = Task(
        address=options.cluster,
        workers=options.workers,
        parts=options.parts or str(writer.folder.path / "parts"),
        store=_name(writer.extractions),
        reader=reader,
        derivation=writer.derivation,
        gazetteer=tuple(files.values()),
        chosen=chosen,
        given=given,
        article_seconds=seconds,
    )
    with crew(task) as workers:
        stopped = _read(run, unread, workers) or _read(run, run.outdated(reader), workers)
        if stopped is None or isinstance(stopped, ArticleError):
            stopped = _resolve(run, workers) or stopped
    if writer.extractions.pending(UNRESOLVED, 1):
        with run.interrupts.held():
            return stopped, run.totals()
    return stopped, run.finish()


def _name(extractions: Extractions) -> str:
    """The name of a store among those whose parts lie in one place: it is made once, so that a build finds what the one before left."""
    if not extractions.meta("parts"):
        extractions.set_meta("parts", uuid4().hex)
    return str(extractions.meta("parts"))


def _read(run: Run, articles: Iterable[Article], workers: Crew) -> BaseException | None:
    try:
        for outcomes in workers.read(articles):
            run.store([outcome for outcome in outcomes if not isinstance(outcome, ArticleError)])
            for outcome in outcomes:
                if isinstance(outcome, ArticleError):
                    run.fault(outcome)
            run.interrupts.heed()
    except (KeyboardInterrupt, ArticleError, ExtractorUnavailable, WorkerLost) as error:
        if run.interrupts.again:
            raise
        return error
    return None


def _resolve(run: Run, workers: Crew) -> BaseException | None:
    if not run.writer.extractions.pending(UNRESOLVED, 1):
        return None
    recorder = run.writer.recorder()
    try:
        workers.join(recorder, run.tell)
    except (KeyboardInterrupt, WorkerLost) as error:
        if run.interrupts.again:
            raise
        return error
    with run.interrupts.held():
        workers.take_over(recorder)
        run.writer.catch_up()
    return None
