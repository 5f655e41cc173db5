"""The agencies and other outlets that an article credits, and for which part of its text.

Three places name them: the line above the text («بغداد - رويترز»), the signature below it («… مساء أمس. (أ ف ب)»), and the sentence
that they are quoted in («بحسب رويترز», «قال مصدر لفرانس برس»). «وكالات» alone names nobody.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kg.arabic import fold, proclitic_stems
from kg.gazetteer import Gazetteer
from kg.model import LinkedArticle, Span
from kg.pipeline.sentences import sentence_begins

_AT_TOP = 1000
"""Code points within which a line above the text begins."""
_MARK = "\ue000"
"""Stands in place of each letter of an outlet's name: a private character, which is no letter."""
_BEFORE_BYLINE = re.compile(r"\W*|[^.!؟?\n]{0,60}[(\[\-–—/|،,«\"]\W*")
_AFTER_BYLINE = re.compile(r"[^\w\n.،,]*[-–—:/|]")
_VAGUE = "وكالات|وكالة|الوكالات|الأنباء|أنباء|متابعات|خاص"
_NAMES_ONLY = rf"(?:[^\w()\[\]\n]|{_VAGUE})*"
_BRACKETS = rf"[(\[]{_NAMES_ONLY}[)\]]"
_SIGNATURE = re.compile(
    rf"[.!؟?…»”\"'][ \t]*{_BRACKETS}|{_BRACKETS}[ \t]*$|^(?=[^\n]*(?:{_MARK}|وكالات))(?:[^\w\n]|{_VAGUE})+$", re.MULTILINE
)
"""Names and nothing else: in brackets after a sentence or at the end of a line, or on a line of their own."""
_SOURCE = frozenset("بحسب حسب وفق وفقا طبقا حسبما".split())
"""Folded words that an outlet is credited after; after «عن» it is where something is «نقلا عن» it."""
_REPORTS = frozenset(
    "نقل ذكر قال افاد اورد اعلن بث نشر كشف اشار اضاف اكد علم زعم نسب تناقل اطلع ينقل يذكر يقول يفيد يورد يعلن ينشر يوكد اوضح".split()
)
"""Folded verbs that say that an outlet reports."""
_VERB_ENDINGS = ("", "ت", "ته", "تها", "ه", "ها")
_TITLES = frozenset(
    "وكاله وكالتا وكالتي قناه قناتا قناتي شبكه صحيفه صحيفتا صحيفتي جريده مجله موقع اذاعه راديو تلفزيون هييه"
    " مراسل مراسله مصور مصادر تقرير الانباء انباء الاخباريه الرسميه الحكوميه عنه عنها عنهم".split()
)
"""Folded words that stand between these and an outlet's name."""
_TALKS = frozenset("مقابله حوار حديث لقاء اتصال".split())
"""Folded words for what somebody has with an outlet («في مقابلة مع …»)."""
_OWN = frozenset("تابع تابعه التابع التابعه مملوك مملوكه مراسل مراسله مصور صحفي صحافي موظف مكتب مقر سياره طاقم فريق".split())
"""Folded words after which ل says whose somebody or something is («مراسل لرويترز»), and not who was told."""
_INSERTED = re.compile(r"،[^،\n]{1,30}،(?=[^،]*$)")
"""What stands between commas before a name («نقلته، اليوم الأحد، وكالة …»)."""
_TOLD = re.compile(r"(?:(?<=\s)|^)[وف]?ل(?:ـ?|ـ?\s?[\"«“(]|ـ?\s)$")
"""ل before a name, joined to it or not («لرويترز», «لـ «رويترز»»)."""


_FEW = 5
"""Fewer words before an outlet's name are only the way to credit it («حسب ما نقلت وكالة …»)."""
_NEAR = 6
"""Within how many words before «عن …» something is «نقلا»."""


@dataclass(frozen=True, slots=True)
class Credit:
    """An outlet, and the part of the text for which it is credited."""

    outlet: str
    span: Span


def sentences_of(text: str) -> list[Span]:
    """The sentences of a text, which they cover without gaps."""
    begins = sentence_begins(text)
    return [Span(begin, end) for begin, end in zip(begins, [*begins[1:], len(text)], strict=True)]


def credits_of(linked: LinkedArticle, sentences: Sequence[Span], gazetteer: Gazetteer) -> Iterator[Credit]:
    """All credits in an article, in the order of its mentions; outlets of one house are that house.

    The outlet of an armed group is no agency but the group speaking, and is credited with nothing.
    """
    outlets = _outlets(linked, gazetteer)
    text = linked.article.text
    signatures = list(_signatures(text, list(outlets)))
    for span, outlet in outlets.items():
        if is_byline(text, span):
            yield Credit(outlet, Span(0, len(text)))
        elif signed := next((whole for sign, whole in signatures if sign.overlaps(span)), None):
            yield Credit(outlet, signed)
        else:
            sentence = sentences[bisect_right(sentences, span.begin, key=lambda each: each.begin) - 1]
            before, after = text[sentence.begin : span.begin], text[span.end : sentence.end]
            if is_quoted(before, after):
                yield Credit(outlet, Span(_begin(sentences, sentence, before, after), sentence.end))


