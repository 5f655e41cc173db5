"""Whom a sentence has it from."""

import pytest
from reading import Read


@pytest.mark.parametrize(
    ("text", "source"),
    [
        pytest.param("قال مصدر أمني إن ثلاثة أشخاص قتلوا في انفجار في بغداد", "مصدر أمني", id="verb of speech"),
        pytest.param("وقال مصدر أمني إن ثلاثة أشخاص قتلوا في انفجار في بغداد", "مصدر أمني", id="with a conjunction"),
        pytest.param("ذكرت وسائل إعلام محلية أن انفجارا في بغداد قتل 3 أشخاص", "وسائل إعلام محلية", id="another verb"),
        pytest.param("قتل ثلاثة أشخاص في انفجار في بغداد، بحسب مصدر طبي", "مصدر طبي", id="according to, behind"),
        pytest.param("حسب مصدر طبي، قتل ثلاثة أشخاص في انفجار في بغداد", "مصدر طبي", id="according to, in front"),
        pytest.param("طبقا لمصدر طبي قتل ثلاثة أشخاص في انفجار في بغداد", "مصدر طبي", id="li taken off"),
        pytest.param("نقلا عن شهود عيان، قتل ثلاثة أشخاص في انفجار في بغداد", "شهود عيان", id="quoting"),
    ],
)
def test_a_figure_has_the_source_of_its_sentence(read: Read, text: str, source: str) -> None:
    event = read(text).event
    assert event["killed"] == [3]
    assert event.sources("killed") == [(source, None)]


def test_a_named_source_is_linked_to_its_mention(read: Read) -> None:
    event = read("قتل ثلاثة أشخاص في انفجار في بغداد، بحسب وزارة الداخلية العراقية").event
    assert event.sources("killed") == [("وزارة الداخلية العراقية", "وزارة الداخلية العراقية")]


def test_a_person_in_a_source_comes_before_its_organisation(read: Read) -> None:
    event = read("أعلن المتحدث باسم الشرطة العراقية سامي الورداني أن انفجارا في بغداد قتل 3 أشخاص").event
    assert event.sources("killed") == [("المتحدث باسم الشرطة العراقية سامي الورداني", "سامي الورداني")]


def test_what_the_writer_says_has_no_source(read: Read) -> None:
    assert read("قتل ثلاثة أشخاص في انفجار في بغداد").event.sources("killed") == [(None, None)]


def test_a_source_of_another_sentence_does_not_count(read: Read) -> None:
    event = read("قتل ثلاثة أشخاص في انفجار في بغداد.\nوقال شهود عيان إن الجو كان حارا.").event
    assert event.sources("killed") == [(None, None)]


def test_a_verb_behind_what_happened_is_not_its_source(read: Read) -> None:
    event = read("قتل ثلاثة أشخاص في انفجار في بغداد وأعلن مصدر طبي فتح مستشفى").event
    assert event.sources("killed") == [(None, None)]


def test_the_actor_named_by_a_source_is_attributed_too(read: Read) -> None:
    event = read("قال سامي الورداني إن الهجوم في بغداد نفذه تنظيم داعش").event
    assert event.sources("perpetrator") == [("سامي الورداني", "سامي الورداني")]


def test_whoever_claims_is_not_its_own_source(read: Read) -> None:
    event = read("أعلن تنظيم داعش مسؤوليته عن الهجوم في كابول").event
    assert event.sources("claimedBy") == [(None, None)]


def test_the_commonest_word_for_according_to_is_known(read: Read) -> None:
    event = read("قتل ثلاثة أشخاص في انفجار في بغداد، وفقا لمصدر طبي").event
    assert event.sources("killed") == [("مصدر طبي", None)]


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("قتل 3 أشخاص في انفجار في بغداد بحسب لجنة التحقيق", "لجنة التحقيق"),
        ("قتل 3 أشخاص في انفجار في بغداد وفقا لمصدر طبي", "مصدر طبي"),
    ],
)
def test_li_is_taken_off_a_source_only_where_it_is_a_preposition(read: Read, text: str, source: str) -> None:
    assert [said for said, _ in read(text).event.sources("killed")] == [source]
