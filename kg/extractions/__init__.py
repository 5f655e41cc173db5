"""What was read out of each article: the truth from which everything else in a store's folder can be made again.

One SQLite file. Beside the articles and what was read in them it holds rows derived from these (which entities an article
names, its reports, which reports are one event), so that a change looks only at what it touches, and a list of what the
graph does not show yet. Articles are known by their identifier in NFC, as in their IRI.

    schema.py    the tables                    tallies.py  how entities are named, counted over all articles
    rows.py      what goes in and comes out    database.py the file
"""

from kg.extractions.database import Extractions
from kg.extractions.rows import Derived, Footprint, Known, Totals, article_key, fingerprint

__all__ = ["Derived", "Extractions", "Footprint", "Known", "Totals", "article_key", "fingerprint"]
