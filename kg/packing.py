"""Values of the model as bytes: to be kept, and to be sent.

What is kept notices when it is damaged: JSON, compressed by zlib, whose format has a checksum (Adler-32).
"""

import zlib
from typing import TypeVar

import msgspec

Kept = TypeVar("Kept")
_LEVEL = 3
"""Of rows of articles it makes a quarter, in a third of the time that the highest takes for little less."""


def packed(value: object) -> bytes:
    """A value of the model as bytes."""
    return zlib.compress(msgspec.json.encode(value), _LEVEL)


def is_whole(packed: bytes) -> bool:
    """Whether the bytes are what they were, as far as they tell."""
    try:
        _json(packed)
    except ValueError:
        return False
    return True


def unpacked(packed: bytes, kind: type[Kept]) -> Kept:
    """The value that was packed. Raises ValueError where the bytes are not what they were."""
    try:
        return msgspec.json.decode(_json(packed), type=kind)
    except msgspec.DecodeError as error:
        raise ValueError(str(error)) from error


def _json(packed: bytes) -> bytes:
    if packed.startswith((b"{", b"[")):  # rows of earlier versions were JSON itself, later with a checksum (CRC-32) behind a NUL
        before, mark, checksum = packed.partition(b"\0")
        if mark and zlib.crc32(before).to_bytes(4) != checksum:
            raise ValueError("its checksum is another one")
        return before
    unpacker = zlib.decompressobj()
    try:
        body = unpacker.decompress(packed)
    except zlib.error as error:
        raise ValueError(str(error)) from error
    if not unpacker.eof or unpacker.unused_data:
        raise ValueError("it is cut short, or something follows it")
    return body


def encoded(value: object) -> bytes:
    """A value of the model for another process of this machine: quick to make, and not compressed."""
    return msgspec.json.encode(value)  # MessagePack knows no number of more than 64 bits


def decoded(message: bytes, kind: type[Kept]) -> Kept:
    """What `encoded` was given."""
    return msgspec.json.decode(message, type=kind)
