"""The command that takes down what a person decides."""

import getpass
import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from kg.cli.common import examples, in_words, settings, store_option
from kg.cli.printable import printable
from kg.decide import Pointing
from kg.decisions import FILE_NAME, BadDecision, Judgement, Verdict, append, holding, identified, read, to_json
from kg.decisions.judgement import PAIRS, QUALIFIERS, SCOPES, TYPES
from kg.decisions.sense import require_sense
from kg.errors import UsageError
from kg.ontology import Instances
from kg.standing import Standing, from_text
from kg.store import StoreFolder

_VERDICTS = tuple(verdict.value for verdict in Verdict)


@click.command(
    epilog=examples(
        "kg decide same event:3f0c2a9be1d44c07 event:91bb07d25c3ae684 --reason 'one car bomb'",
        "kg decide different EVENT EVENT           two events, whatever the program holds",
        "kg decide accept claim:0dd6cfa3af075fa4   a fact is right",
        "kg decide reject event:3f0c2a9be1d44c07   there was no such event",
        "kg decide edit claim:91bc55e0a1b2c3d4 --to 14",
        "kg decide edit EVENT --property class --to Shooting     or 'suicide bombing', or «تفجير انتحاري»",
        "kg decide edit 'article:002#char=41,45' --property place --to الكرادة",
        "kg decide --undo 5d1f0a77c2b3e498         that decision holds no more",
        "kg decide --list                          all that hold, and what became of them",
    )
)
@click.argument("verdict", type=click.Choice(_VERDICTS), required=False)
@click.argument("target", required=False)
@click.argument("other", required=False)
@click.option("--property", "name", type=click.Choice(tuple(TYPES)), metavar="NAME", help="The property of TARGET that is meant.")
@click.option("--value", help="Which of its values is meant, where it has several.")
@click.option(
    "--to",
    help="The value that is right: a number, date, words, a term by its name or label, or a name that the article has.",
)
@click.option("--qualifier", type=click.Choice(QUALIFIERS), help="Of a figure, what is right.")
@click.option("--scope", type=click.Choice(SCOPES), help="Of a figure, what is right: the event's total, or a part of it.")
@click.option("--reason", default="", help="Why, for whoever reads it later.")
@click.option("--who", envvar="ISNAD_WHO", help="Who decides.  [default: $ISNAD_WHO, else your login name]")
@click.option("--undo", metavar="ID", help="An earlier decision that holds no more, or is replaced by this one.")
@click.option("--list", "listing", is_flag=True, help="List the decisions that hold, and what became of them.")
@click.option("--decisions", "file", type=click.Path(path_type=Path, dir_okay=False), help=f"[default: the store's {FILE_NAME}]")
@click.option("--json", "as_json", is_flag=True, help="For programs.")
@store_option
def decide(verdict: str | None, target: str | None, other: str | None, *, listing: bool, as_json: bool, **said: Any) -> None:  # noqa: ANN401  # the other options
    """Take down what a person decides; kg build follows it.

    VERDICT is same or different (of two events), accept, reject or edit (of an event, or a fact of one). TARGET is an event
    or a claim as answers name them (event:ID, claim:ID, or the whole IRI), or the words that name an event, as
    article:ID#char=BEGIN,END. What is written down are the words and a hash of the article's text, no IRI: so decisions
    hold whatever is built or improved later. Nothing is ever removed from the file: --undo takes a decision back.
    """
    folder = StoreFolder(settings().store)
    path: Path = said["file"] or folder.path / FILE_NAME
    if said["file"] is None:
        folder.require()
    if listing:
        _list(_known(folder, path), as_json=as_json)
        return
    if verdict is None and said["undo"] is None:
        raise UsageError("what is decided? Give a verdict and what it is about, or --undo, or --list")
    judgement = _judgement(verdict, said)
    if verdict is not None:
        judgement = _pointed(judgement, _pointing(folder), (target, other), said)
    judgement = _sensible(judgement)
    append(path, judgement)
    click.echo(json.dumps(to_json(judgement), ensure_ascii=False) if as_json else printable(in_words(Standing(judgement))))
    if not as_json:
        click.echo("kg: the next `kg build` follows it", err=True)


def _pointing(folder: StoreFolder) -> Pointing:
    return Pointing(folder.snapshot(), Instances(folder.base()))


