"""Rows of the store as bytes: they come back as they were, or tell that they are not what was written."""

import zlib

import msgspec
import pytest

from kg.packing import decoded, encoded, is_whole, packed, unpacked

TEXT = ["قتل 12 شخصا في بغداد", "انفجار في الموصل"]
JSON = msgspec.json.encode(TEXT)
OF_BEFORE = JSON + b"\0" + zlib.crc32(JSON).to_bytes(4)


@pytest.mark.parametrize("row", [packed(TEXT), JSON, OF_BEFORE], ids=["compressed", "json", "json with a checksum"])
def test_what_was_packed_comes_back(row: bytes) -> None:
    assert is_whole(row)
    assert unpacked(row, list[str]) == TEXT


@pytest.mark.parametrize("row", [packed(TEXT), OF_BEFORE], ids=["compressed", "json with a checksum"])
def test_any_byte_that_is_another_is_noticed(row: bytes) -> None:
    for at in range(len(row)):
        other = row[:at] + bytes([row[at] ^ 1]) + row[at + 1 :]
        with pytest.raises(ValueError):  # whatever is wrong
            unpacked(other, list[str])


@pytest.mark.parametrize("row", [packed(TEXT)[:-1], packed(TEXT) + b"x", b""])
def test_a_row_that_is_cut_short_or_goes_on_is_noticed(row: bytes) -> None:
    assert not is_whole(row)


def test_what_is_sent_to_another_process_comes_there_whatever_its_numbers_are() -> None:
    assert decoded(encoded(("قتيلا", 10**30)), tuple[str, int]) == ("قتيلا", 10**30)
