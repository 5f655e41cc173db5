"""Puts the pipeline together: a plain spaCy `Language` with the components of this package."""

from collections.abc import Collection
from typing import Any

import spacy
from spacy.language import Language
from threadpoolctl import threadpool_limits

from kg import __version__
from kg.pipeline.components import AT_ONCE
from kg.pipeline.tokenizer import TOKENIZER
from kg.pipeline.trained import trained_version

_LONGEST_TEXT = 10_000_000
"""Characters; nothing here needs memory for each as parsers do."""
PIPES = ("isnad_encoder", "isnad_entities", "isnad_morphology")


def load_pipeline(*, exclude: Collection[str] = ()) -> Language:
    """The pipeline: a spaCy `Language` whose documents have tokens cut at clitics, sentences, entities, parts of speech and features.

    From here on NumPy's matrix products use one thread of this process, so that a text is read the same however many cores there are.

    `exclude` names components that are not wanted: reading is faster without. Offsets are code points of the text, which is never changed.
    Raises ValueError for a component that is not there, ModelError where a trained file is missing or damaged.

    >>> doc = load_pipeline()("قال بوتين في موسكو إن الهجوم لن يمر.")
    >>> [(ent.text, ent.label_) for ent in doc.ents]
    [('بوتين', 'Person'), ('موسكو', 'Settlement')]
    """
    if unknown := set(exclude) - set(PIPES):
        raise ValueError(f"there is no component {', '.join(sorted(unknown))}; there are {', '.join(PIPES)}")
    threadpool_limits(1, "blas")  # several threads cost more than they bring in products this small, and round otherwise than one
    nlp = spacy.blank("ar", config={"nlp": {"batch_size": AT_ONCE, "tokenizer": {"@tokenizers": TOKENIZER}}}, meta=_meta())
    nlp.max_length = _LONGEST_TEXT
    for name in PIPES:
        if name not in exclude:
            nlp.add_pipe(name)
    return nlp


def _meta() -> dict[str, Any]:
    """What spaCy and its packages ask of a pipeline; the version names the release and the trained files."""
    return {
        "name": "isnad",
        "version": f"{__version__}+{trained_version()[:8]}",
        "description": "Arabic news: clitics, names of people, organisations and places in eleven classes, parts of speech",
        "license": "CC BY-SA 4.0, see kg/pipeline/data/LICENSE.md",
    }
