"""Which decisions make sense: what their parts can be, and what they can be together."""

import re
from collections.abc import Callable
from typing import TypeGuard

from kg.decisions.judgement import ACT, COUNTED, KIND, PAIRS, RELATIONS, TERMS, TYPES, Judgement, Verdict
from kg.model import ValueType
from kg.ontology import PARENT, ancestors, days


class BadDecision(ValueError):
    """What is wrong with a decision, and what to do about it."""

    def __init__(self, problem: str, remedy: str) -> None:
        super().__init__(f"{problem}; {remedy}")
        self.problem, self.remedy = problem, remedy


def require_value(name: str, found: object) -> None:
    """Raises BadDecision for what a property that takes no span cannot have as its value."""
    match TYPES[name]:
        case ValueType.NUMBER:
            good, remedy = is_count(found), "it must be a whole number"
        case ValueType.DATE:
            good, remedy = isinstance(found, str) and _is_date(found), "write YYYY, YYYY-MM or YYYY-MM-DD"
        case ValueType.TERM:
            known = TERMS.get(name) or {kind for kind in PARENT if "Incident" in ancestors(kind)}
            good, remedy = isinstance(found, str) and found in known, f"it must be one of {', '.join(sorted(known))}"
        case _:
            good, remedy = is_text(found) and bool(found.strip()), "it must be a text"
    if not good:
        raise BadDecision(f"{name} cannot be {found!r}", remedy)


def _is_date(text: str) -> bool:
    if not re.fullmatch(r"\d{4}(-\d{2}){0,2}", text, re.ASCII):
        return False
    try:
        days(text)
    except ValueError:
        return False
    return True


def is_count(found: object) -> bool:
    """Whether something read from JSON is a whole number that is not negative."""
    return isinstance(found, int) and not isinstance(found, bool) and found >= 0


def is_text(found: object) -> TypeGuard[str]:
    """Whether something read from JSON is a text that can be written: half of a surrogate pair cannot."""
    return isinstance(found, str) and found == found.encode("utf-8", "replace").decode("utf-8")


def require_sense(judgement: Judgement) -> None:
    """Raises BadDecision where the parts of a decision do not fit together."""
    for holds, problem, remedy in _RULES:
        if not holds(judgement):
            raise BadDecision(problem, remedy)


def _paired(judgement: Judgement) -> bool:
    if judgement.verdict not in PAIRS:
        return judgement.other is None
    anchor, other = judgement.anchor, judgement.other
    return bool(anchor and other and anchor != other and anchor.sort and anchor.sort == other.sort)


def _about_a_name(judgement: Judgement) -> bool:
    return judgement.property in RELATIONS


_RULES: tuple[tuple[Callable[[Judgement], bool], str, str], ...] = (
    (lambda j: bool(j.verdict or j.undoes), "it decides nothing", 'give it a "verdict", or what it "undoes"'),
    (
        lambda j: (j.verdict is None) == (j.anchor is None),
        "verdict and anchor go together",
        'give it both "verdict" and "anchor", or neither',
    ),
    (
        _paired,
        "same and different are about two events of one sort",
        'give it an "anchor" and an "other" with one "event", others no "other"',
    ),
    (lambda j: j.property is None or j.verdict not in PAIRS, "same and different are about whole events", 'leave out "property"'),
    (lambda j: bool(j.property) or j.verdict is not Verdict.EDIT, "an edit of nothing", 'name the "property" that has another value'),
    (
        lambda j: (j.verdict is Verdict.EDIT) == any(part is not None for part in (j.to, j.qualifier, j.scope)),
        "an edit, and nothing else, says what is right",
        'give an edit what its value is changed "to"',
    ),
    (
        lambda j: j.property in COUNTED or not (j.qualifier or j.scope),
        "only figures have a qualifier and a scope",
        'leave out "qualifier" and "scope"',
    ),
    (
        lambda j: j.anchor is None or (j.anchor.sort is None) == _about_a_name(j),
        "the anchor of a relation is a name, all others are events",
        f'leave out "event" for {", ".join(RELATIONS)}, and only for these',
    ),
    (
        lambda j: j.property not in (KIND, ACT) or j.verdict is Verdict.EDIT,
        "a class or speech act can only be edited",
        "accept or reject the whole event",
    ),
    (
        lambda j: j.anchor is None or j.anchor.sort == {KIND: "Incident", ACT: "Statement"}.get(j.property or "", j.anchor.sort),
        "only incidents have a class, and only statements a speech act, that can be edited",
        "reject an event that is of another sort",
    ),
)
"""What holds of every decision, else what is wrong with it and what to do."""
