"""Pairs of records that may be one person, as Splink finds them in a table of people."""
