"""What the learners of events share: annotated articles, read once, and the classifiers that they learn, kept in a folder.

The folder has `whole/NAME.npz`, the classifiers that ship, and `0/NAME.npz` to `4/NAME.npz`, those that have not seen a fifth of the
articles. Nothing is read or learned again as long as what it is made of stays the same: beside what is kept stands a hash of it.
"""

import argparse
import pickle
import shutil
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from hashlib import sha256
from pathlib import Path

import msgspec
from aligned import AlignedArticle, aligned
from apart import read_apart
from corpora import own_articles
from learning import FOLDS, Fit, Folded, LabelledExample, fold_of, folded, packed

import kg
from kg.errors import KgError
from kg.extract import load_extractor
from kg.extract.classifier import load, save
from kg.gazetteer import load as load_gazetteer
from kg.model import Extraction

COMPONENT = "isnad_events"
"""The component that finds events: articles are read up to it."""
PACKAGE = Path(kg.__file__).parent
_LEARNED = frozenset(("models", "calibration.tsv", "weights.tsv", "__pycache__"))
"""What is made here, and decides nothing of what articles are read to before events are looked for in them."""


@dataclass(frozen=True, slots=True)
class Workplace:
    """Folders of annotated articles, of the corpora, and of what is made."""

    folders: Sequence[Path]
    shared: Path
    work: Path

    @classmethod
    def of(cls, description: str | None, arguments: Sequence[str] | None = None) -> "Workplace":
        """The workplace that a command line names."""
        parser = argparse.ArgumentParser(description=description, formatter_class=argparse.RawDescriptionHelpFormatter)
        parser.add_argument("articles", type=Path, nargs="+", help="folders of annotated articles")
        parser.add_argument("--shared", type=Path, default=Path("../shared"), help="folder of the corpora")
        parser.add_argument("--work", type=Path, default=Path(".training/events"), help="folder of what is made")
        given = parser.parse_args(arguments)
        return cls(given.articles, given.shared, given.work)

    def articles(self) -> list[AlignedArticle]:
        """All annotated articles, read up to the component that finds events."""
        paths = [path for folder in self.folders for path in own_articles(folder)]
        key = _hash(_sources(PACKAGE), _contents(paths), _contents(sorted(Path(__file__).parent.glob("aligned.py"))))

        def make(path: Path) -> None:
            path.write_bytes(pickle.dumps(list(aligned(paths, load_extractor(load_gazetteer()), COMPONENT))))

        load_extractor(load_gazetteer())  # declares what documents carry
        found: list[AlignedArticle] = pickle.loads(self._kept("documents.pkl", key, make).read_bytes())  # noqa: S301  # our own
        return found

    def learned(self, name: str, examples: Sequence[LabelledExample], fit: Fit) -> Folded:
        """A classifier, and those of the folds, as they are in their files: packed."""
        rows = (f"{example.article}\t{example.label}\t{example.features}" for example in examples)
        key = _hash([repr(fit)], rows, _contents([Path(__file__).with_name("learning.py")]))

        def make(path: Path) -> None:
            found = folded(examples, fit)
            for fold, classifier in enumerate(found.without):
                of_fold = self.work / str(fold) / f"{name}.npz"
                of_fold.parent.mkdir(parents=True, exist_ok=True)
                save(of_fold, packed(classifier))
            save(path, packed(found.whole))

        self._kept(f"whole/{name}.npz", key, make)
        return self.classifier(name)

    def classifier(self, name: str) -> Folded:
        """A classifier that was learned before."""
        whole, *without = (load(self.work / part / f"{name}.npz") for part in ("whole", *map(str, range(FOLDS))))
        return Folded(whole, tuple(without))

    def readings(self) -> dict[str, Extraction]:
        """What is read in every annotated article by classifiers that have not seen it, as sure as they say, by its identifier.

        Raises KgError for a fold that lacks one of the classifiers that ship: its articles would be read by one that has seen them.
        """
        found: dict[str, Extraction] = {}
        paths = [path for folder in self.folders for path in own_articles(folder)]
        for fold in sorted({fold_of(path.stem) for path in paths}):
            models = self._models(fold)
            key = _hash(_sources(PACKAGE), _contents(models), _contents(paths))
            kept = self._kept(f"readings-{fold}.jsonl", key, partial(self._read_apart, fold, models))
            found |= dict(msgspec.json.decode(line, type=tuple[str, Extraction]) for line in kept.read_bytes().splitlines())
        return found

    def _models(self, fold: int) -> list[Path]:
        """The classifiers of a fold, all that reading takes."""
        models = sorted((self.work / str(fold)).glob("*.npz"))
        shipped = {path.name for path in (PACKAGE / "extract" / "models").glob("*.npz")}
        if lacking := sorted(shipped - {model.name for model in models}):
            raise KgError(f"{self.work / str(fold)} lacks {', '.join(lacking)}; learn what is missing first: `make train-events` does")
        return models

    def _read_apart(self, fold: int, models: Iterable[Path], path: Path) -> None:
        """Read the articles of a fold with a copy of the package that has the classifiers of that fold."""
        copy = self.work / f"package-{fold}"
        for name in ("kg", "ontology", "queries"):
            shutil.copytree(PACKAGE.parent / name, copy / name, dirs_exist_ok=True, ignore=shutil.ignore_patterns("__pycache__"))
        for model in models:
            shutil.copy(model, copy / "kg" / "extract" / "models")
        read_apart(copy, self.folders, fold, path)
        shutil.rmtree(copy)

    def _kept(self, name: str, key: str, make: Callable[[Path], None]) -> Path:
        """A file that is made if it is not there yet, or was made of something else."""
        path, beside = self.work / name, self.work / f"{name}.hash"
        if not path.exists() or not beside.exists() or beside.read_text("utf-8") != key:
            path.parent.mkdir(parents=True, exist_ok=True)
            beside.unlink(missing_ok=True)
            print(f"making {path}", file=sys.stderr, flush=True)
            make(path)
            beside.write_text(key, "utf-8")
        return path


def _sources(package: Path) -> Iterator[str]:
    """What reading is made of, but for what is learned here."""
    parts = (package / name for name in ("extract", "pipeline", "gazetteer", "arabic.py", "calendar.py", "model.py", "ontology.py"))
    files = (path for part in parts for path in sorted([part, *part.rglob("*")]) if path.is_file())
    return _contents(path for path in files if _LEARNED.isdisjoint(path.relative_to(package).parts))


def _contents(paths: Iterable[Path]) -> Iterator[str]:
    for path in paths:
        yield f"{path.name} {sha256(path.read_bytes()).hexdigest()}"
        if path.suffix == ".json":
            yield sha256(path.with_suffix(".txt").read_bytes()).hexdigest()


def _hash(*parts: Iterable[str]) -> str:
    found = sha256()
    for part in parts:
        for row in part:
            found.update(row.encode() + b"\n")
    return found.hexdigest()
