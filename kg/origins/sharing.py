"""Which reports of one event share an origin, and by what."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from kg.gazetteer import Gazetteer
from kg.identity import report_order
from kg.model import Match, Report
from kg.origins.credits import house
from kg.origins.texts import COPIED_TELLING, COPIED_TEXT, shared_part


@dataclass(frozen=True, slots=True)
class Shared:
    """Why two reports go back to one origin, in words."""

    ar: str
    en: str


def origins(reports: Sequence[Report]) -> tuple[tuple[Report, ...], ...]:
    """The reports of one event by their origins: two that share one are together, and so are all that such steps lead to.

    So a report that credits two agencies brings their reports together: sources are never counted that may not be independent.
    The order of `reports` does not matter; each origin has its earliest report first, and the origins are in that order.
    """
    ordered = sorted(reports, key=report_order)
    groups: list[list[Report]] = []
    for report in ordered:
        met = [group for group in groups if any(_is_shared(report, other) for other in group)]
        groups = [group for group in groups if group not in met]
        groups.append(sorted([report, *(other for group in met for other in group)], key=report_order))
    return tuple(tuple(group) for group in sorted(groups, key=lambda group: report_order(group[0])))


def shared(left: Report, right: Report, gazetteer: Gazetteer) -> Shared | None:
    """What makes one origin of two reports of an event; None where nothing does."""
    reasons = list(_reasons(left, right, gazetteer))
    return Shared("، ".join(reason.ar for reason in reasons), ", ".join(reason.en for reason in reasons)) if reasons else None


def with_origin(match: Match, left: Report, right: Report, gazetteer: Gazetteer) -> Match:
    """A comparison that found one event, which also says whether its two reports go back to one origin, and why."""
    found = shared(left, right, gazetteer)
    if found is None:
        return match
    return replace(match, reason_ar=f"{match.reason_ar}؛ الأصل واحد: {found.ar}", reason_en=f"{match.reason_en}; one origin: {found.en}")


def _is_shared(left: Report, right: Report) -> bool:
    return not set(left.origins).isdisjoint(right.origins) or _copied(left, right) is not None


def _reasons(left: Report, right: Report, gazetteer: Gazetteer) -> Iterator[Shared]:
    publishers = [house(report.publisher, gazetteer) for report in (left, right) if report.publisher]
    for entity in sorted({*left.origins} & {*right.origins}):
        ar, en = (_name(entity, (left, right), gazetteer, language) for language in ("ar", "en"))
        match publishers.count(entity):
            case 2:
                yield Shared(f"الناشر واحد: {ar}", f"published by one house: {en}")
            case 1:
                yield Shared(f"نشر أحدهما {ar} وينقل الآخر عنه", f"one is published by {en}, which the other credits")
            case _ if _is_outlet(entity, (left, right), gazetteer):
                yield Shared(f"ينقلان كلاهما عن {ar}", f"both credit {en}")
            case _:
                yield Shared(f"يرويان كلاهما ما قاله {ar}", f"both tell what {en} says")
    if copied := _copied(left, right):
        yield copied


def _copied(left: Report, right: Report) -> Shared | None:
    """By how much two reports are copies; None where they are not."""
    if (part := shared_part(left.text_sketch, right.text_sketch)) >= COPIED_TEXT:
        return Shared(f"المقالان نصّ واحد ({part:.0%} من أقصرهما)", f"copies of one text ({part:.0%} of the shorter article)")
    if (part := shared_part(left.telling_sketch, right.telling_sketch)) >= COPIED_TELLING:
        return Shared(f"يرويانه بألفاظ واحدة ({part:.0%} من أقصر الروايتين)", f"told in the same words ({part:.0%} of the shorter telling)")
    return None


def _is_outlet(entity: str, reports: Iterable[Report], gazetteer: Gazetteer) -> bool:
    entry = gazetteer.get(entity)
    kinds = {entry.kind} if entry else {each.kind for report in reports for each in report.unlisted if each.id == entity}
    return "MediaOutlet" in kinds


def _name(entity: str, reports: Iterable[Report], gazetteer: Gazetteer, language: str) -> str:
    """What an entity is called in a language, or in the reports, or by its id."""
    if entry := gazetteer.get(entity):
        return (entry.label_en if language == "en" else "") or entry.label_ar
    return min((each.name for report in reports for each in report.unlisted if each.id == entity), default=entity)
