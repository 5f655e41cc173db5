"""Who acts in an incident, who claims it, who is accused of it, and who is its target."""

from collections.abc import Iterator, Sequence

from kg.extract.context import Context, Named, cues, is_cue
from kg.extract.speech import names_source
from kg.extract.triggers import Trigger, lexicon_at
from kg.extract.words import Word
from kg.ontology import ancestors, top

_CARRIED_OUT_NEAR = 10
"""Words between «نفذ», «شن» and what was carried out: further off it is something else («تنفيذ القرارات»)."""
_PATIENT_FOLLOWS = frozenset(("Assassination", "Kidnapping", "Arrest", "Execution", "LegalAction"))
"""Classes whose noun is followed by who suffers it («اغتيال فلان»), never by who acts."""
SUPPOSED = "supposed"
"""What is said in place of a property of whom a condition speaks («إذا كان س قد هاجم …»): it acts in no event."""


def people(context: Context) -> Iterator[tuple[str, Named]]:
    """Claims, denials and accusations first: whoever merely claims, denies or is accused is never said to act."""
    claimed = set(_claimants(context))
    denied = set(_deniers(context))
    claimed -= denied
    accused = (set(_accused(context)) | set(_blamed(context))) - claimed
    is_attack = "Attack" in ancestors(context.event.kind)
    supposed = [n for n in context.mentions if can_act(n) and _opens(context, n, "if", 8)]
    agents = [n for n in dict.fromkeys(_agents(context)) if n not in claimed | accused | denied | set(supposed)][:1]
    if is_attack and any(_opens(context, n, "suspicion", 12) for n in agents):
        accused, agents = accused | set(agents), []
    yield from (("claimedBy", n) for n in sorted(claimed, key=_index))
    yield from (("deniedBy", n) for n in sorted(denied, key=_index))
    yield from (("accused", n) for n in sorted(accused, key=_index))
    yield from ((SUPPOSED, n) for n in supposed)
    yield from (("agent", n) for n in agents)
    acting = {n.mention.span.of(context.text) for n in (*claimed, *accused, *denied, *agents)}
    targets = [n for n in dict.fromkeys(_targets(context)) if n.mention.span.of(context.text) not in acting]
    yield from (("target", n) for n in targets[:1])


def _index(n: Named) -> int:
    return n.index


def _opens(context: Context, n: Named, sort: str, reach: int) -> bool:
    """Whether a cue stands before a name in its sentence: «إذا كان س قد هاجم …», «يُعتقد أنها من تنفيذ س» do not say that it acted."""
    return any(context.words[i].sentence == n.sentence and n.first - reach <= i < n.first for i in context.cue_words(sort))


def can_act(n: Named) -> bool:
    """Whether a mention names something that can act: an organisation, a person or a country."""
    return n.mention.kind == "Country" or top(n.mention.kind) in ("Organisation", "Person")


def _claimants(context: Context) -> Iterator[Named]:
    """«تبنت X …», «أعلنت X مسؤوليتها عن …»; no claim where a word before negates it or somebody denies."""
    for cue in context.cue_words("claims"):
        if not _cue_near(context, cue, "not", 2):
            yield from _claiming(context, context.before(cue, 3), context.after(cue, 4))
    for cue in context.cue_words("responsibility"):
        verbs = _cue_near(context, cue, "takes", 8)
        if verbs and not any(_cue_near(context, cue, sort, 8) for sort in ("denies", "not", "blames")):
            subject = context.after(verbs[-1], 3)  # «أعلنت X المرتبطة بـ Y مسؤوليتها»
            before = subject if subject and subject.first < cue else context.before(cue, 8)
            yield from _claiming(context, before, context.after(cue, 4))


def _claiming(context: Context, before: Named | None, after: Named | None) -> Iterator[Named]:
    n = before if before and before.mention.kind in ("ArmedGroup", "Organisation") else after
    if n and n.mention.kind in ("ArmedGroup", "Organisation"):
        yield n


def _deniers(context: Context) -> Iterator[Named]:
    """«نفت X مسؤوليتها عن …», «نفت X ضلوعها في …»."""
    for cue in context.cue_words("responsibility"):
        for verb in _cue_near(context, cue, "denies", 8):
            if (n := context.after(verb, 3) or context.before(verb, 3)) and can_act(n):
                yield n


def _blamed(context: Context) -> Iterator[Named]:
    """«حمّلت X Y مسؤولية …»: the last name before the word."""
    for cue in context.cue_words("responsibility"):
        for verb in _cue_near(context, cue, "blames", 8):
            n = context.before(cue, 4)
            if n and can_act(n) and n.first > verb and (n is not context.after(verb, 3) or context.before(verb, 3)):
                yield n


def _cue_near(context: Context, index: int, sort: str, reach: int) -> list[int]:
    """Cues of a sort among some words before a word, in its sentence."""
    words = context.words
    return [i for i in range(max(index - reach, 0), index) if words[i].sentence == words[index].sentence and is_cue(words[i], sort)]


def _accused(context: Context) -> Iterator[Named]:
    """«اتهمت X Y بـ…»: the second name after the verb, or the first where the accuser stands before it."""
    for cue in context.cue_words("accuses"):
        sentence = context.words[cue].sentence
        after = [n for n in context.mentions if cue < n.first <= cue + 10 and n.sentence == sentence and can_act(n)]
        if len(after) >= 2:
            yield after[1]
        elif after and (context.before(cue, 4) or _is_second(context, cue, after[0])):
            yield after[0]


def _is_second(context: Context, cue: int, n: Named) -> bool:
    """«اتهمت السلطات X بخطف …»: whether a noun stands between verb and name, and after the name what it is accused of."""
    words = context.words
    accuser, charge = words[cue + 1], words[n.last + 1] if n.last + 1 < len(words) else None
    return cue + 1 < n.first and accuser.form.startswith("ال") and charge is not None and charge.form.startswith("ب")


