"""Measures as Ibis expressions: tables in, tables out, no database of ours, no clock."""
