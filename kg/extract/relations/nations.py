"""Which country a person or an organisation belongs to: «الجيش العراقي», «حكومة الولايات المتحدة», «المواطن السوري فلان»."""

from collections.abc import Iterator

from kg.extract.context import Named
from kg.extract.relations.roles import Role, before_ranks, is_sort, role_alone, roles_of
from kg.extract.relations.view import Adjective, View, proclitics, word_set
from kg.model import Relation

_IN_NAME, _DESCRIBED, _GOVERNS = 0.85, 0.8, 0.7
_LATER = 6
"""Words after a name within which its nationality may be said."""
_OF_STATES = frozenset(("GovernmentBody", "SecurityForce", "MediaOutlet", "Organisation"))
"""Organisations in whose names a country says whose they are («حكومة قطر»); of others it says where («قراصنة الصومال»)."""


def nationalities(view: View) -> Iterator[Relation]:
    """The countries that adjectives and names of countries give to organisations and people."""
    for n in view.names:
        if view.is_organisation(n):
            yield from _related(view, n, *_country_of_organisation(view, n))
        elif n.mention.kind == "Person" and (found := nationality(view, n)):
            yield from _related(view, n, found.country, _DESCRIBED)
        if n.mention.kind == "Person":
            for role in roles_of(view, n):
                yield from _related(view, n, nationality_of_role(view, role), _DESCRIBED)
    for phrase in view.role_phrases:
        yield from _related(view, phrase, nationality_of_role(view, role_alone(view, phrase)), _DESCRIBED)


def country_of_name(view: View, n: Named) -> str:
    """The id of the country in the name of an organisation: by adjective or, governed, by its own name; "" for none."""
    for index in range(n.first, n.last + 1):
        if (found := view.adjective(index)) and found.last <= n.last and (index > n.first or not found.form.startswith("ال")):
            return found.country
    for index in range(n.first + 1, n.last + 1):
        name = view.known.at(view.words, index)
        if name and name.entry in view.known.countries and not name.skip and not _after_preposition(view, index):
            return name.entry if n.mention.kind in _OF_STATES else ""
    return ""


def nationality(view: View, person: Named) -> Adjective | None:
    """The nationality adjective of a person's own noun, before the name («تونسي يدعى فلان») or after it («تونسي الجنسية»); else None."""
    index = before_ranks(view, person.first)
    if index < person.first and _is_nationality(view, index - 1):
        index -= 1
    found = view.adjective_before(index) or _accusative(view, index - 1)
    if found and view.at(found.first) is None and (_describes_person(view, found) or _is_nationality(view, found.first - 1)):
        return found
    return _after(view, person)


def nationality_of_role(view: View, role: Role) -> str:
    """The id of the country whose adjective describes the holder of a role: it agrees with the role and stands outside names."""
    holder = view.words[role.first].form.endswith("ه")
    for index in range(role.first, role.last + 1):
        found = view.adjective(index) if view.at(index) is None else None
        if found:
            return found.country if found.is_feminine == holder else ""
    envoy = is_sort(view, role.first, "country_first") and role.last > role.first
    sender = view.at(role.first + 1) if envoy else None
    return view.entries[sender.index].id if sender and view.is_country(sender) and sender.index in view.entries else ""


def _after(view: View, person: Named) -> Adjective | None:
    """«فلان، محام جزائري», «فلان، تونسي الجنسية»."""
    for index in range(person.last + 1, min(person.last + _LATER, len(view.words) - 1)):
        found = view.adjective(index)
        if found and (_is_nationality(view, found.last + 1) or _is_nationality(view, found.first - 1)):
            return found
        if view.at(index) or view.glued(index) not in ("", "،", "("):
            break
    found = view.adjective(person.last + 2) if view.glued(person.last + 1) in ("،", "(") else None
    indefinite = found is not None and not found.form.startswith("ال") and view.at(found.first) is None and view.is_joined(found.first)
    return found if found and indefinite and _is_person_noun(view, found.first - 1) else None


def _accusative(view: View, index: int) -> Adjective | None:
    """«شخصا تونسيا يدعى»: what is a name of a country elsewhere is an adjective here, where it is no name."""
    form = view.words[index].form.removesuffix("ا") if index > 0 and view.is_joined(index + 1) else ""
    country = view.known.adjectives.get(form) if form.endswith("ي") and view.at(index) is None else None
    return Adjective(index, index, country, 0, form) if country else None


def _is_nationality(view: View, index: int) -> bool:
    return index >= 0 and view.words[index].form == "الجنسيه"


def _country_of_organisation(view: View, n: Named) -> tuple[str, float]:
    if country := country_of_name(view, n):
        return country, _IN_NAME
    if after := view.adjective_after(n, feminine=_is_feminine(view, n)):
        return after.country, _DESCRIBED
    before = view.adjective_before(n.first)
    if before and before.form.startswith("ال") and _is_noun_of_bodies(view, before.first - 1):
        return before.country, _DESCRIBED
    following = view.at(n.last + 2)
    governed = view.is_joined(n.last + 1) and n.last + 1 < len(view.words) and view.words[n.last + 1].form == "في"
    if governed and following and view.is_country(following) and n.mention.kind == "GovernmentBody" and following.index in view.entries:
        return view.entries[following.index].id, _GOVERNS
    joined = view.at(n.last + 1)
    if (
        joined
        and view.is_country(joined)
        and view.has_proclitic(joined, "ب")
        and n.mention.kind == "GovernmentBody"
        and joined.index in view.entries
    ):
        return view.entries[joined.index].id, _GOVERNS
    return "", 0.0


def _related(view: View, n: Named, country: str, confidence: float) -> Iterator[Relation]:
    if (value := view.countries.get(country)) and value.index != n.index:
        yield view.relation(n, "country", value, confidence)


def _after_preposition(view: View, index: int) -> bool:
    return view.words[index - 1].form in ("في", "من", "الي", "مع", "ضد", "لاجل", "بلاد")


def _describes_person(view: View, found: Adjective) -> bool:
    """Whether a nationality describes a noun for a person, not one of a body («الخارجية الأمريكية»)."""
    before = found.first - 1
    if before < 0 or not view.is_joined(found.first):
        return found.form.startswith("ال") and not found.is_feminine
    if found.is_feminine:
        return _is_person_noun(view, before)
    return view.at(before) is None


def _is_person_noun(view: View, index: int) -> bool:
    return any(form in word_set("roles.tsv", sort) for _, form in proclitics(view.words[index].form) for sort in ("role", "rank", "person"))


def _is_noun_of_bodies(view: View, index: int) -> bool:
    bodies = word_set("roles.tsv", "body")
    return index >= 0 and any(form in bodies or form.removeprefix("ال") in bodies for _, form in proclitics(view.words[index].form))


def _is_feminine(view: View, n: Named) -> bool:
    """Whether what goes with the name of a body is feminine: by the noun before it («حركة طالبان»), else by its own first word."""
    noun = n.first - 1 if view.is_joined(n.first) and _is_noun_of_bodies(view, n.first - 1) else n.first
    return any(form.endswith(("ه", "ات")) for _, form in proclitics(view.words[noun].form))
