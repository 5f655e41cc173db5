"""Which incidents a database would not have, and why: each rule by its name, with a sentence in Arabic and in English."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TextIO

from kg.exports.databases.background import Background
from kg.exports.databases.rows import write_rows
from kg.incidents import Incident
from kg.ontology import ancestors

Judge = Callable[[Incident, Background], str | None]
"""The name of the rule by which an incident is left out; None for one that stays."""

REASONS: Mapping[str, tuple[str, str]] = {
    "denied": ("تنفي مصادرها وقوعها", "it is denied that it happened"),
    "planned": ("خطة أو تهديد لم يُشرع في تنفيذه", "planned or threatened, and not begun"),
    "foiled": ("أُحبطت، ولا يُذكر أن تنفيذها بدأ", "foiled, and nothing says that it had begun"),
    "kind": ("صنفها ليس من أفعال العنف التي تحصيها القاعدة", "its class is not an act of violence that the database counts"),
    "words": ("تهديد بالكلام بلا فعل", "a threat in words, without an act"),
    "no violence": ("لا يُذكر فيها عنف ضد ناس أو أشياء", "no violence against people or things is told"),
    "one side": ("اشتباك لا يُعرف فيه طرفان مسلحان", "a clash of which two armed sides are not known"),
    "battle": ("اشتباك بين طرفين، ولا يُعرف من هاجم", "a clash of two sides, of which neither is told to have attacked"),
    "state": ("الفاعل دولة أو قواتها", "done by a state or its forces"),
    "aircraft": ("غارة جوية لا يُسمى فاعلها، والطائرات للدول", "an airstrike by nobody named: aircraft are mostly states'"),
    "criteria": ("لا يتبين من معايير القاعدة الثلاثة إلا واحد", "fewer than two of the three criteria can be told to hold"),
    "no date": ("لا يُعرف تاريخها", "its date is not known"),
    "vague date": ("لا يُعرف من تاريخها غير السنة", "no more than the year of its date is known"),
    "no place": ("لا يُعرف مكانها", "its place is not known"),
    "no country": ("مكانها ليس في بلد واحد", "its place does not lie in one country"),
    "vague place": ("لا يُعرف من مكانها غير البلد", "no more than the country of its place is known"),
    "no victims": ("لا يُعرف من استُهدف، فلا يُعرف نوعها", "whom it hit is not known, so its type cannot be told"),
    "unopposed": ("عملية لا يُذكر أنها لقيت طرفا مسلحا", "an operation that is not told to have met an armed side"),
    "strategic": ("من التطورات الاستراتيجية لا من العنف السياسي", "a strategic development, not political violence"),
    "no death": ("لا يُذكر فيها قتيل", "no death is told"),
    "no actor": ("لا يُسمى طرف منظم", "no organised actor is named"),
    "series": ("سلسلة أو معركة، ولأجزائها صفوفها", "a series or a battle whose parts have rows of their own"),
}
"""By the names of rules: Arabic, English."""
_COLUMNS = ("incident", "label_ar", "label_en", "class", "rule", "reason_ar", "reason_en")
_STATUSES = {"Denied": "denied", "Planned": "planned", "Foiled": "foiled"}


@dataclass(frozen=True, slots=True)
class LeftOut:
    """An incident that a file lacks, and the rule that keeps it out."""

    incident: Incident
    rule: str
    """A key of `REASONS`."""

    def reason(self, language: str) -> str:
        """Why, in "ar" or "en"."""
        return REASONS[self.rule][0 if language == "ar" else 1]


def sift(incidents: Iterable[Incident], background: Background, judge: Judge) -> tuple[list[Incident], list[LeftOut]]:
    """Those that stay and those that do not, both in the order in which they come.

    A whole of which parts stay is left out after all, so that nothing is counted twice. Of incidents that are parts of each other
    the first stays.
    """
    judged = [(incident, judge(incident, background)) for incident in incidents]
    staying = {incident.iri: incident for incident, rule in judged if rule is None}
    series: set[str] = set()
    seen: set[str] = set()
    for part in staying.values():
        seen.add(part.iri)
        wholes = (part.wholes & staying.keys()) - {part.iri}
        series |= {iri for iri in wholes if iri not in seen or part.iri not in staying[iri].wholes}
    judged = [(incident, "series" if rule is None and incident.iri in series else rule) for incident, rule in judged]
    stay = [incident for incident, rule in judged if rule is None]
    return stay, [LeftOut(incident, rule) for incident, rule in judged if rule]


def by_status(incident: Incident) -> str | None:
    """Why an incident that did not happen is left out."""
    return _STATUSES.get(incident.status)


def is_a(incident: Incident, *kinds: str) -> bool:
    """Whether an incident's class is one of these or below one."""
    return not set(kinds).isdisjoint(ancestors(incident.kind))


def write_left_out(left_out: Sequence[LeftOut], output: TextIO) -> None:
    """The incidents that a file lacks, as CSV with the reasons in both languages."""
    write_rows(
        _COLUMNS,
        (
            {
                "incident": each.incident.iri,
                "label_ar": each.incident.ar,
                "label_en": each.incident.en,
                "class": each.incident.kind,
                "rule": each.rule,
                "reason_ar": each.reason("ar"),
                "reason_en": each.reason("en"),
            }
            for each in left_out
        ),
        output,
    )
