"""Whether plain words say that an event did not happen, was foiled, or is yet to come: where grammar tells, nothing is weighed.

«لم يقع أي هجوم», «نفت الشرطة وقوع هجوم», «لم تقصف الطائرات …» deny it, «أحبط الأمن هجوما» foils it, «هدد بشن هجوم» and «حذر من هجوم» are
of one to come. Denying a part in it («نفى ضلوعه في الهجوم») says nothing of whether it happened.
"""

import re
from collections.abc import Iterator, Sequence

from kg.extract.context import Context, is_cue
from kg.extract.triggers import Trigger
from kg.extract.words import Word
from kg.ontology import ancestors

_NOT = frozenset(("لم", "ولم", "فلم"))
_HAPPENS = frozenset("يقع تقع يحدث تحدث يحصل تحصل يشهد تشهد يسجل تسجل يتعرض تتعرض تتم".split())
_ANY = frozenset("اي هناك مثل هذا هذه عن من ب ل وقوع حدوث حصول الي".split())
_DENIES = re.compile(r"و?(نفي|نفت|نفوا|[يتن]نفي|ينفون|نافي(ا|ه|ين)|انكر(ت|وا)?|[يت]نكر(ون)?|كذب(ت|وا)?|[يت]كذب|فند(ت|وا)?|[يت]فند|دحضت?)")
_HAPPENING = frozenset("وقوع حدوث حصول تعرض صحه انباء الانباء خبر اخبار تقارير شايعات شايعه معلومات تردد تداول اشيع يشاع نشر وجود".split())
_PART = re.compile(
    r"(ال)?(ضلوع|تورط|وقوف|صل[هت]|علاق[هت]|مشارك[هت]|مسوولي[هت]|دور|تنفيذ|ارتكاب|تدبير|قيام|شن|استهداف)(ه|ها|هم)?|وراء|يكون|تكون"
)
_BUT = frozenset("بل سوي الا فقط وانما لكنه لكنها".split())
_APART = frozenset("بعد قبل خلال بين عقب اثر منذ".split())
_CARRYING_OUT = re.compile(r"[بل]?(شن|تنفيذ|وقوع|حدوث|ارتكاب|القيام|قيام|احتمال|امكانيه|خطر|اي|مزيد|المزيد|محاوله|محاولات|سلسله|تعرض\w*)")
_CARRIES_OUT = re.compile(r"[يت](شن|نفذ|رتكب)(وا)?")
_THREATENS = re.compile(r"و?([يت]?هدد(ت|وا|ون)?|تهديد(ات)?|مهددا|توعد(ت|وا)?|[يت]توعد(ون)?|متوعدا|لوح(ت|وا)?|[يت]لوح|تعهد(ت|وا)?)")
_WARNS = re.compile(r"و?([يت]?حذر(ت|وا|ون)?|تحذير(ات)?|محذر(ا|ه)|مخاوف|خشيه|تحسبا)")
_PLANS = re.compile(r"و?([يت]?خطط(ت|وا|ون)?|تخطيط|[يت]عتزم(ون)?|اعتزم(ت|وا)?|[يت]نوي|[يت]ستعد(ون)?)")
_PREPARES = re.compile(r"و?[يت]عد(ون)?")
"""«يعد لهجوم»; without ل it is "is held to be" («يعد هجوم كابول الأعنف»)."""
_FOILS = re.compile(r"و?([يت]?حبط(ت|وا)?|احبط(ت|وا)?|ب?احباط|افشل(ت|وا)?|[يت]فشل|افشال)")
_FAILS = re.compile(r"و?(فشل(ت|وا)?|اخفق(ت|وا)?)")
_TELLINGS = frozenset("انباء الانباء خبر اخبار تقارير معلومات تردد تداول وجود".split())
"""Nouns of news of something, which may be of something else than the event named after them."""
_STRIKINGS = frozenset("اغتيال تفجير قصف خطف اختطاف استهداف ضرب مهاجمه اقتحام اجتياح غزو قتل".split())
"""Nouns of a deed before a name that is what it is done to («يخطط لاغتيال فلان»)."""
_REACH = 8


def plainly(context: Context) -> str | None:
    """The status that plain words give the first trigger that is no toll; None where they do not, or people were killed."""
    trigger = next((t for t in context.event.triggers if t.strength != "toll"), None)
    if trigger is None or context.event.kind == "Threat" or any(count.property == "killed" for count in context.counts):
        return None
    if is_denied(context, trigger):
        return "Denied"
    is_attack, known = "Attack" in ancestors(context.event.kind), _is_known(context, trigger)
    if is_attack and (_is_governed(context, trigger, _FOILS, ()) or _has_failed(context, trigger, known=known)):
        return "Foiled"
    if known:
        return None
    ahead = ((_THREATENS, ("ب",)), (_WARNS, ("من",)), (_PLANS, ("ل", "ب", "في", "")), (_PREPARES, ("ل",)))
    return "Planned" if any(_is_governed(context, trigger, verb, links) for verb, links in ahead) else None


def _is_known(context: Context, trigger: Trigger) -> bool:
    """Whether a noun is definite, by the article or a name in construct with it, and so of what is known already."""
    form = context.words[trigger.first].form.removeprefix("و")
    return form.startswith(("ال", "بال", "لل")) or is_named(context, trigger)


