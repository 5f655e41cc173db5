"""Feeds: what is new in them is fetched once, within limits, and nothing that they say does harm."""

import gzip
import json
import logging
import socket
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from itertools import pairwise
from pathlib import Path
from threading import Event, Thread
from typing import Any

import pytest
from feeding import BODY, WHOLE, Handler, Site, item, page, rss, site
from test_build import WordReader

from kg.articles import read
from kg.errors import ArticleError, StoreError, UsageError
from kg.extractions import Extractions
from kg.feeds.addresses import Address, Refused, is_address, is_public
from kg.feeds.asking import Guest
from kg.feeds.entries import decoded, plain, read_feed
from kg.feeds.fetching import Answer, Fetcher
from kg.feeds.following import Feeds, addresses_in, opened
from kg.feeds.state import State
from kg.settings import Settings
from kg.store import StoreFolder

pytestmark = pytest.mark.web

Record = dict[str, Any]


@pytest.fixture
def news() -> Iterator[Site]:
    with site() as served:
        yield served


class Reader:
    """Reads feeds into a store's folder, as `kg build` does but for the build."""

    def __init__(self, store: Path, **settings: Any) -> None:
        self.settings = Settings(store=store, **{"feed_hosts": "127.0.0.1", "feed_pause": 0, "feed_time": 10, **settings})
        self.faults: list[str] = []

    def read(self, *addresses: str, is_built: bool = True) -> list[Record]:
        """What has arrived."""
        self.faults.clear()
        with opened(addresses, self.settings, lambda error: self.faults.append(str(error))) as feeds:
            assert feeds
            feeds.read_once()
            with feeds.arrived() as arrived:
                records = [json.loads(line) for path in arrived for line in path.read_text("utf-8").splitlines()]
                if is_built:
                    keep(arrived, self.settings.store)
        return records


def keep(arrived: Sequence[Path], store: Path, *, leave_out: str = "") -> None:
    """Writes articles into a store's extractions, as a build does, but for those with some words in them."""
    with Extractions(StoreFolder(store).extractions) as extractions, extractions.transaction():
        for article in read(arrived, report=raised):
            if not leave_out or leave_out not in article.text:
                extractions.write(article, WordReader()(article))


def raised(error: ArticleError) -> None:
    raise error


@pytest.fixture
def reader(tmp_path: Path) -> Reader:
    return Reader(tmp_path / "store")


# What is read


def test_a_feed_with_whole_texts_is_read_without_asking_for_pages(news: Site, reader: Reader) -> None:
    date = "<pubDate>Tue, 05 Mar 2024 01:30:00 +0300</pubDate>"
    news.pages["/feed"] = rss(item("g1", "انفجار في بغداد", news.url("/a"), WHOLE, further=date), title="جريدة")
    (record,) = reader.read(news.url("/feed"))
    assert news.paths() == ["/feed"]
    assert not reader.faults
    assert record["text"].startswith("انفجار في بغداد\n")
    assert record["text"].count(BODY.strip()) == 8
    told = {name: record[name] for name in ("title", "published", "publisher", "url", "retrieved")}
    today = datetime.now(UTC).date().isoformat()
    assert told == {
        "title": "انفجار في بغداد",
        "published": "2024-03-05",  # as the site has it: in London it was still the 4th
        "publisher": "جريدة",
        "url": news.url("/a"),
        "retrieved": today,
    }


def test_where_the_feed_has_only_a_summary_the_page_is_read(news: Site, reader: Reader) -> None:
    news.pages["/news/feed"] = rss(item("g1", "عنوان الخبر", "../a?x=1", summary="ملخص …"))
    news.pages["/a?x=1"] = page("عنوان الخبر")
    (record,) = reader.read(news.url("/news/feed"))
    assert news.paths() == ["/news/feed", "/a?x=1"]
    assert BODY.strip() in record["text"]
    assert "ملخص" not in record["text"]
    assert record["url"] == news.url("/a?x=1")


def test_where_the_page_has_no_article_what_the_feed_has_is_read(news: Site, reader: Reader) -> None:
    news.pages["/feed"] = rss(item("g1", link="/gone", summary=f"<p>{BODY}</p>"), item("g2", link="/empty", summary=f"<p>{BODY}</p>"))
    news.pages["/empty"] = "<html><body></body></html>"
    assert len(reader.read(news.url("/feed"))) == 2
    assert not reader.faults


ATOM = """<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom" xml:base="{base}"><title>أخبار</title>
<entry><id>tag:example.org,2024:1</id><title type="html">&lt;b&gt;انفجار&lt;/b&gt; في &amp;quot;بغداد&amp;quot;</title>
<link rel="alternate" href="a"/><updated>2024-03-05T23:30:00-05:00</updated>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">{body}</div></content></entry></feed>"""
RDF = """<?xml version="1.0"?><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="x"><title>أخبار</title></channel>
<item rdf:about="{base}a"><title>انفجار في "بغداد"</title><link>{base}a</link><description>ملخص</description>
<dc:date>2024-03-05T23:30:00-05:00</dc:date></item></rdf:RDF>"""


