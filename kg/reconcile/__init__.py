"""Sets an analyst's rows beside the graph: which incidents are in both, in one only, and where the two say different things."""

from kg.reconcile.files import Problem, read_table
from kg.reconcile.matching import Finding, Reconciled, reconcile
from kg.reconcile.records import Record
from kg.reconcile.schemes import FIELDS, Scheme, read_records, scheme_for
from kg.reconcile.telling import COLUMNS, as_object, as_rows

__all__ = [
    "COLUMNS",
    "FIELDS",
    "Finding",
    "Problem",
    "Reconciled",
    "Record",
    "Scheme",
    "as_object",
    "as_rows",
    "read_records",
    "read_table",
    "reconcile",
    "scheme_for",
]
