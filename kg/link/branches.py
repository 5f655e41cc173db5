"""Armed groups that bear the name of another one and something more: «طالبان باكستان», «القاعدة في المغرب», «كتائب حزب الله».

A mention may end before what tells the branch from the group it is named after. So the words around it are looked at, whether the longer
name is a listed one; and what an article calls short by the common name, after the longer one, is the branch, where the country of the
other group is far and that of the branch is not.
"""

import re
from bisect import bisect_left
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from kg.arabic import fold, name_words
from kg.link.known import Known
from kg.link.names import Named, Words
from kg.model import GazetteerEntry, Span

_BEFORE, _AFTER = 2, 4
"""Words before and after a mention that may belong to the longer name."""
_WORD = re.compile(r"\w+")
_JOINTS = re.compile(r'[\s"«»“”_–—-]*')
"""What may stand between the words of a name."""
_IN = frozenset(("في", "ب"))
_CLITICS = "وفبلك"


@dataclass(frozen=True)
class Branches:
    """An article's text, and what it names: what has a name is no part of another name, unless «في» leads to it."""

    text: str
    others: Sequence[Span]
    """Its mentions, in the order of the text."""
    countries: Collection[str]
    """Those that the places it names may be in."""
    known: Known

    def meant(self, n: Named, entries: Sequence[GazetteerEntry], on: str | None, *, bare: bool) -> GazetteerEntry | None:
        """The one group that the words around a mention make of it, where its own words mean another one, or several.

        A group that the article also calls by its `bare` name, without more, is no branch for being somewhere («القاعدة في اليمن»).
        """
        if n.mention.kind not in ("ArmedGroup", "Organisation") or not any(entry.kind == "ArmedGroup" for entry in entries):
            return None
        for name in self._longer(n, bare=bare):
            found = [entry for entry in self.known.gazetteer.lookup(name, ambiguous=True, on=on) if entry.kind == "ArmedGroup"]
            if len(found) == 1:
                return None if tuple(entries) == (found[0],) else found[0]
        return None

    def is_bare(self, n: Named) -> bool:
        """Whether neither «في» nor the adjective of a country follows a mention."""
        after = next(self._words_after(n.mention.span), "")
        return after not in _IN and fold(after) not in self.known.adjectives

    def _longer(self, n: Named, *, bare: bool) -> Iterator[str]:
        """The names that the mention may be a part of, the longest first."""
        before, after = list(self._words_before(n.mention.span)), list(self._words_after(n.mention.span))
        if bare and after[:1] and after[0] in _IN:
            after = []
        sizes = ((left, right) for left in range(len(before) + 1) for right in range(len(after) + 1) if left + right)
        for left, right in sorted(sizes, key=lambda size: (-sum(size), size)):
            name = " ".join([*before[len(before) - left :], n.looked_up, *after[:right]])
            yield name
            if left and name[0] in _CLITICS:
                yield name[1:]

    def _words_after(self, span: Span) -> Iterator[str]:
        at, leads = span.end, False
        for match in list(_WORD.finditer(self.text, span.end, span.end + 60))[:_AFTER]:
            if not _JOINTS.fullmatch(self.text, at, match.start()):
                return
            word = Span(match.start(), match.end())
            if not leads and self._is_in_another(word):
                return
            at, leads = match.end(), leads or match.group() in _IN
            yield match.group()

    def _is_in_another(self, word: Span) -> bool:
        """Whether a word belongs to a mention."""
        following = bisect_left(self._begins, word.end)
        return any(other.overlaps(word) for other in self.others[max(following - 2, 0) : following])

    @cached_property
    def _begins(self) -> Sequence[int]:
        return [other.begin for other in self.others]

    def _words_before(self, span: Span) -> Iterator[str]:
        """In the order of the text."""
        found, at = list(_WORD.finditer(self.text, max(span.begin - 40, 0), span.begin))[-_BEFORE:], span.begin
        kept: list[str] = []
        for match in reversed(found):
            if not _JOINTS.fullmatch(self.text, match.end(), at):
                break
            kept.insert(0, match.group())
            at = match.start()
        yield from kept

    def is_far(self, country: str) -> bool:
        """Whether the article names nothing in a country, nor uses its adjective."""
        return country not in self.countries and country not in self._told_by_adjectives

    @cached_property
    def _told_by_adjectives(self) -> frozenset[str]:
        """The countries whose adjectives the article uses."""
        forms = {fold(word) for word in set(_WORD.findall(self.text))}
        return frozenset(self.known.adjectives[form] for form in forms if form in self.known.adjectives)


def short_for_branch(n: Named, entry: GazetteerEntry, branches: Mapping[GazetteerEntry, int], article: Branches) -> GazetteerEntry | None:
    """The one branch that a bare name is short for: of another country than the group it is named after, whose country is far.

    `branches` are the groups that the article names, each with the offset of its first mention: a branch has to be named before, and its
    country to be one that the places of the article are in.
    """
    named_after = [
        branch
        for branch in branches
        if branch.id != entry.id and branch.country and branch.country != entry.country and _is_inside(n.words, name_words(branch.label_ar))
    ]
    if entry.country is None or len(named_after) != 1 or not article.is_far(entry.country):
        return None
    (branch,) = named_after
    return branch if branches[branch] < n.mention.span.begin and branch.country in article.countries else None


def _is_inside(short: Words, full: Words) -> bool:
    return len(short) < len(full) and any(full[at : at + len(short)] == short for at in range(len(full) - len(short) + 1))
