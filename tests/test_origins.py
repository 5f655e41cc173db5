"""Origins: whom a report goes back to, which reports share an origin, and how many there are."""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import permutations
from pathlib import Path

import pytest
from pyoxigraph import NamedNode

from kg.build import BuildOptions, build, remove
from kg.explain import explain, sources
from kg.gazetteer import Gazetteer
from kg.link import link
from kg.model import (
    Article,
    Event,
    Extraction,
    Fact,
    Figure,
    GazetteerEntry,
    LinkedArticle,
    Mention,
    Reader,
    Report,
    Span,
    UnlistedEntity,
    Value,
    ValueType,
)
from kg.ontology import Instances, kg
from kg.origins import origins, shared, with_origins
from kg.origins.texts import COPIED_TELLING, shared_part, similarity, sketch
from kg.resolve import reports
from kg.settings import Settings
from kg.store import StoreFolder

GAZETTEER = Gazetteer.of(
    [
        GazetteerEntry("Q1", "Settlement", "بغداد", "Baghdad"),
        GazetteerEntry("R", "MediaOutlet", "رويترز", "Reuters"),
        GazetteerEntry("F", "MediaOutlet", "فرانس برس", "Agence France-Presse", ("أ ف ب",)),
        GazetteerEntry("B", "MediaOutlet", "بي بي سي", "BBC"),
        GazetteerEntry("A", "MediaOutlet", "بي بي سي عربي", "BBC Arabic", parent="B"),
        GazetteerEntry("N", "MediaOutlet", "صوت الفجر", "Dawn Voice", parent="G"),
        GazetteerEntry("G", "ArmedGroup", "جماعة الفجر", "Dawn Group"),
        GazetteerEntry("P", "SecurityForce", "شرطة بغداد", "Baghdad Police"),
        GazetteerEntry("C", "SecurityForce", "قيادة العمليات", "Operations Command"),
    ]
)
NAMES = {entry.label_ar: entry.kind for entry in GAZETTEER} | {"أ ف ب": "MediaOutlet", "إذاعة النخيل": "MediaOutlet"}
LONGEST_FIRST = re.compile("|".join(sorted(NAMES, key=len, reverse=True)))


@dataclass
class BlastReader:
    """Reads names, and each «انفجار» with what its sentence says of it; «قالت …» makes somebody the source of a number."""

    name: str = "blasts"
    version: str = "1"
    settings: str = ""

    def __call__(self, article: Article) -> Extraction:
        text = article.text
        mentions = tuple(Mention(Span(*found.span()), NAMES[found.group()], 0.9) for found in LONGEST_FIRST.finditer(text))
        events = tuple(self.event(article, Span(*found.span()), mentions) for found in re.finditer("انفجار", text))
        return Extraction(Reader(self.name, self.version), mentions, events)

    def event(self, article: Article, trigger: Span, mentions: Sequence[Mention]) -> Event:
        end = article.text.find(".", trigger.end)
        sentence = Span(article.text.rfind(".", 0, trigger.begin) + 1, len(article.text) if end < 0 else end)
        inside = [(index, mention) for index, mention in enumerate(mentions) if mention.span.overlaps(sentence)]
        facts = [Fact("place", Value(ValueType.MENTION, index), sentence, 0.8) for index, m in inside if m.kind == "Settlement"]
        said = [index for index, m in inside if article.text[: m.span.begin].endswith(("قالت ", "أعلنت "))]
        for number in re.findall(r"(\d+) قتيلا", sentence.of(article.text)):
            figure = Figure("Exactly", "Whole")
            by = said[0] if said else None
            facts.append(Fact("killed", Value(ValueType.NUMBER, int(number)), sentence, 0.9, said_by=by, figure=figure))
        if article.issued:
            facts.append(Fact("date", Value(ValueType.DATE, article.issued), sentence, 0.5))
        return Event("Bombing", (trigger,), tuple(facts))


def linked(text: str, publisher: str | None = None, identifier: str = "a") -> LinkedArticle:
    article = Article(identifier, text, "", "", issued="2024-03-05", publisher=publisher)
    return link(article, BlastReader()(article), GAZETTEER)


def told(text: str, publisher: str | None = None, identifier: str = "a") -> tuple[Report, ...]:
    found = linked(text, publisher, identifier)
    return with_origins(found, reports(found, GAZETTEER), GAZETTEER)


def report(article: str, *ids: str, **given: object) -> Report:
    return replace(Report(f"{article}1", article, None, None, "Bombing", "Occurred", origins=ids), **given)  # type: ignore[arg-type]


def grouped(*given: Report) -> list[list[str]]:
    return [[each.article for each in group] for group in origins(given)]


