"""Conditions that work: saved by an officer, kept as a living list, told of when it changes."""
