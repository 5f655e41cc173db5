"""Decisions as lines of JSON: how one is written, and how one that somebody wrote is read.

{"id": "…", "who": "…", "when": "2026-11-29T10:00:00+00:00", "verdict": "edit", "anchor": {"article": "002",
 "text": "…", "span": [41, 45], "event": "Incident"}, "property": "killed", "value": 12, "to": 14, "reason": "…"}
"""

import json
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from kg.decisions.judgement import (
    QUALIFIERS,
    SCOPES,
    TYPES,
    Anchor,
    Judgement,
    Said,
    Verdict,
)
from kg.decisions.sense import BadDecision, is_count, is_text, require_sense, require_value
from kg.identity import digest
from kg.model import Span, ValueType

_KEYS = ("id", "who", "when", "verdict", "anchor", "other", "property", "value", "to", "qualifier", "scope", "reason", "undoes")
_ANCHOR_KEYS = ("article", "text", "span", "event", "ordinal")
_SORTS = ("Incident", "Meeting", "Statement")
_WHOLE_EVENT = (Verdict.ACCEPT, Verdict.REJECT)
_HASH = re.compile("[0-9a-f]{64}")


def to_json(judgement: Judgement) -> dict[str, object]:
    """A decision as its line has it; what it lacks is left out."""
    told: dict[str, object] = {
        "id": judgement.id,
        "who": judgement.who,
        "when": judgement.when,
        "verdict": judgement.verdict and judgement.verdict.value,
        "anchor": judgement.anchor and _anchor_to_json(judgement.anchor),
        "other": judgement.other and _anchor_to_json(judgement.other),
        "property": judgement.property,
        "value": _said_to_json(judgement.value),
        "to": _said_to_json(judgement.to),
        "qualifier": judgement.qualifier,
        "scope": judgement.scope,
        "reason": judgement.reason or None,
        "undoes": judgement.undoes,
    }
    return {key: value for key, value in told.items() if value is not None}


def as_line(judgement: Judgement) -> str:
    """A decision as a line, without its end."""
    return json.dumps(to_json(judgement), ensure_ascii=False)


def identified(judgement: Judgement) -> Judgement:
    """A decision with the id that its content gives it."""
    told = {key: value for key, value in to_json(judgement).items() if key != "id"}
    return replace(judgement, id=digest("decision", json.dumps(told, ensure_ascii=False, sort_keys=True)))


def parse(line: str) -> Judgement:
    """A decision from its line. Raises BadDecision."""
    try:
        told = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise BadDecision(f"no JSON ({error})", "write each decision as a JSON object on a line of its own") from error
    judgement = from_json(told)
    if told.get("id", judgement.id) != judgement.id:
        raise BadDecision("its id is not that of its content", "undo it and decide anew instead of changing it, or leave out its id")
    return judgement


def from_json(told: object) -> Judgement:
    """A decision from a JSON object, with the id that its content gives it. Raises BadDecision."""
    fields = _object(told, _KEYS, "a decision")
    judgement = Judgement(
        id="",
        who=_text(fields, "who"),
        when=_when(_text(fields, "when")),
        verdict=_verdict(fields),
        anchor=_anchor(fields, "anchor"),
        other=_anchor(fields, "other"),
        property=_one_of(fields, "property", TYPES),
        qualifier=_one_of(fields, "qualifier", QUALIFIERS),
        scope=_one_of(fields, "scope", SCOPES),
        reason=_text(fields, "reason", ""),
        undoes=_text(fields, "undoes", "") or None,
    )
    if (name := judgement.property) is not None:
        judgement = replace(judgement, value=_said(fields, "value", name), to=_said(fields, "to", name))
    elif "value" in fields or "to" in fields:
        raise BadDecision("a value without its property", 'name the "property" that has it')
    require_sense(judgement)
    return identified(judgement)


def _object(told: object, keys: tuple[str, ...], what: str) -> Mapping[str, Any]:
    if not isinstance(told, dict):
        raise BadDecision(f"{what} is no JSON object", "write it as {…}")
    if unknown := sorted(told.keys() - set(keys)):
        raise BadDecision(f"{what} has no {unknown[0]!r}", f"its keys are {', '.join(keys)}")
    return told


def _text(fields: Mapping[str, Any], key: str, missing: str | None = None) -> str:
    found = fields.get(key, missing)
    if not is_text(found) or (missing is None and not found.strip()):
        raise BadDecision(f'its "{key}" is no text', f'write "{key}": "…"')
    return found


def _one_of(fields: Mapping[str, Any], key: str, known: tuple[str, ...] | Mapping[str, object]) -> str | None:
    found = fields.get(key)
    if found is not None and not (isinstance(found, str) and found in known):
        raise BadDecision(f'its "{key}" is {found!r}', f"it must be one of {', '.join(known)}")
    return found


def _verdict(fields: Mapping[str, Any]) -> Verdict | None:
    found = _one_of(fields, "verdict", tuple(Verdict))
    return Verdict(found) if found else None


def _when(told: str) -> str:
    """The same moment; the text stays as it is, since it goes into the id."""
    try:
        moment = datetime.fromisoformat(told)
    except ValueError:
        moment = None
    if moment is None or moment.utcoffset() is None:
        raise BadDecision(f'its "when" is {told!r}', "write day, time and offset as in 2026-11-29T10:00:00+00:00")
    return told


def _anchor(fields: Mapping[str, Any], key: str) -> Anchor | None:
    if key not in fields:
        return None
    told = _object(fields[key], _ANCHOR_KEYS, f'its "{key}"')
    text, ordinal = _text(told, "text"), told.get("ordinal", 0)
    if not _HASH.fullmatch(text):
        raise BadDecision(f'the "text" of its "{key}" is no hash', "write the SHA-256 of the article's text: 64 hex digits")
    if not is_count(ordinal):
        raise BadDecision(f'the "ordinal" of its "{key}" is {ordinal!r}', "count from 0, or leave it out")
    article = unicodedata.normalize("NFC", _text(told, "article"))
    return Anchor(article, text, _span(told.get("span"), key), _one_of(told, "event", _SORTS), ordinal)


def _anchor_to_json(anchor: Anchor) -> dict[str, object]:
    told: dict[str, object] = {"article": anchor.article, "text": anchor.text, "span": [anchor.span.begin, anchor.span.end]}
    return told | ({"event": anchor.sort} if anchor.sort else {}) | ({"ordinal": anchor.ordinal} if anchor.ordinal else {})


def _span(found: object, key: str) -> Span:
    if isinstance(found, list) and len(found) == 2 and all(map(is_count, found)) and found[0] < found[1]:
        return Span(*found)
    raise BadDecision(f'the span of its "{key}" is {found!r}', "write [BEGIN, END], in characters of the text, the end exclusive")


def _said(fields: Mapping[str, Any], key: str, name: str) -> Said | None:
    found = fields.get(key)
    if found is None:
        return None
    if TYPES[name] in (ValueType.MENTION, ValueType.EVENT):
        return _span(found, key)
    require_value(name, found)
    assert isinstance(found, int | str)  # noqa: S101  # just required
    return found


def _said_to_json(said: Said | None) -> object:
    return [said.begin, said.end] if isinstance(said, Span) else said
