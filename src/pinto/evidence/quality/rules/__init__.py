"""What consistent answers are, as data; and the statistics of outliers and of agreement."""
