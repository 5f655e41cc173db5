"""The nouns of Isnad: what the stages hand to each other. Read this first.

Everything here is frozen data without behaviour, made of the standard library only, so that it can be compared, hashed,
sent to another process and stored. Offsets count code points of the article's text as stored; the end is exclusive.
Classes and properties of the ontology are named by their local names ("ArmedGroup", "place").

    Article ──extract──► Extraction (Mention, Event, Relation; each with Facts) ──link──► LinkedArticle (Entity, Link)
            ──resolve──► Report, Match ──summarise──► EventSummary, EntitySummary ──describe──► quads
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A stretch of an article's text: code points, end exclusive."""

    begin: int
    end: int

    def of(self, text: str) -> str:
        """The words that the span covers in `text`."""
        return text[self.begin : self.end]

    def overlaps(self, other: "Span") -> bool:
        """Whether the two share at least one character."""
        return self.begin < other.end and other.begin < self.end


@dataclass(frozen=True, slots=True)
class Article:
    """One news article as it was given. `text` is never changed: every offset counts in it."""

    id: str
    text: str
    title: str
    sha256: str
    """Hash of the input's bytes: the file's, or the line's of a JSON lines file."""
    issued: str | None = None
    """Day of publication, YYYY-MM-DD."""
    publisher: str | None = None
    url: str | None = None
    retrieved: str | None = None
    """Day of retrieval, YYYY-MM-DD."""
    archived: str | None = None
    """IRI of an archived copy."""
    language: str = "ar"


class MentionType(StrEnum):
    """How a mention names its entity."""

    NAME = "name"
    ROLE = "role"
    """A role phrase that stands for a person named elsewhere in the article («الرئيس الروسي»)."""


@dataclass(frozen=True, slots=True)
class Mention:
    """Words that name an organisation, a person or a place; clitics lie outside the span."""

    span: Span
    kind: str
    """Most specific class that the words support, e.g. "ArmedGroup"."""
    confidence: float
    type: MentionType = MentionType.NAME


class ValueType(StrEnum):
    """What a fact's value is."""

    MENTION = "mention"
    """Index into `Extraction.mentions`."""
    EVENT = "event"
    """Index into `Extraction.events`."""
    TERM = "term"
    """Local name of an individual of the ontology: "Foiled", "Civilians"."""
    DATE = "date"
    """YYYY, YYYY-MM or YYYY-MM-DD: as exact as the text allows."""
    NUMBER = "number"
    WORDS = "words"
    """As written."""


@dataclass(frozen=True, slots=True)
class Value:
    """The object of a fact; `type` says how to read `value`."""

    type: ValueType
    value: int | str


@dataclass(frozen=True, slots=True)
class Figure:
    """How a number of people is to be understood."""

    qualifier: str
    """"Exactly", "AtLeast", "AtMost" or "About"."""
    scope: str
    """"Whole" (the event's total) or "Part" (some of them)."""
    counted: Span | None = None
    """Who is counted, as written."""
    corrects: bool = False
    """Whether it is told to take the place of greater ones («تراجعت الحصيلة إلى 84»): for summaries; the graph has no word for it."""


@dataclass(frozen=True, slots=True)
class Fact:
    """One reading of one property, with the words it was read from. Becomes a triple and its claim."""

    property: str
    value: Value
    evidence: Span
    confidence: float
    attribution: Span | None = None
    """The source as written, whenever the text attributes the fact."""
    said_by: int | None = None
    """Index of the mention that names that source."""
    figure: Figure | None = None
    """On killed, injured and arrested."""
    role: Span | None = None
    """On affiliatedWith: the role as written."""
    former: bool = False
    """On affiliatedWith: the text says that it is past."""
    decided_by: str | None = None
    """The person who said that it is so, whatever was read."""


@dataclass(frozen=True, slots=True)
class Event:
    """An incident, a meeting or a statement as one article reports it.

    Properties of `facts`: date, place (most specific first: the first is `kg:location`), status (never "Occurred"),
    subEventOf, agent, perpetrator, claimedBy, accused, deniedBy, target, agentType, targetType, killed, injured, arrested,
    weapon, participant, speaker, about.
    """

    kind: str
    triggers: tuple[Span, ...]
    """The words that name it, in the order of the text; never empty."""
    facts: tuple[Fact, ...] = ()
    date_text: Span | None = None
    speech_act: str | None = None
    """On statements: "Say", "Warn", "Accuse", "Deny", "Condemn" or "Call"."""
    quote: Span | None = None
    confidence: float = 0.5
    """How surely the triggers report such an event, 0 to 1."""


