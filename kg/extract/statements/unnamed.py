"""Who cannot speak at a word of speech, as plain wording has it: those named elsewhere where somebody without a name does.

«قالت مصادر إن …» is said by nobody named before, nor what goes on with it («وأضافت أن …»); «قال شقيق فلان» is not said by فلان.
"""

from collections.abc import Sequence
from functools import cache

from kg.extract.context import Named
from kg.extract.lexicon import rows
from kg.extract.speech import OPENING, SAYS, Sort, Speech
from kg.extract.statements.speakers import Scene, echoes
from kg.extract.statements.subjects import end_of_subject, is_object
from kg.extract.words import Word
from kg.ontology import top

_BACK = 2
"""Sentences back in which the subject of «وأضافت» is looked for."""
_LEADING_ON = SAYS | frozenset(("الي", "عن", "علي"))
"""Words right after a verb whose subject is not told again."""
_TELLS = frozenset(("Say", "Deny"))
"""Acts whose verbs have no person for object: the noun after another may be whom it is done to («دعا سكان الحي»)."""
_NAMED_NEAR = 10
"""Words before a verb among which a name may be its subject."""


@cache
def _words(sort: str) -> frozenset[str]:
    return frozenset(word for word, other in rows("unnamed.tsv", 2) if other == sort)


def unnamed_verbs(scene: Scene) -> list[int | None]:
    """For each speech the word of the verb whose subject, who has no name, is the speaker («قالت مصادر … وأضافت»); None for others."""
    found: list[int | None] = []
    for position, speech in enumerate(scene.speeches):
        if speech.sort not in (Sort.VERB, Sort.PARTICIPLE):
            found.append(None)
        elif speech.sort is Sort.VERB and scene.subjects[position] is None and _is_of_nobody(scene, speech):
            found.append(speech.index)
        else:
            goes_on = _has_no_subject(scene, position) or _subject_is(scene, speech.index, "again")
            found.append(_goes_on_with(scene, position, found) if goes_on else None)
    return found


def _is_of_nobody(scene: Scene, speech: Speech) -> bool:
    """Whether the noun after a verb is its subject, and names nobody."""
    if not _subject_is(scene, speech.index, "nobody") or _is_named_before(scene, speech.index):
        return False
    return speech.act in _TELLS or scene.words[speech.index + 1].form.endswith("ون")


def _is_named_before(scene: Scene, index: int) -> bool:
    """Whether a name that may be a verb's subject stands before it in its sentence («روسيا اتهمت وسائل إعلام»)."""
    here = scene.by_sentence.get(scene.words[index].sentence, ())
    return any(index - _NAMED_NEAR <= n.last < index and not is_object(scene.words, n) for n in here)


def _subject_is(scene: Scene, index: int, sort: str) -> bool:
    """Whether the noun right after a verb is of a sort, and in no name."""
    after = scene.words[index + 1] if index + 1 < len(scene.words) else None
    if after is None or after.glued or after.sentence != scene.words[index].sentence:
        return False
    return after.form in _words(sort) and not any(n.first <= after.index <= n.last for n in scene.by_sentence.get(after.sentence, ()))


def _has_no_subject(scene: Scene, position: int) -> bool:
    """Whether nothing between a verb and what is said can be its subject."""
    speech, words = scene.speeches[position], scene.words
    if speech.sort is Sort.PARTICIPLE:
        return True
    after = words[speech.index + 1] if speech.index + 1 < len(words) else None
    if after is None or after.sentence != words[speech.index].sentence:
        return False
    if _is_named_before(scene, speech.index):
        return False
    return scene.subjects[position] is None and (after.form in _LEADING_ON or not OPENING.isdisjoint(after.glued))


def _goes_on_with(scene: Scene, position: int, before: Sequence[int | None]) -> int | None:
    """The verb before whose subject goes on to speak, where that is without a name."""
    own = scene.speeches[position]
    sentence, participle = scene.words[own.index].sentence, own.sort is Sort.PARTICIPLE
    for earlier in range(position - 1, -1, -1):
        speech = scene.speeches[earlier]
        away = sentence - scene.words[speech.index].sentence
        if away > (0 if participle else _BACK):
            return None
        if speech.sort is Sort.VERB and (before[earlier] is not None or scene.subjects[earlier] is not None):
            verb = before[earlier]
            return verb if verb is not None and (participle or _agree(scene, verb, own)) else None
    return None


def _agree(scene: Scene, verb: int, speech: Speech) -> bool:
    """Whether two verbs may have one subject, by their gender; plurals tell nothing («قال شهود … وأضافوا»)."""
    forms = scene.words[verb].form, scene.words[speech.index].form
    return any(form.endswith(("وا", "ون")) for form in forms) or forms[0].endswith("ت") == forms[1].endswith("ت")


def _is_of_kin(scene: Scene, word: Word) -> bool:
    """«شقيق فلان», «زوجة فلان»; in «زوجه فلان» the pronoun is somebody else's, and the name is who speaks."""
    return word.form in _words("kin") and (not word.form.endswith("ه") or scene.text[word.end - 1] == "ة")


def is_silent(scene: Scene, position: int, verb: int | None, n: Named) -> bool:
    """Whether a name cannot be whose a speech is; `verb` is what `unnamed_verbs` has for the speech."""
    words, index = scene.words, scene.speeches[position].index
    if top(n.mention.kind) == "Person" and n.first and not words[n.first].glued and _is_of_kin(scene, words[n.first - 1]):
        return True
    if verb is None:
        return False
    stop = end_of_subject(words, verb)
    if verb < n.first < stop or index < n.first:  # «قال مسؤول في وزارة الدفاع»: who is named behind the noun may be whom he speaks for
        return False
    return not any(echoes(words, word, n) for word in words[verb + 1 : stop] if len(word.form) > 4)
