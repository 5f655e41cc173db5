"""Asking a model: at a given pace, again where the server is busy, never for an answer that is kept."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, cast

import openai
from openai import OpenAI
from openai.types.chat import ChatCompletion
from pyrate_limiter import Limiter, Rate

from kg.errors import ExtractorUnavailable
from kg.extractors.llm.answers import BadAnswer, schema
from kg.extractors.llm.kept import Answers
from kg.extractors.llm.spending import Spending, Tokens, estimated
from kg.identity import digest
from kg.model import Article

_RETRIES = 5
"""Of a request that the server could not take; the client waits longer each time, or as long as the server says."""
_TIMEOUT = 180.0
"""Seconds."""
_MINUTE = 60_000
"""Milliseconds."""
_NO_KEY = "none"
"""What is sent where no key is given: servers of one's own ask for none."""


@dataclass(frozen=True, slots=True)
class Question:
    """What a model is asked about one article. `key` is a hash of all that the answer depends on."""

    model: str
    text: str

    @classmethod
    def about(cls, model: str, article: Article) -> "Question":
        """The article as the model sees it: with the day of publication, and without its identifier and address."""
        return cls(model, f"Published: {article.issued or 'unknown'}\n\nArticle:\n{article.text}")

    @property
    def key(self) -> str:
        """By which its answer is kept."""
        return digest(self.model, instructions(), json.dumps(schema()), self.text)

    def expected(self) -> Tokens:
        """What asking it may take."""
        return estimated(instructions() + json.dumps(schema()), self.text)


@cache
def instructions() -> str:
    """What models are told to do."""
    return (Path(__file__).parent / "prompt.txt").read_text("utf-8")


class Client:
    """A model's address. The key stays in here: it is in no message, no file and no graph."""

    def __init__(self, url: str, key: str | None, a_minute: int) -> None:
        self._url = url
        self._client = OpenAI(base_url=url, api_key=key or _NO_KEY, max_retries=_RETRIES, timeout=_TIMEOUT)
        self._pace = Limiter(Rate(a_minute, _MINUTE))
        self._repeatable: dict[str, int] = {"temperature": 0, "seed": 0}
        """What makes answers as repeatable as a model allows; some models allow nothing."""

    def ask(self, question: Question) -> ChatCompletion:
        """What the model answers.

        Raises BadAnswer where the question is refused, and ExtractorUnavailable where no further one will be answered either.
        """
        request = _request(question) | self._repeatable
        self._pace.try_acquire("question")
        try:
            done: ChatCompletion = self._client.chat.completions.create(**request)
        except (openai.BadRequestError, openai.UnprocessableEntityError) as error:
            if error.param in self._repeatable:
                self._repeatable = {name: value for name, value in self._repeatable.items() if name != error.param}
                return self.ask(question)
            raise BadAnswer(f"the server refuses the question: {_told(error)}") from error
        except openai.APIStatusError as error:
            raise ExtractorUnavailable(f"{self._url} answers {error.status_code}: {_remedy(error.status_code)}") from error
        except openai.APIConnectionError as error:
            raise ExtractorUnavailable(f"{self._url} cannot be reached; check llm_url, and that the server runs") from error
        return done


def _remedy(status: int) -> str:
    """What to do about a server's refusal, by HTTP status."""
    remedies = {
        401: "the key in ISNAD_LLM_KEY is missing or wrong",
        403: "the key in ISNAD_LLM_KEY may not use this model",
        404: "there is no such model, or llm_url is not the address of an API (it mostly ends in /v1)",
        429: "too many questions, or no credit is left; set llm_rate lower, or try again later",
    }
    return remedies.get(status, "try again later")


def _request(question: Question) -> dict[str, Any]:
    messages = [{"role": "system", "content": instructions()}, {"role": "user", "content": question.text}]
    form = {"type": "json_schema", "json_schema": {"name": "reading", "strict": True, "schema": schema()}}
    return {"model": question.model, "messages": messages, "response_format": form}


def _told(error: openai.APIStatusError) -> str:
    body = error.body
    message = cast("Mapping[str, object]", body).get("message") if isinstance(body, Mapping) else None
    return str(message or f"status {error.status_code}")[:200]


def _written(done: ChatCompletion) -> str:
    """Raises BadAnswer where nothing, or not all, was written."""
    if not done.choices:
        raise BadAnswer("the server answers without an answer")
    choice = done.choices[0]
    if choice.finish_reason == "length":
        raise BadAnswer("it is cut off: the article is too long for this model")
    if choice.message.refusal or choice.finish_reason == "content_filter":
        raise BadAnswer("the model refuses")
    written: str | None = choice.message.content
    if not written:
        raise BadAnswer("it is empty")
    return written


def _used(done: ChatCompletion) -> Tokens | None:
    return Tokens(done.usage.prompt_tokens, done.usage.completion_tokens) if done.usage else None


@dataclass(frozen=True, slots=True)
class Asking:
    """Questions to a client, whose answers are kept and paid for once."""

    client: Client
    answers: Answers
    spending: Spending

    def __call__(self, question: Question) -> str:
        """The kept answer, else the model's. Raises BadAnswer where it gives none, and what `Client.ask` raises."""
        kept = self.answers.get(question.key)
        return kept if kept is not None else self._asked(question)

    def keep(self, question: Question, article: str, body: str) -> None:
        """Keeps an answer that could be read; `article` is the article's key."""
        self.answers.keep(question.key, article, body)

    def _asked(self, question: Question) -> str:
        expected, used = question.expected(), Tokens()
        self.spending.begin(expected)
        try:
            done = self.client.ask(question)
            used = _used(done) or expected
        finally:
            self.spending.end(expected, used)
        return _written(done)
