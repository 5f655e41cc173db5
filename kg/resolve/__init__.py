"""Which reports of several articles are of one event. The only stage that sees more than one article; pure.

Two reports are compared on several kinds of evidence: when and where (`occasion.py`), who and how many (`parties.py`), what, and in
which words (`telling.py`). Each says how much it speaks for or against one event, and why, in words. A reader never forgives a wrong
merge, but does a missing one: so the same event needs odds that favour it, two kinds of evidence that do, something that tells it
apart from what comes every year, and nothing that rules it out (`comparing.py`); and the reports of one event are looked at together
(`grouping.py`, `whole.py`).
"""

from kg.resolve.blocking import blocking_keys
from kg.resolve.comparing import compare, evidence, judged, parted, weighed
from kg.resolve.grouping import Scores, grouped, node_id
from kg.resolve.reports import reports

__all__ = ["Scores", "blocking_keys", "compare", "evidence", "grouped", "judged", "node_id", "parted", "reports", "weighed"]
