"""A server of feeds and pages on loopback: a test says what it answers, and sees what it was asked."""

import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

BODY = "أعلنت وزارة الداخلية العراقية أن انفجارا وقع في بغداد وأسفر عن مقتل 12 شخصا وإصابة عشرين آخرين بجروح. "
WHOLE = "".join(f"<p>{number}: {BODY}</p>" for number in range(8))


@dataclass(frozen=True)
class Asked:
    """A request as it came."""

    path: str
    headers: Mapping[str, str]
    at: float


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        site: Site = self.server.site  # type: ignore[attr-defined]
        site.take(self)

    def log_message(self, *_: object) -> None:
        """A test's output is not where requests are told of."""

    def answer(self, body: bytes | str, status: int = 200, **headers: str) -> None:
        content = body.encode() if isinstance(body, str) else body
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)


Answer = bytes | str | Callable[[Handler], None]


@dataclass
class Site:
    """What is at each path: an answer's body, or what answers. Elsewhere it answers 404."""

    port: int = 0
    pages: dict[str, Answer] = field(default_factory=dict)
    asked: list[Asked] = field(default_factory=list)
    at_once: int = 0
    most_at_once: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)

    def url(self, path: str, host: str = "127.0.0.1") -> str:
        return f"http://{host}:{self.port}{path}"

    def paths(self) -> list[str]:
        """What was asked for, but for robots.txt."""
        return [asked.path for asked in self.asked if asked.path != "/robots.txt"]

    def take(self, handler: Handler) -> None:
        with self.lock:
            self.asked.append(Asked(handler.path, dict(handler.headers), time.monotonic()))
            self.at_once += 1
            self.most_at_once = max(self.most_at_once, self.at_once)
        try:
            answer = self.pages.get(handler.path)
            if answer is None:
                handler.answer("nothing", 404)
            elif callable(answer):
                answer(handler)
            else:
                handler.answer(answer)
        except OSError:  # whoever asked has gone
            handler.close_connection = True
        finally:
            with self.lock:
                self.at_once -= 1


class Quiet(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, *_: object) -> None:
        """Clients that go in the middle are what is tested."""


@contextmanager
def site(host: str = "127.0.0.1") -> Iterator[Site]:
    server = Quiet((host, 0), Handler)
    served = Site(server.server_address[1])
    server.site = served  # type: ignore[attr-defined]
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield served
    finally:
        server.shutdown()
        server.server_close()


def item(guid: str = "1", title: str = "انفجار في بغداد", link: str = "", body: str = "", *, summary: str = "", further: str = "") -> str:
    """An entry of RSS."""
    parts = {"guid": guid, "title": title, "link": link, "content:encoded": body, "description": summary}
    return "<item>" + "".join(f"<{name}>{escape(text)}</{name}>" for name, text in parts.items() if text) + further + "</item>"


def rss(*items: str, title: str = "أخبار") -> str:
    head = '<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>'
    return f"{head}<title>{escape(title)}</title>{''.join(items)}</channel></rss>"


def page(title: str, body: str = WHOLE) -> str:
    return f"<html><head><meta charset=utf-8><title>{title}</title></head><body><article><h1>{title}</h1>{body}</article></body></html>"
