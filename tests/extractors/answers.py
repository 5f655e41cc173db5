"""A made-up article, and what a model could answer on it."""

from typing import Any

from kg.model import Article

TEXT = (
    "مقتل ثلاثة جنود في تفجير قرب الموصل\n"
    "قُتل ثلاثة جنود وأصيب سبعة في تفجير سيارة مفخخة قرب الموصل أمس الثلاثاء، بحسب مصدر أمني.\n"
    "وتبنى تنظيم داعش الهجوم في بيان. وقال سامي الورداني إن «الطريق مغلق» منذ التفجير."
)
ARTICLE = Article("made-up", TEXT, "", "0" * 64, issued="2024-03-06")
CLAUSE = "قُتل ثلاثة جنود وأصيب سبعة في تفجير سيارة مفخخة قرب الموصل أمس الثلاثاء"
CLAIM = "وتبنى تنظيم داعش الهجوم في بيان"


def toll(**other: Any) -> dict[str, Any]:
    """Three soldiers killed, by a security source, but for `other`."""
    told = {"property": "killed", "value": 3, "qualifier": "Exactly", "scope": "Whole", "counted": "جنود", "evidence": CLAUSE}
    return {**told, "source": "مصدر أمني", "source_entity": None, **other}


def participation(**other: Any) -> dict[str, Any]:
    """داعش claims it, but for `other`."""
    return {"property": "claimedBy", "entity": "e2", "evidence": CLAIM, "source": None, "source_entity": None, **other}


def bombing(**other: Any) -> dict[str, Any]:
    """The bombing, but for `other`."""
    wordings = [{"trigger": "تفجير", "evidence": CLAUSE}, {"trigger": "الهجوم", "evidence": CLAIM}]
    told = {"id": "i1", "kind": "Bombing", "wordings": wordings, "status": "Occurred", "date": "2024-03-05", "date_text": "أمس الثلاثاء"}
    told |= {"places": ["e1"], "part_of": None, "agent_types": ["ArmedGroupMembers"], "target_types": ["Military"]}
    return {**told, "weapon": "سيارة مفخخة", "participations": [participation()], "tolls": [toll()], **other}


def statement(**other: Any) -> dict[str, Any]:
    """سامي الورداني says that the road is closed, but for `other`."""
    evidence = "وقال سامي الورداني إن «الطريق مغلق»"
    return {"speaker": "e3", "act": "Say", "verb": "قال", "evidence": evidence, "quote": "الطريق مغلق", "about": ["i1"], **other}


ENTITIES = [
    {"id": "e1", "kind": "Settlement", "names": ["الموصل"], "roles": []},
    {"id": "e2", "kind": "ArmedGroup", "names": ["داعش"], "roles": []},
    {"id": "e3", "kind": "Person", "names": ["سامي الورداني"], "roles": []},
]


def answer(**other: Any) -> dict[str, Any]:
    """All that the article says, but for `other`."""
    return {"entities": ENTITIES, "relations": [], "events": [bombing()], "statements": [statement()], **other}
