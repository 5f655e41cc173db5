"""What can be found in a store: the documents of its search index, as they follow from the extractions and the gazetteer.

Which things changed is noted in the extractions for graph and index alike; what concerns the index alone, because it was begun
anew, is noted under sorts of its own.
"""

from dataclasses import dataclass

from kg.extractions import Extractions
from kg.gazetteer import Gazetteer
from kg.identity import report_order
from kg.ontology import Instances
from kg.origins import origins
from kg.search import Document, article_document, entity_document, event_document
from kg.summarise import summarise_entity, summarise_event

INDEX_ONLY = "index "
"""Begins the sorts of what is noted for the index alone: "index article"."""


@dataclass(frozen=True, slots=True)
class Searchable:
    """Makes documents of articles, entities and events."""

    extractions: Extractions
    gazetteer: Gazetteer
    instances: Instances

    def documents(self, sort: str, identifier: str) -> dict[str, Document | None]:
        """The document of something that is noted as changed, by its IRI, None where it is gone; none of what nobody searches."""
        match sort.removeprefix(INDEX_ONLY):
            case "article":
                return {self.instances.article(identifier).value: self._article(identifier)}
            case "event":
                return {self.instances.node("event", identifier).value: self._event(identifier)}
            case "entity":
                return {self.instances.node("entity", identifier).value: self._entity(identifier)}
        return {}

    def _article(self, key: str) -> Document | None:
        found = self.extractions.read(key)
        return article_document(found[0], self.instances.article(key).value) if found else None

    def _event(self, node: str) -> Document | None:
        reports = self.extractions.reports_of(node)
        if not reports:
            return None
        summary = summarise_event(reports, self.gazetteer, origins=len(origins(reports)))
        first = min(reports, key=report_order).article
        return event_document(summary, self.instances.node("event", node).value, self.instances.article(first).value)

    def _entity(self, entity: str) -> Document | None:
        if not self.extractions.is_present(entity):
            return None
        named, entry = self.extractions.named(entity), self.gazetteer.get(entity)
        summary = summarise_entity(entity, named, self.gazetteer)
        return entity_document(summary, entry, named.names, self.instances.node("entity", entity).value, named.articles)
