"""What we know: questionnaires, households, and the files they come from."""
