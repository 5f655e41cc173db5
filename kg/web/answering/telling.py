"""What a client is told of an error."""

from flask import current_app

from kg.errors import KgError, StoreElsewhere, StoreError, StoreLocked, StoreMissing
from kg.search import SearchMissing


def told(error: KgError) -> str:
    """What a client is told. Where the store lies, and who writes in it, is for the log alone."""
    match error:
        case StoreElsewhere():
            return str(error)
        case StoreMissing():
            return "nothing was built here yet; `kg build PATH…` makes the graph"
        case StoreLocked():
            return "the graph is being changed by somebody else; ask again in a moment"
        case SearchMissing():
            return str(error)
        case StoreError():
            current_app.logger.error("%s", error)
            return "the graph cannot be read; the server's log says why"
    return str(error)
