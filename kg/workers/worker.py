"""What a worker process does: it takes questions from one end of a pipe and puts answers in, one after the other."""

import multiprocessing
import os
import re
import signal
import sys
import threading
from collections.abc import Iterable
from itertools import islice
from multiprocessing.connection import Connection

from kg.errors import KgError, QueryError
from kg.queries import SavedQuery, TooLarge, choose, count_rows, formats, load_file, run, serialise, table
from kg.queries.sparql.searching import expand, finder
from kg.workers.question import NUMBER_OF_SHOWN_ROWS, Answer, Limits, LookThrough, Page, Question, SavedFile
from kg.workers.snapshots import ElsewhereGraph, NewestSnapshot, Source, opened, unreadable

if sys.platform != "win32":
    import resource

_STACK = 64 << 20
"""Bytes: Oxigraph's parser and optimizer recurse, and a query of moderate depth must not exhaust the stack."""
_OVER = 1.5
"""How far over the limit of memory the system itself refuses more; before that the pool stops the worker, and can say why."""
_LOOK = 1.0
"""Seconds without a question after which a worker looks whether the snapshot that it has open is still the newest."""
_OF_THE_GRAPH = re.compile("Corruption: |IO error: ")
"""How RocksDB's complaints begin that are no fault of a query."""


READY = "ready"
"""What a worker says when it has started."""

Asked = Question | SavedFile | LookThrough
Reply = Answer | SavedQuery | None
"""To a question, to the file of a saved query, and to whether the graph can be read."""


def work(pipe: Connection, source: Source, limits: Limits) -> None:
    """Runs until the other end of `pipe` is closed, or the process that holds it is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the server's, which ends its workers
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    bound_memory(limits.memory)
    threading.Thread(target=_end_with_server, daemon=True).start()
    threading.stack_size(_STACK)
    pipe.send(READY)
    answering = threading.Thread(target=_answer_or_abort, args=(pipe, opened(source, limits.answer.bytes), limits))
    answering.start()
    answering.join()


def _answer_or_abort(pipe: Connection, newest: NewestSnapshot | ElsewhereGraph, limits: Limits) -> None:
    """Where Python is refused memory the process ends as it does where Oxigraph is."""
    try:
        _answer_all(pipe, newest, limits)
    except MemoryError:
        os.abort()


def _answer_all(pipe: Connection, newest: NewestSnapshot | ElsewhereGraph, limits: Limits) -> None:
    while True:
        try:
            while not pipe.poll(_LOOK):
                newest.let_go()
            asked: Asked = pipe.recv()
        except EOFError:
            return
        pipe.send(_outcome(asked, newest, limits))  # nothing here keeps it: an error's trace would hold the snapshot


def _outcome(asked: Asked, newest: NewestSnapshot | ElsewhereGraph, limits: Limits) -> Reply | KgError:
    try:
        return _reply(asked, newest, limits)
    except KgError as error:
        return error


def _reply(asked: Asked, newest: NewestSnapshot | ElsewhereGraph, limits: Limits) -> Reply:
    match asked:
        case SavedFile():
            return load_file(asked.path)
        case LookThrough():
            newest.look_through(asked.seconds)
            return None
    try:
        return answer(asked, newest, limits)
    except QueryError as error:
        if error.__cause__ and _OF_THE_GRAPH.match(str(error.__cause__)):
            raise unreadable(error.__cause__) from error
        raise


def answer(question: Question, newest: NewestSnapshot | ElsewhereGraph, limits: Limits) -> Answer:
    """Asks the newest snapshot. Raises what `kg.queries` raises, and StoreError."""
    snapshot, store, instances = newest.open()
    text = expand(question.text, finder(newest.search))
    results = run(store, text, instances, question.scope, limits.services)
    among = formats(results)
    chosen = choose(question.wanted, among)
    if chosen is not None:
        body, media_type = serialise(results, chosen, limits.answer), chosen.media_types[0]
        return Answer(media_type, body, None, snapshot, count_rows(body, media_type) if question.counted else None)
    shown = table(results, instances)
    rows = _bounded(islice(shown.rows, NUMBER_OF_SHOWN_ROWS + 1), limits.answer.bytes)
    names = tuple(item.name for item in among)
    page = Page(shown.variables, rows[:NUMBER_OF_SHOWN_ROWS], len(rows) > NUMBER_OF_SHOWN_ROWS, names)
    return Answer("text/html", b"", page, snapshot)


def _bounded(rows: Iterable[tuple[str, ...]], most: int) -> tuple[tuple[str, ...], ...]:
    """The rows of a page, whose text is bounded as other answers are. Raises TooLarge."""
    kept, size = [], 0
    for row in rows:
        size += sum(len(cell.encode()) for cell in row)
        if most and size > most:
            raise TooLarge(f"the first rows have more than {most:,} bytes; add a LIMIT, or ask for less of each")
        kept.append(row)
    return tuple(kept)


def bound_memory(memory: int) -> None:
    """Where the system can: no more private memory than this, and some, however fast it is asked for; 0: any."""
    if sys.platform == "linux" and memory:
        most = int(memory * _OVER) + _STACK
        resource.setrlimit(resource.RLIMIT_DATA, (most, most))


def _end_with_server() -> None:
    """Ends this process, in the middle of a query if need be, when the server is gone.

    The system's parent of this process may be another one, which forks for the server and lives for as long as this does.
    """
    if server := multiprocessing.parent_process():
        server.join()
        os._exit(1)
