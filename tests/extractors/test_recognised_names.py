"""Names by somebody else's spaCy pipeline: small ones, made here, saved to a folder and loaded from it."""

from pathlib import Path

import pytest
import spacy
from reading import Reading, made_up
from spacy.language import Language
from spacy.training import Example

from kg.build import BuildOptions, build
from kg.errors import UsageError
from kg.extract.pipeline import PipelineExtractor
from kg.extractors import choice, load_chosen
from kg.extractors.labels import kind_of
from kg.gazetteer import Gazetteer
from kg.gazetteer import load as load_gazetteer
from kg.model import GazetteerEntry
from kg.ontology import PARENT, ancestors
from kg.settings import Settings

LISTED = Gazetteer.of([GazetteerEntry("Q796", "Country", "العراق", "Iraq", adjectives=("عراقي",))])


def ruled(folder: Path, *patterns: tuple[str, str]) -> Path:
    """A pipeline that names what it is told to, saved to a folder."""
    nlp = spacy.blank("ar")
    nlp.add_pipe("entity_ruler").add_patterns([{"label": label, "pattern": words} for label, words in patterns])  # type: ignore[attr-defined]
    return saved(nlp, folder)


def saved(nlp: Language, folder: Path) -> Path:
    nlp.to_disk(folder)
    return folder


def extractor(folder: Path, gazetteer: Gazetteer = LISTED) -> PipelineExtractor:
    chosen = choice(f"spacy:{folder}")
    assert chosen
    loaded = load_chosen(chosen, gazetteer, Settings())
    assert isinstance(loaded, PipelineExtractor)
    return loaded


def names(text: str, folder: Path) -> list[tuple[str, str]]:
    article = made_up(text)
    return Reading(article, extractor(folder)(article)).names


def test_names_come_from_the_pipeline_with_our_classes(tmp_path: Path) -> None:
    folder = ruled(tmp_path / "m", ("PERS", "برهوم السندي"), ("ORG", "شركة النخيل"), ("GPE", "برقوقة"), ("MONEY", "دينار"))
    found = names("زار برهوم السندي شركة النخيل في برقوقة ودفع ألف دينار", folder)
    assert found == [("برهوم السندي", "Person"), ("شركة النخيل", "Organisation"), ("برقوقة", "Place")]


def test_clitics_and_quotation_marks_stay_outside(tmp_path: Path) -> None:
    folder = ruled(tmp_path / "m", ("PER", "وبرهوم السندي"), ("GPE", "«برقوقة»"))
    assert names("عاد الوفد وبرهوم السندي إلى «برقوقة»", folder) == [("برهوم السندي", "Person"), ("برقوقة", "Place")]


def test_what_the_gazetteer_has_is_still_found_and_classed_by_it(tmp_path: Path) -> None:
    assert names("وصل إلى العراق", ruled(tmp_path / "silent", ("PER", "لا أحد"))) == [("العراق", "Country")]
    assert names("وصل إلى العراق", ruled(tmp_path / "place", ("LOC", "العراق"))) == [("العراق", "Country")]


def test_the_rest_of_our_reading_stays(tmp_path: Path) -> None:
    article = made_up("قُتل ثلاثة جنود في تفجير سيارة مفخخة في برقوقة أمس.", issued="2024-03-06")
    event = Reading(article, extractor(ruled(tmp_path / "m", ("GPE", "برقوقة")), load_gazetteer())(article)).event
    assert (event["place"], event["date"]) == (["برقوقة"], ["2024-03-05"])
    assert event.figures("killed")[0][0] == 3


def test_relations_are_read_between_its_names(tmp_path: Path) -> None:
    folder = ruled(tmp_path / "m", ("PER", "برهوم السندي"))
    read = extractor(folder, load_gazetteer())(made_up("قال وزير الداخلية العراقي برهوم السندي في العراق"))
    assert "affiliatedWith" in {relation.fact.property for relation in read.relations}


