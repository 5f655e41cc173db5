"""Files of an analyst's rows beside an invented incident: seven killed in Basra on 5 March 2024."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from told import ATTACK, BASRA, PLACES, SEVEN, background, claim

from kg.exports.databases.background import Background, Evidence
from kg.gazetteer import load
from kg.incidents import Incident, Toll
from kg.ontology import Instances
from kg.reconcile import Finding, Reconciled, read_records, read_table, reconcile, scheme_for
from kg.reconcile.places import Atlas

BOMBING = replace(ATTACK, killed=Toll(7, 7, 7))
AT, ON = claim("place", BASRA.name.iri, "وقع الهجوم في البصرة"), claim("date", "2024-03-05", "يوم الثلاثاء")
KNOWN = background(SEVEN, AT, ON)
ATLAS = Atlas(PLACES, load(), Instances())


def reconciled(tmp_path: Path, rows: str, incidents: Sequence[Incident] = (BOMBING,), known: Background = KNOWN) -> Reconciled:
    """A file of these rows beside some incidents; every row must be usable."""
    (tmp_path / "own.csv").write_text(rows, "utf-8")
    table = read_table(tmp_path / "own.csv")
    scheme = scheme_for(table, {})
    records, problems = read_records(table, scheme)
    assert problems == []
    return reconcile(records, incidents, known, ATLAS, scheme.name)


def only(found: Reconciled) -> Finding:
    """The one finding."""
    (finding,) = found.findings
    return finding


def knowing(*several: tuple[Incident, Sequence[Evidence]]) -> Background:
    """Claims about incidents."""
    return replace(KNOWN, evidence={incident.iri: claims for incident, claims in several})
