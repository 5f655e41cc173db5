"""A language model's address on this machine: an HTTP server that answers as OpenAI's does, with what a test wrote down."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Lock, Thread
from typing import Any

EMPTY = {"entities": [], "relations": [], "events": [], "statements": []}


@dataclass
class Reply:
    """What the server answers once: a status, and the words of the model or the body of an error."""

    content: str = json.dumps(EMPTY)
    status: int = 200
    finish: str = "stop"
    refusal: str | None = None
    param: str | None = None
    """Of an error: what of the request was wrong."""
    headers: dict[str, str] = field(default_factory=dict)
    usage: tuple[int, int] | None = (1000, 200)

    def body(self) -> dict[str, Any]:
        if self.status != 200:
            return {"error": {"message": self.content, "type": "error", "param": self.param}}
        message = {"role": "assistant", "content": self.content, "refusal": self.refusal}
        choices = [{"index": 0, "finish_reason": self.finish, "message": message}]
        body: dict[str, Any] = {"id": "1", "object": "chat.completion", "created": 0, "model": "made-up", "choices": choices}
        if self.usage:
            read, written = self.usage
            body["usage"] = {"prompt_tokens": read, "completion_tokens": written, "total_tokens": read + written}
        return body


BUSY = Reply("too fast", status=429, headers={"retry-after-ms": "1"})
BROKEN = Reply("oh", status=500, headers={"retry-after-ms": "1"})


@dataclass
class ModelServer:
    """Answers from `replies`, in their order, then always with `otherwise`; `by_words` wins where the question has these words."""

    url: str = ""
    replies: list[Reply] = field(default_factory=list)
    otherwise: Reply = field(default_factory=Reply)
    by_words: dict[str, Reply] = field(default_factory=dict)
    requests: list[dict[str, Any]] = field(default_factory=list)
    keys: list[str | None] = field(default_factory=list)
    lock: Lock = field(default_factory=Lock)

    def answers(self, *contents: object) -> None:
        """Lets the model answer with these, as JSON."""
        self.replies += [Reply(json.dumps(content, ensure_ascii=False)) for content in contents]

    def reply(self, request: dict[str, Any], key: str | None) -> Reply:
        with self.lock:
            self.requests.append(request)
            self.keys.append(key)
            asked = request["messages"][-1]["content"]
            found = next((reply for words, reply in self.by_words.items() if words in asked), None)
            return found or (self.replies.pop(0) if self.replies else self.otherwise)


@contextmanager
def serving() -> Iterator[ModelServer]:
    """A server on a free port of the loopback interface, ended afterwards."""
    model = ModelServer()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            request = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            reply = model.reply(request, self.headers.get("Authorization"))
            body = json.dumps(reply.body()).encode()
            self.send_response(reply.status)
            for name, value in {"Content-Type": "application/json", "Content-Length": str(len(body)), **reply.headers}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *arguments: object) -> None:  # noqa: A002  # the name that the base class gives it
            """Tests are quiet."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        model.url = f"http://127.0.0.1:{server.server_address[1]}/v1"
        yield model
        server.shutdown()
