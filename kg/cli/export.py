"""The command that writes the graph for other tools."""

import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import IO, TypeVar

import click

from kg.cli.common import confidence_option, examples, settings, store_option
from kg.cli.printable import printable
from kg.confidence import confident, left_out
from kg.errors import UsageError
from kg.exports import FORMATS, choose_of, format_for, parts
from kg.exports.rdf import export as export_rdf
from kg.exports.whole_files import write_file
from kg.incidents import Filter
from kg.incidents.filters import PARAMETERS
from kg.ontology import Instances
from kg.public import PublicStore
from kg.queries import Parameter, parameter_term
from kg.settings import Settings
from kg.store import StoreFolder

_Command = TypeVar("_Command", bound=Callable[..., None])
_Write = Callable[[IO[bytes]], None]


def filter_options(command: _Command) -> _Command:
    """Gives a command the filters of incidents as options, by the names that they have in addresses."""
    for each in reversed(PARAMETERS):
        command = click.option(f"--{each.name}", metavar=each.type.upper(), help=f"Only incidents: {each.summary['en']}.")(command)
    return command


def _list_formats(context: click.Context, _parameter: click.Parameter, value: bool) -> None:  # noqa: FBT001  # as click calls it
    if not value or context.resilient_parsing:
        return
    width = max(map(len, FORMATS))
    for each in FORMATS.values():
        click.echo(f"{each.name:{width}}  .{each.extension:{width + 4}}  {each.summary['en']} · {each.summary['ar']}")
    context.exit()


@click.command(
    epilog=examples(
        "kg export graph.trig                         all graphs; the format is that of the name",
        "kg export --format turtle > merged.ttl       the merged knowledge",
        "kg export --graph article:002 -f turtle      what one article says",
        "kg export --format nq --sorted graph.nq      the same articles give the same bytes",
        "kg export sure.trig --min-confidence 0.8     without what is less sure",
        "kg export --public shown.trig                to be given to strangers",
        "kg export attacks.gexf --kind kg:Attack      the network of all attacks, for Gephi",
        "kg export --place entity:Q796 iraq.geojson   incidents in Iraq, for QGIS",
        "kg export claims.parquet                     a table of all claims, for pandas and R",
    )
)
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False, allow_dash=True), required=False)
@click.option("--format", "-f", "form", help="One of --formats.  [default: that of FILE's name, else trig]")
@click.option("--formats", is_flag=True, is_eager=True, expose_value=False, callback=_list_formats, help="List the formats.")
@click.option("--graph", "-g", metavar="IRI", help="Of RDF, only this graph: an IRI, or article:ID, graph:summary …")
@click.option("--sorted", "in_order", is_flag=True, help="Sort the lines, of nq and nt.")
@click.option("--public", is_flag=True, help="As strangers are shown it: some people by a pseudonym (docs/public.md).")
@filter_options
@confidence_option
@store_option
def export(
    file: Path | None, form: str | None, graph: str | None, *, min_confidence: float, in_order: bool, public: bool, **filters: str | None
) -> None:
    """Write the graph in a format that other tools read.

    trig, nq and jsonld hold all graphs, the other formats of RDF one: the merged knowledge, or the graph that --graph names.
    All further formats hold the incidents that the filters leave, with what is linked with them. Without FILE, or for -, to
    standard output.
    """
    file = None if file == Path("-") else file
    name = form or (file and format_for(file.name)) or ("nq" if in_order else "trig")
    if name not in FORMATS:
        raise UsageError(f"unknown format {name!r}; known are {', '.join(FORMATS)}")
    given = {key: value for key, value in filters.items() if value is not None}
    used = settings()
    folder = shown_folder(used, public=public)
    if FORMATS[name].is_rdf:
        _require_no_filter(name, given)
        write = _rdf(folder, name, graph, min_confidence, in_order=in_order)
    else:
        if graph is not None or in_order:
            raise UsageError(f"--graph and --sorted go with formats of RDF, and {name} is none")
        write = _incidents(folder, name, given, min_confidence)
    if file is None:
        write(sys.stdout.buffer)
        sys.stdout.buffer.flush()
    else:
        write_file(file, write)
    if f"{name}-left-out" in FORMATS:
        click.echo(printable(f"kg: what does not belong there is left out; `kg export --format {name}-left-out` says why"), err=True)


def shown_folder(used: Settings, *, public: bool) -> StoreFolder:
    """The store's folder, or that of its copy for strangers, brought up to date."""
    if not public:
        return StoreFolder(used.store)
    copy = PublicStore(used.store)
    copy.refresh()
    return copy.folder


def _require_no_filter(name: str, given: Mapping[str, str]) -> None:
    if given:
        raise UsageError(f"--{next(iter(given))} chooses incidents, and {name} holds whole graphs; `kg export --formats` lists the others")


def _rdf(folder: StoreFolder, syntax: str, graph: str | None, sure: float, *, in_order: bool) -> _Write:
    store, instances = folder.snapshot(), Instances(folder.base())
    name = None if graph is None else _graph_name(graph, instances)
    without = left_out(store, sure, instances.base)
    return lambda output: export_rdf(store, output, syntax, graph=name, in_order=in_order, without=without)


def _incidents(folder: StoreFolder, name: str, given: Mapping[str, str], sure: float) -> _Write:
    instances = Instances(folder.base())
    asked = Filter.read(given, instances)
    store = confident(folder.snapshot(), sure, instances.base)
    written = parts(FORMATS[name], choose_of(store, asked, instances))
    return lambda output: output.writelines(written)


def _graph_name(given: str, instances: Instances) -> str:
    """The IRI that an IRI or a short name («article:002») stands for."""
    return parameter_term(Parameter("--graph", "iri", {}), given, instances).value