# Whom an article credits


@pytest.mark.parametrize(
    ("text", "outlets"),
    [
        ("بغداد - رويترز: هز انفجار سوقا شعبية.", ("R",)),
        ("بغداد (رويترز) - هز انفجار سوقا شعبية.", ("R",)),
        ("انفجار في سوق شعبية\n\nرويترز: هز العاصمة صباح اليوم.", ("R",)),
        ("هز انفجار سوقا شعبية أمس. (أ ف ب)", ("F",)),
        ("هز انفجار سوقا شعبية أمس (أ ف ب)\n", ("F",)),
        ("هز انفجار سوقا شعبية أمس.\nأ ف ب / رويترز", ("F", "R")),
        ("هز انفجار سوقا شعبية، بحسب رويترز.", ("R",)),
        ("هز انفجار سوقا شعبية، وفقا لوكالة «رويترز».", ("R",)),
        ("نقلا عن رويترز أن انفجار السوق مدبر.", ("R",)),
        ("ونقلت وكالة أنباء رويترز عن شاهد أن انفجارا هز السوق.", ("R",)),
        ('وقال مصدر أمني لـ"رويترز" إن انفجارا هز السوق.', ("R",)),
        ("وقال مصدر أمني لفرانس برس إن انفجارا هز السوق.", ("F",)),
        ("وكالة رويترز ذكرت أن انفجارا هز السوق.", ("R",)),
        ("وكالة رويترز البريطانية ذكرت أن انفجارا هز السوق.", ("R",)),
        ("هز انفجار السوق، وفق ما نقلته، اليوم الأحد، وكالة «رويترز».", ("R",)),
        ("هز انفجار السوق، حسبما نقلت عنه رويترز.", ("R",)),
        ("وأوضح سكان لـ «رويترز» أن انفجارا هز السوق.", ("R",)),
        ("ونقل موقع محلي عن رويترز أن انفجارا هز السوق.", ("R",)),
        ("هز انفجار سوقا شعبية أمس. حسب ما نقلت رويترز.", ("R",)),
        ("وقال الوزير في مقابلة مع رويترز إن انفجار السوق مدبر.", ("R",)),
    ],
)
def test_a_byline_a_signature_and_a_quoted_outlet_are_credits(text: str, outlets: tuple[str, ...]) -> None:
    (found,) = told(text)
    assert found.origins == outlets


@pytest.mark.parametrize(
    "text",
    [
        "هز انفجار سوقا شعبية أمس. (وكالات)",
        "بغداد - وكالات: هز انفجار سوقا شعبية.",
        "أصاب انفجار مكتب رويترز في المدينة.",
        "قُتل مصور رويترز في انفجار السوق.",
        "هز انفجار سوقا شعبية. وقالت رويترز إن الأسواق أغلقت.",
        "أصاب انفجار مكتب رويترز وقالت الشرطة إنه مدبر.",
        "أصيب مراسل لرويترز في انفجار السوق.",
        "كتب الصحفي مقالا عن رويترز بعد انفجار السوق.",
        "هز انفجار سوقا شعبية، بحسب صوت الفجر.",
    ],
    ids=[
        "vague",
        "vague byline",
        "its office",
        "its photographer",
        "of something else",
        "somebody else speaks",
        "its own man",
        "about it",
        "a party's own outlet",
    ],
)
def test_what_does_not_say_who_reported_the_event_is_no_credit(text: str) -> None:
    (found,) = told(text)
    assert found.origins == ()


def test_each_signature_is_for_what_stands_above_it() -> None:
    first, second, third = told("وقع انفجار في السوق. (رويترز)\nوقع انفجار في المرفأ. (أ ف ب)\nوقع انفجار في المطار. (وكالات)")
    assert (first.origins, second.origins, third.origins) == (("R",), ("F",), ())


def test_a_service_is_the_house_that_runs_it() -> None:
    (found,) = told("هز انفجار سوقا شعبية.", "بي بي سي عربي")
    assert found.origins == ("B",)


def test_an_outlet_that_no_gazetteer_has_is_known_by_its_name() -> None:
    left, right = (told("هز انفجار سوقا، بحسب إذاعة النخيل.", identifier=name)[0] for name in "ab")
    found = shared(left, right, GAZETTEER)
    assert found is not None
    assert found.en == "both credit إذاعة النخيل"


# Who said all of it


def test_one_who_said_all_that_is_told_is_an_origin() -> None:
    (found,) = told("أعلنت قيادة العمليات أن انفجارا في بغداد أوقع 12 قتيلا.")
    assert found.origins == ("C",)


