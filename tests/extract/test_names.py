"""What the reader takes for names in the end, short forms of what was named in full, and roles that stand for somebody."""

import pytest
from reading import Read


@pytest.mark.parametrize("text", ["نظر ولروسيا طويلا", "نظر بروسيا طويلا", "(روسيا)", "#روسيا", "روسيا125", "سافر إلى روسيا-أمس"])
def test_a_name_is_found_whatever_is_written_to_it(read: Read, text: str) -> None:
    assert read(text).names == [("روسيا", "Country")]


def test_a_name_after_li_begins_at_the_second_lam(read: Read) -> None:
    assert read("سلم الرسالة للأمم المتحدة").names == [("لأمم المتحدة", "InternationalOrganisation")]


def test_a_name_that_the_network_sees_and_no_list_has_is_found(read: Read) -> None:
    assert ("زبرقان الورداني", "Person") in read("وقال الخبير العسكري زبرقان الورداني إن الوضع هادئ في بغداد").names


@pytest.mark.parametrize(
    ("text", "name"),
    [
        pytest.param("أعلن تنظيم القاعدة مسؤوليته عن الهجوم", "القاعدة", id="stays outside"),
        pytest.param("شنت حركة الشباب هجوما على فندق في مقديشو", "حركة الشباب", id="belongs to the name"),
    ],
)
def test_the_noun_for_its_sort_belongs_to_a_name_only_where_it_is_always_called_so(read: Read, text: str, name: str) -> None:
    assert read(text).names[0] == (name, "ArmedGroup")


def test_a_last_name_alone_names_the_person_later(read: Read) -> None:
    assert read("حضر اللواء سامي الدرويش. ثم غادر الدرويش.").names == [("سامي الدرويش", "Person"), ("الدرويش", "Person")]


def test_a_last_name_is_found_after_a_clitic(read: Read) -> None:
    assert read("حضر اللواء سامي الدرويش. وللدرويش رأي آخر.").names[-1] == ("لدرويش", "Person")


def test_a_last_name_that_no_full_name_has_is_nobody(read: Read) -> None:
    assert read("ثم غادر الدرويش").names == []


def test_a_role_with_a_nationality_stands_for_somebody(read: Read) -> None:
    reading = read("وصل الرئيس الروسي إلى دمشق")
    assert reading.roles == ["الرئيس الروسي"]
    assert reading.names == [("دمشق", "Settlement")]


def test_a_role_begins_after_its_clitic(read: Read) -> None:
    assert read("وللرئيس الروسي رأي آخر").roles == ["لرئيس الروسي"]


def test_a_role_right_before_the_name_is_no_mention_of_its_own(read: Read) -> None:
    assert read("وصل الرئيس الروسي فلاديمير بوتين").roles == []


def test_a_role_without_a_nationality_is_none(read: Read) -> None:
    assert read("وصل الرئيس صباحا").roles == []
