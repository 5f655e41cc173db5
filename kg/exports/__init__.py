"""The graph in the forms that other tools read: `FORMATS` names them all.

Those of RDF hold whole graphs and are written from the store (`rdf`). All others are written from incidents that a filter has
chosen: some from these alone, which a server has at hand, others from what the saved queries say of them, too.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

from kg.errors import UsageError, how_to_install
from kg.exports.chosen import Chosen, choose_of
from kg.incidents import Incident

__all__ = ["FORMATS", "Chosen", "Format", "MissingExtra", "choose_of", "format_for", "format_of", "parts"]


class MissingExtra(UsageError):
    """A format whose library is not installed; the message names the extra that brings it."""


@dataclass(frozen=True, slots=True)
class Format:
    """A form that the graph can be had in."""

    name: str
    """As it is asked for: `kg export --format NAME`, `/export/NAME`."""
    media_type: str
    extension: str
    """How names of its files end, without the first dot: "csv", "gtd.csv"."""
    summary: Mapping[str, str]
    """By language: "ar" and "en"."""
    writer: str = ""
    """"module:function" that makes its parts, text or bytes, of what is `Chosen`; "" for RDF."""
    of_incidents: bool = False
    """Whether the function takes the incidents alone."""
    extra: str = ""
    """The extra that brings the library it needs; "" where nothing more is needed."""

    @property
    def is_rdf(self) -> bool:
        """Whether it holds whole graphs; then a filter of incidents has no meaning."""
        return not self.writer

    @property
    def file(self) -> str:
        """What a download is called: "incidents.csv", "graph.trig", "claims.parquet"."""
        if self.extra:
            return self.extension
        return f"{'incidents' if self.of_incidents or 'csv' in self.extension else 'graph'}.{self.extension}"


def _both(ar: str, en: str) -> dict[str, str]:
    return {"ar": ar, "en": en}


def _incidents(name: str, media_type: str, extension: str, writer: str, summary: Mapping[str, str]) -> Format:
    return Format(name, media_type, extension, summary, f"kg.exports.{writer}", of_incidents=True)


def _parquet(table: str, summary: Mapping[str, str]) -> Format:
    writer = f"kg.exports.parquet:write_{table}"
    return Format(f"parquet-{table}", "application/vnd.apache.parquet", f"{table}.parquet", summary, writer, extra="parquet")


def _dataset(name: str, database: str) -> tuple[Format, Format]:
    """The columns of another database, and what that would not have."""
    rows, left_out = _both(f"بأعمدة {database}", f"in the columns of {database}"), f"what {database} would not have, and why"
    return (
        Format(name, "text/csv", f"{name}.csv", rows, f"kg.exports.databases.datasets:write_{name}"),
        Format(
            f"{name}-left-out",
            "text/csv",
            f"{name}-left-out.csv",
            _both(f"ما لا تحصيه {database} وسببه", left_out),
            f"kg.exports.databases.datasets:write_{name}_left_out",
        ),
    )


_LISTED = (
    Format("trig", "application/trig", "trig", _both("كل الرسوم، TriG", "all graphs, as TriG")),
    Format("nq", "application/n-quads", "nq", _both("كل الرسوم، N-Quads", "all graphs, as N-Quads")),
    Format("jsonld", "application/ld+json", "jsonld", _both("كل الرسوم، JSON-LD بسياقه", "all graphs, as JSON-LD with a context")),
    Format("turtle", "text/turtle", "ttl", _both("المعرفة المجموعة، Turtle", "the merged knowledge, as Turtle")),
    Format("nt", "application/n-triples", "nt", _both("المعرفة المجموعة، N-Triples", "the merged knowledge, as N-Triples")),
    Format("n3", "text/n3", "n3", _both("المعرفة المجموعة، N3", "the merged knowledge, as N3")),
    Format("rdfxml", "application/rdf+xml", "rdf", _both("المعرفة المجموعة، RDF/XML", "the merged knowledge, as RDF/XML")),
    _incidents("csv", "text/csv", "csv", "csv:write_csv", _both("جدول الحوادث", "a table of incidents, for spreadsheets")),
    *_dataset("gtd", "Global Terrorism Database (GTD)"),
    *_dataset("acled", "ACLED"),
    *_dataset("ucdp", "UCDP GED"),
    _incidents("geojson", "application/geo+json", "geojson", "geojson:write_geojson", _both("خريطة الحوادث", "a map of incidents: QGIS")),
    _incidents(
        "places",
        "application/geo+json",
        "places.geojson",
        "geojson_places:write_places",
        _both("خريطة الأماكن وعدد حوادثها", "a map of places, with the number of their incidents: QGIS"),
    ),
    _incidents("ics", "text/calendar", "ics", "calendars:write_ics", _both("الحوادث في تقويم", "incidents in a calendar")),
    _incidents(
        "timeline", "application/json", "timeline.json", "timelines:write_timeline", _both("خط زمني، TimelineJS", "a timeline: TimelineJS")
    ),
    Format(
        "gexf",
        "application/gexf+xml",
        "gexf",
        _both("شبكة الكيانات والحوادث، Gephi", "the network of entities and incidents: Gephi"),
        "kg.exports.network_files:write_gexf",
    ),
    Format(
        "graphml",
        "application/graphml+xml",
        "graphml",
        _both("الشبكة نفسها، yEd وigraph", "the same network: yEd, Cytoscape, igraph"),
        "kg.exports.network_files:write_graphml",
    ),
    Format(
        "cytoscape",
        "application/json",
        "cyjs",
        _both("الشبكة نفسها، Cytoscape", "the same network: Cytoscape, Cytoscape.js"),
        "kg.exports.network_files:write_cytoscape",
    ),
    Format(
        "ftm",
        "application/x-ndjson",
        "ftm.json",
        _both("كيانات FollowTheMoney، Aleph وOpenSanctions", "FollowTheMoney entities: Aleph, OpenSanctions"),
        "kg.exports.ftm:write_ftm",
    ),
    _parquet("incidents", _both("جدول الحوادث، Parquet", "the table of incidents, as Parquet")),
    _parquet("claims", _both("جدول الإفادات، Parquet", "the table of claims, as Parquet")),
    _parquet("entities", _both("جدول الكيانات، Parquet", "the table of entities, as Parquet")),
    _parquet("articles", _both("جدول المقالات، Parquet", "the table of articles, as Parquet")),
)
FORMATS: Mapping[str, Format] = {each.name: each for each in _LISTED}
"""All that there are, by name."""
_ALSO = {"json": "jsonld", "xml": "rdfxml", "turtle": "turtle", "rdfxml": "rdfxml", "parquet": "parquet-incidents"}
"""Further endings of files."""


def format_of(name: str) -> str | None:
    """The format that a file's name stands for («graph.ttl», «claims.parquet»), or None. The longest ending counts."""
    lower = name.lower()
    endings = {each.extension: each.name for each in _LISTED} | _ALSO
    fitting = [ending for ending in endings if lower == ending or lower.endswith(f".{ending}")]
    return endings[max(fitting, key=len)] if fitting else None


