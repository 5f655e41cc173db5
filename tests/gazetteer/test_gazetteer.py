from collections import defaultdict
from pathlib import Path

import pytest

from kg.arabic import fold, spelling_key
from kg.errors import GazetteerError
from kg.gazetteer import Gazetteer, load
from kg.gazetteer.rows import Rows, read_rows
from kg.identity import entity_id
from kg.model import GazetteerEntry
from kg.ontology import top

# Words of everyday Arabic that groups, media, towns and people are called by.
OF_GROUPS = (
    "القاعدة",
    "الشباب",
    "النصرة",
    "تقدم",
    "الجيش",
    "التحالف",
    "المقاومة",
    "الصحوة",
    "التنظيم",
    "الجماعة",
    "الحركة",
    "حسم",
    "فتح",
    "صمود",
)
OF_PARTIES = ("النهضة", "الأمة", "الحشد", "الاتحاد", "تأسيس", "العصائب")
OF_BODIES = ("العدل", "السلام", "الأمل", "أمل", "الحرية", "الشرطة", "السلطات", "الحكومة", "الوزارة", "الرئيس", "الدولة")
OF_MEDIA = ("النور", "البيان", "الوطن", "الحياة", "العربية", "الحدث", "العالم", "سبق", "وفا", "واع", "وات", "تايم", "الرسالة", "النبأ")
OF_TOWNS = ("الباب", "الدور", "الخالص", "حديثة", "القائم", "صور", "حجة", "عمران", "بلد", "مخمور", "كان", "وان", "قم", "نوى", "مالي", "عمان")
OF_PLACES = (
    "الأقصى",
    "السفيرة",
    "البندقية",
    "بورصة",
    "دوري",
    "غنت",
    "وانا",
    "العقبة",
    "الساحل",
    "الغرب",
    "التأميم",
    "بري",
    "عفر",
    "قبلي",
)
OF_PEOPLE = ("عباس", "صالح", "هادي", "مبارك")
COMMON_WORDS = (*OF_GROUPS, *OF_PARTIES, *OF_BODIES, *OF_MEDIA, *OF_TOWNS, *OF_PLACES, *OF_PEOPLE)
SURNAMES_THAT_MANY_BEAR = ("المالكي", "العبيدي", "الهاشمي", "الأحمر", "بارزاني", "الغنوشي", "محسود", "البغدادي")


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return load()


def the(gazetteer: Gazetteer, name: str) -> GazetteerEntry:
    (entry,) = gazetteer.lookup(name)
    return entry


def write(folder: Path, *lines: str) -> Path:
    file = folder / "own.csv"
    file.write_text("\n".join(lines) + "\n", "utf-8")
    return file


# What is shipped


def test_no_label_is_used_twice_in_one_class(gazetteer: Gazetteer) -> None:
    ids = defaultdict(set)
    for entry in gazetteer:
        ids[entry.kind, fold(entry.label_ar)].add(entry.id)
    assert {label: found for label, found in ids.items() if len(found) > 1} == {}


def test_containers_end_and_are_of_the_right_class(gazetteer: Gazetteer) -> None:
    for entry in gazetteer:
        for container in gazetteer.containers(entry.id):
            found = gazetteer.get(container)
            assert found is not None
            assert top(found.kind) in (top(entry.kind), "Place")
            assert container != entry.id


def test_a_place_and_its_parent_are_in_one_country(gazetteer: Gazetteer) -> None:
    for entry in gazetteer:
        parent = gazetteer.get(entry.parent or "")
        if top(entry.kind) == "Place" and parent is not None and parent.country:
            assert entry.country == parent.country, entry.label_ar


@pytest.mark.parametrize("word", COMMON_WORDS)
def test_a_common_word_is_no_plain_name(gazetteer: Gazetteer, word: str) -> None:
    assert gazetteer.lookup(word) == ()


@pytest.mark.parametrize("surname", SURNAMES_THAT_MANY_BEAR)
def test_a_surname_that_many_bear_is_no_plain_name(gazetteer: Gazetteer, surname: str) -> None:
    assert gazetteer.lookup(surname) == ()
    assert gazetteer.lookup(surname, ambiguous=True)


def test_every_country_has_an_english_name_and_a_wikidata_id(gazetteer: Gazetteer) -> None:
    countries = [entry for entry in gazetteer if entry.kind == "Country"]
    assert len(countries) >= 195
    assert all(entry.label_en and entry.id.startswith("Q") for entry in countries)


@pytest.mark.parametrize(
    "code", ["IQ.15", "SY.09", "YE.04", "LY.79", "SD.55", "SO.14", "AF.23", "PK.02", "NG.27", "ML.10", "NE.09", "EG.27", "DZ.46"]
)
def test_provinces_are_told_by_their_code(gazetteer: Gazetteer, code: str) -> None:
    (province,) = (entry for entry in gazetteer if code in entry.codes)
    country = gazetteer.get(province.country or "")
    assert province.kind == "Region"
    assert country is not None
    assert country.codes == (code[:2],)


# Looking names up


