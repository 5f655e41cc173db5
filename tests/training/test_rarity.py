"""How rare words are: which stems one of two, four, eight articles has."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2] / "training"))

from rarity import HEADER, table


def test_stems_stand_in_the_line_of_how_few_articles_have_them() -> None:
    head, *lines = table(["هجوم في المدينة", "هجوم آخر", "مباراة في المدينة", "هجوم"])
    rows = {int(number): stems.split() for number, stems in (line.rstrip().split("\t") for line in lines)}
    assert head == HEADER
    assert "هجوم" in rows[0]  # of four articles three, more than every second
    assert "مبارا" in rows[2]


def test_a_word_counts_once_in_an_article() -> None:
    _, *lines = table(["هجوم هجوم هجوم", "غارة"])
    assert {line.split("\t")[0] for line in lines} == {"1"}
