"""Settings: from arguments, the environment (ISNAD_…) or a TOML file; never read at import."""

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path

from kg.errors import UsageError
from kg.ontology import DEFAULT_BASE


@dataclass(frozen=True, slots=True)
class Settings:
    """Where things are and how far they may go."""

    store: Path = Path(".store")
    """The store's folder."""
    base: str = DEFAULT_BASE
    """Instances live under this IRI."""
    queries: Path | None = None
    """A folder of saved queries that replaces the shipped ones."""
    host: str = "127.0.0.1"
    port: int = 8000


def load(
    overrides: Mapping[str, object] | None = None,
    environment: Mapping[str, str] | None = None,
    file: Path | None = None,
) -> Settings:
    """Settings from `overrides` (None values are ignored), else ISNAD_NAME variables, else a TOML file, else the defaults.

    Raises UsageError for a file that cannot be read, an unknown name in it, or a value of the wrong kind.
    """
    environment = os.environ if environment is None else environment
    known = {field.name for field in fields(Settings)}
    values: dict[str, object] = _from_file(file, known) if file else {}
    values |= {name: environment[f"ISNAD_{name.upper()}"] for name in known if f"ISNAD_{name.upper()}" in environment}
    values |= {name: value for name, value in (overrides or {}).items() if value is not None}
    return Settings(**{name: _convert(name, value) for name, value in values.items()})  # type: ignore[arg-type]  # each value was converted to its field's type


def _from_file(file: Path, known: set[str]) -> dict[str, object]:
    try:
        values: dict[str, object] = tomllib.loads(file.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise UsageError(f"{file}: cannot be read as TOML: {error}") from error
    if unknown := sorted(values.keys() - known):
        raise UsageError(f"{file}: unknown setting {unknown[0]!r}; known are {', '.join(sorted(known))}")
    return values


def _convert(name: str, value: object) -> object:
    if name in ("store", "queries"):
        return Path(str(value))
    if name == "port":
        try:
            return int(str(value))
        except ValueError:
            raise UsageError(f"port must be a whole number, not {value!r}") from None
    if name == "base" and not str(value).endswith(("/", "#")):
        raise UsageError(f"base must end in / or #: {value!r}")
    return str(value)
