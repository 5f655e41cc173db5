"""Which of our classes the labels of other people's recognisers mean."""

from collections.abc import Iterable

from kg.ontology import PARENT, ancestors

NAMED = tuple(kind for kind in PARENT if "Entity" in ancestors(kind) and kind != "Entity")
"""The classes of things that have names."""

_MEANT = {
    "Person": "per pers person people individual",
    "Organisation": "org organization organisation corporation company party ngo",
    "Place": "gpe loc location place geo",
    "Country": "country nation",
    "Region": "region province governorate",
    "Settlement": "city town village settlement",
    "Facility": "fac facility building installation",
    "ArmedGroup": "armedgroup militia",
    "SecurityForce": "securityforce military army police",
    "GovernmentBody": "governmentbody government ministry",
    "InternationalOrganisation": "internationalorganisation internationalorganization",
    "MediaOutlet": "mediaoutlet media newspaper",
}
"""Class to labels, as CoNLL, OntoNotes, ACE, ANERcorp, Wojood and WikiAnn have them; letters only, in small ones."""
_KIND_OF = {label: kind for kind, labels in _MEANT.items() for label in labels.split()}


def kind_of(label: str) -> str | None:
    """Our class of a label; None where it names something else («DATE», «NORP», «MISC»).

    >>> [kind_of(label) for label in ("PERS", "ArmedGroup", "armed group", "MONEY")]
    ['Person', 'ArmedGroup', 'ArmedGroup', None]
    """
    return _KIND_OF.get("".join(filter(str.isalpha, label)).lower())


def mapped(labels: Iterable[str]) -> dict[str, str]:
    """Those of some labels that name one of our classes, each with it."""
    return {label: kind for label in labels if (kind := kind_of(label))}
