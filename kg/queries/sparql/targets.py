"""Which graphs an update would write, read from its text without running it.

Only what is plain is answered: where the text leaves any doubt (a variable for a graph, ALL, characters that two readers could
take differently) the answer is that nobody knows, and what the update did has to be looked at afterwards.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from kg.queries.sparql.tokens import Token, kind, tokens

_ABSOLUTE = re.compile(r"<([A-Za-z][A-Za-z0-9+.-]*:[^>]*)>")


class Doubtful(Exception):
    """The text does not say it plainly. It never leaves this module."""


def targets(text: str, prefixes: Mapping[str, str]) -> frozenset[str] | None:
    """The names of the graphs that an update may change, "" being the default graph's; None where that is not plain."""
    try:
        return _Reading(_plain(text), dict(prefixes)).operations()
    except Doubtful:
        return None


def with_dataset(text: str, default_graphs: Sequence[str], named_graphs: Sequence[str]) -> str:
    """An update whose patterns are asked of other graphs: a USING clause stands before each WHERE of a DELETE or INSERT.

    Raises ValueError where the update says itself which graphs are meant (USING, WITH), or has a DELETE WHERE, which has no
    place for that. IRIs have to be checked before.
    """
    clause = "".join([*(f"USING <{iri}> " for iri in default_graphs), *(f"USING NAMED <{iri}> " for iri in named_graphs)])
    parts, depth, before = [], 0, ""
    for token in tokens(text):
        word = token.group().upper() if kind(token) == "word" else token.group()
        if kind(token) not in ("space", "comment"):
            if depth == 0 and word in ("USING", "WITH"):
                raise ValueError(f"the request says by its parameters which graphs are meant, and the update does so with {word}")
            if depth == 0 and word == "WHERE":
                if before == "DELETE":
                    raise ValueError("DELETE WHERE has no place for other graphs; write DELETE { … } WHERE { … }")
                parts.append(clause)
            depth += (word == "{") - (word == "}")
            before = word
        parts.append(token.group())
    return "".join(parts)


def _plain(text: str) -> list[Token]:
    """The tokens that count. Raises Doubtful where Oxigraph could read other ones."""
    found, parentheses = [], 0
    for token in tokens(text):
        shown, sort = token.group(), kind(token)
        if sort in ("space", "comment"):
            continue
        escaped = "\\u" in shown.lower() if sort == "string" else "\\" in shown
        operator = shown == "<" and not parentheses
        either = sort == "iri" and parentheses and re.search("[#']", shown)
        if escaped or operator or either or sort == "unclosed":
            raise Doubtful
        parentheses += (shown == "(") - (shown == ")")
        found.append(token)
    return found


@dataclass
class _Reading:
    """The tokens of an update, read from the front."""

    tokens: list[Token]
    prefixes: dict[str, str]
    at: int = 0
    found: set[str] = field(default_factory=set)

    def operations(self) -> frozenset[str]:
        while self.at < len(self.tokens):
            self._operation(self._next())
        return frozenset(self.found)

    def _operation(self, word: str) -> None:
        match word:
            case ";":
                return
            case "PREFIX":
                name = self.tokens[self._skip()].group()
                self.prefixes[name.rstrip(":")] = self._iri(self._skip())
            case "BASE":
                raise Doubtful
            case "INSERT" | "DELETE" | "WITH":
                self._modify(word)
            case "CLEAR" | "DROP" | "CREATE":
                self.found.add(self._graph())
            case "ADD" | "COPY":
                self._graph()
                self.found.add(self._graph())
            case "MOVE":
                self.found |= {self._graph(), self._graph()}
            case "LOAD":
                self._take("SILENT")
                self._skip()
                self.found.add(self._graph() if self._take("INTO") else "")
            case _:
                raise Doubtful

    def _modify(self, word: str) -> None:
        """INSERT DATA, DELETE DATA, DELETE WHERE, or templates with a pattern behind."""
        default = ""
        if word == "WITH":
            default, word = self._iri(self._skip()), self._next()
        if word in ("INSERT", "DELETE") and (self._take("DATA") or self._take("WHERE")):
            self.found.update(self._template(default))
            return
        while word in ("INSERT", "DELETE"):
            self.found.update(self._template(default))
            word = self._next()
        while word == "USING":
            self._take("NAMED")
            self._iri(self._skip())
            word = self._next()
        if word != "WHERE":
            raise Doubtful
        self._block()

    def _template(self, default: str) -> Iterator[str]:
        """The graphs of a block of quads."""
        block = self._block()
        inner, depth = _Reading(block, self.prefixes), 0
        while inner.at < len(block):
            word = inner._next()
            if word == "GRAPH" and not depth:
                yield inner._iri(inner._skip())
                inner._block()
                continue
            depth += (word == "{") - (word == "}")
            if word != ".":
                yield default

    def _block(self) -> list[Token]:
        """The tokens between a brace that stands here and the one that closes it."""
        if self._next() != "{":
            raise Doubtful
        start, depth = self.at, 1
        while depth:
            word = self._next()
            depth += (word == "{") - (word == "}")
        return self.tokens[start : self.at - 1]

    def _graph(self) -> str:
        """What stands for a graph: GRAPH <…>, <…> or DEFAULT."""
        while self._take("SILENT") or self._take("TO") or self._take("GRAPH"):
            pass
        return "" if self._take("DEFAULT") else self._iri(self._skip())

    def _take(self, word: str) -> bool:
        """Goes past a word if it is the next one."""
        there = self.at < len(self.tokens) and self.tokens[self.at].group().upper() == word
        self.at += there
        return there

    def _skip(self) -> int:
        """Goes past a token; where that stands."""
        if self.at >= len(self.tokens):
            raise Doubtful
        self.at += 1
        return self.at - 1

    def _next(self) -> str:
        token = self.tokens[self._skip()]
        return token.group().upper() if kind(token) == "word" else token.group()

    def _iri(self, at: int) -> str:
        """The absolute IRI that a token is or is short for."""
        token = self.tokens[at]
        if kind(token) == "name" and (token.group("prefix") or "") in self.prefixes:
            prefix, _, local = token.group().partition(":")
            iri = self.prefixes[prefix] + local
        elif found := _ABSOLUTE.fullmatch(token.group()):
            iri = found[1]
        else:
            raise Doubtful
        if "/." in iri:  # Oxigraph takes such steps where it resolves an IRI
            raise Doubtful
        return iri
