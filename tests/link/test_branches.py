"""Armed groups that bear the name of another one and something more: by the real gazetteer, however short the mention is."""

import pytest

from kg.gazetteer import Gazetteer, load
from kg.link import link
from kg.model import Article, Extraction, Mention, Reader, Span

AFGHAN, PAKISTANI, QAEDA, DAESH, HEZBOLLAH = "Taliban", "Pakistani Taliban", "al-Qaeda", "Islamic State", "Hezbollah"


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return load()


def groups(text: str, gazetteer: Gazetteer, *names: tuple[str, str]) -> list[str]:
    """The English labels of the groups that the names are linked to; each name stands in the text after the one before."""
    mentions, at = [], 0
    for words, kind in names:
        begin = text.index(words, at)
        at = begin + len(words)
        mentions.append(Mention(Span(begin, at), kind, 0.9))
    found = link(Article("a", text, "", "0" * 64), Extraction(Reader("test", "1"), tuple(mentions)), gazetteer).links
    entries = [one and gazetteer.get(one.entity) for one, (_, kind) in zip(found, names, strict=True) if kind == "ArmedGroup"]
    return [entry.label_en if entry else "" for entry in entries]


@pytest.mark.parametrize(
    ("text", "name", "group"),
    [
        ("تبنت حركة طالبان باكستان التفجير.", "طالبان", PAKISTANI),
        ("تبنت طالبان الباكستانية التفجير.", "طالبان", PAKISTANI),
        ("تبنت تحريك طالبان التفجير.", "طالبان", PAKISTANI),
        ("قتل مسلحو حركة «طالبان - باكستان» جنديا.", "طالبان", PAKISTANI),
        ("تبنت حركة طالبان التفجير.", "طالبان", AFGHAN),
        ("تبنت حركة طالبان الأفغانية التفجير.", "طالبان", AFGHAN),
        ("تبنت طالبان أفغانستان التفجير.", "طالبان", AFGHAN),
        ("قتل قيادي في القاعدة في بلاد المغرب الإسلامي.", "القاعدة", "al-Qaeda in the Islamic Maghreb"),
        ("قتل قيادي في تنظيم القاعدة في المغرب.", "القاعدة", "al-Qaeda in the Islamic Maghreb"),
        ("أعلن فرع القاعدة في اليمن مسؤوليته.", "القاعدة", "al-Qaeda in the Arabian Peninsula"),
        ("أعلنت القاعدة في بيان مسؤوليتها.", "القاعدة", QAEDA),
        ("تبنى تنظيم داعش ولاية سيناء الهجوم.", "داعش", "Islamic State – Sinai Province"),
        ("تبنى داعش الهجوم في سيناء.", "داعش", DAESH),
        ("هدد حزب الله العراقي بالرد.", "حزب الله", "Kata'ib Hezbollah"),
        ("قصفت كتائب حزب الله القاعدة.", "حزب الله", "Kata'ib Hezbollah"),
        ("هدد حزب الله اللبناني بالرد.", "حزب الله", HEZBOLLAH),
        ("هدد حزب الله. والعراقيون قلقون.", "حزب الله", HEZBOLLAH),
        ("تبنت أنصار الشريعة في ليبيا الهجوم.", "أنصار الشريعة", "Ansar al-Sharia (Libya)"),
        ("تبنت أنصار الشريعة في تونس الهجوم.", "أنصار الشريعة", "Ansar al-Sharia (Tunisia)"),
    ],
)
def test_a_branch_is_not_the_group_it_is_named_after(text: str, name: str, group: str, gazetteer: Gazetteer) -> None:
    assert groups(text, gazetteer, (name, "ArmedGroup")) == [group]


TALIBAN = ("طالبان", "ArmedGroup")


@pytest.mark.parametrize(
    ("text", "place", "named"),
    [
        ("تبنت حركة طالبان باكستان التفجير في بيشاور. وقتلت طالبان جنودا.", "بيشاور", [PAKISTANI, PAKISTANI]),
        ("تبنت حركة طالبان باكستان التفجير قرب كابول. وقتلت طالبان جنودا.", "كابول", [PAKISTANI, AFGHAN]),
        ("تبنت حركة طالبان باكستان التفجير في بيشاور. وقتلت طالبان جنودا أفغانيين.", "بيشاور", [PAKISTANI, AFGHAN]),
    ],
)
def test_a_bare_name_is_the_branch_where_the_other_groups_country_is_far(
    text: str, place: str, named: list[str], gazetteer: Gazetteer
) -> None:
    assert groups(text, gazetteer, TALIBAN, (place, "Settlement"), TALIBAN) == named


HIZB, DOHA, ISRAEL = ("حزب الله", "ArmedGroup"), ("الدوحة", "Settlement"), ("إسرائيل", "Country")


@pytest.mark.parametrize(
    ("text", "names", "named"),
    [
        ("شن حزب الله هجوما على إسرائيل. وقال حزب الله العراقي إنه سيشارك.", [HIZB, ISRAEL, HIZB], [HEZBOLLAH, "Kata'ib Hezbollah"]),
        ("زار وفد طالبان الدوحة. ونددت حركة طالبان باكستان بالزيارة.", [TALIBAN, DOHA, TALIBAN], [AFGHAN, PAKISTANI]),
        ("نددت حركة طالبان باكستان بالزيارة. وزار وفد طالبان الدوحة.", [TALIBAN, TALIBAN, DOHA], [PAKISTANI, AFGHAN]),
    ],
)
def test_a_bare_name_is_no_branch_before_that_is_named_nor_far_from_its_country(
    text: str, names: list[tuple[str, str]], named: list[str], gazetteer: Gazetteer
) -> None:
    assert groups(text, gazetteer, *names) == named


def test_a_place_that_a_group_is_said_to_accuse_is_no_part_of_its_name(gazetteer: Gazetteer) -> None:
    assert groups("اتهمت طالبان باكستان بقصف قرى.", gazetteer, TALIBAN, ("باكستان", "Country")) == [AFGHAN]


def test_a_group_that_is_also_called_by_its_bare_name_is_no_branch_for_being_somewhere(gazetteer: Gazetteer) -> None:
    qaeda = ("القاعدة", "ArmedGroup")
    assert groups("تولى ملف القاعدة في اليمن. وهددت القاعدة، وردت القاعدة.", gazetteer, qaeda, qaeda, qaeda) == [QAEDA] * 3


def test_a_branch_that_is_named_beside_its_group_leaves_it_its_name(gazetteer: Gazetteer) -> None:
    text = 'بث تنظيم داعش "ولاية سيناء" تسجيلا.'
    assert groups(text, gazetteer, ("داعش", "ArmedGroup"), ("ولاية سيناء", "ArmedGroup")) == [DAESH, "Islamic State – Sinai Province"]
