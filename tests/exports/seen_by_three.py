"""One table of incidents, each with what GTD, ACLED and UCDP GED have it as, or the rule by which they leave it out."""

from dataclasses import dataclass, replace

from told import (
    ALLIANCE,
    ARMY,
    ATTACK,
    BASRA,
    FRANCE,
    GROUP,
    LEADER,
    MAN,
    MARKET,
    MINISTER,
    MINISTRY,
    ON_CIVILIANS,
    OTHERS,
    POLICE,
    by,
    claim,
)

from kg.exports.databases.background import Evidence
from kg.incidents import Incident, Named

ON_SOLDIERS, ON_POLICE, ON_FIGHTERS = (claim("targetType", each) for each in ("Military", "Police", "ArmedGroupMembers"))
BY_SOLDIERS, BY_FIGHTERS, BY_A_CROWD = (claim("agentType", each) for each in ("Military", "ArmedGroupMembers", "Rioters"))
BOMBING, CLASH, AIRSTRIKE = (replace(ATTACK, kind=kind) for kind in ("Bombing", "Clash", "Airstrike"))


def on(incident: Incident, *targets: Named) -> Incident:
    """The same by GROUP on some targets."""
    return by(incident, ("perpetrator", GROUP), *(("target", each) for each in targets))


@dataclass(frozen=True)
class Case:
    """An incident as the three have it."""

    name: str
    incident: Incident
    claims: tuple[Evidence, ...]
    gtd: str
    acled: str
    ucdp: str


