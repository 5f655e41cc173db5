"""How things are shown on all pages: classes by name and colour, days, addresses."""

from datetime import date
from urllib.parse import quote

from flask import Flask, request

from kg.incidents import Incident
from kg.ontology import ancestors, labels
from kg.web.context import Context
from kg.web.pages.assets import built

NAVIGATION = ("incidents", "search", "explorer", "queries", "editor", "ontology")
"""The pages that every page leads to, by their endpoints."""

_FAMILIES = {
    "Attack": "attack",
    "Clash": "clash",
    "SecurityOperation": "operation",
    "Arrest": "justice",
    "LegalAction": "justice",
    "Threat": "threat",
    "Meeting": "meeting",
    "Statement": "statement",
    "Organisation": "organisation",
    "Person": "person",
    "Place": "place",
}
"""Classes that have a colour; a class has that of its nearest ancestor here."""


def furnish(app: Flask, context: Context) -> None:
    """Lets all templates call what is here, and `built`."""

    def address(iri: str) -> str:
        """Where this server answers for the IRI of an instance, with a language yet to be named."""
        return f"{request.script_root}/id/{quote(iri.removeprefix(context.instances.base), safe='/%#=,')}?lang="

    shown = {"address": address, "built": built, "family": family, "name_of": name_of, "navigation": NAVIGATION, "when": when}
    app.jinja_env.globals.update(shown)


def family(kind: str) -> str:
    """The colour of a class by local name, as the style sheet calls it (`family-attack`); "statement", a grey, for others."""
    return next((_FAMILIES[each] for each in ancestors(kind) if each in _FAMILIES), "statement")


def name_of(local: str, language: str) -> str:
    """What a term of the ontology is called in "ar" or "en"; the local name where it has no label."""
    return labels().get(local, {}).get(language, local)


def when(incident: Incident) -> str:
    """A day, a month ("2024-03"), a year, or the first and last day that are possible; "" for no date."""
    return span(incident.earliest, incident.latest)


def span(first: date | None, last: date | None) -> str:
    """The shortest ISO form of a time from one day to another, both inclusive."""
    if first is None or last is None:
        return ""
    if first == last:
        return first.isoformat()
    if (first.month, first.day, last.month, last.day) == (1, 1, 12, 31) and first.year == last.year:
        return f"{first.year:04}"
    after = date.fromordinal(last.toordinal() + 1) if last < date.max else last
    if first.day == after.day == 1 and (first.year, first.month) == (last.year, last.month):
        return f"{first.year:04}-{first.month:02}"
    return f"{first.isoformat()}/{last.isoformat()}"
