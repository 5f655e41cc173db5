"""What all answers over HTTP share: format, status, caching, what is told of an error."""
