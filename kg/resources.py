"""Finds the data files that travel with the package, in a checkout or installed."""

from pathlib import Path

from kg.errors import KgError


def resource(name: str) -> Path:
    """The folder `ontology` or `queries`: beside `kg/` in a checkout, in `kg/data/` of an installed wheel."""
    package = Path(__file__).parent
    for place in (package / "data" / name, package.parent / name):
        if place.is_dir():
            return place
    raise KgError(f"this installation lacks its {name}/ folder; install isnad-kg again")
