"""Role phrases: whom «الرئيس الروسي» means, of the people that the article names."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kg.arabic import fold
from kg.link.known import Known
from kg.link.names import restored
from kg.model import Extraction, Link, MentionType

_EXACT, _PART = 0.75, 0.65
_RELATIVE = "نظير"
"""Who has the same role elsewhere: «نظيره المغربي»."""
_JOINING = frozenset("في من لدي الي ب ل باسم عن بن".split())
_SAYS_FORMER = re.compile("سابق|أسبق")
"""What a phrase has that means somebody by what he no longer is."""
_NAMES_OF_COUNTRIES = 3
"""Words of the longest names of countries that are looked for."""


@dataclass(frozen=True, slots=True)
class Role:
    """What a role phrase says, whatever its wording: its noun and its other words, countries by their ids."""

    noun: str
    words: frozenset[str]


def role_links(text: str, extraction: Extraction, links: Sequence[Link | None], known: Known) -> list[Link | None]:
    """Links in which a role phrase goes with the one person who has that role, by the article or the gazetteer."""
    holders = _holders(text, extraction, links, known)
    out = list(links)
    for i, mention in enumerate(extraction.mentions):
        beside = any(r.subject != i and r.fact.role and r.fact.role.overlaps(mention.span) for r in extraction.relations)
        if mention.type is MentionType.ROLE and not beside and not mention.span.of(text).startswith(_RELATIVE):
            phrase = restored(text, mention, lambda form: False)
            out[i] = _link(phrase, role_of(phrase, known), holders)
    return out


def role_of(phrase: str, known: Known) -> Role:
    """The role that a phrase states. So «سفير السعودية باليمن» and «السفير السعودي في اليمن» state one."""
    words, found = fold(phrase).split(), []
    at = 0
    while at < len(words):
        country, used = _country(words[at:], known)
        found.append(country or words[at].removeprefix("لل").removeprefix("ال"))
        at += used
    return Role(found[0] if found else "", frozenset(word for word in found[1:] if word not in _JOINING))


def _country(words: Sequence[str], known: Known) -> tuple[str | None, int]:
    for length in range(min(_NAMES_OF_COUNTRIES, len(words)), 0, -1):
        name = " ".join(words[:length])
        for form in (name, name[1:] if name[0] in "بل" else name, f"ا{name}" if name.startswith("ل") else name):
            if country := known.countries.get(form) or (known.adjectives.get(form) if length == 1 else None):
                return country, length
    return None, 1


def _holders(text: str, extraction: Extraction, links: Sequence[Link | None], known: Known) -> Mapping[Role, set[str]]:
    """Ids of people by the roles that the article gives them, or the gazetteer."""
    holders: dict[Role, set[str]] = {}
    for relation in extraction.relations:
        holder = links[relation.subject]
        stated = relation.fact.role.of(text) if relation.fact.role else ""
        if stated and holder and (not relation.fact.former or _SAYS_FORMER.search(stated)):
            holders.setdefault(role_of(stated, known), set()).add(holder.entity)
    for entity in {found.entity for found in links if found}:
        for role in entry.roles if (entry := known.entry(entity)) else ():
            holders.setdefault(role_of(role, known), set()).add(entity)
    return holders


def _link(phrase: str, role: Role, holders: Mapping[Role, set[str]]) -> Link | None:
    """To the one holder of a role, else to the one holder of a role that says more: «السفير السعودي لدى بريطانيا»."""
    exact = holders.get(role, set())
    if len(exact) == 1:
        return Link(next(iter(exact)), _EXACT, f"«{phrase}» is the role of one person named in the article")
    fuller = [people for other, people in holders.items() if other.noun == role.noun and role.words < other.words]
    part = set[str]().union(*fuller) if role.words else set()
    if not exact and len(part) == 1:
        return Link(next(iter(part)), _PART, f"«{phrase}» is part of the role of one person named in the article")
    return None
