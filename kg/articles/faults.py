"""What a reader hands on: an article, or what is wrong with it, and where it was found."""

from dataclasses import dataclass

from kg.errors import ArticleError
from kg.model import Article


class Fault(Exception):
    """Why an article cannot be read and what to do about it; `at` adds where."""

    def __init__(self, problem: str, remedy: str) -> None:
        super().__init__(problem, remedy)
        self.problem = problem
        self.remedy = remedy

    def at(self, path: str, line: int | None) -> ArticleError:
        """The error to report."""
        return ArticleError(path, line, self.problem, self.remedy)


@dataclass(frozen=True, slots=True)
class Found:
    """One article or fault; `line` counts from 1 and is None where the file is one article."""

    path: str
    line: int | None
    outcome: Article | Fault
    unread: tuple[str, ...] = ()
    """Names of fields that were given with an article and are none of those that are read."""
