"""The tables of the file, and its format."""

FORMAT = "3"
REDERIVED = ("2",)
"""Formats that differ in derived rows alone, which are made again; no article is read for that."""
META = "CREATE TABLE IF NOT EXISTS meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;"
SCHEMA = """
CREATE TABLE IF NOT EXISTS article (
    id TEXT PRIMARY KEY, fingerprint TEXT NOT NULL, reader TEXT NOT NULL,
    derivation TEXT NOT NULL DEFAULT '', claims INTEGER NOT NULL DEFAULT 0, mentions INTEGER NOT NULL DEFAULT 0,
    article BLOB NOT NULL, extraction BLOB NOT NULL);
CREATE INDEX IF NOT EXISTS article_derivation ON article (derivation);
CREATE INDEX IF NOT EXISTS article_reader ON article (reader);
CREATE INDEX IF NOT EXISTS article_counts ON article (claims, mentions);
CREATE TABLE IF NOT EXISTS node (
    sort TEXT NOT NULL, id TEXT NOT NULL, kind TEXT NOT NULL, PRIMARY KEY (sort, id)) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS node_kind ON node (kind);
CREATE TABLE IF NOT EXISTS reader (id TEXT PRIMARY KEY, body BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS presence (
    article TEXT NOT NULL, entity TEXT NOT NULL, named INTEGER NOT NULL, PRIMARY KEY (article, entity)) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS presence_entity ON presence (entity, named);
CREATE TABLE IF NOT EXISTS naming (
    entity TEXT NOT NULL, article TEXT NOT NULL, name TEXT NOT NULL, kind TEXT NOT NULL, count INTEGER NOT NULL,
    PRIMARY KEY (entity, article, name, kind)) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS naming_article ON naming (article);
CREATE TABLE IF NOT EXISTS tally (
    entity TEXT NOT NULL, what TEXT NOT NULL, value TEXT NOT NULL, articles INTEGER NOT NULL,
    PRIMARY KEY (entity, what, value)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS report (
    id TEXT PRIMARY KEY, article TEXT NOT NULL, node TEXT NOT NULL, sort TEXT NOT NULL, body BLOB NOT NULL);
CREATE INDEX IF NOT EXISTS report_article ON report (article);
CREATE INDEX IF NOT EXISTS report_node ON report (node);
CREATE INDEX IF NOT EXISTS report_sort ON report (sort, node);
CREATE TABLE IF NOT EXISTS block (key TEXT NOT NULL, report TEXT NOT NULL, PRIMARY KEY (key, report)) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS block_report ON block (report);
CREATE TABLE IF NOT EXISTS match (
    left TEXT NOT NULL, right TEXT NOT NULL, same INTEGER NOT NULL, body BLOB NOT NULL, PRIMARY KEY (left, right)) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS match_right ON match (right, same);
CREATE TABLE IF NOT EXISTS unmet (
    article TEXT NOT NULL, decision TEXT NOT NULL, problem TEXT NOT NULL, PRIMARY KEY (article, decision)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS own_graph (name TEXT PRIMARY KEY, triples BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS pending (sort TEXT NOT NULL, id TEXT NOT NULL, PRIMARY KEY (sort, id)) WITHOUT ROWID;
"""
DERIVED_ANEW = """
BEGIN;
ALTER TABLE article ADD COLUMN mentions INTEGER NOT NULL DEFAULT 0;
DELETE FROM presence; DELETE FROM naming; DELETE FROM report; DELETE FROM block; DELETE FROM match; DELETE FROM unmet;
UPDATE article SET derivation = '';
UPDATE meta SET value = '3' WHERE key = 'format';
COMMIT;
"""
"""Brings a file of such a format to this one; before `SCHEMA`, which adds what is new."""