@pytest.mark.parametrize("form", [ATOM, RDF], ids=["Atom", "RSS 1.0"])
def test_other_forms_of_feeds_are_read_alike(news: Site, reader: Reader, form: str) -> None:
    news.pages["/feed"] = form.format(base=news.url("/news/"), body=WHOLE)
    news.pages["/news/a"] = page("انفجار")
    (record,) = reader.read(news.url("/feed"))
    assert record["title"] == 'انفجار في "بغداد"'
    assert record["url"] == news.url("/news/a")
    assert record["published"] == "2024-03-05"
    assert BODY.strip() in record["text"]


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("Tue, 05 Mar 2024 10:00:00 GMT", "2024-03-05"),
        ("5 Mar 2024 10:00 +0300", "2024-03-05"),
        ("Tue, 5 Mar 24 10:00:00 EST", "2024-03-05"),
        ("2024-03-05", "2024-03-05"),
        ("2024-03-05T10:00:00Z", "2024-03-05"),
        ("2024-03-05T10:00:00.123+03:00", "2024-03-05"),
        ("2024-03-05 10:00:00", "2024-03-05"),
        ("20240305", "2024-03-05"),
        ("2024-03-05T00:10:00+03:00", "2024-03-05"),
        ("Thu, 01 Jan 1970 00:00:00 GMT", None),
        ("Thu, 32 Foo 2024", None),
        ("أمس", None),
        ("9999999999999999", None),
        ("-1", None),
        ("Tue, 05 Mar 99999 10:00:00 GMT", None),
        ("", None),
    ],
)
def test_dates_are_read_in_all_their_forms(news: Site, reader: Reader, written: str, day: str | None) -> None:
    news.pages["/feed"] = rss(item(body=WHOLE, further=f"<pubDate>{written}</pubDate>"))
    (record,) = reader.read(news.url("/feed"))
    assert record.get("published") == day


@pytest.mark.parametrize("charset", ["windows-1256", "iso-8859-6", "utf-8", "utf-16", "utf-8-sig"])
@pytest.mark.parametrize("told", ["in the document", "in the header"])
def test_arabic_charsets_are_understood(news: Site, reader: Reader, charset: str, told: str) -> None:
    text = rss(item(title="خبر", link="/a", summary="ملخص")).replace("UTF-8", charset if told == "in the document" else "US-ASCII")
    kind = "application/xml" + (f"; charset={charset}" if told == "in the header" else "")
    html = page("خبر").replace("<meta charset=utf-8>", f"<meta charset={charset}>" if told == "in the document" else "")
    news.pages["/feed"] = lambda handler: handler.answer(text.encode(charset), Content_Type=kind)
    news.pages["/a"] = lambda handler: handler.answer(html.encode(charset), Content_Type=kind)
    (record,) = reader.read(news.url("/feed"))
    assert record["title"] == "خبر"
    assert BODY.strip() in record["text"]


@pytest.mark.parametrize("declared", ["utf-8", "us-ascii", "none such", "base64", "utf-7"])
def test_letters_are_not_guessed_at(news: Site, reader: Reader, declared: str) -> None:
    news.pages["/feed"] = rss(item(body=WHOLE)).replace("UTF-8", declared).encode("windows-1256")
    assert not reader.read(news.url("/feed"))
    assert "declares no charset that fits" in reader.faults[0]


@pytest.mark.parametrize(
    ("charset", "body"),
    [("cp037", "<rss>".encode("cp037")), ("unicode_escape", b"\xe9"), ("punycode", b"\0-" + b"a" * 300_000)],
    ids=["cp037", "unicode_escape", "punycode"],
)
def test_charsets_that_no_site_has_are_not_tried(charset: str, body: bytes) -> None:
    """Some of them take minutes for what a feed can bring; with a NUL in it, it is not taken for UTF-8."""
    began = time.process_time()
    with pytest.raises(Refused, match="declares no charset that fits"):
        decoded(Answer(Address.of("https://example.org/feed"), 200, {"content-type": f"text/xml; charset={charset}"}, body))
    assert time.process_time() - began < 1


# Each article once


def test_what_has_not_changed_is_not_fetched_again(news: Site, reader: Reader) -> None:
    def feed(handler: Handler) -> None:
        if handler.headers["If-None-Match"] == '"7"' and handler.headers["If-Modified-Since"] == "Tue, 05 Mar 2024 01:30:00 GMT":
            handler.answer("", 304)
        else:
            handler.answer(rss(item(link="/a")), ETag='"7"', Last_Modified="Tue, 05 Mar 2024 01:30:00 GMT")

    news.pages |= {"/feed": feed, "/a": page("خبر")}
    assert len(reader.read(news.url("/feed"))) == 1
    assert reader.read(news.url("/feed")) == []
    assert reader.read(news.url("/feed")) == []
    assert news.paths() == ["/feed", "/a", "/feed", "/feed"]


def test_of_a_feed_without_marks_only_what_is_new_or_changed_is_read(news: Site, reader: Reader) -> None:
    news.pages |= {"/feed": rss(item("1", "أول", "/1"), item("2", "ثان", "/2")), "/1": page("أول"), "/2": page("ثان"), "/3": page("ثالث")}
    first = reader.read(news.url("/feed"))
    news.pages["/feed"] = rss(item("3", "ثالث", "/3"), item("2", "ثان، مصحح", "/2"), item("1", "أول", "/1"))
    second = reader.read(news.url("/feed"))
    assert [record["title"] for record in second] == [next(r["title"] for r in second if r["id"] == each["id"]) for each in second]
    assert {record["title"] for record in second} == {"ثالث", "ثان، مصحح"}
    assert {r["id"] for r in second} & {r["id"] for r in first} == {next(r["id"] for r in first if r["title"] == "ثان")}


