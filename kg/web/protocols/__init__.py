"""The protocols of the W3C: queries, updates, graphs, the description of the service, whole dumps; and who may write."""
