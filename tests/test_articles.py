import gzip
import io
import json
import lzma
import os
import random
import tracemalloc
from collections.abc import Iterable, Iterator
from pathlib import Path

import pyoxigraph
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.articles import Tally, read, size
from kg.articles.faults import Fault
from kg.articles.files import BARREN, LIMIT
from kg.articles.records import metadata
from kg.errors import ArticleError
from kg.model import Article

TEXT = "انفجار قرب السوق\n\nقُتل شخصان في انفجار وقع قرب سوق المدينة."
PAGE = """<!DOCTYPE html>
<html lang="ar" dir="rtl"><head><meta charset="utf-8"><title>انفجار قرب الميناء | وكالة الساحل</title>
<meta property="og:title" content="انفجار قرب الميناء"><meta property="og:site_name" content="وكالة الساحل">
<meta property="article:published_time" content="2023-11-05T09:30:00+03:00">
<link rel="canonical" href="https://sahel.example/news/17"></head>
<body><nav><ul><li><a href="/">الرئيسية</a></li><li><a href="/sport">الرياضة</a></li></ul></nav>
<main><article><h1>انفجار قرب الميناء</h1>
<p>قُتل ثلاثة جنود وأصيب خمسة آخرون في انفجار عبوة ناسفة قرب الميناء، بحسب ما أعلنت <b>الشرطة</b> في بيان لها.</p>
<p>وقال المتحدث باسم الشرطة إن قوات الأمن طوقت المكان، وإن أحدا لم يعلن مسؤوليته عن الهجوم حتى الآن.</p></article></main>
<aside><h3>الأكثر قراءة</h3><a href="/1">أسعار النفط ترتفع</a></aside>
<footer>جميع الحقوق محفوظة © 2024</footer></body></html>"""


class Reading:
    """All that came of reading `paths`."""

    def __init__(self, *paths: Path | str, stdin: bytes = b"") -> None:
        self.errors: list[ArticleError] = []
        self.tally = Tally()
        self.articles = list(read(paths, report=self.errors.append, stdin=io.BytesIO(stdin), tally=self.tally))

    @property
    def ids(self) -> list[str]:
        return [article.id for article in self.articles]


def line(**fields: object) -> bytes:
    return json.dumps(fields, ensure_ascii=False).encode() + b"\n"


def only(reading: Reading) -> Article:
    assert not reading.errors
    (article,) = reading.articles
    return article


