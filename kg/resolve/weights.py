"""How much each level of evidence weighs: `weights.tsv`, which `training/identity.py` makes."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

FILE = Path(__file__).parent / "weights.tsv"
"""A line for each level: its name, its weight as it was set by hand and as it was learned (natural logarithms of odds), its meaning."""
PRIOR = "prior"
"""The odds before anything is compared."""


@cache
def weights() -> Mapping[str, float]:
    """The weight of each level by its name."""
    rows = (line.split("\t") for line in FILE.read_text("utf-8").splitlines() if line and not line.startswith("#"))
    return {level: float(weight) for level, _, weight, _ in rows}
