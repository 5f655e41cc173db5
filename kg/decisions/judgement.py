"""The nouns of a person's judgement: what is decided, about which words of which article, and which decisions hold."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from hashlib import sha256

from kg.model import Span, ValueType

Said = int | str | Span
"""A value as a decision states it: a number; a term, date or words; or the words that name an entity or event."""

KIND, ACT = "class", "speechAct"
"""What an event has that is no fact with a claim, but can be decided: its class, and what a statement does."""
RELATIONS = ("affiliatedWith", "country", "partOf", "locatedIn")
"""Properties whose anchor is a name; those of all others are an event's."""
NAMED = ("place", "agent", "perpetrator", "claimedBy", "accused", "deniedBy", "target", "participant", "speaker", *RELATIONS)
"""Properties whose value is words that name an entity."""
COUNTED = ("killed", "injured", "arrested")
TERMS: Mapping[str, frozenset[str]] = {
    "status": frozenset("Occurred Foiled Planned Denied".split()),
    ACT: frozenset("Say Warn Accuse Deny Condemn Call".split()),
    **dict.fromkeys(
        ("agentType", "targetType"),
        frozenset(
            "Military Police Government ArmedGroupMembers Civilians Religious Media Aid Education Business Infrastructure"
            " Peacekeepers Individual Criminals Rioters UnknownActor".split()
        ),
    ),
}
"""Properties whose value is a term, and the terms that it can be."""
QUALIFIERS, SCOPES = ("Exactly", "AtLeast", "AtMost", "About"), ("Whole", "Part")
TYPES: Mapping[str, ValueType] = {
    **dict.fromkeys(NAMED, ValueType.MENTION),
    **dict.fromkeys(COUNTED, ValueType.NUMBER),
    **dict.fromkeys((*TERMS, KIND), ValueType.TERM),
    "date": ValueType.DATE,
    "weapon": ValueType.WORDS,
    "about": ValueType.MENTION,
    "subEventOf": ValueType.EVENT,
}
"""Every property that can be decided, with what its values are; an `about` can be an event too."""


class Verdict(StrEnum):
    """What a person says."""

    SAME = "same"
    """Two reports are of one event."""
    DIFFERENT = "different"
    ACCEPT = "accept"
    """A fact, or an event, is right as it was read."""
    REJECT = "reject"
    EDIT = "edit"
    """A fact has another value."""


PAIRS = (Verdict.SAME, Verdict.DIFFERENT)


@dataclass(frozen=True, slots=True)
class Anchor:
    """Words of an article that stand for the event they report, or for the entity they name.

    They say nothing about how the program read them: so decisions outlive every change of it.
    """

    article: str
    """The article's identifier in NFC."""
    text: str
    """Hash of its text, as `text_hash` gives it."""
    span: Span
    """A trigger of the event, the first one if possible; else the name."""
    sort: str | None = None
    """Of an event: Incident, Meeting or Statement. None for a name."""
    ordinal: int = 0
    """Which of the events of that sort that have that trigger, counted from 0."""


def text_hash(text: str) -> str:
    """SHA-256 of a text in UTF-8, in hex: as `sha256sum` has it for a file of that text."""
    return sha256(text.encode("utf-8")).hexdigest()


@dataclass(frozen=True, slots=True)
class Judgement:
    """One decision of a person. Without `verdict` it only takes back another one."""

    id: str
    """Hash of all the rest."""
    who: str
    when: str
    """ISO 8601, with the offset from UTC: of two that contradict each other the later one holds."""
    verdict: Verdict | None
    anchor: Anchor | None
    """None only without a verdict."""
    other: Anchor | None = None
    """On same and different: the second event."""
    property: str | None = None
    """The fact's; None where the whole event is meant."""
    value: Said | None = None
    """The fact's, as it was read; None where it has one value only, or none yet."""
    to: Said | None = None
    """On edit: the value that it has in truth."""
    qualifier: str | None = None
    """On edit of a figure."""
    scope: str | None = None
    """On edit of a figure."""
    reason: str = ""
    undoes: str | None = None
    """Id of an earlier decision that holds no more."""

    def anchors(self) -> tuple[Anchor, ...]:
        """The words that it is about."""
        return tuple(anchor for anchor in (self.anchor, self.other) if anchor)


@dataclass(frozen=True, slots=True)
class Judgements:
    """The decisions that hold, the later ones last."""

    all: tuple[Judgement, ...] = ()
    _by_article: dict[str, list[Judgement]] = field(init=False, repr=False, compare=False, default_factory=dict)

    _by_id: dict[str, Judgement] = field(init=False, repr=False, compare=False, default_factory=dict)

    _rank: dict[str, int] = field(init=False, repr=False, compare=False, default_factory=dict)

    def __post_init__(self) -> None:
        self._rank.update((judgement.id, number) for number, judgement in enumerate(self.all))
        self._by_id.update((judgement.id, judgement) for judgement in self.all)
        for judgement in self.all:
            for article in {anchor.article for anchor in judgement.anchors()}:
                self._by_article.setdefault(article, []).append(judgement)

    def __bool__(self) -> bool:
        return bool(self.all)

    def articles(self) -> Iterable[str]:
        """The articles that something is decided about."""
        return self._by_article.keys()

    def get(self, identifier: str) -> Judgement | None:
        """A decision by its id."""
        return self._by_id.get(identifier)

    def in_order(self, identifiers: Iterable[str]) -> list[Judgement]:
        """Some of them by their ids, the later ones last; ids of others are passed over."""
        return sorted((self._by_id[each] for each in identifiers if each in self._by_id), key=lambda each: self._rank[each.id])

    def of(self, article: str) -> tuple[Judgement, ...]:
        """The decisions about an article, by its identifier in NFC."""
        return tuple(self._by_article.get(article, ()))
