"""Bad weather, made on purpose: what a store comes through, counted. `python -m soak --help`; `make soak` runs all of it.

    kills.py      kill -9 at any step of build, publication, removal, backup and restoration
    full.py       a disk that is full, read-only, or another user's
    damage.py     files of a store that are flipped, cut short, zeroed or gone
    readers.py    many readers while one snapshot after another is published
    mixed.py      all at once, for an hour: what a server and a store hold afterwards that they did not before

    material.py   articles that were read once, so that a build takes no time on that
    looking.py    what a store shows and holds, in a form that can be compared
    processes.py  children that are killed at a step
    scenarios.py  what is killed, and which graphs may be seen afterwards

Nothing here is imported by `kg`. The process that forks opens no store: RocksDB's threads would not be there in its children.
"""
