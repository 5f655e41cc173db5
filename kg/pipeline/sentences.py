"""Where sentences begin: after a full stop, a question or exclamation mark, or at the end of a line."""

import re

_BOUNDARY = re.compile(r"""(?:[!?؟…\n\r]|(?<!\b[^\W\d_])\.(?![A-Za-z\d]))[.!?؟…\s"'»”’)\]]*""")
"""What ends a sentence, with the quotation marks and brackets that close after it. A point in «CNN.com» or after one letter does not."""


def sentence_begins(text: str) -> list[int]:
    """Offsets at which the sentences of a text begin, in code points; the first is 0, white space after a sentence belongs to it."""
    return [0, *(match.end() for match in _BOUNDARY.finditer(text) if match.end() < len(text))]
