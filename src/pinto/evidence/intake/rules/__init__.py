"""Pure reasoning about files: what they are, what they say, what is wrong with them."""
