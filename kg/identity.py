"""Identifiers come from content, never from a counter or a clock: the last parts of instance IRIs."""

import hashlib
import unicodedata

from kg.arabic import fold
from kg.model import Report

_LENGTH = 16  # hex digits: 64 bits, one accidental collision expected among four billion nodes


def digest(*parts: str) -> str:
    """Hash of `parts` that keeps their boundaries apart."""
    joined = "\x1f".join(part.replace("\x1f", " ") for part in parts)
    return hashlib.sha256(joined.encode("utf-8")).hexdigest()[:_LENGTH]


def entity_id(top: str, name: str, discriminator: str = "") -> str:
    """Id of an entity that no list knows, from its top class, folded name and, for homonyms, what tells them apart."""
    return digest(top, fold(name), discriminator)


def event_id(article: str, sort: str, offset: int, ordinal: int = 0) -> str:
    """Id of a report; `sort` is "Incident", "Meeting" or "Statement", `offset` that of its first trigger."""
    return digest(_composed(article), sort, str(offset), str(ordinal))


def claim_id(article: str, report: str, *reading: str) -> str:
    """Id of a claim; `reading` is the property, the evidence's offsets, the value as read and the speaker as written."""
    return digest(_composed(article), report, *reading)


def reader_id(name: str, version: str, settings: str) -> str:
    """Id of the software that read an article."""
    return digest(name, version, settings)


def match_id(left: str, right: str) -> str:
    """Id of the comparison of two reports."""
    return digest("match", left, right)


def report_order(report: Report) -> tuple[bool, str, str, str]:
    """Sorts reports of one event, the one whose id is the event's first: by day of issue, unknown last, then by article."""
    return report.issued is None, report.issued or "", report.article, report.id


def _composed(article: str) -> str:
    """An article's identifier in NFC, as in its IRI: one article has the same ids however its identifier was typed."""
    return unicodedata.normalize("NFC", article)
