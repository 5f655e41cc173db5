"""Real SPARQL servers of a test's own, on loopback: Oxigraph's and Virtuoso's."""

import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import requests

from kg.publication import Access, Address

VIRTUOSO = shutil.which("virtuoso-t")
PASSWORD = "of the tests"
_SETTINGS = """
[Database]
DatabaseFile = {0}/virtuoso.db
ErrorLogFile = {0}/virtuoso.log
LockFile = {0}/virtuoso.lck
TransactionFile = {0}/virtuoso.trx
xa_persistent_file = {0}/virtuoso.pxa
FileExtend = 200
MaxCheckpointRemap = 2000
[TempDatabase]
DatabaseFile = {0}/temporary.db
TransactionFile = {0}/temporary.trx
[Parameters]
ServerPort = {1}
DisableUnixSocket = 1
DirsAllowed = {0}
NumberOfBuffers = 10000
MaxDirtyBuffers = 6000
[HTTPServer]
ServerPort = 127.0.0.1:{2}
ServerRoot = {0}
ServerThreads = 8
[SPARQL]
ResultSetMaxRows = 10000
MaxQueryExecutionTime = 60
"""
_ACCOUNT = """set password dba "{0}";
DB.DBA.USER_CREATE ('publisher', '{0}');
GRANT SPARQL_UPDATE TO "publisher";
"""


@contextmanager
def oxigraph(folder: Path, *options: str) -> Iterator[Address]:
    """Runs Oxigraph's own server over a folder while the block lasts."""
    port = _free_port()
    command = [_program("oxigraph"), "serve", "--location", str(folder), "--bind", f"127.0.0.1:{port}", *options]
    with _running(command, f"http://127.0.0.1:{port}/query?query=ASK%7B%7D"):
        yield Address.of(f"http://127.0.0.1:{port}")
