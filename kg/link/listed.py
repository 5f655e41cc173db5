"""Names that the gazetteer has: which of its entries each mention means."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from kg.arabic import fold
from kg.link.branches import Branches, short_for_branch
from kg.link.known import Known
from kg.link.names import Named, Words
from kg.link.short_forms import person_rank
from kg.link.surroundings import Surroundings, disputed, settled, surroundings
from kg.model import Article, Extraction, GazetteerEntry, Link
from kg.ontology import top

_ONLY, _BY_CONTEXT, _BY_ENTRY, _BY_SPELLING, _FAR, _BY_CLASS = 0.95, 0.8, 0.85, 0.8, 0.75, 0.7
"""Scores: the only entry, settled by context, by another name of one entry, by another spelling, a settlement off the main lists,
a common word that only its class shows to be a name."""

_WITH_MORE = "with the words around it is in the gazetteer"
_SHORT = "short for a branch that the article names"
_Group = tuple[Words, tuple[GazetteerEntry, ...]]
"""What mentions share that can mean one thing: their name and what it could mean."""


@dataclass(frozen=True, slots=True)
class _Candidates:
    """The entries that a mention could mean, and how they were found."""

    named: Named
    entries: tuple[GazetteerEntry, ...]
    how: str
    score: float
    far: bool = False
    """Whether they are of the long list of settlements, where one candidate is no proof that it is meant."""
    doubtful: bool = False
    """Whether the name is a common word, or one that many things bear, so that one candidate is no proof either."""

    @property
    def group(self) -> _Group:
        """What the mentions of one thing share."""
        return self.named.words, self.entries


def listed_links(article: Article, extraction: Extraction, named: Sequence[Named], known: Known) -> list[Link | None]:
    """A link for each mention that means an entry of the gazetteer; None for role phrases, unlisted names and open cases."""
    fuller = _fuller_people(named)
    candidates = _with_branches([_candidates(n, article, known) for n in named], article, known)
    links = [_only(found) if found.named.words not in fuller else None for found in candidates]
    links = [link or _by_fuller(found, fuller, candidates) for link, found in zip(links, candidates, strict=True)]
    groups: dict[_Group, list[Named]] = {}
    for found in candidates:
        groups.setdefault(found.group, []).append(found.named)
    around = surroundings(article.text, extraction, named, _entities(links), known)
    kept = [link and _undisputed(link, groups[found.group], around, known) for link, found in zip(links, candidates, strict=True)]
    if kept != links:
        around = surroundings(article.text, extraction, named, _entities(kept), known)
    sure = set(_entities(kept))
    return [
        link or (None if found.named.words in fuller else _open_link(found, sure, groups[found.group], around, known))
        for link, found in zip(kept, candidates, strict=True)
    ]


def _entities(links: Sequence[Link | None]) -> list[str | None]:
    return [link.entity if link else None for link in links]


def _candidates(named: Named, article: Article, known: Known) -> _Candidates:
    if not named.is_name or not fold(named.name):
        return _Candidates(named, (), "", 0.0)
    gazetteer, name = known.gazetteer, named.looked_up
    borne = gazetteer.lookup(name, ambiguous=True, on=article.issued)
    if entries := _fitting(borne, named):
        doubtful = not set(entries).intersection(gazetteer.lookup(name)) and not _told_by_class(entries, borne, named)
        return _Candidates(named, entries, "in the gazetteer", _ONLY, doubtful=doubtful)
    if named.sort == "Person" and len(named.words) > 1:
        people = (gazetteer.get(identifier) for identifier in known.spellings.get(named.key, ()))
        return _Candidates(named, tuple(filter(None, people)), "another spelling of a name in the gazetteer", _BY_SPELLING)
    if named.mention.kind == "Settlement":
        return _Candidates(named, gazetteer.settlements(name), "in the list of settlements", _FAR, far=True)
    return _Candidates(named, (), "", 0.0)


def _with_branches(candidates: Sequence[_Candidates], article: Article, known: Known) -> list[_Candidates]:
    """The candidates, groups told from those that they are named after."""
    places = [found for found in candidates if found.named.sort == "Place"]
    countries = {entry.country or entry.id for found in places for entry in found.entries}
    branches = Branches(article.text, [found.named.mention.span for found in candidates], countries, known)
    bare = {found.named.words for found in candidates if found.named.sort == "Organisation" and branches.is_bare(found.named)}
    return _short_for_branches([_as_branch(found, branches, bare, article.issued) for found in candidates], branches)


def _as_branch(found: _Candidates, branches: Branches, bare: Collection[Words], on: str | None) -> _Candidates:
    """What a mention could mean with the words around it: «طالبان» before «باكستان» is another group."""
    branch = branches.meant(found.named, found.entries, on, bare=found.named.words in bare)
    return found if branch is None else _Candidates(found.named, (branch,), _WITH_MORE, _ONLY)


def _short_for_branches(candidates: Sequence[_Candidates], branches: Branches) -> list[_Candidates]:
    """The candidates, a bare name being short for the branch that the article names."""
    groups = [found.entries[0] if len(found.entries) == 1 and found.entries[0].kind == "ArmedGroup" else None for found in candidates]
    named: dict[GazetteerEntry, int] = {}
    for found, group in zip(candidates, groups, strict=True):
        if group is not None:
            named.setdefault(group, found.named.mention.span.begin)
    made = []
    for found, group in zip(candidates, groups, strict=True):
        branch = short_for_branch(found.named, group, named, branches) if group else None
        made.append(found if branch is None else _Candidates(found.named, (branch,), _SHORT, _BY_ENTRY))
    return made


def _told_by_class(entries: Sequence[GazetteerEntry], borne: Sequence[GazetteerEntry], named: Named) -> bool:
    """Whether a name is doubtful only for being that of a town and of its province, say, so that its class settles which is meant."""
    countries = {entry.country or entry.id for entry in borne if top(entry.kind) == named.sort}
    return len(borne) > len(entries) == 1 == len(countries) and entries[0].kind == named.mention.kind


def _fuller_people(named: Sequence[Named]) -> Mapping[Words, tuple[Words, ...]]:
    """By the one word that a person is called by, the fuller names of the article that it shortens; none where it shortens those of two."""
    full: dict[str, dict[Named, None]] = {}
    for n in named:
        if n.sort == "Person" and n.is_name and len(n.words) > 1:
            for word in n.spelled:
                full.setdefault(word.removeprefix("ال"), {}).setdefault(n)
    found: dict[Words, tuple[Words, ...]] = {}
    for n in named:
        if n.sort == "Person" and n.is_name and len(n.spelled) == 1 and n.words not in found:
            like = full.get(n.spelled[0].removeprefix("ال"), ())
            ranked = [(rank, other) for other in like if (rank := person_rank(n.spelled, other.spelled)) is not None]
            if ranked:
                found[n.words] = () if _of_two(ranked) else tuple(other.words for _, other in ranked)
    return found


def _of_two(ranked: Sequence[tuple[int, Named]]) -> bool:
    """Whether a word is the last name of one person and the first name of another: it could mean either."""
    last, first = ([other for rank, other in ranked if rank == wanted] for wanted in (0, 2))
    return any(person_rank(a.spelled, b.spelled) is None for a in last for b in first)


def _by_fuller(found: _Candidates, fuller: Mapping[Words, tuple[Words, ...]], candidates: Sequence[_Candidates]) -> Link | None:
    """The one entry that a short name of a person and a fuller one of the article can both mean.

    Where the fuller ones are of somebody else, so is the short one, however well-known its other bearers are.
    """
    full = fuller.get(found.named.words, ()) if found.named.sort == "Person" else ()
    meant = {other.entries[0] for other in candidates if other.named.words in full and len(other.entries) == 1}
    both = [entry for entry in found.entries if entry in meant]
    if len(both) != 1:
        return None
    return Link(both[0].id, _BY_ENTRY, f"{_how(found)} that the article names in full")


def _fitting(entries: Sequence[GazetteerEntry], named: Named) -> tuple[GazetteerEntry, ...]:
    """The entries of the mention's class, else those of its top class."""
    fitting = tuple(entry for entry in entries if top(entry.kind) == named.sort)
    return tuple(entry for entry in fitting if entry.kind == named.mention.kind) or fitting


