"""What the shipped pipeline finds: names with their classes and bounds, parts of speech; the same however it is called."""

import pickle
import re
import subprocess
import sys
from functools import lru_cache
from pathlib import Path

import numpy
import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.language import Language
from spacy.tokens import Doc

from kg import load_pipeline
from kg.ontology import TOP_CLASSES, top
from kg.pipeline.components import batches, spans
from kg.pipeline.tokenizer import TOKENIZER

TWO_NAMES = "قال بوتين في موسكو إن الهجوم لن يمر."


@lru_cache(maxsize=1)
def pipeline() -> Language:
    """The network is read once for all tests."""
    return load_pipeline()


def names(text: str) -> list[tuple[str, str]]:
    """Words and class of each name."""
    return found(pipeline()(text))


def found(doc: Doc) -> list[tuple[str, str]]:
    return [(name.text, name.label_) for name in doc.ents]


def with_offsets(doc: Doc) -> list[tuple[int, int, str]]:
    return [(name.start_char, name.end_char, name.label_) for name in doc.ents]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("بحث محمود عباس الأزمة مع الوفد.", ("محمود عباس", "Person")),
        ("عاد المسافرون من فرنسا أمس.", ("فرنسا", "Country")),
        ("وقع الهجوم في محافظة الأنبار.", ("محافظة الأنبار", "Region")),
        ("وصل الوفد إلى باريس.", ("باريس", "Settlement")),
        ("انفجرت قنبلة في مطار بغداد الدولي.", ("مطار بغداد الدولي", "Facility")),
        ("هاجم مسلحون من تنظيم داعش قرية صغيرة.", ("داعش", "ArmedGroup")),
        ("قال الجيش السوري إن قواته تتقدم.", ("الجيش السوري", "SecurityForce")),
        ("أعلنت وزارة الداخلية العراقية اعتقال خمسة أشخاص.", ("وزارة الداخلية العراقية", "GovernmentBody")),
        ("دعت الأمم المتحدة إلى هدنة.", ("الأمم المتحدة", "InternationalOrganisation")),
        ("نقلت وكالة رويترز عن شاهد أنه سمع انفجارا.", ("رويترز", "MediaOutlet")),
    ],
)
def test_a_name_has_its_class(text: str, name: tuple[str, str]) -> None:
    assert name in names(text)


def test_every_name_of_a_sentence_is_found() -> None:
    assert names("زار وفد فرنسي لبنان وسوريا وإيران.") == [("لبنان", "Country"), ("سوريا", "Country"), ("إيران", "Country")]


@pytest.mark.parametrize("text", ["كان الطقس جميلا أمس.", "اشترى الرجل خبزا وعاد إلى البيت."])
def test_where_nobody_is_named_nothing_is_found(text: str) -> None:
    assert names(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("سافر الوفد إلى باريس ولندن", ["باريس", "لندن"]),
        ("تحدث التقرير عن بوتين وأردوغان", ["بوتين", "أردوغان"]),
        ("قال أردوغان لبوتين", ["أردوغان", "بوتين"]),
        ("عقد الاجتماع ببغداد", ["بغداد"]),
    ],
)
def test_clitics_stay_outside_a_name(text: str, expected: list[str]) -> None:
    assert [name for name, _ in names(text)] == expected


@pytest.mark.parametrize(
    ("text", "person"),
    [
        ("قال الرئيس الأمريكي جو بايدن إن الحرب انتهت.", "جو بايدن"),
        ("وصل الدكتور أحمد حسن صباحا.", "أحمد حسن"),
        ("وصل الرئيس المصري عبد الفتاح السيسي صباحا.", "عبد الفتاح السيسي"),
    ],
)
def test_titles_stay_outside_a_name(text: str, person: str) -> None:
    assert names(text) == [(person, "Person")]


def test_the_noun_before_a_town_stays_outside_its_name() -> None:
    assert ("دمشق", "Settlement") in names("وصل الوفد إلى مدينة دمشق.")


