"""Names by a GLiNER model (Zaratiana et al. 2024), which finds names of classes that it is told in words."""

from collections.abc import Iterator, Sequence
from importlib.metadata import version
from pathlib import Path

from gliner import GLiNER

from kg.errors import UsageError
from kg.extract.pipeline import PipelineExtractor, load_extractor
from kg.extract.recognised import RecognisedName
from kg.extractors.labels import NAMED
from kg.extractors.models import fingerprint
from kg.extractors.stretches import stretches
from kg.gazetteer import Gazetteer
from kg.identity import digest
from kg.model import Span
from kg.ontology import labels
from kg.settings import Settings

_THRESHOLD = 0.5
"""How likely a name must be; GLiNER's own default."""
_AT_ONCE = 8


class GlinerNames:
    """A recogniser over a GLiNER model, asked for the classes of our ontology by their English labels."""

    name = "gliner"

    def __init__(self, model: GLiNER, name: str) -> None:
        folder = Path(name)
        self.settings = folder.name if folder.is_dir() else name
        self.version = digest(version("gliner"), fingerprint(folder) if folder.is_dir() else name, str(_THRESHOLD))
        self._model = model
        self._kinds = {labels()[kind]["en"].lower(): kind for kind in NAMED if kind not in ("Organisation", "Place")}
        self._kinds["organisation"] = "Organisation"

    def __call__(self, texts: Sequence[str]) -> Iterator[Sequence[RecognisedName]]:
        """The names of each text, read a few sentences at a time."""
        pieces = [(index, piece) for index, text in enumerate(texts) for piece in stretches(text)]
        found: list[list[RecognisedName]] = [[] for _ in texts]
        parts = [piece.of(texts[index]) for index, piece in pieces]
        answers = self._model.inference(parts, list(self._kinds), threshold=_THRESHOLD, batch_size=_AT_ONCE) if parts else []
        for (index, piece), names in zip(pieces, answers, strict=True):
            for name in names:
                span = Span(piece.begin + int(name["start"]), piece.begin + int(name["end"]))
                found[index].append(RecognisedName(span, self._kinds[name["label"]], float(name["score"])))
        yield from found


def create(model: str, gazetteer: Gazetteer, settings: Settings) -> PipelineExtractor:
    """Our extractor with the names of a GLiNER model. Raises UsageError where it cannot be loaded."""
    try:
        loaded = GLiNER.from_pretrained(model)
    except (OSError, ValueError) as error:
        raise UsageError(f"the GLiNER model {model!r} cannot be loaded: {error}") from error
    return load_extractor(gazetteer, GlinerNames(loaded, model))