def test_one_who_said_a_part_of_it_is_none() -> None:
    found = linked("قالت شرطة بغداد إن انفجارا أوقع 12 قتيلا.")
    (event,) = found.extraction.events
    known = Fact("injured", Value(ValueType.NUMBER, 30), event.facts[0].evidence, 0.9, figure=Figure("Exactly", "Whole"))
    both = replace(found, extraction=replace(found.extraction, events=(replace(event, facts=(*event.facts, known)),)))
    assert with_origins(both, reports(both, GAZETTEER), GAZETTEER)[0].origins == ()
    assert with_origins(found, reports(found, GAZETTEER), GAZETTEER)[0].origins == ("P",)


# Copies

WORDS = [f"كلمة{number}" for number in range(400)]


def words(begin: int, end: int) -> str:
    return " ".join(WORDS[begin:end])


def test_a_telling_that_was_cut_and_given_another_headline_is_a_copy() -> None:
    whole, cut = sketch([words(0, 200)]), sketch(["عنوان آخر", words(0, 120)])
    assert shared_part(whole, cut) == pytest.approx(1.0, abs=0.1)
    assert similarity(whole, cut) == pytest.approx(0.6, abs=0.1)


def test_tellings_that_have_a_quotation_in_common_are_no_copies() -> None:
    assert shared_part(sketch([words(0, 80)]), sketch([words(70, 150)])) < COPIED_TELLING


def test_the_order_of_sentences_spelling_and_vowels_make_no_other_telling() -> None:
    first, second = "أُصيبَ رجلٌ في المدينة القديمة", "وهرب المهاجمون إلى جهة غير معلومة"
    assert sketch([first, second]) == sketch([second, "اصيب رجل في المدينه القديمه"])


@pytest.mark.parametrize("text", ["", "…", "عاجل", "انفجار كبير يهز وسط بغداد"])
def test_what_is_told_in_a_few_words_is_no_copy_of_the_same_words(text: str) -> None:
    assert sketch([text]) == b""
    assert shared_part(sketch([text]), sketch([text])) == 0.0


def test_the_sketch_of_a_telling_stays_the_same_from_run_to_run() -> None:
    assert sketch([words(0, 50)]).hex()[:24] == "000000307545d93e26212f66"


ITEM = "هز انفجار عنيف صباح اليوم سوقا شعبية مكتظة بالناس في بغداد."


def own(begin: int, end: int) -> str:
    """Sentences that nobody else has."""
    return " ".join(f"وكتب المراسل عن {WORDS[number]} فصلا {WORDS[number + 1]} من يومياته." for number in range(begin, end))


def test_an_item_in_long_articles_of_their_own_is_a_copy() -> None:
    left, right = told(f"{ITEM} {own(0, 20)}")[0], told(f"{own(20, 40)} {ITEM}", identifier="b")[0]
    found = shared(left, right, GAZETTEER)
    assert found is not None
    assert found.en == "told in the same words (100% of the shorter telling)"


def test_background_in_common_makes_no_copies() -> None:
    background = "وتشهد المدينة منذ أشهر طويلة أعمال عنف متفرقة."
    other = "شهدت أطراف بغداد قبل ظهر الثلاثاء وقوع انفجار لم تعرف أسبابه حتى الآن، وأغلقت قوات الأمن الطرق المؤدية إليه بالكامل."
    left, right = told(f"{ITEM} {background}")[0], told(f"{other} {background}", identifier="b")[0]
    assert shared(left, right, GAZETTEER) is None


# Origins of one event


def test_reports_that_share_nothing_are_origins_of_their_own() -> None:
    assert grouped(report("a", "R"), report("b", "F"), report("c"), report("d")) == [["a"], ["b"], ["c"], ["d"]]


def test_one_who_credits_two_agencies_joins_them() -> None:
    assert grouped(report("a", "R"), report("b", "F"), report("c", "F", "R"), report("d", "B")) == [["a", "b", "c"], ["d"]]


def test_the_order_of_the_reports_does_not_matter() -> None:
    copy = {"telling_sketch": sketch([words(0, 90)])}
    given = (report("a", "R"), report("b", "F", **copy), report("c", "R", issued="2024-03-05"), report("d", **copy), report("e"))
    found = {origins(order) for order in permutations(given)}
    assert [[each.article for each in group] for group in found.pop()] == [["c", "a"], ["b", "d"], ["e"]]
    assert not found


