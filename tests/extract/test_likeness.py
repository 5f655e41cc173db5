"""What two triggers are compared by: their forms, where they stand, and what their sentences name."""

from collections.abc import Callable

import pytest
from reading import made_up

from kg.extract.detection import Detected, main_tokens, trigger_at
from kg.extract.likeness import bucket, overlap, pair_features
from kg.extract.pipeline import PipelineExtractor
from kg.extract.surroundings import TriggersInContext

Surround = Callable[..., TriggersInContext]


@pytest.fixture(scope="module")
def surround(extractor: PipelineExtractor) -> Surround:
    """The page of a text with the triggers that some of its words begin, given as word and class."""

    def on_page(text: str, *triggers: tuple[str, str]) -> TriggersInContext:
        doc = extractor.nlp(extractor.document(made_up(text)))
        at = [(next(word.index for word in doc._.words if word.span.of(text) == written), kind) for written, kind in triggers]
        unlikely = {kind: 0.0 for _, kind in triggers}
        stems = main_tokens(doc)
        return TriggersInContext.of(
            doc, [Detected(trigger_at(doc._.words, index, kind, stems[index]), unlikely | {kind: 0.9}) for index, kind in at]
        )

    return on_page


def told(page: TriggersInContext) -> set[str]:
    return set(pair_features(page, 0, 1))


def test_a_trigger_knows_what_its_sentence_names(surround: Surround) -> None:
    (around,) = surround("قتل 5 جنود في تفجير في الموصل.\nوزار سامي الورداني بغداد.", ("تفجير", "Bombing")).triggers
    assert (around.stem, around.paragraph) == ("تفجير", 0)
    assert (around.towns, around.nearest_place, around.names) == ({"الموصل"}, "الموصل", frozenset())
    assert around.counts == {("killed", 5)}
    assert "زار" not in around.words


def test_a_plural_may_name_several_at_once(surround: Surround) -> None:
    page = surround("وقعت هجمات في بغداد بعد هجوم.", ("هجمات", "Attack"), ("هجوم", "Attack"))
    assert [around.is_plural for around in page.triggers] == [True, False]


def test_forms_places_and_figures_tell(surround: Surround) -> None:
    text = "قتل 5 أشخاص في تفجير في بعقوبة. وقتل 5 جنود في التفجير في الموصل."
    features = told(surround(text, ("تفجير", "Bombing"), ("التفجير", "Bombing")))
    assert {"same stem", "same class", "second definite", "towns disjoint", "counts shared", "nearest place other"} <= features
    assert "sentences apart 1" in features


def test_words_between_tell_within_a_sentence(surround: Surround) -> None:
    features = told(surround("أسفر انفجار في بغداد عن مقتل 5 أشخاص.", ("انفجار", "Bombing"), ("مقتل", "Attack")))
    assert {"between=عن", "one class within the other"} <= features
    assert not any(feature.startswith("before second") for feature in features)


def test_the_opening_of_the_second_sentence_tells(surround: Surround) -> None:
    features = told(surround("وقع انفجار في بغداد. وفي سياق منفصل وقع هجوم.", ("انفجار", "Bombing"), ("هجوم", "Attack")))
    assert {"before second=منفصل", "second sentence of another"} <= features
    assert not any(feature.startswith("between") for feature in features)


def test_an_answer_to_an_attack_is_marked_by_time(surround: Surround) -> None:
    features = told(surround("وقعت مداهمات في بغداد بعد تفجير.", ("مداهمات", "SecurityOperation"), ("تفجير", "Bombing")))
    assert "time between" in features


def test_comparing_twice_gives_the_same_in_the_same_order(surround: Surround) -> None:
    page = surround("أسفر انفجار في بغداد عن مقتل 5 أشخاص.", ("انفجار", "Bombing"), ("مقتل", "Attack"))
    assert list(pair_features(page, 0, 1)) == list(pair_features(page, 0, 1))


@pytest.mark.parametrize(
    ("left", "right", "word"), [("ab", "bc", "shared"), ("a", "b", "disjoint"), ("", "a", "none,some"), ("", "", "none,none")]
)
def test_sets_share_something_or_not_or_are_empty(left: str, right: str, word: str) -> None:
    assert overlap(frozenset(left), frozenset(right)) == word


@pytest.mark.parametrize(("value", "word"), [(0, "0"), (1, "2"), (2, "2"), (3, "more")])
def test_a_number_falls_into_the_first_bucket_that_holds_it(value: int, word: str) -> None:
    assert bucket(value, (0, 2)) == word
