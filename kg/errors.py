"""What can go wrong, as facts. Errors are raised where they happen and put into words once, at the edge (`cli`, `web`).

KgError
├── UsageError            what was asked for makes no sense: a bad option, an unknown query, a missing parameter
│   ├── QueryError        a SPARQL query or a saved query's header that cannot be read
│   │   ├── SyntaxProblem (queries) where in the query it is, and what was expected
│   │   ├── Refused       (queries) updates, and what would call other hosts
│   │   ├── TooLarge      (queries) an answer, or a query, that is larger than is given or taken
│   │   └── UnusableQuery (queries) a saved query's file: where it is wrong and what to do
│   ├── Unwritable        (queries) an answer that a format cannot hold
│   └── Unacceptable      (queries) no format that was asked for can be written
├── ArticleError          one article that cannot be read: which file, which line, why, and what to do
├── GazetteerError        a row of a gazetteer that cannot be used
├── DecisionError         a line of a file of decisions that cannot be used
├── ModelError            a trained file of the pipeline that is missing or damaged
├── GoldError             a gold annotation that cannot be read or does not fit its text
├── StoreError            the store's folder: not there, locked by another process, damaged
│   ├── StoreMissing
│   ├── StoreElsewhere    a store that is reached by an address, and what only a folder has is asked of it
│   └── StoreLocked
├── ExtractorUnavailable  what reads cannot go on: a language model that does not answer, or whose budget is spent
├── Busy, TimeLimit, OutOfMemory, WorkerCrashed (workers) a query that could not be answered, and why
├── Refused, Later        (feeds) what is not asked or taken, and what may come another time
├── WorkerLost            (reading) a process that was reading articles is gone
└── BuildInterrupted      (build) stopped by the user; what was read is kept
"""

from dataclasses import dataclass


class KgError(Exception):
    """Any error that Isnad raises on purpose. `exit_code` is what the command line ends with."""

    exit_code = 2


class UsageError(KgError):
    """What was asked for cannot be done as asked; the message says what to do instead."""


class QueryError(UsageError):
    """A query that cannot be parsed or run; the message has line and column where they are known."""


@dataclass
class ArticleError(KgError):
    """One article that cannot be read. `line` counts from 1 and is None where the file is one article."""

    path: str
    line: int | None
    problem: str
    remedy: str

    def __str__(self) -> str:
        where = self.path if self.line is None else f"{self.path}:{self.line}"
        return f"{where}: {self.problem}; {self.remedy}"


class GazetteerError(KgError):
    """A gazetteer that cannot be used; the message names file, line and remedy."""


@dataclass
class DecisionError(KgError):
    """A person's decisions that cannot be used. `line` counts from 1 and is None where the file as a whole is meant."""

    path: str
    line: int | None
    problem: str
    remedy: str

    def __str__(self) -> str:
        where = self.path if self.line is None else f"{self.path}:{self.line}"
        return f"{where}: {self.problem}; {self.remedy}"


@dataclass
class ModelError(KgError):
    """A trained file of the pipeline that is missing or damaged."""

    path: object
    problem: object

    def __str__(self) -> str:
        remedy = "install Isnad again, or run `make train` in its repository"
        return f"{self.path}: the trained file cannot be read ({self.problem}); {remedy}"


class GoldError(KgError):
    """A gold annotation that cannot be used; the message names the file and what is wrong with it."""


class ExtractorUnavailable(KgError):
    """What reads cannot go on for now, with any article; the message says why. What was read before is kept."""


class StoreError(KgError):
    """The store's folder cannot be used; the message names the folder and the remedy."""


class StoreMissing(StoreError):
    """There is no store (or no published snapshot) where one was looked for."""


class StoreElsewhere(StoreError):
    """What only a store's folder has is asked of a store that is reached by an address."""


class StoreLocked(StoreError):
    """Another process is writing; the message says which."""


def how_to_install(extra: str) -> str:
    """How one comes by packages that only some need: an extra of `pyproject.toml`."""
    return f"pip install '.[{extra}]' in a checkout of Isnad"
