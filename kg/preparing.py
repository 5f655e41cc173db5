"""What follows from an article by itself, worked out in the process that read it."""

from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from kg.change import Derivation, Prepared
from kg.decisions import Judgements
from kg.errors import GazetteerError
from kg.model import Article, Extraction
from kg.reading import gazetteer_of


@dataclass(frozen=True, slots=True)
class Preparation:
    """Does what a derivation does, in another process than that has it; the gazetteer is loaded there from its files."""

    gazetteer: tuple[Path, ...]
    gazetteer_version: str
    version: str
    judgements: Judgements = field(compare=False)
    """Not compared, for that is done with each article: a process that reads is given one preparation only."""
    min_confidence: float

    @classmethod
    def like(cls, derivation: Derivation, gazetteer: tuple[Path, ...]) -> "Preparation":
        """That of a derivation whose gazetteer has these files."""
        return cls(gazetteer, derivation.gazetteer.version, derivation.version, derivation.judgements, derivation.min_confidence)

    def __call__(self, article: Article, extraction: Extraction) -> Prepared:
        """What follows from an article. Raises GazetteerError where the files are no more what the derivation has."""
        return _derivation(self).prepared(article, extraction)


@lru_cache(maxsize=1)
def _derivation(preparation: Preparation) -> Derivation:
    gazetteer = gazetteer_of(preparation.gazetteer)
    if gazetteer.version != preparation.gazetteer_version:
        names = ", ".join(map(str, preparation.gazetteer))
        raise GazetteerError(f"{names}: changed while articles were read; run the same command again")
    return Derivation(gazetteer, preparation.version, preparation.judgements, preparation.min_confidence)
