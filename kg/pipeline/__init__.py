"""The pipeline that ships with Isnad: tokens, clitics, names, parts of speech. `kg.load_pipeline()` gives a plain spaCy `Language`.

Nothing is imported here, so that what needs sentences alone does not wait for spaCy.
"""
