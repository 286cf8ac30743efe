"""What is taken out as a file: for a purpose, marked, for a time; big ones with two signatures."""
