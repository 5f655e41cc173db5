"""The short forms of what was named in full, and roles that stand for somebody."""

from reading import Read


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