@pytest.mark.parametrize(
    ("name", "label"),
    [
        ("الامارات", "الإمارات العربية المتحدة"),
        ("سورية", "سوريا"),
        ("أميركا", "الولايات المتحدة"),
        ("اسطنبول", "إسطنبول"),
        ("تنظيم الدولة الاسلامية", "داعش"),
        ("بُوتِين", "فلاديمير بوتين"),
        ("CNN", "سي إن إن"),
        ("العاصمة العراقية", "بغداد"),
        ("القوات الأميركية", "الجيش الأمريكي"),
    ],
)
def test_a_name_is_found_in_whatever_spelling(gazetteer: Gazetteer, name: str, label: str) -> None:
    assert the(gazetteer, name).label_ar == label


def test_a_name_of_two_things_finds_both(gazetteer: Gazetteer) -> None:
    found = gazetteer.lookup("التحالف", ambiguous=True)
    assert {entry.label_ar for entry in found} == {"التحالف العربي", "التحالف الدولي"}


def test_a_label_that_is_a_common_word_needs_context(gazetteer: Gazetteer) -> None:
    assert gazetteer.lookup("القاعدة") == ()
    assert [entry.label_en for entry in gazetteer.lookup("القاعدة", ambiguous=True)] == ["al-Qaeda"]
    assert the(gazetteer, "تنظيم القاعدة").label_en == "al-Qaeda"


@pytest.mark.parametrize("name", ["", " ", "«»", "لا شيء بهذا الاسم"])
def test_what_is_unknown_finds_nothing(gazetteer: Gazetteer, name: str) -> None:
    assert gazetteer.lookup(name, ambiguous=True) == ()


def test_an_unknown_id_has_no_entry_and_no_containers(gazetteer: Gazetteer) -> None:
    assert gazetteer.get("Q0") is None
    assert gazetteer.containers("Q0") == ()


def test_mosul_lies_in_nineveh_in_iraq(gazetteer: Gazetteer) -> None:
    containers = [gazetteer.get(identifier) for identifier in gazetteer.containers(the(gazetteer, "الموصل").id)]
    assert [entry.label_en for entry in containers if entry][:2] == ["Nineveh Governorate", "Iraq"]


def test_an_affiliate_is_part_of_its_organisation(gazetteer: Gazetteer) -> None:
    affiliate = the(gazetteer, "تنظيم الدولة الإسلامية في خراسان")
    assert gazetteer.containers(affiliate.id)[0] == the(gazetteer, "داعش").id


def test_a_listed_thing_without_a_known_id_has_the_id_that_its_name_gives(gazetteer: Gazetteer) -> None:
    assert the(gazetteer, "بوكو حرام").id == entity_id("Organisation", "بوكو حرام")


def test_a_listed_person_has_the_id_that_the_name_gives_in_any_spelling(gazetteer: Gazetteer) -> None:
    assert the(gazetteer, "دميتري بيسكوف").id == entity_id("Person", spelling_key("ديمتري بيسكوف"))


def test_same_as_leads_to_wikidata_and_geonames(gazetteer: Gazetteer) -> None:
    wikidata, geonames = the(gazetteer, "بغداد").same_as
    assert wikidata == "http://www.wikidata.org/entity/Q1530"
    assert geonames.startswith("https://sws.geonames.org/")
    assert geonames.endswith("/")


def test_the_order_of_entries_does_not_matter(gazetteer: Gazetteer) -> None:
    once, again = Gazetteer.of(gazetteer), Gazetteer.of(reversed(list(gazetteer)))
    assert again == once
    assert again.version == once.version
    assert len(again) == len(list(again))


# A user's own file


def test_a_bad_row_in_an_own_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(GazetteerError, match=r"own\.csv:2: «بلاد الرافدين» has the id Q796 of «العراق» in .*countries\.csv:[0-9]+; "):
        load([write(tmp_path, "id,class,ar", "Q796,Country,بلاد الرافدين")])


def test_an_own_file_is_merged(gazetteer: Gazetteer, tmp_path: Path) -> None:
    file = write(
        tmp_path,
        "class,ar,en,aliases,country,parent,lat,long",
        "Settlement,قرية الياسمين,Jasmine Village,الياسمينة|ياسمين الجبل,العراق,محافظة نينوى,36.50,43",
        "Facility,سوق الياسمين,,,Q796,قرية الياسمين,,",
    )
    own = load([file])
    village = the(own, "ياسمين الجبل")
    assert len(own) == len(gazetteer) + 2
    assert own.version != gazetteer.version
    assert (village.latitude, village.longitude) == ("36.5", "43")
    market = own.containers(the(own, "سوق الياسمين").id)
    assert market[:2] == (village.id, the(own, "محافظة نينوى").id)


