"""Which report of speech a word goes back to."""

from collections.abc import Callable

import pytest

from kg.extract.pipeline import PipelineExtractor
from kg.extract.sources import AttributedTo, Sources
from kg.model import Article

Ask = Callable[[str, str], tuple[str, str | None] | None]


@pytest.fixture(scope="module")
def ask(extractor: PipelineExtractor) -> Ask:
    """Reads words, and gives the source of one of them: as written, and the name in it."""

    def source(text: str, word: str) -> tuple[str, str | None] | None:
        text = f"عنوان الخبر\n\n{text}"  # a headline says what it says itself
        doc = extractor.nlp(extractor.document(Article("made-up", text, "", "0" * 64)))
        index = next(w.index for w in doc._.words if w.span.of(text) == word)
        found: AttributedTo | None = Sources.of(doc).source_of([index], "killed")
        if found is None:
            return None
        return found.span.of(text), None if found.mention is None else doc._.mentions[found.mention].span.of(text)

    return source


@pytest.mark.parametrize(
    ("text", "source"),
    [
        pytest.param("قال مصدر أمني إن ثلاثة أشخاص قتلوا في انفجار في بغداد", ("مصدر أمني", None), id="a verb before"),
        pytest.param("قتل ثلاثة أشخاص في انفجار في بغداد، بحسب مصدر طبي", ("مصدر طبي", None), id="according to, behind"),
        pytest.param(
            "قالت الشرطة العراقية إن ثلاثة أشخاص قتلوا في انفجار في بغداد",
            ("الشرطة العراقية", "الشرطة العراقية"),
            id="a source with a name",
        ),
        pytest.param(
            "قال سامي الورداني إن الوضع خطير. وأضاف أن ثلاثة أشخاص قتلوا في الانفجار.",
            ("سامي الورداني", "سامي الورداني"),
            id="carried over",
        ),
        pytest.param("بحسب مصدر طبي، قتل ثلاثة أشخاص في بغداد، مشيرا إلى أن الجو حار", ("مصدر طبي", None), id="according to, in front"),
        pytest.param(
            "أعلنت الشرطة العراقية مقتل ثلاثة أشخاص في بغداد",
            ("الشرطة العراقية", "الشرطة العراقية"),
            id="what it announces is no part of the source",
        ),
    ],
)
def test_what_a_report_of_speech_holds_has_its_source(ask: Ask, text: str, source: tuple[str, str | None]) -> None:
    assert ask(text, "ثلاثة") == source


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("قتل ثلاثة أشخاص في انفجار في بغداد", id="no speech"),
        pytest.param(
            "قتل ثلاثة أشخاص في انفجار في بغداد.\nوافتتح الوزير المعرض في اليوم التالي.\nوقال شهود إن الجو كان حارا.", id="speech far off"
        ),
    ],
)
def test_what_the_writer_says_himself_has_no_source(ask: Ask, text: str) -> None:
    assert ask(text, "ثلاثة") is None
