"""A saved query: its file and header, its parameters, what they can be given, the folder that it lies in."""
