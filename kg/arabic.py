"""How Arabic is written: folding of spelling, clitics, number words. The only place that knows.

Nothing here changes a stored text; folded forms are for comparing only.
"""

import re
import unicodedata

TATWEEL = "\u0640"
_LETTERS = str.maketrans(
    {"أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ة": "ه", "ؤ": "و", "ئ": "ي", "ی": "ي", "ک": "ك", TATWEEL: None}
)
_WORD = re.compile(r"\w+")


def fold(text: str) -> str:
    """Spelling-insensitive form for comparing: no marks, no tatweel, one alef, ى as ي, ة as ه, words joined by one space.

    >>> fold("«الإمارات العربيّة المتّحدة»")
    'الامارات العربيه المتحده'
    """
    decomposed = unicodedata.normalize("NFKD", text.translate(_LETTERS))
    bare = "".join(c for c in decomposed if not unicodedata.combining(c))
    return " ".join(_WORD.findall(bare.translate(_LETTERS).lower()))
