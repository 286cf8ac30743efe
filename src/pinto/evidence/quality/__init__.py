"""Quality: what cannot be so, what is far off, what is missing, and what a second asker hears."""
