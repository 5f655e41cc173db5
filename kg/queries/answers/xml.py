"""What XML cannot hold: some control characters have no place in it, not even escaped."""

import re

_NO_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def no_xml(text: str) -> str | None:
    """The first character that no XML 1.0 document may hold, as «U+0001»; None where there is none."""
    found = _NO_XML.search(text)
    return f"U+{ord(found.group()):04X}" if found else None
