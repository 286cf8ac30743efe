"""From rows of a form to a condition and back, without Django."""
