"""The page of one article: its text with all that was read in it in place, and beside it the facts, each at its words."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from kg.incidents import Named
from kg.model import Span
from kg.ontology import ancestors
from kg.queries import GRAPHS, NamedNode
from kg.web.context import Context
from kg.web.pages.cutting import Piece, cut
from kg.web.pages.rendering import render
from kg.web.pages.rows import Row, literal, local, named, number, text
from kg.web.pages.showing import family

_LONGEST = 300_000
"""Code points of an article that a page shows."""
_MOST = 2_000
"""Mentions and claims that a page shows, of each."""
_COLOURED = ("Attack", "Clash", "SecurityOperation", "Arrest", "Threat", "Meeting", "Statement", "Organisation", "Person", "Place")
"""A class of each colour."""


@dataclass(frozen=True, slots=True)
class Fact:
    """A claim as the page words it. `things` are what it is about, by their places in the page's list of things."""

    claim: str
    value: Named | None
    words: str
    """The value where it is no thing: a number, a date, words of the article."""
    is_quoted: bool
    """Whether `words` are the article's own."""
    span: Span
    things: tuple[int, ...]
    evidence: int
    qualifier: str
    is_part: bool
    counted: str
    role: str
    is_former: bool
    attribution: str


@dataclass(frozen=True, slots=True)
class Told:
    """All facts about one thing, by property, in the order of the article."""

    subject: Named
    is_event: bool
    properties: dict[str, list[Fact]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Marked:
    """A piece of the text with what it belongs to."""

    text: str
    span: str
    """`begin,end`, as addresses have it."""
    thing: Named | None
    """What its innermost mention means."""
    things: tuple[int, ...]
    evidence: tuple[int, ...]
    anchors: tuple[str, ...]
    """Names for addresses of the spans that begin here."""

    @property
    def is_event(self) -> bool:
        """Whether it is the trigger of an event."""
        return self.thing is not None and _is_event(self.thing)


def page(context: Context, node: NamedNode) -> str | None:
    """The page of an article; None where the graph has no text of it. Raises as `Asking.rows`."""
    given = {"article": node.value}
    about = next(iter(context.asking.rows("article-text", given)), None)
    if about is None:
        return None
    limited = given | {"limit": str(_MOST + 1)}
    mentions, claims = (context.asking.rows(name, limited) for name in ("article-mentions", "article-claims"))
    reading = _Reading(text(about, "text")[:_LONGEST], mentions[:_MOST], claims[:_MOST])
    return render(
        "article.html",
        title=text(about, "title"),
        publisher=named(about, "publisher"),
        issued=text(about, "issued"),
        links=[link for link in (text(about, "source"), text(about, "archived")) if link.startswith(("http://", "https://"))],
        pieces=reading.pieces(),
        told=reading.told(),
        families=reading.families(),
        is_cut=len(text(about, "text")) > _LONGEST or len(mentions) > _MOST or len(claims) > _MOST,
        formats=[each.name for each in GRAPHS],
    )


class _Reading:
    """Puts the rows of an article together."""

    def __init__(self, words: str, mentions: Sequence[Row], claims: Sequence[Row]) -> None:
        self._text = words
        self._mentions = [(_span(row), thing) for row in mentions if (thing := named(row, "thing"))]
        self._claims = claims
        self._evidence = {span: index for index, span in enumerate(dict.fromkeys(_span(row) for row in claims))}
        self._things: dict[str, int] = {}
        for _, thing in self._mentions:
            self._things.setdefault(thing.iri, len(self._things))

    def pieces(self) -> list[Marked]:
        """The text, cut at the borders of all mentions and all evidence."""
        spans = [*(span for span, _ in self._mentions), *self._evidence]
        anchors = defaultdict(list)
        for span in sorted(set(spans), key=lambda each: -each.end):
            anchors[span.begin].append(f"char={span.begin},{span.end}")
        return [self._marked(piece, anchors[piece.begin]) for piece in cut(self._text, spans)]

    def told(self) -> list[Told]:
        """The facts, what is told of one thing together."""
        found: dict[str, Told] = {}
        for row in self._claims:
            subject = named(row, "subject")
            if subject is None:
                continue
            told = found.setdefault(subject.iri, Told(subject, _is_event(subject)))
            told.properties.setdefault(local(row, "predicate"), []).append(self._fact(row, subject))
        return list(found.values())

    def families(self) -> list[str]:
        """A class for each colour that the text has."""
        met = {family(thing.kind) for _, thing in self._mentions if thing.kind}
        return [kind for kind in _COLOURED if family(kind) in met]

    def _marked(self, piece: Piece, anchors: Sequence[str]) -> Marked:
        count = len(self._mentions)
        inside = [self._mentions[index] for index in piece.covers if index < count]
        innermost = min(inside, key=lambda each: each[0].end - each[0].begin, default=None)
        return Marked(
            piece.text,
            f"{piece.begin},{piece.end}",
            innermost[1] if innermost else None,
            tuple(sorted({self._things[thing.iri] for _, thing in inside})),
            tuple(index - count for index in piece.covers if index >= count),
            tuple(anchors),
        )

    def _fact(self, row: Row, subject: Named) -> Fact:
        value, span = named(row, "object"), _span(row)
        is_term = bool(local(row, "object"))
        about = [self._things[each.iri] for each in (subject, value) if each and each.iri in self._things]
        return Fact(
            text(row, "claim"),
            None if is_term else value,
            local(row, "object") if is_term else literal(row, "object") or "",
            not is_term and bool(getattr(row["object"], "language", None)),
            span,
            tuple(sorted(set(about))),
            self._evidence[span],
            local(row, "qualifier"),
            local(row, "scope") == "Part",
            text(row, "counted"),
            text(row, "role"),
            text(row, "former") == "true",
            text(row, "attribution"),
        )


def _span(row: Row) -> Span:
    return Span(number(row, "begin"), number(row, "end"))


def _is_event(thing: Named) -> bool:
    return bool(thing.kind) and "Event" in ancestors(thing.kind)
