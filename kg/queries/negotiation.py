"""Which form of an answer a client gets: by name, or by the media types that it accepts (RFC 9110, 12.5.1)."""

from collections.abc import Sequence
from dataclasses import dataclass

from kg.errors import UsageError
from kg.queries.writing import BINDINGS, GRAPHS, Format, format_named

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

    def quality(self, *media_types: str) -> float:
        """How much one media type is wanted. The most exact entry decides; wildcards speak of the first of several names only."""
        first, *others = media_types
        wildcards = ("*/*", f"{first.split('/')[0]}/*")
        return max([self._quality(*wildcards, first), *map(self._quality, others)])

    def _quality(self, *names: str) -> float:
        """The quality of the last of `names` that the client names."""
        found = [(names.index(bare), quality) for given, quality in self.accepted if (bare := given.split(";")[0].strip().lower()) in names]
        return max(found)[1] if found else 0.0


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
    qualities = [(wanted.quality(*item.media_types), item) for item in among] + [(wanted.quality(HTML), None)]
    best, chosen = max(qualities, key=lambda item: item[0])
    if not best:
        raise Unacceptable(
            f"none of the accepted media types can be written; ask for {', '.join(f.media_types[0] for f in among)} or {HTML}"
        )
    return chosen