def test_a_latin_name_is_found_in_an_arabic_sentence() -> None:
    assert ("CNN", "MediaOutlet") in names("قالت قناة CNN إن الهجوم وقع فجرا")


def test_direction_marks_do_not_hide_a_name_and_stay_outside() -> None:
    assert names("قال \u200fبوتين\u200f في \u200eموسكو\u200e") == [("بوتين", "Person"), ("موسكو", "Settlement")]


def test_no_name_goes_on_in_the_next_line() -> None:
    assert [name for name, _ in names("قال الرئيس فلاديمير\nبوتين")] == ["فلاديمير", "بوتين"]


def test_lines_do_not_see_each_other() -> None:
    first, second = "قال بوتين في", "موسكو"
    together = names(f"{first}\n{second}")
    assert together == [*names(first), *names(second)]


@pytest.mark.parametrize("text", ["", " ", "\n", " \n\t \r\n", "\u00a0"])
def test_a_text_without_words_has_no_names(text: str) -> None:
    doc = pipeline()(text)
    assert (doc.text, doc.ents) == (text, ())
    assert not any(token.pos_ for token in doc)
    assert not numpy.any(doc.tensor)


def test_a_very_long_line_is_read_to_its_end() -> None:
    text = "قال بوتين في موسكو " * 1_000
    doc = pipeline()(text)
    assert {name.text for name in doc.ents} == {"بوتين", "موسكو"}
    assert doc.ents[-1].start_char > len(text) - 20


WORDS = (*"بوتين وباريس للأمم المتحدة قال مُحـــمّد في CNN 125 « » - .".split(), "\u200f", " ", "\n", "\r", "\u064b", "ـ")


@settings(deadline=None, max_examples=60)
@given(st.lists(st.sampled_from(WORDS), max_size=30).map("".join))
def test_offsets_are_exact_and_names_are_sound_in_any_text(text: str) -> None:
    doc = pipeline()(text)
    assert doc.text == text
    end = 0
    for name in doc.ents:
        assert text[name.start_char : name.end_char] == name.text == name.text.strip()
        assert name.start_char >= end
        assert "\n" not in name.text
        assert top(name.label_) in TOP_CLASSES
        assert 0 <= name._.confidence <= 1
        end = name.end_char


TEXTS = [TWO_NAMES, "", "وصل الوفد إلى باريس ولندن.\nثم عاد.", "\n", "كان الطقس جميلا أمس.", "دعت الأمم المتحدة إلى هدنة في اليمن."]


def test_a_text_is_read_the_same_every_time() -> None:
    one, other = pipeline()(TWO_NAMES), pipeline()(TWO_NAMES)
    assert with_offsets(one) == with_offsets(other)
    assert [name._.confidence for name in one.ents] == [name._.confidence for name in other.ents]


@pytest.mark.parametrize("size", [1, 2, 32])
def test_many_together_are_read_as_one_by_one_and_in_order(size: int) -> None:
    together = list(pipeline().pipe(TEXTS, batch_size=size))
    for doc, text in zip(together, TEXTS, strict=True):
        alone = pipeline()(text)
        assert doc.text == text
        assert with_offsets(doc) == with_offsets(alone)
        assert [t.pos_ for t in doc] == [t.pos_ for t in alone]
        assert [n._.confidence for n in doc.ents] == pytest.approx([n._.confidence for n in alone.ents], abs=1e-4)


def test_words_have_parts_of_speech_and_features() -> None:
    said, _, _, moscow, full_stop = pipeline()("قالت بوتين في موسكو.")
    assert (said.pos_, str(said.morph)) == ("VERB", "Aspect=Perf|Gender=Fem|Number=Sing|Voice=Act")
    assert (moscow.pos_, full_stop.pos_) == ("PROPN", "PUNCT")
    assert not full_stop.morph


def test_clitics_have_parts_of_speech_of_their_own() -> None:
    tokens = {token.text: token.pos_ for token in pipeline()("تحدث بوتين وأردوغان بموسكو عن كتابهم.")}
    assert {clitic: tokens[clitic] for clitic in ("و", "ب", "هم")} == {"و": "CCONJ", "ب": "ADP", "هم": "PRON"}