def _only(found: _Candidates) -> Link | None:
    if len(found.entries) != 1 or found.far or found.doubtful:
        return None
    return Link(found.entries[0].id, found.score, f"«{found.named.name}» {found.how}")


def _undisputed(link: Link, alike: Sequence[Named], around: Surroundings, known: Known) -> Link | None:
    """A link, unless the article says that the thing is in or of another country; soldiers are abroad without being foreign ones."""
    entry = known.entry(link.entity)
    placed = alike if alike[0].sort != "Organisation" else ()
    return None if entry and disputed(entry, around.said_of(placed), known) else link


def _open_link(found: _Candidates, sure: set[str | None], alike: Sequence[Named], around: Surroundings, known: Known) -> Link | None:
    """The link of a mention whose meaning its name leaves open."""
    if not found.entries:
        return None
    return _by_other_name(found, sure, around) or _by_context(found, alike, around, known) or _by_class(found)


def _by_other_name(found: _Candidates, sure: set[str | None], around: Surroundings) -> Link | None:
    """Of several entries the only one that the article names otherwise too: «الأسد» beside «بشار الأسد».

    No country, and nothing in a list with that other name: a list names nothing twice.
    """
    met = [entry for entry in found.entries if entry.id in sure and entry.kind != "Country"]
    if len(met) != 1 or met[0].id in around.listed.get(found.named.mention.span, ()):
        return None
    return Link(met[0].id, _BY_ENTRY, f"{_how(found)} that the article names otherwise too")


