"""What strangers are shown of a store (`kg serve --public`): a copy of each snapshot in which some people go by a pseudonym.

    withheld.py    who: private persons, minors, people under arrest or on trial without a verdict
    minors.py      whom a text calls a child        offices.py    whom it names by an office
    verdicts.py    whether a trial has ended
    names.py       where names stand in a text      masking.py    a text with pseudonyms in their place
    pseudonyms.py  what people are called instead   rewriting.py  the graph, quad by quad
    copying.py     the copy: made, published, kept up to date

A server reads the copy and nothing else, so that no way of asking it can show more. The copy is a store's folder of its own,
`public/` in the store's, with snapshots as any other.
"""

from kg.public.copying import PublicStore
from kg.public.following import following
from kg.public.serving import as_shown

__all__ = ["PublicStore", "as_shown", "following"]
