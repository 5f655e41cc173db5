"""The process: how it runs and ends, what operators see, what clients and crawlers may do."""
