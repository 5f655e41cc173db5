"""A person's judgement: decisions about what was read, an input of the build beside the articles.

A decision is anchored on words of an article, never on an IRI, so that it outlives rebuilds and better readers. Where its
words are there no more, or nothing is read at them, it is reported as unmet.
"""

from kg.decisions.applying import Decided, decided
from kg.decisions.file import FILE_NAME, append, extend, holding, read, read_lines
from kg.decisions.judgement import Anchor, Judgement, Judgements, Verdict, text_hash
from kg.decisions.lines import as_line, from_json, identified, to_json
from kg.decisions.pairs import Verdicts, decided_match
from kg.decisions.sense import BadDecision

__all__ = [
    "FILE_NAME",
    "Anchor",
    "BadDecision",
    "Decided",
    "Judgement",
    "Judgements",
    "Verdict",
    "Verdicts",
    "append",
    "as_line",
    "decided",
    "decided_match",
    "extend",
    "from_json",
    "holding",
    "identified",
    "read",
    "read_lines",
    "text_hash",
    "to_json",
]