def test_a_homonym_in_an_own_file_does_not_disturb_what_is_shipped(tmp_path: Path) -> None:
    file = write(tmp_path, "id,class,ar,country,parent", "gn7,Settlement,البصرة,اليمن,", "gn8,Facility,سوق البصرة,اليمن,البصرة")
    own = load([file])
    assert len(own.lookup("البصرة")) == 2
    assert own.containers("gn8")[0] == "gn7"


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        (",Planet,المريخ,,,,", "unknown class 'Planet'"),
        (",Person,Ahmad,,,,", "no Arabic name"),
        (",Person,,,,,", "no Arabic name"),
        (",Person,ـ,,,,", "no Arabic name"),
        (",Person,زيد الأول|زيد الثاني,,,,", "several names in column ar"),
        ("X1,Person,زيد الأول,,,,", "bad id 'X1'"),
        ("Q796,Country,بلاد الرافدين,,,,", "has the id Q796"),
        (",Person,زيد الأول,أطلانطس,,,", "no Country row is called «أطلانطس»"),
        (",Settlement,قرية الياسمين,الموصل,,,", "no Country row is called «الموصل»"),
        (",Settlement,قرية الياسمين,,محافظة الياسمين,,", "no Place row is called «محافظة الياسمين»"),
        (",Settlement,قرية الياسمين,,قرية الياسمين,,", "no Place row is called «قرية الياسمين»"),
        (",Settlement,قرية الياسمين,,,91,0", "bad coordinate '91' in column lat"),
        (",Settlement,قرية الياسمين,,,36.5,", "bad coordinate '' in column long"),
        (",Settlement,قرية الياسمين,,,1e1,2", "bad coordinate '1e1' in column lat"),
        (",Person,زيد الأول", "3 cells, but the header has 7 columns"),
    ],
)
def test_a_bad_row_is_refused_with_file_line_and_remedy(tmp_path: Path, row: str, problem: str) -> None:
    sound = ("Q796,Country,العراق,,,,", ",Settlement,الموصل,العراق,,,")
    file = write(tmp_path, "id,class,ar,country,parent,lat,long", *sound, row)
    with pytest.raises(GazetteerError) as raised:
        Rows().take(read_rows(file))
    message = str(raised.value)
    assert message.startswith(f"{file}:4: ")
    assert problem in message
    assert "; " in message


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        ("Country,بلاد الياسمين,iq,", "bad code 'iq'"),
        ("Country,بلاد الياسمين,YZ,", "has the code YZ of «بلاد الزهور»"),
        ("Settlement,قرية الياسمين,,many", "bad population 'many'"),
        (f"Settlement,قرية الياسمين,,{'9' * 5000}", "bad population '999"),
    ],
)
def test_a_bad_code_or_population_is_refused(tmp_path: Path, row: str, problem: str) -> None:
    file = write(tmp_path, "class,ar,codes,population", "Country,بلاد الزهور,YZ|YZ.01,", row)
    with pytest.raises(GazetteerError, match=rf"own\.csv:3: .*{problem}.*; "):
        Rows().take(read_rows(file))


def test_a_line_break_in_a_cell_is_refused(tmp_path: Path) -> None:
    file = write(tmp_path, "class,ar", 'Person,"زيد\nالأول"')
    with pytest.raises(GazetteerError, match=r"own\.csv:3: a line break in column ar; "):
        Rows().take(read_rows(file))


def test_places_that_contain_each_other_are_refused(tmp_path: Path) -> None:
    file = write(tmp_path, "class,ar,parent", "Region,سهل الياسمين,وادي الياسمين", "Region,وادي الياسمين,سهل الياسمين")
    with pytest.raises(GazetteerError, match=r"own\.csv:[23]: .* contains itself"):
        Rows().take(read_rows(file))


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"name,ar\n", "lacks the column 'class'"),
        (b"class,ar,colour\n", "unknown or repeated column 'colour'"),
        (b"", "lacks the column 'class'"),
        ("class,ar\nPerson,زيد\n".encode("cp1256"), "not UTF-8"),
        (b'class,ar\nPerson,"x', "broken CSV"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused(tmp_path: Path, content: bytes, problem: str) -> None:
    file = tmp_path / "own.csv"
    file.write_bytes(content)
    with pytest.raises(GazetteerError, match=problem):
        Rows().take(read_rows(file))


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(GazetteerError, match="check the path"):
        list(read_rows(tmp_path / "none.csv"))


def test_entries_that_refer_to_nothing_are_refused() -> None:
    with pytest.raises(GazetteerError, match="refers to Q1"):
        Gazetteer.of([GazetteerEntry("Q2", "Person", "زيد الأول", "Zayd", country="Q1")])


def test_two_entries_of_one_id_are_refused() -> None:
    entry = GazetteerEntry("Q2", "Person", "زيد الأول", "Zayd")
    with pytest.raises(GazetteerError, match="two gazetteer entries have the id Q2"):
        Gazetteer.of([entry, entry])


def test_what_lies_in_another_place_comes_before_it_and_continents_come_last() -> None:
    shipped = load()
    europe, france, paris, baghdad = "Q46", "Q142", "Q90", "Q1530"
    assert shipped.narrowest_first([europe, france, paris]) == [paris, france, europe]
    assert shipped.narrowest_first([baghdad, paris]) == [baghdad, paris]
