"""Learns from annotated articles who speaks, how, and about what, and says how likely each is right.

What a statement is about is learned from events as the package reads them, so what finds these has to be learned, and in its place, before.
(From events as classifiers find them that have not seen the article it was learned worse.) Each classifier is linear: hidden units bring
nothing here.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from aligned import AlignedArticle
from learning import Fit, LabelledExample
from workplace import Workplace

from kg.extract.classifier import Classifier
from kg.extract.events import events as find_events
from kg.extract.statements import scene_of
from kg.extract.statements.acts import act_features
from kg.extract.statements.chosen import Chosen, choose
from kg.extract.statements.speakers import Scene, candidates, features
from kg.extract.statements.topics import Topic, Topics
from kg.model import Span
from kg.ontology import family

FIT, FIT_OF_TOPICS = Fit(penalty=3.3, rounds=400, rarest=3), Fit(penalty=10, rounds=400, rarest=3)
_NEARLY_BEST = 0.6
"""Of the words of speech in a stretch of evidence those are right whose likelihood is that share of the best one's."""


@dataclass(frozen=True, slots=True)
class _Article:
    found: AlignedArticle
    scene: Scene
    said: Sequence[tuple[Mapping[str, object], Span]]
    """Annotated statements with their evidence."""

    @property
    def speakers(self) -> frozenset[object]:
        return frozenset(statement["speaker"] for statement, _ in self.said)

    def inside(self, evidence: Span) -> list[int]:
        """Positions of the words of speech in a stretch of evidence."""
        words = self.scene.words
        return [p for p, speech in enumerate(self.scene.speeches) if evidence.begin - 2 <= words[speech.index].begin < evidence.end]


def _read(found: AlignedArticle) -> _Article:
    find_events(found.doc)
    text: str = found.doc._.article.text
    said = [(s, Span(at, at + len(s["evidence"]))) for s in found.gold["statements"] if (at := text.find(s["evidence"])) >= 0]
    return _Article(found, scene_of(found.doc), said)


def _speaker_examples(article: _Article, classifier: Classifier | None) -> Iterator[LabelledExample]:
    """Who speaks; what another word of a speaker's is, nobody annotated, and is left out."""
    right: dict[int, set[object]] = {}
    for statement, evidence in article.said:
        for position in _right_words(article, statement["speaker"], article.inside(evidence), classifier):
            right.setdefault(position, set()).add(statement["speaker"])
    for position in range(len(article.scene.speeches)):
        names = [article.found.entities.get(n.index) for n in candidates(article.scene, position)]
        wanted = right.get(position, set()).intersection(names)
        for name, row in zip(names, features(article.scene, position), strict=True):
            if wanted or name not in article.speakers:
                yield LabelledExample(article.found.id, tuple(row), "speaker" if name in wanted else "other")


def _right_words(article: _Article, speaker: object, positions: Sequence[int], classifier: Classifier | None) -> list[int]:
    """The words by which an annotated statement is made: the first of its evidence, or the likeliest ones by a classifier."""
    if classifier is None:
        return list(positions[:1])
    likely: dict[int, float] = {}
    for position in positions:
        scores = classifier.likelihoods(features(article.scene, position), "speaker")
        own = [
            s for s, n in zip(scores, candidates(article.scene, position), strict=True) if article.found.entities.get(n.index) == speaker
        ]
        likely[position] = max(own, default=0.0)
    best = max(likely.values(), default=0.0)
    return [position for position, score in likely.items() if score and score >= _NEARLY_BEST * best]


def _matched(article: _Article, chosen: Sequence[Chosen]) -> Iterator[tuple[Mapping[str, object], Chosen]]:
    """Annotated statements with those that were chosen for them."""
    spans = article.found.doc._.sentence_spans
    for statement, evidence in article.said:
        for one in chosen:
            if article.found.entities.get(one.speaker.index) == statement["speaker"] and one.evidence(article.scene, spans).overlaps(
                evidence
            ):
                yield statement, one


def _act_examples(article: _Article, chosen: Sequence[Chosen]) -> Iterator[LabelledExample]:
    for statement, one in _matched(article, chosen):
        yield LabelledExample(article.found.id, act_features(article.scene, one), str(statement["act"]))


def _topic_examples(article: _Article, chosen: Sequence[Chosen]) -> Iterator[LabelledExample]:
    topics = Topics(article.scene, article.found.doc._.events, chosen)
    events = _events(article.found)
    for statement, one in _matched(article, chosen):
        about = statement["about"]
        for topic in topics.of(one):
            named = _annotated(article.found, events, topic)
            yield LabelledExample(article.found.id, topic.features, "about" if isinstance(about, list) and named in about else "other")


def _annotated(found: AlignedArticle, events: Mapping[int, str], topic: Topic) -> str | None:
    return found.entities.get(topic.name.index) if topic.name else events.get(topic.event or 0)


def _events(found: AlignedArticle) -> dict[int, str]:
    """The annotated event of each event found: of its family, that in whose evidence most of its triggers stand."""
    named: dict[int, str] = {}
    for position, event in enumerate(found.doc._.events):
        shared = Counter[str]()
        for gold in found.gold["events"]:
            if family(gold["class"]) == family(event.kind):
                shared[gold["id"]] = sum(any(zone.overlaps(trigger) for zone in found.zones[gold["id"]]) for trigger in event.triggers)
        if shared and shared.most_common(1)[0][1]:
            named[position] = shared.most_common(1)[0][0]
    return named


def main() -> None:
    """Learn from the command line."""
    place = Workplace.of(__doc__)
    articles = {found.id: _read(found) for found in place.articles()}
    first = [example for article in articles.values() for example in _speaker_examples(article, None)]
    drafts = place.learned("drafts/statements_speakers", first, FIT)
    second = [e for name, article in articles.items() for e in _speaker_examples(article, drafts.unseen_by(name))]
    chosen = {name: choose(article.scene, drafts.unseen_by(name)) for name, article in articles.items()}
    acts = [example for name, article in articles.items() for example in _act_examples(article, chosen[name])]
    topics = [example for name, article in articles.items() for example in _topic_examples(article, chosen[name])]
    for name, examples, fit in (("speakers", second, FIT), ("acts", acts, FIT), ("topics", topics, FIT_OF_TOPICS)):
        accuracy = place.learned(f"statements_{name}", examples, fit).accuracy(examples)
        print(f"{name}: {len(examples)} examples, {accuracy:.3f} right on held-out articles")


if __name__ == "__main__":
    main()
