"""Data as bytes that notice when they are damaged: JSON, a NUL, and a checksum of the JSON."""

import zlib
from typing import TypeVar

import msgspec

Kept = TypeVar("Kept")
_MARK = b"\0"
"""No JSON has it: what was packed before there were checksums has none, and is read without."""
_LENGTH = 4


def packed(value: object) -> bytes:
    """A value of the model as bytes."""
    body = msgspec.json.encode(value)
    return body + _MARK + zlib.crc32(body).to_bytes(_LENGTH, "big")


def is_whole(packed: bytes) -> bool:
    """Whether the bytes are what they were, as far as they tell."""
    body, mark, checksum = packed[: -_LENGTH - 1], packed[-_LENGTH - 1 : -_LENGTH], packed[-_LENGTH:]
    return mark != _MARK or zlib.crc32(body).to_bytes(_LENGTH, "big") == checksum


def unpacked(packed: bytes, kind: type[Kept]) -> Kept:
    """The value that was packed. Raises ValueError where the bytes are not what they were."""
    if not is_whole(packed):
        raise ValueError("its checksum is another one")
    body = packed[: -_LENGTH - 1] if packed[-_LENGTH - 1 : -_LENGTH] == _MARK else packed
    try:
        return msgspec.json.decode(body, type=kind)
    except msgspec.DecodeError as error:
        raise ValueError(str(error)) from error
