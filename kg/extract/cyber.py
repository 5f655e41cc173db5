"""Attacks on computers, told by plain words: «هجوم سيبراني», «اختراق حسابات البنك», «اخترق قراصنة موقع الوزارة».

What was learned has met too few of them. Other breaches are of a front, which are fighting, or of a truce or an airspace, which are no
incidents.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from itertools import product

from spacy.tokens import Doc

from kg.extract.classifier import shipped
from kg.extract.context import Named, by_sentence, named
from kg.extract.detection import NONE, Detected
from kg.extract.figures.outcomes import casualty
from kg.extract.stems import readings, sorts_by_stem, sorts_of
from kg.extract.triggers import Trigger, trigger_of
from kg.extract.words import Word
from kg.ontology import family, top

KIND = "CyberAttack"
_LEXICON = "cyber.tsv"
_sorts = partial(sorts_of, _LEXICON)
_LIKELY = 0.9
"""How likely plain words name one."""
_ARMED = ("SecurityForce", "ArmedGroup")
_AFTER = 4
"""Words behind «اختراق» within which what is broken into stands."""
_NAMED_WITHIN = 6
"""Words behind it within which a name makes it a certain one."""
_BY_BEFORE, _BY_WITHIN, _TOLL_WITHIN, _SENTENCE = 6, 10, 15, 30
"""Words before and behind it within which hackers stand, behind it within which a toll does, and around it within which computers do."""
_COMPUTERS = frozenset(("by", "manner", "system", "perhaps"))
_Names = Mapping[int, Sequence[Named]]
"""By sentence; those of people left out."""


def with_cyber_attacks(doc: Doc, found: Sequence[Detected]) -> list[Detected]:
    """The triggers in the order of the text, with those of attacks on computers, and without breaches that are no incidents."""
    words: Sequence[Word] = doc._.words
    names = by_sentence(lambda n: n.sentence, (n for n in named(words, doc._.mentions) if n.mention.kind != "Person"))
    kept = [_of_its_kind(words, names, one) for one in found if not (_is_of_a_treaty(words, one) or _is_of_spies(words, one))]
    taken = {index for one in found for index in range(one.trigger.first, one.trigger.last + 1)}
    return sorted((*kept, *_added(words, names, taken)), key=lambda one: one.trigger.first)


def of_other_means(words: Sequence[Word], triggers: Sequence[Trigger]) -> Iterator[tuple[int, int]]:
    """Positions of each attack on computers and each other deed that is told as a new one; «الهجوم» may go back to either."""
    attacks = [position for position, trigger in enumerate(triggers) if trigger.kind == KIND]
    others = [position for position, deed in enumerate(triggers) if _is_other_deed(words, deed)] if attacks else []
    yield from product(attacks, others)


def _is_other_deed(words: Sequence[Word], deed: Trigger) -> bool:
    """Whether a deed is a new one of other means: «هجوما» says so with a manner, a place or a target of its own only."""
    if deed.kind == KIND or family(deed.kind) != "violence" or deed.definite or deed.strength == "toll":
        return False
    if deed.first < deed.last or "assault" not in _sorts(words[deed.first].form):
        return True
    after = _following(words, deed.last, _AFTER)
    at = next((place for place, word in enumerate(after) if word.form in ("في", "علي", "قرب")), None)
    return at is not None and not any({"system", "perhaps"} & _sorts(word.form) for word in after[at:])


def _of_its_kind(words: Sequence[Word], names: _Names, one: Detected) -> Detected:
    """The trigger, as an attack on computers where the words behind it say so."""
    if _breaks_into(words, names, one.trigger.first):
        return Detected(replace(one.trigger, kind=KIND), _likely(max(one.likelihood, _LIKELY)))
    if _is_deadly(words, one):
        return Detected(replace(one.trigger, kind="Attack"), _likely(one.likelihood, "Attack"))
    is_certain = one.trigger.sentence in names  # else it is talk of such attacks in general
    if is_certain and family(one.trigger.kind) == "violence" and _has_manner(words, one):
        return Detected(replace(one.trigger, kind=KIND), _likely(one.likelihood))
    return one


def _likely(value: float, kind: str = KIND) -> dict[str, float]:
    """How likely a trigger is of each class that the classifier knows, when it can only be of this one."""
    return {label: value if label == kind else 0.0 for label in shipped("triggers").labels if label != NONE}


def _has_manner(words: Sequence[Word], one: Detected) -> bool:
    """«هجوم سيبراني»: the adjective is the next word, or the last of the trigger."""
    inside = words[one.trigger.first + 1 : one.trigger.last + 2]
    is_assault = "assault" in _sorts(words[one.trigger.first].form)
    return is_assault and any("manner" in _sorts(word.form) and not word.glued for word in inside)


def _added(words: Sequence[Word], names: _Names, taken: set[int]) -> Iterator[Detected]:
    """Breaches that name whose computers were broken into, and were taken for none."""
    begins = {n.first for inside in names.values() for n in inside}
    for word in words:
        if word.index in taken or "breach" not in _sorts(word.form) or not _breaks_into(words, names, word.index):
            continue
        after = _following(words, word.index, _NAMED_WITHIN)
        if any(other.index in begins for other in after):
            skip = next(skip for skip, stem in readings(word.form) if "breach" in sorts_by_stem(_LEXICON).get(stem, ()))
            yield Detected(trigger_of(words, word.index, word.index, skip, KIND), _likely(_LIKELY))


def _breaks_into(words: Sequence[Word], names: _Names, index: int) -> bool:
    """Whether «اختراق» at a word is of computers: by hackers, or of accounts, or of a «موقع» or «شبكة» of a body that is no army.

    Spies and smugglers have a «شبكة» too, and who breaks into a building kills there.
    """
    if "breach" not in _sorts(words[index].form):
        return False
    after = _following(words, index, _NAMED_WITHIN)
    sorts = [_sorts(word.form) for word in after]
    if any("crime" in found for found in sorts[:_AFTER]):
        return False
    things = [at for at, found in enumerate(sorts[:_AFTER]) if found & {"system", "perhaps"}]
    before = [word for word in words[max(index - _BY_BEFORE, 0) : index] if word.sentence == words[index].sentence]
    places = {word.index for word in after}
    near = [n for n in names.get(words[index].sentence, ()) if n.first in places]
    if any({"by", "manner"} & _sorts(word.form) for word in (*_following(words, index, _BY_WITHIN), *before)):
        return bool(things) or _has_owner(near, ())
    if not things:
        return False
    if any(casualty(word) for word in words[index : index + _TOLL_WITHIN] if word.sentence == words[index].sentence):
        return False
    return "system" in sorts[things[0]] or _has_owner(near, sorts[things[0] + 1 :])


def _has_owner(near: Sequence[Named], behind: Sequence[frozenset[str]]) -> bool:
    """Whether a body that is no army is named near, or «الوزارة», «الشركة» stands right behind «موقع»."""
    civil = any(n.mention.kind not in _ARMED and top(n.mention.kind) == "Organisation" for n in near)
    return civil or any("owner" in found for found in behind[:1])


def _is_of_a_treaty(words: Sequence[Word], one: Detected) -> bool:
    """«اختراق الهدنة»."""
    return _is_breach(words, one) and any("treaty" in _sorts(word.form) for word in _following(words, one.trigger.first, 2))


def _is_of_spies(words: Sequence[Word], one: Detected) -> bool:
    """«اختراق شبكة تجسس», «اختراق أجهزة الحرس الثوري»: taken for an attack on computers, where nothing in the sentence is of computers."""
    if one.trigger.kind != KIND or not _is_breach(words, one):
        return False
    if any("crime" in _sorts(word.form) for word in _following(words, one.trigger.first, _AFTER)):
        return True
    return not _COMPUTERS & _told_around(words, one)


def _is_deadly(words: Sequence[Word], one: Detected) -> bool:
    """«اختراق موقع الوزارة وقتل ثلاثة», with no hackers."""
    if one.trigger.kind != KIND or not _is_breach(words, one) or {"by", "manner"} & _told_around(words, one):
        return False
    behind = words[one.trigger.first : one.trigger.first + _TOLL_WITHIN]
    return any(casualty(word) for word in behind if word.sentence == one.trigger.sentence)


def _is_breach(words: Sequence[Word], one: Detected) -> bool:
    return one.trigger.first == one.trigger.last and "breach" in _sorts(words[one.trigger.first].form)


def _told_around(words: Sequence[Word], one: Detected) -> frozenset[str]:
    around = words[max(one.trigger.first - _SENTENCE, 0) : one.trigger.first + _SENTENCE]
    return frozenset().union(*(_sorts(word.form) for word in around if word.sentence == one.trigger.sentence))


def _following(words: Sequence[Word], index: int, most: int) -> list[Word]:
    """The next words, as long as only space stands between them."""
    found: list[Word] = []
    for word in words[index + 1 : index + 1 + most]:
        if word.glued.strip('"«»“”') or word.sentence != words[index].sentence:
            break
        found.append(word)
    return found
