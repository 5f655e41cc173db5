"""Memory of this process: what is free goes back to the system, and garbage in cycles is looked for as seldom as there is any."""

import ctypes
import gc
import sys

_NEW = 20_000
"""New objects after which those are looked through; Python's own choice is 700."""
_LOOKS = 20
"""Such looks after which older objects are looked through too; Python's own choice is 10."""


def give_back() -> None:
    """Gives back what the C library keeps of freed memory, where it can (glibc): after a large change that may be a quarter of a process.

    Threads of Oxigraph allocate apart from each other, and what they free is used by none of the others.
    """
    if sys.platform == "linux":
        trim = getattr(ctypes.CDLL(None), "malloc_trim", None)  # musl has none
        if trim is not None:
            trim(0)


def collect_rarely() -> None:
    """Has Python look less often for objects that hold each other and nobody else.

    Gazetteer, lexicons and models are a million objects, to be gone through again and again, for a tenth of the time of reading;
    1,300 articles left 5,200 objects to be found. For a process of our own: whoever uses us as a library decides for himself.
    """
    gc.set_threshold(_NEW, _LOOKS, _LOOKS)
