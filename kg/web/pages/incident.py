"""The page of one event: what, where, when, who; for incidents also the ledger of figures; and where all of it is known from."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from kg.incidents import Named
from kg.ontology import ancestors
from kg.queries import GRAPHS, NamedNode
from kg.web.context import Context
from kg.web.pages.ledger import ledgers
from kg.web.pages.rendering import render
from kg.web.pages.rows import Row, day, local, named, number, text
from kg.web.pages.showing import span

_MOST = 2_000
"""Rows of each sort that a page shows."""
_RESPONSIBILITY = ("claimedBy", "accused", "deniedBy")
_ROLES = ("agent", "agentType", "perpetrator", "target", "targetType", "participant", "speaker", "about")
_DETAILS = ("dateText", "weapon", "speechAct", "quote")


@dataclass(frozen=True, slots=True)
class Saying:
    """Somebody's word for something, and where it stands. Without `attribution` and `said_by` the article says so itself."""

    attribution: str
    said_by: Named | None
    article: str
    span: str
    words: str


@dataclass(frozen=True, slots=True)
class Party:
    """Who has a part in an event, in one role, and who says so. `kind_only` is a type of actor where nobody is named."""

    role: str
    who: Named | None
    kind_only: str
    sayings: list[Saying] = field(default_factory=list)

    @property
    def articles(self) -> int:
        """How many articles say so."""
        return len({saying.article for saying in self.sayings})


@dataclass(frozen=True, slots=True)
class Evidence:
    """Words of an article, and what was read from them: pairs of a property and a value."""

    words: str
    span: str
    read: list[tuple[str, Named | str]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class ReportedBy:
    """An article that reports the event: how it names it, and the evidence that it gives."""

    article: str
    title: str
    issued: str
    publisher: Named | None
    triggers: dict[str, str] = field(default_factory=dict)
    """Each word that names the event, and where it stands first."""
    evidence: dict[str, Evidence] = field(default_factory=dict)
    """By place."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """What was decided about two reports, one of them of this event. `other` is the event that the other one belongs to."""

    decision: str
    score: str
    reason: dict[str, str]
    decided_by: str
    articles: tuple[tuple[str, str], ...]
    """IRI and title of the article of ours and of theirs, so far as they are known."""
    other: Named | None
    is_within: bool
    """Whether both reports are of this event."""


def page(context: Context, node: NamedNode) -> str | None:
    """The page of an event; None where the graph has no summary of it. Raises as `Asking.rows`."""
    ask = context.asking.rows
    given = {"event": node.value, "limit": str(_MOST + 1)}
    summary = next(iter(ask("event-summary", {"event": node.value})), None)
    if summary is None:
        return None
    claims, reports, details, compared = (ask(name, given) for name in ("event-claims", "event-reports", "event-details", "event-matches"))
    is_incident = "Incident" in ancestors(local(summary, "kind"))
    figures = ask("incident-figures", {"incident": node.value, "limit": str(_MOST)}) if is_incident else []
    event = named(summary, "event")
    comparisons = [_comparison(row, node.value) for row in compared]
    return render(
        "incident.html",
        event=event,
        kind=local(summary, "kind"),
        status=local(summary, "status") or "Occurred",
        when=span(day(summary, "earliest"), day(summary, "latest")),
        place=named(summary, "place"),
        places=_values(details, "place", inverse=False),
        whole=_values(details, "subEventOf", inverse=False),
        parts=_values(details, "subEventOf", inverse=True),
        statements=_values(details, "about", inverse=True),
        details={name: _texts(details, name) for name in _DETAILS},
        counts=(number(summary, "reports"), number(summary, "sources")),
        ledgers=ledgers(summary, figures),
        roles=_parties(claims, _ROLES),
        responsibility=_parties(claims, _RESPONSIBILITY),
        reports=_reports(reports[:_MOST], claims[:_MOST]),
        merged=[each for each in comparisons if each.is_within],
        near=[each for each in comparisons if not each.is_within],
        is_cut=any(len(rows) > _MOST for rows in (claims, reports, details, compared)),
        iri=node.value,
        formats=[each.name for each in GRAPHS],
    )


def _values(rows: Iterable[Row], relation: str, *, inverse: bool) -> list[Named]:
    asked = (row for row in rows if local(row, "relation") == relation and text(row, "inverse") == str(inverse).lower())
    return [value for row in asked if (value := named(row, "value"))]


def _texts(rows: Iterable[Row], relation: str) -> list[str]:
    """Literals as they are, terms of the ontology by their local names."""
    found = (local(row, "value") or text(row, "value") for row in rows if local(row, "relation") == relation)
    return list(dict.fromkeys(found))


def _parties(rows: Iterable[Row], roles: Sequence[str]) -> dict[str, list[Party]]:
    """By role, those of whom most articles say so first."""
    found: dict[tuple[str, str], Party] = {}
    for row in rows:
        role, who = local(row, "predicate"), named(row, "object")
        if role in roles and who:
            kind_only = local(row, "object")
            party = found.setdefault((role, who.iri), Party(role, None if kind_only else who, kind_only))
            party.sayings.append(_saying(row))
    by_role: dict[str, list[Party]] = defaultdict(list)
    for party in sorted(found.values(), key=lambda each: (roles.index(each.role), -each.articles)):
        by_role[party.role].append(party)
    return by_role


def _saying(row: Row) -> Saying:
    return Saying(text(row, "attribution"), named(row, "said_by"), text(row, "article"), _place(row), text(row, "words"))


def _reports(mentions: Iterable[Row], claims: Iterable[Row]) -> list[ReportedBy]:
    """The articles, the earliest first, each with its evidence in the order of its text."""
    found: dict[str, ReportedBy] = {}
    for row in mentions:
        article = text(row, "article")
        report = found.setdefault(article, ReportedBy(article, text(row, "title"), text(row, "issued"), named(row, "publisher")))
        report.triggers.setdefault(text(row, "trigger"), _place(row))
    for row in claims:
        if (told := found.get(text(row, "article"))) is not None:
            evidence = told.evidence.setdefault(_place(row), Evidence(text(row, "words"), _place(row)))
            value = local(row, "object") or named(row, "object") or text(row, "object")
            if (read := (local(row, "predicate"), value)) not in evidence.read:
                evidence.read.append(read)
    return list(found.values())


def _comparison(row: Row, node: str) -> Comparison:
    articles = ((text(row, f"{side}_article"), text(row, f"{side}_title")) for side in ("ours", "theirs"))
    other = named(row, "theirs_node")
    return Comparison(
        local(row, "decision"),
        text(row, "score"),
        {language: text(row, f"reason_{language}") for language in ("ar", "en")},
        text(row, "decided_by").rpartition("/")[2],
        tuple(each for each in articles if each[0]),
        other,
        is_within=other is not None and other.iri == node,
    )


def _place(row: Row) -> str:
    return f"{text(row, 'begin')},{text(row, 'end')}"