CASES = (
    Case(
        "an armed group shoots civilians", ATTACK, (ON_CIVILIANS,),
        "Banner Group | 0 | Private Citizens & Property", "Attack | Banner Group | Civilians (Iraq) | ", "3 | Banner Group | Civilians",
    ),
    Case(
        "nobody tells whom it hit", ATTACK, (),
        "Banner Group | 0 | Unknown", "(no victims)", "(no victims)",
    ),
    Case(
        "a market is a place, and tells nothing of who was in it", on(BOMBING, MARKET.name), (),
        "Banner Group | 0 | Unknown", "Remote explosive/landmine/IED | Banner Group |  | ", "(no victims)",
    ),
    Case(
        "so is a town", on(ATTACK, BASRA.name), (),
        "Banner Group | 0 | Unknown", "(no victims)", "(no victims)",
    ),
    Case(
        "so is a country", on(ATTACK, FRANCE.name), (),
        "Banner Group | 0 | Unknown", "(no victims)", "(no victims)",
    ),
    Case(
        "a power line is nobody", BOMBING, (claim("targetType", "Infrastructure"),),
        "Banner Group | 0 | Other", "Remote explosive/landmine/IED | Banner Group |  | ", "(no victims)",
    ),
    Case(
        "a town does nothing, whatever stands in its name", by(BOMBING, ("perpetrator", BASRA.name)), (ON_CIVILIANS,),
        "Unknown |  | Private Citizens & Property",
        "Remote explosive/landmine/IED | Unidentified Armed Group (Iraq) | Civilians (Iraq) | Political militia-Civilians", "(no actor)",
    ),
    Case(
        "a country acts for its state", by(AIRSTRIKE, ("agent", FRANCE.name)), (ON_CIVILIANS,),
        "(state)", "Air/drone strike | Military Forces of France | Civilians (Iraq) | External/Other forces-Civilians",
        "3 | Government of France | Civilians",
    ),
    Case(
        "a person can be anybody", on(ATTACK, MAN), (),
        "Banner Group | 0 | Unknown", "(no victims)", "(no victims)",
    ),
    Case(
        "an airstrike on the leader of an armed group", by(AIRSTRIKE, ("agent", FRANCE.name), ("target", LEADER)), (),
        "(state)", "Air/drone strike | Military Forces of France | Banner Group | ", "1 | Government of France | Banner Group",
    ),
    Case(
        "a minister is an official", on(replace(ATTACK, kind="Assassination"), MINISTER), (),
        "Banner Group | 0 | Government (General)", "Attack | Banner Group | Civilians (Iraq) | ", "3 | Banner Group | Civilians",
    ),
    Case(
        "soldiers without a name", ATTACK, (ON_SOLDIERS,),
        "Banner Group | 0 | Military", "Armed clash | Banner Group | Military Forces of Iraq | ", "1 |  | Banner Group",
    ),
    Case(
        "police without a name, attacked by nobody known", by(BOMBING), (ON_POLICE,),
        "Unknown |  | Police",
        "Remote explosive/landmine/IED | Unidentified Armed Group (Iraq) | Police Forces of Iraq | State forces-Political militia",
        "(no actor)",
    ),
    Case(
        "an army whose fire hits civilians is on one side with them in no battle", on(ATTACK, ARMY), (ON_CIVILIANS,),
        "Banner Group | 0 | Private Citizens & Property", "Armed clash | Banner Group | Iraqi Army | ",
        "1 | Government of Iraq | Banner Group",
    ),
    Case(
        "a clash of two groups", by(CLASH, ("agent", GROUP), ("agent", OTHERS)), (),
        "(battle)", "Armed clash | Banner Group | River Brigades | ", "2 | Banner Group | River Brigades",
    ),
    Case(
        "a clash with civilians is no battle", by(CLASH, ("agent", GROUP)), (ON_CIVILIANS,),
        "(battle)", "(one side)", "(no victims)",
    ),
    Case(
        "civilians in the crossfire are no side of a battle", by(CLASH, ("agent", GROUP), ("agent", ARMY)), (ON_CIVILIANS,),
        "(battle)", "Armed clash | Banner Group | Iraqi Army | ", "1 | Government of Iraq | Banner Group",
    ),
    Case(
        "the forces of one state are one side", by(CLASH, ("agent", ARMY), ("agent", POLICE), ("agent", GROUP)), (),
        "(battle)", "Armed clash | Iraqi Army | Banner Group | ", "1 | Government of Iraq | Banner Group",
    ),
    Case(
        "the forces of one state, and nobody else", by(CLASH, ("agent", ARMY), ("agent", POLICE)), (),
        "(battle)", "(one side)", "(no victims)",
    ),
    Case(
        "a clash with armed men without a name", by(CLASH, ("agent", ARMY)), (BY_SOLDIERS, BY_FIGHTERS),
        "(battle)", "Armed clash | Iraqi Army | Unidentified Armed Group (Iraq) | State forces-Political militia",
        "1 | Government of Iraq | ",
    ),
    Case(
        "a clash of soldiers and armed men, all without a name", by(CLASH), (BY_FIGHTERS, ON_SOLDIERS),
        "(battle)", "Armed clash | Unidentified Armed Group (Iraq) | Military Forces of Iraq | State forces-Political militia",
        "(no actor)",
    ),
    Case(
        "an accusation is no fact", by(ATTACK, ("accused", GROUP)), (ON_CIVILIANS,),
        "Banner Group | 1 | Private Citizens & Property",
        "Attack | Unidentified Armed Group (Iraq) | Civilians (Iraq) | Political militia-Civilians", "(no actor)",
    ),
    Case(
        "nor is that of a state, which keeps no attack out", by(BOMBING, ("accused", FRANCE.name)), (ON_CIVILIANS, BY_SOLDIERS),
        "Unknown |  | Private Citizens & Property",
        "Remote explosive/landmine/IED | Unidentified Military Forces | Civilians (Iraq) | ", "(no actor)",
    ),
    Case(
        "one man", by(BOMBING, ("perpetrator", MAN)), (ON_CIVILIANS,),
        "Unknown |  | Private Citizens & Property",
        "Remote explosive/landmine/IED | Sole Perpetrator (Iraq) | Civilians (Iraq) | ", "(no actor)",
    ),
    Case(
        "a crowd is no organised actor", by(ATTACK), (BY_A_CROWD, ON_CIVILIANS),
        "(criteria)", "(no actor)", "(no actor)",
    ),
    Case(
        "an army at home is no outside force", by(BOMBING, ("agent", ARMY), ("target", GROUP)), (),
        "(state)", "Remote explosive/landmine/IED | Iraqi Army | Banner Group | ", "1 | Government of Iraq | Banner Group",
    ),
    Case(
        "an alliance is not named as soldiers of the country", by(BOMBING, ("agent", GROUP), ("target", ALLIANCE)),
        (claim("targetType", "Peacekeepers"),),
        "Banner Group | 0 | Military", "Remote explosive/landmine/IED | Banner Group | Northern Alliance | ", "(no victims)",
    ),
    Case(
        "an operation against armed men", by(replace(ATTACK, kind="SecurityOperation")), (ON_FIGHTERS,),
        "(kind)", "Armed clash | Unidentified Military Forces | Unidentified Armed Group (Iraq) | ", "(no actor)",
    ),
    Case(
        "captives who are put to death are civilians", on(replace(ATTACK, kind="Execution"), ARMY), (ON_SOLDIERS,),
        "Banner Group | 0 | Military", "Attack | Banner Group | Civilians (Iraq) | ", "1 | Government of Iraq | Banner Group",
    ),
    Case(
        "an attack on a ministry is one on unarmed people", on(ATTACK, MINISTRY), (),
        "Banner Group | 0 | Government (General)", "Attack | Banner Group | Civilians (Iraq) | ", "3 | Banner Group | Civilians",
    ),
)  # fmt: skip
