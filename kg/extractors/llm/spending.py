"""What reading costs: tokens, their price, and the most that may be spent."""

import re
from dataclasses import dataclass
from decimal import Decimal
from threading import Lock

from kg.errors import ExtractorUnavailable, UsageError

UNKNOWN, NO_LIMIT = "unknown", "none"
_BYTES_A_TOKEN = 3
"""Of UTF-8: current tokenizers cut Arabic into pieces of one to two letters, which are two bytes each. Rather too many than too few."""
_MILLION = 1_000_000
_PRICE = re.compile(r"(\d+(?:\.\d+)?)\s*/\s*(\d+(?:\.\d+)?)")


@dataclass(frozen=True, slots=True)
class Tokens:
    """How much was, or will be, read and written by a model."""

    read: int = 0
    written: int = 0

    def __add__(self, other: "Tokens") -> "Tokens":
        return Tokens(self.read + other.read, self.written + other.written)


def estimated(instructions: str, text: str) -> Tokens:
    """What asking about a text may take: an answer quotes most of a short text, and comes to about its length."""
    sizes = [len(part.encode("utf-8")) // _BYTES_A_TOKEN + 1 for part in (instructions, text)]
    return Tokens(sum(sizes), sizes[1] + 300)


@dataclass(frozen=True, slots=True)
class Price:
    """Of a million tokens, in whatever currency the provider counts."""

    read: Decimal
    written: Decimal

    @classmethod
    def parse(cls, price: str) -> "Price | None":
        """A price written `READ/WRITTEN` («0.15/0.60»); None for `unknown`. Raises UsageError for anything else."""
        if price == UNKNOWN:
            return None
        found = _PRICE.fullmatch(price.strip())
        if not found:
            raise UsageError(f"llm_price must be what a million tokens cost, read/written, such as 0.15/0.60, not {price!r}")
        return cls(Decimal(found[1]), Decimal(found[2]))

    def of(self, tokens: Tokens) -> Decimal:
        """What tokens cost."""
        return (self.read * tokens.read + self.written * tokens.written) / _MILLION


@dataclass(frozen=True, slots=True)
class Estimate:
    """What a build will have to ask, before it does."""

    articles: int
    """Those to be asked about; answers that are kept are not asked for again."""
    kept: int
    """Those whose answers are kept."""
    tokens: Tokens
    cost: Decimal | None
    """None where the price is unknown."""

    def __str__(self) -> str:
        cost = "at an unknown price" if self.cost is None else f"some {self.cost:.2f} at the given price"
        size = f"some {self.tokens.read:,} tokens read and {self.tokens.written:,} written"
        return f"{self.articles:,} articles to be asked about ({self.kept:,} answers are kept): {size}, {cost}"


class Spending:
    """What has been spent, and the limit. Threads share it: what is under way counts as what it may cost.

    Where questions turned out dearer than estimated, the next ones are taken to be so too.
    """

    def __init__(self, price: Price | None, limit: Decimal | None) -> None:
        """Raises UsageError for a limit without a price."""
        if limit is not None and price is None:
            raise UsageError("a greatest cost needs a price: give --price READ/WRITTEN, what a million tokens cost")
        self.price, self.tokens = price, Tokens()
        self._limit, self._lock = limit, Lock()
        self._under_way, self._dearer = Decimal(0), Decimal(1)

    @property
    def cost(self) -> Decimal | None:
        """Of what has been answered; None where the price is unknown."""
        return self.price.of(self.tokens) if self.price else None

    def begin(self, expected: Tokens) -> None:
        """Takes note of a question. Raises ExtractorUnavailable where it may go beyond the limit."""
        with self._lock:
            spent, under_way, more = self._of(self.tokens), self._under_way, self._of(expected)
            if self._limit is not None and spent + (under_way + more) * self._dearer > self._limit:
                raise ExtractorUnavailable(f"{spent:.4f} of at most {self._limit} is spent: the next article may cost more than is left")
            self._under_way += more

    def end(self, expected: Tokens, used: Tokens) -> None:
        """Takes note of what a question took in the end."""
        with self._lock:
            cost = self._of(expected)
            self._under_way -= cost
            self.tokens += used
            self._dearer = max(self._dearer, self._of(used) / cost if cost else Decimal(1))

    def _of(self, tokens: Tokens) -> Decimal:
        return self.price.of(tokens) if self.price else Decimal(0)


def limit(written: str) -> Decimal | None:
    """A greatest cost («2.50»); None for `none`. Raises UsageError for anything else."""
    if written == NO_LIMIT:
        return None
    if not re.fullmatch(r"\d+(\.\d+)?", written.strip()):
        raise UsageError(f"llm_max_cost must be an amount, such as 2.50, not {written!r}")
    return Decimal(written)
