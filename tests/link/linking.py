"""Links what a test says that an article names, without reading: mentions by their words, relations by indices of mentions."""

from collections.abc import Sequence

from kg.arabic import spelling_key
from kg.gazetteer import Gazetteer
from kg.identity import entity_id
from kg.link import link
from kg.model import (
    Article,
    Extraction,
    Fact,
    GazetteerEntry,
    LinkedArticle,
    Mention,
    MentionType,
    Reader,
    Relation,
    Span,
    Value,
    ValueType,
)

IRAQ = GazetteerEntry("Q1", "Country", "العراق", "Iraq", adjectives=("عراقي",), same_as=("http://www.wikidata.org/entity/Q1",))
EGYPT = GazetteerEntry("Q2", "Country", "مصر", "Egypt", adjectives=("مصري",))
PROVINCE = GazetteerEntry("Q3", "Region", "محافظة النهر", "River Province", country="Q1")
IN_IRAQ = GazetteerEntry("Q4", "Settlement", "الياسمين", "Jasmine", aliases=("بلدة الياسمين",), country="Q1", parent="Q3")
IN_EGYPT = GazetteerEntry("Q5", "Settlement", "الياسمين", "Jasmine", country="Q2")
PRESIDENT = GazetteerEntry("Q6", "Person", "سامي الدرويش", "Sami", aliases=("الدرويش",), roles=("الرئيس العراقي",), country="Q1")
UNION = GazetteerEntry("Q7", "InternationalOrganisation", "الاتحاد الأخضر", "Green Union")
GROUP = GazetteerEntry("Q8", "ArmedGroup", "تنظيم الفجر", "Dawn", ambiguous=("الفجر",))
PAPER = GazetteerEntry("Q9", "MediaOutlet", "الفجر", "The Dawn", aliases=("صحيفة الفجر",))
PORT = GazetteerEntry("Q10", "Settlement", "اللاذقية", "Latakia")
ENVOY = GazetteerEntry("Q11", "Person", "ديمتري غوتيريش", "Dmitri Guterres", ambiguous=("غوتيريش",))
BROTHER = GazetteerEntry("Q12", "Person", "لويس غوتيريش", "Luis Guterres", ambiguous=("غوتيريش",))
CAPITAL = GazetteerEntry("Q13", "Settlement", "الواحة", "Oasis", country="Q2")
LAMIA = GazetteerEntry("Q14", "Settlement", "لمياء", "Lamia")
COUNCIL = GazetteerEntry("Q15", "GovernmentBody", "مجلس النهر المصري", "River Council", ambiguous=("مجلس النهر",), country="Q2")
DELTA = GazetteerEntry("Q16", "Settlement", "الدلتا", "Delta", country="Q2")
SQUARE = GazetteerEntry("Q17", "Facility", "ميدان النسيم", "Breeze Square", country="Q2", parent="Q13")
UNCERTAIN = GazetteerEntry(entity_id("Person", "الأنيس"), "Person", "الأنيس", "Anis", ambiguous=("الأنيس",), country="Q1")
PLACES = (IRAQ, EGYPT, PROVINCE, IN_IRAQ, IN_EGYPT, PORT, CAPITAL, LAMIA, DELTA, SQUARE)
GAZETTEER = Gazetteer.of((*PLACES, PRESIDENT, ENVOY, BROTHER, UNCERTAIN, UNION, GROUP, PAPER, COUNCIL))

Named = tuple[str, str] | tuple[str, str, MentionType]
Stated = tuple[int, str, str, int]
"""Index of the subject's mention, property, role or "", index of the object's mention."""


def linked(
    text: str, named: Sequence[Named], stated: Sequence[Stated] = (), publisher: str | None = None, *, name: str = "a"
) -> LinkedArticle:
    """Links the names, which stand in the text in this order."""
    mentions, at = [], 0
    for words, kind, *sort in named:
        begin = text.index(words, at)
        at = begin + len(words)
        mentions.append(Mention(Span(begin, at), kind, 0.9, *sort))
    extraction = Extraction(Reader("test", "1"), tuple(mentions), relations=tuple(_relation(text, *said) for said in stated))
    return link(Article(name, text, "", "0" * 64, publisher=publisher), extraction, GAZETTEER)


def _relation(text: str, subject: int, property_: str, role: str, body: int) -> Relation:
    begin = text.index(role)
    span = Span(begin, begin + len(role)) if role else None
    return Relation(subject, Fact(property_, Value(ValueType.MENTION, body), Span(0, len(text)), 0.8, role=span))


def ids(article: LinkedArticle) -> list[str | None]:
    """The entity of each mention."""
    return [found and found.entity for found in article.links]


def names(article: LinkedArticle) -> dict[str, tuple[str, ...]]:
    """The names of each entity."""
    return {entity.id: entity.names for entity in article.entities}


def person_id(name: str) -> str:
    """The id of a person whom no list has."""
    return entity_id("Person", spelling_key(name))


def people(text: str, *full: str, name: str = "a") -> list[str | None]:
    """Entities of people's names, which stand in a text in this order."""
    return ids(linked(text, [(person, "Person") for person in full], name=name))


def bodies(text: str, *full: str, kind: str = "Organisation") -> list[str | None]:
    """Entities of organisations' names, which stand in a text in this order."""
    return ids(linked(text, [(body, kind) for body in full]))
