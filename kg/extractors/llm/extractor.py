"""The extractor over a language model: several articles at once, in order; what it dropped and spent is told at the end."""

import os
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from hashlib import sha256
from itertools import islice
from pathlib import Path

from kg.errors import ArticleError
from kg.extractions import article_key
from kg.extractors.llm.answers import Answer, BadAnswer, answer
from kg.extractors.llm.asking import Asking, Client, Question
from kg.extractors.llm.kept import FILE_NAME, Answers
from kg.extractors.llm.located import extraction
from kg.extractors.llm.spending import Estimate, Price, Spending, Tokens, limit
from kg.gazetteer import Gazetteer
from kg.identity import digest
from kg.model import Article, Extraction, Reader
from kg.settings import Settings

KEY = "ISNAD_LLM_KEY"
"""The environment variable that has the key, which is read from nowhere else."""
BATCH = 32
"""Articles that are taken at once."""
_TRIES = 2
"""Of a question to which the answer is none."""


class LanguageModel:
    """Reads by asking a model. Its version is a hash of prompt, schema and of how answers are taken, its settings are the model's name.

    The model's address is no part of the reader: the same model is the same reader wherever it runs.
    """

    name = "llm"

    def __init__(self, model: str, asking: Asking, at_once: int = 1) -> None:
        self.version, self.settings = _version(), model
        self._reader = Reader(self.name, self.version, self.settings)
        self._asking, self._at_once = asking, at_once
        self._dropped: Counter[str] = Counter()
        self._hopeless: dict[str, str] = {}
        """Questions without an answer, and what was wrong: not asked again before the next build."""

    def __call__(self, article: Article) -> Extraction:
        """What the article says. Raises ArticleError where the model gives no answer, ExtractorUnavailable where it gives none any more."""
        return next(self.pipe((article,)))

    def pipe(self, articles: Iterable[Article]) -> Iterator[Extraction]:
        """What each article says, in order; several are asked about at once."""
        rest = iter(articles)
        while batch := list(islice(rest, BATCH)):
            for read, dropped in self._together(batch):  # counted only where all could be read: else each is read again, alone
                self._dropped += dropped
                yield read

    def _together(self, batch: Sequence[Article]) -> list[tuple[Extraction, Counter[str]]]:
        pool = ThreadPoolExecutor(self._at_once)
        try:
            return list(pool.map(self._read, batch))
        finally:
            pool.shutdown(cancel_futures=True)

    def notes(self) -> tuple[str, ...]:
        """What the user should know of what was dropped, and spent, so far."""
        dropped = ", ".join(f"{count} {sort}" for sort, count in sorted(self._dropped.items()))
        spending = self._asking.spending
        cost = "" if spending.cost is None else f", {spending.cost:.4f} at the given price"
        told = f"the model read {spending.tokens.read:,} and wrote {spending.tokens.written:,} tokens{cost}"
        unfounded = f"left out of the model's answers, whose words are not in the text or fit no class: {dropped}"
        return (*((unfounded,) if dropped else ()), *((told,) if spending.tokens != Tokens() else ()))

    def estimate(self, articles: Iterable[Article]) -> Estimate:
        """What reading articles will take."""
        asked, kept, tokens = 0, 0, Tokens()
        for article in articles:
            question = Question.about(self.settings, article)
            if self._asking.answers.get(question.key) is None:
                asked, tokens = asked + 1, tokens + question.expected()
            else:
                kept += 1
        price = self._asking.spending.price
        return Estimate(asked, kept, tokens, price.of(tokens) if price else None)

    def _read(self, article: Article) -> tuple[Extraction, Counter[str]]:
        dropped: Counter[str] = Counter()
        found = self._answer(Question.about(self.settings, article), article, dropped)
        return extraction(self._reader, article.text, found, dropped), +dropped

    def _answer(self, question: Question, article: Article, dropped: Counter[str]) -> Answer:
        """The answer to a question; kept only where it can be read."""
        problem = self._hopeless.get(question.key)
        for _ in range(0 if problem else _TRIES):
            try:
                written = self._asking(question)
                found = answer(written, dropped)
            except BadAnswer as error:
                problem = str(error)
                continue
            self._asking.keep(question, article_key(article.id), written)
            return found
        self._hopeless[question.key] = str(problem)
        raise ArticleError(article.id, None, f"the model gives no answer: {problem}", "the next build asks again")


def create(model: str, gazetteer: Gazetteer, settings: Settings) -> LanguageModel:
    """The extractor over the model at `settings.llm_url`. Raises UsageError for settings that make no sense."""
    spending = Spending(Price.parse(settings.llm_price), limit(settings.llm_max_cost))
    client = Client(settings.llm_url, os.environ.get(KEY), settings.llm_rate)
    answers = Answers(settings.store / FILE_NAME)
    return LanguageModel(model, Asking(client, answers, spending), settings.llm_parallel)


@cache
def _version() -> str:
    """Hash of the prompt, and of all else here and below that decides what is made of an answer."""
    package = Path(__file__).parent
    own = [path for path in sorted(package.iterdir()) if path.suffix in (".py", ".txt")]
    below = [package.parent.parent / name for name in ("arabic.py", "ontology.py")]
    return digest(*(sha256(path.read_bytes()).hexdigest() for path in (*own, *below)))
