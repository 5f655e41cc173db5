"""How something is said: the speech act, from the verbs and the words of what is said."""

from collections.abc import Iterator

from kg.extract.statements.chosen import Chosen
from kg.extract.statements.speakers import Scene

_SAID = 25
"""Words after a verb that are looked at."""


def act_features(scene: Scene, chosen: Chosen) -> tuple[str, ...]:
    """The features of a statement that tell its act."""
    return tuple(dict.fromkeys(_features(scene, chosen)))


def _features(scene: Scene, chosen: Chosen) -> Iterator[str]:
    words = scene.words
    acts = [scene.speeches[position].act for position in chosen.positions]
    told = [act for act in acts if act != "Say"]
    yield f"rule={told[0] if told else 'Say'}"
    yield f"first act={acts[0]}"
    yield f"kind={chosen.speaker.mention.kind}"
    for order, position in enumerate(chosen.positions):
        speech = scene.speeches[position]
        yield f"stem={speech.stem}"
        yield f"act={speech.act}"
        if order == 0:
            yield f"first={speech.stem}"
            yield f"sort={speech.sort}"
        for step, word in enumerate(words[speech.index + 1 : speech.index + 1 + _SAID]):
            if word.sentence != chosen.sentence:
                break
            yield f"said={_bare(word.form)}"
            if step < 3:
                yield f"next={word.form}"
                yield f"{speech.stem} {word.form}"
        yield from (
            f"before={_bare(word.form)}" for word in words[max(speech.index - 6, 0) : speech.index] if word.sentence == chosen.sentence
        )


def _bare(form: str) -> str:
    """A folded word without و and the article, its first letters: enough to tell roots apart."""
    bare = form.removeprefix("و").removeprefix("ب").removeprefix("ال")
    return (bare or form)[:6]
