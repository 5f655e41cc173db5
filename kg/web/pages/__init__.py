"""Pages for people: a module for each page, and what pages share."""
