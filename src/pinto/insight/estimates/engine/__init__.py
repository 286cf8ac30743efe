"""Estimates as Ibis expressions, and the small arithmetic after them in numpy."""
