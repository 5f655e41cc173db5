"""What was chosen: who speaks at which words of a sentence, before it is asked how and about what."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kg.extract.classifier import Classifier
from kg.extract.context import Named
from kg.extract.responsibility.accusations import Accusation, accusations
from kg.extract.statements.speakers import Scene, candidates, features
from kg.extract.statements.subjects import stands_for
from kg.extract.statements.unnamed import is_silent, unnamed_verbs
from kg.model import Span

_LEAST = 0.2
"""How likely a speaker must be at one word of speech …"""
_LEAST_OF_ALL = 0.4
"""… and at one at least of all words of speech where he is the likeliest: 1 - (1 - p)(1 - q) …; both chosen by cross-validation."""
_ACCUSER = 0.6
"""How likely at least he speaks whom the order of words has accuse somebody."""
_STILL = 2
"""Sentences after which somebody who spoke may still be the subject of «كانت قد اتهمت»."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """One speaker in one sentence."""

    speaker: Named
    """Its mention nearest to the first of the words."""
    positions: tuple[int, ...]
    """Of the speeches of the scene."""
    sentence: int
    probability: float

    def evidence(self, scene: Scene, spans: Sequence[Span]) -> Span:
        """From the first of speaker and verb to the end of the sentence."""
        first = scene.words[scene.speeches[self.positions[0]].index].begin
        named = self.speaker.mention.span.begin if self.speaker.sentence == self.sentence else first
        return Span(min(first, named), spans[self.sentence].end)


def choose(scene: Scene, classifier: Classifier) -> list[Chosen]:
    """The statements of an article, in its order: one for each speaker and sentence."""
    return joined(scene, list(likely_speakers(scene, classifier)))


def joined(scene: Scene, likely: Sequence[tuple[int, Named, float]]) -> list[Chosen]:
    """Speeches, each with its likeliest speaker, by sentence and speaker; those left out who are unlikely to say anything."""
    silent: dict[str, float] = {}
    for _, n, probability in likely:
        name = scene.names[n.index]
        silent[name] = silent.get(name, 1.0) * (1 - probability)
    found: dict[tuple[int, str], Chosen] = {}
    for position, n, probability in likely:
        name, sentence = scene.names[n.index], scene.words[scene.speeches[position].index].sentence
        if silent[name] > 1 - _LEAST_OF_ALL:
            continue
        before = found.get((sentence, name))
        found[sentence, name] = (
            Chosen(before.speaker, (*before.positions, position), sentence, max(before.probability, probability))
            if before
            else Chosen(n, (position,), sentence, probability)
        )
    return list(found.values())


def _accusations(scene: Scene) -> dict[int, Accusation]:
    """The accusations that words of speech make, by the position of the speech."""
    at = {speech.index: position for position, speech in enumerate(scene.speeches)}
    return {at[found.verb]: found for found in accusations(scene.words, scene.found) if found.verb in at}


def _in_accusation(scene: Scene, position: int, found: Accusation | None, n: Named, probability: float) -> float:
    """How likely a name speaks at a word that may accuse: who is accused never does, who stands as the accuser does."""
    if found is None:
        return probability
    name = scene.names[n.index]
    if any(scene.names[accused.index] == name for accused in found.accused):
        return 0.0
    between = range(found.verb + 1, found.charge)
    if not found.accused and not found.accusers and any(stands_for(scene.words, index, n) for index in between):
        return 0.0
    accusers = found.accusers or _accusing_still(scene, position, found)
    return max(probability, _ACCUSER) if any(scene.names[accuser.index] == name for accuser in accusers) else probability


def _accusing_still(scene: Scene, position: int, found: Accusation) -> tuple[Named, ...]:
    """Who spoke last, where «وكانت قد اتهمت ص» leaves out who accuses: the verb has the gender of his name."""
    words = scene.words
    before = [word.form.removeprefix("و") for word in words[max(found.verb - 2, 0) : found.verb]]
    last = next((n for n in reversed(scene.subjects[max(position - 3, 0) : position]) if n), None)
    near = last is not None and words[found.verb].sentence - last.sentence <= _STILL
    if last is None or not near or before[-1:] != ["قد"] or before[0] not in ("كان", "كانت"):
        return ()
    feminine = last.mention.kind == "Country" or words[last.first].form.endswith(("ه", "ات"))
    return (last,) if feminine == (before[0] == "كانت") else ()


def likely_speakers(scene: Scene, classifier: Classifier) -> Iterator[tuple[int, Named, float]]:
    """The positions of the words of speech that somebody named speaks, with the likeliest speaker and how likely he is."""
    asked = [(position, n) for position in range(len(scene.speeches)) for n in candidates(scene, position)]
    likely = classifier.likelihoods([row for position in range(len(scene.speeches)) for row in features(scene, position)], "speaker")
    best: dict[int, tuple[float, Named]] = {}
    blaming, unnamed = _accusations(scene), unnamed_verbs(scene)
    for (position, n), weighed in zip(asked, likely, strict=True):
        if is_silent(scene, position, unnamed[position], n):
            continue
        probability = _in_accusation(scene, position, blaming.get(position), n, weighed)
        if position not in best or probability > best[position][0]:
            best[position] = probability, n
    yield from ((position, n, probability) for position, (probability, n) in best.items() if probability >= _LEAST)
