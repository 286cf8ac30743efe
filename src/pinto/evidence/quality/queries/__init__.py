"""What quality answers."""
