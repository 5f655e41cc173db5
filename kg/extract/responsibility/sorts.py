"""The sorts of words that claims, denials and blame are told with, from `responsibility.tsv`."""

from functools import lru_cache

from kg.extract.stems import sorts_by_stem, sorts_of
from kg.extract.words import Word

SORTS = frozenset("says takes admits claims denies rejects disowns withdraws suspects blames_on accuses vows".split())
"""Those of verbs, and nouns of telling, that claim, deny, tell, blame or take back."""
_LEXICON = "responsibility.tsv"
_PRONOUNS = ("هما", "هم", "ها", "نا", "ه", "ي")
"""Pronouns at a noun that go back to who speaks."""
_NOUNS = frozenset(("charge", "part", "behind", "people", "back"))
"""Sorts that a word with the article may have: «التابع» is no verb."""
_AS_THEY_STAND = frozenset(("part", "own", "for_him", "back", "medium", "aspect", "when"))
"""Sorts of words with which a pronoun or their form matters, so that no ending is taken off."""
_WHOLE = _AS_THEY_STAND - {"own"}


@lru_cache(maxsize=20_000)
def sorts(form: str) -> frozenset[str]:
    """The sorts of a folded word in any inflection: «ضلوع» is a "part", «ضلوعه» an "own" one."""
    inflected = sorts_of(_LEXICON, form) - _AS_THEY_STAND
    found = inflected | _as_it_stands(form)
    return found & _NOUNS if form.removeprefix("و").startswith(("ال", "لل", "بال")) else found


def _as_it_stands(form: str) -> frozenset[str]:
    known = sorts_by_stem(_LEXICON)
    bare = [form, *(form[1:] for first in "وب" if form.startswith(first)), form.removeprefix("ب").removeprefix("ال")]
    whole = {sort for word in bare for sort in known.get(word, ()) if sort in _WHOLE}
    owned = any("own" in known.get(stem, ()) for word in bare for stem in _without_pronoun(word))
    return frozenset(whole | {"own"} if owned else whole)


def _without_pronoun(form: str) -> list[str]:
    return [form.removesuffix(ending) for ending in _PRONOUNS if form.endswith(ending) and len(form) - len(ending) >= 2]


def has(word: Word, *wanted: str) -> bool:
    """Whether a word has one of some sorts."""
    return not sorts(word.form).isdisjoint(wanted)
