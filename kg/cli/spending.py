"""What a build by a language model may cost: told, and agreed to, before anything is asked."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

import click

from kg.build import BuildOptions
from kg.cli.common import settings
from kg.cli.printable import printable
from kg.errors import UsageError
from kg.extract import Extractor
from kg.extractors import PricedExtractor, choice, load_chosen
from kg.extractors.llm.spending import NO_LIMIT
from kg.extractors.prospect import to_be_read
from kg.gazetteer import Gazetteer
from kg.settings import Settings
from kg.store import StoreFolder

_Command = TypeVar("_Command", bound=Callable[..., None])
_OPTIONS = (
    click.option("--yes", is_flag=True, help="Ask a language model without asking you first, whatever it may cost."),
    click.option("--max-cost", metavar="AMOUNT", help="Stop before a language model has cost more; what was read is kept."),
    click.option("--price", metavar="READ/WRITTEN", help="What a million tokens cost, for --extractor llm:MODEL."),
)


def spending_options(command: _Command) -> _Command:
    """Gives a command the options `--price`, `--max-cost` and `--yes`."""
    for option in _OPTIONS:
        command = option(command)
    return command


def spending(options: dict[str, Any], further: Mapping[str, Any]) -> tuple[Settings, bool]:
    """Takes those options out of a command's: the settings with them and `further` ones, and whether the user agrees beforehand."""
    agrees = bool(options.pop("yes"))
    return settings(llm_price=options.pop("price"), llm_max_cost=options.pop("max_cost"), **further), agrees


def agreed(paths: Sequence[str], ours: Settings, options: BuildOptions, *, agrees: bool) -> Extractor | None:
    """The chosen extractor where it may cost money, once the user agrees to what it may be; None for any other.

    Nobody is asked where all answers are kept, where it is for nothing, or where a greatest cost was given.
    Raises UsageError where nobody agrees.
    """
    chosen = choice(options.extractor)
    if chosen is None or not chosen.door.is_priced:
        return None
    extractor = load_chosen(chosen, Gazetteer.of(()), ours)
    assert isinstance(extractor, PricedExtractor)  # noqa: S101  # what is_priced says
    if agrees or ours.llm_max_cost != NO_LIMIT:
        return extractor
    if "-" in paths:
        raise UsageError("what comes from standard input cannot be counted beforehand: give --max-cost AMOUNT or --yes")
    estimate = extractor.estimate(to_be_read(paths, StoreFolder(ours.store), extractor))
    if estimate.articles and estimate.cost != 0:
        _ask(str(estimate))
    return extractor


def _ask(told: str) -> None:
    click.echo(printable(f"kg: {told}"), err=True)
    try:
        if click.confirm("kg: go on?", err=True):
            return
    except click.Abort as error:
        raise UsageError("nobody is there to agree: give --max-cost AMOUNT or --yes") from error
    raise UsageError("nothing was asked, and nothing was read")
