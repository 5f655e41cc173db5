"""What an answer tells otherwise than an earlier one, in words."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from kg.alerts.answer import Answer, Known
from kg.ontology import labels

Value = str | int | tuple[str, ...] | tuple[int, ...] | None

_JOINING: Mapping[str, tuple[str, str, str]] = {
    "claimedBy": ("claimed", "تبنّاها {}", "claimed by {}"),
    "deniedBy": ("denied", "نفى {} صلته بها", "{} denies having done it"),
    "accused": ("accused", "اتُّهم بها {}", "{} is accused of it"),
    "perpetrator": ("perpetrator", "نُسب تنفيذها إلى {}", "{} is said to have done it"),
    "agent": ("agent", "ذُكر فاعلا {}", "{} is named as who acted"),
    "target": ("target", "ذُكر مستهدَفا {}", "{} is named as the target"),
}
"""What it means that somebody is told to have a part: the change, in Arabic, in English."""
_MOVED: Mapping[str, tuple[str, str]] = {
    "source_joins": ("انضم مصدر: {}", "a source joins: {}"),
    "article_joins": ("مقال آخر من: {}", "another article of: {}"),
    "source_leaves": ("غاب مصدر: {}", "a source leaves: {}"),
    "article_leaves": ("غاب مقال من: {}", "an article leaves: {}"),
}
"""What is said of an article that is new or gone, in Arabic and English."""
_FIGURES = {"killed": ("القتلى", "killed"), "injured": ("الجرحى", "injured")}


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that is told otherwise. `ar` and `en` say it in words."""

    change: str
    """"new", "gone", "toll_rises", "toll_falls", "toll_known", "toll_withdrawn", "range", "claimed", "denied", "accused", "perpetrator",
    "agent", "target", "withdrawn", "source_joins", "source_leaves", "article_joins", "article_leaves", "status", "kind", "date", "place",
    "told", "row_new", "row_gone"."""
    iri: str
    """Of the incident as it is called now; "" for other rows."""
    ar: str
    en: str
    before: Value = None
    after: Value = None


def changes(before: Answer, after: Answer, moved: Mapping[str, str] | None = None) -> list[Change]:
    """What is otherwise, incident by incident in the order of their IRIs, then other rows.

    `moved` says which incidents of before go by which IRIs now, where these are others.
    """
    earlier = _renamed(before, moved or {})
    names = {**before.names, **after.names}
    found: list[Change] = []
    for iri in sorted({*earlier, *after.incidents}):
        was, now = earlier.get(iri), after.incidents.get(iri)
        if was and now:
            otherwise = list(_compared(iri, was, now, names)) or list(_quoted(iri, was, now))
            found += [_about(now, change) for change in otherwise]
        elif now:
            found.append(Change("new", iri, f"حادثة جديدة: {now.ar}", f"new incident: {now.en or now.ar}"))
        elif was:
            found.append(Change("gone", iri, f"لم تعد في الجواب: {was.ar}", f"no longer in the answer: {was.en or was.ar}"))
    return [*found, *_of_rows(before, after)]


def _renamed(before: Answer, moved: Mapping[str, str]) -> dict[str, Known]:
    """What was known, by the IRIs of now. Of several that became one, the one of most articles stands for all, with the articles of all."""
    found: dict[str, Known] = {}
    for iri, known in sorted(before.incidents.items(), key=lambda item: (-len(item[1].articles), item[0])):
        now = moved.get(iri, iri)
        first = found.get(now, known)
        found[now] = replace(first, articles={**known.articles, **first.articles}, told=known.told | first.told)
    return found


def _about(known: Known, change: Change) -> Change:
    """The same with the incident named before it."""
    return replace(change, ar=f"{known.ar}: {change.ar}", en=f"{known.en or known.ar}: {change.en}")


def _compared(iri: str, was: Known, now: Known, names: Mapping[str, tuple[str, str]]) -> Iterator[Change]:
    for figure in _FIGURES:
        yield from _toll(iri, figure, getattr(was, figure), getattr(now, figure))
    for relation in _JOINING:
        yield from _parties(iri, relation, was, now, names)
    if was.status != now.status:
        told = {language: [_term(each.status, language) for each in (was, now)] for language in ("ar", "en")}
        change = "denied" if now.status == "Denied" else "status"
        words = f"صارت حالها «{told['ar'][1]}» بعد «{told['ar'][0]}»", f"status is now {told['en'][1]}, was {told['en'][0]}"
        yield Change(change, iri, *words, was.status, now.status)
    if was.kind != now.kind:
        words = f"صار صنفها «{_term(now.kind, 'ar')}»", f"class is now {_term(now.kind, 'en')}, was {_term(was.kind, 'en')}"
        yield Change("kind", iri, *words, was.kind, now.kind)
    if (was.earliest, was.latest) != (now.earliest, now.latest):
        days = [_days(each) for each in (was, now)]
        yield Change("date", iri, f"صار تاريخها {days[1]} بعد {days[0]}", f"date is now {days[1]}, was {days[0]}", *days)
    if was.place != now.place:
        ar, en = ([_name(place, names, number) for place in (was.place, now.place)] for number in (0, 1))
        yield Change("place", iri, f"صار مكانها {ar[1]} بعد {ar[0]}", f"place is now {en[1]}, was {en[0]}", was.place, now.place)
    yield from _sources(iri, was, now, names)


