"""What measures answer: scores, and how each of them came about."""
