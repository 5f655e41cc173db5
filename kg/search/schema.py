"""The tables of the index, and its name in a store's folder and in a snapshot."""

FILE = "search.sqlite"
FORMAT = "2"
ENTITY_TYPES = ("organisation", "person", "place", "entity")
"""Documents whose names are looked for even when they are mistyped."""

SCHEMA = """
CREATE TABLE IF NOT EXISTS meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS document (
    id INTEGER PRIMARY KEY, iri TEXT NOT NULL UNIQUE, type TEXT NOT NULL, kind TEXT NOT NULL, label_ar TEXT NOT NULL,
    label_en TEXT NOT NULL, article TEXT NOT NULL, text TEXT NOT NULL, weight INTEGER NOT NULL);
CREATE INDEX IF NOT EXISTS document_weight ON document (weight DESC, iri);
CREATE TABLE IF NOT EXISTS name (
    key TEXT NOT NULL, document INTEGER NOT NULL, name TEXT NOT NULL, PRIMARY KEY (key, document, name)) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS name_document ON name (document);
CREATE TABLE IF NOT EXISTS name_word (word TEXT NOT NULL, document INTEGER NOT NULL, PRIMARY KEY (word, document)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS near (form TEXT NOT NULL, word TEXT NOT NULL, PRIMARY KEY (form, word)) WITHOUT ROWID;
CREATE VIRTUAL TABLE IF NOT EXISTS found USING fts5 (names, text, content = '', tokenize = "unicode61 remove_diacritics 0 tokenchars '_'");
"""
