"""Where a text passes from one incident to another one, by its grammar: what was learned joins what is of one kind and stands together.

`marks` finds what is called another one («هجوما آخر») or is answered («ردا على هجوم»), `earlier` what came before («غداة التفجير»),
`halves` the two that one sentence tells of («انفجار في كركوك وآخر في بغداد»), `sides` what is named on whose side of such a sentence.
"""

from kg.extract.another.earlier import earlier_deeds
from kg.extract.another.halves import apart, with_others
from kg.extract.another.marks import answered, disowned, fresh, is_another, is_answer
from kg.extract.another.sides import are_halves, borders, on_their_sides

__all__ = [
    "answered",
    "apart",
    "are_halves",
    "borders",
    "disowned",
    "earlier_deeds",
    "fresh",
    "is_another",
    "is_answer",
    "on_their_sides",
    "with_others",
]
