"""Isnad (إسناد): a knowledge graph of Arabic news in which every statement can be traced to its words."""

import importlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kg.pipeline.loading import load_pipeline
    from kg.store import open_graph

__version__ = "0.1.0"
__all__ = ["__version__", "load_pipeline", "open_graph"]

_LAZY = {"load_pipeline": "kg.pipeline.loading", "open_graph": "kg.store"}


def __getattr__(name: str) -> object:
    """Public functions on their first use: `import kg` alone stays quick."""
    if name in _LAZY:
        return getattr(importlib.import_module(_LAZY[name]), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
