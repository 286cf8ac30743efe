"""Invented people for demos, tests and benchmarks. Never a real person, never a real place."""
