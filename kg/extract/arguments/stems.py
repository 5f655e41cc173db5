"""Short stems for features: clitics, article and the commonest endings off, so that forms of one word mostly look alike."""

from functools import lru_cache

_FRONTS = ("بال", "كال", "لل", "ال")
_ENDINGS = ("ات", "ون", "ين", "ان", "ها", "هم", "وا", "ه", "ت", "ا", "ي")
_LEAST = 3


@lru_cache(maxsize=30_000)
def light(form: str) -> str:
    """A folded word without conjunction, article and ending, three letters of it left.

    >>> light("والهجمات"), light("هجمات"), light("قتلوا")
    ('هجم', 'هجم', 'قتل')
    """
    if len(form) > _LEAST + 1 and form[0] in "وف":
        form = form[1:]
    front = next((front for front in _FRONTS if form.startswith(front) and len(form) - len(front) >= _LEAST), "")
    form = form.removeprefix(front)
    ending = next((ending for ending in _ENDINGS if form.endswith(ending) and len(form) - len(ending) >= _LEAST), "")
    return form.removesuffix(ending)
