"""Answers queries in processes that can be killed.

Oxigraph cannot be told to stop a query, some inputs crash it, and what it gave to one thread must not be used in another.
So each query runs in a worker: a process with one thread that has the newest snapshot open and answers over a pipe. One
that runs too long, takes too much memory or dies costs its own client an error, and nobody else anything.

    with Pool(folder, Limits()) as pool:
        answer = pool.ask(Question("SELECT * { ?s ?p ?o } LIMIT 1"))
"""

from kg.workers.dump import Dump, Dumps
from kg.workers.files import IncidentsFile, WholeGraphs
from kg.workers.pool import Pool, Waiting
from kg.workers.process import Busy, NoWorker, OutOfMemory, TimeLimit, WorkerCrashed
from kg.workers.question import Answer, Limits, Page, Question
from kg.workers.snapshots import Source, published, published_at
from kg.workers.writing import GraphChange, Place, UnknownFormat, Update, Writing, Written

__all__ = [
    "Answer",
    "Busy",
    "Dump",
    "Dumps",
    "GraphChange",
    "IncidentsFile",
    "Limits",
    "NoWorker",
    "OutOfMemory",
    "Page",
    "Place",
    "Pool",
    "Question",
    "Source",
    "TimeLimit",
    "UnknownFormat",
    "Update",
    "Waiting",
    "WholeGraphs",
    "WorkerCrashed",
    "Writing",
    "Written",
    "published",
    "published_at",
]
