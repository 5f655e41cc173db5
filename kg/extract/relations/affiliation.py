"""What a role is at: the organisation that it names or stands for, else the country of its adjective."""

from collections.abc import Iterator
from dataclasses import replace

from kg.extract.context import Named
from kg.extract.relations.nations import country_of_name
from kg.extract.relations.roles import Role, is_sort, role_alone, roles_of
from kg.extract.relations.view import View, proclitics, word_set
from kg.model import Relation

_NAMED, _MINISTRY, _COUNTRY, _STANDS_FOR, _KNOWN = 0.85, 0.75, 0.8, 0.65, 0.6
_MINISTRY_NOUNS = frozenset(("وزاره", "الوزاره"))


def affiliations(view: View) -> Iterator[Relation]:
    """The affiliations of people by their roles."""
    for person in view.names:
        if person.mention.kind == "Person":
            for role in roles_of(view, person):
                yield from _at(view, person, role)
    for phrase in view.role_phrases:
        yield from _at(view, phrase, role_alone(view, phrase))


def _at(view: View, person: Named, role: Role) -> Iterator[Relation]:
    for n, confidence in _objects(view, person, role):
        relation = view.relation(person, "affiliatedWith", n, confidence)
        fact = replace(relation.fact, role=role.span(view), former=role.former)
        yield Relation(relation.subject, fact)


def _objects(view: View, person: Named, role: Role) -> list[tuple[Named, float]]:
    """What a role is at, and how surely: named, or meant by an adjective, by a minister's country or by a bare noun."""
    if named := _named(view, role):
        return [(n, _NAMED) for n in named]
    if group := _by_adjective(view, role):
        return [(group, _NAMED)]
    if is_sort(view, role.first, "civil"):
        return []
    country = _country(view, role)
    found = [(_ministry(view, role, country), _MINISTRY)]
    if country:
        found.append((view.countries.get(country), _COUNTRY))
    else:
        found.append((_stood_for(view, role), _STANDS_FOR))
        found.append((_own_state(view, person) if _is_of_state(view, role) else None, _KNOWN))
    return [(n, confidence) for n, confidence in found if n][:1]


def _is_of_state(view: View, role: Role) -> bool:
    """Whether a phrase without a country says a role of a state: «الرئيس», «رئيس الوزراء», «وزير الداخلية السابق»."""
    last = role.last
    while last > role.first and is_sort(view, last, "former", "rank"):
        last -= 1
    if last == role.first:
        return is_sort(view, role.first, "ruler")
    of_government = is_sort(view, role.first, "head") and view.words[role.first + 1].form in word_set("roles.tsv", "of_state")
    minister = is_sort(view, role.first, "minister") and view.words[last].form.startswith("ال")  # «وزير دفاعه» is another's
    return last == role.first + 1 and view.at(last) is None and (of_government or minister)


def _own_state(view: View, person: Named) -> Named | None:
    """The country that somebody known is of; of others the one that the article is about."""
    known = view.entries.get(person.index)
    return view.countries.get(known.country or "") if known else view.main_country


def _named(view: View, role: Role) -> list[Named]:
    """What the phrase names: a country, or an organisation with those joined to it and those that it is a part of."""
    town = "Settlement" if is_sort(view, role.first, "mayor") else ""
    inside = [n for n in view.inside(role.first + 1, role.last) if view.is_organisation(n) or n.mention.kind in ("Country", town)]
    if not inside or _own_country_first(view, role, inside[0]):
        return []
    named = [inside[0]]
    for n in inside[1:]:
        joined = n.first == named[-1].last + 1 and view.has_proclitic(n, "وب")
        within = n.first == named[-1].last + 2 and view.words[n.first - 1].form == "في"
        if view.is_organisation(n) and view.is_organisation(named[-1]) and (joined or within):
            named.append(n)
    return named


def _own_country_first(view: View, role: Role, n: Named) -> bool:
    """«السفير الأمريكي لدى روسيا» is America's: its nationality comes before what it is sent to, and no body of its own does."""
    found = view.adjective(role.first + 1)
    return found is not None and found.last < n.first and (view.is_country(n) or is_sort(view, role.first, "country_first"))


def _by_adjective(view: View, role: Role) -> Named | None:
    """«قيادي حوثي», «المنسق الأممي»: the organisation that an adjective of the phrase is made from."""
    for index in range(role.first + 1, role.last + 1):
        if view.at(index) is None and (group := view.group(index)):
            return group
    return None


def _country(view: View, role: Role) -> str:
    """The id of the country whose adjective stands in the phrase, outside names."""
    for index in range(role.first, role.last + 1):
        if view.at(index) is None and (found := view.adjective(index)):
            return found.country
    return ""


def _ministry(view: View, role: Role, country: str) -> Named | None:
    """The ministry, named in the article, of a minister of a country («وزير الخارجية الروسي»: «وزارة الخارجية الروسية»)."""
    at = next((index for index in range(role.first, role.last) if is_sort(view, index, "minister")), None)
    if at is None:
        return None
    topic = view.words[at + 1].form
    bodies = [n for n in view.names if view.is_organisation(n) and _is_ministry(view, n, topic)]
    return next((n for n in bodies if country_of_name(view, n) == country), None) or next(
        (n for n in bodies if not country_of_name(view, n)), None
    )


def _is_ministry(view: View, n: Named, topic: str) -> bool:
    words = view.form(n).split()
    return words[0] == topic or (words[0] in _MINISTRY_NOUNS and len(words) > 1 and words[1] == topic)


def _stood_for(view: View, role: Role) -> Named | None:
    """The organisation named last before the role that a bare noun of it stands for («مدير المرصد», «زعيم الحركة»)."""
    groups = word_set("roles.tsv", "group")
    for index in range(role.first + 1, role.last + 1):
        for _, form in proclitics(view.words[index].form):
            if form in groups:
                return _last_called(view, form, role.first)
    return None


def _last_called(view: View, group: str, before: int) -> Named | None:
    noun = group.removeprefix("ال")
    earlier = [n for n in view.names if n.first < before and view.is_organisation(n) and _is_called(view, n, noun)]
    return earlier[-1] if earlier else None


def _is_called(view: View, n: Named, noun: str) -> bool:
    around = range(max(n.first - 1, 0), n.first + 1)
    return any(form.removeprefix("ال") == noun for index in around for _, form in proclitics(view.words[index].form))
