"""Memory of this process that is free, and that the system does not know of."""

import ctypes
import sys


def give_back() -> None:
    """Gives back what the C library keeps of freed memory, where it can (glibc): after a large change that may be a quarter of a process.

    Threads of Oxigraph allocate apart from each other, and what they free is used by none of the others.
    """
    if sys.platform == "linux":
        trim = getattr(ctypes.CDLL(None), "malloc_trim", None)  # musl has none
        if trim is not None:
            trim(0)
