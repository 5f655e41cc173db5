"""The command that tells when an answer changes."""

import json
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import click

from kg.alerts import Answer, Change, Undelivered, Webhook, changes, moved, read_answer, read_state, write_state
from kg.cli.ask import find_query, parse_parameters
from kg.cli.common import examples, settings, store_option
from kg.cli.printable import printable
from kg.errors import StoreError, UsageError
from kg.exports.chosen import asks_of
from kg.incidents import read_incidents
from kg.ontology import Instances
from kg.queries import SavedQuery, Store, answer, fill, rows
from kg.queries.sparql.searching import expand, finder, search_beside
from kg.store import StoreFolder
from kg.workers import published


@dataclass(slots=True)
class _Watch:
    """What is asked, of which store, and what was answered last."""

    folder: StoreFolder
    query: SavedQuery
    values: dict[str, str]
    state: Path | None
    webhook: Webhook | None
    told: Callable[[Change], None]
    last: Answer | None = None
    seen: str = ""
    """The publication that was asked last."""

    @property
    def question(self) -> dict[str, str]:
        """What tells this question from others."""
        return {"query": self.query.name, **self.values}

    def look(self) -> list[Change] | None:
        """What has changed; None where this is the first answer. Told, sent and kept. Raises Undelivered, and keeps nothing then."""
        self.seen = published(self.folder.path)
        store, instances = self.folder.snapshot(), Instances(self.folder.base())
        now = self._answer(store, instances)
        if self.last is None:
            self._keep(now)
            return None
        gone = self.last.incidents.keys() - now.incidents.keys()
        found = changes(self.last, now, moved(sorted(gone), asks_of(store, instances)))
        if found and self.webhook:
            self.webhook.send(self.question, found)
        for each in found:
            self.told(each)
        self._keep(now)
        return found

    def _answer(self, store: Store, instances: Instances) -> Answer:
        text = expand(fill(self.query, self.values, instances), finder(lambda: search_beside(store)))
        asks = asks_of(store, instances)
        return read_answer(rows(answer(store, text, "json", instances)), read_incidents(lambda name: asks(name, {})))

    def _keep(self, now: Answer) -> None:
        self.last = now
        if self.state:
            write_state(self.state, self.question, now)


@click.command(
    epilog=examples(
        "kg watch incidents kind=kg:Attack                          until Ctrl-C: what is new, as it is built",
        "kg watch responsibility --once --state claims.json         from cron: ends with 1 where something has changed",
        "kg watch incidents --json --every 300 >> changes.jsonl     for programs",
        "kg watch incidents --webhook https://desk.example/kg --allow-host desk.example",
    )
)
@click.argument("question", metavar="QUERY")
@click.argument("parameters", metavar="[NAME=VALUE]…", nargs=-1)
@click.option("--every", type=click.FloatRange(1, 86_400), default=60, show_default=True, metavar="SECONDS", help="How often to look.")
@click.option("--once", is_flag=True, help="Look once, against what --state holds, and end: with 1 where something has changed.")
@click.option(
    "--state", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE", help="Keeps the answer, to begin from the next time."
)
@click.option("--webhook", metavar="URL", help="An address that is sent the changes, as JSON by POST.")
@click.option("--allow-host", "allowed", metavar="HOST", multiple=True, help="The host that --webhook may send to; no other is asked.")
@click.option("--json", "as_json", is_flag=True, help="For programs: one object a line.")
@store_option
def watch(
    question: str,
    parameters: tuple[str, ...],
    *,
    every: float,
    once: bool,
    state: Path | None,
    as_json: bool,
    **sending: Any,  # noqa: ANN401  # `webhook` and `allowed`
) -> None:
    """Tell when what a saved query answers changes in meaning.

    An incident is new or gone, a toll rises, somebody claims or denies, a source joins; of rows without incidents, which are
    new or gone. In Arabic and English, as JSON lines, or sent to an address. The first look tells nothing: it is what later ones
    are compared with.
    """
    if once and state is None:
        raise UsageError("--once needs --state FILE: what else should the answer be compared with?")
    used = settings()
    query = find_query(question, used)
    if query.form != "SELECT":
        raise UsageError(f"{query.name} is no SELECT: rows are what can be watched")
    sender = Webhook.to(sending["webhook"], sending["allowed"]) if sending["webhook"] else None
    watched = _Watch(StoreFolder(used.store), query, dict(parse_parameters(parameters)), state, sender, _teller(as_json=as_json))
    if state:
        watched.last = read_state(state, watched.question)
    if once:
        found = watched.look()
        _note(watched, found)
        click.get_current_context().exit(1 if found else 0)
    _go_on(watched, every)


def _go_on(watched: _Watch, every: float) -> None:
    """Looks now, and whenever something was published, until it is interrupted. What goes wrong for now is said, and tried again."""
    is_first = True
    while True:
        if published(watched.folder.path) != watched.seen:
            try:
                found = watched.look()
            except (Undelivered, StoreError) as error:
                watched.seen = ""
                click.echo(printable(f"kg: {error}; tried again in {every:g} seconds"), err=True)
            else:
                if is_first:
                    _note(watched, found)
                is_first = False
        time.sleep(every)


def _note(watched: _Watch, found: Sequence[Change] | None) -> None:
    last = watched.last
    if found is None and last:
        click.echo(f"kg: noted {len(last.incidents)} incidents and {len(last.rows)} other rows, to compare with", err=True)
    elif not found:
        click.echo("kg: nothing has changed", err=True)


def _teller(*, as_json: bool) -> Callable[[Change], None]:
    def tell(change: Change) -> None:
        click.echo(json.dumps(asdict(change), ensure_ascii=False) if as_json else printable(f"{change.ar}\n  {change.en}"))

    return tell
