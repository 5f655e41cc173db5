"""One look at a feed: what is new in it becomes an article that waits for a build."""

import html
import json
import logging
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from kg.articles.faults import Fault
from kg.articles.pages import page_record
from kg.articles.records import article, metadata
from kg.errors import ArticleError, KgError
from kg.feeds.addresses import Address, Later, Refused
from kg.feeds.asking import Guest
from kg.feeds.entries import Entry, Feed, decoded, read_feed
from kg.feeds.fetching import Answer
from kg.feeds.state import Asked, State

LOG = logging.getLogger("kg.watch.feeds")
"""Whose entries are whose, at level INFO."""
_TRIES = 5
"""How many looks at a feed an entry's page is asked for; then what the feed itself says is read."""
_PAGES = 100
"""Pages that are asked for in one look; the next look asks for more."""
_FIRST_WAIT, _LONGEST_WAIT = 60.0, 21_600.0
"""Seconds until a feed that failed is asked again: at first, and after many times."""
_NOT_MODIFIED = 304


@dataclass(slots=True)
class Poll:
    """A look at one feed."""

    address: Address
    guest: Guest
    state: State
    every: float
    """Seconds until the next look, where all went well."""
    report: Callable[[ArticleError], None]
    """Is told what could not be read."""
    is_partial: bool = False
    """Whether something of it is still to be had: then it is asked for all of it again the next time."""
    pages: int = 0

    def run(self) -> None:
        """Looks. Raises StoreError where nothing can be kept."""
        before = self.state.asked(str(self.address))
        conditions = {"If-None-Match": before.etag, "If-Modified-Since": before.modified}
        try:
            answer = self.guest.get(self.address, {name: value for name, value in conditions.items() if value})
            if answer.status != _NOT_MODIFIED:
                self._take(read_feed(answer, self.address))
        except (Refused, Later) as error:
            if not self.guest.stop.is_set():
                self._failed(before, error)
            return
        except KgError:
            raise
        except Exception as error:  # noqa: BLE001  # whatever a hostile feed does to a library, the others must be read
            self._failed(before, Refused(f"it cannot be read ({type(error).__name__}: {error})", "report this with the feed"))
            return
        if self.guest.stop.is_set():
            return
        self.state.set_asked(str(self.address), self._next(before, answer))

    def _next(self, before: Asked, answer: Answer) -> Asked:
        now = time.time()
        if answer.status == _NOT_MODIFIED:
            return replace(before, asked=now, wait=self.every, failures=0)
        marks = ("", "") if self.is_partial else (answer.headers.get("etag", ""), answer.headers.get("last-modified", ""))
        return Asked(*marks, now, self.every)

    def _failed(self, before: Asked, error: Refused | Later) -> None:
        wait = min(_FIRST_WAIT * 2**before.failures, max(_LONGEST_WAIT, self.every)) if before.failures < 20 else _LONGEST_WAIT
        wait = max(wait, error.seconds) if isinstance(error, Later) else max(wait, self.every)
        self.state.set_asked(str(self.address), replace(before, asked=time.time(), wait=wait, failures=before.failures + 1))
        self._tell(str(self.address), error)

    def _take(self, feed: Feed) -> None:
        if feed.nameless:
            told = Refused(f"{feed.nameless} of its entries have no guid, link or title", "tell those who make it; the others were read")
            self._tell(str(self.address), told)
        unanswered: set[str] = set()
        others: Counter[str] = Counter()
        for entry in feed.entries:
            seen = self.state.seen(entry.id)
            if seen and seen.digest == entry.digest:
                continue
            if seen and seen.digest and not self._is_same(seen.feed):
                others[seen.feed] += 1
                continue
            if self.guest.stop.is_set():
                return
            is_read = self._take_entry(entry, feed, seen.tries if seen else 0, unanswered)
            if is_read and seen and not self._is_same(seen.feed):
                LOG.info("%s: has %s from now on, of which nothing could be read in %s", self.address, entry.id, seen.feed)
        for owner, count in sorted(others.items()):
            LOG.info("%s: %d of its entries differ in %s, which brought them first and keeps them", self.address, count, owner)

    def _is_same(self, feed: str) -> bool:
        """Whether an address is that of this feed, whose site may have moved from http to https."""
        return feed.partition("://")[2] == str(self.address).partition("://")[2]

    def _take_entry(self, entry: Entry, feed: Feed, tries: int, unanswered: set[str]) -> bool:
        """Makes an article of an entry; whether there is one.

        `unanswered` are the hosts that did not answer before in this look: they are left alone.
        """
        try:
            record = self._record(entry, unanswered, may_wait=tries < _TRIES)
            article(record, b"")  # whether it is one is better told here, with its address, than by the build
        except Later as error:
            self.is_partial = True
            if not self.guest.stop.is_set() and str(error):
                self.state.failed(entry.id, str(self.address))
                self._tell(entry.link, error)
            return False
        except (Fault, Refused) as error:
            self._tell(entry.link or str(self.address), error)
            self.state.keep(entry.id, str(self.address), entry.digest, None)
            return False
        told = {**_usable(publisher=feed.title), "retrieved": datetime.now(UTC).date().isoformat()}
        self.state.keep(entry.id, str(self.address), entry.digest, json.dumps({**told, **record}, ensure_ascii=False))
        return True

    def _record(self, entry: Entry, unanswered: set[str], *, may_wait: bool) -> dict[str, str]:
        """The record of an entry's article: of the whole text that the feed brings, else of its page, else of what the feed has.

        Raises Later where its page may be had another time, Refused or Fault where there is nothing to read.
        """
        told = {"id": entry.id, **_usable(title=entry.title, published=entry.published, url=entry.link)}
        why: Refused | Fault | Later | None = None
        if not entry.is_whole and entry.link:
            try:
                return {**self._page(entry, unanswered), **told}
            except (Refused, Fault) as error:
                why = error
            except Later as error:
                if may_wait or not error.problem:
                    raise
                why = error
        try:
            return {**page_record(_as_page(entry)), **told}
        except Fault as error:
            raise Refused(*_words(why or error)) from error

    def _page(self, entry: Entry, unanswered: set[str]) -> dict[str, str]:
        address = Address.of(entry.link)
        if address.host in unanswered or self.pages >= _PAGES:
            raise Later("")  # not now: nothing is counted or told
        self.pages += 1
        try:
            return page_record(decoded(self.guest.get(address)).encode())
        except Later:
            unanswered.add(address.host)
            raise

    def _tell(self, where: str, error: Refused | Fault | Later) -> None:
        self.report(ArticleError(where, None, *_words(error)))


def _as_page(entry: Entry) -> bytes:
    title = html.escape(entry.title)
    return f"<html><head><title>{title}</title></head><body><article><h1>{title}</h1>{entry.body}</article></body></html>".encode()


def _usable(**fields: str) -> dict[str, str]:
    """Those of the fields that a record may have; what is wrong with the others nobody here can mend."""
    known: dict[str, str] = {}
    for name, value in fields.items():
        try:
            known |= metadata({name: value})
        except Fault:
            continue
    return known


def _words(error: Refused | Fault | Later) -> tuple[str, str]:
    return (error.problem, "it is tried again later") if isinstance(error, Later) else (error.problem, error.remedy)
