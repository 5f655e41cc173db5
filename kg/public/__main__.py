"""Keeps the copy of a store for strangers up to date, for a server that is not started by `kg serve`: `python -m kg.public STORE`."""

import sys
from pathlib import Path

from kg.public.following import follow

if __name__ == "__main__":
    follow(Path(sys.argv[1]))
