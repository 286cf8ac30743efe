"""Matching: who is registered twice, and the decisions about it."""
