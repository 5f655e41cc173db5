"""What passes between machines: Parquet files in a folder, or in an object store through fsspec (s3://, gs://, …)."""

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from io import BytesIO
from typing import Any

import pyarrow
from fsspec import AbstractFileSystem
from fsspec.core import url_to_fs
from fsspec.implementations.local import LocalFileSystem
from pyarrow import parquet

from kg.errors import StoreError, UsageError

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Parts:
    """A place for parts, by its address; each part is there whole or not at all. Raises StoreError where the place cannot be used."""

    address: str

    @classmethod
    def at(cls, address: str, *names: str) -> "Parts":
        """Below an address. A folder's is made absolute, since other processes may work elsewhere. Raises UsageError for a wrong one."""
        try:
            filesystem, root = url_to_fs(address)
        except ImportError as error:
            raise UsageError(f"{address}: {error}") from error
        except ValueError as error:
            raise UsageError(f"{address}: no such place for parts ({error}); give a folder, or s3://BUCKET/FOLDER") from error
        return cls("/".join((root if isinstance(filesystem, LocalFileSystem) else address.rstrip("/"), *names)))

    def has(self, name: str) -> bool:
        """Whether a part is there."""
        with self._told():
            filesystem, root = self._place()
            filesystem.invalidate_cache()
            return bool(filesystem.exists(f"{root}/{name}"))

    def names(self, folder: str) -> list[str]:
        """The parts in a folder, sorted; none where there is no folder."""
        with self._told():
            filesystem, root = self._place()
            filesystem.invalidate_cache()
            try:
                found = filesystem.find(f"{root}/{folder}")
            except FileNotFoundError:
                return []
            return sorted(path.removeprefix(root).removeprefix("/") for path in found if not path.endswith(".tmp"))

    def write(self, name: str, rows: Sequence[Row]) -> None:
        """Writes a part in place of what was there."""
        output = BytesIO()
        parquet.write_table(pyarrow.Table.from_pylist([dict(row) for row in rows]), output, compression="zstd")
        with self._told():
            filesystem, root = self._place()
            path = f"{root}/{name}"
            if not isinstance(filesystem, LocalFileSystem):  # an object is there when all of it is
                filesystem.pipe_file(path, output.getvalue())
                return
            filesystem.makedirs(path.rpartition("/")[0], exist_ok=True)
            filesystem.pipe_file(aside := f"{path}.{os.getpid()}.tmp", output.getvalue())
            filesystem.mv(aside, path)

    def read(self, name: str) -> list[dict[str, Any]]:
        """The rows of a part."""
        with self._told():
            filesystem, root = self._place()
            content = filesystem.cat_file(f"{root}/{name}")
        try:
            rows: list[dict[str, Any]] = parquet.read_table(BytesIO(content)).to_pylist()
        except pyarrow.ArrowInvalid as error:
            raise StoreError(f"{self.address}/{name}: a damaged part ({error}); remove it and run the same command again") from error
        return rows

    def rows(self, folder: str) -> Iterator[dict[str, Any]]:
        """The rows of all parts in a folder, one part after the other."""
        for name in self.names(folder):
            yield from self.read(name)

    def clear(self, folder: str = "") -> None:
        """Removes a folder's parts, or all."""
        with self._told(), suppress(FileNotFoundError):
            filesystem, root = self._place()
            filesystem.invalidate_cache()
            filesystem.rm(f"{root}/{folder}".rstrip("/"), recursive=True)

    def _place(self) -> tuple[AbstractFileSystem, str]:
        filesystem, root = url_to_fs(self.address)
        return filesystem, root.rstrip("/")

    @contextmanager
    def _told(self) -> Iterator[None]:
        """Puts what goes wrong into words."""
        try:
            yield
        except Exception as error:  # the client of every object store has errors of its own
            raise StoreError(f"{self.address}: parts cannot be kept there ({error}); name another place by --parts") from error
