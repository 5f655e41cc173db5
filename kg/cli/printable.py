"""What may be shown on a terminal."""

_CONTROLS = (*range(0x20), *range(0x7F, 0xA0))
_SHOWN = {code: "\ufffd" for code in _CONTROLS if chr(code) not in "\n\t"}


def printable(text: str) -> str:
    """A text in which no control character is left but line breaks and tabs: an article could tell a terminal what to do."""
    return text.translate(_SHOWN)