def write(path: Path, content: str | bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


# Text


def test_a_text_file_is_named_by_its_stem_and_titled_by_its_first_line(tmp_path: Path) -> None:
    article = only(Reading(write(tmp_path / "خبر.v2.txt", "\n \n" + TEXT)))
    assert (article.id, article.title, article.text) == ("خبر.v2", "انفجار قرب السوق", "\n \n" + TEXT)
    assert (article.issued, article.publisher, article.url) == (None, None, None)


def test_line_ends_and_unicode_forms_stay_as_given(tmp_path: Path) -> None:
    text = "أنباء\r\nعن هدنة\rأ\u2028ا\u0654\n"  # the last word holds alef and hamza apart
    assert only(Reading(write(tmp_path / "a.txt", text))).text == text


def test_a_byte_order_mark_is_no_part_of_the_text(tmp_path: Path) -> None:
    assert only(Reading(write(tmp_path / "a.txt", b"\xef\xbb\xbf" + TEXT.encode()))).text == TEXT


def test_the_hash_is_that_of_the_decompressed_bytes(tmp_path: Path) -> None:
    plain = only(Reading(write(tmp_path / "a.txt", TEXT)))
    packed = only(Reading(write(tmp_path / "b" / "a.txt.gz", gzip.compress(TEXT.encode()))))
    assert plain == packed


def test_a_sidecar_gives_metadata_and_identifier(tmp_path: Path) -> None:
    path = write(tmp_path / "a.txt", TEXT)
    fields = {
        "id": 17,
        "title": "عنوان",
        "published": "2024-02-03T23:10:00Z",
        "publisher": " وكالة ",
        "url": "https://x.example/خبر",
        "archived": "",
    }
    write(tmp_path / "a.meta.json", line(**fields))
    article = only(Reading(path))
    assert (article.id, article.title, article.issued, article.publisher) == ("17", "عنوان", "2024-02-03", "وكالة")
    assert (article.url, article.archived) == ("https://x.example/خبر", None)


def test_fields_that_nobody_reads_are_counted(tmp_path: Path) -> None:
    write(
        tmp_path / "a.jsonl", line(id="أول", text=TEXT, date="2024-02-03", tags=[]) + line(id="ثان", text=TEXT, date="2024-02-04", url="")
    )
    write(tmp_path / "b.txt", TEXT)
    write(tmp_path / "b.meta.json", line(author="سلمى"))
    assert Reading(tmp_path).tally.unread == {"date": 2, "author": 1}


def test_an_input_with_a_new_field_in_each_line_takes_no_more_memory_for_that(tmp_path: Path) -> None:
    path = write(tmp_path / "a.jsonl", b"".join(line(id=number, text=TEXT, **{f"field{number}": 1}) for number in range(200)))
    assert len(Reading(path).tally.unread) == 100


def test_a_faulty_sidecar_is_reported_in_its_own_name(tmp_path: Path) -> None:
    path = write(tmp_path / "a.txt", TEXT)
    write(tmp_path / "a.meta.json", '{\n "published": }')
    (error,) = Reading(path).errors
    assert error.path.endswith("a.meta.json")
    assert "line 2, column 15" in error.problem


def test_a_name_too_long_to_have_a_sidecar_is_read(tmp_path: Path) -> None:
    assert only(Reading(write(tmp_path / f"{'a' * 251}.txt", TEXT))).text == TEXT


# HTML


def test_a_page_gives_title_body_day_publisher_and_address(tmp_path: Path) -> None:
    article = only(Reading(write(tmp_path / "17.html", PAGE)))
    assert (article.id, article.title, article.issued) == ("17", "انفجار قرب الميناء", "2023-11-05")
    assert (article.publisher, article.url) == ("وكالة الساحل", "https://sahel.example/news/17")
    assert article.text.splitlines()[0] == article.title
    assert article.text.count(article.title) == 1
    assert "أعلنت الشرطة في بيان لها." in article.text
    assert not any(word in article.text for word in ("الرياضة", "النفط", "الحقوق"))


def test_a_title_that_the_body_lacks_is_put_before_it(tmp_path: Path) -> None:
    page = PAGE.replace("<h1>انفجار قرب الميناء</h1>", "")
    assert only(Reading(write(tmp_path / "a.htm", page))).text.startswith("انفجار قرب الميناء\nقُتل ثلاثة")


def test_the_sidecar_of_a_page_wins_over_the_page(tmp_path: Path) -> None:
    path = write(tmp_path / "a.html.xz", lzma.compress(PAGE.encode()))
    write(tmp_path / "a.meta.json", line(published="2023-11-06"))
    article = only(Reading(path))
    assert (article.issued, article.publisher) == ("2023-11-06", "وكالة الساحل")


def test_a_page_without_a_date_gets_none_from_its_footer(tmp_path: Path) -> None:
    page = PAGE.replace("2023-11-05T09:30:00+03:00", "")
    assert only(Reading(write(tmp_path / "a.html", page))).issued is None


def test_a_page_dated_in_the_future_reads_the_same_today(tmp_path: Path) -> None:
    page = PAGE.replace("2023-11-05T", "2123-11-05T")
    assert only(Reading(write(tmp_path / "a.html", page))).issued == "2123-11-05"


def test_an_address_in_a_page_that_is_none_is_left_out(tmp_path: Path) -> None:
    page = PAGE.replace("https://sahel.example/news/17", "https://sahel.example/a%zz")
    assert only(Reading(write(tmp_path / "a.html", page))).url is None


def test_a_page_in_a_declared_arabic_charset_is_read(tmp_path: Path) -> None:
    page = PAGE.replace('charset="utf-8"', 'charset="windows-1256"')
    assert "قوات الأمن" in only(Reading(write(tmp_path / "a.html", page.encode("windows-1256")))).text


def test_reading_pages_is_quiet_and_gives_the_same_each_time(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    write(tmp_path / "a.html", PAGE)
    write(tmp_path / "b.html", "<html></html>")
    write(tmp_path / "c.html", "<div>" * 100_000 + "خبر")
    first, second = Reading(tmp_path), Reading(tmp_path)
    assert first.articles == second.articles
    assert first.errors == second.errors
    assert capfd.readouterr() == ("", "")


# JSON lines


def test_a_record_gives_its_fields(tmp_path: Path) -> None:
    fields = {
        "published": "2024-05-06",
        "publisher": "وكالة",
        "url": "http://x.example",
        "retrieved": "2024-05-07",
        "archived": "https://y.example/1",
    }
    article = only(Reading(write(tmp_path / "a.jsonl", line(id="م-1", text=TEXT, title="عنوان آخر ", other=[1], **fields))))
    assert (article.id, article.text, article.title, article.issued) == ("م-1", TEXT, "عنوان آخر ", "2024-05-06")
    assert (article.publisher, article.url) == ("وكالة", "http://x.example")
    assert (article.retrieved, article.archived) == ("2024-05-07", "https://y.example/1")


def test_a_record_without_a_title_has_its_first_line_for_one(tmp_path: Path) -> None:
    records = line(id=1, text=TEXT) + line(id=2, text=TEXT + ".", title=None)
    assert [article.title for article in Reading(write(tmp_path / "a.ndjson", records)).articles] == ["انفجار قرب السوق"] * 2


def test_the_hash_of_a_record_leaves_the_line_end_out(tmp_path: Path) -> None:
    record = line(id=1, text=TEXT)
    unix = only(Reading(write(tmp_path / "a.jsonl", record)))
    windows = only(Reading(write(tmp_path / "b.jsonl", record.strip() + b"\r\n\r\n")))
    assert unix == windows


def test_each_bad_line_is_reported_and_the_others_are_read(tmp_path: Path) -> None:
    lines = [line(id=1, text=TEXT), b"{broken\n", b"\n", line(id=2), line(id=3, text=TEXT)]
    reading = Reading(write(tmp_path / "a.jsonl", b"".join(lines)))
    assert reading.ids == ["1", "3"]
    assert [error.line for error in reading.errors] == [2, 4]


# Folders and standard input


def test_a_folder_is_read_whole_sorted_and_other_files_are_counted(tmp_path: Path) -> None:
    for name in ("b.txt", "a.TXT", "sub/c.txt"):
        write(tmp_path / name, TEXT)
    write(tmp_path / "a.meta.json", "{}")
    for name in ("note.md", "no-article.meta.json", "._a.txt", ".git/d.txt"):
        write(tmp_path / name, TEXT)
    (tmp_path / "linked").symlink_to(tmp_path)
    os.mkfifo(tmp_path / "pipe.txt")
    reading = Reading(tmp_path)
    assert (reading.ids, reading.errors) == (["a", "b", "c"], [])
    assert (reading.tally.files, reading.tally.ignored) == (3, 6)
    assert size([tmp_path]).files == 3


def test_a_pipe_in_the_place_of_metadata_keeps_nobody_waiting(tmp_path: Path) -> None:
    write(tmp_path / "a.txt", TEXT)
    os.mkfifo(tmp_path / "a.meta.json")
    (error,) = Reading(tmp_path).errors
    assert "a.meta.json: it is a pipe" in str(error)


def test_a_page_that_takes_too_long_is_told_of_and_left_out(tmp_path: Path) -> None:
    deep = write(tmp_path / "deep.html", f"<p>{TEXT}</p>" * 20_000)
    told: list[ArticleError] = []
    assert list(read([deep, write(tmp_path / "a.txt", TEXT)], report=told.append, seconds=0.05)) == [only(Reading(tmp_path / "a.txt"))]
    assert "deep.html: taking the page apart takes more than 0.05 seconds" in str(told[0])


def test_a_sidecar_that_the_shell_names_too_is_no_fault(tmp_path: Path) -> None:
    path, sidecar = write(tmp_path / "a.txt", TEXT), write(tmp_path / "a.meta.json", "{}")
    assert only(Reading(sidecar, path)).id == "a"


@pytest.mark.parametrize("before", ["", "\ufeff", " \n\n", "\ufeff\r\n"])
def test_standard_input_that_begins_with_a_brace_is_json_lines(before: str) -> None:
    reading = Reading("-", stdin=before.encode() + line(id=1, text=TEXT) + b"{\n")
    assert reading.ids == ["1"]
    (error,) = reading.errors
    assert (error.path, error.line) == ("-", 2 + before.count("\n"))


def test_any_other_standard_input_is_one_text() -> None:
    reading = Reading("-", stdin=TEXT.encode())
    assert (only(reading).id, only(reading).text) == ("stdin", TEXT)
    assert size(["-"]) is None


def test_standard_input_stays_open() -> None:
    stream = io.BytesIO(TEXT.encode())
    assert len(list(read(["-"], report=pytest.fail, stdin=stream))) == 1
    assert not stream.closed


# Two articles of one identifier


@pytest.mark.parametrize("ending", ["", ".gz", ".xz"])
def test_how_far_reading_is_goes_by_the_bytes_of_the_files(tmp_path: Path, ending: str) -> None:
    file, tally = tmp_path / f"news.jsonl{ending}", Tally()
    pack = {"": bytes, ".gz": gzip.compress, ".xz": lzma.compress}[ending]
    told = "".join(json.dumps({"id": str(n), "text": f"خبر {random.Random(n).random()} من بغداد"}) + "\n" for n in range(6_000))
    file.write_bytes(pack(told.encode()))
    positions = [tally.position() for _ in read([file], report=lambda error: pytest.fail(str(error)), tally=tally)]
    assert positions == sorted(positions)
    assert 0 < positions[3_000] < size([file]).bytes == file.stat().st_size == tally.position()
    assert size([file]).unpacked >= size([file]).bytes


def test_the_same_article_is_given_once_and_counted(tmp_path: Path) -> None:
    path = write(tmp_path / "1.txt", TEXT)
    records = write(tmp_path / "z.jsonl", line(id=1, text=TEXT) + line(text=TEXT, id="1"))
    reading = Reading(path, tmp_path, records)
    assert only(reading).id == "1"
    assert reading.tally.repeated == 5


def test_of_two_that_differ_the_first_is_kept_and_the_second_reported(tmp_path: Path) -> None:
    records = write(tmp_path / "a.jsonl", line(id="1", text=TEXT) + line(id="1", text=TEXT, published="2024-01-01"))
    reading = Reading(records)
    assert [article.issued for article in reading.articles] == [None]
    assert [(error.line, "differs" in error.problem) for error in reading.errors] == [(2, True)]


def test_two_unicode_forms_of_one_identifier_are_one(tmp_path: Path) -> None:
    records = write(tmp_path / "a.jsonl", line(id="أ", text=TEXT) + line(id="ا\u0654", text=TEXT))
    assert Reading(records).ids == ["أ"]
    assert len(Reading(records).errors) == 1


# Faults

TEXT_FAULTS = {
    "not UTF-8": (TEXT.encode("utf-16"), "not UTF-8"),
    "bytes cut": (TEXT.encode()[:-2], "not UTF-8"),
    "empty": (b"", "empty"),
    "blank": (b"\n \n", "empty"),
    "no Arabic": (b"An explosion near the market.", "no Arabic"),
    "Arabic digits only": ("٢٠٢٤؟ ".encode(), "no Arabic"),
    "NUL": (TEXT.encode() + b"\0", "NUL"),
    "too long": ("ا".encode() * (LIMIT // 2 + 1), "more than 5,000,000"),
    "a book": ("كلام ".encode() * 20_001, "100,005 characters, more than 100,000"),
}


@pytest.mark.parametrize(("content", "problem"), TEXT_FAULTS.values(), ids=TEXT_FAULTS)
def test_a_faulty_text_is_reported_and_the_next_is_read(tmp_path: Path, content: bytes, problem: str) -> None:
    path = write(tmp_path / "a.txt", content)
    reading = Reading(path, write(tmp_path / "b.txt", TEXT))
    assert reading.ids == ["b"]
    (error,) = reading.errors
    assert (error.path, error.line) == (str(path), None)
    assert problem in error.problem
    assert error.remedy


RECORD_FAULTS = {
    "not UTF-8": (b'{"id": "1", "text": "\xe1\xe2"}', "not UTF-8"),
    "a lone surrogate": (rb'{"id": "1", "text": "\u0628 \ud83d"}', "surrogate"),
    "a lone surrogate in the identifier": (rb'{"id": "\ud83d", "text": "\u0628"}', "surrogate"),
    "a NUL escape in the identifier": (rb'{"id": "\u0000", "text": "\u0628"}', "NUL"),
    "a NUL byte": (b'{"id": "1", "text": "\xd8\xa8\x00"}', "NUL bytes"),
    "broken": (b'{"id": "1", "text": "', "broken JSON at column 21"),
    "nested too deep": (b"[" * 200_000, "cannot be taken in"),
    "a number too long": (b'{"id": ' + b"1" * 5_000 + b"}", "cannot be taken in"),
    "not an object": (b'["id", "text"]', "not an object"),
    "no identifier": (line(text=TEXT), "'id' is missing"),
    "an empty identifier": (line(id=" ", text=TEXT), "the identifier is ' '"),
    "a dot": (line(id=".", text=TEXT), "the identifier is '.'"),
    "two dots": (line(id="..", text=TEXT), "the identifier is '..'"),
    "a long identifier": (line(id="ب" * 501, text=TEXT), "more than 500"),
    "true as identifier": (line(id=True, text=TEXT), "'id' is not a text"),
    "a fraction as identifier": (line(id=1.5, text=TEXT), "'id' is not a text"),
    "no text": (line(id="1"), "'text' is missing"),
    "a list as text": (line(id="1", text=[TEXT]), "'text' is not a text"),
    "an empty text": (line(id="1", text=" \n"), "the text is empty"),
    "no Arabic": (line(id="1", text="Hello"), "no Arabic"),
    "a number as date": (line(id="1", text=TEXT, published=20240101), "'published' is not a text"),
    "no such day": (line(id="1", text=TEXT, published="2024-02-30"), "'published' is no date"),
    "a year": (line(id="1", text=TEXT, published="2024"), "'published' is no date"),
    "a week": (line(id="1", text=TEXT, retrieved="2024-W05-1"), "'retrieved' is no date"),
    "no such hour": (line(id="1", text=TEXT, published="2024-02-03T25:00"), "'published' is no date"),
    "no address": (line(id="1", text=TEXT, url="x.example/1"), "'url' is no web address"),
    "a script as address": (line(id="1", text=TEXT, url="javascript:alert(1)"), "'url' is no web address"),
    "a space in an address": (line(id="1", text=TEXT, archived="https://x.example/a b"), "'archived' is no web address"),
}


@pytest.mark.parametrize(("content", "problem"), RECORD_FAULTS.values(), ids=RECORD_FAULTS)
def test_a_faulty_record_is_reported_with_its_line_and_the_next_is_read(tmp_path: Path, content: bytes, problem: str) -> None:
    path = write(tmp_path / "a.jsonl", b"\n" + content.rstrip(b"\n") + b"\n" + line(id="good", text=TEXT))
    reading = Reading(path)
    assert reading.ids == ["good"]
    (error,) = reading.errors
    assert (error.path, error.line) == (str(path), 2)
    assert problem in error.problem
    assert error.remedy


PAGE_FAULTS = {
    "empty": (b"", "no article"),
    "no article": (b"<html><body><nav></nav></body></html>", "no article"),
    "NUL": (PAGE.replace("ثلاثة", "\0").encode(), "NUL"),
    "not the charset it declares": (PAGE.encode("windows-1256"), "not UTF-8"),
    "a charset of no use": (PAGE.replace("utf-8", "rot13").encode("windows-1256"), "not UTF-8"),
    "no Arabic": (b"<html><body><article><p>An explosion near the market.</p><p>Two dead.</p></article></body></html>", "no Arabic"),
}


@pytest.mark.parametrize(("content", "problem"), PAGE_FAULTS.values(), ids=PAGE_FAULTS)
def test_a_faulty_page_is_reported(tmp_path: Path, content: bytes, problem: str) -> None:
    (error,) = Reading(write(tmp_path / "a.html", content)).errors
    assert problem in error.problem


@pytest.mark.parametrize("compress", [gzip.compress, lzma.compress])
def test_a_compressed_file_cut_short_gives_what_can_be_read(tmp_path: Path, compress) -> None:
    noise = "".join(chr(0x620 + number * number % 31) for number in range(200))
    packed = compress(b"".join(line(id=number, text=f"{noise}{number * 7919}") for number in range(5_000)))
    path = write(tmp_path / ("a.jsonl.gz" if compress is gzip.compress else "a.jsonl.xz"), packed[: len(packed) // 2])
    reading = Reading(path)
    (error,) = reading.errors
    assert "damaged or cut short" in error.problem
    assert error.line == len(reading.articles) + 1


@pytest.mark.parametrize("name", ["a.txt.gz", "a.txt.xz", "a.jsonl.gz", "a.html.xz"])
def test_what_is_not_compressed_though_it_is_named_so_is_reported(tmp_path: Path, name: str) -> None:
    (error,) = Reading(write(tmp_path / name, TEXT)).errors
    assert "damaged or cut short" in error.problem


def test_a_path_that_is_not_there_is_reported(tmp_path: Path) -> None:
    (error,) = Reading(tmp_path / "none.txt").errors
    assert "no such file" in error.problem


def test_a_path_that_no_system_takes_is_reported(tmp_path: Path) -> None:
    assert len(Reading("a\0.txt", "a" * 300, "\ud800.txt").errors) == 3


def test_a_link_to_nothing_in_a_folder_is_reported(tmp_path: Path) -> None:
    (tmp_path / "a.txt").symlink_to(tmp_path / "gone.txt")
    (error,) = Reading(tmp_path).errors
    assert error.path.endswith("a.txt")


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser may read everything")
def test_what_may_not_be_read_is_reported(tmp_path: Path) -> None:
    write(tmp_path / "a.txt", TEXT).chmod(0)
    write(tmp_path / "sub" / "b.txt", TEXT).parent.chmod(0)
    assert len(Reading(tmp_path).errors) == 2


def test_a_folder_without_articles_is_reported(tmp_path: Path) -> None:
    write(tmp_path / "note.md", TEXT)
    reading = Reading(tmp_path)
    (error,) = reading.errors
    assert (error.path, reading.tally.ignored) == (str(tmp_path), 1)


@pytest.mark.parametrize("name", ["a.pdf", "a", "a.gz"])
def test_a_file_of_an_unknown_kind_is_reported_where_it_is_named(tmp_path: Path, name: str) -> None:
    (error,) = Reading(write(tmp_path / name, TEXT)).errors
    assert ".jsonl" in error.remedy


@pytest.mark.parametrize("name", [".txt", "..txt", "...txt", ".txt.gz"])
def test_a_file_whose_stem_can_be_no_identifier_is_reported(tmp_path: Path, name: str) -> None:
    content = gzip.compress(TEXT.encode()) if name.endswith("gz") else TEXT
    (error,) = Reading(write(tmp_path / name, content)).errors
    assert "identifier" in error.problem


def test_a_file_name_that_is_not_utf8_is_reported_printably(tmp_path: Path) -> None:
    path = os.fsdecode(os.fsencode(tmp_path) + b"/\xe1.txt")
    try:
        write(Path(path), TEXT)
    except OSError:
        pytest.skip("this file system takes UTF-8 names only")
    (error,) = Reading(tmp_path).errors
    assert str(error).encode()


@pytest.mark.parametrize("content", [b"", b"\n\n"])
def test_json_lines_without_a_record_are_reported(tmp_path: Path, content: bytes) -> None:
    (error,) = Reading(write(tmp_path / "a.jsonl", content)).errors
    assert "empty" in error.problem


def test_a_report_that_raises_ends_the_reading(tmp_path: Path) -> None:
    def strict(error: ArticleError) -> None:
        raise error

    articles = read([write(tmp_path / "a.jsonl", line(id=1, text=TEXT) + b"{\n" + line(id=2, text=TEXT))], report=strict)
    assert next(articles).id == "1"
    with pytest.raises(ArticleError, match=r"a\.jsonl:2: broken JSON"):
        next(articles)


# Much


def peak_of(articles: Iterable[Article]) -> tuple[int, int]:
    """How many articles there are, and the most bytes held while they are read."""
    tracemalloc.start()
    try:
        number = sum(1 for _ in articles)
        return number, tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def gzipped(path: Path, parts: Iterator[bytes]) -> Path:
    with gzip.open(path, "wb", compresslevel=1) as stream:
        stream.writelines(parts)
    return path


def test_many_lines_are_never_held_together(tmp_path: Path) -> None:
    path = gzipped(tmp_path / "a.jsonl.gz", (line(id=number, text="خبر " * 1_000) for number in range(1_000)))
    number, peak = peak_of(read([path], report=pytest.fail))
    assert number == 1_000
    assert peak < 2_000_000  # of 7 MB


def test_a_line_of_50_megabytes_is_refused_without_being_held(tmp_path: Path) -> None:
    errors: list[ArticleError] = []
    huge = (b'{"id": 1, "text": "', *[b"x" * 1_000_000] * 50, b'"}\n')
    path = gzipped(tmp_path / "a.jsonl.gz", iter((*huge, line(id=2, text=TEXT))))
    number, peak = peak_of(read([path], report=errors.append))
    assert number == 1
    assert [(error.line, "more than 5,000,000 bytes" in error.problem) for error in errors] == [(1, True)]
    assert peak < 3 * LIMIT


@pytest.mark.parametrize("ending", [".gz", ".xz"])
@pytest.mark.parametrize("part", [b" ", b"\n"], ids=["a line without an end", "lines without an article"])
def test_a_file_that_goes_on_without_an_article_is_read_no_further(tmp_path: Path, ending: str, part: bytes) -> None:
    pack = {".gz": gzip.compress, ".xz": lzma.compress}[ending]
    endless = pack(part * 1_000_000) * (BARREN // 1_000_000 + 10)
    path = write(tmp_path / f"a.jsonl{ending}", pack(line(id=1, text=TEXT)) + endless + pack(b"\n" + line(id=2, text=TEXT)))
    reading = Reading(path, write(tmp_path / "b.jsonl", line(id=3, text=TEXT)))
    assert reading.ids == ["1", "3"]
    (error,) = reading.errors
    assert "more than 300,000,000 bytes, or 300,000 lines, without an article" in error.problem


# Whatever text

ARABIC_TEXTS = st.text(st.sampled_from("ابتثجحخدذأإآءئؤةىيلاهوپچگ \t\r\n\u2028\u00a0،؛؟«».ًٌٍَُِّْٰـ٣7\u200f\u200dab😀"), max_size=60).map(
    "ب".__add__
)


@settings(max_examples=60, deadline=None)
@given(text=ARABIC_TEXTS)
def test_every_text_stays_as_it_is_in_every_format(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    folder = tmp_path_factory.mktemp("texts")
    content, record = text.encode(), line(id="r", text=text)
    paths = [
        write(folder / "1.txt", content),
        write(folder / "2.txt.gz", gzip.compress(content)),
        write(folder / "3.txt.xz", lzma.compress(content)),
        write(folder / "4.jsonl", record),
        write(folder / "5.jsonl.gz", gzip.compress(record)),
        write(folder / "6.jsonl.xz", lzma.compress(json.dumps({"id": "r", "text": text}).encode())),  # ASCII, with escapes
    ]
    assert {only(Reading(path)).text for path in paths} == {text}


@given(st.text(st.sampled_from("abZ09-._~:/?#[]@!$&'()*+,;=% <>\"{}|\\^`خب\u200f\ue000\n"), max_size=20).map("https://x.example".__add__))
def test_every_address_that_is_taken_is_an_iri(address: str) -> None:
    try:
        taken = metadata({"url": address})
    except Fault:
        return
    pyoxigraph.NamedNode(taken["url"])


def test_a_nul_that_a_record_writes_as_an_escape_is_part_of_its_text(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_bytes(rb'{"id": "1", "text": "\u0628\u0000"}')
    assert [article.text for article in Reading(tmp_path).articles] == ["\u0628\0"]
