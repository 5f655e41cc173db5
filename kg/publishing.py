"""When a long build shows readers what it has so far: every so many seconds, and never for more than a part of its time."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

SHARE = 0.05
"""The largest part of a build's time that goes into showing it before it is done."""


class Pace:
    """How a build goes on, as far as publishing is concerned."""

    def __init__(self, every: float, expected: float = 0.0, clock: Callable[[], float] = time.monotonic) -> None:
        """`every` is in seconds, 0 for never before the end; `expected` is what one publication took the last time."""
        self._every = every
        self._expected = expected
        self._clock = clock
        self._began = self._last = clock()
        self.spent = 0.0
        """Seconds that went into publishing so far."""

    def is_due(self, *, makes_room: bool = False) -> bool:
        """Whether it is time, and publishing again would not take more than its share, or be worth that (`makes_room`)."""
        now = self._clock()
        if not self._every or now - self._last < self._every:
            return False
        return makes_room or self.spent + self._expected <= SHARE * (now - self._began + self._expected)

    @property
    def expected(self) -> float:
        """Seconds that the next publication may take: as many as the last one did."""
        return self._expected

    @contextmanager
    def measured(self) -> Iterator[None]:
        """Measures a publication."""
        began = self._clock()
        try:
            yield
        finally:
            self._last = self._clock()
            self._expected = self._last - began
            self.spent += self._expected
