"""Search inside SPARQL: `?x kg:search "words"` becomes the things that these words find.

The pattern is replaced in the query's text before it is run, token for token, by `VALUES ?x { <iri> … }`. The words themselves
never come back into the query; the IRIs are written by Oxigraph. What is not exactly this pattern is refused with its place,
so that no query quietly means something else.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import cast

from pyoxigraph import Literal, NamedNode, RdfFormat, Store, parse

from kg.ontology import PREFIXES
from kg.queries.answers.running import SyntaxProblem
from kg.queries.sparql.tokens import Token, kind, tokens
from kg.search import Question, Search, SearchMissing
from kg.store import Snapshot, StoreFolder

Find = Callable[[str], Iterable[str]]
"""From words to the IRIs of what they find, the best first."""
_NAME = "search"
PROPERTY = PREFIXES["kg"] + _NAME
MOST_HITS = 200
"""How many of the best hits a pattern stands for."""
_MOST_PATTERNS = 10
_BEFORE_A_TRIPLE = ("{", "}", ".", ")")
_SHAPE = 'it must stand as a triple of its own: ?x kg:search "words"'


def expand(text: str, find: Find) -> str:
    """A query with each search pattern replaced by what `find` gives for its words; any other query as it is.

    Raises SyntaxProblem, naming the place, where the property stands in any other shape, and whatever `find` raises.
    """
    if _NAME not in text:
        return text
    reading = _Reading(text, [token for token in tokens(text) if kind(token) not in ("space", "comment")])
    parts, done = [], 0
    for at in reading.places():
        subject, words, end = reading.pattern(at)
        hits = " ".join(str(NamedNode(iri)) for iri in list(find(words))[:MOST_HITS])
        parts += [text[done : subject.start()], f"VALUES {subject.group()} {{ {hits} }}"]
        done = end
    return "".join([*parts, text[done:]])


def finder(opened: Callable[[], Search]) -> Find:
    """Finds in an index, for `expand`; it is opened where a query has a pattern, and by those alone: `finder(lambda: Search(snapshot))`."""

    def find(words: str) -> list[str]:
        with opened() as search:
            return search.iris(Question.of(words), MOST_HITS)

    return find


def open_search(folder: StoreFolder) -> Search:
    """Opens the index of a store's newest snapshot. Raises StoreMissing where there is none, SearchMissing where it has no index."""
    while True:
        snapshot = (folder.path / "current").resolve()
        if not folder.is_published():
            if (folder.path / "current").resolve() != snapshot:
                continue  # another one was published while it was looked
            raise folder.missing()
        try:
            return Search(snapshot)
        except SearchMissing:
            if (folder.path / "current").resolve() == snapshot:
                raise  # else another snapshot was published meanwhile, and this one removed


def search_beside(snapshot: Store) -> Search:
    """Opens the index that was published with a snapshot which is open. Raises SearchMissing where it has none."""
    return Search(cast("Snapshot", snapshot).folder)


@dataclass(frozen=True, slots=True)
class _Reading:
    """A query as its tokens, without spaces and comments."""

    text: str
    tokens: Sequence[Token]
    namespaces: dict[str, str] = field(default_factory=lambda: dict(PREFIXES))

    def places(self) -> list[int]:
        """Where the property is named, as numbers of tokens; prefixes mean what the query declares last before."""
        found = []
        for at, token in enumerate(self.tokens):
            if self._declares(at):
                self.namespaces[token.group()[:-1]] = self._after(at, 1)[1:-1]
            elif self._iri(token) == PROPERTY and self._after(at, -1).upper() != "PREFIX" and not self._is_declared(at):
                found.append(at)
        if len(found) > _MOST_PATTERNS:
            raise self._fault(found[_MOST_PATTERNS], f"a query may search {_MOST_PATTERNS} times")
        return found

    def pattern(self, at: int) -> tuple[Token, str, int]:
        """The variable and the words of the pattern whose property is token `at`, and the offset behind it."""
        subject, words = self._token(at - 1), self._token(at + 1)
        if subject is None or kind(subject) != "variable":
            raise self._fault(at, f"what is searched for must be a variable, right before it; {_SHAPE}")
        before = self._after(at, -2)
        if not before.endswith(_BEFORE_A_TRIPLE):
            raise self._fault(at, f"its variable must begin a triple; {_SHAPE}")
        if words is None or kind(words) != "string":
            raise self._fault(at, f"the words must be a string, right behind it, and neither a variable nor a path; {_SHAPE}")
        last = at + 1
        if (tag := self._token(last + 1)) and kind(tag) == "tag":
            last += 1
        if self._after(last, 1) in (";", ",", "^"):
            raise self._fault(at, f"; and , cannot follow the words; {_SHAPE}")
        return subject, self._value(at, words), self.tokens[last].end()

    def _declares(self, at: int) -> bool:
        """Whether a token is the prefix that a PREFIX line declares."""
        token = self.tokens[at]
        following = self._token(at + 1)
        declared = kind(token) == "name" and token.group().endswith(":") and self._after(at, -1).upper() == "PREFIX"
        return declared and following is not None and kind(following) == "iri"

    def _is_declared(self, at: int) -> bool:
        """Whether a token is the IRI that a PREFIX line gives a name."""
        return at >= 2 and self._declares(at - 1)

    def _iri(self, token: Token) -> str:
        """The IRI that a token names; "" where it names none that is known."""
        if kind(token) == "iri":
            return token.group()[1:-1]
        prefix = token.group("prefix") or ""
        if kind(token) != "name" or prefix not in self.namespaces:
            return ""
        return self.namespaces[prefix] + token.group()[len(prefix) + 1 :]

    def _value(self, at: int, words: Token) -> str:
        """What a string says: its escapes are the same in Turtle, which Oxigraph reads."""
        try:
            (quad,) = parse(f"<urn:s> <urn:p> {words.group()} .", format=RdfFormat.TURTLE)
        except (SyntaxError, ValueError) as error:
            raise self._fault(at, f"the words are no SPARQL string ({error})") from error
        assert isinstance(quad.object, Literal)  # noqa: S101  # a string is one
        return quad.object.value

    def _token(self, at: int) -> Token | None:
        return self.tokens[at] if 0 <= at < len(self.tokens) else None

    def _after(self, at: int, step: int) -> str:
        """The text of the token that stands `step` tokens further on; "" where there is none."""
        token = self._token(at + step)
        return token.group() if token else ""

    def _fault(self, at: int, what: str) -> SyntaxProblem:
        offset = self.tokens[at].start()
        line, column = self.text.count("\n", 0, offset) + 1, offset - self.text.rfind("\n", 0, offset)
        return SyntaxProblem(f"line {line}, column {column}: kg:search cannot stand here: {what}", line, column)
