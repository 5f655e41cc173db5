"""What people are called in place of their names: stable within a store, and not to be worked out from a name by outsiders."""

import hmac
import os
import re
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

_ARABIC_LETTER = re.compile(r"[\u0600-\u06ff]")
_WORDS = {"ar": "شخص", "en": "Person"}
_SHOWN = 8
"""Hex digits in a label: one in a hundred thousand people shares them with another one."""
_FEWEST = 2
"""Hex digits that follow a space in a text; where there is less room there is no space."""
_IDENTIFIER = 16
_SECRET = 32


@dataclass(frozen=True, slots=True)
class Pseudonyms:
    """Makes them with a secret, by HMAC-SHA256 over what is called otherwise."""

    secret: bytes

    def identifier(self, iri: str) -> str:
        """The last part of the IRI that takes the place of another one."""
        return self._code(iri)[:_IDENTIFIER]

    def label(self, iri: str, language: str) -> str:
        """What a person is called in labels: «شخص 3f2a91bc», "Person 3f2a91bc"."""
        return f"{_WORDS[language]} {self._code(iri)[:_SHOWN]}"

    def instead(self, iri: str, name: str) -> str:
        """What stands in a text in place of a name: as many code points, in its script."""
        word = _WORDS["ar" if _ARABIC_LETTER.search(name) else "en"]
        space = " " if len(name) > len(word) + _FEWEST else ""
        digits = self._code(iri) * (1 + len(name) // _SHOWN)
        return f"{word}{space}{digits}"[: len(name)]

    def _code(self, iri: str) -> str:
        return hmac.new(self.secret, iri.encode("utf-8"), "sha256").hexdigest()


def secret_in(folder: Path) -> bytes:
    """The secret of a store's pseudonyms, made where there is none; nobody but its owner may read it. Raises OSError."""
    path = folder / "secret"
    with suppress(FileExistsError):
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(os.urandom(_SECRET))
    secret = path.read_bytes()
    if len(secret) < _SECRET:  # the process that made it was killed: nothing was published with it yet
        path.unlink()
        return secret_in(folder)
    return secret
