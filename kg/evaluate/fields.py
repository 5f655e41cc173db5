"""Reads annotation JSON key by key, so that an error can name the file, the place in it and the key."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from kg.errors import GoldError


@dataclass(frozen=True, slots=True)
class Fields:
    """One object of an annotation file; `where` is the file and the place in it ("a.json: events[2]")."""

    where: str
    values: Mapping[str, object]

    def has(self, key: str) -> bool:
        """Whether the key is there, null included."""
        return key in self.values

    def text(self, key: str) -> str:
        """A required text. Raises GoldError where it is missing, empty or no text."""
        value = self._required(key)
        if not isinstance(value, str) or not value:
            raise self.error(f"{key!r} is {value!r}", "give it a text in quotation marks")
        return value

    def optional_text(self, key: str) -> str | None:
        """A text, or None where the key is missing, null or empty. Raises GoldError for anything else."""
        return self.text(key) if self.values.get(key) not in (None, "") else None

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts, empty where the key is missing or null. Raises GoldError for anything else."""
        values = self._list(key)
        if bad := [value for value in values if not isinstance(value, str) or not value]:
            raise self.error(f"{key!r} holds {bad[0]!r}", "list texts in quotation marks, none of them empty")
        return tuple(str(value) for value in values)

    def number_as_text(self, key: str) -> str:
        """A required whole number, as its digits. Raises GoldError where it is missing or no whole number."""
        value = self._required(key)
        if not isinstance(value, int) or isinstance(value, bool):
            raise self.error(f"{key!r} is {value!r}", "give a whole number without quotation marks")
        return str(value)

    def objects(self, key: str) -> tuple["Fields", ...]:
        """A list of objects, empty where the key is missing or null. Raises GoldError for anything else."""
        return tuple(self._object(f"{key}[{index}]", value) for index, value in enumerate(self._list(key)))

    def error(self, problem: str, remedy: str) -> GoldError:
        """The error that says what is wrong here and what to do."""
        return GoldError(f"{self.where}: {problem}; {remedy}")

    def require(self, *keys: str) -> None:
        """Raises GoldError that names the first of `keys` that is missing."""
        for key in keys:
            self._required(key)

    def _required(self, key: str) -> object:
        if key not in self.values:
            raise self.error(f"the key {key!r} is missing", f"add {key!r} (docs/evaluate.md shows an example)")
        return self.values[key]

    def _list(self, key: str) -> list[object]:
        value = self.values.get(key)
        if value is None:
            return []
        if not isinstance(value, list):
            raise self.error(f"{key!r} is {value!r}", "write it as a list in square brackets")
        return value

    def _object(self, place: str, value: object) -> "Fields":
        if not isinstance(value, dict):
            raise self.error(f"{place} is {value!r}", "write it as an object in braces")
        return Fields(f"{self.where}: {place}", value)


def read_json(path: Path) -> object:
    """What a JSON file holds. Raises GoldError that names the file, and the line where the JSON is broken."""
    try:
        return json.loads(read_text(path))
    except json.JSONDecodeError as error:
        raise GoldError(f"{path}:{error.lineno}: broken JSON: {error.msg}; correct it at column {error.colno}") from error


def read_text(path: Path) -> str:
    """A UTF-8 file, character for character: line ends are not changed, since offsets count them. Raises GoldError."""
    try:
        return path.read_bytes().decode("utf-8")
    except OSError as error:
        raise GoldError(f"{path}: cannot be read: {error.strerror}; check that the file is there and readable") from error
    except UnicodeDecodeError as error:
        raise GoldError(f"{path}: not UTF-8 at byte {error.start}; save it as UTF-8") from error