@dataclass(frozen=True, slots=True)
class Relation:
    """A lasting relation of a named entity: affiliatedWith, country, partOf or locatedIn."""

    subject: int
    """Index of a mention of the subject."""
    fact: Fact


@dataclass(frozen=True, slots=True)
class Reader:
    """The software that read an article. `settings` are those that change what is read."""

    name: str
    version: str
    settings: str = ""


@dataclass(frozen=True, slots=True)
class Extraction:
    """All that one reader read out of one article."""

    reader: Reader
    mentions: tuple[Mention, ...] = ()
    """In the order of the text, without overlaps."""
    events: tuple[Event, ...] = ()
    relations: tuple[Relation, ...] = ()


@dataclass(frozen=True, slots=True)
class Link:
    """Which entity a mention names, how surely, and why."""

    entity: str
    score: float
    reason: str


@dataclass(frozen=True, slots=True)
class Entity:
    """An organisation, person or place as one article shows it."""

    id: str
    """The last part of its IRI: a QID, gnNUMBER or a hash."""
    kind: str
    names: tuple[str, ...] = ()
    """Forms met in the article, without clitics, the article restored («الأمم المتحدة»); sorted, without repeats."""
    same_as: tuple[str, ...] = ()
    """IRIs in Wikidata and GeoNames."""


@dataclass(frozen=True, slots=True)
class LinkedArticle:
    """An article, what was read in it, and which entities its mentions name."""

    article: Article
    extraction: Extraction
    entities: tuple[Entity, ...]
    """Sorted by id."""
    links: tuple[Link | None, ...]
    """One for each mention; None where it stays unresolved, and facts that need it are left out."""
    publisher: str | None = None
    """Id of the publisher's entity, which is among `entities`."""


@dataclass(frozen=True, slots=True)
class ReportedFigure:
    """A figure of a report: property "killed", "injured" or "arrested"."""

    property: str
    value: int
    qualifier: str
    scope: str
    corrects: bool = False
    """Whether it is told to take the place of greater ones."""


@dataclass(frozen=True, slots=True)
class UnlistedEntity:
    """An entity that no gazetteer knows, as one article shows it."""

    id: str
    name: str
    """Its longest form in the article."""
    kind: str


@dataclass(frozen=True, slots=True)
class Report:
    """An event as one article reports it, reduced to what resolution and summary compare.

    Entities stand as ids; days as YYYY-MM-DD.
    """

    id: str
    """The report's own event id."""
    article: str
    issued: str | None
    publisher: str | None
    """Id of the publisher's entity."""
    kind: str
    status: str
    dates: tuple[str, ...] = ()
    """YYYY, YYYY-MM or YYYY-MM-DD, as read, sorted."""
    places: tuple[str, ...] = ()
    """Most specific first; the first is the location."""
    participants: tuple[str, ...] = ()
    """Who acts, claims, is accused, is the target, takes part or speaks; sorted."""
    figures: tuple[ReportedFigure, ...] = ()
    triggers: tuple[str, ...] = ()
    """The trigger words, folded, sorted."""
    targets: tuple[str, ...] = ()
    """The participants that it is done to; sorted."""
    rivals: int = 0
    """How many other events of its family its article has at no other time and place: when and where do not tell them apart."""
    unlisted: tuple[UnlistedEntity, ...] = ()
    """Its places, participants and what is named nearby that the gazetteer lacks, as its article shows them; sorted by id."""
    nearby: tuple[str, ...] = ()
    """Entities named near the triggers that are neither its places nor its participants; sorted."""
    words: tuple[str, ...] = ()
    """Stems of rare words near the triggers; sorted."""
    quarters: tuple[str, ...] = ()
    """Stems of the quarters of a town that are named near the triggers («حي الكرادة»), places of the gazetteer or not; sorted."""
    leading: bool = False
    """Whether its article begins with it: what is reported there without a date happened shortly before."""
    origins: tuple[str, ...] = ()
    """Entities that it goes back to: its publisher, agencies that it credits, whoever it has everything from; sorted."""
    text_sketch: bytes = b""
    """Of its article's text, by which copies are known; empty where that is very short, or it is no incident."""
    telling_sketch: bytes = b""
    """Of the sentences that tell of it; likewise."""


