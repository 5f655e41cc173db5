"""How things are shown on all pages: classes by name and colour, days, addresses, the language of words."""

import re
from datetime import date
from urllib.parse import quote

from flask import Flask, request
from markupsafe import Markup, escape

from kg.incidents import Incident
from kg.ontology import ancestors, labels
from kg.web.context import Context
from kg.web.pages.assets import built
from kg.web.pages.rendering import language

_ARABIC, _LATIN = re.compile(r"[\u0600-\u06ff]"), re.compile("[A-Za-z]")
_ISOLATED = re.compile("\u2068([^\u2068\u2069]*)\u2069")
"""A name of another script within a label."""
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
    app.jinja_env.globals.update(shown | {"is_event": is_event, "spoken": spoken, "tongue": tongue})


def family(kind: str) -> str:
    """The colour of a class by local name, as the style sheet calls it (`family-attack`); "statement", a grey, for others."""
    return next((_FAMILIES[each] for each in ancestors(kind) if each in _FAMILIES), "statement")


def is_event(iri: str) -> bool:
    """Whether an IRI, or what is short for one (`event:…`), is an event's, whose label the program worded."""
    return "/event/" in iri or iri.startswith("event:")


def tongue(words: str) -> Markup:
    """The attribute that an element needs which holds these words, names or quotations of the data: ` lang="ar"` on a page that is
    not in Arabic, so that they are read aloud as Arabic; none where the page's language will do.
    """
    return Markup(' lang="ar"') if language() != "ar" and _is_arabic(words) else Markup("")


def spoken(words: str) -> Markup:
    """The words themselves, for an element with their `tongue`: Arabic names within a label in English are marked each."""
    if language() == "ar" or _is_arabic(words):
        return escape(words)
    parts = _ISOLATED.split(words)  # every second one is a name
    return Markup("").join(_isolated(part) if place % 2 else escape(part) for place, part in enumerate(parts))


def _is_arabic(words: str) -> bool:
    """Whether most letters are Arabic, those of isolated names apart."""
    outside = _ISOLATED.sub("", words)
    return len(_LATIN.findall(outside)) <= len(_ARABIC.findall(outside)) > 0


def _isolated(name: str) -> Markup:
    shown = Markup('<span lang="ar">{}</span>').format(name) if _ARABIC.search(name) else escape(name)
    return Markup("\u2068{}\u2069").format(shown)


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
