"""The command that writes the graph for other tools."""

import sys
from pathlib import Path

import click

from kg.cli.common import confidence_option, examples, settings, store_option
from kg.confidence import left_out
from kg.export import FORMATS, format_for, write_file
from kg.export import export as exported
from kg.ontology import Instances
from kg.public import PublicStore
from kg.queries import Parameter
from kg.queries.saved import parameter_term
from kg.store import StoreFolder


@click.command(
    epilog=examples(
        "kg export graph.trig                      all graphs; the format is that of the name",
        "kg export --format turtle > merged.ttl    the merged knowledge",
        "kg export --graph article:002 -f turtle   what one article says",
        "kg export --format nq --sorted graph.nq   the same articles give the same bytes",
        "kg export sure.trig --min-confidence 0.8  without what is less sure",
        "kg export --public shown.trig             to be given to strangers",
    )
)
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False, allow_dash=True), required=False)
@click.option("--format", "-f", "form", help=f"{', '.join(FORMATS)}.  [default: that of FILE's name, else trig]")
@click.option("--graph", "-g", metavar="IRI", help="Only this graph: an IRI, or article:ID, graph:summary …")
@click.option("--sorted", "in_order", is_flag=True, help="Sort the lines, of nq and nt.")
@click.option("--public", is_flag=True, help="As strangers are shown it: some people by a pseudonym (docs/public.md).")
@confidence_option
@store_option
def export(file: Path | None, form: str | None, graph: str | None, *, min_confidence: float, in_order: bool, public: bool) -> None:
    """Write the graph in a format that other tools read.

    trig, nq and jsonld hold all graphs, the other formats one: the merged knowledge, or the graph that --graph names.
    Without FILE, or for -, to standard output.
    """
    file = None if file == Path("-") else file
    folder = StoreFolder(settings().store)
    syntax = form or (file and format_for(file.name)) or ("nq" if in_order else "trig")
    if public:
        copy = PublicStore(folder.path)
        copy.refresh()
        folder = copy.folder
    store, instances = folder.snapshot(), Instances(folder.base())
    name = None if graph is None else _graph_name(graph, instances)
    without = left_out(store, min_confidence, instances.base)
    if file is None:
        exported(store, sys.stdout.buffer, syntax, graph=name, in_order=in_order, without=without)
        sys.stdout.buffer.flush()
    else:
        write_file(file, lambda output: exported(store, output, syntax, graph=name, in_order=in_order, without=without))


def _graph_name(given: str, instances: Instances) -> str:
    """The IRI that an IRI or a short name («article:002») stands for."""
    return parameter_term(Parameter("--graph", "iri", {}), given, instances).value
