"""What is estimated, and what an estimate says. No Django, no clock, no engine."""
