"""What changes: consents are written down, erasures are asked for, decided and carried out."""
