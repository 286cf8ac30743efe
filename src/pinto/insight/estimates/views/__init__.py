"""Pages of poverty measures: which there are, what each is, and what it says of a place."""
