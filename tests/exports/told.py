"""Small incidents to try the rules of databases on: an attack on civilians in Basra by an armed group, but for what a test changes."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from io import StringIO

import pandas as pd

from kg.exports.databases.background import Background, Evidence
from kg.exports.databases.inclusion import LeftOut
from kg.incidents import Actor, Incident, Named, Place, Report

BASE = "https://w3id.org/isnad/id/"
DAY = date(2024, 3, 5)


def place(iri: str, ar: str, en: str, kind: str, at: tuple[float, float] | None = None, within: Iterable[str] = ()) -> Place:
    """A place by its local id."""
    latitude, longitude = at or (None, None)
    return Place(Named(entity(iri), ar, en, kind), latitude, longitude, frozenset(map(entity, within)))


def entity(local: str) -> str:
    """The IRI of an entity."""
    return f"{BASE}entity/{local}"


IRAQ = place("Q796", "العراق", "Iraq", "Country", (33.0, 44.0), ["Q7204"])
MIDDLE_EAST = place("Q7204", "الشرق الأوسط", "Middle East", "Region")
PROVINCE = place("province", "محافظة البصرة", "Basra Governorate", "Region", (30.4, 47.4), ["Q796", "Q7204"])
DISTRICT = place("district", "قضاء الزبير", "Zubair District", "Region", (30.3, 47.7), ["province", "Q796"])
MARSHES = place("marshes", "الأهوار", "Marshes", "Region", (31.0, 47.0), ["Q796"])
BASRA = place("Q48195", "البصرة", "Basra", "Settlement", (30.51, 47.78), ["province", "Q796"])
VILLAGE = place("village", "قرية السدر", "Sidr", "Settlement", None, ["province", "Q796"])
QUARTER = place("quarter", "حي العشار", "Ashar", "Region", (30.52, 47.83), ["Q48195", "province", "Q796"])
FRANCE = place("Q142", "فرنسا", "France", "Country", (47.0, 2.0))
MARKET = place("market", "سوق العشار", "Ashar Market", "Facility", None, ["Q48195", "province", "Q796"])
PLACES = {each.name.iri: each for each in (IRAQ, MIDDLE_EAST, PROVINCE, DISTRICT, MARSHES, BASRA, VILLAGE, MARKET, QUARTER, FRANCE)}

GROUP = Named(entity("group"), "تنظيم الراية", "Banner Group", "ArmedGroup")
OTHERS = Named(entity("others"), "كتائب النهر", "River Brigades", "ArmedGroup")
ARMY = Named(entity("army"), "الجيش العراقي", "Iraqi Army", "SecurityForce")
POLICE = Named(entity("police"), "الشرطة العراقية", "Iraqi Police", "SecurityForce")
MINISTRY = Named(entity("ministry"), "وزارة الداخلية العراقية", "Ministry of Interior", "GovernmentBody")
ALLIANCE = Named(entity("alliance"), "حلف الشمال", "Northern Alliance", "InternationalOrganisation")
LEADER = Named(entity("leader"), "أبو سعد", "Abu Saad", "Person")
"""Has a role at GROUP."""
MINISTER = Named(entity("minister"), "كريم الجبوري", "Karim al-Jubouri", "Person")
"""Has a role at MINISTRY."""
MAN = Named(entity("man"), "سالم الحداد", "", "Person")
PAPER = Named(entity("paper"), "صحيفة النخيل", "Palm Paper", "MediaOutlet")
ARTICLE = f"{BASE}article/a1"

ATTACK = Incident(
    iri=f"{BASE}event/1",
    ar="هجوم في البصرة",
    en="Attack in Basra",
    kind="Shooting",
    status="Occurred",
    earliest=DAY,
    latest=DAY,
    place=BASRA,
    killed=None,
    injured=None,
    actors=(Actor("agent", GROUP), Actor("perpetrator", GROUP)),
    reports=(Report(ARTICLE, date(2024, 3, 6), PAPER),),
    sources=1,
)
WORDS = "قتل مسلحون من تنظيم الراية سبعة مدنيين في البصرة"


def claim(relation: str, value: str, words: str = WORDS, **more: str) -> Evidence:
    """A claim of the one article; types of actors by their names."""
    iri = f"https://w3id.org/isnad/ontology#{value}" if relation.endswith("Type") else value
    return Evidence(f"{BASE}claim/{relation}-{value}", relation, iri, more.pop("article", ARTICLE), 0, words, **more)


ON_CIVILIANS = claim("targetType", "Civilians")
SEVEN = claim("killed", "7")


def background(*claims: Evidence, incident: str = ATTACK.iri) -> Background:
    """The invented places, and claims about one incident."""
    codes = {IRAQ.name.iri: ("IQ",), FRANCE.name.iri: ("FR",), PROVINCE.name.iri: ("IQ.02",)}
    countries = dict.fromkeys((ARMY.iri, POLICE.iri, MINISTRY.iri), IRAQ.name.iri)
    return Background(PLACES, {incident: claims}, codes, countries, {LEADER.iri: GROUP, MINISTER.iri: MINISTRY})


def by(incident: Incident, *actors: tuple[str, Named]) -> Incident:
    """The same incident by others."""
    return replace(incident, actors=tuple(Actor(*each) for each in actors))


def written(module: object, incidents: Iterable[Incident], known: Background) -> tuple[pd.DataFrame, list[LeftOut]]:
    """What a module writes, read back as text by pandas, blank cells as such; and what it leaves out."""
    output = StringIO(newline="")
    left_out = module.write(incidents, known, output)  # type: ignore[attr-defined]
    output.seek(0)
    return pd.read_csv(output, dtype=str, keep_default_na=False, encoding="utf-8-sig").rename(
        columns=lambda name: name.lstrip("\ufeff")
    ), left_out


def row_of(module: object, incident: Incident, known: Background) -> dict[str, str]:
    """The one row that an incident becomes."""
    table, left_out = written(module, [incident], known)
    assert [each.rule for each in left_out] == []
    (row,) = table.to_dict("records")
    return {str(name): str(cell) for name, cell in row.items()}


def rule_of(module: object, incident: Incident, known: Background) -> str:
    """The rule that keeps an incident out; "" where none does."""
    _, left_out = written(module, [incident], known)
    return left_out[0].rule if left_out else ""