@pytest.mark.parametrize(
    ("left", "right", "english", "arabic"),
    [
        (report("a", "R"), report("b", "R"), "both credit Reuters", "ينقلان كلاهما عن رويترز"),
        (report("a", "B", publisher="A"), report("b", "B", publisher="B"), "published by one house: BBC", "الناشر واحد: بي بي سي"),
        (
            report("a", "R", publisher="R"),
            report("b", "R", publisher="B"),
            "one is published by Reuters, which the other credits",
            "نشر أحدهما رويترز وينقل الآخر عنه",
        ),
        (report("a", "C"), report("b", "C"), "both tell what Operations Command says", "يرويان كلاهما ما قاله قيادة العمليات"),
    ],
)
def test_a_shared_origin_is_told_in_words(left: Report, right: Report, english: str, arabic: str) -> None:
    found = shared(left, right, GAZETTEER)
    assert found is not None
    assert (found.en, found.ar) == (english, arabic)
    assert shared(right, left, GAZETTEER) == found


def test_an_origin_without_any_name_is_called_by_its_id() -> None:
    outlet = (UnlistedEntity("h1", "إذاعة النخيل", "MediaOutlet"),)
    named, nameless = report("a", "h1", unlisted=outlet), report("b", "h1")
    assert shared(named, nameless, GAZETTEER) == shared(nameless, named, GAZETTEER)
    assert (found := shared(nameless, nameless, GAZETTEER)) and found.en == "both tell what h1 says"


def test_meetings_and_statements_have_no_origins() -> None:
    found = linked("رويترز: هز انفجار سوقا شعبية.")
    meeting = replace(reports(found, GAZETTEER)[0], kind="Meeting")
    assert with_origins(found, (meeting,), GAZETTEER) == (meeting,)


# In the store

FIRST = {"id": "أول", "text": "بغداد - رويترز: أوقع انفجار في بغداد 12 قتيلا صباح الثلاثاء قرب السوق القديمة.", "published": "2024-03-05"}
SECOND = {"id": "ثان", "text": "سقط 12 قتيلا في انفجار هز بغداد، بحسب رويترز.", "published": "2024-03-05"}
THIRD = {"id": "ثالث", "text": "شهدت بغداد صباح أمس الأول انفجارا خلف 12 قتيلا ودمارا واسعا.", "published": "2024-03-05"}
COPY = {"id": "رابع", "text": "شهدت بغداد صباح أمس الأول انفجارا خلف 12 قتيلا ودمارا واسعا في المنازل.", "published": "2024-03-05"}
ALL = (FIRST, SECOND, THIRD, COPY)


def read_into(folder: Path, articles: Sequence[dict[str, str]]) -> None:
    given = folder.parent / f"{folder.name}.jsonl"
    given.write_text("".join(json.dumps(article, ensure_ascii=False) + "\n" for article in articles), "utf-8")
    how = {"extractor": BlastReader(), "report": lambda error: pytest.fail(str(error)), "progress": lambda progress: None}
    build([given], Settings(store=folder), BuildOptions(), **how)  # type: ignore[arg-type]


def counted(folder: Path) -> dict[str, tuple[int, int]]:
    """Reports and independent sources of each incident."""
    store = StoreFolder(folder).snapshot()
    summary = Instances().graph("summary")
    nodes = [quad.subject for quad in store.quads_for_pattern(None, kg("reports"), None, summary)]
    return {node.value: sources(store, Instances(), node.value) for node in nodes if isinstance(node, NamedNode)}


def lines(folder: Path) -> list[str]:
    return sorted(map(str, StoreFolder(folder).snapshot()))


def test_the_graph_counts_origins_and_matches_say_which_are_one(tmp_path: Path) -> None:
    read_into(tmp_path / "s", ALL)
    ((node, found),) = counted(tmp_path / "s").items()
    assert found == (4, 2)
    reasons = [each.reason_en for each in explain(StoreFolder(tmp_path / "s").snapshot(), Instances(), node)]
    assert sorted(reason.partition("one origin: ")[2] for reason in reasons if "one origin" in reason) == [
        "both credit Reuters",
        "copies of one text (100% of the shorter article)",
    ]


def test_articles_that_come_one_by_one_and_go_leave_the_graph_of_a_fresh_build(tmp_path: Path) -> None:
    for article in (COPY, SECOND, THIRD, FIRST):
        read_into(tmp_path / "grown", [article])
    read_into(tmp_path / "fresh", ALL)
    assert lines(tmp_path / "grown") == lines(tmp_path / "fresh")
    remove(["ثان"], Settings(store=tmp_path / "grown"))
    read_into(tmp_path / "fewer", [FIRST, THIRD, COPY])
    assert lines(tmp_path / "grown") == lines(tmp_path / "fewer")
    assert set(counted(tmp_path / "grown").values()) == {(3, 2)}
