"""What a measure is: its specification, how it is read and what is refused."""