def test_a_trained_recogniser_does_too(tmp_path: Path) -> None:
    nlp = spacy.blank("ar")
    nlp.add_pipe("ner")
    texts = ["زار برهوم مصنع برقوقة", "عاد برهوم من برقوقة", "سافر برهوم إلى برقوقة"]
    examples = [
        Example.from_dict(nlp.make_doc(text), {"entities": [(text.index(n), text.index(n) + len(n), label) for n, label in NAMED]})
        for text in texts
    ]
    optimizer = nlp.initialize(lambda: examples)
    for _ in range(30):
        nlp.update(examples, sgd=optimizer)
    assert names("زار برهوم مصنع برقوقة", saved(nlp, tmp_path / "trained")) == [("برهوم", "Person"), ("برقوقة", "Place")]


NAMED = (("برهوم", "PER"), ("برقوقة", "LOC"))


def test_the_reader_is_another_for_another_model_and_names_no_folder(tmp_path: Path, extractor_that_ships: PipelineExtractor) -> None:
    one, other = (extractor(ruled(tmp_path / name, ("PER", name))) for name in ("one", "other"))
    assert len({(e.name, e.version, e.settings) for e in (one, other, extractor_that_ships)}) == 3
    assert one.name == "isnad+spacy"
    assert one.settings.startswith("ar_pipeline-0.0.0 ")
    again = extractor(tmp_path / "one")
    assert (again.name, again.version, again.settings) == (one.name, one.version, one.settings)


@pytest.fixture
def extractor_that_ships(extractor: PipelineExtractor) -> PipelineExtractor:
    return extractor


def test_several_articles_are_read_as_each_alone(tmp_path: Path) -> None:
    reading = extractor(ruled(tmp_path / "m", ("GPE", "برقوقة")))
    several = [made_up(f"انفجار في برقوقة رقم {number}") for number in range(40)]
    assert list(reading.pipe(several)) == [reading(article) for article in several]


@pytest.mark.slow
def test_it_is_loaded_in_each_worker(tmp_path: Path) -> None:
    folder = ruled(tmp_path / "m", ("GPE", "برقوقة"))
    news = tmp_path / "news"
    news.mkdir()
    for number in range(3):
        (news / f"{number}.txt").write_text(f"انفجار في برقوقة رقم {number}", "utf-8")
    options = BuildOptions(extractor=f"spacy:{folder}", workers=2)
    assert build([news], Settings(store=tmp_path / "store"), options).new == 3
    again = build([news], Settings(store=tmp_path / "store"), BuildOptions(extractor=f"spacy:{folder}"))
    assert (again.unchanged, again.changed) == (3, 0)


def test_a_pipeline_that_is_not_there_is_said() -> None:
    with pytest.raises(UsageError, match="there is no spaCy pipeline 'ar_that_nobody_made'"):
        extractor(Path("ar_that_nobody_made"))


def test_a_pipeline_that_lacks_a_package_names_the_line_that_installs_it(tmp_path: Path) -> None:
    folder = ruled(tmp_path / "m", ("GPE", "برقوقة"))
    config = (folder / "config.cfg").read_text("utf-8").replace('factory = "entity_ruler"', 'factory = "transformer_of_others"')
    (folder / "config.cfg").write_text(config, "utf-8")
    with pytest.raises(UsageError, match=r"pip install '\.\[transformer\]'"):
        extractor(folder)


def test_a_pipeline_that_names_nothing_of_ours_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="names nothing that Isnad knows: DISEASE, DRUG"):
        extractor(ruled(tmp_path / "m", ("DRUG", "أسبرين"), ("DISEASE", "زكام")))


@pytest.mark.parametrize(
    ("label", "kind"),
    [("PER", "Person"), ("B-PERS", None), ("ORG", "Organisation"), ("GPE", "Place"), ("FAC", "Facility"), ("NORP", None), ("MISC", None)],
)
def test_labels_of_the_usual_corpora_mean_our_classes(label: str, kind: str | None) -> None:
    assert kind_of(label) == kind


@pytest.mark.parametrize("kind", [kind for kind in PARENT if "Entity" in ancestors(kind) and kind != "Entity"])
def test_our_own_classes_mean_themselves(kind: str) -> None:
    assert kind_of(kind) == kind
