"""Locks on files that many may share: who reads a folder holds its lock, and who would remove it sees that.

A lock goes with the process that holds it, however that ends, and holds across containers that share a folder. Nothing is
written, so that a folder can be read without the right to write in it.
"""

import os
import sys
from pathlib import Path

if sys.platform != "win32":
    import fcntl


class SharedLock:
    """Held from being made until `release`, or until nothing refers to it any more."""

    def __init__(self, path: Path) -> None:
        """Raises OSError where there is no file at `path`, or somebody is about to remove it."""
        self._descriptor: int | None = os.open(path, os.O_RDONLY)
        try:
            if sys.platform != "win32":
                fcntl.flock(self._descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
            if not os.path.samestat(os.fstat(self._descriptor), path.stat()):
                raise FileNotFoundError(f"{path} was replaced")
        except OSError:
            self.release()
            raise

    def __del__(self) -> None:
        self.release()

    def release(self) -> None:
        """Lets go; more than once is as good as once."""
        descriptor, self._descriptor = getattr(self, "_descriptor", None), None
        if descriptor is not None:
            os.close(descriptor)


def claim(path: Path) -> bool:
    """Removes the file at `path` unless somebody holds a lock on it: from then on nobody can. True where it is gone."""
    try:
        _unlink_unheld(path)
    except FileNotFoundError:
        return True
    except OSError:
        return False
    return True


def is_locked(path: Path) -> bool:
    """Whether somebody holds the file at `path` for himself, as who writes in a store does; False where none is there, or none can tell."""
    if sys.platform == "win32":
        return path.exists()  # there the holder removes it, or it is open
    try:
        descriptor = os.open(path, os.O_RDONLY)
    except OSError:
        return False
    try:
        fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    except OSError:  # a file system without locks
        return False
    finally:
        os.close(descriptor)
    return False


def _unlink_unheld(path: Path) -> None:
    if sys.platform != "win32":
        descriptor = os.open(path, os.O_RDONLY)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            path.unlink()
        finally:
            os.close(descriptor)
    else:  # there a file that is open cannot be removed
        path.unlink()