def test_components_that_are_not_wanted_are_left_out() -> None:
    without_parts = load_pipeline(exclude=("isnad_morphology",))(TWO_NAMES)
    assert found(without_parts) == names(TWO_NAMES)
    assert not any(token.pos_ for token in without_parts)
    without_names = load_pipeline(exclude=("isnad_entities",))(TWO_NAMES)
    assert not without_names.ents
    assert without_names[0].pos_ == "VERB"


def test_the_pipeline_says_which_it_is() -> None:
    assert pipeline().lang == "ar"
    assert pipeline().meta["name"] == "isnad"
    assert re.fullmatch(r"\d+\.\d+\.\d+\+[0-9a-f]{8}", pipeline().meta["version"])


def test_the_components_join_a_pipeline_of_ones_own_by_name() -> None:
    nlp = spacy.blank("ar", config={"nlp": {"tokenizer": {"@tokenizers": TOKENIZER}}})
    nlp.add_pipe("isnad_encoder")
    nlp.add_pipe("isnad_entities")
    assert found(nlp(TWO_NAMES)) == names(TWO_NAMES)


def test_a_saved_pipeline_is_loaded_again(tmp_path: Path) -> None:
    pipeline().to_disk(tmp_path / "saved")
    again = spacy.load(tmp_path / "saved")
    assert found(again(TWO_NAMES)) == names(TWO_NAMES)
    assert again.meta["version"] == pipeline().meta["version"]


@pytest.mark.slow
def test_spacy_finds_the_components_without_being_told_of_isnad(tmp_path: Path) -> None:
    """By the entry points of the installed package: `make test` installs anew where pyproject.toml has changed."""
    pipeline().to_disk(tmp_path / "saved")
    script = "import spacy, sys; print(len(spacy.load(sys.argv[1])(sys.argv[2]).ents))"
    command = [sys.executable, "-c", script, str(tmp_path / "saved"), TWO_NAMES]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.stdout.strip() == "2", done.stderr


@pytest.mark.parametrize(
    ("tags", "expected"),
    [
        ("O B-Person I-Person O", [(1, 3, "Person")]),
        ("B-Person B-Person", [(0, 1, "Person"), (1, 2, "Person")]),
        ("B-Place I-Place B-Person", [(0, 2, "Place"), (2, 3, "Person")]),
        ("O O", []),
        ("", []),
    ],
)
def test_tags_amount_to_names(tags: str, expected: list[tuple[int, int, str]]) -> None:
    assert list(spans(tags.split())) == expected


def test_documents_come_some_at_a_time_and_none_is_lost() -> None:
    docs = [pipeline().make_doc(text) for text in ("ا", "ب", "ج", "د", "ه")]
    assert [[doc.text for doc in batch] for batch in batches(docs, 2)] == [["ا", "ب"], ["ج", "د"], ["ه"]]


def test_an_unknown_component_cannot_be_left_out() -> None:
    with pytest.raises(ValueError, match="there is no component isnad_morpology"):
        load_pipeline(exclude=("isnad_morpology",))


def test_names_without_an_encoder_say_what_is_missing() -> None:
    with pytest.raises(ValueError, match="isnad_encoder"):
        load_pipeline(exclude=("isnad_encoder",))("قال بوتين")


def test_the_pipeline_goes_to_another_process() -> None:
    copy = pickle.loads(pickle.dumps(load_pipeline(exclude=("isnad_morphology",))))
    assert [entity.text for entity in copy("زار بوتين باريس").ents] == [entity.text for entity in load_pipeline()("زار بوتين باريس").ents]


def test_one_document_may_come_twice() -> None:
    nlp = load_pipeline(exclude=("isnad_morphology",))
    doc = nlp.make_doc("زار بوتين باريس")
    once, again = nlp.pipe([doc, doc])
    assert list(once.ents) == list(again.ents) != []
