"""What it means: measures and area profiles."""
