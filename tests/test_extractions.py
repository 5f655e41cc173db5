"""The extractions: what was read, what follows from it, and what the graph does not show yet."""

import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from kg.errors import StoreError
from kg.extractions import Derived, Extractions, Known, Totals, article_key, fingerprint
from kg.identity import reader_id
from kg.model import (
    Article,
    Decision,
    Event,
    Extraction,
    Fact,
    Figure,
    Match,
    Mention,
    MentionType,
    Named,
    Naming,
    Reader,
    Report,
    Span,
    Value,
    ValueType,
)

ARTICLE = Article("خبر", "انفجار في بغداد أسفر عن 12 قتيلا.", "انفجار في بغداد", "ab12", issued="2024-03-05")
KILLED = Fact(
    "killed", Value(ValueType.NUMBER, 12), Span(0, 33), 0.75, attribution=Span(0, 6), figure=Figure("Exactly", "Whole", Span(27, 32))
)
READ = Extraction(
    Reader("test", "1"),
    mentions=(Mention(Span(10, 15), "Settlement", 0.9, MentionType.NAME),),
    events=(Event("Bombing", (Span(0, 6),), (KILLED, Fact("place", Value(ValueType.MENTION, 0), Span(0, 33), 0.8))),),
)


@pytest.fixture
def extractions(tmp_path: Path) -> Iterator[Extractions]:
    with Extractions(tmp_path / "extractions.sqlite") as opened:
        yield opened


def report(identifier: str, article: str = "خبر") -> Report:
    return Report(identifier, article, "2024-03-05", None, "Bombing", "Occurred", places=("Q1530",))


def derived(article: str, *reports: Report, block: str = "2024-03-05 Q1530") -> Derived:
    namings = (Naming(article, "Q1530", "بغداد", "Settlement", 1),)
    blocks = tuple(frozenset({block}) for _ in reports)
    return Derived(article, frozenset({"Q1530"}), frozenset({"Q796"}), namings, reports, ("Incident",) * len(reports), blocks)


def test_an_article_comes_back_as_it_was_read(extractions: Extractions) -> None:
    extractions.write(ARTICLE, READ)
    assert extractions.read("خبر") == (ARTICLE, READ)


def test_what_is_not_there_is_none(extractions: Extractions) -> None:
    assert extractions.read("غير موجود") is None
    assert extractions.known("غير موجود") is None
    assert extractions.match("a", "b") is None


def test_an_article_is_known_by_what_was_given_and_who_read_it(extractions: Extractions) -> None:
    extractions.write(ARTICLE, READ)
    assert extractions.known("خبر") == Known(fingerprint(ARTICLE), reader_id("test", "1", ""))


def test_every_field_of_an_article_is_in_its_fingerprint() -> None:
    others = [replace(ARTICLE, **{name: "2024-03-06"}) for name in ("text", "title", "issued", "publisher", "url", "retrieved", "archived")]
    assert len({fingerprint(article) for article in [ARTICLE, *others]}) == 8


def test_two_spellings_of_one_identifier_are_one_article() -> None:
    assert article_key("أخبار") == article_key("ا\u0654خبار")


def test_a_transaction_leaves_nothing_when_something_is_raised(extractions: Extractions) -> None:
    with pytest.raises(KeyboardInterrupt), extractions.transaction():
        extractions.write(ARTICLE, READ)
        raise KeyboardInterrupt
    assert extractions.known("خبر") is None


def test_what_is_written_is_there_when_the_file_is_opened_again(tmp_path: Path) -> None:
    with Extractions(tmp_path / "x.sqlite") as first:
        first.write(ARTICLE, READ)
    with Extractions(tmp_path / "x.sqlite") as second:
        assert second.read("خبر") == (ARTICLE, READ)


def test_a_file_that_is_no_database_is_reported_with_a_remedy(tmp_path: Path) -> None:
    (tmp_path / "x.sqlite").write_text("ليس قاعدة بيانات " * 100)
    with pytest.raises(StoreError, match="move it away and build again"):
        Extractions(tmp_path / "x.sqlite")


def test_a_file_of_another_version_is_refused(tmp_path: Path) -> None:
    with Extractions(tmp_path / "x.sqlite") as opened:
        opened.set_meta("format", "999")
    with pytest.raises(StoreError, match="format 999"):
        Extractions(tmp_path / "x.sqlite")


def test_a_file_that_is_refused_is_let_go_of(tmp_path: Path) -> None:
    with Extractions(tmp_path / "x.sqlite") as opened:
        opened.set_meta("format", "999")
    with pytest.raises(StoreError):
        Extractions(tmp_path / "x.sqlite")
    assert not list(tmp_path.glob("x.sqlite-*"))  # SQLite's own files beside it go with the last connection


