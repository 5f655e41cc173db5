"""Incidents and meetings as the component hands them on, whatever the text."""

from itertools import pairwise

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from reading import Read, made_up

from kg.extract import Extractor

SENTENCES = [
    "انفجار في بغداد",
    "قتل سبعة أشخاص في انفجار سيارة مفخخة في كركوك يوم الخميس.",
    "وقتل ثلاثة آخرون في الهجوم.",
    "واعتقلت الشرطة العراقية رجلين في الموصل.",
    "وفي سياق منفصل شنت طائرات غارات على صعدة.",
    "اغتال مسلحون سامي الورداني في عدن.",
    "والتقى الرئيس المصري نظيره الفرنسي في القاهرة.",
    "وقال متحدث إن الهجمات وقعت فجرا.",
    "فجر انتحاريان نفسيهما، وبالقصف قتل 12 جنديا.",
    "الطقس جميل في عمان.",
]
texts = st.lists(st.tuples(st.sampled_from(SENTENCES), st.sampled_from([" ", "\n", "\n\n", "\r\n"])), min_size=1, max_size=7).map(
    lambda parts: "".join(sentence + gap for sentence, gap in parts)
)
quickly = settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@quickly
@given(text=texts)
def test_triggers_lie_inside_the_text_in_its_order_and_each_word_is_one_of_one_event(extractor: Extractor, text: str) -> None:
    events = [event for event in extractor(made_up(text)).events if event.kind != "Statement"]
    assert all(event.triggers == tuple(sorted(event.triggers)) and event.triggers for event in events)
    spans = sorted(span for event in events for span in event.triggers)
    assert all(left.end <= right.begin for left, right in pairwise(spans))
    assert all(0 <= span.begin < span.end <= len(text) for span in spans)


@quickly
@given(text=texts)
def test_a_text_read_twice_says_the_same(extractor: Extractor, text: str) -> None:
    assert extractor(made_up(text)).events == extractor(made_up(text)).events


def test_an_attack_on_one_named_person_is_an_assassination(read: Read) -> None:
    event = read("مقتل ناشط في البصرة\nقتل مسلحون الناشط سامي الورداني بإطلاق النار عليه أمام منزله في البصرة مساء الأحد.").event
    assert event.kind == "Assassination"
    assert event["target"] == ["سامي الورداني"]


def test_nobody_dies_twice(read: Read) -> None:
    event = read(
        "اغتيال سامي الورداني\nاغتال مسلحون الناشط سامي الورداني في عدن مساء الأحد.\n"
        "وكان الوفد وصل إلى المدينة.\nوأدانت الأمم المتحدة اغتيال الورداني.\nوقال شقيقه إن قتل الورداني جريمة."
    ).event
    assert event.kind == "Assassination"
