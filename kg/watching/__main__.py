"""The process that reads: `python -m kg.watching`."""

import _thread
import logging
import pickle
import signal
import sys
from threading import Event, Thread

from kg.errors import KgError
from kg.feeds.following import opened
from kg.watching.looking import Looked, in_a_line
from kg.watching.watch import LOG, Ways, report, watch


def main() -> None:
    """Takes from standard input what is to be done, and goes on until that is closed."""
    signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell may have had it ignored
    logging.basicConfig(format="%(levelname)s %(name)s %(message)s", level=logging.WARNING)
    LOG.setLevel(logging.INFO)
    settings, folders, addresses = pickle.load(sys.stdin.buffer)  # noqa: S301  # from the server
    stop = Event()
    Thread(target=_end_with_input, args=(stop,), daemon=True).start()
    try:
        with opened(addresses, settings, report) as feeds:
            watch(Looked(folders), settings, stop, ways=Ways(feeds))
    except KeyboardInterrupt:
        return
    except KgError as error:
        LOG.error("%s", in_a_line(str(error)))
        sys.exit(error.exit_code)


def _end_with_input(stop: Event) -> None:
    """Stops the main thread, a build that it is at included, when the server closes the input or is gone."""
    sys.stdin.buffer.read()
    stop.set()
    _thread.interrupt_main()


if __name__ == "__main__":
    main()