def test_articles_read_by_another_reader_are_found(extractions: Extractions) -> None:
    extractions.write(ARTICLE, READ)
    assert extractions.read_otherwise(reader_id("test", "1", "")) == ()
    assert extractions.read_otherwise(reader_id("test", "1", "another gazetteer")) == ("خبر",)


def test_the_footprint_of_an_article_is_its_reports_and_what_it_names_and_what_contains_that(extractions: Extractions) -> None:
    extractions.write(ARTICLE, READ)
    extractions.write_derived(derived("خبر", report("r1")), "d1")
    footprint = extractions.footprint(["خبر"])
    assert footprint.nodes == {"r1": "r1"}
    assert footprint.entities == {"Q1530", "Q796"}
    assert extractions.named("Q1530") == Named(1, {"بغداد": 1}, {"بغداد": 1}, {"Settlement": 1})


def test_how_an_entity_is_named_is_counted_by_article(extractions: Extractions) -> None:
    def named(article: str, *names: str, kind: str = "Person") -> Derived:
        namings = tuple(Naming(article, "h1", name, kind, 3) for name in names)
        return Derived(article, frozenset({"h1"}), frozenset(), namings, (), (), ())

    extractions.write_derived(named("خبر", "سليم", "سليم الحداد"), "d1")
    extractions.write_derived(named("آخر", "سليم", kind="Politician"), "d1")
    assert extractions.named("h1") == Named(2, {"سليم": 2, "سليم الحداد": 1}, {"سليم": 1, "سليم الحداد": 1}, {"Person": 1, "Politician": 1})
    extractions.forget_derived(["خبر"])
    assert extractions.named("h1") == Named(1, {"سليم": 1}, {"سليم": 1}, {"Politician": 1})
    extractions.forget_derived(["آخر", "لم يُقرأ"])
    assert extractions.named("h1") == Named()


def test_the_derived_rows_of_an_older_format_are_made_anew(tmp_path: Path) -> None:
    with Extractions(tmp_path / "x.sqlite") as opened:
        opened.write(ARTICLE, READ)
        opened.write_derived(derived("خبر", report("r1")), "d1")
    with closing(sqlite3.connect(tmp_path / "x.sqlite")) as database:
        database.executescript("DROP TABLE tally; DROP TABLE node; DROP INDEX article_counts; ALTER TABLE article DROP COLUMN mentions;")
        database.executescript("UPDATE meta SET value = '2' WHERE key = 'format';")
    with Extractions(tmp_path / "x.sqlite") as opened:
        assert opened.read("خبر") == (ARTICLE, READ)
        assert opened.derived_otherwise("d1", 9) == ("خبر",)
        assert (opened.nodes_of("خبر"), opened.is_present("Q1530"), opened.named("Q1530")) == ({}, False, Named())


def test_the_reports_of_an_article_keep_their_order(extractions: Extractions) -> None:
    extractions.write_derived(derived("خبر", report("r2"), report("r1")), "d1")
    assert [report.id for report in extractions.reports_in("خبر")] == ["r2", "r1"]


def test_derived_rows_go_with_their_article_only(extractions: Extractions) -> None:
    extractions.write_derived(derived("خبر", report("r1")), "d1")
    extractions.write_derived(derived("آخر", report("r2", "آخر")), "d1")
    extractions.forget_derived(["خبر"])
    assert extractions.nodes_of("خبر") == {}
    assert extractions.nodes_of("آخر") == {"r2": "r2"}
    assert extractions.is_present("Q1530")
    extractions.forget_derived(["آخر"])
    assert not extractions.is_present("Q1530")


def test_articles_derived_in_another_way_are_found(extractions: Extractions) -> None:
    extractions.write(ARTICLE, READ)
    assert extractions.derived_otherwise("d1", 10) == ("خبر",)
    extractions.write_derived(derived("خبر"), "d1")
    assert extractions.derived_otherwise("d1", 10) == ()
    assert extractions.derived_otherwise("d2", 10) == ("خبر",)


def test_an_article_may_have_to_be_derived_in_a_way_of_its_own(extractions: Extractions) -> None:
    extractions.write(ARTICLE, READ)
    extractions.write_derived(derived("خبر"), "d1")
    assert extractions.derived_otherwise("d1", 10, {"خبر": "own"}) == ("خبر",)
    assert extractions.derived_otherwise("d1", 10, {"آخر": "own"}) == ()
    extractions.forget_derived(["خبر"])
    extractions.write_derived(derived("خبر"), "own")
    assert extractions.derived_otherwise("d1", 10, {"خبر": "own"}) == ()
    assert extractions.derived_otherwise("d1", 10) == ("خبر",)


