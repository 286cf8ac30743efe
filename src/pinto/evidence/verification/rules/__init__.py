"""Pure reasoning of verification: the one table of its steps, and how it is drawn."""