def test_an_article_keeps_its_name_whatever_else_changes(news: Site, reader: Reader) -> None:
    news.pages["/feed"] = rss(item("http://example.org/?p=1", "أول", "http://example.org/a", WHOLE))
    (before,) = reader.read(news.url("/feed"))
    news.pages["/feed"] = rss(item("https://example.org/?p=1", "عنوان آخر", "https://example.org/b", WHOLE))
    (after,) = reader.read(news.url("/feed"))
    assert before["id"] == after["id"]
    assert before["id"].startswith("127.0.0.1-")


def test_without_a_guid_the_link_is_the_name_and_without_that_the_title(news: Site, reader: Reader) -> None:
    news.pages["/feed"] = rss(item("", "أول", "/a", WHOLE), item("", "ثان", "", WHOLE), item("", "", "", WHOLE))
    assert len(reader.read(news.url("/feed"))) == 2
    assert "1 of its entries have no guid, link or title" in reader.faults[0]
    assert reader.read(news.url("/feed")) == []


def test_of_two_entries_with_one_guid_the_first_is_read_and_only_once(news: Site, reader: Reader) -> None:
    news.pages["/feed"] = rss(item("1", "أول", "", WHOLE), item("1", "ثان", "", WHOLE))
    assert [record["title"] for record in reader.read(news.url("/feed"))] == ["أول"]
    assert reader.read(news.url("/feed")) == []


def test_no_feed_changes_an_article_of_another(news: Site, reader: Reader) -> None:
    news.pages |= {"/a": rss(item("1", "أول", "", WHOLE)), "/b": rss(item("1", "ثان", "", WHOLE))}
    with site("127.0.0.2") as other:
        other.pages["/feed"] = rss(item("1", "ثالث", "", WHOLE))
        reader.settings = Settings(store=reader.settings.store, feed_hosts="127.0.0.1 127.0.0.2", feed_pause=0)
        (first,) = reader.read(news.url("/a"))
        assert reader.read(news.url("/b")) == []  # of one host: the feed that had it first keeps it
        (second,) = reader.read(other.url("/feed", "127.0.0.2"))
        assert first["id"] != second["id"]


def test_what_was_fetched_waits_until_it_was_built(news: Site, reader: Reader) -> None:
    news.pages["/feed"] = rss(item(body=WHOLE))
    (first,) = reader.read(news.url("/feed"), is_built=False)
    assert reader.read(news.url("/feed"), is_built=False) == [first]
    assert reader.read(news.url("/feed")) == [first]
    assert reader.read(news.url("/feed")) == []


def titles(arrived: Sequence[Path]) -> set[str]:
    return {json.loads(line)["title"] for path in arrived for line in path.read_text("utf-8").splitlines()}


def test_what_changes_while_it_is_built_is_built_again(news: Site, reader: Reader) -> None:
    news.pages["/feed"] = rss(item(body=WHOLE))
    with opened([news.url("/feed")], reader.settings, raised) as feeds:
        assert feeds
        feeds.read_once()
        with feeds.arrived() as arrived:
            news.pages["/feed"] = rss(item(title="آخر", body=WHOLE))
            feeds.read_once()
            keep(arrived, reader.settings.store)
        with feeds.arrived() as arrived:
            assert titles(arrived) == {"آخر"}


def test_what_a_build_leaves_out_goes_on_waiting_and_is_not_tried_at_once(news: Site, tmp_path: Path) -> None:
    news.pages["/feed"] = rss(item("1", "أول", "", WHOLE), item("2", "ثان", "", WHOLE))
    reader = Reader(tmp_path, feed_every=1)
    with opened([news.url("/feed")], reader.settings, raised) as feeds:
        assert feeds
        feeds.read_once()
        with feeds.arrived() as arrived:
            keep(arrived, tmp_path, leave_out="ثان")
        with feeds.arrived() as arrived:
            assert arrived == ()
        time.sleep(1.1)
        with feeds.arrived() as arrived:
            assert titles(arrived) == {"ثان"}
    assert [record["title"] for record in reader.read(news.url("/feed"))] == ["ثان"]  # by another process at once
    assert reader.read(news.url("/feed")) == []


def test_what_was_written_before_a_build_failed_waits_no_more_and_the_rest_is_tried_at_once(news: Site, reader: Reader) -> None:
    news.pages["/feed"] = rss(item("1", "أول", "", WHOLE), item("2", "ثان", "", WHOLE))
    with opened([news.url("/feed")], reader.settings, raised) as feeds:
        assert feeds
        feeds.read_once()
        with pytest.raises(StoreError), feeds.arrived() as arrived:
            keep(arrived, reader.settings.store, leave_out="ثان")
            raise StoreError("the disk is full")
        with feeds.arrived() as arrived:
            assert titles(arrived) == {"ثان"}
    assert list((reader.settings.store / "arrived").iterdir()) == []


