"""Characters that files of other tools cannot hold."""

import re

_NOT_IN_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def writable(text: str) -> str:
    r"""The text with U+FFFD for what neither XML 1.0 nor iCalendar can hold: one bad name must not keep all others from being written.

    >>> writable("قال\x01 نعم")
    'قال\ufffd نعم'
    """
    return _NOT_IN_XML.sub("\ufffd", text)
