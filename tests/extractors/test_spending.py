"""Tokens, prices and the most that may be spent."""

from decimal import Decimal

import pytest

from kg.errors import ExtractorUnavailable, UsageError
from kg.extractors.llm.spending import Estimate, Price, Spending, Tokens, estimated, limit


def test_a_price_is_of_a_million_tokens_read_and_written() -> None:
    price = Price.parse("0.15 / 0.60")
    assert price
    assert price.of(Tokens(2_000_000, 500_000)) == Decimal("0.60")
    assert Price.parse("unknown") is None


@pytest.mark.parametrize("written", ["", "1", "a/b", "1/2/3", "-1/2", "1,5/2"])
def test_what_is_no_price_is_refused(written: str) -> None:
    with pytest.raises(UsageError, match="read/written"):
        Price.parse(written)


@pytest.mark.parametrize("written", ["", "-1", "much", "1/2"])
def test_what_is_no_limit_is_refused(written: str) -> None:
    with pytest.raises(UsageError, match="amount"):
        limit(written)


def test_a_limit_needs_a_price() -> None:
    with pytest.raises(UsageError, match="--price"):
        Spending(None, Decimal(1))


def test_what_is_under_way_counts_towards_the_limit() -> None:
    spending = Spending(Price.parse("1/1"), limit("1"))
    expected = Tokens(300_000, 300_000)
    spending.begin(expected)
    with pytest.raises(ExtractorUnavailable, match="at most 1"):
        spending.begin(expected)
    spending.end(expected, Tokens(100_000, 100_000))
    spending.begin(expected)
    assert spending.cost == Decimal("0.2")


def test_a_longer_text_is_estimated_to_take_more() -> None:
    assert estimated("do", "خبر " * 500).read > 4 * estimated("do", "خبر " * 100).read


def test_an_estimate_says_what_it_counts() -> None:
    told = str(Estimate(1200, 3, Tokens(4_000_000, 2_000_000), Decimal("1.8")))
    assert told.startswith("1,200 articles to be asked about (3 answers are kept): some 4,000,000 tokens read and 2,000,000 written")
    assert told.endswith("some 1.80 at the given price")
    assert "unknown price" in str(Estimate(1, 0, Tokens(), None))
