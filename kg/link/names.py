"""Mentions with the names that they stand for."""

from collections.abc import Callable
from dataclasses import dataclass

from kg.arabic import after_preposition, fold, name_words, spelling_key, spelling_words
from kg.gazetteer import Gazetteer
from kg.model import Extraction, Mention, MentionType
from kg.ontology import top

Words = tuple[str, ...]
"""Folded words of a name."""


@dataclass(frozen=True, slots=True)
class Named:
    """A mention with the name it stands for: the article restored where ل took it («لأمم المتحدة» → «الأمم المتحدة»)."""

    mention: Mention
    name: str
    words: Words
    """The name's folded words, compound parts apart («عبد», «الله»)."""
    sort: str
    """The top class of the mention."""
    spelled: Words
    """Of each word what its spellings share."""
    key: str
    """What spellings of the whole name share."""

    @property
    def is_name(self) -> bool:
        """Whether it is a name and no role phrase."""
        return self.mention.type is MentionType.NAME

    @property
    def looked_up(self) -> str:
        """The name as lists have it: hashtags join words with underscores."""
        return self.name.replace("_", " ")


def named_of(text: str, extraction: Extraction, gazetteer: Gazetteer) -> tuple[Named, ...]:
    """The mentions of an extraction, in their order, with their names."""
    elsewhere = _written(text, extraction)

    def is_known(form: str) -> bool:
        return fold(form) in elsewhere or bool(gazetteer.lookup(form, ambiguous=True))

    return tuple(_named(mention, restored(text, mention, is_known)) for mention in extraction.mentions)


def restored(text: str, mention: Mention, is_known: Callable[[str], bool]) -> str:
    """The name as it would stand alone: «الأمم المتحدة» of «للأمم المتحدة», but «لبنان» of «للبنان»."""
    begin = mention.span.begin
    return after_preposition(" ".join(mention.span.of(text).split()), text[begin - 1 : begin] if begin else "", is_known)


def _written(text: str, extraction: Extraction) -> frozenset[str]:
    """Folded names and last words of names that stand in the text without ل before them."""
    spans = (m.span for m in extraction.mentions if m.type is MentionType.NAME and text[m.span.begin - 1 : m.span.begin] != "ل")
    names = {fold(span.of(text)) for span in spans}
    return frozenset(names | {name.split()[-1] for name in names if name})


def _named(mention: Mention, name: str) -> Named:
    return Named(mention, name, name_words(name) or (fold(name),), top(mention.kind), spelling_words(name), spelling_key(name))