def _judgement(verdict: str | None, said: Mapping[str, Any]) -> Judgement:
    """Who decides what and when, without what it is about."""
    return Judgement(
        id="",
        who=said["who"] or getpass.getuser(),
        when=datetime.now(UTC).isoformat(timespec="seconds"),
        verdict=Verdict(verdict) if verdict else None,
        anchor=None,
        qualifier=said["qualifier"],
        scope=said["scope"],
        reason=said["reason"],
        undoes=said["undo"],
    )


def _pointed(judgement: Judgement, pointing: Pointing, targets: tuple[str | None, str | None], said: Mapping[str, Any]) -> Judgement:
    """A decision with what it is about."""
    first, second = targets
    if first is None or (second is None) == (judgement.verdict in PAIRS):
        raise UsageError(f"{judgement.verdict} is about {'two events' if judgement.verdict in PAIRS else 'one event or claim'}")
    target = pointing.target(first, said["name"])
    if second is not None:
        other = pointing.target(second)
        if target.property or other.property:
            raise UsageError(f"{judgement.verdict} is about whole events, not about claims")
        if target.anchor == other.anchor:
            raise UsageError("both are one event, as the same words report it; name another one")
        if target.anchor.article == other.anchor.article and judgement.verdict is Verdict.DIFFERENT:
            raise UsageError("both are reports of one article, which tells its events apart already")
        return replace(judgement, anchor=target.anchor, other=other.anchor)
    if said["name"] not in (None, target.property):
        raise UsageError(f"that claim is about {target.property}, not about {said['name']}")
    if others := pointing.companions(first):
        told = f"kg: this is about what article:{target.anchor.article} says; {others} more report that event"
        click.echo(printable(told), err=True)
    return _with_values(replace(judgement, anchor=target.anchor, property=target.property, value=target.value), pointing, said)


def _with_values(judgement: Judgement, pointing: Pointing, said: Mapping[str, Any]) -> Judgement:
    """A decision about a fact with the value that is meant, and the one that is right."""
    anchor, name = judgement.anchor, judgement.property
    if anchor is None or name is None:
        if said["value"] is not None or said["to"] is not None:
            raise UsageError("of which property is that a value? Name it with --property, or give a claim")
        return judgement
    given = {key: pointing.value(anchor, name, said[key]) for key in ("value", "to") if said[key] is not None}
    value = given.get("value", judgement.value)
    number = given.get("value")
    if isinstance(number, int) and judgement.verdict in (Verdict.REJECT, Verdict.EDIT) and not pointing.says(anchor, name, number):
        raise UsageError(f"article:{anchor.article} has no {number} for {name}; name the report that has: `kg explain` lists them")
    if value is None:
        _require_one(judgement, pointing.values(anchor, name))
    return replace(judgement, value=value, to=given.get("to"))


def _require_one(judgement: Judgement, values: int) -> None:
    """Raises UsageError where it is not clear which fact is meant."""
    if values > 1:
        raise UsageError(f"it has {values} values for {judgement.property}; say which one with --value, or give its claim")
    if values == 0 and judgement.verdict is not Verdict.EDIT:
        raise UsageError(f"it has no value for {judgement.property} that could be right or wrong")


def _sensible(judgement: Judgement) -> Judgement:
    try:
        require_sense(judgement)
    except BadDecision as error:
        raise UsageError(str(error)) from error
    return identified(judgement)


def _known(folder: StoreFolder, path: Path) -> list[tuple[Standing, bool]]:
    """The decisions of a file that hold, as the last build found them, and whether it knew them."""
    built = {standing.judgement.id: standing for standing in from_text(folder.decisions())}
    return [(built.get(each.id, Standing(each)), each.id in built) for each in holding(read(path)).all]


def _list(found: list[tuple[Standing, bool]], *, as_json: bool) -> None:
    if as_json:
        told = [
            {**to_json(standing.judgement), "built": built, "problem": standing.problem, "state": _state(standing, built=built)}
            for standing, built in found
        ]
        click.echo(json.dumps(told, ensure_ascii=False, indent=2))
        return
    for standing, built in found:
        state = "" if standing.problem else f"\n  {_state(standing, built=built)}"
        click.echo(printable(in_words(standing) + state) + ("" if built else ": run kg build"))
    if not found:
        click.echo("No decisions.", err=True)


def _state(standing: Standing, *, built: bool) -> str:
    """What became of a decision."""
    if not built:
        return "not built yet"
    return "not followed" if standing.problem else "followed by the last build"
