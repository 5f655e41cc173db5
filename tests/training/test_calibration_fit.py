"""How confidences are made true, and how true they are: curves, the calibration error, the diagram."""

import sys
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

pytest.importorskip("sklearn")
sys.path.insert(0, str(Path(__file__).parents[2] / "training"))

from calibration import BEGIN, END, FEWEST, brought_up_to_date, curve, written
from judging import Judged
from reliability import calibration_error, diagram, lines

from kg.extract.calibration import likely, table


def some(confidence: float, right: int, wrong: int, sort: str = "killed") -> list[Judged]:
    """So many that are right and so many that are wrong, all equally sure."""
    return [Judged("خبر", sort, confidence, number < right) for number in range(right + wrong)]


def test_the_error_is_how_far_confidence_and_share_are_apart() -> None:
    assert calibration_error(some(0.8, 8, 2)) == pytest.approx(0)
    assert calibration_error(some(0.9, 5, 5)) == pytest.approx(0.4)
    assert calibration_error(some(0.9, 5, 5) + some(0.2, 2, 8)) == pytest.approx(0.2)


def test_what_is_too_sure_of_itself_is_so_no_more() -> None:
    read = some(0.9, 60, 40) + some(0.5, 20, 80)
    points = curve(read)
    assert likely(0.9, points) == pytest.approx(0.6, abs=0.02)
    assert likely(0.5, points) == pytest.approx(0.2, abs=0.02)


def test_a_curve_never_falls() -> None:
    ys = [share for _, share in curve(some(0.3, 60, 40) + some(0.6, 30, 70) + some(0.9, 80, 20))]
    assert ys == sorted(ys)


def test_a_few_examples_make_no_point_of_their_own() -> None:
    assert len(curve(some(0.3, 10, 30) + some(0.9, FEWEST - 1, 0))) == 1


def test_the_table_that_is_written_can_be_read() -> None:
    curves = {"killed": ((0.4, 0.2), (0.9, 0.75))}
    assert table("".join(written(curves)).splitlines()) == curves


def test_the_report_has_a_line_for_each_sort_and_for_all() -> None:
    judged = some(0.8, 8, 2) + some(0.9, 9, 1, "event")
    assert [line.split(" | ")[0] for line in lines(judged, judged)][2:] == ["| event", "| killed", "| **all claims**", "| **everything**"]


def test_the_diagram_is_a_picture() -> None:
    picture = ET.fromstring(diagram(some(0.9, 5, 5), some(0.5, 5, 5)))  # our own
    assert len(picture.findall("{http://www.w3.org/2000/svg}circle")) == 2


def test_only_what_stands_between_the_comments_of_the_page_changes() -> None:
    page = f"# Before\n{BEGIN}old\n{END}\nAfter\n"
    assert brought_up_to_date(page, "new") == f"# Before\n{BEGIN}new\n{END}\nAfter\n"
