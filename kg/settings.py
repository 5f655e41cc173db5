"""Settings: from arguments, the environment (ISNAD_…) or a TOML file; never read at import."""

import os
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path

from kg.errors import UsageError

_MANY = 1_000_000_000_000
_WHOLE = {
    "port": (0, 65_535),
    "llm_rate": (1, 100_000),
    "llm_parallel": (1, 100),
    "workers": (0, 1_000),
    "time_limit": (0, 86_400),
    "query_length": (1, 100_000_000),
    "memory": (0, _MANY),
    "answer_size": (0, _MANY),
    "rows": (0, _MANY),
    "body": (1, 2_000_000_000),
    "waiting": (1, 10_000),
    "per_client": (0, 10_000),
    "cache": (0, _MANY),
    "slow_query": (0, 86_400),
    "stalled": (0, 86_400),
    "article_seconds": (0, 86_400),
    "public": (0, 1),
    "feed_every": (1, 604_800),
    "feed_pause": (0, 3_600),
    "feed_time": (1, 3_600),
    "feed_size": (1, 1_000),
    "remote_timeout": (1, 86_400),
}
"""Settings that are whole numbers, and between which; port 0 lets the system choose a free one."""
_BASE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:(?:[A-Za-z0-9._~!$&'()*+,;=:@/?-]|%[0-9A-Fa-f]{2})*/")


@dataclass(frozen=True, slots=True)
class Settings:
    """Where things are and how far they may go."""

    store: Path = Path(".store")
    """The store's folder."""
    base: str | None = None
    """Instances live under this IRI; where it is None, under that of the store, which a new one has by default."""
    queries: Path | None = None
    """A folder of saved queries that replaces the shipped ones."""
    host: str = "127.0.0.1"
    port: int = 8000
    workers: int = 0
    """How many queries the server runs at once; 0: one for each core, and two at least."""
    time_limit: int = 30
    """Seconds that a query may take; `?timeout=` may lower it. For this and the limits below 0 means without limit."""
    query_length: int = 100_000
    """Characters of a query."""
    memory: int = 1_024
    """MiB that one query may take."""
    answer_size: int = 64
    """MiB of an answer; whole graphs are at /dump.nq.gz."""
    rows: int = 1_000_000
    """Rows of an answer."""
    body: int = 16
    """MiB of a request."""
    waiting: int = 100
    """Queries that wait for a worker; beyond that clients are told to come again (429)."""
    per_client: int = 0
    """Queries at once from one address; 0: without limit where the server listens to this machine alone, else 10."""
    cache: int = 64
    """MiB of answers that are kept, to be given again while nothing has changed."""
    access_log: str = "none"
    """A file for a line on each request; "-" for the standard error, "none" for none."""
    slow_query: int = 5
    """Seconds from which on a query is logged with its text."""
    cors_origins: str = "auto"
    """Sites whose pages may read the answers, with spaces between; "*" for all, "none" for none; "auto": where the server listens to
    this machine alone pages of this machine, else all."""
    service_hosts: str = "none"
    """Hosts that SERVICE in a query may ask, with spaces between."""
    write_token: str = "none"  # noqa: S105  # says that there is none
    """What clients have to send as a bearer token to write graphs of their own (/update, /graphs); "none": nobody writes."""
    public: int = 0
    """1: some people go by a pseudonym, nothing is to be indexed, and no query is logged: for servers that strangers reach."""
    trusted_proxy: str = "none"
    """The address of a reverse proxy that says for whom it asks (X-Forwarded-For)."""
    proxy_headers: str = "for proto host"
    """Which of X-Forwarded-For, -Proto and -Host that proxy sets itself, with spaces between: what it only passes on is a client's word."""
    stalled: int = 30
    """Seconds in which a client must take 64 KiB of its answer, or all of it; else its connection is closed."""
    remote_user: str = "none"
    """Who logs in to a store that is reached by an address (`kg publish --to`, `kg serve --store`)."""
    remote_password: str = "none"  # noqa: S105  # says that there is none
    remote_token: str = "none"  # noqa: S105  # says that there is none
    """Sent to such a store as a bearer token, in place of user and password."""
    remote_timeout: int = 60
    """Seconds that such a store may stay silent."""
    article_seconds: int = 5
    """Seconds of processor time that reading an article of ordinary length may take; longer ones have more, in proportion."""
    llm_url: str = "http://127.0.0.1:11434/v1"
    """The OpenAI-compatible address of a language model, for `--extractor llm:MODEL`. Its key is no setting: see docs/extractors.md."""
    llm_price: str = "unknown"
    """What a million tokens cost that are read and written, as "0.15/0.60"."""
    llm_max_cost: str = "none"
    """The most that one build may cost."""
    llm_rate: int = 60
    """Questions a minute."""
    llm_parallel: int = 4
    """Questions at once."""
    feed_every: int = 900
    """Seconds until a feed that is followed is asked again."""
    feed_pause: int = 2
    """Seconds between two requests to one host."""
    feed_time: int = 30
    """Seconds that a request for a feed, or for a page that it links to, may take in all."""
    feed_size: int = 5
    """MiB of a feed or such a page, unpacked."""
    feed_hosts: str = "none"
    """Hosts that may be asked though they are at addresses that are not public, with spaces between."""


def load(
    overrides: Mapping[str, object] | None = None,
    environment: Mapping[str, str] | None = None,
    file: Path | None = None,
) -> Settings:
    """Settings from `overrides` (None values are ignored), else ISNAD_NAME variables (empty ones are ignored), else a TOML
    file, else the defaults. Relative paths are taken from the working folder, wherever they are written.

    Raises UsageError for a file that cannot be read, an unknown name in it, or a value of the wrong kind.
    """
    environment = os.environ if environment is None else environment
    known = {field.name for field in fields(Settings)}
    values: dict[str, object] = _from_file(file, known) if file else {}
    values |= {name: value for name in known if (value := environment.get(f"ISNAD_{name.upper()}"))}
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
    if name in _WHOLE:
        return _whole(name, value)
    if isinstance(value, Path):
        value = str(value)
    if not isinstance(value, str) or not value.strip():
        raise UsageError(f"{name} must be a text that is not empty, not {value!r}")
    if name == "base" and not _BASE.fullmatch(value):
        raise UsageError(f"base must be an absolute IRI of ASCII letters that ends in /, not {value!r}")
    return Path(value) if name in ("store", "queries") else value


def _whole(name: str, value: object) -> int:
    least, most = _WHOLE[name]
    if isinstance(value, str) and value.strip().isdecimal():
        value = int(value)
    if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
        raise UsageError(f"{name} must be a whole number from {least} to {most}, not {value!r}")
    return value
