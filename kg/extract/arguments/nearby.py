"""What the words right beside a name, or before a deed, tell of who acts: that it only opposes, foils or tells of it, or is alleged to."""

import re

from kg.extract.arguments.pairs import Pair
from kg.extract.candidates import Named
from kg.extract.context import Context, is_cue
from kg.extract.speech import names_source
from kg.ontology import ancestors

_ALLEGED_NEAR = 7
"""Words between «ادعى», «زعم» and what is said to have been done."""
_LINKED_NEAR = 4
"""Words after a name among which it is said to be linked with an event."""
_LINKED = frozenset("المرتبط المرتبطه المرتبطين".split())
_FOILING = re.compile(r"[وف]?([يتن]?حبط(ت|وا|ون)?|احبط(ت|وا)?|[بل]?احباط|افشل(ت|وا)?|[يتن]فشل(ون)?|[بل]?افشال)")
"""Verbs and their nouns, without an object joined to them: in «هجوم لداعش أحبطته الشرطة» another one foils; «فاشلة» tells nobody."""
_WHILE = frozenset("اثناء خلال ابان في منذ قبل بعد تحت ظل مع".split())
"""Before a noun of `_RULE` where it tells when."""
_HEADS = frozenset("حركه تنظيم جماعه ميليشيا ميليشيات قوات كتايب سرايا جيش".split())
"""Nouns before the name of a group that are no part of it."""
_RULE = frozenset("سيطره حكم عهد احتلال وجود تواجد انسحاب سقوط".split())
"""Nouns of having power somewhere, or losing it."""
_SHE = frozenset("ان انه انها انهم قد التي الذي".split())
"""What may stand between a name and a verb of its own."""
_SUCCEEDS = ("تمكن", "نجح", "استطاع", "افلح")
_SOON = 4
"""Words between a name that succeeds and what it succeeds in."""


def alleged_as(context: Context) -> str | None:
    """«ادعى أنه أسقط طائرة» is a claim, «زعمت إسرائيل أن الجماعة أطلقت» an accusation: what comes of who acts there; None elsewhere.

    One such wording is enough: what is told elsewhere of the event may go back to it.
    """
    for trigger in context.event.triggers:
        before = context.words[max(trigger.first - _ALLEGED_NEAR, 0) : trigger.first]
        for place, word in enumerate(before):
            if word.sentence == trigger.sentence and is_cue(word, "alleges"):
                own = any(later.form.removeprefix("ب") in ("انه", "انها", "انهم") for later in before[place:])
                return "claimedBy" if own else "accused"
    return None


def linked_as(context: Context, n: Named) -> str | None:
    """«الجماعة المرتبطة بالهجوم» is an accusation: what comes of who is said to act there; None elsewhere."""
    at = {trigger.first for trigger in context.event.triggers}
    for word in context.words[n.last + 1 : n.last + 1 + _LINKED_NEAR]:
        if word.form in _LINKED and word.sentence == n.sentence and word.index + 1 in at:
            return "accused"
        if not (word.form.startswith("ال") or word.form.isascii()):  # no more of its name, nor an apposition («س، المجموعة المرتبطة بـ…»)
            return None
    return None


def stands_by(context: Context, pair: Pair) -> bool:
    """Whether words beside a name show that it did not act: it opposes the event, foiled it, tells of it, or ruled there."""
    n = pair.named
    return (
        _opposes(context, n)
        or _foils(context, n)
        or _rules(context, n)
        or all(_is_source(context, each) for each in pair.candidate.mentions)
    )


def _is_source(context: Context, n: Named) -> bool:
    """«بحسب الشرطة», «وفقا للشرطة»: who is named as a source, and does nothing there."""
    before = context.words[n.first - 1] if n.first else None
    return before is not None and before.sentence == n.sentence and names_source(before)


def _foils(context: Context, n: Named) -> bool:
    """«أحبطت الشرطة هجوما», «الشرطة إنها أحبطت هجوما», «تمكنت الشرطة أمس من إحباط هجوم»: who foils it does not plan it."""
    if "Attack" not in ancestors(context.event.kind):
        return False
    words = context.words
    cues = (cue for cue in context.cue_words("foiled") if words[cue].sentence == n.sentence and _FOILING.fullmatch(words[cue].form))
    return any(_is_subject_of(context, n, cue) for cue in cues)


def _is_subject_of(context: Context, n: Named, verb: int) -> bool:
    words = context.words
    if verb < n.first:
        return verb == n.first - 1
    between = [word.form for word in words[n.last + 1 : verb]]
    succeeds = n.first > 0 and words[n.first - 1].form.removeprefix("و").startswith(_SUCCEEDS) and words[n.first - 1].sentence == n.sentence
    return all(form in _SHE for form in between) or (succeeds and len(between) <= _SOON and between[-1] in ("من", "في"))


def _rules(context: Context, n: Named) -> bool:
    """«أثناء سيطرة طالبان», «في عهد القذافي»: whose rule it was is no word of who attacked; «أدى الهجوم إلى سيطرة طالبان» is one."""
    if "Attack" not in ancestors(context.event.kind) or n.first < 2:
        return False
    time, rule = context.words[n.first - 2 : n.first]
    return time.sentence == n.sentence and time.form.removeprefix("و") in _WHILE and rule.form in _RULE


def _opposes(context: Context, n: Named) -> bool:
    """Whether a name stands beside a verb of condemning, denying or repelling («استنكر حزب الله الهجوم»): it did not attack."""
    if "Attack" not in ancestors(context.event.kind):
        return False
    headed = n.first > 0 and context.words[n.first - 1].form.removeprefix("ال") in _HEADS
    near = (n.first - 1 - headed, n.last + 1)
    beside = [context.words[index] for index in near if 0 <= index < len(context.words)]
    return any(word.sentence == n.sentence and is_cue(word, "opposes") for word in beside)
