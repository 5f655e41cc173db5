"""Which counts are figures of which event of an article."""

import pytest
from reading import ReadDocument

from kg.extract.context import Page
from kg.extract.figures.assignment import event_figures, pairs
from kg.extract.triggers import EventGroup, Trigger, trigger_of
from kg.extract.words import Word


def trigger(words: list[Word], form: str, kind: str) -> Trigger:
    """The word that begins with some letters as a trigger of a class."""
    at = next(word.index for word in words if word.form.startswith(form))
    return trigger_of(words, at, at, 0, kind)


def figures(document: ReadDocument, text: str, *events: tuple[str, str]) -> list[list[tuple[str, int, str]]]:
    """Property, value and scope of the figures of each event, events given as trigger and class."""
    doc = document(text)
    groups = [EventGroup(kind, (trigger(doc._.words, form, kind),)) for form, kind in events]
    found = event_figures(Page.of(doc), groups)
    return [[(f.count.property, f.count.value, f.scope) for f in event] for event in found]


def test_a_toll_is_the_events_that_its_sentence_names(document: ReadDocument) -> None:
    text = "أسفر انفجار سيارة مفخخة في السوق عن مقتل 12 شخصا وإصابة 30 آخرين."
    assert figures(document, text, ("انفجار", "Bombing")) == [[("killed", 12, "Whole"), ("injured", 30, "Whole")]]


def test_each_event_has_the_toll_that_stands_with_it(document: ReadDocument) -> None:
    text = "قتل أربعة جنود في تفجير استهدف دوريتهم. وفي حادث منفصل قتل تسعة مدنيين في غارة جوية على القرية."
    both = figures(document, text, ("تفجير", "Bombing"), ("غاره", "Airstrike"))
    assert both == [[("killed", 4, "Whole")], [("killed", 9, "Whole")]]


def test_arrests_have_the_arrested_and_attacks_the_dead(document: ReadDocument) -> None:
    text = "قتل ستة أشخاص في هجوم مسلح على مطعم، واعتقال ثلاثة مشتبه بهم."
    both = figures(document, text, ("هجوم", "Shooting"), ("واعتقال", "Arrest"))
    assert both == [[("killed", 6, "Whole")], [("arrested", 3, "Whole")]]


def test_what_the_text_adds_up_are_parts(document: ReadDocument) -> None:
    text = "قتل عشرة جنود وثلاثة عمال في تفجير استهدف المعسكر."
    assert figures(document, text, ("تفجير", "Bombing")) == [[("killed", 10, "Part"), ("killed", 3, "Part")]]


def test_a_part_stays_one_where_the_text_repeats_it_alone(document: ReadDocument) -> None:
    text = "قتل عشرة جنود وثلاثة عمال في تفجير استهدف المعسكر. وقالت الوزارة إن التفجير أدى إلى مقتل عشرة جنود."
    (found,) = figures(document, text, ("تفجير", "Bombing"))
    assert {scope for _, value, scope in found if value == 10} == {"Part"}


def test_an_article_without_events_has_no_figures(document: ReadDocument) -> None:
    assert event_figures(Page.of(document("قتل ستة أشخاص.")), []) == []


@pytest.mark.parametrize("gap", [1, 40])
def test_an_event_far_off_is_not_compared(document: ReadDocument, *, gap: int) -> None:
    doc = document("وقع تفجير في السوق. " + "ومضى النهار هادئا. " * gap + "قتل ستة أشخاص.")
    near = list(pairs(Page.of(doc), [EventGroup("Bombing", (trigger(doc._.words, "تفجير", "Bombing"),))]))
    assert bool(near) == (gap == 1)


def test_features_do_not_depend_on_what_lies_beyond_the_article(document: ReadDocument) -> None:
    text = "قتل ستة أشخاص في تفجير."
    first, second = (
        list(pairs(Page.of(doc), [EventGroup("Bombing", (trigger(doc._.words, "تفجير", "Bombing"),))]))
        for doc in (document(text), document(text))
    )
    assert first == second