def format_for(name: str) -> str | None:
    """The format for a file of some name; None where the name has no ending, which says nothing. Raises UsageError for an unknown one."""
    found = format_of(name)
    if found is None and (ending := Path(name).suffix):
        known = ", ".join(f".{each}" for each in (*(form.extension for form in _LISTED), *_ALSO))
        raise UsageError(f"{name}: no format is known by {ending!r}; known are {known}, or name one with --format")
    return found


def parts(form: Format, chosen: Chosen | Sequence[Incident]) -> Iterator[bytes]:
    """A file of a format that is not RDF, part by part; incidents alone will do where it is made `of_incidents`.

    Raises MissingExtra before anything is written, and as its writer does.
    """
    incidents = chosen.incidents if isinstance(chosen, Chosen) else chosen
    return _encoded(_writer(form)(incidents if form.of_incidents else chosen))


def _writer(form: Format) -> Callable[[object], Iterable[str | bytes]]:
    """Found by name: a format's library is loaded with the first file of it, and may be missing until then."""
    module, function = form.writer.split(":")
    try:
        found: Callable[[object], Iterable[str | bytes]] = getattr(import_module(module), function)
    except ModuleNotFoundError as error:
        if not form.extra:
            raise
        raise MissingExtra(f"{form.name} needs {error.name}, which comes with: {how_to_install(form.extra)}") from error
    return found


def _encoded(written: Iterable[str | bytes]) -> Iterator[bytes]:
    return (part.encode() if isinstance(part, str) else part for part in written)
