"""Names that no gazetteer has, found by their pattern: common noun + complement, force + nationality, title + person."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from kg.arabic import noun_stem, proclitic_stems
from kg.extract.gazetteer_names import FoundName, GazetteerNames, is_quoted
from kg.extract.lexicon import rows
from kg.extract.words import Word

_QUOTES = frozenset("\"'«»“”‘’")
_LONGEST = {"keep": 5, "drop": 3}
"""Words that the complement of a head noun may have, by sort of head."""
_COMPOUND_FIRST = frozenset(
    "ابو ابي ابا بني ام عبد ابن بن بنت ال بو ولد عين تل دير خان راس بيت كفر باب رام مار سان نيو بورت سيدي اولاد".split()
)
_NAME_PARTICLES = frozenset("بن ابن بنت ابو ابي ابا ال عبد ولد فان دي دو الدين الله بو".split())
_OPEN_CLASSES = frozenset(("Settlement", "Region", "MediaOutlet", "ArmedGroup"))
"""Classes whose names are often words of no other use («بلدة دابق»), so that an unknown word may be one."""
FORMER = frozenset(("السابق", "السابقه", "الاسبق", "المخلوع", "الراحل", "المقال"))
"""Folded adjectives that say that a role is past."""
_BRANCHING = frozenset(("داعش", "الدوله", "الاسلاميه", "القاعده"))
"""Last words of the names of groups that have branches."""
_MINISTRIES = frozenset(("الدفاع", "الداخليه", "الخارجيه"))
"""Short names of ministries, which after «وزير» are part of a role."""
_EMBASSIES = frozenset(("سفاره", "قنصليه"))
"""What is one name with that of a country: «سفارة إيران»."""
_IN_ROLES = frozenset(("في", "لدي", "السابق", "السابقه", "عام", "الاول", "علي", "الثاني"))
"""Function words that role phrases hold («القيادي في حركة …», «السفير لدى …»)."""
_GIVEN = 0.6
"""A word that begins names at least this often begins one without a title too."""


@dataclass(frozen=True, slots=True)
class Lexicons:
    """The word lists that the patterns look at."""

    heads: dict[str, dict[str, tuple[str, str]]]
    """Class and sort by the one or two folded words of a head noun; the second is "" where there is none."""
    titles: dict[str, str]
    stop: frozenset[str]
    common: frozenset[str]
    given: dict[str, float]
    later: dict[str, float]


@lru_cache(maxsize=1)
def lexicons() -> Lexicons:
    """The word lists, read once."""
    names = rows("names.tsv", 3)
    return Lexicons(
        heads=_heads(),
        titles={cells[0]: cells[1] for cells in rows("titles.tsv", 2)},
        stop=frozenset(word for (word,) in rows("stop.txt", 1)),
        common=frozenset(word for (word,) in rows("common.txt", 1)),
        given={word: float(first) for word, first, _ in names},
        later={word: float(first) + float(later) for word, first, later in names},
    )


def _heads() -> dict[str, dict[str, tuple[str, str]]]:
    heads: dict[str, dict[str, tuple[str, str]]] = {}
    for head, kind, sort in rows("heads.tsv", 3):
        first, _, second = head.partition(" ")
        heads.setdefault(first, {})[second] = kind, sort
    return heads


@lru_cache(maxsize=1)
def branches() -> frozenset[str]:
    """The folded names of places that branches of groups are called after."""
    return frozenset(name for (name,) in rows("branches.txt", 1))


def is_definite_body(form: str) -> bool:
    """Whether a folded word is a common noun with the article for a body that acts («الحركة», «المجلس»)."""
    return form.startswith("ال") and form[2:] in _bodies()


@lru_cache(maxsize=1)
def _bodies() -> frozenset[str]:
    return frozenset(noun for (noun,) in rows("bodies.txt", 1))


@dataclass(frozen=True, slots=True)
class _Head:
    """A head noun found at the word `index`, its proclitics `skip` long; what follows it begins at `after`."""

    index: int
    after: int
    skip: int
    kind: str
    sort: str


class Patterns:
    """Finds names by pattern among the words of one article."""

    def __init__(self, known: GazetteerNames) -> None:
        self._known = known
        self._lexicons = lexicons()
        self._heads = lru_cache(maxsize=20_000)(self._find_heads)
        self._title = lru_cache(maxsize=20_000)(self._find_title)

    def headed(self, words: Sequence[Word], index: int) -> Iterator[FoundName]:
        """Names that begin with a common noun at a word: an institution, a force of a nation, a place with its kind."""
        following = words[index + 1] if index + 1 < len(words) and not words[index + 1].glued else None
        for skip, by_second in self._heads(words[index].form):
            if following and (known := by_second.get(following.form)):
                yield from self._complement(words, _Head(index, index + 2, skip, *known))
            elif known := by_second.get(""):
                yield from self._complement(words, _Head(index, index + 1, skip, *known))

    def _find_heads(self, form: str) -> tuple[tuple[int, Mapping[str, tuple[str, str]]], ...]:
        """Class and sort of the head nouns that a folded word may begin, by second word, and the length of its proclitics."""
        heads = self._lexicons.heads
        return tuple((stem.skip, heads[stem.form]) for stem in proclitic_stems(form) if stem.form in heads)

    def _complement(self, words: Sequence[Word], head: _Head) -> Iterator[FoundName]:
        """The name that a head noun begins or stands before, by what makes it one."""
        if head.after >= len(words):
            return
        if head.sort == "nation":
            yield from self._of_nation(words, head)
        elif is_quoted(words[head.after]):
            if (last := self._closing(words, head.after)) is not None:
                yield FoundName(head.after, last, 0, head.kind, 0.7, source="quotation")
        elif head.sort in _LONGEST and not words[head.after].glued:
            yield from self._with_complement(words, head)

    def _of_nation(self, words: Sequence[Word], head: _Head) -> Iterator[FoundName]:
        """«الجيش العراقي», «حكومة الولايات المتحدة»; after «وزير» a short name of a ministry is part of a role."""
        if words[head.index].form[head.skip :] in _MINISTRIES and head.index and self._title(words[head.index - 1].form):
            return
        last = self._nation(words, head.after)
        if last is not None and self._agrees(words, head.index, head.skip, last):
            is_embassy = words[head.index].form[head.skip :] in _EMBASSIES and words[last].form not in self._known.adjectives
            yield FoundName(head.index, last, head.skip, head.kind, 0.85, source="embassy" if is_embassy else "nationality")

    def _with_complement(self, words: Sequence[Word], head: _Head) -> Iterator[FoundName]:
        """«وزارة الداخلية» with its head, «مدينة الرقة» without it."""
        if head.kind not in _OPEN_CLASSES and not self._begins_definite(words, head.after):
            return
        last = self._end_of_complement(words, head.after, _LONGEST[head.sort])
        if last is None:
            return
        if head.sort == "keep":
            yield FoundName(head.index, last, head.skip, head.kind, 0.7, source="head")
        elif not self._known.at(words, head.after):
            yield FoundName(head.after, last, 0, head.kind, 0.7, source="complement")

    def branch(self, words: Sequence[Word], name: FoundName) -> FoundName:
        """The name of a branch where that of a group and what the branch is called after stand («تنظيم الدولة في الصحراء الكبرى»)."""
        after = words[name.last + 1 : name.last + 6]
        if (
            name.kind != "ArmedGroup"
            or words[name.last].form not in _BRANCHING
            or len(after) < 2
            or after[0].form != "في"
            or any(word.glued for word in after[:2])
        ):
            return name
        sizes = (size for size in range(len(after), 1, -1) if " ".join(word.form for word in after[1:size]) in branches())
        last = next((size for size in sizes if not any(word.glued for word in after[:size])), None)
        return name if last is None else replace(name, last=name.last + last)

    def _closing(self, words: Sequence[Word], start: int) -> int | None:
        """The last word before the quotation closes, where that is within four words."""
        for last in range(start, min(start + 4, len(words) - 1)):
            glued = words[last + 1].glued
            if glued and glued[0] in _QUOTES:
                return last
            if glued:
                return None
        return None

    def _nation(self, words: Sequence[Word], start: int) -> int | None:
        """The nationality adjective or country that ends a name of a nation's body, at most two adjectives on."""
        for last in range(start, min(start + 3, len(words))):
            word = words[last]
            if word.glued:
                return None
            if word.form in self._known.adjectives and word.form.startswith("ال"):
                return last
            if last == start and (country := self._known.at(words, last)) and country.entry in self._known.countries and not country.skip:
                return country.last
            if not word.form.startswith("ال") or word.form in self._lexicons.stop:
                return None
        return None

    def _begins_definite(self, words: Sequence[Word], start: int) -> bool:
        """Whether a complement begins with the article or a known name: «مطار كابول», not «محطة إذاعية»."""
        name = self._known.at(words, start)
        known = name is not None and not name.skip and name.kind != "Person"
        return known or words[start].form.startswith("ال") or words[start].form in _COMPOUND_FIRST

    def _agrees(self, words: Sequence[Word], index: int, skip: int, last: int) -> bool:
        """Whether a final adjective has the gender of the head: «وزير الخارجية الروسي» names no «الخارجية الروسي»."""
        head, adjective = words[index].form[skip:], words[last].form
        if adjective not in self._known.adjectives:
            return True
        return head.endswith(("ه", "ات")) == adjective.endswith(("ه", "ات"))

    def _end_of_complement(self, words: Sequence[Word], start: int, longest: int) -> int | None:
        last, named = None, False
        index = start
        while index < min(start + longest, len(words)):
            word = words[index]
            if (index > start and word.glued) or word.form in self._lexicons.stop or word.form.isdigit():
                break
            name = self._known.at(words, index)
            if name and not name.skip and name.kind != "Person":
                last, index, named = name.last, name.last + 1, True
                continue
            if word.form in self._known.adjectives and word.form.startswith("ال"):
                return index
            if named or not self._may_belong(word, first=index == start or words[index - 1].form in _COMPOUND_FIRST):
                break
            if not (word.form in _COMPOUND_FIRST and index + 1 < len(words)):
                last = index
            index += 1
        return last

    def _may_belong(self, word: Word, *, first: bool) -> bool:
        """Definite words go on a name; others only begin its complement, where they are no common words."""
        if word.form.startswith("ال") and len(word.form) > 3:
            return True
        if word.form in _COMPOUND_FIRST:
            return True
        return (
            first
            and word.form not in self._lexicons.common
            and not self._is_common_after_proclitic(word.form)
            and not _looks_like_verb(word.form)
        )

    def person(self, words: Sequence[Word], index: int) -> FoundName | None:
        """A person's name that begins at a word: after a title, or with a given name and what goes on like one."""
        titled = index > 0 and not words[index].glued and self._ends_title(words, index - 1)
        for stem in words[index].stems():
            if stem.skip and (titled or words[index].form in self._lexicons.common):
                break
            share = self._lexicons.given.get(stem.form, 0.0)
            particle = stem.form in ("عبد", "ابو", "ابي", "ابا", "ابن")
            if titled and stem.skip == 0 and self._could_be_name(stem.form, first=True):
                last = self._end_of_person(words, index)
                return FoundName(index, last, 0, "Person", 0.85, source="title")
            if share >= _GIVEN or particle:
                last = self._end_of_person(words, index)
                if last > index and not (particle and self._lexicons.later.get(words[index + 1].form, 0) < 0.5):
                    return FoundName(index, last, stem.skip, "Person", 0.8, source="forename")
        return None

    def _ends_title(self, words: Sequence[Word], index: int) -> bool:
        sort = self._title(words[index].form)
        if sort in ("rank", "intro"):
            return True
        return self.role_start(words, index) is not None

    def is_title(self, form: str) -> bool:
        """Whether a folded word is a title or begins a role phrase."""
        return form in self._lexicons.titles

    def _find_title(self, form: str) -> str | None:
        """The sort of title that a folded word is."""
        titles = self._lexicons.titles
        return next((titles[stem.form] for stem in proclitic_stems(form) if stem.form in titles), None)

    def role_start(self, words: Sequence[Word], last: int) -> int | None:
        """Where the role phrase begins that a word ends («رئيس الوزراء العراقي»), at most seven words back; else None."""
        for index in range(last, max(last - 8, -1), -1):
            word = words[index]
            if self._title(word.form) == "role":
                complete = index < last or word.form.startswith(("ال", "لل", "وال"))
                return index if complete and self._ends_role(words, index, last) else None
            if word.glued or (word.form in self._lexicons.stop and word.form not in _IN_ROLES):
                return None
        return None

    def _ends_role(self, words: Sequence[Word], first: int, last: int) -> bool:
        form = words[last].form
        if first == last:
            return form.startswith("ال")
        return form.startswith("ال") or form in self._known.adjectives or self._ends_known_name(words, first, last)

    def _ends_known_name(self, words: Sequence[Word], first: int, last: int) -> bool:
        return any((name := self._known.at(words, i)) is not None and name.last == last for i in range(first + 1, last + 1))

    def _could_be_name(self, form: str, *, first: bool) -> bool:
        if form in self._lexicons.stop or form in self._known.adjectives or form.isdigit() or len(form) < 2:
            return False
        if form in self._lexicons.titles or "" in self._lexicons.heads.get(form, ()):
            return False
        if form in (self._lexicons.given if first else self._lexicons.later) or form in _NAME_PARTICLES:
            return True
        if form[0] == "ي" and not self._lexicons.common.isdisjoint((form[1:], "ت" + form[1:])):  # «يحتفظ», since «تحتفظ» is common
            return False
        if (first and form.startswith(("ال", "وال", "فال", "بال", "لل"))) or (first and form.endswith("ه")) or _looks_like_verb(form):
            return False
        return form not in self._lexicons.common and not self._is_common_after_proclitic(form)

    def _is_common_after_proclitic(self, form: str) -> bool:
        rest = form[1:]
        common = rest in self._lexicons.stop or not self._lexicons.common.isdisjoint(noun_stem(rest))
        return form[0] in "وفبلك" and common

    def _end_of_person(self, words: Sequence[Word], first: int) -> int:
        last = first
        particle = words[first].form in _NAME_PARTICLES
        for index in range(first + 1, min(first + 5, len(words))):
            word = words[index]
            if word.glued not in ("", "-") or not (particle or self._could_be_name(word.form, first=False)):
                break
            known = None if particle else self._known.at(words, index)
            if known and (word.form not in self._lexicons.later or (known.kind == "Person" and known.last > index)):
                break
            particle = word.form in _NAME_PARTICLES and word.form not in ("الدين", "الله")
            last = index
        return last


def _looks_like_verb(form: str) -> bool:
    """Whether an unknown word is rather an imperfect, a future or a plural verb than a name."""
    if len(form) > 4 and form.endswith(("ته", "تها", "هم", "ها")):
        return True
    return (
        form.endswith("وا")
        or (len(form) > 3 and form.startswith(("سي", "ست", "سن")))
        or (len(form) > 4 and form[0] == "ي" and form.endswith("ون"))
    )
