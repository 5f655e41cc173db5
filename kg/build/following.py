"""What changes a store without reading: decisions that people took, and articles that are taken back."""

from collections.abc import Callable, Sequence
from dataclasses import asdict, replace
from pathlib import Path

from kg.build.options import BuildOptions
from kg.build.run import Run
from kg.build.summary import BuildSummary, Progress, Removal
from kg.extractions import article_key
from kg.extractors.llm.kept import forget
from kg.public import PublicStore
from kg.settings import Settings
from kg.store import StoreFolder
from kg.tombstones import erase, leave
from kg.writer import open_writer


def follow(
    settings: Settings,
    decisions: Path | None = None,
    *,
    min_confidence: float | None = None,
    wait: bool = False,
    progress: Callable[[Progress], None] = lambda progress: None,
) -> BuildSummary:
    """Follows what people decided since the last build, and reads nothing: names are linked by the gazetteer of that build.

    `decisions` is a file that takes the place of the store's own; `min_confidence` is as in the options of a build. Raises
    StoreMissing where there is no store, StoreLocked, StoreError, DecisionError, UsageError.
    """
    folder = StoreFolder(settings.store)
    folder.require()
    with open_writer(folder, settings.base, decisions=decisions, wait=wait, min_confidence=min_confidence) as writer:
        run = Run(writer, BuildOptions(), lambda error: None, progress)
        writer.catch_up(run.relinked)
        summary = run.finish()
        folder.log({"command": "build", "paths": [], **asdict(summary)})
    return summary


def remove(identifiers: Sequence[str], settings: Settings, *, wait: bool = False, reason: str = "", erased: bool = False) -> Removal:
    """Takes articles back: the graph is then as if they had never been read.

    What is left is that they were there, with `reason`; not even that where they are `erased`, now or after they went.
    Names are linked by the gazetteer of the last build. Raises StoreMissing where there is no store, StoreLocked, StoreError.
    """
    folder = StoreFolder(settings.store)
    folder.require()
    with open_writer(folder, settings.base, wait=wait) as writer:
        run = Run(writer, BuildOptions(), lambda error: None, lambda progress: None)
        keys = dict.fromkeys(map(article_key, identifiers))
        there = [key for key in keys if writer.extractions.known(key)]
        if erased:
            known = erase(folder.path, keys)
            writer.extractions.set_meta("published", "no")  # else a snapshot that has the tombstone might stay
        else:
            known = frozenset()
            leave(folder.path, there, reason)
        writer.remove(there)
        forget(settings.store, there)
        writer.catch_up()  # afterwards: a live graph that is made again never holds them
        run.summary = replace(run.summary, removed=len(there))
        summary = run.finish()
        folder.log({"command": "remove", **asdict(summary)})
    public = PublicStore(settings.store)
    if public.is_there():
        public.refresh()
    return Removal(summary, tuple(key for key in keys if key not in there and key not in known))
