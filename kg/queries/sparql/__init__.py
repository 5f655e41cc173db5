"""SPARQL as text: tokens, the rows that a query asks for, search inside it, the graphs that an update would write."""
