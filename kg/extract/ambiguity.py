"""Names that are common words too: «القاعدة» the group or a base, «الشباب», «تقدم», «مالي»; what stands around them tells."""

from collections.abc import Sequence

from kg.extract.gazetteer_names import FoundName, is_quoted
from kg.extract.words import Word

_SURE_CONTEXT = frozenset(
    {"تنظيم", "حركه", "جماعه", "جبهه", "محافظه", "مدينه", "ولايه", "منطقه", "تنظيمي", "صحيفه", "قناه", "وكاله", "شبكه", "حزب"}
    | {"زعيم", "قيادي", "قاده", "عناصر", "عنصر", "مقاتلي", "مقاتلو", "مسلحي", "مسلحو", "اعضاء", "مراسل", "مراسله"}
)
_WHERE = frozenset(("في", "من", "الي", "داخل", "شمال", "جنوب", "شرق", "غرب", "وسط", "شمالي", "جنوبي"))
_CLOSING = frozenset("\"'»”’)")


def in_sure_context(found: Sequence[Word], name: FoundName) -> bool:
    """Whether a name that is a common word too is meant as a name: alone in quotation marks, or after a noun that says so."""
    after = found[name.last + 1].glued if name.last + 1 < len(found) else "»"
    if is_quoted(found[name.first]) and after[:1] in _CLOSING:
        return True
    before = _word_before(found, name)
    return before is not None and any(stem.form in _SURE_CONTEXT for stem in before.stems())


def describes(found: Sequence[Word], name: FoundName) -> bool:
    """Whether a definite noun stands right before («الدول العربية»), which a definite name then describes."""
    before = _word_before(found, name)
    return before is not None and found[name.first].form.startswith("ال") and any(stem.form.startswith("ال") for stem in before.stems())


def is_described(found: Sequence[Word], name: FoundName) -> bool:
    """Whether a definite adjective stands right after a name («القاعدة الجوية»)."""
    after = found[name.last + 1] if name.last + 1 < len(found) and not found[name.last + 1].glued else None
    return after is not None and after.form.startswith("ال") and after.form.endswith(("ي", "ه"))


def stands_as_name(found: Sequence[Word], name: FoundName) -> bool:
    """Whether what a thing is mostly called is no common word here.

    It is neither described nor describing («القاعدة الجوية»), and, without the article, where something is («في مالي», not «دعم مالي»).
    """
    if in_sure_context(found, name):
        return True
    if is_described(found, name):
        return False
    if found[name.first].form[name.skip :].startswith(("ال", "لل")):
        return not describes(found, name)
    before = _word_before(found, name)
    return before is not None and before.form in _WHERE


def _word_before(found: Sequence[Word], name: FoundName) -> Word | None:
    """The word before a name, nothing but space between."""
    return found[name.first - 1] if name.first and not found[name.first].glued else None
