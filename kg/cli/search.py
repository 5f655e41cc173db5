"""The command that finds things by words."""

import json
from dataclasses import asdict

import click

from kg.cli.common import examples, print_records, settings, store_option
from kg.ontology import Instances
from kg.queries import shorten
from kg.queries.sparql.searching import open_search
from kg.search import MOST_HITS, TYPES, Hit, Question
from kg.store import StoreFolder


@click.command(
    epilog=examples(
        "kg search البصرة",
        "kg search وزير الخارجية --type person",
        "kg search الجلبوي --json",
    )
)
@click.argument("words", nargs=-1, required=True)
@click.option("--type", "type_", type=click.Choice(TYPES), help="Only things of this type.")
@click.option("--limit", type=click.IntRange(1, MOST_HITS), default=20, show_default=True, help="The most that is shown.")
@click.option("--json", "as_json", is_flag=True, help="For programs.")
@store_option
def search(words: tuple[str, ...], type_: str | None, limit: int, *, as_json: bool) -> None:
    """Find things by words: names, labels, titles, texts.

    The best come first. Spelling of hamza and vowels does not matter, nor what is joined to a word («والبصرة»), nor a slip in a name.
    """
    folder = StoreFolder(settings().store)
    folder.require_whole()
    with open_search(folder) as index:
        found = index.find(Question.of(" ".join(words), type_), limit)
    if as_json:
        click.echo(json.dumps([asdict(hit) for hit in found.hits], ensure_ascii=False, indent=2))
    elif not found.hits:
        click.echo("Nothing found.", err=True)
    else:
        instances = Instances(folder.base())
        columns = ("found", "label", "type", "words")
        print_records(columns, [_row(hit, instances) for hit in found.hits])
        if found.more:
            click.echo(f"\nThere is more: --limit {limit * 2} shows it.", err=True)


def _row(hit: Hit, instances: Instances) -> tuple[str, str, str, str]:
    """What people want to see of a hit: what it is called, and its words where they say more."""
    label = " / ".join(filter(None, (hit.label_ar, hit.label_en)))
    words = " ".join(hit.snippet.text.split())
    return shorten(hit.iri, instances), label, hit.type, "" if words in (hit.label_ar, hit.label_en) else words
