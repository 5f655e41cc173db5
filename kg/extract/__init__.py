"""Reads what an article says: a blank spaCy pipeline for Arabic and an explicit list of components, one file each."""

from kg.extract.pipeline import BatchExtractor, Extractor, load_extractor, shipped_reader

__all__ = ["BatchExtractor", "Extractor", "load_extractor", "shipped_reader"]
