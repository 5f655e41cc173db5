"""Statements: who says what in which words, how, and about whom.

    speech.speeches ► speakers.Scene ► chosen.choose ► acts, topics, said ► Event

Rules find the words that report speech and propose subjects; small classifiers, trained by `training/statements.py`, decide who
speaks, what kind of speech it is and what it is about.
"""

from collections.abc import Iterator, Sequence

from spacy.language import Language
from spacy.tokens import Doc

from kg.extract.classifier import shipped
from kg.extract.context import Named, named
from kg.extract.speech import speeches
from kg.extract.statements.acts import act_features
from kg.extract.statements.chosen import Chosen, joined, likely_speakers
from kg.extract.statements.said import Said
from kg.extract.statements.speakers import Scene
from kg.extract.statements.topics import Topic, Topics
from kg.model import Event, Fact, Value, ValueType

Spoken = tuple[Scene, tuple[tuple[int, Named, float], ...]]
"""A scene, and of its speeches the positions, likeliest speakers and how likely these are."""
_SPOKEN = "isnad_spoken"
_LEAST_TOPIC = 0.3
"""How likely a topic must be; chosen by cross-validation for F1, which asks for less than a half."""


@Language.component("isnad_statements", assigns=["doc._.events"], requires=["doc._.mentions", "doc._.events"])
def statements(doc: Doc) -> Doc:
    """Add the statements to `doc._.events`, one for each speaker and sentence."""
    doc._.events = (*doc._.events, *_made(doc))
    return doc


def spoken(doc: Doc) -> Spoken:
    """The scene of a document, and who speaks at which of its words of speech: worked out once, as sources need it too."""
    known: Spoken | None = doc.user_data.get(_SPOKEN)
    if known is None:
        scene = scene_of(doc)
        known = scene, tuple(likely_speakers(scene, shipped("statements_speakers")))
        doc.user_data[_SPOKEN] = known
    return known


def scene_of(doc: Doc) -> Scene:
    """The names and the words of speech of a document."""
    found = tuple(named(doc._.words, doc._.mentions))
    inside = frozenset(index for n in found for index in range(n.first, n.last + 1))
    return Scene.of(doc._.article.text, doc._.words, found, tuple(speeches(doc._.words, inside)))


def _made(doc: Doc) -> Iterator[Event]:
    scene, likely = spoken(doc)
    chosen = joined(scene, likely)
    acts = _acts(scene, chosen)
    topics = _topics(doc, scene, chosen)
    said = Said.of(doc._.article.text, scene, doc._.sentence_spans)
    taken: set[int] = set()
    for statement, act, about in zip(chosen, acts, topics, strict=True):
        event = _event(said, statement, act, about)
        if event.triggers[0].begin not in taken:
            taken.add(event.triggers[0].begin)
            yield event


def _acts(scene: Scene, chosen: Sequence[Chosen]) -> list[str]:
    classifier = shipped("statements_acts")
    scores = classifier.scores([act_features(scene, statement) for statement in chosen])
    return [classifier.labels[int(row.argmax())] for row in scores]


def _topics(doc: Doc, scene: Scene, chosen: Sequence[Chosen]) -> list[list[tuple[Topic, float]]]:
    """What each statement is about, with how likely it is."""
    topics = Topics(scene, doc._.events, chosen)
    asked = [topics.of(statement) for statement in chosen]
    likely = iter(shipped("statements_topics").likelihoods([topic.features for some in asked for topic in some], "about"))
    return [[(topic, probability) for topic in some if (probability := next(likely)) >= _LEAST_TOPIC] for some in asked]


def _event(said: Said, statement: Chosen, act: str, about: Sequence[tuple[Topic, float]]) -> Event:
    scene = said.scene
    evidence = statement.evidence(scene, said.sentences)
    confidence = round(statement.probability, 2)
    facts = [Fact("speaker", Value(ValueType.MENTION, statement.speaker.index), evidence, confidence)]
    facts += [Fact("about", _value(topic), evidence, round(probability, 2)) for topic, probability in about]
    triggers = tuple(scene.speeches[position].span(said.text, scene.words) for position in statement.positions)
    return Event("Statement", triggers, tuple(facts), confidence=confidence, speech_act=act, quote=said.quote(statement))


def _value(topic: Topic) -> Value:
    if topic.name is not None:
        return Value(ValueType.MENTION, topic.name.index)
    return Value(ValueType.EVENT, topic.event or 0)
