"""How a store stands to people's decisions: where they come from, and which of them it could not follow."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from kg.change import JUDGED
from kg.decisions import FILE_NAME, Judgement, Judgements, Verdict, extend, from_json, holding, read, to_json
from kg.errors import DecisionError
from kg.extractions import Extractions
from kg.model import Decision
from kg.store import StoreFolder

_APART = "other decisions, or events that cannot be one, keep the two apart"
_JOINED = "a later decision holds the two to be one event"


@dataclass(frozen=True, slots=True)
class Standing:
    """A decision that holds, and why it could not be followed, if so."""

    judgement: Judgement
    problem: str | None = None

    def __str__(self) -> str:
        judgement = self.judgement
        return f"{judgement.id} ({judgement.verdict}, {judgement.who}, {judgement.when[:10]})"


def taken(folder: StoreFolder, given: Path | None) -> Judgements:
    """The decisions that a store goes by from now on: those of the file in its folder, which gets what only a `given` one has.

    Raises DecisionError for a file that cannot be read, or lacks decisions that the store has: they must not get lost.
    """
    own = folder.path / FILE_NAME
    if given is None:
        return holding(read(own))
    if not given.exists():
        raise DecisionError(str(given), None, "there is no such file", "name one that is there, or leave out --decisions")
    there, before = read(given), read(own)
    held = {judgement.id for judgement in there}
    if lost := [judgement.id for judgement in before if judgement.id not in held]:
        problem = f"it lacks {len(lost)} of the store's decisions, as {lost[0]}"
        raise DecisionError(str(given), None, problem, f"add the lines of {own} to it, or remove that file")
    if not own.exists() or not given.samefile(own):
        extend(own, there)
    return holding(read(own))


def forgotten(folder: StoreFolder) -> int:
    """How many decisions that the published graph follows are not in the store's file any more."""
    held = {judgement.id for judgement in read(folder.path / FILE_NAME)}
    return sum(standing.judgement.id not in held for standing in from_text(folder.decisions()))


def standings(extractions: Extractions, judgements: Judgements) -> Iterator[Standing]:
    """All decisions that hold, as they stand in a store."""
    unmet = extractions.unmet() if judgements else {}
    for judgement in judgements.all:
        missing = sorted({a.article for a in judgement.anchors() if extractions.known(a.article) is None})
        problem = unmet.get(judgement.id)
        if missing:
            problem = f"there is no article {missing[0]!r} in the store"
        elif problem is None and _contradicted(extractions, judgement):
            problem = _APART if judgement.verdict is Verdict.SAME else _JOINED
        yield Standing(judgement, problem)


def as_text(standings: Iterable[Standing]) -> str:
    """Decisions as a snapshot keeps them: a line of JSON each."""
    return "".join(json.dumps({"decision": to_json(s.judgement), "problem": s.problem}, ensure_ascii=False) + "\n" for s in standings)


def from_text(text: str) -> tuple[Standing, ...]:
    """The decisions that a snapshot keeps."""
    told = [json.loads(line) for line in text.split("\n") if line]
    return tuple(Standing(from_json(each["decision"]), each["problem"]) for each in told)


def _contradicted(extractions: Extractions, judgement: Judgement) -> bool:
    """Whether two reports that a person joined are not of one event after all, or two that were parted are of one."""
    match extractions.reports_with(JUDGED + judgement.id):
        case [left, right]:
            found = extractions.match(left, right)
            return found is not None and (found.decision is Decision.SAME) != (judgement.verdict is Verdict.SAME)
    return False
