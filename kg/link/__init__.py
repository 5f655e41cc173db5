"""Linking: which entity each mention of an article names, with a score and the reason.

A name is looked up in the gazetteer; what several of its entries could mean is settled by what the article names nearby, or left
apart (`listed`), and armed groups are told from those that they are named after (`branches`). What it does not have is clustered by
name within the article (`clusters`, `short_forms`) and gets an id made from its longest name (`unlisted`). A role phrase goes with
the one person who has that role (`roles`). Nothing is ever linked to a namesake for being better known.
"""

from kg.gazetteer import Gazetteer
from kg.link.clusters import name_links
from kg.link.entities import entities_of, namings, publisher_entity
from kg.link.known import known_of
from kg.link.listed import listed_links
from kg.link.names import named_of
from kg.link.places import province_links
from kg.link.roles import role_links
from kg.model import Article, Extraction, LinkedArticle

__all__ = ["VERSION", "link", "namings"]

VERSION = "4"
"""Changes whenever the same extraction would be linked otherwise."""


def link(article: Article, extraction: Extraction, gazetteer: Gazetteer) -> LinkedArticle:
    """Decide which entity each mention names. Pure: the same article, extraction and gazetteer give the same links."""
    known = known_of(gazetteer)
    named = named_of(article.text, extraction, gazetteer)
    links = listed_links(article, extraction, named, known)
    links = name_links(article, extraction, named, links, known)
    links = province_links(article.text, extraction, named, links)
    links = role_links(article.text, extraction, links, known)
    publisher, entities = None, entities_of(named, links, gazetteer)
    if article.publisher:
        entity = publisher_entity(article.publisher, gazetteer)
        publisher = entity.id
        entities = entities if publisher in {e.id for e in entities} else sorted([*entities, entity], key=lambda e: e.id)
    return LinkedArticle(article, extraction, tuple(entities), tuple(links), publisher)