def test_decisions_that_could_not_be_followed_are_kept_as_long_as_their_article(extractions: Extractions) -> None:
    extractions.write_derived(replace(derived("خبر"), unmet=(("d", "gone"),)), "d1")
    assert extractions.unmet() == {"d": "gone"}
    extractions.forget_derived(["خبر"])
    assert extractions.unmet() == {}


def test_reports_are_found_by_the_beginning_of_a_key(extractions: Extractions) -> None:
    extractions.write_derived(derived("أ", report("r1", "أ"), block="decision|x"), "d1")
    extractions.write_derived(derived("ب", report("r2", "ب"), block="decision|x"), "d1")
    extractions.write_derived(derived("ج", report("r3", "ج"), block="decisive"), "d1")
    assert extractions.sharing("decision|") == {"decision|x": ["r1", "r2"]}
    assert extractions.reports_with("decision|x") == ("r1", "r2")


def test_only_reports_that_share_a_block_are_compared(extractions: Extractions) -> None:
    extractions.write_derived(derived("أ", report("r1", "أ"), report("r2", "أ")), "d1")
    extractions.write_derived(derived("ب", report("r3", "ب"), block="2025-01-01 Q1530"), "d1")
    assert extractions.sharing_a_block("r1") == ("r2",)
    assert extractions.sharing_a_block("r3") == ()


def test_a_match_is_found_from_both_of_its_reports(extractions: Extractions) -> None:
    match = Match("r1", "r2", 0.875, Decision.SAME, "اليوم والمكان", "day and place")
    extractions.write_match(match, same=True)
    assert extractions.match("r1", "r2") == match
    assert (extractions.same_as("r1"), extractions.same_as("r2")) == (("r2",), ("r1",))
    assert extractions.matches_of("r2") == (("r1", "r2"),)
    extractions.delete_match("r1", "r2")
    assert extractions.same_as("r1") == ()


def test_near_reports_are_not_the_same(extractions: Extractions) -> None:
    extractions.write_match(Match("r1", "r2", 0.4, Decision.NEAR, "المكان", "place"), same=False)
    assert extractions.same_as("r1") == ()
    assert extractions.matches_of("r1") == (("r1", "r2"),)


def test_what_the_graphs_of_articles_have_is_added_up(extractions: Extractions) -> None:
    assert extractions.totals() == Totals(0, 0, 0)
    extractions.write(ARTICLE, READ)
    extractions.set_counts([("خبر", 7, 9)])
    assert extractions.totals() == Totals(articles=1, mentions=9, claims=7)


def test_nodes_are_counted_by_class_while_an_article_names_them(extractions: Extractions) -> None:
    extractions.set_kinds([("entity", "Q1530", "Settlement"), ("event", "r1", "Bombing"), ("event", "r2", "Bombing")])
    extractions.set_kinds([("event", "r2", None), ("entity", "Q1530", "Region"), ("entity", "Q2", None)])
    assert extractions.kinds() == {"Region": 1, "Bombing": 1}


def test_what_is_pending_stays_so_until_it_is_cleared(extractions: Extractions) -> None:
    extractions.mark("event", ["r2", "r1", "r1"])
    assert extractions.pending("event", 10) == ("r1", "r2")
    assert extractions.pending("event", 1) == ("r1",)
    extractions.clear("event", ["r1"])
    assert extractions.pending("event", 10) == ("r2",)
    assert extractions.pending("article", 10) == ()


def test_everything_is_pending_when_the_graph_was_lost(extractions: Extractions) -> None:
    extractions.write(ARTICLE, READ)
    extractions.write_derived(derived("خبر", report("r1")), "d1")
    extractions.write_match(Match("r1", "r2", 0.4, Decision.NEAR, "", ""), same=False)
    extractions.mark_all()
    found = {sort: extractions.pending(sort, 10) for sort in ("article", "event", "entity", "match")}
    assert found == {"article": ("خبر",), "event": ("r1",), "entity": ("Q1530", "Q796"), "match": ("r1 r2",)}
    assert len(extractions.pending("reader", 10)) == 1


def test_who_only_reads_does_not_wait_for_who_writes(extractions: Extractions, tmp_path: Path) -> None:
    with extractions.transaction():
        extractions.write(ARTICLE, READ)
        began = time.monotonic()
        with Extractions(tmp_path / "extractions.sqlite") as other:
            assert other.known("خبر") is None
        assert time.monotonic() - began < 4  # SQLite waits for five


def test_a_file_that_cannot_be_written_is_a_store_error(extractions: Extractions, tmp_path: Path) -> None:
    other = sqlite3.connect(tmp_path / "extractions.sqlite", isolation_level=None)
    other.execute("PRAGMA busy_timeout = 0")
    other.execute("BEGIN EXCLUSIVE")
    extractions._database.execute("PRAGMA busy_timeout = 0")
    with pytest.raises(StoreError, match="run the same command again"), extractions.transaction():
        pass
    other.close()