def test_two_that_build_at_once_neither_take_nor_change_each_others_files(news: Site, reader: Reader) -> None:
    """Of what one has when the other ends, nothing is lost: not what the other had not, either."""
    news.pages["/feed"] = rss(item("1", "أول", "", WHOLE))
    store = reader.settings.store
    with opened([news.url("/feed")], reader.settings, raised) as ours:
        assert ours
        ours.read_once()
        with ours.arrived() as early:
            before = early[0].read_bytes()
            news.pages["/feed"] = rss(item("2", "ثان", "", WHOLE), item("1", "أول", "", WHOLE))
            with opened([news.url("/feed")], reader.settings, raised) as others:
                assert others
                others.read_once()
                with others.arrived() as late:
                    assert titles(late) == {"أول", "ثان"}
            assert early[0].read_bytes() == before
            keep(early, store)
        with ours.arrived() as rest:
            assert titles(rest) == {"ثان"}


def test_what_a_killed_process_left_is_removed(news: Site, reader: Reader) -> None:
    news.pages["/feed"] = rss(item(body=WHOLE))
    left = reader.settings.store / "arrived" / "left.jsonl"
    left.parent.mkdir(parents=True)
    left.write_text("{}", "utf-8")
    reader.read(news.url("/feed"))
    assert not left.exists()


def test_a_state_that_is_refused_leaves_the_one_before_waiting(news: Site, reader: Reader) -> None:
    news.pages["/feed"] = rss(item(body=WHOLE))
    (first,) = reader.read(news.url("/feed"), is_built=False)
    news.pages["/feed"] = rss(item(body=f"<p>{'خبر ' * 200_000}</p>"))
    assert reader.read(news.url("/feed"), is_built=False) == [first]
    assert len(reader.faults) == 1
    assert reader.read(news.url("/feed")) == [first]
    assert not reader.faults  # it is refused once
    assert reader.read(news.url("/feed")) == []


def test_a_feed_that_moves_to_https_keeps_its_entries_and_another_takes_what_it_could_not_read(
    news: Site, reader: Reader, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "kg.watch")
    news.pages |= {
        "/a": rss(item("1", "أول", "", WHOLE), item("2", "ثان", "/gone")),
        "/b": rss(item("1", "أول، مغير", "", WHOLE), item("2", "ثان", "", WHOLE)),
        "/gone": lambda handler: handler.answer("", 500),
    }
    (first,) = reader.read(news.url("/a"))
    assert [record["title"] for record in reader.read(news.url("/b"))] == ["ثان"]
    assert f"{news.url('/b')}: has 127.0.0.1-" in caplog.text
    assert f"{news.url('/b')}: 1 of its entries differ in {news.url('/a')}, which brought them first and keeps them" in caplog.text
    state = State(reader.settings.store)
    seen = state.seen(first["id"])
    assert seen
    state.keep(first["id"], seen.feed.replace("http:", "https:"), seen.digest, None)
    state.close()
    news.pages["/a"] = rss(item("1", "أول، مصحح", "", WHOLE))
    assert [record["title"] for record in reader.read(news.url("/a"))] == ["أول، مصحح"]


# Politeness


def test_robots_txt_is_heeded(news: Site, reader: Reader) -> None:
    news.pages |= {
        "/robots.txt": "User-agent: *\nDisallow: /closed/\n\nUser-agent: isnad\nDisallow: /*/print$",
        "/feed": rss(item("1", link="/closed/a"), item("2", link="/b/print", summary=f"<p>{BODY}</p>")),
        "/closed/a": page("خبر"),
    }
    assert len(reader.read(news.url("/feed"))) == 2  # the page of one, and of the other what the feed itself says
    assert "/b/print" not in news.paths()
    news.pages["/robots.txt"] = "User-agent: *\nDisallow: /"
    assert not reader.read(news.url("/feed"))
    assert "robots.txt there asks not to read it" in reader.faults[0]


def test_of_a_robots_txt_500_kibibytes_are_read_and_no_half_line(news: Site, reader: Reader) -> None:
    head = "User-agent: *\nDisallow: /closed\n"
    filler = "#" * (500 * 1024 - len(head) - len("\nDisallow: /")) + "\n"
    news.pages |= {"/robots.txt": f"{head}{filler}Disallow: /feed\n", "/feed": rss(item("1", body=WHOLE)), "/closed": rss()}
    assert len(reader.read(news.url("/feed"), news.url("/closed"))) == 1
    assert len(reader.faults) == 1
    assert f"{news.url('/closed')}: robots.txt" in reader.faults[0]


def test_the_rules_of_the_last_200_hosts_are_kept() -> None:
    with site("0.0.0.0") as every:  # each of them is this machine
        hosts = [f"127.0.1.{number}" for number in range(1, 202)]
        every.pages["/a"] = "a"
        guest = Guest(Fetcher(10, 1_000, frozenset(hosts)), 0, Event())
        for host in (*hosts, hosts[-1], hosts[0]):
            guest.get(Address.of(every.url("/a", host)))
        asked = [asked.headers["Host"].partition(":")[0] for asked in every.asked if asked.path == "/robots.txt"]
        assert asked == [*hosts, hosts[0]]


def test_where_robots_txt_does_not_answer_nothing_is_asked(news: Site, reader: Reader) -> None:
    news.pages |= {"/robots.txt": lambda handler: handler.answer("", 503), "/feed": rss(item(body=WHOLE))}
    assert not reader.read(news.url("/feed"))
    assert news.paths() == []
    assert "it answered 503" in reader.faults[0]


