"""An answer in a file, so that a later run can tell what has changed since."""

import json
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from kg.alerts.answer import Answer, Cells, Known
from kg.errors import UsageError
from kg.exports.whole_files import write_file

_VERSION = 2


def write_state(path: Path, question: Mapping[str, str], answer: Answer) -> None:
    """Keeps the answer to a question: the file is the old one or the new one, whatever happens. Raises UsageError where it cannot be."""
    kept = {
        "version": _VERSION,
        "question": dict(question),
        "incidents": {iri: {**asdict(known), "told": sorted(known.told)} for iri, known in sorted(answer.incidents.items())},
        "rows": sorted(answer.rows),
        "names": dict(sorted(answer.names.items())),
    }
    written = json.dumps(kept, ensure_ascii=False, indent=1).encode()
    write_file(path, lambda output: output.writelines([written]))


def read_state(path: Path, question: Mapping[str, str]) -> Answer | None:
    """The answer that was kept; None where there is no file yet. Raises UsageError for a file of another question, or of another kind."""
    try:
        kept = json.loads(path.read_bytes())
        if kept["version"] != _VERSION:
            raise UsageError(f"{path}: was written by another version; remove it to begin anew")
        if kept["question"] != dict(question):
            raise UsageError(f"{path}: holds the answer to another question; give each its own --state FILE")
        incidents = {iri: _known(each) for iri, each in kept["incidents"].items()}
        return Answer(incidents, _rows(kept["rows"]), {iri: (ar, en) for iri, (ar, en) in kept["names"].items()})
    except FileNotFoundError:
        return None
    except OSError as error:
        raise UsageError(f"{path}: cannot be read: {error.strerror}") from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise UsageError(f"{path}: is no state of kg watch; name another file, or remove it") from error


def _known(kept: Mapping[str, Any]) -> Known:
    tolls = {figure: tuple(kept[figure]) if kept[figure] else None for figure in ("killed", "injured")}
    parties = {relation: tuple(iris) for relation, iris in kept["parties"].items()}
    return Known(**{**kept, **tolls, "parties": parties, "told": _rows(kept["told"])})


def _rows(kept: Any) -> frozenset[Cells]:  # noqa: ANN401  # JSON
    return frozenset(tuple((name, value) for name, value in row) for row in kept)
