"""The area poverty profile, the household list, and the household on one page."""
