"""What befalls a family between two rounds, on whose list it is, and what was done."""
