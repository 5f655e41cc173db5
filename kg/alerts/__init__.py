"""Tells when what a saved query answers has changed in meaning: an incident is new, a toll rises, a claim is denied, a source joins.

`read_answer` says what is answered now, `changes` what is otherwise than before, in words of both languages; `read_state` and
`write_state` keep an answer in a file, and `Webhook` sends changes to a host that was allowed.
"""

from kg.alerts.answer import Answer, Known, moved, read_answer
from kg.alerts.changes import Change, changes
from kg.alerts.state import read_state, write_state
from kg.alerts.webhook import Undelivered, Webhook

__all__ = ["Answer", "Change", "Known", "Undelivered", "Webhook", "changes", "moved", "read_answer", "read_state", "write_state"]
