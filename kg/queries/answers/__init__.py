"""How a query is run, and the forms that its answer can have."""
