"""What the scripts of pages are told in the page: addresses, names of terms, colours of classes, their words."""

from flask import request

from kg.ontology import PARENT, labels
from kg.web.context import Context
from kg.web.pages.rendering import language
from kg.web.pages.showing import family, name_of
from kg.web.words import words_in


def told(context: Context, page: str) -> dict[str, object]:
    """For a data block of the page: the words are those that `words_in` has under the page's name and an underscore."""
    chosen = language()
    return {
        "base": context.instances.base,
        "root": request.script_root,
        "names": {local: name_of(local, chosen) for local in labels()},
        "families": {local: family(local) for local in PARENT},
        "words": {key.removeprefix(f"{page}_"): word for key, word in words_in(chosen).items() if key.startswith(f"{page}_")},
    }
