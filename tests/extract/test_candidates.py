"""Which mentions are of one thing, and which nouns and adjectives stand for it."""

from collections.abc import Callable

import pytest
from reading import made_up

from kg.extract.candidates import Candidate, candidates
from kg.extract.context import named
from kg.extract.pipeline import PipelineExtractor
from kg.model import MentionType

Find = Callable[[str], dict[str, Candidate]]


@pytest.fixture
def find(extractor: PipelineExtractor) -> Find:
    """The candidates of a text, by the words of their first mentions."""

    def found(text: str) -> dict[str, Candidate]:
        doc = extractor.document(made_up(text))
        for name, component in extractor.nlp.pipeline:
            if name == "isnad_dates":
                break
            doc = component(doc)
        names = [n for n in named(doc._.words, doc._.mentions) if n.mention.type is MentionType.NAME]
        return {c.mentions[0].mention.span.of(text): c for c in candidates(text, doc._.words, names)}

    return found


def test_a_last_name_is_of_the_person_whose_full_name_stands_there(find: Find) -> None:
    assert len(find("وصل فلاديمير بوتين إلى بغداد. وقال بوتين إنه سعيد.")["فلاديمير بوتين"].mentions) == 2


def test_a_definite_noun_stands_for_the_last_thing_named_of_its_class(find: Find) -> None:
    text = "هاجم تنظيم داعش قرية في نينوى. وقتل التنظيم 3 أشخاص."
    (stand_in,) = find(text)["داعش"].stand_ins
    assert stand_in.sentence == 1


def test_an_adjective_of_a_country_named_stands_for_it(find: Find) -> None:
    found = find("أعلنت إسرائيل أمرا. وقتل 3 أشخاص في غارات إسرائيلية على رفح.")
    assert len(found["إسرائيل"].stand_ins) == 1


def test_an_adjective_inside_a_name_stands_for_nothing(find: Find) -> None:
    assert find("زار العراق وفد. وقالت الشرطة العراقية إنه وصل.")["العراق"].stand_ins == ()


def test_things_are_numbered_by_their_sort(find: Find) -> None:
    found = find("وقع انفجار في بغداد ثم في الموصل، وقال تنظيم داعش إنه نفذه.")
    assert [found[name].rank for name in ("بغداد", "الموصل", "داعش")] == [0, 1, 0]
