"""The examples of errors in docs/quality.md are true: the reader makes of each what the page says. What it gets right has to go."""

import re
from pathlib import Path

import pytest
from reading import Read, Reading

PAGE = Path(__file__).parent.parent / "docs" / "quality.md"
EXAMPLE = re.compile(r"^\| (?P<words>[^|]*[\u0621-\u064a][^|]*) \| `(?P<read>[^`]+)` \| (?P<annotator>[^|]+) \| [^|]+ \|$", re.MULTILINE)
EXAMPLES = [(match["words"], match["read"]) for match in EXAMPLE.finditer(PAGE.read_text("utf-8"))]


def told(reading: Reading, pattern: str) -> str:
    """What was read, in the terms of the page: of each event its class and those properties that the page shows."""
    if pattern == "no statement":
        return " & ".join(event.kind for event in reading.statements) or pattern
    if not reading.events:
        return "nothing"
    shown = [re.findall(r"(\w+)=", part) for part in pattern.split(" & ")]
    shown += [[] for _ in reading.events[len(shown) :]]
    parts = []
    for event, names in zip(reading.events, shown, strict=False):
        values = ", ".join(f"{name}={' + '.join(map(str, event[name])) or '-'}" for name in names)
        parts.append(f"{event.kind}: {values}" if values else event.kind)
    return " & ".join(parts)


def test_each_kind_of_error_has_ten_examples() -> None:
    tables = re.findall(r"^### [^\n]+\n(?:(?!^##).*\n)*", PAGE.read_text("utf-8"), re.MULTILINE)
    counts = [len(EXAMPLE.findall(table)) for table in tables]
    assert set(counts) == {0, 10}


@pytest.mark.slow
@pytest.mark.parametrize(("words", "pattern"), EXAMPLES)
def test_the_reader_still_makes_that_error(words: str, pattern: str, read: Read) -> None:
    assert len(words.split()) <= 8
    assert told(read(words, issued="2024-05-14"), pattern) == pattern
