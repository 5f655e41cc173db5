"""Which form of an answer a client gets: by name, or by the media types that it accepts (RFC 9110, 12.5.1)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kg.errors import UsageError
from kg.queries.answers.writing import BINDINGS, GRAPHS, Format, format_named

HTML = "text/html"


class Unacceptable(UsageError):
    """None of the media types that the client accepts can be written."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a client asks for. Without a name and without media types it takes what is usual."""

    name: str | None = None
    """A format's name or media type; it counts for more than what is accepted."""
    accepted: tuple[tuple[str, float], ...] = ()
    """Media types, wildcards among them, with their qualities from 0 to 1."""

    def qualities(self) -> dict[str, float]:
        """The highest quality of each media type, without its parameters."""
        found: dict[str, float] = {}
        for given, quality in self.accepted:
            bare = given.split(";")[0].strip().lower()
            found[bare] = max(quality, found.get(bare, 0.0))
        return found

    def quality(self, *media_types: str) -> float:
        """How much one media type is wanted. The most exact entry decides; wildcards speak of the first of several names only."""
        return _quality(self.qualities(), media_types)


def choose(wanted: Wanted, among: Sequence[Format]) -> Format | None:
    """The format to answer in; None for a page in HTML.

    A graph that only a client of tables asks for (JSON results, as some explorers do for every query) is a table of its
    triples. Raises UsageError for an unknown format, Unwritable for one that does not fit, Unacceptable where none is accepted.
    """
    among = (*among, BINDINGS) if among is GRAPHS else among
    if wanted.name:
        return None if wanted.name.lower() in ("html", HTML) else format_named(wanted.name, among, ["html"])
    if not wanted.accepted:
        return among[0]
    given = wanted.qualities()
    qualities = [(_quality(given, item.media_types), item) for item in among] + [(_quality(given, (HTML,)), None)]
    best, chosen = max(qualities, key=lambda item: item[0])
    if not best:
        raise Unacceptable(
            f"none of the accepted media types can be written; ask for {', '.join(f.media_types[0] for f in among)} or {HTML}"
        )
    return chosen


def _quality(given: Mapping[str, float], media_types: Sequence[str]) -> float:
    first, *others = media_types
    exact = next((given[name] for name in (first, f"{first.split('/')[0]}/*", "*/*") if name in given), 0.0)
    return max(exact, *(given.get(name, 0.0) for name in others), 0.0)