def test_a_host_is_asked_one_thing_at_a_time_with_pauses(news: Site, tmp_path: Path) -> None:
    def slow(handler: Handler) -> None:
        time.sleep(0.05)
        handler.answer(page("خبر"))

    feeds = [f"/feed{number}" for number in range(3)]
    for feed in feeds:
        news.pages[feed] = rss(item(feed, link=f"{feed}.html"))
        news.pages[f"{feed}.html"] = slow
    reader = Reader(tmp_path, feed_pause=0)
    assert len(reader.read(*map(news.url, feeds))) == 3
    assert news.most_at_once == 1
    news.asked.clear()
    news.pages["/robots.txt"] = "User-agent: *\nCrawl-delay: 0.3"
    reader.read(*map(news.url, feeds))
    assert min(later.at - earlier.at for earlier, later in pairwise(news.asked[1:])) > 0.29


def test_a_slow_host_keeps_no_other_waiting(news: Site, tmp_path: Path) -> None:
    released = Event()
    with site("127.0.0.2") as slow:
        slow.pages["/feed"] = lambda handler: (released.wait(10), handler.answer(rss(item("1", "بطيء", "", WHOLE))))[1]
        news.pages["/feed"] = rss(item(body=WHOLE))
        settings = Settings(store=tmp_path, feed_hosts="127.0.0.1 127.0.0.2", feed_pause=0)
        arrived = Event()
        with opened([slow.url("/feed", "127.0.0.2"), news.url("/feed")], settings, lambda _: None) as feeds:
            assert feeds
            feeds.follow(arrived.set)
            assert arrived.wait(5)
            with feeds.arrived() as paths:
                assert titles(paths) == {"انفجار في بغداد"}
            released.set()


@pytest.mark.parametrize("status", [429, 503])
@pytest.mark.parametrize("form", ["seconds", "time"])
def test_a_host_that_wants_to_be_left_alone_is(news: Site, reader: Reader, status: int, form: str) -> None:
    when = "120" if form == "seconds" else format_datetime(datetime.now(UTC) + timedelta(seconds=121), usegmt=True)
    news.pages |= {"/a": lambda handler: handler.answer("", status, Retry_After=when), "/b": rss(item(body=WHOLE))}
    assert not reader.read(news.url("/a"), news.url("/b"))
    assert news.paths() == ["/a"]
    assert "wants to be left alone for" in reader.faults[1]
    state = State(reader.settings.store)
    assert 100 < state.asked(news.url("/a")).due_in() <= 121
    state.close()


def test_a_feed_that_fails_is_asked_less_and_less_often(news: Site, reader: Reader) -> None:
    waits = []
    for _ in range(12):
        reader.read(news.url("/none"))
        state = State(reader.settings.store)
        waits.append(round(state.asked(news.url("/none")).wait))
        state.close()
    assert waits == sorted(waits)
    assert waits[0] == 900
    assert waits[-1] == 21_600
    news.pages["/none"] = rss(item(body=WHOLE))
    assert len(reader.read(news.url("/none"))) == 1


def test_a_page_that_does_not_answer_is_asked_for_again_and_at_last_what_the_feed_says_is_read(news: Site, reader: Reader) -> None:
    news.pages |= {
        "/feed": lambda handler: handler.answer(
            rss(item("1", link="/a", summary=f"<p>{BODY}</p>"), item("2", "ثان", "", WHOLE)), ETag='"1"'
        ),
        "/a": lambda handler: handler.answer("", 500),
    }
    assert [record["title"] for record in reader.read(news.url("/feed"))] == ["ثان"]
    assert reader.faults == [f"{news.url('/a')}: it answered 500; it is tried again later"]
    for _ in range(4):
        assert reader.read(news.url("/feed")) == []
    (record,) = reader.read(news.url("/feed"))
    assert record["text"].endswith(BODY.strip())
    assert news.paths().count("/a") == 6
    assert reader.read(news.url("/feed")) == []
    assert news.paths().count("/a") == 6


def test_a_host_that_does_not_answer_is_asked_for_one_page_only(news: Site, reader: Reader) -> None:
    news.pages["/feed"] = rss(*(item(str(number), link=f"/{number}") for number in range(5)))
    news.pages |= {f"/{number}": lambda handler: handler.answer("", 500) for number in range(5)}
    assert not reader.read(news.url("/feed"))
    assert len(news.paths()) == 2


# Limits


