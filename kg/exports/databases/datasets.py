"""Incidents in the columns of other databases, and those that these would not have, with the rule that keeps each out."""

from collections.abc import Callable, Iterable, Iterator
from io import StringIO
from typing import TextIO

from kg.exports.chosen import Chosen
from kg.exports.databases import acled, gtd, ucdp
from kg.exports.databases.background import Background, read_background
from kg.exports.databases.inclusion import LeftOut, write_left_out
from kg.gazetteer import load
from kg.incidents import Incident
from kg.incidents.reading import Row

_Write = Callable[[Iterable[Incident], Background, TextIO], list[LeftOut]]


def write_gtd(chosen: Chosen) -> Iterator[str]:
    """The columns of the Global Terrorism Database."""
    return _rows(gtd.write, chosen)


def write_acled(chosen: Chosen) -> Iterator[str]:
    """The columns of ACLED."""
    return _rows(acled.write, chosen)


def write_ucdp(chosen: Chosen) -> Iterator[str]:
    """The columns of UCDP's Georeferenced Event Dataset."""
    return _rows(ucdp.write, chosen)


def write_gtd_left_out(chosen: Chosen) -> Iterator[str]:
    """What GTD would not have, and why."""
    return _left_out(gtd.write, chosen)


def write_acled_left_out(chosen: Chosen) -> Iterator[str]:
    """What ACLED would not have, and why."""
    return _left_out(acled.write, chosen)


def write_ucdp_left_out(chosen: Chosen) -> Iterator[str]:
    """What UCDP GED would not have, and why."""
    return _left_out(ucdp.write, chosen)


def _rows(write: _Write, chosen: Chosen) -> Iterator[str]:
    output = StringIO()
    write(chosen.incidents, _background(chosen), output)
    yield output.getvalue()


def _left_out(write: _Write, chosen: Chosen) -> Iterator[str]:
    output = StringIO()
    write_left_out(write(chosen.incidents, _background(chosen), StringIO()), output)
    yield output.getvalue()


def _background(chosen: Chosen) -> Background:
    return read_background(lambda name: _asked(chosen, name), chosen.table, load(), chosen.instances)


def _asked(chosen: Chosen, name: str) -> Iterable[Row]:
    """Claims are asked for incident by incident where a filter was given: to look through all takes longer."""
    if name != "incident-claims" or chosen.is_whole:
        return chosen.asks(name, {})
    return (row for incident in chosen.incidents for row in chosen.asks(name, {"incident": incident.iri}))
