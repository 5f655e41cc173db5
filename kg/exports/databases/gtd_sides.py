"""Both sides of an incident in GTD's columns: whom it hit, and which groups did it."""

from collections.abc import Sequence

from kg.exports.databases.background import Background
from kg.exports.databases.coded_places import english
from kg.exports.databases.gtd_codes import TARGET_TYPE_OF, TARGET_TYPES, UNKNOWN, UNKNOWN_NUMBER
from kg.exports.databases.parties import Parties, is_organisation, names, sort_of
from kg.incidents import Named

_Row = dict[str, object]


def victims(sides: Parties, background: Background) -> _Row:
    """Up to three types of targets. Who is named stands with the type that fits, else with the first."""
    codes = list(dict.fromkeys(TARGET_TYPE_OF.get(each, 20) for each in sides.target_types))[:3]
    codes = codes or list(dict.fromkeys(_implied(each, sides) for each in sides.targets))[:3] or [20]
    found: _Row = {}
    for number, code in enumerate(codes, 1):
        fitting = [each for each in sides.targets if _implied(each, sides) == code or (number == 1 and _implied(each, sides) not in codes)]
        found |= _victim(str(number), code, fitting, background)
    return found


def _victim(number: str, code: int, targets: Sequence[Named], background: Background) -> _Row:
    nations = dict.fromkeys(english(country) for each in targets if (country := background.country(each)))
    return {
        f"targtype{number}": code,
        f"targtype{number}_txt": TARGET_TYPES[code],
        f"corp{number}": names(filter(is_organisation, targets)),
        f"target{number}": names(targets) or "Unknown",
        f"natlty{number}_txt": "; ".join(nations),
    }


def _implied(named: Named, sides: Parties) -> int:
    """The type of target that an entity's class tells, or that of where a person has a role; a force can be an army or a police."""
    party = sides.party(named)
    return {"ArmedGroup": 17, "MediaOutlet": 10, "GovernmentBody": 2}.get(party.kind, 20) if party else 20


def groups(sides: Parties) -> list[Named]:
    """Those that did it as far as they are organisations and no states; where none is told to, those that are accused of it."""
    told, accused = ([each for each in several if _may_be_a_group(each)] for several in (sides.doers, sides.accused))
    return (told or accused)[:3]


def _may_be_a_group(named: Named) -> bool:
    return is_organisation(named) and sort_of(named) not in ("state", "alliance")


def perpetrators(sides: Parties) -> _Row:
    """Up to three groups, how sure that is, and what is known of claims of responsibility."""
    named = groups(sides)
    alone = not named and sides.doer_sorts == {"person"}
    found: _Row = {
        "gname": "Unknown",
        "individual": 1 if alone else (0 if named else None),
        "nperps": UNKNOWN_NUMBER,
        "nperpcap": UNKNOWN_NUMBER,
    }
    for number, (suffix, group) in enumerate(zip(("", "2", "3"), named, strict=False), 1):
        found |= {f"gname{suffix}": group.name("en"), f"guncertain{number}": int(_is_doubtful(group, sides))}
    if not sides.claimants:
        return found | {"claimed": UNKNOWN}
    competing = 1 if len(sides.claimants) > 1 else UNKNOWN
    return found | {"claimed": 1, "claimmode": 10, "claimmode_txt": "Unknown", "compclaim": competing}


def _is_doubtful(group: Named, sides: Parties) -> bool:
    """Whether a group is only accused, only one of several to claim it, or denies it."""
    only_claims = sides.as_what == "claimedBy" and len(sides.claimants) > 1
    return group not in sides.doers or only_claims or group in sides.denying