def test_a_slow_answer_is_given_up_in_time(news: Site, tmp_path: Path) -> None:
    def drip(handler: Handler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Length", "1000000")
        handler.end_headers()
        for _ in range(200):
            handler.wfile.write(b" ")
            time.sleep(0.05)

    def drip_headers(handler: Handler) -> None:
        handler.wfile.write(b"HTTP/1.1 200 OK\r\n")
        for number in range(200):
            handler.wfile.write(b"X-%d: y\r\n" % number)
            time.sleep(0.05)

    def never(_handler: Handler) -> None:
        time.sleep(10)

    reader = Reader(tmp_path, feed_time=1)
    for answer in (drip, drip_headers, never):
        news.pages["/feed"] = answer
        began = time.monotonic()
        assert not reader.read(news.url("/feed"))
        assert time.monotonic() - began < 3
        assert "it took longer than 1 seconds" in reader.faults[0]


def chunked(handler: Handler) -> None:
    handler.send_response(200)
    handler.send_header("Transfer-Encoding", "chunked")
    handler.end_headers()
    for _ in range(200):
        handler.wfile.write(b"10000\r\n" + b" " * 65536 + b"\r\n")


def raw(answer: bytes) -> Callable[[Handler], None]:
    """Answers so, and no more."""

    def give(handler: Handler) -> None:
        handler.wfile.write(answer)
        handler.connection.shutdown(socket.SHUT_RDWR)

    return give


BOMB = gzip.compress(b" " * 20_000_000)


@pytest.mark.parametrize(
    ("answer", "fault"),
    [
        (lambda handler: handler.answer(b" " * 2_000_000), "it has more than 1,048,576 bytes"),
        (chunked, "it has more than 1,048,576 bytes"),
        (lambda handler: handler.answer(BOMB, Content_Encoding="gzip"), "it has more than 1,048,576 bytes"),
        (lambda handler: handler.answer(BOMB[:500], Content_Encoding="gzip"), "it is packed, and cut short"),
        (lambda handler: handler.answer(b"no gzip", Content_Encoding="gzip"), "it is packed, and damaged"),
        (lambda handler: handler.answer(b"x", Content_Encoding="br"), "packed in a way that was not asked for"),
        (raw(b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\nshort"), "broke off"),
        (raw(b"what?\r\n\r\n"), "answers as no server should"),
        (raw(b"HTTP/1.1 200 OK\r\n" + b"x" * 70_000 + b"\r\n\r\n"), "answers as no server should"),
        (raw(b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 200 + b"\r\n"), "answers as no server should"),
        (lambda handler: handler.answer("", 204), "it answered 204"),
        (lambda handler: handler.answer("", 401), "it answered 401"),
        (lambda handler: handler.answer("", 500), "it answered 500"),
        (lambda handler: handler.answer("", 302), "without saying where to"),
        (lambda handler: handler.answer("", 302, Location="/feed"), "it redirects more than 5 times"),
        (lambda handler: handler.answer("", 302, Location="file:///etc/passwd"), "only http:// and https:// are asked"),
        (lambda handler: handler.answer("", 302, Location="gopher://127.0.0.1/"), "only http:// and https:// are asked"),
        (lambda handler: handler.answer("", 301, Location="http://localhost:1/"), "localhost is at"),
        (lambda handler: handler.answer("", 307, Location="http://[::1]:1/"), "::1 is at ::1, which is no public address"),
        (lambda handler: handler.answer("", 308, Location="http://169.254.169.254/latest/"), "which is no public address"),
        (lambda handler: handler.answer("", 302, Location="http://2130706434/"), "which is no public address"),
        (lambda handler: handler.answer("", 302, Location="http://[::ffff:10.0.0.1]/"), "which is no public address"),
        (lambda handler: handler.answer("", 302, Location="http://user:secret@127.0.0.1/"), "an address with a password"),
        ("<html><head><link rel=alternate type='application/rss+xml' href='/rss?a=1&amp;b=2'></head>", "its feed is at"),
        ("<html><body><p>Hello", "there is no feed of Atom or RSS here"),
        ('{"version": "https://jsonfeed.org/version/1.1", "items": []}', "there is no feed"),
        ("", "there is no feed"),
        (b"\x89PNG\r\n\x1a\n\0\0", "declares no charset that fits"),
    ],
)  # fmt: skip
def test_what_goes_wrong_is_told_and_harms_nothing(news: Site, tmp_path: Path, answer: Any, fault: str) -> None:
    reader = Reader(tmp_path, feed_size=1)
    news.pages["/feed"] = answer
    began = time.monotonic()
    assert reader.read(news.url("/feed")) == []
    assert len(reader.faults) == 1
    assert fault in reader.faults[0]
    assert "secret" not in reader.faults[0]
    assert time.monotonic() - began < 5
    news.pages["/feed"] = rss(item(body=WHOLE))
    assert len(reader.read(news.url("/feed"))) == 1


def test_what_is_not_public_is_not_asked_unless_it_is_allowed(news: Site, tmp_path: Path) -> None:
    news.pages |= {"/feed": rss(item(link=news.url("/a", "localhost"), summary=f"<p>{BODY}</p>")), "/a": page("خبر")}
    reader = Reader(tmp_path, feed_hosts="none")
    assert not reader.read(news.url("/feed"))
    assert "add --allow-host 127.0.0.1" in reader.faults[0]
    assert not news.asked
    (record,) = Reader(tmp_path).read(news.url("/feed"))
    assert "/a" not in news.paths()  # the link of a feed that is allowed is not
    assert record["text"].endswith(BODY.strip())


def test_a_name_that_means_another_address_later_gains_nothing(news: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """DNS rebinding: public when it is looked at, this machine when it is connected to."""
    asked = []

    def resolve(host: str, port: int, **_: object) -> list[tuple[Any, ...]]:
        asked.append(host)
        return [(2, 1, 6, "", ("93.184.215.14" if len(asked) == 1 else "127.0.0.1", port))]

    monkeypatch.setattr("kg.feeds.fetching.socket.getaddrinfo", resolve)
    monkeypatch.setattr("kg.feeds.fetching.socket.socket.connect", lambda *_: (_ for _ in ()).throw(OSError("no way there")))
    reader = Reader(tmp_path, feed_hosts="none")
    assert not reader.read(news.url("/feed", "rebinding.example"))
    assert asked == ["rebinding.example"]
    assert "no way there" in reader.faults[0]
    assert not news.asked


@pytest.mark.parametrize(
    ("numeric", "public"),
    [
        ("93.184.215.14", True), ("2606:2800:21f:cb07:6820:80da:af6b:8b2c", True), ("64:ff9b::5db8:d70e", True),
        ("127.0.0.1", False), ("10.1.2.3", False), ("172.16.0.1", False), ("192.168.1.1", False), ("169.254.169.254", False),
        ("100.64.0.1", False), ("0.0.0.0", False), ("224.0.0.1", False), ("255.255.255.255", False), ("240.0.0.1", False),
        ("::1", False), ("::", False), ("fe80::1%eth0", False), ("fc00::1", False), ("ff02::1", False), ("2001:db8::1", False),
        ("::ffff:127.0.0.1", False), ("::ffff:10.0.0.1", False), ("64:ff9b::7f00:1", False), ("2002:7f00:1::", False),
        ("::127.0.0.1", False), ("fec0::1", False),
    ],
)  # fmt: skip
def test_which_addresses_are_public(numeric: str, *, public: bool) -> None:
    assert is_public(numeric) == public


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("HTTP://Example.ORG.:80/a b?q=خبر#top", "http://example.org/a%20b?q=%D8%AE%D8%A8%D8%B1"),
        ("https://موقع.وزارة-الأتصالات.مصر/", "https://xn--4gbrim.xn----rmckbbajlc6dj7bxne2c.xn--wgbh1c/"),
        ("http://[::1]:8000", "http://[::1]:8000/"),
    ],
)
def test_addresses_are_brought_into_one_form(text: str, meant: str) -> None:
    assert str(Address.of(text)) == meant


@pytest.mark.parametrize(
    "text",
    ["ftp://example.org/", "file:///etc/passwd", "http://", "http:///x", "http://a b/", "http://x:99999/", "http://[::1/", "javascript:1",
     "http://u:p@example.org/", "http://example.org\r\nX:1/", "https://" + "a" * 300, "http://x/" + "a" * 5000, "data:,x", ""],
)  # fmt: skip
def test_other_addresses_are_refused(text: str) -> None:
    with pytest.raises(Refused):
        Address.of(text)


def test_what_looks_like_an_address() -> None:
    assert [text for text in ("http://x", "ftp://x", "news/", "C:/news", "a.txt", "-", "https://x") if is_address(text)] == [
        "http://x",
        "ftp://x",
        "https://x",
    ]


# Hostile feeds

HOSTILE = [
    '"; DROP GRAPH <x>; #', "} INSERT DATA { <a> <b> <c> } #", '<a> <b> """ . <c>', "<script>alert(1)</script>", "<b>نص</b>",
    "\u202eنص\u202c", "{{7*7}}",
    "../../../etc/passwd", "?x ?y ?z", "\\u0000", "&#0;&#1;", "%00%0a", "' OR 1=1 --",
]  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE)
def test_what_looks_like_code_is_a_text(news: Site, reader: Reader, text: str) -> None:
    news.pages["/feed"] = rss(item(text, f"انفجار {text}", text, f"<p>{text}</p>{WHOLE}"), title=text)
    for record in reader.read(news.url("/feed")):
        assert record["id"].removeprefix("127.0.0.1-").isalnum()
        assert "<script" not in record["title"] + record["publisher"]
        assert BODY.strip() in record["text"]
    assert bool(reader.faults) == (text == "&#0;&#1;")  # no letters at all: the page reader takes nothing of it


@pytest.mark.parametrize("length", [10_000, 1_000_000])
def test_names_and_titles_of_any_length_are_taken(news: Site, reader: Reader, length: int) -> None:
    news.pages["/feed"] = rss(item("g" * length, "خبر " * (length // 80), f"/{'x' * length}", WHOLE))
    (record,) = reader.read(news.url("/feed"))
    assert len(record["id"]) < 100


def test_a_million_letters_of_text_are_no_article(news: Site, reader: Reader) -> None:
    news.pages["/feed"] = rss(item("1", body=f"<p>{'خبر ' * 200_000}</p>"), item("2", "ثان", "", WHOLE))
    assert [record["title"] for record in reader.read(news.url("/feed"))] == ["ثان"]
    assert "more than 100,000" in reader.faults[0]


ENTITIES = "".join(f'<!ENTITY e{number} "{f"&e{number - 1};" * 10 if number else "ها" * 10}">' for number in range(10))
FORMS: dict[str, Callable[[str], str]] = {
    "entities that grow": lambda feed: feed.replace("<rss", f"<!DOCTYPE x [{ENTITIES}]><rss").replace("بغداد", "&e9;"),
    "a file as an entity": lambda feed: feed.replace("<rss", '<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]><rss').replace(
        "بغداد", "&f;"
    ),
    "an address as a DTD": lambda feed: feed.replace("<rss", '<!DOCTYPE x SYSTEM "http://127.0.0.1:9/x.dtd"><rss'),
    "cut short": lambda feed: feed[:-40],
    "not well-formed": lambda feed: feed.replace("</channel>", "<b></i>&&&</channel>"),
    "half characters": lambda feed: feed.replace("بغداد", "بغداد &#xD800;&#x110000;&#55296;"),
    "deep": lambda feed: feed.replace("</channel>", "<x>" * 5_000),
    "many names": lambda feed: feed.replace("<item>", "<item " + " ".join(f'a{number}="x"' for number in range(3_000)) + ">"),
    "text before": lambda feed: "\n\n  " + feed,
    "text behind": lambda feed: feed + "<script>" * 1_000,
}


@pytest.mark.parametrize("form", FORMS)
def test_broken_and_hostile_markup_neither_leaks_nor_stalls(news: Site, reader: Reader, form: str) -> None:
    news.pages["/feed"] = FORMS[form](rss(item("1", "انفجار في بغداد", "", WHOLE)))
    began = time.process_time()
    records = reader.read(news.url("/feed"))
    assert time.process_time() - began < 5
    assert len(records) + len(reader.faults) == 1
    assert all("root:" not in json.dumps(record) and len(record["title"]) < 5_000 for record in records)
    assert set(news.paths()) <= {"/feed", "/1"}  # nothing but the feed, and the link of an entry that was cut short


@pytest.mark.slow
@pytest.mark.parametrize("letters", ["<", "<a ", "&", "<![CDATA[", "<!--", "&lt;", "<item>", "</", '<a b="'])
def test_the_time_for_broken_markup_grows_with_its_length_only(letters: str) -> None:
    address = Address.of("https://example.org/feed")

    def seconds(length: int) -> float:
        text = rss(item("1", "خبر", "", "X" + WHOLE)).replace("X", letters * (length // len(letters)))
        began = time.process_time()
        read_feed(Answer(address, 200, {}, text.encode()), address)
        return time.process_time() - began

    assert seconds(160_000) < 24 * max(min(seconds(20_000) for _ in range(3)), 0.02)  # 8 where it is linear, 64 where it is squared


def test_a_fault_of_ours_with_one_feed_is_told_and_the_others_are_read(news: Site, reader: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    news.pages |= {"/a": rss(item("a", body="<x/>" + WHOLE)), "/b": rss(item("b", body=WHOLE))}

    def fall_over(answer: Answer, given: Address) -> Any:
        return 1 / 0 if "/a" in str(given) else read_feed(answer, given)

    monkeypatch.setattr("kg.feeds.polling.read_feed", fall_over)
    assert len(reader.read(news.url("/a"), news.url("/b"))) == 1
    assert "it cannot be read (ZeroDivisionError: division by zero); report this with the feed" in reader.faults[0]


# Following


def test_a_feed_is_asked_again_when_it_is_due(news: Site, tmp_path: Path) -> None:
    news.pages["/feed"] = rss(item("1", "أول", "", WHOLE))
    settings = Settings(store=tmp_path, feed_hosts="127.0.0.1", feed_pause=0, feed_every=1)
    arrived = Event()
    with opened([news.url("/feed")], settings, lambda _: None) as feeds:
        assert feeds
        feeds.follow(arrived.set)
        assert arrived.wait(5)
        with feeds.arrived() as paths:
            keep(paths, tmp_path)
        arrived.clear()
        news.pages["/feed"] = rss(item("2", "ثان", "", WHOLE), item("1", "أول", "", WHOLE))
        assert arrived.wait(10)
        with feeds.arrived() as paths:
            assert titles(paths) == {"ثان"}
    with opened([news.url("/feed")], Settings(store=tmp_path, feed_hosts="127.0.0.1"), lambda _: None) as feeds:
        assert feeds
        with feeds.arrived() as paths:
            assert titles(paths) == {"ثان"}  # still there for the next one
        asked = len(news.asked)
        feeds.follow(arrived.set)
        time.sleep(0.5)
        assert len(news.asked) == asked  # it was asked a moment ago


def test_ending_does_not_wait_for_who_is_slow(news: Site, tmp_path: Path) -> None:
    begun = Event()
    news.pages["/feed"] = lambda handler: (begun.set(), time.sleep(20))[0]
    faults: list[ArticleError] = []
    feeds = Feeds([news.url("/feed")], Settings(store=tmp_path, feed_hosts="127.0.0.1"), faults.append)
    feeds.follow(lambda: None)
    assert begun.wait(5)
    began = time.monotonic()
    feeds.close()
    assert time.monotonic() - began < 2
    assert not faults


def test_a_clock_that_was_set_back_lets_nothing_wait(news: Site, tmp_path: Path) -> None:
    state = State(tmp_path)
    asked = state.asked("x")
    assert asked.due_in() <= 0
    state.set_asked("x", type(asked)("", "", time.time() + 1e6, 900))
    assert state.asked("x").due_in() == 0
    state.close()


def test_threads_write_what_they_see_at_once(tmp_path: Path) -> None:
    state = State(tmp_path)
    threads = [Thread(target=lambda n=n: [state.keep(f"{n}-{i}", "f", "d", "{}") for i in range(20)]) for n in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(state.waiting()) == 100
    state.close()


def test_a_file_of_addresses(tmp_path: Path) -> None:
    file = tmp_path / "feeds.txt"
    file.write_text("\ufeff# ours\nhttps://example.org/feed\n\n  http://example.org/other  \n", "utf-8")
    assert addresses_in(file) == ("https://example.org/feed", "http://example.org/other")
    file.write_text("https://example.org/feed\nnews/\n", "utf-8")
    with pytest.raises(UsageError, match=r"feeds.txt:2: .*only http"):
        addresses_in(file)
    with pytest.raises(UsageError, match="cannot be read"):
        addresses_in(tmp_path / "none")


def test_titles_are_plain() -> None:
    assert plain(" <b>a</b> &amp;lt; b\n c &#x202e; ") == "a &lt; b c \u202e"
