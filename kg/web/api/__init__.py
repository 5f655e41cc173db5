"""Our own interface for programs: saved queries, search, exports, feeds, and what describes them (OpenAPI, Sparnatural)."""
