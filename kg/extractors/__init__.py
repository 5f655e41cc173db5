"""Other extractors than the one that ships, each chosen by name and none of them needed.

    spacy:MODEL    names by any spaCy pipeline, transformers among them; the rest of our reading stays
    gliner:MODEL   names by a GLiNER model; the rest of our reading stays
    llm:MODEL      everything by a language model behind an OpenAI-compatible address

Their modules, and what these need, are imported when one is chosen.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from importlib import import_module
from typing import Protocol, runtime_checkable

from kg.errors import UsageError, how_to_install
from kg.extract import Extractor
from kg.extractors.llm.spending import Estimate
from kg.gazetteer import Gazetteer
from kg.model import Article
from kg.settings import Settings

OWN = "isnad"
"""The extractor that ships."""


@dataclass(frozen=True, slots=True)
class Door:
    """Where an optional extractor is, and what it needs."""

    place: str
    """Module and function: the function makes an extractor of a model's name, a gazetteer and the settings."""
    needs: tuple[str, ...]
    """Packages that are imported for it, beside those that Isnad needs anyway."""
    extra: str
    """The extra of our own package that brings them."""
    is_priced: bool = False
    """Whether reading may cost money: see `kg.extractors.llm`."""


DOORS = {
    "spacy": Door("kg.extractors.spacy_names:create", (), "transformer"),
    "gliner": Door("kg.extractors.gliner_names:create", ("gliner", "torch"), "gliner"),
    "llm": Door("kg.extractors.llm.extractor:create", ("openai", "pyrate_limiter"), "llm", is_priced=True),
}


@runtime_checkable
class PricedExtractor(Extractor, Protocol):
    """An extractor that may cost money."""

    def estimate(self, articles: Iterable[Article]) -> Estimate:
        """What reading articles will take."""
        ...


@runtime_checkable
class NotingExtractor(Extractor, Protocol):
    """An extractor that has something to say of what it did as a whole."""

    def notes(self) -> tuple[str, ...]:
        """What the user should know."""
        ...


_Create = Callable[[str, Gazetteer, Settings], Extractor]


@dataclass(frozen=True, slots=True)
class Choice:
    """An optional extractor and its model, as a user names them."""

    name: str
    model: str

    @property
    def door(self) -> Door:
        """Where it is."""
        return DOORS[self.name]


def choice(written: str) -> Choice | None:
    """The extractor that `NAME:MODEL` names; None for the one that ships (`isnad`, or nothing).

    Raises UsageError where there is no such extractor, or no model is given.

    >>> choice("gliner:models/arabic")
    Choice(name='gliner', model='models/arabic')
    """
    name, _, model = written.strip().partition(":")
    if name in ("", OWN) and not model:
        return None
    if name not in DOORS:
        raise UsageError(f"there is no extractor {name!r}; there are {OWN}, {', '.join(f'{known}:MODEL' for known in DOORS)}")
    if not model.strip():
        raise UsageError(f"which model? Write {name}:MODEL")
    return Choice(name, model.strip())


def load_chosen(chosen: Choice, gazetteer: Gazetteer, settings: Settings) -> Extractor:
    """The extractor, with its model loaded.

    Raises UsageError where a package or the model is not there, or a setting is missing; the message says what to do.
    """
    module, function = chosen.door.place.split(":")
    try:
        create: _Create = getattr(import_module(module), function)
    except ModuleNotFoundError as error:
        if (error.name or "").split(".")[0] not in chosen.door.needs:
            raise
        problem = f"the extractor {chosen.name!r} needs the package {error.name}"
        raise UsageError(f"{problem}: {how_to_install(chosen.door.extra)}") from error
    return create(chosen.model, gazetteer, settings)