def _toll(iri: str, figure: str, was: tuple[int, ...] | None, now: tuple[int, ...] | None) -> Iterator[Change]:
    ar, en = _FIGURES[figure]
    if was == now:
        return
    if was is None or now is None:
        change = "toll_known" if now else "toll_withdrawn"
        words = (f"{ar}: {_range(now)}", f"{en}: {_range(now)}") if now else (f"لم يعد يُذكر عدد {ar}", f"{en}: no longer told")
    else:
        larger = (now[1], now[2], now[0]) > (was[1], was[2], was[0])
        change = "range" if now[1] == was[1] else "toll_rises" if larger else "toll_falls"
        words = f"{ar}: {_range(now)} بعد {_range(was)}", f"{en}: {_range(now)}, was {_range(was)}"
    yield Change(change, iri, *words, was, now)


def _range(toll: tuple[int, ...]) -> str:
    low, best, high = toll
    return f"{best}" if low == high else f"{best} ({low}–{high})"


def _parties(iri: str, relation: str, was: Known, now: Known, names: Mapping[str, tuple[str, str]]) -> Iterator[Change]:
    change, ar, en = _JOINING[relation]
    before, after = (set(each.parties.get(relation, ())) for each in (was, now))
    for party in sorted(after - before):
        yield Change(change, iri, ar.format(_name(party, names, 0)), en.format(_name(party, names, 1)), None, party)
    for party in sorted(before - after):
        told = [_name(party, names, number) for number in (0, 1)]
        words = f"لم يعد يُذكر {told[0]} ({_term(relation, 'ar')})", f"{told[1]} is no longer told of ({_term(relation, 'en')})"
        yield Change("withdrawn", iri, *words, party, None)


def _sources(iri: str, was: Known, now: Known, names: Mapping[str, tuple[str, str]]) -> Iterator[Change]:
    """Articles that are new or gone; a second one of a publisher is no further source."""
    for moved, here, there in (("joins", now, was), ("leaves", was, now)):
        for article in sorted(here.articles.keys() - there.articles.keys()):
            sort = "source" if _is_source(article, here, there) else "article"
            ar, en = _MOVED[f"{sort}_{moved}"]
            told = ar.format(_name(article, names, 0)), en.format(_name(article, names, 1))
            values = (None, article) if moved == "joins" else (article, None)
            yield Change(f"{sort}_{moved}", iri, *told, *values)


def _is_source(article: str, here: Known, there: Known) -> bool:
    """Whether the publisher of an article is known here and not there; each article of an unknown one is a source of its own."""
    return not here.articles[article] or here.articles[article] not in there.articles.values()


def _quoted(iri: str, was: Known, now: Known) -> Iterator[Change]:
    """What articles are newly quoted with, where nothing else tells of it: a second denial, another accuser."""
    for row in sorted(now.told - was.told):
        shown = _shown(row)
        yield Change("told", iri, f"ورد عنها: {shown}", f"told of it: {shown}", None, shown)


def _of_rows(before: Answer, after: Answer) -> Iterator[Change]:
    for row in sorted(after.rows - before.rows):
        shown = _shown(row)
        yield Change("row_new", "", f"سطر جديد: {shown}", f"new row: {shown}", None, shown)
    for row in sorted(before.rows - after.rows):
        shown = _shown(row)
        yield Change("row_gone", "", f"لم يعد في الجواب: {shown}", f"no longer in the answer: {shown}", shown, None)


def _shown(row: tuple[tuple[str, str], ...]) -> str:
    return " · ".join(f"{name}={value}" for name, value in row)


def _name(iri: str, names: Mapping[str, tuple[str, str]], number: int) -> str:
    """A name, with the last part of an IRI where there is none; "–" for nothing."""
    return names[iri][number] if iri in names else iri.rpartition("/")[2] or "–"


def _days(known: Known) -> str:
    return (known.earliest if known.earliest == known.latest else f"{known.earliest}/{known.latest}") or "–"


def _term(local: str, language: str) -> str:
    return labels().get(local, {}).get(language, local)
