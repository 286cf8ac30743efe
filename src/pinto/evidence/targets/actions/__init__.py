"""Changes to target lists."""
