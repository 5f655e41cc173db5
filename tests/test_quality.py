"""How well the seeds are read: no figure of `kg evaluate` may fall.

`quality_floors.json` has a floor for each row, by name: its F1, or its share. A floor is raised when the figure has risen
for good (`pytest tests/test_quality.py -rP` prints by how much figures exceed theirs). It is lowered only for a share that
fell because more was found that comes into question, never to make a test pass.
"""

import json
import math
from pathlib import Path

import pytest

from kg.evaluate import Evaluation, Row, SetRow, evaluate
from kg.store import StoreFolder

HERE = Path(__file__).parent
FLOORS: dict[str, float] = json.loads((HERE / "quality_floors.json").read_text("utf-8"))
TOLERANCE = 0.005


@pytest.fixture(scope="module")
def evaluation(seeds_store: Path) -> Evaluation:
    return evaluate(StoreFolder(seeds_store).snapshot(), HERE / "gold")


def figure(row: Row) -> float:
    """F1 of what is found or missed, else the share, which is whole where nothing comes into question."""
    if isinstance(row, SetRow):
        return row.f1
    return 1.0 if row.value is None else row.value


@pytest.mark.parametrize("name", FLOORS)
def test_a_figure_does_not_fall_below_its_floor(evaluation: Evaluation, name: str) -> None:
    reached = figure(evaluation.row(name))
    assert reached >= FLOORS[name] - TOLERANCE, f"{name} fell to {reached:.3f}; its floor is {FLOORS[name]:.2f}"


def test_every_figure_has_a_floor(evaluation: Evaluation) -> None:
    assert [row.name for row in evaluation.rows] == list(FLOORS)


def test_all_annotated_articles_are_in_the_graph(evaluation: Evaluation) -> None:
    assert (evaluation.articles, evaluation.missing, evaluation.notes) == (5, (), ())


def test_figures_above_their_floors_are_told(evaluation: Evaluation) -> None:
    for row in evaluation.rows:
        above = figure(row) - FLOORS.get(row.name, 0.0)
        if above >= 0.01:
            floor = math.floor(figure(row) * 100) / 100
            print(f"{row.name}: {figure(row):.3f} is {above:.3f} above its floor, which may rise to {floor:.2f}")  # noqa: T201  # what -rP shows
