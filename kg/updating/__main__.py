"""The process that `kg.workers.writing` asks: takes changes from standard input, and answers at standard output."""

import os
import pickle
import sys
import threading
import time

import psutil

from kg.errors import KgError, StoreError
from kg.updating import write
from kg.workers.writing import EVALUATED, KEEP, READY, GraphChange, Place, Update, Written

if sys.platform == "linux":
    import resource

_STACK = 64 << 20
_OVER = 1.5
"""How far over the limit of memory the system itself refuses more; before that the server ends this process, and can say why."""


def main() -> None:
    """Takes changes from standard input and answers at standard output until nobody asks any more."""
    answers, sys.stdout = sys.stdout.buffer, sys.stderr  # what any library prints is no answer
    threading.Thread(target=_end_with, args=(os.getppid(),), daemon=True).start()
    threading.stack_size(_STACK)  # Oxigraph's parser recurses
    answering = threading.Thread(target=_answer_all, args=(_Pipe(answers),))
    answering.start()
    answering.join()


class _Pipe:
    """The pipes to the server, as this end has them."""

    def __init__(self, output: object) -> None:
        self._output = output

    def say(self, said: object) -> None:
        """Tells the server something."""
        pickle.dump(said, self._output)  # type: ignore[arg-type]  # a buffered file
        self._output.flush()  # type: ignore[attr-defined]

    def hear(self) -> object:
        """What the server says next. Raises EOFError when it is gone."""
        return pickle.load(sys.stdin.buffer)  # noqa: S301  # from the server

    def may_keep(self) -> None:
        """Asks whether a change may be kept. Raises StoreError where it may not."""
        self.say(EVALUATED)
        if self.hear() != KEEP:
            raise StoreError("the server did not let the change be kept")
        _bound_memory(0)  # what is kept must be kept as a whole


def _answer_all(pipe: _Pipe) -> None:
    place = pipe.hear()
    assert isinstance(place, Place)  # noqa: S101  # the first thing that is said
    pipe.say(READY)
    while True:
        try:
            change = pipe.hear()
        except EOFError:
            return
        assert isinstance(change, Update | GraphChange)  # noqa: S101  # nothing else is said
        try:
            _bound_memory(place.memory)
            reply: Written | KgError = write(change, place, pipe.may_keep)
        except KgError as error:
            reply = error
        pipe.say(reply)
        del reply  # an error's trace holds the copy, and with it RocksDB's lock on the folder that the next copy is put into


def _bound_memory(more: int) -> None:
    """Where the system can: no more private memory than some over what there is now, however fast it is asked for; 0: any."""
    if sys.platform == "linux":
        hard = resource.getrlimit(resource.RLIMIT_DATA)[1]
        soft = psutil.Process().memory_info().data + int(more * _OVER) + _STACK if more else hard
        resource.setrlimit(resource.RLIMIT_DATA, (soft if hard == resource.RLIM_INFINITY else min(soft, hard), hard))


def _end_with(parent: int) -> None:
    """Ends this process, in the middle of a change if need be, when the server is gone."""
    while os.getppid() == parent:
        time.sleep(1)
    os._exit(1)


if __name__ == "__main__":
    main()
