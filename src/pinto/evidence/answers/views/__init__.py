"""Pages of one household's answers: read, correct, add, go back."""
