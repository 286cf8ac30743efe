"""Reading a list from a file, without Django."""
