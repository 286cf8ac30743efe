"""Pages of saved conditions."""
