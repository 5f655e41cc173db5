"""Names by any spaCy pipeline that is installed or lies in a folder, one with a transformer as well."""

from collections.abc import Iterator, Sequence
from importlib.metadata import version
from pathlib import Path

import spacy
from spacy.language import Language

from kg.errors import UsageError, how_to_install
from kg.extract.pipeline import PipelineExtractor, load_extractor
from kg.extract.recognised import RecognisedName
from kg.extractors.labels import kind_of, mapped
from kg.extractors.models import fingerprint
from kg.gazetteer import Gazetteer
from kg.identity import digest
from kg.model import Span
from kg.settings import Settings

_SURE = 0.9
"""The confidence of a name: spaCy's recognisers say none."""
_AT_ONCE = 8


class SpacyNames:
    """A recogniser over a spaCy pipeline. Names whose label means none of our classes are left out."""

    name = "spacy"

    def __init__(self, nlp: Language) -> None:
        """Raises UsageError where no label that the pipeline is known to give means one of our classes."""
        labels = [label for pipe in nlp.pipe_names for label in nlp.pipe_labels.get(pipe, ())]
        self.settings = f"{nlp.meta['lang']}_{nlp.meta['name']}-{nlp.meta['version']}"
        if labels and not mapped(labels):
            raise UsageError(f"the spaCy pipeline {self.settings} names nothing that Isnad knows: {', '.join(sorted(set(labels)))}")
        self.version = digest(version("spacy"), fingerprint(nlp.path) if nlp.path else "")
        self._nlp = nlp

    def __call__(self, texts: Sequence[str]) -> Iterator[Sequence[RecognisedName]]:
        """The names of each text."""
        with self._nlp.memory_zone():
            found = [
                [RecognisedName(Span(e.start_char, e.end_char), kind, _SURE) for e in doc.ents if (kind := kind_of(e.label_))]
                for doc in self._nlp.pipe(texts, batch_size=_AT_ONCE)
            ]
        yield from found


def create(model: str, gazetteer: Gazetteer, settings: Settings) -> PipelineExtractor:
    """Our extractor with the names of a spaCy pipeline. Raises UsageError where it cannot be loaded."""
    try:
        nlp = spacy.load(Path(model) if Path(model).is_dir() else model)
    except OSError as error:
        raise UsageError(f"there is no spaCy pipeline {model!r}: install it, or give the folder that it was saved in ({error})") from error
    except (ValueError, ImportError) as error:
        problem = f"the spaCy pipeline {model!r} cannot be loaded ({error})"
        raise UsageError(f"{problem}; one with a transformer needs: {how_to_install('transformer')}") from error
    return load_extractor(gazetteer, SpacyNames(nlp))
