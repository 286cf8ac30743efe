"""Sums of areas, the figures they give, and what those say in words."""
