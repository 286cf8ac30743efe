"""What happens to a file: it is received, checked, published, withdrawn."""
