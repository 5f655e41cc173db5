"""The words of the pages in both languages, from a file a language."""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

LANGUAGES = ("ar", "en")


@cache
def words_in(language: str) -> Mapping[str, str]:
    """All words by name, in one of LANGUAGES; both have the same names."""
    return tomllib.loads((Path(__file__).parent / f"{language}.toml").read_text("utf-8"))
