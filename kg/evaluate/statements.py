"""Statements: who was found to speak where, how, and about what."""

from collections.abc import Iterator, Sequence

from kg.evaluate.alignment import Alignment
from kg.evaluate.events import locate, surroundings, touches
from kg.evaluate.gold import GoldArticle, GoldStatement
from kg.evaluate.graph import FoundNode
from kg.evaluate.tally import Counts, Finding, Outcome, compared, differences, judged


def compare_statements(text: str, gold: GoldArticle, found: Sequence[FoundNode], alignment: Alignment) -> Iterator[Outcome]:
    """Rows statements, speech act and about.

    Not one to one: how many statements a speech is cut into is a matter of taste. A found one is wrong only where its
    speaker says nothing in the whole article.
    """
    for statement in gold.statements:
        node = _find(text, statement, found, alignment)
        if node:
            yield from _compare_pair(statement, node, alignment)
        else:
            yield Counts("statements", fn=1)
            yield Finding("statement missed", f"{alignment.readable(statement.speaker)}: {statement.evidence}")
    speakers = {statement.speaker for statement in gold.statements}
    for node in found:
        if _speakers(node, alignment).isdisjoint(speakers):
            yield Counts("statements", fp=1)
            yield Finding("statement not in gold", surroundings(text, node.spans or node.evidence))


def _find(text: str, statement: GoldStatement, found: Sequence[FoundNode], alignment: Alignment) -> FoundNode | None:
    zone = locate(text, statement.evidence)
    if zone is None:
        return None
    of_speaker = (node for node in found if statement.speaker in _speakers(node, alignment))
    return next((node for node in of_speaker if any(touches(span, [zone]) for span in node.spans + node.evidence)), None)


def _compare_pair(statement: GoldStatement, node: FoundNode, alignment: Alignment) -> Iterator[Outcome]:
    yield Counts("statements", tp=1)
    acts = node.terms("speechAct")
    yield judged("speech act", statement.act in acts)
    who = f"{alignment.readable(statement.speaker)}: {statement.evidence}"
    if statement.act not in acts:
        yield Finding("speech act wrong", f"{who}: should be {statement.act}, is {', '.join(acts) or 'none'}")
    wanted, had = set(statement.about), {alignment.either(key) for key in node.values("about")}
    yield compared("about", wanted, had)
    readable = alignment.readable
    yield from differences("about", {f"{who}: {readable(item)}" for item in wanted}, {f"{who}: {readable(item)}" for item in had})


def _speakers(node: FoundNode, alignment: Alignment) -> set[str]:
    return {alignment.entity(key) for key in node.values("speaker")}
