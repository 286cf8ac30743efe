"""What a household answered: read it, correct it, add to it. Nothing is overwritten."""