class Decision(StrEnum):
    """Whether two reports are of one event."""

    SAME = "Same"
    DIFFERENT = "Different"
    NEAR = "Near"
    """Not held to be the same, but near enough for a person to look at."""


@dataclass(frozen=True, slots=True)
class Tie:
    """What grouping needs of a `Match` that found two reports to be of one event: all but the words for it."""

    left: str
    right: str
    score: float
    decision: Decision
    decided_by: str | None = None


@dataclass(frozen=True, slots=True)
class Match:
    """Why two reports were or were not held to be the same; `left` < `right` are report ids."""

    left: str
    right: str
    score: float
    decision: Decision
    reason_ar: str
    reason_en: str
    decided_by: str | None = None
    """The person whose judgement it is, where it is not the program's."""


@dataclass(frozen=True, slots=True)
class Toll:
    """Least, latest and greatest whole total of one property over all reports."""

    property: str
    low: int
    best: int
    high: int


@dataclass(frozen=True, slots=True)
class EventSummary:
    """One value of each kind for an event node, worked out over all its reports."""

    id: str
    label_ar: str
    label_en: str
    kind: str
    status: str
    earliest: str | None
    latest: str | None
    main_place: str | None
    tolls: tuple[Toll, ...]
    reports: int
    independent_sources: int


@dataclass(frozen=True, slots=True)
class EntitySummary:
    """One label a language and one class for an entity node, worked out over all articles that name it."""

    id: str
    label_ar: str
    label_en: str | None
    kind: str


@dataclass(frozen=True, slots=True)
class Naming:
    """How one article names one entity: the form, the class it gives it, and how often."""

    article: str
    entity: str
    name: str
    kind: str
    count: int


@dataclass(frozen=True, slots=True)
class Named:
    """How all articles together name one entity: in how many of them each is met."""

    articles: int = 0
    names: Mapping[str, int] = field(default_factory=dict)
    longest: Mapping[str, int] = field(default_factory=dict)
    """Names that are the longest of their article; of as long ones the first by code point."""
    kinds: Mapping[str, int] = field(default_factory=dict)
    """The classes that they give it."""


@dataclass(frozen=True, slots=True)
class NamePeriod:
    """When a thing bore one of its names: from `first` to `last`, both included; None where that end is open or unknown."""

    name: str
    first: str | None
    """An ISO date of a day, a month or a year."""
    last: str | None

    def covers(self, day: str) -> bool:
        """Whether the name was borne on an ISO day; a month or year as a bound holds all its days."""
        began = self.first is None or self.first <= day[: len(self.first)]
        return began and (self.last is None or day[: len(self.last)] <= self.last)


@dataclass(frozen=True, slots=True)
class GazetteerEntry:
    """A thing that Isnad knows before it reads. Ids are entity ids; `country` and `parent` are ids of other entries."""

    id: str
    kind: str
    label_ar: str
    label_en: str
    aliases: tuple[str, ...] = ()
    """Other names in any script, besides the two labels."""
    ambiguous: tuple[str, ...] = ()
    """Other names that are common words too («القاعدة», «الشباب») or mean several things: they need context."""
    adjectives: tuple[str, ...] = ()
    """On countries and groups: masculine forms without the article («روسي»)."""
    roles: tuple[str, ...] = ()
    """On people: role phrases that stand for them when they are named elsewhere («الرئيس الروسي»)."""
    country: str | None = None
    parent: str | None = None
    """On organisations what they are part of, on places what contains them."""
    latitude: str | None = None
    """Decimal degrees as a canonical xsd:decimal."""
    longitude: str | None = None
    same_as: tuple[str, ...] = ()
    periods: tuple[NamePeriod, ...] = ()
    """When it bore those of its names that it has not always had."""
    codes: tuple[str, ...] = ()
    """ISO 3166-1 on countries («IQ»), GeoNames' codes of first-order divisions on provinces («IQ.15»)."""
    population: int | None = None
    """On settlements, by GeoNames; 0 where GeoNames has none, None where nothing is known of it."""
