"""What agreement weighs, and what a weight comes to. No Django, no tables, no clock."""
