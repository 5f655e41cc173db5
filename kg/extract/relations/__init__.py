"""Lasting relations: roles and affiliations, nationality, what is part of what, where things lie."""

from collections.abc import Iterable

from spacy.language import Language
from spacy.tokens import Doc

from kg.extract.gazetteer_names import GazetteerNames
from kg.extract.relations.affiliation import affiliations
from kg.extract.relations.leaders import memberships
from kg.extract.relations.lists import shared_roles
from kg.extract.relations.nations import nationalities
from kg.extract.relations.parts import parts
from kg.extract.relations.places import containments
from kg.extract.relations.view import View
from kg.gazetteer import Gazetteer
from kg.model import Relation, Span, Value

_RULES = (affiliations, memberships, shared_roles, nationalities, containments, parts)


class Relations:
    """The component: sets `doc._.relations`."""

    def __init__(self) -> None:
        self.use(GazetteerNames(Gazetteer.of(())))

    def use(self, known: GazetteerNames) -> None:
        """Take countries and their adjectives from `known` from now on."""
        self._known = known

    def __call__(self, doc: Doc) -> Doc:
        """Find the relations that the text states."""
        view = View.of(doc, self._known)
        doc._.relations = _surest(relation for rule in _RULES for relation in rule(view))
        return doc


def _surest(found: Iterable[Relation]) -> tuple[Relation, ...]:
    """Each relation of two mentions, and each role, once: as the rule that is surest of it has it."""
    best: dict[tuple[int, str, Value, Span | None], Relation] = {}
    for relation in found:
        fact = relation.fact
        key = (relation.subject, fact.property, fact.value, fact.role)
        if key not in best or best[key].fact.confidence < fact.confidence:
            best[key] = relation
    return tuple(best.values())


@Language.factory("isnad_relations", assigns=["doc._.relations"], requires=["doc._.mentions"])
def create_relations(nlp: Language, name: str) -> Relations:
    """The component for a pipeline; `use` gives it a gazetteer."""
    return Relations()
