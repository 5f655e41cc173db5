"""Words: the tokens of a text put together again, folded, with what stands between them."""

from reading import ReadDocument


def test_words_are_folded_and_know_where_they_stand(document: ReadDocument) -> None:
    text = "في مدرسـةٍ، أمس"
    found = document(text)._.words
    assert [word.form for word in found] == ["في", "مدرسه", "امس"]
    assert [word.span.of(text) for word in found] == ["في", "مدرسـةٍ", "أمس"]


def test_a_word_has_its_clitics_though_they_are_tokens_of_their_own(document: ReadDocument) -> None:
    doc = document("نزلوا وبالمدرسة كتابهم")
    assert [word.form for word in doc._.words] == ["نزلوا", "وبالمدرسه", "كتابهم"]
    assert len(doc) > len(doc._.words)


def test_a_word_knows_what_stands_before_it_besides_space(document: ReadDocument) -> None:
    assert [word.glued for word in document("قال: «نعم» ثم\nعاد")._.words] == ["", ":«", "»", "\n"]


def test_taking_proclitics_off_skips_marks_too(document: ReadDocument) -> None:
    text = "وَلِروسيا"
    (word,) = document(text)._.words
    assert text[word.begin_after(2) :] == "روسيا"


def test_a_tatweel_alone_is_no_word(document: ReadDocument) -> None:
    assert [word.form for word in document("قال ـ نعم")._.words] == ["قال", "نعم"]


def test_a_direction_mark_is_not_seen(document: ReadDocument) -> None:
    assert [word.glued for word in document("زار\u200f بغداد")._.words] == ["", ""]
