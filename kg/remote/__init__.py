"""Stores that are reached over SPARQL 1.1: brought to the state of a snapshot, and asked in its place.

connection.py  requests: log-in, time-outs, retries, errors in words
parts.py       what is compared: graphs, and parts of the large ones, each with its number of triples and a hash
ledger.py      what a store is known to hold, written down in the store itself
publishing.py  a publication, which may be killed anywhere and goes on from there
sending.py     the requests that it makes    checking.py  a whole store read and compared
files.py       files for a store's own loader    asking.py    queries, in a worker's stead of a graph
"""

from kg.remote.asking import RemoteGraph
from kg.remote.checking import Difference, differences
from kg.remote.connection import Remote
from kg.remote.files import write_files
from kg.remote.ledger import PUBLICATION
from kg.remote.publishing import Published, publish

__all__ = ["PUBLICATION", "Difference", "Published", "Remote", "RemoteGraph", "differences", "publish", "write_files"]