def is_named(context: Context, trigger: Trigger) -> bool:
    """Whether a noun is called after a name («هجوم نيس»), and no noun of a deed that is done to the name («اغتيال فلان»)."""
    form = context.words[trigger.first].form.removeprefix("و")
    after = context.words[trigger.last + 1 : trigger.last + 2]
    named = any(word.index in context.page.names and not word.glued and word.sentence == trigger.sentence for word in after)
    return named and trigger.sort != "verb" and form.removeprefix("ب").removeprefix("ل") not in _STRIKINGS


def _before(context: Context, trigger: Trigger) -> Iterator[int]:
    """The words before a trigger in its sentence, nearest first."""
    near = range(trigger.first - 1, max(trigger.first - 1 - _REACH, -1), -1)
    return (index for index in near if context.words[index].sentence == trigger.sentence)


def is_denied(context: Context, trigger: Trigger) -> bool:
    """Whether it is said not to have happened: «لم يقع …», «لم تقصف …», «لا صحة لـ…», «نفى وقوع …», «نفى أي هجوم»."""
    after = context.words[trigger.last + 1 : trigger.last + 1 + _REACH]
    if any(word.form in _BUT and word.sentence == trigger.sentence for word in after):
        return False
    before = [context.words[index] for index in _before(context, trigger)]
    if trigger.sort in ("verb", "object") and before and before[0].form in _NOT and context.words[trigger.first].form[:1] in "يتن":
        return True
    if not _is_known(context, trigger) and len(context.event.triggers) == 1 and _is_not_carried_out(context, before):
        return True
    return _is_denied_by(context, before, known=_is_known(context, trigger))


def _is_not_carried_out(context: Context, before: Sequence[Word]) -> bool:
    """Whether nobody carried it out, by the words before it, nearest first: «لم يشن س هجمات», «عدم شن غارات», «في منأى عن هجمات»."""
    forms = [word.form for word in before]
    if forms[:1] == ["عن"] and forms[1:2] and forms[1].endswith("مناي"):
        return True
    nouns = next((place for place, form in enumerate(forms) if not _CARRYING_OUT.fullmatch(form)), len(forms))
    if nouns < len(forms) and forms[nouns].lstrip("وبل") == "عدم":
        return True
    verb = next((place for place, word in enumerate(before) if not _may_be_subject(context, word.index)), len(forms))
    return verb + 1 < len(forms) and _CARRIES_OUT.fullmatch(forms[verb]) is not None and forms[verb + 1] in _NOT


def _is_denied_by(context: Context, before: Sequence[Word], *, known: bool) -> bool:
    """Whether the words before an event, nearest first, say that it did not happen; not where they deny a part in it.

    What is known already is not denied with news that have to do with it («نفت معلومات عن هجوم نيس»).
    """
    happening = False
    for place, word in enumerate(before):
        follows = before[place + 1].form if place + 1 < len(before) else ""
        if _PART.fullmatch(word.form):
            return False
        if word.form in _HAPPENS and follows in _NOT:
            return all(_is_between(context, other.index) for other in before[:place])
        if _DENIES.fullmatch(word.form) or (word.form == "صحه" and follows in ("لا", "ولا")):
            return happening or word.form == "صحه" or (place > 0 and before[0].form == "اي")
        if word.form in _APART:
            return False
        form = word.form.removeprefix("ب")
        near = form in _HAPPENING and all(_is_between(context, other.index) or other.form in _HAPPENING for other in before[:place])
        happening = happening or (near and not (known and form in _TELLINGS))
    return False


def _is_between(context: Context, index: int) -> bool:
    """Whether a word may stand between «لم تشهد» and what did not happen: where, or «أي»."""
    form = context.words[index].form
    return form in _ANY or form.startswith("ال") or index in context.page.names


def _is_governed(context: Context, trigger: Trigger, verb: re.Pattern[str], links: tuple[str, ...]) -> bool:
    """Whether a verb has an event as what it threatens, plans or foils: nothing between but who and nouns of carrying out.

    With `links` a preposition, alone or joined, has to lead to it («حذر من وقوع هجوم», «هدد بهجوم»); "" stands for none.
    """
    own = context.words[trigger.first]
    linked = not links or "" in links or (own.begin < trigger.span.begin and own.form.removeprefix("و")[0] in links)
    for index in _before(context, trigger):
        word = context.words[index]
        if verb.fullmatch(word.form):
            return linked
        if _CARRYING_OUT.fullmatch(word.form):
            linked = linked or word.form[0] in links
        elif word.form in links:
            linked = True
        elif not (linked or not links) or not _may_be_subject(context, index):
            return False
    return False


def _may_be_subject(context: Context, index: int) -> bool:
    """Whether a word can be of who threatens or plans, or whom he threatens: a name, a noun with the article, one of its heads."""
    word = context.words[index]
    if index in context.page.names or word.form.startswith("ال") or word.form.endswith(("ها", "هم")):
        return True
    return index + 1 < len(context.words) and (index + 1) in context.page.names and not is_cue(word, "locative")


def _has_failed(context: Context, trigger: Trigger, *, known: bool) -> bool:
    """«فشل هجوم على …», «فشل انتحاري في تفجير نفسه»; «فشل الأمن في هجوم نيس» is another failure."""
    before = [context.words[index] for index in _before(context, trigger)][:5]
    if before and _FAILS.fullmatch(before[0].form):
        return True
    into = [word.form for word in before if not _CARRYING_OUT.fullmatch(word.form)][:1] == ["في"]
    return into and not known and any(_FAILS.fullmatch(word.form) is not None for word in before)
