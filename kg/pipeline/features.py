"""What the network sees of a token: its norm, its beginning and endings, and its make."""

from zlib import crc32


def feature_hashes(norm: str) -> tuple[int, ...]:
    """For each feature of a norm a number, of which the remainder is its row in that feature's table.

    The norm comes twice, in two spellings, for two tables: few words share a row in both.
    """
    values = (norm, f"2{norm}", norm[:3], norm[-3:], norm[-2:], _make(norm))
    return tuple(crc32(f"{index}{value}".encode()) for index, value in enumerate(values))


def _make(norm: str) -> str:
    """Script and length: «ب» a1, «مدينه» a5, 2024 0, "isis" x4."""
    if norm[0].isdigit():
        return "0" if len(norm) > 2 else "00"
    if not norm[0].isalpha():
        return norm[0]
    return f"{'x' if norm.isascii() else 'a'}{min(len(norm), 8)}"
