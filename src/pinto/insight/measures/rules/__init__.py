"""What a scoring is, what it decides, and how one household's score comes about."""
