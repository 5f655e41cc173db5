"""How a build is done."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class BuildOptions:
    """How a build is done. Only `gazetteer`, `decisions`, `extractor` and `min_confidence` change what the graph says."""

    workers: int = 1
    """Processes that read."""
    strict: bool = False
    """Stop at the first article that cannot be read."""
    wait: bool = False
    """Wait while another process writes."""
    gazetteer: tuple[Path, ...] | None = ()
    """A user's own gazetteer files, beside the shipped ones; None: as the build before had them, for one worker."""
    decisions: Path | None = None
    """A file of people's decisions that takes the place of the store's own."""
    min_confidence: float | None = None
    """What was read less surely, from 0 to 1, is left out of the graph; None: as in the build before."""
    extractor: str = ""
    """NAME:MODEL of another extractor than the one that ships, see `kg.extractors`."""
    batch: int = 100
    """Articles that are written at once."""
    cluster: str = ""
    """The address of a scheduler whose workers read and compare, "local" for a cluster of this machine; "": no cluster."""
    parts: str = ""
    """A folder or an object store, seen by all workers, for what passes between them; "": a folder in the store."""
    publish_every: float = 30
    """Seconds after which readers see what there is so far, for no more than a twentieth of the time or to make room; 0: at the end."""