def _by_context(found: _Candidates, alike: Sequence[Named], around: Surroundings, known: Known) -> Link | None:
    """The entry whose province or country is named nearest to any mention of the name: in one article it has one meaning.

    It has several where two mentions are said to be in different places: then each counts for itself.
    """
    far = found.far or (found.doubtful and found.named.sort != "Place")
    containers = known.gazetteer.containers
    said = [settled(_options(found, n, around, known), iter([around.said_first((n,))]), containers) for n in alike]
    if len({entry for entry, _ in filter(None, said)}) > 1:
        alike, far = (found.named,), True
    options = [entry for n in alike for entry in _options(found, n, around, known)]
    fitting = [entry for entry in dict.fromkeys(options) if not disputed(entry, around.said_of(alike), known)]
    if found.doubtful:
        fitting = [entry for entry in fitting if not disputed(entry, around.in_sentences_of(alike), known)]
    chosen = settled(fitting, around.nearest_first(alike, far=far), containers)
    if chosen is None:
        return None
    entry, where = chosen
    return Link(entry.id, _FAR if found.far else _BY_CONTEXT, f"{_how(found)} whose province or country is {where}")


def _options(found: _Candidates, n: Named, around: Surroundings, known: Known) -> tuple[GazetteerEntry, ...]:
    """What a name can mean: settlements off the main lists too, where those have none in the country that it is said to be in."""
    if found.far or n.mention.kind != "Settlement":
        return found.entries
    said = around.said_of((n,))
    elsewhere = all(disputed(entry, said, known) for entry in found.entries)
    return (*found.entries, *known.gazetteer.settlements(n.looked_up)) if elsewhere else found.entries


def _by_class(found: _Candidates) -> Link | None:
    """What a common word means that was read as a name of just this class, of a thing that no country could tell."""
    only = found.entries[0]
    told = len(found.entries) == 1 and found.doubtful and only.country is None and only.kind == found.named.mention.kind
    return Link(only.id, _BY_CLASS, f"{_how(found)} of this class") if told else None


def _how(found: _Candidates) -> str:
    count = f"of {len(found.entries)} entries the one" if len(found.entries) > 1 else "the only entry,"
    return f"«{found.named.name}» {found.how}: {count}"
