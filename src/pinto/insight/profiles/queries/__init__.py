"""What profiles answer: about areas, and about households."""
