"""What verification answers."""