def house(outlet: str, gazetteer: Gazetteer) -> str:
    """The outlet that an outlet is part of, and so on: an Arabic service is the house that runs it."""
    entry = gazetteer.get(outlet)
    parent = gazetteer.get(entry.parent) if entry and entry.parent else None
    return house(parent.id, gazetteer) if parent and parent.kind == "MediaOutlet" else outlet


def is_byline(text: str, outlet: Span) -> bool:
    """Whether a name stands in the line above an article's text, or before a colon in its title."""
    if outlet.begin > _AT_TOP:
        return False
    end = text.find("\n", outlet.end)
    before = text[text.rfind("\n", 0, outlet.begin) + 1 : outlet.begin]
    after = text[outlet.end : end if end >= 0 else len(text)]
    return _BEFORE_BYLINE.fullmatch(before) is not None and (
        _AFTER_BYLINE.match(after) is not None or (before.rstrip().endswith(("-", "–", "—", "/")) and not after.strip())
    )


def is_quoted(before: str, after: str) -> bool:
    """Whether an outlet is quoted between these parts of its sentence: after «بحسب», after or before a verb, or as the one told."""
    told = _TOLD.search(before)
    words = fold(_INSERTED.sub(" ", before[: told.start() if told else len(before)])).split()
    is_told = told is not None
    while words and not is_told and (clitics := _title(words[-1])) is not None:
        is_told = clitics.endswith("ل")
        words.pop()
    if is_told:
        return not any(stem.form in _OWN for word in words[-1:] for stem in proclitic_stems(word))
    return _is_credited_after(words) or _reports_itself(fold(after).split())


def _begin(sentences: Sequence[Span], sentence: Span, before: str, after: str) -> int:
    """Where the part begins that a credit in a sentence is for: one that is nothing else is for the sentence before it too."""
    number = sentences.index(sentence)
    alone = len(before.split()) < _FEW and not any(letter.isalnum() for letter in after)
    return sentences[number - 1].begin if alone and number else sentence.begin


def _title(word: str) -> str | None:
    """The clitics before «وكالة» and its like; None for another word."""
    return next((word[: stem.skip] for stem in proclitic_stems(word) if stem.form in _TITLES), None)


def _is_credited_after(words: Sequence[str]) -> bool:
    """Whether words end so that an outlet's name after them is credited."""
    if not words:
        return False
    *earlier, last = words
    match last:
        case "عن":
            return any("نقل" in word for word in earlier[-_NEAR:])
        case "مع":
            return bool(earlier) and earlier[-1] in _TALKS
        case _:
            return any(stem.form in _SOURCE or _is_report(stem.form) for stem in proclitic_stems(last))


def _reports_itself(words: Sequence[str]) -> bool:
    """Whether words begin with an outlet's own verb, after an adjective or not («صحيفة … البلجيكية قالت»)."""
    rest = words[1:] if words and words[0].startswith("ال") and words[0].endswith("يه") else words
    return any(_is_report(word) for word in rest[:1])


def _is_report(form: str) -> bool:
    person = "ي" + form[1:] if form.startswith("ت") else form
    return any(each.endswith(e) and each.removesuffix(e) in _REPORTS for each in (form, person) for e in _VERB_ENDINGS)


def _outlets(linked: LinkedArticle, gazetteer: Gazetteer) -> dict[Span, str]:
    """The houses that an article names, by where it does."""
    kinds = {entity.id: entity.kind for entity in linked.entities}
    named = zip(linked.extraction.mentions, linked.links, strict=True)
    outlets = {mention.span: house(link.entity, gazetteer) for mention, link in named if link and kinds[link.entity] == "MediaOutlet"}
    return {span: outlet for span, outlet in outlets.items() if not _is_a_partys(outlet, gazetteer)}


def _is_a_partys(outlet: str, gazetteer: Gazetteer) -> bool:
    entry = gazetteer.get(outlet)
    parent = gazetteer.get(entry.parent) if entry and entry.parent else None
    return parent is not None and parent.kind == "ArmedGroup"


def _signatures(text: str, outlets: Sequence[Span]) -> Iterator[tuple[Span, Span]]:
    """Where the text is signed, and from where on: a signature is for all that stands above it, down from the one before."""
    masked = list(text)
    for span in outlets:
        masked[span.begin : span.end] = _MARK * (span.end - span.begin)
    end = 0
    for found in _SIGNATURE.finditer("".join(masked)):
        if any(letter.isalnum() for letter in text[end : found.start()]):
            yield Span(*found.span()), Span(end, found.start())
        end = found.end()
