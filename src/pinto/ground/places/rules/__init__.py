"""What a code says, how a text names a place, what a file lists: without a database."""
