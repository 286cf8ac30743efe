"""Households and people, the rounds they were asked in, and what they answered."""