def _agents(context: Context) -> Iterator[Named]:
    words = context.words
    for trigger in context.event.triggers:
        following = None if trigger.strength == "toll" else _next_name(context, trigger)
        if following and _follows_as_agent(words, trigger, following) and not _has_preposition(words, following, trigger.last):
            yield following
        preceding = context.before(trigger.first, 2)
        if preceding and trigger.sort and _is_subject(words, preceding) and not _is_apart(words, preceding.last, trigger.first):
            yield preceding
    for cue in context.cue_words("carried_out"):
        n = context.after(cue, 3) or context.before(cue, 3)
        if n and _is_subject(words, n) and any(abs(cue - trigger.first) <= _CARRIED_OUT_NEAR for trigger in context.event.triggers):
            yield n
    for cue in context.cue_words("by"):
        n = context.after(cue, 2)
        after_preposition = cue and words[cue - 1].form in ("علي", "من") and not words[cue].form.startswith("ال")
        if n and after_preposition and can_act(n) and not _is_apart(words, cue, n.first):
            yield n


def _next_name(context: Context, trigger: Trigger) -> Named | None:
    """The name within two words after a trigger, unless another trigger comes before it («هجوم استهدف الجيش»)."""
    following = context.after(trigger.last, 2)
    others = (other.first for other in context.event.triggers if other is not trigger)
    return None if following is None or any(trigger.last < first < following.first for first in others) else following


def _is_subject(words: Sequence[Word], n: Named) -> bool:
    """Whether a name that stands near a verb can be what acts: a body or group, or a country that no preposition governs."""
    if n.first and names_source(words[n.first - 1]):
        return False
    if n.mention.kind == "Country":
        return not _has_preposition(words, n, n.first - 2)
    return top(n.mention.kind) == "Organisation" and n.mention.kind != "MediaOutlet"


def _is_apart(words: Sequence[Word], first: int, last: int) -> bool:
    """Whether punctuation stands between two words («اليمن: انتحاري يقتل …»)."""
    return any(word.glued for word in words[first + 1 : last + 1])


def _follows_as_agent(words: Sequence[Word], trigger: Trigger, following: Named) -> bool:
    """«هجوم داعش», «قصفت القوات الروسية»; a person or country follows as the one who acts only after a verb.

    Not where the name suffers («استهدف السفارة», «تحرير الموصل») or begins a clause of its own («هجوم تبنته طالبان»).
    """
    between = words[trigger.last + 1 : following.first]
    if _is_done_to(words, trigger, between) or any(is_cue(word, sort) for word in between for sort in ("claims", "takes")):
        return False
    if trigger.sort == "verb":
        return can_act(following) and following.mention.kind != "MediaOutlet"
    return trigger.kind not in _PATIENT_FOLLOWS and following.mention.kind in ("ArmedGroup", "SecurityForce")


def _is_done_to(words: Sequence[Word], trigger: Trigger, between: Sequence[Word]) -> bool:
    """Whether what follows suffers: after «استهدف», be it the trigger or between it and the name («هجوم استهدف …»).

    So it does where the subject stands between («هاجم مسلحون السفارة»).
    """
    hits = (lexicon_at(words, word.index) for word in between)
    by_others = trigger.sort == "verb" and _is_whole_subject(between)
    return trigger.sort == "object" or by_others or any(hit is not None and hit.entry[2] == "object" for hit in hits)


def _is_whole_subject(between: Sequence[Word]) -> bool:
    """Whether words behind a verb say who acts without a name: «مسلحون», «مسلحون مجهولون», «مجموعة مسلحة», «عشرات المحتجين».

    «مسلحون» has its ن, which it loses before a name («مسلحو داعش»), «مجموعة» an adjective without the article, «عشرات» what is counted.
    """
    if not between or len(between) > 2 or any(word.glued for word in between[1:]):
        return False
    first, then = between[0], between[1:2]
    if is_cue(first, "somebody"):
        return all(is_cue(word, "somebody") for word in then)
    if is_cue(first, "several"):
        return any(word.form.startswith("ال") for word in then)
    return is_cue(first, "band") and any(word.form.endswith("ه") and not word.form.startswith("ال") for word in then)


def _has_preposition(words: Sequence[Word], n: Named, trigger: int) -> bool:
    """Whether a preposition, alone or as a proclitic, stands between a trigger and a mention."""
    proclitic = words[n.first].form[0] in "بلك" and n.mention.span.begin > words[n.first].begin
    separate = cues("locative") | {"ضد", "الي", "عن", "مع", "علي", "من"}
    return proclitic or any(word.form in separate for word in words[trigger + 1 : n.first])


def _targets(context: Context) -> Iterator[Named]:
    for trigger in context.event.triggers:
        for n in context.mentions:
            if n.sentence == trigger.sentence and trigger.last < n.first <= trigger.last + 5 and _is_target(context, trigger, n):
                yield n


def _is_target(context: Context, trigger: Trigger, n: Named) -> bool:
    between = context.words[trigger.last + 1 : n.first]
    kind = n.mention.kind
    if trigger.kind == "Threat":
        return can_act(n) or kind == "Settlement"
    located = any(word.form in cues("locative") - {"علي"} for word in between) or kind in ("Country", "Region")
    if (_is_done_to(context.words, trigger, between) or any(is_cue(word, "against") for word in between)) and not located:
        return True
    if kind != "Person" or len(between) > 2:
        return False
    return trigger.strength == "toll" or (trigger.kind in _PATIENT_FOLLOWS and not trigger.sort)
